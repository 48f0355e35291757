//! Signatures that are wrong in themselves: forged without touching what they sign.

use super::*;

/// What is found wrong with the signature after `edit`, which must keep the length.
fn sanity(edit: impl Fn(&str) -> String) -> Vec<ChangeKind> {
    let signed = sign(&document(), "A");
    let text: String = signed.iter().copied().map(char::from).collect();
    let edited = edit(&text);
    assert_eq!(edited.chars().count(), signed.len());
    let bytes: Vec<u8> = edited.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    examined(&bytes).1.remove(0)
}

/// The numbers of `/ByteRange` with the brackets.
fn range(text: &str) -> &str {
    let start = text.find("/ByteRange ").unwrap() + "/ByteRange ".len();
    &text[start..=start + text[start..].find(']').unwrap()]
}

fn with_range(new: &str) -> Vec<ChangeKind> {
    sanity(|text| {
        let old = range(text);
        text.replace(old, &format!("{new:<width$}", width = old.len()))
    })
}

#[test]
fn in_order() {
    assert_eq!(sanity(str::to_owned), []);
}

#[test]
fn ranges() {
    for wrong in [
        "null",
        "[]",
        "[0 0 0]",
        "[0 -1 5 6]",
        "[0 10 20 99999999]",
        "[1 10 20 30]",
        "[0 20 10 30]",
        "(x)",
        "5 0 R",
        "[0.0 1 2 3]",
    ] {
        assert_eq!(with_range(wrong), [ChangeKind::ByteRangeWrong], "{wrong}");
    }
    assert_eq!(with_range("[0 0 0 0]"), [ChangeKind::ByteRangeWrong]);
    assert_eq!(with_range("[0 10 20 30]"), [ChangeKind::ByteRangeWrong]);
}

#[test]
fn contents() {
    assert_eq!(sanity(|text| text.replace("<3003020105", "<0000000000")), [ChangeKind::ContentsMissing]);
    assert_eq!(sanity(|text| text.replace("<300302010500", "<300302010501")), [ChangeKind::ContentsPadding]);
    assert_eq!(sanity(|text| text.replace("<300302010500", "<3003020105zz")), [ChangeKind::ContentsPadding]);
    assert!(sanity(|text| text.replace("/Contents ", "/Contentz ")).contains(&ChangeKind::ContentsMissing));
    // Of indefinite length, closed by two zeros.
    assert_eq!(sanity(|text| text.replace("<300302010500", "<308002010500")), []);
    let doubled = sanity(|text| text.replace("/Type /Sig /Filter", "/ByteRange []/X 1/"));
    assert!(doubled.contains(&ChangeKind::ByteRangeWrong), "{doubled:?}");
}
