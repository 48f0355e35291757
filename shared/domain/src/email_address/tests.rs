//! Tables of addresses that are accepted, with what is kept and what is sent, and of addresses that are refused.

use super::*;
use crate::language::Localized;

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap_or_else(|fault| panic!("{text:?}: {fault}"))
}

/// As it was stored by whatever code.
fn stored(text: &str) -> EmailAddress {
    serde_json::from_value(text.into()).expect("every text can be read")
}

#[test]
fn an_address_keeps_what_was_typed_and_has_a_form_for_the_wire() {
    for (typed, kept, wire) in [
        ("taro@example.jp", "taro@example.jp", "taro@example.jp"),
        ("Taro.Sato+keiin@Example.JP", "Taro.Sato+keiin@Example.JP", "Taro.Sato+keiin@Example.JP"),
        (
            "o'neil!#$%&*/=?^_`{|}~-@example.jp",
            "o'neil!#$%&*/=?^_`{|}~-@example.jp",
            "o'neil!#$%&*/=?^_`{|}~-@example.jp",
        ),
        // Full-width letters, as a keyboard writes them before it is switched.
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp", "taro@example.jp"),
        ("taro＠example。jp", "taro@example.jp", "taro@example.jp"),
        ("ＴＡＲＯ－１＠example｡jp", "TARO-1@example.jp", "TARO-1@example.jp"),
        // What comes along with copying.
        (" taro@example.jp\r\n", "taro@example.jp", "taro@example.jp"),
        ("\u{3000}taro\u{a0}@\u{3000}example.jp\u{a0}", "taro@example.jp", "taro@example.jp"),
        ("\u{feff}ta\u{200b}ro@example.jp\u{200b}", "taro@example.jp", "taro@example.jp"),
        // International domains.
        ("taro@日本語.jp", "taro@日本語.jp", "taro@xn--wgv71a119e.jp"),
        ("taro@日本語.JP", "taro@日本語.JP", "taro@xn--wgv71a119e.jp"),
        ("taro@ドメイン名例。jp", "taro@ドメイン名例.jp", "taro@xn--eckwd4c7cu47r2wf.jp"),
        ("taro@xn--wgv71a119e.jp", "taro@xn--wgv71a119e.jp", "taro@xn--wgv71a119e.jp"),
        ("taro@ﾄﾞﾒｲﾝ.jp", "taro@ドメイン.jp", "taro@xn--eckwd4c7c.jp"),
        ("taro@faß.example", "taro@faß.example", "taro@xn--fa-hia.example"),
        // Old addresses of Japanese mobile carriers.
        ("a..b@docomo.ne.jp", "a..b@docomo.ne.jp", "\"a..b\"@docomo.ne.jp"),
        ("a.@docomo.ne.jp", "a.@docomo.ne.jp", "\"a.\"@docomo.ne.jp"),
        (".a@ezweb.ne.jp", ".a@ezweb.ne.jp", "\".a\"@ezweb.ne.jp"),
        ("-a--b-@docomo.ne.jp", "-a--b-@docomo.ne.jp", "-a--b-@docomo.ne.jp"),
    ] {
        let address = address(typed);
        assert_eq!((address.as_str(), address.wire().as_str()), (kept, wire));
        assert!(address.wire().is_ascii());
        assert_eq!(address.to_string().parse(), Ok(address), "what is kept is good");
    }
    let longest = format!("{}@{}.jp", "a".repeat(64), "b".repeat(63));
    assert_eq!(address(&longest).as_str(), longest);
}

#[test]
fn what_is_no_address_is_refused_with_its_reason() {
    let label = "b".repeat(63);
    let long = format!("{}@{label}.{label}.{label}.jp", "a".repeat(64));
    for (typed, code) in [
        ("", "missing"),
        (" \u{3000}\u{200b}", "missing"),
        ("taro", "no-at-sign"),
        ("taro.example.jp", "no-at-sign"),
        ("taro@@example.jp", "several-at-signs"),
        ("a@example.jp, b@example.jp", "several-at-signs"),
        ("a@example.jp\r\nBcc: b@example.jp", "several-at-signs"),
        ("佐藤 <taro@example.jp>", "display-name"),
        ("<taro@example.jp>", "display-name"),
        ("ta ro@example.jp", "blank"),
        ("taro@exa mple.jp", "blank"),
        ("taro\n1@example.jp", "blank"),
        ("taro@exam\u{3000}ple.jp", "blank"),
        ("ta\u{202e}ro@example.jp", "invisible-character"),
        ("taro@exa\u{ad}mple.jp", "invisible-character"),
        ("taro@exa\u{200d}mple.jp", "invisible-character"),
        ("ta\0ro@example.jp", "invisible-character"),
        ("\"a..b\"@docomo.ne.jp", "quoted-local-part"),
        ("\"ta ro\"@example.jp", "quoted-local-part"),
        ("taro(work)@example.jp", "comment"),
        ("taro@example.jp（会社）", "comment"),
        ("@example.jp", "no-local-part"),
        ("..@example.jp", "no-local-part"),
        ("太郎@example.jp", "international-local-part"),
        ("téo@example.jp", "international-local-part"),
        ("ta,ro@example.jp", "invalid-local-part"),
        ("mailto:taro@example.jp", "invalid-local-part"),
        ("ta\\ro@example.jp", "invalid-local-part"),
        ("taro@", "no-domain"),
        ("taro@localhost", "domain-without-dot"),
        ("taro@.example.jp", "domain-dots"),
        ("taro@example..jp", "domain-dots"),
        ("taro@example.jp.", "domain-dots"),
        ("taro@[192.0.2.1]", "ip-address"),
        ("taro@[IPv6:2001:db8::1]", "ip-address"),
        ("taro@192.0.2.1", "ip-address"),
        ("taro@-example.jp", "invalid-domain"),
        ("taro@example-.jp", "invalid-domain"),
        ("taro@exa_mple.jp", "invalid-domain"),
        ("taro@example.jp、", "invalid-domain"),
        ("taro@example,jp.", "domain-dots"),
        ("taro@exa,mple.jp", "invalid-domain"),
        ("taro@xn--a.jp", "invalid-domain"),
        (&format!("taro@{}.jp", "b".repeat(64)), "invalid-domain"),
        (&format!("{}@example.jp", "a".repeat(65)), "too-long"),
        (&format!("{}..b@docomo.ne.jp", "a".repeat(60)), "too-long"),
        (&long, "too-long"),
    ] {
        let fault = typed.parse::<EmailAddress>().expect_err(typed);
        assert_eq!(fault.code(), code, "{typed:?}: {fault}");
        let Localized { ja, en } = fault.at("/email").detail;
        assert!(ja.ends_with('。') && en.ends_with('.') && en.is_ascii(), "{ja} {en}");
    }
}

#[test]
fn two_forms_of_one_mailbox_are_the_same() {
    for (a, b) in [
        ("taro@example.jp", "TARO@Example.JP"),
        ("taro@日本語.jp", "Taro@XN--WGV71A119E.jp"),
        ("a..b@docomo.ne.jp", "A..B@docomo.ne.jp"),
    ] {
        assert!(address(a).is_same_mailbox(&address(b)), "{a} {b}");
        assert_eq!(address(a).mailbox_digest(), address(b).mailbox_digest());
    }
    for (a, b) in [("taro@example.jp", "taro@example.com"), ("a.b@docomo.ne.jp", "a..b@docomo.ne.jp")] {
        assert!(!address(a).is_same_mailbox(&address(b)), "{a} {b}");
    }
    // As it has been stored for known devices.
    assert_eq!(address("Taro@example.jp").mailbox_digest(), Digest::of(b"taro@example.jp"));
    assert_eq!(address("a..b@docomo.ne.jp").mailbox_digest(), Digest::of(b"a..b@docomo.ne.jp"));
}

#[test]
fn whatever_was_stored_is_read_and_written_again_as_it_was() {
    for text in ["taro@example.jp", "a..b@docomo.ne.jp", "", "nobody", "太郎@example", "a@b\r\nc", "\"a b\"@example.jp"]
    {
        let address = stored(text);
        assert_eq!(serde_json::to_value(&address).expect("JSON"), text);
        assert_eq!(address.to_string(), text);
    }
    assert_eq!(stored("a..b@docomo.ne.jp").wire(), "\"a..b\"@docomo.ne.jp", "older code sent it bare");
    assert_eq!(stored("nobody").wire(), "nobody");
    assert_eq!(stored("\"a b\"@example.jp").wire(), "\"a b\"@example.jp");
}
