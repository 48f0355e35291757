//! Keys, as the browser wants to be told of them (UI Events `KeyboardEvent.key` and `.code`).

const SHIFT: u32 = 8;

/// A key with what goes with it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) key: String,
    pub(crate) code: String,
    /// Windows' virtual key code, which old scripts read.
    pub(crate) number: u32,
    /// What it types.
    pub(crate) text: String,
    pub(crate) modifiers: u32,
}

/// Name, virtual key code, and what is typed.
const NAMED: [(&str, u32, &str); 14] = [
    ("Tab", 9, ""),
    ("Enter", 13, "\r"),
    ("Escape", 27, ""),
    ("Space", 32, " "),
    ("PageUp", 33, ""),
    ("PageDown", 34, ""),
    ("End", 35, ""),
    ("Home", 36, ""),
    ("ArrowLeft", 37, ""),
    ("ArrowUp", 38, ""),
    ("ArrowRight", 39, ""),
    ("ArrowDown", 40, ""),
    ("Backspace", 8, ""),
    ("Delete", 46, ""),
];

impl Key {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let (modifiers, name) = match name.strip_prefix("Shift+") {
            Some(name) => (SHIFT, name),
            None => (0, name),
        };
        if let Some((_, number, text)) = NAMED.iter().find(|(known, ..)| *known == name) {
            let key = if name == "Space" { " " } else { name };
            return Some(Self {
                key: key.to_owned(),
                code: name.to_owned(),
                number: *number,
                text: (*text).to_owned(),
                modifiers,
            });
        }
        let mut characters = name.chars();
        let (character, None) = (characters.next()?, characters.next()) else { return None };
        let upper = character.to_ascii_uppercase();
        let code = match upper {
            'A'..='Z' => format!("Key{upper}"),
            '0'..='9' => format!("Digit{upper}"),
            _ => String::new(),
        };
        Some(Self { key: name.to_owned(), code, number: u32::from(upper), text: name.to_owned(), modifiers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_characters_are_keys() {
        assert_eq!(Key::parse("Shift+Tab").map(|key| (key.number, key.modifiers)), Some((9, SHIFT)));
        assert_eq!(Key::parse("Enter").map(|key| key.text), Some("\r".to_owned()));
        assert_eq!(Key::parse("a").map(|key| key.code), Some("KeyA".to_owned()));
        assert_eq!(Key::parse("Hyper"), None);
    }
}
