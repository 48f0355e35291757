//! Links that call a telephone number.

/// The URL that calls this number (RFC 3966). `None` where more is written than a number, such as an extension: a call by all of
/// its digits would reach somebody else.
pub(crate) fn link(number: &str) -> Option<String> {
    let mut url = String::from("tel:");
    for character in number.trim().chars() {
        match character {
            '0'..='9' => url.push(character),
            '+' if url.ends_with(':') => url.push(character),
            '-' | ' ' | '(' | ')' => {}
            _ => return None,
        }
    }
    let digits = url.bytes().filter(u8::is_ascii_digit).count();
    (3..=15).contains(&digits).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn a_number_alone_can_be_called() {
        assert_eq!(link("0125-00-0000").as_deref(), Some("tel:0125000000"));
        assert_eq!(link("+81 90 1234 5678").as_deref(), Some("tel:+819012345678"));
        assert_eq!(link("(0125) 00-0000").as_deref(), Some("tel:0125000000"));
        for other in ["0125-00-0000（内線 123）", "0125-00-0000 ext. 5", "00+81", "代表", "", "-"] {
            assert_eq!(link(other), None, "{other}");
        }
    }
}
