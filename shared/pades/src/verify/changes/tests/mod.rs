//! Own documents with everything that may and may not be done to them after a signature.

use super::*;
use crate::field::FieldName;
use crate::fixtures::pdf;
use crate::revision::{NewSignature, append_signature};
use crate::strict::Budget;
use crate::strict::Document;
use crate::verify::{Opened, signed};

mod corpora;
mod cost;
mod fields;
mod hostile;
mod placement;
mod places;
mod sanity;
mod structure;
mod viewers;

use pdf::{Builder, update};

fn drawn(text: &str) -> String {
    let content = format!("/Tx BMC q BT /Helv 12 Tf 2 5 Td ({text}) Tj ET Q EMC");
    let resources = "/Resources << /Font << /Helv 4 0 R >> >>";
    stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 100 20] {resources}"), &content)
}

fn stream(entries: &str, data: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{data}\nendstream", data.len())
}

const CATALOG: &str = "/Type /Catalog /Pages 2 0 R /AcroForm 7 0 R /Metadata 12 0 R";
const PAGE: &str = "/Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R";
const RESOURCES: &str = "/Resources << /Font << /F1 4 0 R >> /XObject << /Im 6 0 R >> >>";
const EMPTY: &str = "/Type /Annot /Subtype /Widget /FT /Tx /T (empty) /Rect [10 10 110 30] /P 3 0 R";
const FULL: &str = "/Type /Annot /Subtype /Widget /FT /Tx /T (full) /Rect [10 40 110 60] /P 3 0 R";
const BOX: &str = "/Type /Annot /Subtype /Widget /FT /Btn /T (box) /Rect [10 70 30 90] /P 3 0 R \
                   /AP << /N << /Yes 14 0 R /Off 15 0 R >> >>";
const FORM: &str = "/DA (/Helv 0 Tf 0 g) /DR << /Font << /Helv 4 0 R >> >>";
const XMP: &str = "/Type /Metadata /Subtype /XML";
/// Above every number that a test uses.
const SIZE: usize = 200;

/// A page with text, an image, an empty and a filled field and a checkbox.
fn document() -> Vec<u8> {
    let mut builder = Builder::default();
    builder.object(format!("<< {CATALOG} >>"));
    builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    builder.object(format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R] >>"));
    builder.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    builder.object(stream("", "BT /F1 12 Tf 72 700 Td (Pay 100) Tj ET /Im Do"));
    builder.object(stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 9 9 re f"));
    builder.object(format!("<< /Fields [8 0 R 9 0 R 10 0 R] {FORM} >>"));
    builder.object(format!("<< {EMPTY} /AP << /N 11 0 R >> >>"));
    builder.object(format!("<< {FULL} /V (old) /AP << /N 13 0 R >> >>"));
    builder.object(format!("<< {BOX} /AS /Off >>"));
    builder.object(drawn(""));
    builder.object(stream(XMP, "<x/>"));
    builder.object(drawn("old"));
    builder.object(stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 9 9 re f"));
    builder.object(stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", ""));
    builder.object("<< /Producer (a test) /Title (Contract) >>");
    builder.object("<< /Type /Annot /Subtype /Square /Rect [0 0 5 5] /P 3 0 R >>");
    builder.trailer.push_str(" /Info 16 0 R");
    builder.finish()
}

fn sign_as(file: &[u8], field: &str, entries: &str, certify: Option<u8>) -> Vec<u8> {
    let field = FieldName::new(field).unwrap();
    let new = NewSignature { field: &field, entries: entries.to_owned(), capacity: 64, certify, visible: None };
    let (mut revision, gap) = append_signature(&file, &new).unwrap();
    gap.fill(&mut revision, &[0x30, 3, 2, 1, 5]).unwrap();
    revision.apply(file)
}

fn sign(file: &[u8], field: &str) -> Vec<u8> {
    sign_as(file, field, "/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached", None)
}

fn certify(file: &[u8], permission: u8) -> Vec<u8> {
    sign_as(file, "Certified", "/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached", Some(permission))
}

fn timestamp(file: &[u8], field: &str) -> Vec<u8> {
    sign_as(file, field, "/Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161", None)
}

fn judge_with(file: &[u8], is_intact: &dyn Fn(&str) -> bool) -> History {
    judge_on(&Reader::new(file), &|field| if is_intact(field) { Standing::Intact } else { Standing::Broken })
}

fn judge_on(reader: &Reader<'_>, standing: &dyn Fn(&str) -> Standing) -> History {
    let document = Document::read(reader);
    let budget = Budget::for_length(reader.len());
    let view = View { document: &document, reader, revision: 0, budget: &budget };
    let (_, signed) = signed::find(view);
    let mut history = history(view, &signed, standing);
    if let Some(first) = signed.first() {
        crate::verify::structure::complete(&mut history, &document, first.end, reader.len());
    }
    history
}

/// The signatures that cover a revision, and for each signature of the file what is wrong with it.
fn examined(file: &[u8]) -> (Vec<SignedRevision>, Vec<Vec<ChangeKind>>) {
    let reader = Reader::new(file);
    let opened = Opened::open(&reader).unwrap();
    let kinds = |findings: &[Change]| findings.iter().map(|finding| finding.kind).collect();
    let findings = opened.signatures.iter().map(|signature| kinds(&signature.findings)).collect();
    (opened.signed.clone(), findings)
}

fn kinds(file: &[u8], verdict: Verdict) -> Vec<ChangeKind> {
    let history = judge_with(file, &|_| true);
    let all = history.steps.iter().flat_map(|step| &step.changes);
    let mut kinds: Vec<ChangeKind> = all.filter(|change| change.verdict == verdict).map(|change| change.kind).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

#[track_caller]
fn assert_honest(file: &[u8], expected: ChangeKind) {
    assert_eq!(kinds(file, Verdict::Forbidden), [], "{:#?}", judge_with(file, &|_| true));
    let mut seen = kinds(file, Verdict::Allowed);
    seen.extend(kinds(file, Verdict::Note));
    assert!(seen.contains(&expected), "{seen:?}");
}

#[track_caller]
fn assert_caught(file: &[u8], expected: ChangeKind) {
    let found = kinds(file, Verdict::Forbidden);
    assert!(found.contains(&expected), "{found:?}");
}

/// The signed document with objects written over by another program.
fn changed(objects: &[(usize, &str)]) -> Vec<u8> {
    let signed = sign(&document(), "A");
    update_kept(&signed, objects)
}

/// Like [`update`], with the numbers of the new signature out of the way.
fn update_kept(signed: &[u8], objects: &[(usize, &str)]) -> Vec<u8> {
    update(signed, SIZE, objects)
}

#[test]
fn a_signature_alone_has_no_history() {
    assert!(judge_with(&sign(&document(), "A"), &|_| true).steps.is_empty());
    assert!(judge_with(&document(), &|_| true).steps.is_empty());
}

#[test]
fn signing_and_timestamping_again_is_what_signed_documents_are_for() {
    let signed = sign(&document(), "A");
    assert_honest(&sign(&signed, "B"), ChangeKind::SignatureAdded);
    assert_honest(&timestamp(&signed, "B"), ChangeKind::TimestampAdded);
    let certified = certify(&document(), 2);
    assert_honest(&timestamp(&sign(&certified, "B"), "C"), ChangeKind::SignatureAdded);
}

#[test]
fn certifications_forbid_what_they_say() {
    let locked = certify(&document(), 1);
    let filled = [(8, format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>")), (100, drawn("new"))];
    let filled: Vec<(usize, &str)> = filled.iter().map(|(number, body)| (*number, body.as_str())).collect();
    assert_caught(&update(&locked, SIZE, &filled), ChangeKind::Locked);
    assert_honest(&update(&certify(&document(), 2), SIZE, &filled), ChangeKind::FormFilled);
}

#[test]
fn filling_in_what_was_empty() {
    let field = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>");
    assert_honest(&changed(&[(8, &field), (100, &drawn("new"))]), ChangeKind::FormFilled);
    // The appearance written over in place.
    let field = format!("<< {EMPTY} /V (new) /AP << /N 11 0 R >> >>");
    assert_honest(&changed(&[(8, &field), (11, &drawn("new"))]), ChangeKind::FormFilled);
    assert_honest(&changed(&[(10, &format!("<< {BOX} /V /Yes /AS /Yes >>"))]), ChangeKind::FormFilled);
}

#[test]
fn filling_in_that_is_none() {
    let cases: [(usize, String, String); 6] = [
        // The appearance shows something else, or more.
        (8, format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>"), drawn("other")),
        (8, format!("<< {EMPTY} /V (1) /AP << /N 100 0 R >> >>"), drawn("1000")),
        // The appearance changes without the value, and the value without the appearance.
        (9, format!("<< {FULL} /V (old) /AP << /N 100 0 R >> >>"), drawn("new")),
        (8, format!("<< {EMPTY} /V (new) /AP << /N 11 0 R >> >>"), drawn("new")),
        // What was signed with a value is written over.
        (9, format!("<< {FULL} /V (new) /AP << /N 100 0 R >> >>"), drawn("new")),
        // The field moves.
        (8, format!("<< {} /V (new) /AP << /N 100 0 R >> >>", EMPTY.replace("[10 10", "[90 90")), drawn("new")),
    ];
    for (number, field, appearance) in cases {
        assert_caught(&changed(&[(number, &field), (100, &appearance)]), ChangeKind::FormChanged);
    }
    assert_caught(&changed(&[(13, &drawn("new"))]), ChangeKind::FormChanged);
    assert_caught(&changed(&[(10, &format!("<< {BOX} /AS /Yes >>"))]), ChangeKind::FormChanged);
    assert_caught(&changed(&[(14, &drawn("x"))]), ChangeKind::FormChanged);
}

#[test]
fn validation_data() {
    let catalog = signed_catalog("/DSS << /Type /DSS /Certs [100 0 R] >>");
    // The outer shape of a certificate.
    let certificate = stream("/Filter /ASCIIHexDecode", "3009 3003 020101 3000 0300>");
    assert_honest(&changed(&[(1, &catalog), (100, &certificate)]), ChangeKind::ValidationDataAdded);
    // Some programs write the whole store again when they renew the proof.
    let stored = changed(&[(1, &catalog), (100, &certificate)]);
    let again = update_kept(&stored, &[(1, &catalog), (100, &certificate)]);
    assert_honest(&again, ChangeKind::ValidationDataAdded);
    assert_caught(&changed(&[(1, &catalog), (100, &stream("", "no certificate"))]), ChangeKind::DssForeign);
    assert_caught(&changed(&[(1, &signed_catalog("/DSS << /Pages 2 0 R >>"))]), ChangeKind::DssForeign);
    // An item of the store that a page draws as well.
    let shared = signed_catalog("/DSS << /Certs [6 0 R] >>");
    assert_caught(&changed(&[(1, &shared), (6, &certificate)]), ChangeKind::ContentChanged);
}

/// The catalog with more in it, as it is after signing.
fn signed_catalog(more: &str) -> String {
    format!("<< {CATALOG} {more} >>")
}

#[test]
fn changes_to_the_document_are_named() {
    use ChangeKind::*;
    let annotations = "8 0 R 9 0 R 10 0 R 17 0 R 20 0 R";
    let page = |more: &str| format!("<< {PAGE} {RESOURCES} {more} >>");
    let cases: Vec<(Vec<(usize, String)>, ChangeKind)> = vec![
        (vec![(5, stream("", "BT /F1 12 Tf 72 700 Td (Pay 900) Tj ET"))], ContentChanged),
        (vec![(6, stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 1 1 re f"))], ContentChanged),
        (vec![(4, "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>".into())], FontChanged),
        (
            vec![(2, "<< /Type /Pages /Kids [3 0 R 100 0 R] /Count 2 >>".into()), (100, format!("<< {PAGE} >>"))],
            PageAdded,
        ),
        (vec![(2, "<< /Type /Pages /Kids [] /Count 0 >>".into())], PageRemoved),
        (vec![(3, page(&format!("/Rotate 90 /Annots [{annotations}]")))], PageChanged),
        (
            vec![
                (3, page(&format!("/Annots [{annotations} 100 0 R]"))),
                (100, "<< /Type /Annot /Subtype /FreeText /Rect [0 0 600 800] /Contents (x) >>".into()),
            ],
            AnnotationAdded,
        ),
        (vec![(3, page("/Annots [8 0 R 9 0 R 10 0 R 20 0 R]"))], AnnotationRemoved),
        (vec![(17, "<< /Type /Annot /Subtype /Square /Rect [0 0 600 800] /P 3 0 R >>".into())], AnnotationChanged),
        (vec![(1, signed_catalog("/OpenAction << /S /JavaScript /JS (x) >>"))], ActionAdded),
        (vec![(1, signed_catalog("/OCProperties << /OCGs [] >>"))], LayersChanged),
        (vec![(1, signed_catalog("/Lang (ja)"))], CatalogChanged),
        (vec![(1, signed_catalog("/Version /Other"))], CatalogChanged),
        (vec![(1, signed_catalog("/Extensions << /ADBE << /JS (x) >> >>"))], ExtensionsForeign),
        (
            vec![(7, format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R] /SigFlags 3 /NeedAppearances true {FORM} >>"))],
            FormChanged,
        ),
        (vec![(7, format!("<< /Fields [8 0 R 9 0 R 10 0 R] /SigFlags 3 {FORM} >>"))], FormChanged),
        (vec![(12, stream("/Type /XObject /Subtype /Form", "x"))], MetadataChanged),
    ];
    for (objects, expected) in cases {
        let objects: Vec<(usize, &str)> = objects.iter().map(|(number, body)| (*number, body.as_str())).collect();
        assert_caught(&changed(&objects), expected);
    }
}

#[test]
fn metadata_may_change() {
    assert_honest(&changed(&[(12, &stream(XMP, "<y/>"))]), ChangeKind::MetadataUpdated);
    assert_caught(&changed(&[(16, "<< /Producer (b) /Title (Gift) >>")]), ChangeKind::MetadataChanged);
    let elsewhere = stream(&format!("{XMP} /F (other.xml)"), "<y/>");
    assert_caught(&changed(&[(12, &elsewhere)]), ChangeKind::MetadataChanged);
    let title = stream(XMP, "<dc:title><rdf:Alt><rdf:li>Gift</rdf:li></rdf:Alt></dc:title>");
    assert_caught(&changed(&[(12, &title)]), ChangeKind::MetadataChanged);
    let title = stream(XMP, "<dc:title><rdf:Alt><rdf:li>Contract</rdf:li></rdf:Alt></dc:title>");
    assert_honest(&changed(&[(12, &title)]), ChangeKind::MetadataUpdated);
    assert_honest(&changed(&[(16, "<< /Producer (b) /Title (Contract) >>")]), ChangeKind::MetadataUpdated);
}

#[test]
fn what_no_reader_shows_is_named_and_forbidden_where_nothing_may_change() {
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R] /Tabs /S >>");
    let more = "/DA (/Helv 0 Tf 0 g) /DR << /Font << /Helv 4 0 R >> /Encoding << >> >>";
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R] /SigFlags 3 {more} >>");
    let dated = format!("<< {FULL} /V (old) /AP << /N 13 0 R >> /M (D:20261201) >>");
    let closed = certify(&document(), 1);
    for (number, body) in [(3, &page), (7, &form), (9, &dated)] {
        assert_honest(&changed(&[(number, body)]), ChangeKind::UnseenChanged);
        assert_caught(&update_kept(&closed, &[(number, body)]), ChangeKind::Locked);
    }
    // It is no purpose for anything else.
    let empty = format!("<< {EMPTY} /AP << /N 11 0 R >> >>");
    assert_caught(&changed(&[(3, &page), (8, &empty)]), ChangeKind::ObjectsRewritten);

    let locked = format!("<< {FULL} /V (old) /AP << /N 13 0 R >> /Ff 1 >>");
    assert_honest(&changed(&[(9, &locked)]), ChangeKind::FieldsLocked);
    assert_caught(&update_kept(&closed, &[(9, &locked)]), ChangeKind::Locked);
}

#[test]
fn objects_written_again_without_purpose() {
    let empty = format!("<< {EMPTY} /AP << /N 11 0 R >> >>");
    assert_caught(&changed(&[(8, &empty)]), ChangeKind::ObjectsRewritten);
    assert_caught(
        &changed(&[(4, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")]),
        ChangeKind::ObjectsRewritten,
    );
    // New metadata is no purpose for a widget.
    assert_caught(&changed(&[(8, &empty), (12, &stream(XMP, "<y/>"))]), ChangeKind::ObjectsRewritten);
}

#[test]
fn bytes_that_are_no_revision() {
    let signed = sign(&document(), "A");
    let with = |more: &str| [signed.as_slice(), more.as_bytes()].concat();
    assert_eq!(kinds(&with("\n\n"), Verdict::Forbidden), []);
    assert_caught(&with("% hidden\n"), ChangeKind::TrailingBytes);
    assert_caught(&with(&"\0".repeat(4096)), ChangeKind::TrailingBytes);
    assert_caught(&with("hidden"), ChangeKind::TrailingBytes);
    assert_caught(&with("5 0 obj\n(x)\nendobj\n"), ChangeKind::TrailingBytes);
    assert_caught(&with("5 0 obj\n(x)\nendobj\n%%EOF\n"), ChangeKind::StructureBroken);
    // A whole document that forgets what was before.
    assert_caught(&[signed.clone(), document()].concat(), ChangeKind::StructureBroken);
}

#[test]
fn cross_references_that_lie() {
    let signed = sign(&document(), "A");
    let text = String::from_utf8_lossy(&signed).into_owned();
    let previous = text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().to_owned();
    let with = |rows: &str| {
        let start = signed.len();
        let section = format!(
            "xref\n{rows}trailer\n<< /Size {SIZE} /Root 1 0 R /Prev {previous} >>\nstartxref\n{start}\n%%EOF\n"
        );
        [signed.as_slice(), section.as_bytes()].concat()
    };
    assert_caught(&with("17 1\n0000000000 00001 f \n"), ChangeKind::ObjectsHidden);
    assert_caught(&with("6 1\n0000000015 00000 n \n"), ChangeKind::XrefManipulated);
    assert_eq!(kinds(&with("190 1\n0000000000 65535 f \n"), Verdict::Forbidden), []);
}

#[test]
fn signatures_stay() {
    let signed = sign(&document(), "A");
    let (found, findings) = examined(&signed);
    assert_eq!(found.len(), 1);
    assert_eq!(findings, [vec![]]);
    let reader = Reader::new(&signed);
    let file = crate::pdf::file::PdfFile::open(&reader).unwrap();
    let field = crate::pdf::form::signature_fields(&file).remove(0);
    let dictionary = field.signature.unwrap().dictionary;
    let number = field.dictionary.get(b"V").and_then(crate::pdf::value::Value::reference).unwrap().number as usize;
    let spoofed =
        String::from_utf8(dictionary.raw().to_vec()).unwrap().replace("/Type /Sig", "/Type /Sig /Reason (EVIL)");
    let attacked = update(&signed, SIZE, &[(number, &spoofed)]);
    assert_caught(&attacked, ChangeKind::ReasonSpoofed);
    // The signature is judged as it was signed.
    assert_eq!(examined(&attacked), (found, findings));
    let removed =
        update(&signed, SIZE, &[(field.id.number as usize, "<< /FT /Sig /T (A) /Subtype /Widget /Rect [0 0 0 0] >>")]);
    assert_caught(&removed, ChangeKind::SignatureRemoved);
}

#[test]
fn visible_fields_must_be_intact_signatures() {
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let field =
        |rectangle: &str| format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /P 3 0 R /Rect {rectangle} >>");
    let with = |rectangle: &str| changed(&[(3, &page), (7, &form), (100, &field(rectangle))]);
    assert_honest(&with("[0 0 0 0]"), ChangeKind::FieldAdded);
    let seen = judge_with(&with("[0 0 100 100]"), &|name| name == "A");
    assert!(seen.steps[0].changes.iter().any(|change| change.kind == ChangeKind::UnsignedVisibleField));
}

#[test]
fn names_are_taken_once() {
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let twin = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (A) /P 3 0 R /Rect [0 0 100 100] >>";
    assert_caught(&changed(&[(3, &page), (7, &form), (100, twin)]), ChangeKind::FormChanged);
    // One more picture of the signature that is there.
    let widget = "<< /Type /Annot /Subtype /Widget /Parent 20 0 R /P 3 0 R /Rect [0 0 100 100] >>";
    assert_caught(&changed(&[(3, &page), (100, widget)]), ChangeKind::AnnotationAdded);
}
