//! What pages draw, and their annotations.

use super::{Attacks, BASES};
use crate::document::contract::{CONTENTS, ENCODING, FONT, IMAGE, LINK, PAGE, SECOND_CONTENTS, STAMP};
use crate::document::{Increment, Xref, stream};
use crate::finding::Class::Content;
use crate::finding::Finding::{
    self, AnnotationAdded, AnnotationChanged, AnnotationRemoved, ContentChanged, FontChanged, ObjectsHidden,
    ObjectsRewritten, PageChanged, StructureBroken,
};
use crate::foreign::{Foreign, add_to_array};
use crate::pki::PKI;

pub(super) fn add(attacks: &mut Attacks) {
    let original = &BASES.approved;
    let mut content = |name: &str, expected: &[Finding], change: &dyn Fn(&mut Increment)| {
        attacks.append(Content, name, expected, original, change);
    };
    content("a word of the text", &[ContentChanged], &|increment| {
        increment.edit(CONTENTS, "Lease", "Gift!");
    });
    content("a word of the second page", &[ContentChanged], &|increment| {
        increment.edit(SECOND_CONTENTS, "may", "can");
    });
    content("contents cut short by /Length", &[ContentChanged, StructureBroken], &|increment| {
        let text = increment.text(CONTENTS);
        let at = text.find("/Length ").unwrap() + 8;
        let end = at + text[at..].find(' ').unwrap();
        increment.set(CONTENTS, format!("{}1{}", &text[..at], &text[end..]));
    });
    content("a filter that gives nothing", &[ContentChanged], &|increment| {
        increment.edit(CONTENTS, "/Length", "/Filter /ASCIIHexDecode /Length");
    });
    content("the image", &[ContentChanged], &|increment| {
        let entries = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8";
        increment.set(IMAGE, stream(entries, &[0, 0, 0, 0]));
    });
    content("the image's colours", &[ContentChanged], &|increment| {
        let entries = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray \
                       /BitsPerComponent 8 /Decode [1 0]";
        increment.set(IMAGE, stream(entries, &[0, 255, 255, 0]));
    });
    content("the form XObject", &[ContentChanged], &|increment| {
        increment.edit(STAMP, "Two copies", "No copies!");
    });
    content("the form XObject's matrix", &[ContentChanged], &|increment| {
        increment.edit(STAMP, "/Subtype /Form", "/Subtype /Form /Matrix [0 0 0 0 0 0]");
    });
    content("the font", &[FontChanged], &|increment| {
        increment.edit(FONT, "/Helvetica", "/Symbol");
    });
    content("the font's encoding", &[FontChanged], &|increment| {
        increment.edit(ENCODING, "[160 /space]", "[49 /nine]");
    });
    content("the font in an object stream", &[FontChanged], &|increment| {
        increment.edit(FONT, "/Helvetica", "/Symbol").xref(Xref::ObjectStream);
    });
    content("the text's number given to another image", &[ContentChanged, ObjectsHidden], &|increment| {
        increment.set(CONTENTS, stream("/Type /XObject /Subtype /Image /Width 1 /Height 1", &[0]));
    });
    content("image and form exchanged in the resources", &[ContentChanged, PageChanged], &|increment| {
        increment.edit(PAGE, "/Im1 9 0 R /Fm1 10 0 R", "/Im1 10 0 R /Fm1 9 0 R");
    });
    content("contents written again as they are", &[ObjectsRewritten], &|increment| {
        increment.again(CONTENTS).again(FONT).again(PAGE);
    });
    content("the link's address", &[AnnotationChanged], &|increment| {
        increment.edit(LINK, "https://example.test/", "https://attacker.test/");
    });
    content("the link's place", &[AnnotationChanged], &|increment| {
        increment.edit(LINK, "[72 500 200 515]", "[0 0 595 842]");
    });
    content("the link gets a look", &[AnnotationChanged], &|increment| {
        let look = increment.add(stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 9 9 re f"));
        increment.edit(LINK, "/Border [0 0 0]", &format!("/AP << /N {look} 0 R >>"));
    });
    content("the link taken away", &[AnnotationRemoved], &|increment| {
        increment.edit(PAGE, "18 0 R", "");
    });
    content("the link freed", &[AnnotationRemoved, ObjectsHidden], &|increment| {
        increment.entry(LINK, crate::document::Entry::Free);
    });
    content("one more link", &[AnnotationAdded], &|increment| {
        let link = increment.add(
            "<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /Border [0 0 0] /F 4 \
             /A << /S /URI /URI (https://attacker.test/) >> >>",
        );
        add_to_array(increment, PAGE, "Annots", link);
    });
    content("a note", &[AnnotationAdded], &|increment| {
        let note = increment.add("<< /Type /Annot /Subtype /Text /Rect [72 300 90 318] /F 4 /Contents (no) >>");
        add_to_array(increment, PAGE, "Annots", note);
    });
    let mut increment = Increment::new(original);
    increment.edit(CONTENTS, "Lease", "Gift!");
    let bytes = Foreign::new(&PKI.rsa, "Other").sign(&mut increment);
    attacks.push(Content, "a word changed in the revision of a second signature", &[ContentChanged], original, bytes);
}
