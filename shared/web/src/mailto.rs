//! Links that write a mail.

use domain::email_address::EmailAddress;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in the URL as it is; everything else is percent-encoded.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_').remove(b'+');

/// The URL that writes to this address (RFC 6068 §2), by its form for the wire: mail programs differ in what they make of
/// any other.
pub fn mailto(address: &EmailAddress) -> String {
    format!("mailto:{}", utf8_percent_encode(&address.wire(), KEPT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_url_does_not_hold_is_encoded() {
        let url = |address: &str| address.parse().map(|address| mailto(&address)).expect("an address");
        assert_eq!(url("sato.1+a_b-c@city.example"), "mailto:sato.1+a_b-c@city.example");
        assert_eq!(url("a..b@docomo.ne.jp"), "mailto:%22a..b%22@docomo.ne.jp");
        assert_eq!(url("a?b&c/d%e@city.example"), "mailto:a%3Fb%26c%2Fd%25e@city.example");
        assert_eq!(url("taro@日本語.jp"), "mailto:taro@xn--wgv71a119e.jp");
    }
}
