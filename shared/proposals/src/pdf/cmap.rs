//! Which letters the codes of a font stand for: its ToUnicode map (ISO 32000-2 §9.10.3).

use std::collections::HashMap;

/// More is in no map that is meant to be read.
const MAX_ENTRIES: usize = 70_000;

/// Codes and their letters.
#[derive(Debug, Default)]
pub(super) struct ToUnicode {
    letters: HashMap<u32, String>,
    /// Whether codes are of one byte each, as far as the map says so.
    pub(super) is_of_bytes: bool,
}

enum Token<'t> {
    Code(&'t [u8]),
    Open,
    Close,
    Word(&'t [u8]),
}

impl ToUnicode {
    /// Reads a map; what is not understood in it is left out.
    pub(super) fn parse(map: &[u8]) -> Self {
        let mut found = Self::default();
        let mut codes: Vec<Vec<u8>> = Vec::new();
        let mut array: Option<Vec<Vec<u8>>> = None;
        let mut section: &[u8] = b"";
        for token in tokens(map) {
            match token {
                Token::Word(word) => {
                    if word.starts_with(b"begin") {
                        section = word;
                    } else if word.starts_with(b"end") {
                        section = b"";
                    }
                    codes.clear();
                }
                Token::Open => array = Some(Vec::new()),
                Token::Code(code) => match &mut array {
                    Some(array) => array.push(unhex(code)),
                    None => codes.push(unhex(code)),
                },
                Token::Close => {
                    if let (Some(array), [low, _]) = (array.take(), &codes[..]) {
                        for (code, letters) in (number(low)..=u32::MAX).zip(array) {
                            found.put(code, &letters, 0);
                        }
                    }
                    codes.clear();
                }
            }
            match (section, &codes[..]) {
                (b"begincodespacerange", [low, _]) => {
                    found.is_of_bytes = low.len() == 1;
                    codes.clear();
                }
                (b"beginbfchar", [code, letters]) => {
                    found.put(number(code), letters, 0);
                    codes.clear();
                }
                (b"beginbfrange", [low, high, letters]) => {
                    for (nth, code) in (0..=u16::MAX).zip(number(low)..=number(high).min(0xffff)) {
                        found.put(code, letters, nth);
                    }
                    codes.clear();
                }
                _ => {}
            }
        }
        found
    }

    fn put(&mut self, code: u32, letters: &[u8], nth: u16) {
        if self.letters.len() >= MAX_ENTRIES {
            return;
        }
        let mut units: Vec<u16> =
            letters.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
        if let Some(last) = units.last_mut() {
            *last = last.wrapping_add(nth);
        }
        self.letters.insert(code, String::from_utf16_lossy(&units));
    }

    pub(super) fn get(&self, code: u32) -> Option<&str> {
        self.letters.get(&code).map(String::as_str)
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter().fold(0, |number: u32, byte| number << 8 | u32::from(*byte))
}

fn unhex(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        digits.iter().filter_map(|digit| char::from(*digit).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()
}

fn tokens(map: &[u8]) -> impl Iterator<Item = Token<'_>> {
    let mut rest = map;
    std::iter::from_fn(move || {
        loop {
            let first = *rest.first()?;
            let length = match first {
                b'%' => {
                    rest = &rest[rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len())..];
                    continue;
                }
                b'<' if rest.get(1) != Some(&b'<') => {
                    let end = rest.iter().position(|byte| *byte == b'>')?;
                    let code = &rest[1..end];
                    rest = &rest[end + 1..];
                    return Some(Token::Code(code));
                }
                b'[' | b']' => {
                    rest = &rest[1..];
                    return Some(if first == b'[' { Token::Open } else { Token::Close });
                }
                byte if byte.is_ascii_alphabetic() => {
                    rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len())
                }
                _ => {
                    rest = &rest[1..];
                    continue;
                }
            };
            let word = &rest[..length];
            rest = &rest[length..];
            return Some(Token::Word(word));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_codes_ranges_and_lists_are_read() {
        let map = ToUnicode::parse(
            b"/CIDInit /ProcSet findresource begin % a comment <00>\n1 begincodespacerange <0000> <ffff> endcodespacerange\n\
              2 beginbfchar <0001> <7532> <0002> <D842DFB7> endbfchar\n\
              2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<4E59> <4E19>] endbfrange end",
        );
        assert!(!map.is_of_bytes);
        for (code, letters) in [(1, "甲"), (2, "𠮷"), (0x10, "A"), (0x12, "C"), (0x20, "乙"), (0x21, "丙")] {
            assert_eq!(map.get(code), Some(letters), "{code}");
        }
        assert_eq!(map.get(0x13), None);
    }

    #[test]
    fn a_map_that_is_cut_off_or_huge_ends() {
        assert_eq!(ToUnicode::parse(b"1 beginbfchar <0001").get(1), None);
        let huge = ToUnicode::parse(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange");
        assert!(huge.letters.len() <= MAX_ENTRIES);
    }
}
