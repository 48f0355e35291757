//! Incremental saving attacks: content behind the signed revision, in forms that validators overlook.

use super::{Attacks, BASES};
use crate::document::contract::CONTENTS;
use crate::document::{Increment, Xref, read, stream};
use crate::finding::Class::IncrementalSaving;
use crate::finding::Finding::{
    ByteRangeWrong, ContentChanged, ReasonSpoofed, StructureBroken, TrailingBytes, XrefManipulated,
};

pub(super) fn add(attacks: &mut Attacks) {
    let evil = stream("", b"BT /F1 24 Tf 72 700 Td (You owe a million) Tj ET");
    for original in [&BASES.approved, &BASES.approved_streams, &BASES.certified] {
        let layout = if read::trailer_entry(original, "Type").is_some() { "streams" } else { "table" };
        let certified = if original == &BASES.certified { "certified" } else { "approved" };
        let name = format!("variant 1, {certified}, {layout}: other contents");
        attacks.append(IncrementalSaving, &name, &[ContentChanged], original, |increment| {
            increment.set(CONTENTS, evil.clone());
        });
    }
    let original = &BASES.approved;
    let body = || {
        let mut increment = Increment::new(original);
        increment.set(CONTENTS, evil.clone()).xref(Xref::Missing).finish()
    };
    let behind = |tail: &str| [body(), tail.as_bytes().to_vec()].concat();
    let broken = [TrailingBytes, StructureBroken, XrefManipulated, ContentChanged];
    let mut push = |name: &str, bytes| attacks.push(IncrementalSaving, name, &broken, original, bytes);
    push("variant 2: no cross-reference and no trailer", body());
    push("variant 2: no cross-reference", behind("trailer\n<< /Size 40 /Root 1 0 R >>\n%%EOF\n"));
    push("variant 2: only %%EOF", behind("%%EOF\n"));
    let previous = read::last_xref(original);
    push("variant 2: startxref of the signed revision", behind(&format!("startxref\n{previous}\n%%EOF\n")));
    push("variant 2: startxref to nothing", behind("startxref\n0\n%%EOF\n"));
    let empty = format!(
        "xref\n0 0\ntrailer\n<< /Size 40 /Root 1 0 R /Prev {previous} >>\nstartxref\n{}\n%%EOF\n",
        body().len()
    );
    push("variant 2: an empty cross-reference", behind(&empty));
    push("variant 4: text after %%EOF", [&original[..], b"You owe a million\n"].concat());
    push("variant 4: a comment after %%EOF", [&original[..], b"% You owe a million\n"].concat());
    push("variant 4: zeros after %%EOF", [&original[..], &[0_u8; 4096][..]].concat());
    push("variant 4: a second file after %%EOF", [&original[..], original].concat());

    let signature = read::number_of(original, "/ByteRange");
    let copied = |xref| {
        let mut increment = Increment::new(original);
        increment.set(CONTENTS, evil.clone()).again(signature).xref(xref).finish()
    };
    let expected = [ContentChanged, ReasonSpoofed, ByteRangeWrong, TrailingBytes, StructureBroken];
    attacks.push(IncrementalSaving, "variant 3: the signature copied", &expected, original, copied(Xref::Table));
    let name = "variant 3: the signature copied, no cross-reference";
    attacks.push(IncrementalSaving, name, &expected, original, copied(Xref::Missing));
}
