//! What one reader sees and another does not: files that can be read in two ways.

use super::{Attacks, BASES};
use crate::document::contract::{CATALOG, CONTENTS, INFO, PAGE};
use crate::document::{Increment, Xref, read, stream};
use crate::finding::Class::Structure;
use crate::finding::Finding::{
    self, ByteRangeWrong, ContentChanged, ContentsPadding, DigestMismatch, ObjectsRewritten, PageChanged,
    SignatureRemoved, StructureBroken, TrailerChanged, TrailingBytes, XrefManipulated,
};

const ANY: [Finding; 10] = [
    ByteRangeWrong,
    ContentChanged,
    DigestMismatch,
    ObjectsRewritten,
    PageChanged,
    SignatureRemoved,
    StructureBroken,
    TrailerChanged,
    TrailingBytes,
    XrefManipulated,
];

pub(super) fn add(attacks: &mut Attacks) {
    let original = &BASES.approved;
    let mut push = |name: &str, bytes: Vec<u8>| attacks.push(Structure, name, &ANY, original, bytes);
    let evil = || stream("", b"BT /F1 24 Tf 72 700 Td (You owe a million) Tj ET");
    let changed = || Increment::new(original).set(CONTENTS, evil()).finish();
    let previous = read::last_xref(original);
    push("two trailers in one revision", {
        let second = format!("trailer\n<< /Size 40 /Root 1 0 R /Prev {previous} >>\nstartxref");
        read::replace_last(&changed(), "startxref", &second)
    });
    push("two startxref in one revision", {
        read::replace_last(&changed(), "%%EOF", &format!("startxref\n{previous}\n%%EOF"))
    });
    push("no %%EOF", read::replace_last(&changed(), "%%EOF\n", ""));
    push("startxref of the signed revision behind another", {
        let now = read::last_xref(&changed());
        read::replace_last(&changed(), &format!("startxref\n{now}"), &format!("startxref\n{previous}"))
    });
    push("/Prev passes the signed revision by", {
        let first = read::trailer_entry(original, "Prev").unwrap();
        Increment::new(original).set(CONTENTS, evil()).trailer(&format!("/Prev {first}")).finish()
    });
    push("no /Prev", Increment::new(original).set(CONTENTS, evil()).trailer("/Prev 0").finish());
    push("/Prev leads to itself", {
        let at = read::last_xref(&changed());
        Increment::new(original).set(CONTENTS, evil()).trailer(&format!("/Prev {at:<9}")).finish()
    });
    push("/Size is too small", Increment::new(original).set(CONTENTS, evil()).trailer("/Size 3").finish());
    push("an object stream behind a table", {
        Increment::new(original).edit(PAGE, "/Type /Page", "/Type /Page /Rotate 180").xref(Xref::ObjectStream).finish()
    });
    push("objects in a hybrid revision's hidden part", hybrid(original));
    push("the same object twice in one revision", {
        let twice = [format!("{CONTENTS} 0 obj\n").into_bytes(), evil(), b"\nendobj\n".to_vec()].concat();
        Increment::new(original).smuggle(&twice).edit(INFO, "20261101", "20261202").finish()
    });
    push("a key twice in the catalog", {
        let text = read::with_entry(&read::text(original, CATALOG), "/Pages 99 0 R");
        Increment::new(original).set(CATALOG, text).finish()
    });
    push("a stream that ends later than it says", {
        let body = String::from_utf8(evil()).unwrap();
        let body = body.replace("\nendstream", "\nendstream\nendobj\n3 0 obj\n<< /Type /Page >>");
        Increment::new(original).set(99, body).finish()
    });
    push("bytes before the header", [b"%!PS\n(You owe a million) show\n".as_slice(), original].concat());
    push("a signed byte changed", read::replace_last(original, "Lease", "lease"));
    push("the end cut off", original[..original.len() - 200].to_vec());
    padding(attacks, original);
}

/// A table whose `/XRefStm` leads to an object stream with another page.
fn hybrid(original: &[u8]) -> Vec<u8> {
    let mut hidden = Increment::new(original);
    hidden.edit(PAGE, "/Type /Page", "/Type /Page /Rotate 180").xref(Xref::ObjectStream);
    let hidden = hidden.finish();
    let stream_at = read::last_xref(&hidden);
    let end = read::rfind(&hidden, b"startxref").unwrap();
    let table = format!(
        "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size {} /Root 1 0 R /Prev {} /XRefStm {stream_at} >>\n\
         startxref\n{end}\n%%EOF\n",
        read::size(&hidden),
        read::last_xref(original)
    );
    [&hidden[..end], table.as_bytes()].concat()
}

/// What stands behind the CMS is not signed: of what are no digits readers make different things.
fn padding(attacks: &mut Attacks, original: &[u8]) {
    let start = read::rfind(original, b"/Contents <").unwrap();
    let end = start + read::find(&original[start..], b">").unwrap();
    let expected = [ContentsPadding, ByteRangeWrong];
    for (name, text) in
        [("no digits in the padding", "zz"), ("a digit less in the padding", " "), ("a comment in the padding", "%x")]
    {
        let bytes = [&original[..end - text.len()], text.as_bytes(), &original[end..]].concat();
        attacks.push(Structure, name, &expected, original, bytes);
    }
}
