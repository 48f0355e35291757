//! Tables of texts that are accepted, and of texts that are refused with the reason.

use super::*;
use crate::language::Localized;

fn code(rule: &'static TextRule, text: &str) -> Result<String, &'static str> {
    rule.accept(text).map_err(|fault| fault.code())
}

#[test]
fn what_japanese_people_write_is_accepted() {
    for name in [
        "佐藤 花子",
        "佐藤　花子",
        "髙橋 﨑子",
        "𠮷野家 太郎",
        // Ideographic variation sequences, as registers of families hold them.
        "葛\u{e0100}城 太郎",
        "辻\u{e0101}",
        // A standardised variant, and the compatibility ideograph that it stands for.
        "神\u{fe00}谷",
        "神谷",
        "ﾔﾏﾀﾞ ﾀﾛｳ",
        "ﾊﾟｰﾌﾟﾙ",
        // As a Mac names files: the voiced sound mark apart.
        "か\u{3099}く",
        "José Muñoz-Ferrer",
        "Joãozinho O’Neil",
        "Nguyễn Thị Hạnh",
        "J.R.R.Tolkien",
        "T.Yamada",
        "Dr.Sato",
        "St.John, Oliver",
        "Martin Luther King, Jr.",
        "Ph.D. 山田",
        "つんく♂",
        "क्\u{200d}ष",
        "র\u{200d}্যাব",
        "می\u{200c}خواهم",
        "ශ්\u{200d}රී",
    ] {
        assert_eq!(code(&TextRule::PERSON_NAME, name).as_deref(), Ok(name));
    }
    for company in [
        "㈱①商店",
        "価格.com",
        "Booking.com Japan株式会社",
        "株式会社ドットコム.jp",
        "A.B.C.株式会社",
        "有限会社 Ａ＆Ｂ",
        "Yahoo! JAPAN",
        "株式会社〇〇 総務課（2階）",
        "@cosme株式会社",
    ] {
        assert_eq!(code(&TextRule::COMPANY_NAME, company).as_deref(), Ok(company));
    }
    for title in [
        "電子契約サービス委託 https://city.example/koukoku/12",
        "【至急】令和８年度〜工事請負契約（第1回変更）",
        "👩\u{200d}⚕\u{fe0f}と👩🏽\u{200d}🚀、1\u{fe0f}\u{20e3}、☎\u{fe0e}、🇯🇵",
        "עברית וערבית العربية",
        "\u{202f}x",
    ] {
        assert_eq!(code(&TextRule::TITLE, title).as_deref(), Ok(title.trim()));
    }
    let message = "いつもお世話になっております。\r\n\r\n\t1. 確認\n2. 署名";
    assert_eq!(code(&TextRule::MESSAGE, message).as_deref(), Ok(message));
}

#[test]
fn what_no_reader_sees_is_refused_with_its_reason() {
    for (text, reason) in [
        ("", "missing"),
        (" \u{3000}\u{a0}\n", "missing"),
        ("\u{200b}", "invisible-character"),
        ("契約\u{200b}書", "invisible-character"),
        ("契約\u{feff}書", "invisible-character"),
        ("契約\u{ad}書", "invisible-character"),
        ("契約\u{2060}書", "invisible-character"),
        ("契約\u{3164}書", "invisible-character"),
        ("契約\u{115f}書", "invisible-character"),
        ("契約\u{1160}書", "invisible-character"),
        ("契約\u{ffa0}書", "invisible-character"),
        ("契約\u{2800}書", "invisible-character"),
        ("契約\u{34f}書", "invisible-character"),
        ("契約\u{17b4}書", "invisible-character"),
        ("契約\u{180e}書", "invisible-character"),
        ("契約\u{fffc}書", "invisible-character"),
        ("契約\u{fff9}書", "invisible-character"),
        ("契約\u{e0041}書", "invisible-character"),
        ("契約\u{e0080}書", "invisible-character"),
        ("契約\u{1d173}書", "invisible-character"),
        ("契約\u{202e}書", "direction-control"),
        ("契約\u{2066}書\u{2069}", "direction-control"),
        ("契約\u{200e}書", "direction-control"),
        ("契約\u{61c}書", "direction-control"),
        ("契約\0書", "control-character"),
        ("契約\u{85}書", "control-character"),
        ("契約\u{9b}書", "control-character"),
        ("契約\u{2028}書", "control-character"),
        ("契約\u{2029}書", "control-character"),
        ("契約\t書", "control-character"),
        ("契約\n書", "line-break"),
        ("契約\r書", "line-break"),
        ("契約\u{e000}書", "private-use-character"),
        ("契約\u{f8ff}書", "private-use-character"),
        ("契約\u{100000}書", "private-use-character"),
        ("契約\u{ffff}書", "unassigned-character"),
        ("契約\u{fdd0}書", "unassigned-character"),
        ("契約\u{378}書", "unassigned-character"),
        ("契約\u{fffd}書", "damaged-character"),
        ("\u{338}契約", "lone-mark"),
        ("契約 \u{301}", "lone-mark"),
        ("契\u{300}\u{301}\u{302}\u{303}\u{304}約", "too-many-marks"),
        // Selectors without a variant to select, joiners without anything to join.
        ("\u{fe0f}契約", "invisible-character"),
        ("契\u{fe0f}約", "invisible-character"),
        ("a\u{fe00}", "invisible-character"),
        ("a\u{e0100}", "invisible-character"),
        ("契\u{e0100}\u{e0101}約", "invisible-character"),
        ("契\u{200d}約", "invisible-character"),
        ("a\u{200c}b", "invisible-character"),
        ("😀\u{200d}", "invisible-character"),
        ("क\u{200d}", "invisible-character"),
        ("🏴\u{e0067}\u{e0062}\u{e007f}", "invisible-character"),
    ] {
        let fault = TextRule::TITLE.accept(text).expect_err(text);
        assert_eq!(fault.code(), reason, "{text:?}");
        assert_eq!(code(&TextRule::REASON, text).err().is_none(), matches!(text, "契約\n書" | "契約\r書" | "契約\t書"));
    }
    assert_eq!(code(&TextRule::TITLE, &"契".repeat(200)).map(|t| t.chars().count()), Ok(200));
    assert_eq!(code(&TextRule::TITLE, &"契".repeat(201)), Err("too-long"));
}

#[test]
fn a_name_holds_nothing_that_becomes_a_link() {
    for url in [
        "https://evil.example",
        "佐藤 http://evil.example/login",
        "ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ",
        "www.evil.example",
        "ＷＷＷ．ｅｖｉｌ．ｅｘａｍｐｌｅ",
        "Www.",
    ] {
        assert_eq!(code(&TextRule::PERSON_NAME, url), Err("link"), "{url}");
        assert_eq!(code(&TextRule::COMPANY_NAME, url), Err("link"), "{url}");
        assert!(TextRule::TITLE.accept(url).is_ok() && TextRule::REASON.accept(url).is_ok(), "{url}");
    }
    for domain in [
        "evil.example",
        "佐藤evil.exampleの件",
        "ｅｖｉｌ．ｅｘａｍｐｌｅ",
        "a.b.evil.example",
        "価格.com",
        "x.com",
        "T.CO",
        "taro@evil.example",
        "evil.xn--p1ai",
    ] {
        assert_eq!(code(&TextRule::PERSON_NAME, domain), Err("link"), "{domain}");
    }
    for leads_on in [
        "evil.example/login",
        "ｅｖｉｌ．ｅｘａｍｐｌｅ／ｌｏｇｉｎ",
        "株式会社evil.example/login",
        "evil.example:8080",
        "evil.example?x=1",
        "info@evil.example",
    ] {
        assert_eq!(code(&TextRule::COMPANY_NAME, leads_on), Err("link"), "{leads_on}");
    }
    assert!(TextRule::COMPANY_NAME.accept("evil.example").is_ok(), "a domain alone may be what a company is called");
}

#[test]
fn a_document_name_can_be_the_name_of_a_file_everywhere() {
    for (name, kept) in [
        ("工事請負契約書", "工事請負契約書"),
        ("<別紙1> & 内訳", "<別紙1> & 内訳"),
        ("v2.pdf", "v2"),
        ("v2.pdf.PDF", "v2"),
        (" 契約書 .Pdf ", "契約書"),
        ("第1.2版", "第1.2版"),
        ("契約書。", "契約書。"),
        ("か\u{3099}いよう", "か\u{3099}いよう"),
        ("ノート", "ノート"),
        ("コン", "コン"),
        ("console", "console"),
        ("COM", "COM"),
        ("com10", "com10"),
        ("見積\u{a5}1,000・½", "見積\u{a5}1,000・½"),
    ] {
        assert_eq!(code(&TextRule::DOCUMENT_NAME, name).as_deref(), Ok(kept));
    }
    for (name, reason) in [
        (".pdf", "missing"),
        (" .pdf.PDF", "missing"),
        ("../etc", "path-separator"),
        ("契約/別紙", "path-separator"),
        ("契約\\別紙", "path-separator"),
        ("契約／別紙", "path-separator"),
        ("契約＼別紙", "path-separator"),
        ("契約⁄別紙", "path-separator"),
        ("契約∕別紙", "path-separator"),
        ("契約﹨別紙", "path-separator"),
        (".", "only-dots"),
        ("..", "only-dots"),
        ("...pdf", "only-dots"),
        (". .", "only-dots"),
        ("．．", "only-dots"),
        ("…", "only-dots"),
        ("契約.", "trailing-dot"),
        ("契約..pdf", "trailing-dot"),
        ("契約. .pdf", "trailing-dot"),
        ("CON", "device-name"),
        ("con.pdf", "device-name"),
        ("NUL.txt", "device-name"),
        ("aux .x", "device-name"),
        ("Com1", "device-name"),
        ("LPT\u{b9}", "device-name"),
        ("契約\u{202e}fdp.exe", "direction-control"),
        ("契約\n別紙", "line-break"),
    ] {
        assert_eq!(code(&TextRule::DOCUMENT_NAME, name), Err(reason), "{name:?}");
    }
}

#[test]
fn a_document_is_downloaded_under_a_name_that_every_system_takes() {
    for (stored, file) in [
        ("工事請負契約書", "工事請負契約書.pdf"),
        ("仕様書 <別紙1> & 内訳", "仕様書 ＜別紙1＞ & 内訳.pdf"),
        ("a:b|c?d*e\"f", "a：b｜c？d＊e”f.pdf"),
        ("葛\u{e0100}城・か\u{3099}", "葛\u{e0100}城・か\u{3099}.pdf"),
        // Names from before they were judged.
        ("v2.pdf", "v2.pdf"),
        ("..", "document.pdf"),
        ("../etc/passwd", "_etc_passwd.pdf"),
        ("nul", "_nul.pdf"),
        ("契約. ", "契約.pdf"),
        ("契約\u{202e}fdp.exe\r\n", "契約fdp.exe.pdf"),
        ("\u{200b}", "document.pdf"),
    ] {
        assert_eq!(download_name(stored), file);
    }
}

#[test]
fn every_reason_says_what_to_do_in_both_languages() {
    let place = Place { character: '\u{200b}', position: 3 };
    let causes = [
        TextCause::Missing,
        TextCause::TooLong { length: 9 },
        TextCause::LineBreak(place),
        TextCause::Control(place),
        TextCause::Direction(place),
        TextCause::Invisible(place),
        TextCause::PrivateUse(place),
        TextCause::Unassigned(place),
        TextCause::Damaged(place),
        TextCause::LoneMark(place),
        TextCause::TooManyMarks(place),
        TextCause::Link,
        TextCause::PathSeparator('/'),
        TextCause::PathSeparator('／'),
        TextCause::OnlyDots,
        TextCause::TrailingDot,
        TextCause::DeviceName,
    ];
    for cause in causes {
        let fault = TextFault { rule: &TextRule::DOCUMENT_NAME, cause };
        let error = fault.at("/documents/0/name");
        let Localized { ja, en } = error.detail;
        assert!(ja.ends_with("。") && ja.contains("文書名"), "{ja}");
        assert!(en.ends_with('.') && en.is_ascii(), "{en}");
    }
    let fault = TextFault { rule: &TextRule::TITLE, cause: TextCause::Invisible(place) };
    let Localized { ja, en } = fault.words();
    assert!(ja.contains("（3文字目、U+200B）"), "{ja}");
    assert!(en.contains("(U+200B, character 3)"), "{en}");
}
