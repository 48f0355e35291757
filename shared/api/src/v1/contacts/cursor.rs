//! A place in the list, as a text for programs to give back.

use domain::ids::ContactId;

/// Letters of a cursor at most: those of a place, in four bytes each, in two digits each.
pub(super) const MAX_CURSOR: usize = 36 + 40 * 4 * 2;

pub(super) fn written(letters: &str, id: ContactId) -> String {
    let letters: String = letters.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{id}{letters}")
}

pub(super) fn read(text: &str) -> Option<(String, ContactId)> {
    let (id, digits) = text.split_at_checked(36).filter(|_| text.len() <= MAX_CURSOR)?;
    let id: ContactId = id.parse().ok()?;
    if digits.len() % 2 != 0 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let bytes = digits.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let letters = String::from_utf8(bytes.collect::<Option<_>>()?).ok()?;
    Some((letters, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_was_and_nothing_else_is_one() {
        let id: ContactId = "01900000-0000-8000-8000-000000000001".parse().expect("a UUID");
        for letters in ["", "アオキ", "brown"] {
            assert_eq!(read(&written(letters, id)), Some((letters.to_owned(), id)));
        }
        for wrong in ["", "x", "01900000-0000-8000-8000-000000000001e", "01900000-0000-8000-8000-000000000001zz"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read("01900000-0000-8000-8000-000000000001ff"), None, "no UTF-8");
        assert_eq!(read(&format!("{id}{}", "61".repeat(500))), None, "longer than any");
    }
}
