//! What new looks may do to the pages that they are on.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use pades::verify::{Report, Settings, verify};
use signing::document::contract::{FONT, PAGE, SECOND_PAGE, contract};
use signing::document::{Increment, Layout, read, stream};
use signing::foreign::Foreign;
use signing::pki::{PKI, now};
use signing::signer::{anchors, with_fields};

fn judged(file: &[u8]) -> Report {
    verify(&file.to_vec(), &Settings::new(&anchors(), now())).unwrap()
}

fn signed(pdf: &[u8]) -> Vec<u8> {
    Foreign::new(&PKI.p256, "Seal").sign(&mut Increment::new(pdf))
}

/// The contract signed, then signed again with these entries of the field; what `change` does besides is signed too.
fn signed_again(pdf: &[u8], rect: &str, entries: &str, change: impl FnOnce(&mut Increment)) -> Vec<u8> {
    let mut increment = Increment::new(&signed(pdf));
    change(&mut increment);
    let another = Foreign { rect, field_entries: entries.to_owned(), ..Foreign::new(&PKI.rsa, "Another") };
    another.sign(&mut increment)
}

fn is_first_valid(file: &[u8]) -> bool {
    let report = judged(file);
    let first = report.signatures.iter().find(|signature| signature.field == "Seal").unwrap();
    first.reasons.is_empty()
}

#[test]
fn a_new_signature_is_shown_where_it_is_said_to_be_and_nowhere_else() {
    let pdf = contract(Layout::Table);
    let shown = |rect: &str| signed_again(&pdf, rect, "", |_| {});
    assert!(is_first_valid(&shown("[300 300 400 340]")));
    for rect in ["[300 300 400]", "[300 300 400 340 1 2]", "[300 300 400 (340)]", "(x)", "[300 300 400 null]"] {
        assert!(!is_first_valid(&shown(rect)), "{rect}");
    }
    // NoZoom, NoRotate: it does not grow or turn with the page.
    for flags in [8, 16] {
        let file = shown("[300 300 400 340]");
        let text = format!("/F {:3}", 132 | flags);
        let at = read::rfind(&file, b"/F 132").unwrap();
        assert!(!is_first_valid(&[&file[..at], text.as_bytes(), &file[at + 6..]].concat()), "{flags}");
    }
    let twice = signed_again(&pdf, "[300 300 400 340]", "", |increment| {
        // The signature gets the next number, its field the one behind.
        let field = increment.add("null") + 2;
        signing::foreign::add_to_array(increment, SECOND_PAGE, "Annots", field);
    });
    assert!(!is_first_valid(&twice));
}

/// MuPDF draws a page into a group of its own if it finds blending, and does not look into fonts for it: what those blend
/// with changes when something else brings the group about.
#[test]
fn a_new_look_does_not_change_how_its_page_is_put_together() {
    let blending = "<< /Type /ExtGState /BM /Multiply >>";
    let procedure = stream("", b"500 0 0 0 500 500 d1 /G0 gs 0 0 500 500 re f");
    let overlooked = |increment: &mut Increment| {
        let glyph = increment.add(procedure.clone());
        increment.set(
            FONT,
            format!(
                "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 500] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 \
                 /LastChar 97 /Widths [500] /Encoding << /Type /Encoding /Differences [97 /a] >> \
                 /CharProcs << /a {glyph} 0 R >> /Resources << /ExtGState << /G0 {blending} >> >> >>"
            ),
        );
    };
    let look = |increment: &mut Increment, resources: &str| {
        let entries = format!("/Type /XObject /Subtype /Form /BBox [0 0 100 40] /Resources << {resources} >>");
        increment.add(stream(&entries, b"q Q"))
    };
    let plain = contract(Layout::Table);
    let mut increment = Increment::new(&plain);
    overlooked(&mut increment);
    let hiding = increment.finish();
    // Where the page itself has blending that is found, the group is there from the beginning.
    let mut increment = Increment::new(&hiding);
    increment.edit(PAGE, "/Resources <<", &format!("/Resources << /ExtGState << /G1 {blending} >>"));
    let found = increment.finish();
    let state = format!("/ExtGState << /G0 {blending} >>");
    // In a field that was there before, on a page that is not touched again.
    let empty = with_fields(&hiding, &["Another"]);
    let mut increment = Increment::new(&signed(&empty));
    let number = look(&mut increment, &state);
    let existing = Some(read::number_of(&empty, "/T (Another)"));
    let entries = format!("/AP << /N {number} 0 R >>");
    let another = Foreign { existing, field_entries: entries, ..Foreign::new(&PKI.rsa, "Another") };
    assert!(!is_first_valid(&another.sign(&mut increment)));
    let plain_entries = Foreign { existing, ..Foreign::new(&PKI.rsa, "Another") };
    assert!(is_first_valid(&plain_entries.sign(&mut Increment::new(&signed(&empty)))));
    for (name, pdf, resources, is_valid) in [
        ("nothing blends on the page", &plain, state.as_str(), true),
        ("the look does not blend", &hiding, "", true),
        ("both blend", &hiding, state.as_str(), false),
        ("the page is a group already", &found, state.as_str(), true),
    ] {
        let mut increment = Increment::new(&signed(pdf));
        let number = look(&mut increment, resources);
        let entries = format!("/AP << /N {number} 0 R >>");
        let file = Foreign { field_entries: entries, ..Foreign::new(&PKI.rsa, "Another") }.sign(&mut increment);
        assert_eq!(is_first_valid(&file), is_valid, "{name}");
    }
}
