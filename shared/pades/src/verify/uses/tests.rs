//! What is a part of the document does not change, by whatever way it is reached.

use super::*;
use crate::fixtures::pdf::{self, Builder};
use crate::pdf::reader::Reader;
use crate::strict::Budget;

/// A tagged page with a layer, outlines, destinations, a link, a field and a form.
fn document() -> Vec<u8> {
    let mut builder = Builder::default();
    builder.object(
        "<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R /Outlines 9 0 R /Names << /Dests 11 0 R >> \
         /StructTreeRoot 13 0 R /OCProperties << /OCGs [16 0 R] /D << >> >> /Metadata 17 0 R >>",
    );
    builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 100 100] >>");
    builder.object("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources 5 0 R /Annots [6 0 R 7 0 R] >>");
    builder.stream("", b"/OC /Layer BDC EMC");
    builder.object("<< /Properties << /Layer 15 0 R >> /XObject << /Gone 40 0 R >> >>");
    builder.object("<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A 12 0 R /P 3 0 R >>");
    builder
        .object("<< /Type /Annot /Subtype /Widget /FT /Tx /T (field) /Rect [0 0 9 9] /P 3 0 R /AA << /F 18 0 R >> >>");
    builder.object("<< /Fields [7 0 R] /CO [7 0 R] /DR << /Font << /F1 19 0 R >> >> >>");
    builder.object("<< /First 10 0 R /Last 10 0 R >>");
    builder.object("<< /Title (One) /Parent 9 0 R /Dest [3 0 R /Fit] /SE 14 0 R >>");
    builder.object("<< /Names [(a) [3 0 R /Fit]] >>");
    builder.object("<< /S /URI /URI (https://example.org) >>");
    builder.object("<< /Type /StructTreeRoot /K 14 0 R /RoleMap 20 0 R >>");
    builder.object("<< /S /P /P 13 0 R /K << /Type /MCR /Pg 3 0 R /MCID 0 >> /A 21 0 R /Alt (text) >>");
    // A membership in layers that says that it is an element of the structure as well.
    builder.object("<< /Type /OCMD /OCGs 16 0 R /S /Span /P 14 0 R >>");
    builder.object("<< /Type /OCG /Name (Layer) >>");
    builder.stream("/Type /Metadata /Subtype /XML", b"<x/>");
    builder.object("<< /S /Hide /T 7 0 R >>");
    builder.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    builder.object("<< >>");
    builder.object("<< /O /Layout >>");
    builder.finish()
}

/// What the revision after this one changed.
fn step(document: &Document, reader: &Reader<'_>, revision: usize) -> Vec<Change> {
    let budget = Budget::for_length(reader.len());
    Uses::of(View { document, reader, revision, budget: &budget }).step()
}

/// What the judgement says of an update with these objects.
fn forbidden(objects: &[(usize, &str)]) -> Vec<ChangeKind> {
    let file = pdf::update(&document(), 60, objects);
    let reader = Reader::new(&file);
    let document = Document::read(&reader);
    assert_eq!(document.faults(), []);
    step(&document, &reader, 0).into_iter().map(|change| change.kind).collect()
}

#[test]
fn parts_do_not_change() {
    use ChangeKind::*;
    for (number, object, expected) in [
        (5, "<< /Properties << /Layer 15 0 R >> >>", ContentChanged),
        (10, "<< /Title (Two) /Parent 9 0 R /Dest [3 0 R /Fit] /SE 14 0 R >>", CatalogChanged),
        (11, "<< /Names [(b) [3 0 R /Fit]] >>", CatalogChanged),
        (12, "<< /S /URI /URI (https://example.com) >>", AnnotationChanged),
        (6, "<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A 12 0 R /P 3 0 R >>", AnnotationChanged),
        (15, "<< /Type /OCMD /OCGs [] /S /Span /P 14 0 R >>", ContentChanged),
        (16, "<< /Type /OCG /Name (Other) >>", CatalogChanged),
        (18, "<< /S /JavaScript /JS (x) >>", FormChanged),
        (19, "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>", FormChanged),
        (20, "<< /P /Figure >>", CatalogChanged),
        (21, "<< /O /Table >>", CatalogChanged),
        (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 50 50] >>", PageChanged),
        (40, "<< >>", ObjectsRevealed),
    ] {
        let found = forbidden(&[(number, object)]);
        assert!(found.contains(&expected), "{object}: {found:?}");
    }
}

#[test]
fn what_has_rules_of_its_own_is_left_to_them() {
    let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources 5 0 R /Annots [6 0 R 7 0 R 50 0 R] >>";
    for objects in [
        // Destinations, links, marked content, actions and calculations lead to pages and fields, which may change.
        vec![(3, page), (50, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (new) /Rect [0 0 0 0] /P 3 0 R >>")],
        vec![(7, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (field) /V (x) /Rect [0 0 9 9] /P 3 0 R >>")],
        vec![(8, "<< /Fields [7 0 R] /SigFlags 3 /CO [7 0 R] /DR << /Font << /F1 19 0 R >> >> >>")],
        vec![(51, "(new, and used by nothing)")],
    ] {
        assert_eq!(forbidden(&objects), [], "{objects:?}");
    }
    // The structure grows, unless something that is drawn has it as a part.
    let grown = [(13, "<< /Type /StructTreeRoot /K [14 0 R] /RoleMap 20 0 R /ParentTreeNextKey 2 >>")];
    assert_eq!(forbidden(&grown), [ChangeKind::ContentChanged]);
    let membership = [(15, "<< /Type /OCMD /OCGs 16 0 R >>")];
    let file = pdf::update(&pdf::update(&document(), 60, &membership), 60, &grown);
    let reader = Reader::new(&file);
    let document = Document::read(&reader);
    assert_eq!(step(&document, &reader, 1), []);
}

#[test]
fn what_is_the_same_may_be_written_again() {
    for (number, object) in [
        (5, "<< /XObject << /Gone 40 0 R >> /Properties << /Layer 15 0 R >> >>"),
        (4, "<< /Length 18 >>\nstream\n/OC /Layer BDC EMC\nendstream"),
        (12, "<< /URI <68747470733a2f2f6578616d706c652e6f7267> /S /URI >>"),
        (16, "<< /Type /OCG /Name (Layer) /Usage null >>"),
    ] {
        assert_eq!(forbidden(&[(number, object)]), [], "{object}");
    }
    // Under another number as well, but not with other data.
    let moved = "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A 41 0 R /P 3 0 R >>";
    assert_eq!(forbidden(&[(6, moved), (41, "<< /S /URI /URI (https://example.org) >>")]), []);
    assert_ne!(forbidden(&[(6, moved), (41, "<< /S /URI /URI (https://example.com) >>")]), []);
}

#[test]
fn circles_end() {
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R /Names 3 0 R >>");
    builder.object("<< /Type /Pages /Kids [] /Count 0 /Parent 2 0 R >>");
    builder.object("<< /Kids [3 0 R 4 0 R] >>");
    builder.object("<< /Kids [3 0 R] >>");
    let file = pdf::update(&builder.finish(), 60, &[(4, "<< /Kids [5 0 R] >>"), (5, "<< /Kids [3 0 R] >>")]);
    let reader = Reader::new(&file);
    let document = Document::read(&reader);
    assert_eq!(document.faults(), []);
    assert_eq!(step(&document, &reader, 0).len(), 1);
}
