//! Shadow attacks, hide: what covered the attacker's text is taken away.

use super::{Attacks, BASES};
use crate::document::shadowed::{CONTENTS, COVER, COVER_FORM, LOWER_FIELD, LOWER_LOOK, PAGE, UPPER_FIELD, UPPER_LOOK};
use crate::document::{Entry, Increment, read, stream};
use crate::finding::Class::ShadowHide;
use crate::finding::Finding::{
    AnnotationRemoved, ContentChanged, FormChanged, ObjectsHidden, ObjectsRewritten, PageChanged, XrefManipulated,
};

pub(super) fn add(attacks: &mut Attacks) {
    let original = &BASES.shadowed;
    let gone = [ObjectsHidden, ContentChanged];
    let field_gone = [ObjectsHidden, AnnotationRemoved, FormChanged];
    for (name, number, expected) in [
        ("the image", COVER, &gone[..]),
        ("the form XObject", COVER_FORM, &gone[..]),
        ("the field", UPPER_FIELD, &field_gone[..]),
        ("the field's look", UPPER_LOOK, &field_gone[..]),
    ] {
        attacks.append(ShadowHide, &format!("{name} freed"), expected, original, |increment| {
            increment.entry(number, Entry::Free);
        });
        attacks.append(ShadowHide, &format!("{name} made null"), expected, original, |increment| {
            increment.set(number, "null");
        });
    }
    attacks.append(ShadowHide, "the image made metadata", &gone, original, |increment| {
        increment.set(COVER, stream("/Type /Metadata /Subtype /XML", b"<x/>"));
    });
    attacks.append(ShadowHide, "the form XObject emptied", &gone, original, |increment| {
        increment.set(COVER_FORM, stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", b""));
    });
    attacks.append(ShadowHide, "the form XObject's box narrowed", &gone, original, |increment| {
        increment.edit(COVER_FORM, "[0 0 595 842]", "[0 0 1 1]");
    });
    attacks.append(ShadowHide, "the image made transparent", &gone, original, |increment| {
        increment.edit(COVER, "/Subtype /Image", "/Subtype /Image /Mask [0 255]");
    });
    attacks.append(ShadowHide, "the image taken from the resources", &[PageChanged, ContentChanged], original, |i| {
        i.edit(PAGE, "/Im1 6 0 R", "");
    });
    attacks.append(ShadowHide, "the field taken from the page", &field_gone, original, |increment| {
        increment.edit(PAGE, "13 0 R", "");
    });
    attacks.append(ShadowHide, "the field hidden by its flags", &[FormChanged], original, |increment| {
        increment.edit(UPPER_FIELD, "/F 4", "/F 2");
    });
    attacks.append(ShadowHide, "the fields written again as they are", &[ObjectsRewritten], original, |increment| {
        increment.again(UPPER_LOOK).again(UPPER_FIELD).again(LOWER_LOOK).again(LOWER_FIELD);
    });
    attacks.append(ShadowHide, "the contents written again as they are", &[ObjectsRewritten], original, |increment| {
        increment.again(CONTENTS);
    });
    swapped(attacks, original);
    for (name, number) in [("image", COVER), ("form XObject", COVER_FORM), ("field", UPPER_FIELD)] {
        let expected = [ObjectsHidden, ContentChanged, AnnotationRemoved, FormChanged];
        let name = format!("streams: the {name} freed");
        attacks.append(ShadowHide, &name, &expected, &BASES.shadowed_streams, |increment| {
            increment.entry(number, Entry::Free);
        });
    }
    let name = "streams: the fields written again as they are";
    attacks.append(ShadowHide, name, &[ObjectsRewritten], &BASES.shadowed_streams, |increment| {
        increment.again(UPPER_FIELD).again(LOWER_FIELD);
    });
}

/// The number of one object is made to lead to another.
fn swapped(attacks: &mut Attacks, original: &[u8]) {
    let expected = [XrefManipulated, FormChanged, ContentChanged, ObjectsHidden, ObjectsRewritten];
    let at = |number| Entry::At(read::object_at(original, number).unwrap());
    attacks.append(ShadowHide, "the upper field's number leads to the lower one", &expected, original, |increment| {
        increment.entry(UPPER_FIELD, at(LOWER_FIELD));
    });
    attacks.append(ShadowHide, "the image's number leads to the page", &expected, original, |increment| {
        increment.entry(COVER, at(PAGE));
    });
    let end = original.len();
    attacks.append(
        ShadowHide,
        "both numbers lead to a new copy of the lower field",
        &expected,
        original,
        |increment| {
            increment.again(LOWER_FIELD).entry(UPPER_FIELD, Entry::At(end));
        },
    );
    let mut increment = Increment::new(original);
    increment.entry(UPPER_FIELD, Entry::At(end + 1_000_000));
    attacks.push(ShadowHide, "the field's number leads out of the file", &expected, original, increment.finish());
}
