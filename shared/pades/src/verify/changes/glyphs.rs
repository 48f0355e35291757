//! Glyph names as far as the values of fields are made of them.

/// The character of a glyph name (Adobe Glyph List), as far as values are made of them.
pub(super) fn glyph(name: &[u8]) -> Option<char> {
    const NAMES: [(&[u8], char); 42] = [
        (b"zero", '0'),
        (b"one", '1'),
        (b"two", '2'),
        (b"three", '3'),
        (b"four", '4'),
        (b"five", '5'),
        (b"six", '6'),
        (b"seven", '7'),
        (b"eight", '8'),
        (b"nine", '9'),
        (b"space", ' '),
        (b"period", '.'),
        (b"comma", ','),
        (b"colon", ':'),
        (b"semicolon", ';'),
        (b"hyphen", '-'),
        (b"minus", '-'),
        (b"slash", '/'),
        (b"parenleft", '('),
        (b"parenright", ')'),
        (b"at", '@'),
        (b"ampersand", '&'),
        (b"percent", '%'),
        (b"plus", '+'),
        (b"equal", '='),
        (b"underscore", '_'),
        (b"exclam", '!'),
        (b"question", '?'),
        (b"dollar", '$'),
        (b"numbersign", '#'),
        (b"asterisk", '*'),
        (b"quotedbl", '"'),
        (b"quotesingle", '\''),
        (b"less", '<'),
        (b"greater", '>'),
        (b"bracketleft", '['),
        (b"bracketright", ']'),
        (b"braceleft", '{'),
        (b"braceright", '}'),
        (b"bar", '|'),
        (b"backslash", '\\'),
        (b"asciitilde", '~'),
    ];
    match name {
        [letter] if letter.is_ascii_alphabetic() => Some(char::from(*letter)),
        [b'u', b'n', b'i', digits @ ..] if digits.len() == 4 => {
            char::from_u32(u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?)
        }
        name => NAMES.iter().find(|(known, _)| *known == name).map(|(_, character)| *character),
    }
}
