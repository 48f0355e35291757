//! Tokens by the grammar of ISO 32000-2 §7.2 and §7.3, and nothing else.

use super::fault::SyntaxFault;

/// Some readers keep no more of a name than this (bytes; ISO 32000-1 Annex C).
const MAX_NAME: usize = 127;

/// Why a token or value could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The bytes at hand end before it does.
    Incomplete,
    /// At this position of the bytes.
    Fault(SyntaxFault, usize),
}

/// One token. Names and strings are appended to a pool, decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    DictionaryOpen,
    DictionaryClose,
    ArrayOpen,
    ArrayClose,
    Name,
    String,
    /// With whether it is digits only.
    Integer(i32, bool),
    /// Written to the pool in canonical form.
    Real,
    True,
    False,
    Null,
}

/// A reader of tokens in `bytes`.
pub(super) struct Lexer<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) at: usize,
    /// Whether nothing follows `bytes`.
    pub(super) is_last: bool,
    /// Where `bytes` start in the file; `None` in unpacked data.
    pub(super) base: Option<usize>,
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

pub(super) fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

pub(super) fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

impl Lexer<'_> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The byte at `at`, `None` at the end of the file.
    pub(super) fn byte(&self, at: usize) -> Result<Option<u8>, Stop> {
        match self.bytes.get(at) {
            Some(byte) => Ok(Some(*byte)),
            None if self.is_last => Ok(None),
            None => Err(Stop::Incomplete),
        }
    }

    pub(super) fn fault(&self, kind: SyntaxFault) -> Stop {
        Stop::Fault(kind, self.at)
    }

    /// Skips white space; how much it was.
    pub(super) fn skip_space(&mut self) -> Result<usize, Stop> {
        let start = self.at;
        while self.byte(self.at)?.is_some_and(is_space) {
            self.at += 1;
        }
        Ok(self.at - start)
    }

    /// Skips white space and comments.
    pub(super) fn skip_space_and_comments(&mut self) -> Result<(), Stop> {
        loop {
            self.skip_space()?;
            if self.byte(self.at)? != Some(b'%') {
                return Ok(());
            }
            while self.byte(self.at)?.is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
                self.at += 1;
            }
        }
    }

    /// Where the regular characters from `at` on end.
    pub(super) fn regular_end(&self, mut at: usize) -> Result<usize, Stop> {
        while self.byte(at)?.is_some_and(is_regular) {
            at += 1;
        }
        Ok(at)
    }

    /// Reads the word `word`, if it stands here as a whole token.
    pub(super) fn word(&mut self, word: &[u8]) -> Result<bool, Stop> {
        let end = self.regular_end(self.at)?;
        let is_there = &self.bytes[self.at..end] == word;
        if is_there {
            self.at = end;
        }
        Ok(is_there)
    }

    /// Reads digits and nothing else, at most ten of them.
    pub(super) fn unsigned(&mut self, wrong: SyntaxFault) -> Result<u64, Stop> {
        let end = self.regular_end(self.at)?;
        let value = unsigned(&self.bytes[self.at..end]).ok_or(self.fault(wrong))?;
        self.at = end;
        Ok(value)
    }

    /// Reads one line end: CR LF, LF or CR. Whether there was one.
    pub(super) fn line_end(&mut self) -> Result<bool, Stop> {
        match self.byte(self.at)? {
            Some(b'\n') => self.at += 1,
            Some(b'\r') => {
                self.at += 1;
                if self.byte(self.at)? == Some(b'\n') {
                    self.at += 1;
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Reads the rest of a reference after its first number: the generation, if ` g R` follows. White space alone may
    /// stand between.
    pub(super) fn reference_tail(&mut self) -> Result<Option<u64>, Stop> {
        let start = self.at;
        let generation = self.try_reference_tail()?;
        if generation.is_none() {
            self.at = start;
        }
        Ok(generation)
    }

    fn try_reference_tail(&mut self) -> Result<Option<u64>, Stop> {
        if self.skip_space()? == 0 || !self.byte(self.at)?.is_some_and(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        let end = self.regular_end(self.at)?;
        let Some(generation) = unsigned(&self.bytes[self.at..end]) else { return Ok(None) };
        self.at = end;
        if self.skip_space()? == 0 {
            return Ok(None);
        }
        Ok(self.word(b"R")?.then_some(generation))
    }

    /// Reads a token that starts here; what it holds is appended to `pool`.
    pub(super) fn token(&mut self, pool: &mut Vec<u8>) -> Result<Token, Stop> {
        let Some(first) = self.byte(self.at)? else { return Err(self.fault(SyntaxFault::Unclosed)) };
        let simple = |lexer: &mut Self, length, token| {
            lexer.at += length;
            Ok(token)
        };
        match first {
            b'[' => simple(self, 1, Token::ArrayOpen),
            b']' => simple(self, 1, Token::ArrayClose),
            b'<' if self.byte(self.at + 1)? == Some(b'<') => simple(self, 2, Token::DictionaryOpen),
            b'>' if self.byte(self.at + 1)? == Some(b'>') => simple(self, 2, Token::DictionaryClose),
            b'<' => self.hex_string(pool),
            b'(' => self.literal_string(pool),
            b'/' => self.name(pool),
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(pool),
            _ => {
                let end = self.regular_end(self.at)?;
                let token = match &self.bytes[self.at..end] {
                    b"true" => Token::True,
                    b"false" => Token::False,
                    b"null" => Token::Null,
                    _ => return Err(self.fault(SyntaxFault::Word)),
                };
                self.at = end;
                Ok(token)
            }
        }
    }

    /// A name (§7.3.5).
    fn name(&mut self, pool: &mut Vec<u8>) -> Result<Token, Stop> {
        let end = self.regular_end(self.at + 1)?;
        let start = pool.len();
        let mut rest = &self.bytes[self.at + 1..end];
        while let Some((&first, after)) = rest.split_first() {
            let (byte, after) = match (first, after) {
                (b'#', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                    (Some(high), Some(low)) if high | low != 0 => (high << 4 | low, after),
                    _ => return Err(self.fault(SyntaxFault::Name)),
                },
                (b'#', _) => return Err(self.fault(SyntaxFault::Name)),
                _ => (first, after),
            };
            pool.push(byte);
            rest = after;
        }
        if pool.len() - start > MAX_NAME {
            return Err(self.fault(SyntaxFault::NameLength));
        }
        self.at = end;
        Ok(Token::Name)
    }

    /// A hexadecimal string (§7.3.4.3).
    fn hex_string(&mut self, pool: &mut Vec<u8>) -> Result<Token, Stop> {
        let mut at = self.at + 1;
        let mut high = None;
        loop {
            let Some(byte) = self.byte(at)? else { return Err(self.fault(SyntaxFault::Unclosed)) };
            match (digit(byte), high) {
                (Some(digit), None) => high = Some(digit),
                (Some(digit), Some(first)) => {
                    pool.push(first << 4 | digit);
                    high = None;
                }
                (None, _) if is_space(byte) => {}
                (None, None) if byte == b'>' => break,
                // Of an odd last digit readers make different things.
                (None, _) => return Err(self.fault(SyntaxFault::HexString)),
            }
            at += 1;
        }
        self.at = at + 1;
        Ok(Token::String)
    }

    /// A literal string (§7.3.4.2).
    fn literal_string(&mut self, pool: &mut Vec<u8>) -> Result<Token, Stop> {
        let mut at = self.at + 1;
        let mut depth = 1usize;
        loop {
            let Some(byte) = self.byte(at)? else { return Err(self.fault(SyntaxFault::Unclosed)) };
            at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\r' => {
                    at += usize::from(self.byte(at)? == Some(b'\n'));
                    pool.push(b'\n');
                    continue;
                }
                b'\\' => {
                    at = self.escape(at, pool)?;
                    continue;
                }
                _ => {}
            }
            pool.push(byte);
        }
        self.at = at;
        Ok(Token::String)
    }

    /// What follows a backslash at `at`; the position after it.
    fn escape(&self, at: usize, pool: &mut Vec<u8>) -> Result<usize, Stop> {
        let Some(byte) = self.byte(at)? else { return Err(self.fault(SyntaxFault::Unclosed)) };
        let next = at + 1;
        match byte {
            b'n' => pool.push(b'\n'),
            b'r' => pool.push(b'\r'),
            b't' => pool.push(b'\t'),
            b'b' => pool.push(8),
            b'f' => pool.push(12),
            b'\n' => {}
            b'\r' => return Ok(next + usize::from(self.byte(next)? == Some(b'\n'))),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                let mut next = next;
                while next < at + 3
                    && let Some(digit @ b'0'..=b'7') = self.byte(next)?
                {
                    code = code * 8 + u32::from(digit - b'0');
                    next += 1;
                }
                let code = u8::try_from(code).map_err(|_| self.fault(SyntaxFault::LiteralString))?;
                pool.push(code);
                return Ok(next);
            }
            other => pool.push(other),
        }
        Ok(next)
    }

    /// A number (§7.3.3): an optional sign, digits, at most one point.
    fn number(&mut self, pool: &mut Vec<u8>) -> Result<Token, Stop> {
        let end = self.regular_end(self.at)?;
        let text = &self.bytes[self.at..end];
        let (is_negative, digits) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        let mut parts = digits.splitn(2, |byte| *byte == b'.');
        let whole = parts.next().unwrap_or_default();
        let fraction = parts.next();
        let all_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        let has_digit = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
        if !has_digit || !all_digits(whole) || !fraction.is_none_or(all_digits) {
            return Err(self.fault(SyntaxFault::Number));
        }
        let value = whole.iter().try_fold(0i64, |sum, byte| {
            let sum = sum * 10 + i64::from(byte - b'0');
            (sum <= 1 << 31).then_some(sum)
        });
        let value = value.map(|value| if is_negative { -value } else { value });
        let Some(value) = value.and_then(|value| i32::try_from(value).ok()) else {
            return Err(self.fault(SyntaxFault::NumberRange));
        };
        let token = match fraction {
            None => Token::Integer(value, digits.len() == text.len()),
            Some(fraction) => {
                canonical(is_negative, whole, fraction, pool);
                Token::Real
            }
        };
        self.at = end;
        Ok(token)
    }
}

/// Appends a real number without what does not change its value: `-12.5`, `1.`, `0.`.
fn canonical(is_negative: bool, whole: &[u8], fraction: &[u8], pool: &mut Vec<u8>) {
    let zeros = whole.iter().take_while(|byte| **byte == b'0').count();
    let whole = &whole[zeros..];
    let zeros = fraction.iter().rev().take_while(|byte| **byte == b'0').count();
    let fraction = &fraction[..fraction.len() - zeros];
    if is_negative && !(whole.is_empty() && fraction.is_empty()) {
        pool.push(b'-');
    }
    pool.extend_from_slice(if whole.is_empty() { b"0" } else { whole });
    pool.push(b'.');
    pool.extend_from_slice(fraction);
}

fn unsigned(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || digits.len() > 10 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| digit.try_into().ok())
}
