//! Universal signature forgery: the text is changed within the signed bytes, and the signature loses what a validator
//! needs to notice. Every value is as long as what it replaces, so that nothing moves.

use super::{Attacks, BASES};
use crate::document::read;
use crate::finding::{Class, Finding};

const RANGES: [(&str, &str); 12] = [
    ("null", "null"),
    ("all zero", "[0 0 0 0]"),
    ("empty", "[]"),
    ("a negative start", "[-10 10 -10 10]"),
    ("a negative length", "[0 -1 0 -1]"),
    ("beyond the file", "[0 10 20 999999999]"),
    ("beyond all integers", "[0 99999999999999999999 99999999999999999999 1]"),
    ("three numbers", "[0 10 20]"),
    ("reals", "[0.0 10.5 20.5 30.0]"),
    ("names", "[/A /B /C /D]"),
    ("a string", "(0 10 20 30)"),
    ("a reference to nothing", "999 0 R"),
];

const CONTENTS: [(&str, &str); 7] = [
    ("null", "null"),
    ("empty", "<>"),
    ("a zero byte", "<00>"),
    ("zeros", "<00000000000000000000>"),
    ("an empty sequence", "<3000>"),
    ("an empty literal", "()"),
    ("a reference to nothing", "999 0 R"),
];

pub(super) fn add(attacks: &mut Attacks) {
    let original = &BASES.approved;
    let mut push = |name: String, bytes: Vec<u8>| {
        let expected =
            [Finding::ByteRangeWrong, Finding::ContentsMissing, Finding::DigestMismatch, Finding::SignatureRemoved];
        attacks.push(Class::UniversalForgery, &name, &expected, original, read::replace_last(&bytes, "Lease", "Gift!"));
    };
    let range = value_of(original, "/ByteRange", b']');
    for (what, value) in RANGES {
        push(format!("/ByteRange is {what}"), with_value(original, &range, value));
    }
    push("/ByteRange is missing".into(), read::replace_last(original, "/ByteRange", "/XyteRange"));
    push("/ByteRange of nothing before the signature".into(), with_value(original, &range, "[0 0 0 10]"));
    let contents = value_of(original, "/Contents <", b'>');
    for (what, value) in CONTENTS {
        push(format!("/Contents is {what}"), with_value(original, &contents, value));
    }
    push("/Contents is missing".into(), read::replace_last(original, "/Contents <", "/Xontents <"));
    push("/SubFilter is unknown".into(), read::replace_last(original, "/ETSI.CAdES.detached", "/ETSI.CAdES.detachee"));
    push("/SubFilter is missing".into(), read::replace_last(original, "/SubFilter", "/XubFilter"));
    push("nothing but the text is changed".into(), original.clone());
}

/// From the value's first byte to after its last.
fn value_of(pdf: &[u8], key: &str, last: u8) -> std::ops::Range<usize> {
    let key_at = read::rfind(pdf, key.as_bytes()).unwrap();
    let start = key_at + key.trim_end_matches('<').len();
    let end = key_at + pdf[key_at..].iter().position(|&byte| byte == last).unwrap() + 1;
    start..end
}

fn with_value(pdf: &[u8], at: &std::ops::Range<usize>, value: &str) -> Vec<u8> {
    let mut pdf = pdf.to_vec();
    pdf[at.clone()].fill(b' ');
    pdf[at.start + 1..][..value.len()].copy_from_slice(value.as_bytes());
    pdf
}
