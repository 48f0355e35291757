//! Shadow attacks, hide and replace: two documents lie in the signed bytes, and the other one is shown.

use super::{Attacks, BASES};
use crate::document::shadowed::{
    CONTENTS, DANGLING, HIDDEN_CATALOG, HIDDEN_CONTENTS, HIDDEN_PAGE, LOWER_FIELD, PAGE, SMUGGLED, SMUGGLED_NOTE,
    UPPER_FIELD,
};
use crate::document::{Entry, read};
use crate::finding::Class::ShadowHideAndReplace;
use crate::finding::Finding::{
    AnnotationAdded, AnnotationRemoved, CatalogChanged, ContentChanged, FormChanged, ObjectsHidden, ObjectsRevealed,
    PageAdded, PageChanged, PageRemoved, SignatureRemoved, TrailerChanged, XrefManipulated,
};

pub(super) fn add(attacks: &mut Attacks) {
    let original = &BASES.shadowed;
    let other = [
        TrailerChanged,
        XrefManipulated,
        ContentChanged,
        CatalogChanged,
        PageAdded,
        PageRemoved,
        PageChanged,
        ObjectsRevealed,
        SignatureRemoved,
    ];
    let at = |number| Entry::At(read::object_at(original, number).unwrap());
    attacks.append(ShadowHideAndReplace, "variant 1: another catalog in the trailer", &other, original, |increment| {
        increment.trailer(&format!("/Root {HIDDEN_CATALOG} 0 R"));
    });
    attacks.append(ShadowHideAndReplace, "variant 1: another page tree", &other, original, |increment| {
        increment.edit(1, "/Pages 2 0 R", "/Pages 7 0 R");
    });
    attacks.append(ShadowHideAndReplace, "variant 1: another page", &other, original, |increment| {
        increment.edit(2, "3 0 R", "8 0 R");
    });
    attacks.append(ShadowHideAndReplace, "variant 1: other contents", &other, original, |increment| {
        increment.edit(PAGE, "/Contents 4 0 R", "/Contents 9 0 R");
    });
    for (name, from, to) in
        [("catalog", 1, HIDDEN_CATALOG), ("page", PAGE, HIDDEN_PAGE), ("contents", CONTENTS, HIDDEN_CONTENTS)]
    {
        let name = format!("variant 1: the {name}'s number leads to the hidden one");
        attacks.append(ShadowHideAndReplace, &name, &other, original, |increment| {
            increment.entry(from, at(to));
        });
    }
    attacks.append(
        ShadowHideAndReplace,
        "variant 1: contents from the first revision",
        &other,
        original,
        |increment| {
            // The first revision's page has no signature widget.
            let first = read::find(original, format!("\n{PAGE} 0 obj").as_bytes()).unwrap() + 1;
            increment.entry(PAGE, Entry::At(first));
        },
    );
    let usage =
        [ObjectsRevealed, XrefManipulated, AnnotationAdded, AnnotationRemoved, ObjectsHidden, FormChanged, PageChanged];
    let inner = read::find(original, SMUGGLED_NOTE.as_bytes()).unwrap();
    attacks.append(
        ShadowHideAndReplace,
        "variant 2: an object out of a stream's data",
        &usage,
        original,
        |increment| {
            increment.entry(SMUGGLED, Entry::At(inner));
        },
    );
    attacks.append(ShadowHideAndReplace, "variant 2: one freed, one revealed", &usage, original, |increment| {
        increment.entry(UPPER_FIELD, Entry::Free).entry(SMUGGLED, Entry::At(inner));
    });
    attacks.append(ShadowHideAndReplace, "variant 2: a listed widget comes to be", &usage, original, |increment| {
        let text = increment.text(LOWER_FIELD).replace("(recipient)", "(late)");
        increment.set(DANGLING, text);
    });
    attacks.append(ShadowHideAndReplace, "variant 2: a listed note comes to be", &usage, original, |increment| {
        increment.set(DANGLING, "<< /Type /Annot /Subtype /FreeText /Rect [72 300 400 330] /F 4 /Contents (No) >>");
    });
}
