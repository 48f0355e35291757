//! Shadow attacks, replace: what seems harmless to write again, such as fonts and values, says something else.

use super::{Attacks, BASES};
use crate::document::contract::{self, field_look};
use crate::document::shadowed::{FONT, UPPER_FIELD, UPPER_LOOK};
use crate::document::{read, stream};
use crate::finding::Class::ShadowReplace;
use crate::finding::Finding::{AnnotationChanged, FontChanged, FormChanged};

pub(super) fn add(attacks: &mut Attacks) {
    let original = &BASES.shadowed;
    let form = [FormChanged, AnnotationChanged];
    let font = [FontChanged, FormChanged];
    let attacker = || String::from_utf8(field_look("Attacker")).unwrap().replace("/Helv 22 0 R", "/Helv 5 0 R");
    attacks.append(ShadowReplace, "only the value", &form, original, |increment| {
        increment.edit(UPPER_FIELD, "/V (Charity)", "/V (Attacker)");
    });
    attacks.append(ShadowReplace, "only the look", &form, original, |increment| {
        increment.set(UPPER_LOOK, attacker());
    });
    attacks.append(ShadowReplace, "a new look", &form, original, |increment| {
        let look = increment.add(attacker());
        increment.edit(UPPER_FIELD, "/AP << /N 14 0 R >>", &format!("/AP << /N {look} 0 R >>"));
    });
    attacks.append(ShadowReplace, "the value and the look", &form, original, |increment| {
        increment.edit(UPPER_FIELD, "/V (Charity)", "/V (Attacker)").set(UPPER_LOOK, attacker());
    });
    attacks.append(ShadowReplace, "the look is gone, so that readers draw the value", &form, original, |increment| {
        increment.edit(UPPER_FIELD, "/AP << /N 14 0 R >>", "").edit(UPPER_FIELD, "/V (Charity)", "/V (Attacker)");
    });
    attacks.append(ShadowReplace, "the field's place", &form, original, |increment| {
        increment.edit(UPPER_FIELD, "[72 600 212 620]", "[72 100 212 120]");
    });
    attacks.append(ShadowReplace, "the field's default value", &form, original, |increment| {
        increment.edit(UPPER_FIELD, "/DV (Charity)", "/DV (Attacker)");
    });
    for (name, entry) in [
        ("another typeface", "/BaseFont /Symbol"),
        ("swapped digits", "/Encoding << /Type /Encoding /Differences [48 /nine /eight /seven] >>"),
        ("widths of nothing", "/FirstChar 32 /LastChar 34 /Widths [0 0 0]"),
    ] {
        attacks.append(ShadowReplace, &format!("the font: {name}"), &font, original, |increment| {
            let text = increment.text(FONT).replace("/BaseFont /Helvetica", "");
            let entry = if entry.contains("BaseFont") { entry.into() } else { format!("/BaseFont /Helvetica {entry}") };
            increment.set(FONT, read::with_entry(&text, &entry));
        });
    }
    attacks.append(ShadowReplace, "the font: another text to copy", &font, original, |increment| {
        let map = increment.add(stream("", b"1 beginbfchar <41> <0042> endbfchar"));
        let text = read::with_entry(&increment.text(FONT), &format!("/ToUnicode {map} 0 R"));
        increment.set(FONT, text);
    });
    let original = &BASES.certified;
    attacks.append(ShadowReplace, "the font of a field of a certified file", &font, original, |increment| {
        increment.edit(contract::FIELD_FONT, "/Helvetica", "/Symbol");
    });
    attacks.append(ShadowReplace, "filling in with a changed font", &font, original, |increment| {
        increment.edit(contract::AMOUNT, "/V (100)", "/V (999)").set(contract::AMOUNT_LOOK, field_look("999"));
        increment.edit(contract::FIELD_FONT, "/Encoding /WinAnsiEncoding", "/Encoding /MacRomanEncoding");
    });
}
