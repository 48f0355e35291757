//! Signature wrapping: what is signed stays in the file byte for byte, but not where readers look. And byte ranges that
//! leave out more than the signature.

use std::fmt::Write as _;

use super::{Attacks, BASES};
use crate::document::contract::{CONTENTS, contract};
use crate::document::{Entry, Increment, Layout, read, stream};
use crate::finding::Class::{SignatureWrapping, Spoofing};
use crate::finding::Finding::{
    ByteRangeOverlap, ByteRangeWrong, ContentChanged, ContentsPadding, ReasonSpoofed, StructureBroken, TrailingBytes,
    XrefManipulated,
};
use crate::foreign::Foreign;
use crate::pki::PKI;

pub(super) fn add(attacks: &mut Attacks) {
    let original = &BASES.approved;
    let moved = [ByteRangeWrong, StructureBroken, XrefManipulated, TrailingBytes, ContentsPadding];
    for (name, keep_padding) in [("second part moved", true), ("second part moved, padding cut away", false)] {
        attacks.push(SignatureWrapping, name, &moved, original, wrapped(original, keep_padding));
    }
    let in_gap = [ByteRangeWrong, ContentsPadding, ReasonSpoofed, StructureBroken];
    let reason = in_padding(original, "/Reason (I give everything)");
    attacks.push(Spoofing, "another reason within the gap", &in_gap, original, reason);
    let evil = String::from_utf8(stream("", b"BT (You owe a million) Tj ET")).unwrap();
    let object = format!(">>\nendobj\n{CONTENTS} 0 obj\n{evil}\nendobj\n99 0 obj\n<< /A 1");
    let with_object = in_padding(original, &object);
    attacks.push(SignatureWrapping, "an object within the gap", &in_gap, original, with_object.clone());
    let at = read::object_at(&with_object, CONTENTS).unwrap();
    let mut increment = Increment::new(&with_object);
    let bytes = increment.entry(CONTENTS, Entry::At(at)).finish();
    let expected = [ContentChanged, XrefManipulated, ByteRangeWrong, ContentsPadding];
    attacks.push(SignatureWrapping, "an object within the gap, used by an increment", &expected, original, bytes);
    overlaps(attacks);
}

/// `[0 a b c]` becomes `[0 a b' c]`: a second `/ByteRange` behind the signature, then objects, then the signed rest.
fn wrapped(pdf: &[u8], keep_padding: bool) -> Vec<u8> {
    let gap = gap(pdf);
    let (first, second) = (&pdf[..gap.start], &pdf[gap.end..]);
    let digits = cms_digits(&pdf[gap.clone()]);
    let contents = &pdf[gap.start..gap.start + 1 + if keep_padding { gap.len() - 2 } else { digits }];
    let xref_at = read::last_xref(pdf);
    let evil = stream("", b"BT /F1 24 Tf 72 700 Td (You owe a million) Tj ET");
    // The signed `startxref` is out of reach, so that a new table has to be where it points.
    let mut out = [first, contents, b">\n/ByteRange ["].concat();
    let range_at = out.len();
    out.extend_from_slice(" ".repeat(40).as_bytes());
    out.extend_from_slice(b"]\n>>\nendobj\n");
    let evil_at = out.len();
    out.extend_from_slice(format!("{CONTENTS} 0 obj\n").as_bytes());
    out.extend_from_slice(&evil);
    out.extend_from_slice(b"\nendobj\n");
    let fits = out.len() < xref_at;
    let table_at = if fits { xref_at } else { out.len() };
    out.resize(table_at, b' ');
    let previous: u32 = read::trailer_entry(pdf, "Prev").unwrap().parse().unwrap();
    let mut table = format!("xref\n{CONTENTS} 1\n{evil_at:010} 00000 n \n");
    for number in (1..read::size(pdf)).filter(|&number| number != CONTENTS) {
        if let Some(at) = read::object_at(pdf, number).filter(|&at| at < gap.start) {
            let _ = write!(table, "{number} 1\n{at:010} 00000 n \n");
        }
    }
    let _ = write!(table, "trailer\n<< /Size {} /Root 1 0 R /Prev {previous} >>\n", read::size(pdf));
    out.extend_from_slice(table.as_bytes());
    let moved = out.len();
    let range = format!("0 {} {moved} {}", gap.start, second.len());
    out[range_at..range_at + range.len()].copy_from_slice(range.as_bytes());
    out.extend_from_slice(second);
    if !fits {
        out.extend_from_slice(format!("startxref\n{table_at}\n%%EOF\n").as_bytes());
    }
    out
}

/// Cuts the zeros behind the CMS short and uses the room.
fn in_padding(pdf: &[u8], text: &str) -> Vec<u8> {
    let gap = gap(pdf);
    let used = gap.start + 1 + cms_digits(&pdf[gap.clone()]);
    let room = gap.end - used;
    let text = format!(">{text}");
    assert!(text.len() <= room);
    [&pdf[..used], format!("{text:<room$}").as_bytes(), &pdf[gap.end..]].concat()
}

fn overlaps(attacks: &mut Attacks) {
    let plain = contract(Layout::Table);
    let sign =
        |range: Range| Foreign::new(&PKI.p256, "Seal").sign_over(&mut Increment::new(&contract(Layout::Table)), range);
    let cases: [(&str, Range); 6] = [
        ("ranges that overlap", |start, end, length| [0, start, 100, length - end]),
        ("a gap that begins early", |start, end, length| [0, start - 500, end, length - end]),
        ("a gap that ends late", |start, end, length| [0, start, end + 20, length - end - 20]),
        ("a range that starts late", |start, end, length| [9, start - 9, end, length - end]),
        ("a range that ends early", |start, end, length| [0, start, end, length - end - 30]),
        ("a gap inside the string", |start, end, length| [0, start + 1, end - 1, length - end + 1]),
    ];
    for (name, range) in cases {
        let expected = [ByteRangeWrong, ByteRangeOverlap];
        attacks.push(SignatureWrapping, name, &expected, &plain, sign(range));
    }
    // As a file of DSS: the second signature's gap begins within the first's revision.
    let original = &BASES.approved;
    let first = gap(original).end;
    let second = Foreign::new(&PKI.rsa, "Overlap")
        .sign_over(&mut Increment::new(original), |_, end, length| [0, first + 40, end, length - end]);
    let expected = [ByteRangeOverlap, ByteRangeWrong];
    attacks.push(SignatureWrapping, "a second gap that begins in the first revision", &expected, original, second);
}

/// A byte range from the start of the gap, its end and the length of the file.
type Range = fn(usize, usize, usize) -> [usize; 4];

/// The `<…>` of the last signature.
fn gap(pdf: &[u8]) -> std::ops::Range<usize> {
    let start = read::rfind(pdf, b"/Contents <30").unwrap() + 10;
    start..start + pdf[start..].iter().position(|&byte| byte == b'>').unwrap() + 1
}

/// How many digits of `<…>` the CMS takes.
fn cms_digits(gap: &[u8]) -> usize {
    let head = hex::decode(&gap[1..9]).unwrap();
    assert_eq!(head[1], 0x82);
    (4 + usize::from(u16::from_be_bytes([head[2], head[3]]))) * 2
}
