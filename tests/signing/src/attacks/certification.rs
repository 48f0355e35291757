//! Attacks on certified files: notes that P=3 allows and that hide or fake content, signatures that P=2 allows and that
//! are only looks.

use super::{Attacks, BASES};
use crate::document::contract::{FORM, PAGE};
use crate::document::{Increment, read, stream};
use crate::finding::Class::{EvilAnnotation, SneakySignature};
use crate::finding::Finding::{
    AnnotationAdded, ContentsMissing, FormChanged, Locked, UnsignedVisibleField, VisibleField,
};
use crate::foreign::{Foreign, add_to_array};
use crate::pki::PKI;

const KINDS: [&str; 12] = [
    "FreeText",
    "Stamp",
    "Redact",
    "Ink",
    "Line",
    "Square",
    "Polygon",
    "Highlight",
    "Caret",
    "Watermark",
    "FileAttachment",
    "Screen",
];

pub(super) fn add(attacks: &mut Attacks) {
    for (permission, original) in [(3, &BASES.annotatable), (2, &BASES.certified), (1, &BASES.closed)] {
        for kind in KINDS.iter().filter(|kind| permission == 3 || **kind == "FreeText") {
            let name = format!("{kind} over the text, P={permission}");
            attacks.append(EvilAnnotation, &name, &[AnnotationAdded, Locked], original, |increment| {
                annotate(increment, kind, "");
            });
        }
    }
    let original = &BASES.annotatable;
    attacks.append(EvilAnnotation, "a note locked and not to be listed", &[AnnotationAdded], original, |increment| {
        annotate(increment, "FreeText", "/NM () /T () /M () /F 196");
    });
    sneaky(attacks);
}

fn annotate(increment: &mut Increment, kind: &str, entries: &str) {
    let look = increment.add(cover("You owe a million"));
    let flags = if entries.contains("/F ") { "" } else { "/F 4" };
    let note = increment.add(format!(
        "<< /Type /Annot /Subtype /{kind} /Rect [70 690 400 720] /P {PAGE} 0 R {flags} {entries} \
         /Contents (note) /DA (/Helv 12 Tf 0 g) /AP << /N {look} 0 R >> >>"
    ));
    add_to_array(increment, PAGE, "Annots", note);
}

fn cover(text: &str) -> Vec<u8> {
    stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 330 30] /Resources << /Font << /Helv 22 0 R >> >>",
        format!("1 g 0 0 330 30 re f 0 g BT /Helv 12 Tf 2 10 Td ({text}) Tj ET").as_bytes(),
    )
}

fn sneaky(attacks: &mut Attacks) {
    const OVER_TEXT: &str = "[70 690 400 720]";
    for (permission, original) in [(2, &BASES.certified), (3, &BASES.annotatable)] {
        let expected = [UnsignedVisibleField, FormChanged];
        let name = format!("an unsigned visible field over the text, P={permission}");
        attacks.append(SneakySignature, &name, &expected, original, |increment| {
            unsigned(increment, OVER_TEXT, "/F 4", "");
        });
        let name = format!("an unsigned field of an absurd size, P={permission}");
        attacks.append(SneakySignature, &name, &expected, original, |increment| {
            unsigned(increment, "[-10000 -10000 10000 10000]", "/F 4", "");
        });
        let name = format!("an empty signature over the text, P={permission}");
        let expected = [UnsignedVisibleField, FormChanged, ContentsMissing];
        attacks.append(SneakySignature, &name, &expected, original, |increment| {
            let value = increment.add(
                "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached \
                 /ByteRange [0 10 20 30] /Contents <0000> >>",
            );
            unsigned(increment, OVER_TEXT, "/F 4", &format!("/V {value} 0 R"));
        });
        let name = format!("a stranger's signature over the text, P={permission}");
        let mut increment = Increment::new(original);
        let look = increment.add(cover("You owe a million"));
        let field_entries = format!("/AP << /N {look} 0 R >>");
        let foreign = Foreign { rect: OVER_TEXT, field_entries, ..Foreign::new(&PKI.stranger, "Stranger") };
        let bytes = foreign.sign(&mut increment);
        attacks.push(SneakySignature, &name, &[VisibleField], original, bytes);
    }
    let original = &BASES.certified;
    let second = read::number_of(original, "/T (Second)");
    let expected = [UnsignedVisibleField, FormChanged];
    attacks.append(SneakySignature, "an empty field made visible", &expected, original, |increment| {
        let look = increment.add(cover("You owe a million"));
        let text = increment.text(second);
        let start = text.find("/Rect").unwrap();
        let end = start + text[start..].find(']').unwrap() + 1;
        let visible = format!("/AP << /N {look} 0 R >> /Rect {OVER_TEXT}");
        increment.set(second, format!("{}{visible}{}", &text[..start], &text[end..]));
    });
}

fn unsigned(increment: &mut Increment, rect: &str, flags: &str, entries: &str) {
    let look = increment.add(cover("You owe a million"));
    let field = increment.add(format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sneaky) /Rect {rect} /P {PAGE} 0 R {flags} {entries} \
         /AP << /N {look} 0 R >> >>"
    ));
    add_to_array(increment, PAGE, "Annots", field);
    add_to_array(increment, FORM, "Fields", field);
}
