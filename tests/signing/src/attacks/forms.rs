//! Filling in where the signer has locked, and what goes beyond filling in where he has not.

use super::{Attacks, BASES};
use crate::document::contract::{AGREED, AMOUNT, AMOUNT_LOOK, FORM, PAGE, REMARKS, field_look};
use crate::document::{Increment, read, stream};
use crate::finding::Class::Forms;
use crate::finding::Finding::{self, ContentChanged, FontChanged, FormChanged, Locked};
use crate::foreign::{Foreign, add_to_array};
use crate::honest::{remarked, ticked};
use crate::pki::PKI;

pub(super) fn add(attacks: &mut Attacks) {
    let (closed, locked) = (&BASES.closed, &BASES.locked);
    attacks.push(Forms, "a text filled in, P=1", &[Locked], closed, remarked(closed));
    attacks.push(Forms, "a box ticked, P=1", &[Locked], closed, ticked(closed));
    let signed = Foreign::new(&PKI.rsa, "Other").sign(&mut Increment::new(closed));
    attacks.push(Forms, "a signature, P=1", &[Locked], closed, signed);
    attacks.push(Forms, "a locked field filled in", &[Locked], locked, remarked(locked));
    attacks.append(Forms, "a locked field's value changed", &[Locked, FormChanged], locked, |increment| {
        increment.edit(AMOUNT, "/V (100)", "/V (999)").set(AMOUNT_LOOK, field_look("999"));
    });
    attacks.append(Forms, "a locked field's look changed", &[Locked, FormChanged], locked, |increment| {
        increment.set(AMOUNT_LOOK, field_look("999"));
    });
    let approved = &BASES.approved;
    attacks.append(Forms, "a value changed that an approval covers", &[FormChanged], approved, |increment| {
        increment.edit(AMOUNT, "/V (100)", "/V (999)").set(AMOUNT_LOOK, field_look("999"));
    });
    attacks.append(Forms, "a look changed that an approval covers", &[FormChanged], approved, |increment| {
        increment.set(AMOUNT_LOOK, field_look("999"));
    });
    attacks.append(Forms, "the looks of a box exchanged", &[FormChanged], approved, |increment| {
        increment.edit(AGREED, "/Yes 16 0 R /Off 17 0 R", "/Yes 17 0 R /Off 16 0 R");
    });
    beyond(attacks, &BASES.certified);
    let filled = Foreign::new(&PKI.rsa, "Other").sign(&mut Increment::new(&remarked(approved)));
    attacks.append(Forms, "a filled field changed after a second approval", &[FormChanged], &filled, |increment| {
        increment.edit(REMARKS, "/V (None)", "/V (Everything)");
    });
}

/// P=2 allows filling in, not this.
fn beyond(attacks: &mut Attacks, original: &[u8]) {
    let mut change = |name: &str, expected: &[Finding], change: &dyn Fn(&mut Increment)| {
        attacks.append(Forms, &format!("P=2: {name}"), expected, original, change);
    };
    let changed = [FormChanged];
    change("a new text field over the text", &changed, &|increment| {
        let look = increment.add(field_look("You owe a million"));
        let field = increment.add(format!(
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (more) /V (1) /F 4 /P 3 0 R /Rect [70 690 400 720] \
             /AP << /N {look} 0 R >> >>"
        ));
        add_to_array(increment, PAGE, "Annots", field);
        add_to_array(increment, FORM, "Fields", field);
    });
    change("a second widget of a field", &changed, &|increment| {
        let widget = increment.add(format!(
            "<< /Type /Annot /Subtype /Widget /Parent {AMOUNT} 0 R /F 4 /P 3 0 R /Rect [0 0 595 842] \
             /AP << /N {AMOUNT_LOOK} 0 R >> >>"
        ));
        add_to_array(increment, PAGE, "Annots", widget);
        add_to_array(increment, AMOUNT, "Kids", widget);
    });
    change("a look that does not show the value", &changed, &|increment| {
        increment.edit(AMOUNT, "/V (100)", "/V (120)").set(AMOUNT_LOOK, field_look("999"));
    });
    change("only a look", &changed, &|increment| {
        increment.set(AMOUNT_LOOK, field_look("999"));
    });
    change("a look larger than its field", &changed, &|increment| {
        let entries = "/Type /XObject /Subtype /Form /BBox [0 0 140 20] /Matrix [9 0 0 9 0 0]";
        increment.set(AMOUNT_LOOK, stream(entries, b"0 0 140 20 re f"));
    });
    for (name, from, to) in [
        ("a field moved", "[160 695 300 715]", "[0 0 595 842]"),
        ("a field hidden", "/F 4", "/F 2"),
        ("a field renamed", "/T (amount)", "/T (gift)"),
        ("a field of another type", "/FT /Tx", "/FT /Ch"),
        ("a field's text made white", "0 g)", "1 g)"),
        ("a field with a script", "/FT /Tx", "/FT /Tx /AA << /F << /S /JavaScript /JS (1) >> >>"),
        ("a field with an action", "/FT /Tx", "/FT /Tx /A << /S /URI /URI (https://attacker.test/) >>"),
        ("a field with a background", "/FT /Tx", "/FT /Tx /MK << /BG [0] >>"),
        ("a field with another label", "/FT /Tx", "/FT /Tx /TU (The gift)"),
        ("a field of a layer", "/FT /Tx", "/FT /Tx /OC 21 0 R"),
    ] {
        change(name, &changed, &|increment| {
            increment.edit(AMOUNT, from, to);
        });
    }
    change("a look that changes the page's font", &[FontChanged, FormChanged], &|increment| {
        let text = read::with_entry(&increment.text(REMARKS), "/V (None) /AP << /N 13 0 R >>");
        increment.set(REMARKS, text).edit(7, "/Helvetica", "/Symbol");
    });
    change("a look that is the page's contents", &[ContentChanged, FormChanged], &|increment| {
        let text = read::with_entry(&increment.text(REMARKS), "/V (None) /AP << /N 5 0 R >>");
        increment.set(REMARKS, text).set(5, field_look("None"));
    });
    let mut increment = Increment::new(original);
    increment.edit(PAGE, "18 0 R", "");
    let bytes = Foreign::new(&PKI.rsa, "Other").sign(&mut increment);
    let expected = [Finding::AnnotationRemoved];
    attacks.push(Forms, "P=2: a link taken away in a signature's revision", &expected, original, bytes);
}
