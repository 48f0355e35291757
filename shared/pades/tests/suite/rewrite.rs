//! An unsigned upload becomes one clean revision; what cannot be had without changing what is seen is refused by name.

use pades::rewrite::{Change, Embedded, RewriteError, Rewritten, fault, rewrite};
use pades::{FieldName, Preparation};

use crate::support::pdf::{self, Builder, Layout};
use crate::support::{Signer, names, prepare};

/// A page with this catalog, these entries of the page and these objects from number 6 on; 4 is its contents, 5 a font.
fn file(catalog: &str, page: &str, objects: &[&str]) -> Vec<u8> {
    let mut builder = Builder::default();
    builder.object(format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>"));
    builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    builder.object(format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.32001 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> {page} >>"
    ));
    builder.stream("", b"BT /F 18 Tf 72 700 Td (Contract) Tj ET");
    builder.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    for object in objects {
        builder.object(*object);
    }
    builder.finish()
}

/// The upload as it is sent, which the strict reader finds nothing wrong with, and what was done.
fn sent(upload: &[u8]) -> (String, Vec<Change>) {
    let Rewritten { bytes, changes, .. } = rewrite(upload).unwrap();
    let bytes = bytes.unwrap_or_else(|| upload.to_vec());
    assert_eq!(fault(&bytes), None);
    // Nothing is left to do, and fields can be made.
    assert_eq!(rewrite(&bytes).unwrap().changes, []);
    let preparation = Preparation::new().with_fields(names(&["Sender"]));
    assert_eq!(fault(&prepare(&bytes, &preparation).unwrap().apply(&bytes)), None);
    (String::from_utf8_lossy(&bytes).into_owned(), changes)
}

fn refused(upload: &[u8]) -> RewriteError {
    rewrite(upload).unwrap_err()
}

const WIDGET: &str =
    "<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (100) /Rect [10 20 110 40] /F 4 /AP << /N 7 0 R >> >>";
const APPEARANCE: &str = "<< /BBox [0 0 50 10] /Resources << /Font << /F 5 0 R >> >> /Length 29 >>\nstream\nBT /F 9 Tf 2 2 Td (100) Tj ET\nendstream";

#[test]
fn a_clean_file_stays_byte_for_byte() {
    for layout in [Layout::Table, Layout::Streams] {
        let upload = pdf::simple(layout);
        let rewritten = rewrite(&upload).unwrap();
        assert_eq!((rewritten.bytes, rewritten.changes, rewritten.is_signed), (None, vec![], false));
    }
}

#[test]
fn a_signed_file_is_never_rewritten() {
    let upload = file("", "", &[]);
    let signed = Signer::p256().sign(&upload, "A");
    let rewritten = rewrite(&signed).unwrap();
    assert_eq!((rewritten.bytes, rewritten.is_signed), (None, true));
    // The same key twice: some viewers take the first, some the last.
    let twice = [&signed[..], b"\n3 0 obj\n<</Type/Page/Parent 2 0 R/Parent 2 0 R>>\nendobj\n"].concat();
    assert!(matches!(refused(&twice), RewriteError::Input(_)), "{:?}", refused(&twice));
    let doubled = file("", "/Tabs /S /Tabs /R", &[]);
    let doubled = Signer::p256().sign(&doubled, "A");
    assert_eq!(refused(&doubled).code(), "pdf-ambiguous-signed");
}

#[test]
fn earlier_revisions_go() {
    let first = file("", "", &[]);
    let upload = pdf::update(&first, 6, &[(4, "<< /Length 4 >>\nstream\nq Q \nendstream")]);
    let (text, changes) = sent(&upload);
    assert_eq!(changes, [Change::EarlierRevisions]);
    assert!(!text.contains("Contract") && text.matches("%%EOF").count() == 1);
    // Numbers are written as they were.
    assert!(text.contains("595.32001"));
}

#[test]
fn a_hybrid_file_becomes_one_that_all_readers_read_alike() {
    let (text, changes) = sent(&pdf::simple(Layout::Hybrid));
    assert_eq!(changes, [Change::HybridCrossReference]);
    assert!(!text.contains("XRefStm"));
}

#[test]
fn what_stands_around_the_file_goes() {
    let upload = file("", "", &[]);
    let around = [b"HTTP/1.1 200 OK\r\n\r\n", upload.as_slice(), &[0; 2_000], b"<html></html>"].concat();
    assert_eq!(sent(&around).1, [Change::SurroundingBytes]);
    let end = upload.len() - b"%%EOF\n".len();
    let (text, changes) = sent(&upload[..end]);
    assert_eq!(changes, [Change::Syntax]);
    assert!(text.ends_with("%%EOF\n"));
}

#[test]
fn what_is_cut_off_is_never_taken_for_the_whole() {
    let upload = file("", "", &["<< /A 1 >>"]);
    for length in 0..upload.len() - b"\n%%EOF\n".len() {
        assert!(rewrite(&upload[..length]).is_err(), "{length}");
    }
}

#[test]
fn doubled_keys_and_stray_words_are_written_by_the_grammar() {
    let (text, changes) = sent(&file("", "/Rotate 90 /Rotate 0 /Tabs R /Contents 4 0 R", &[]));
    assert_eq!(changes, [Change::Syntax]);
    assert!(text.contains("/Rotate 0") && !text.contains("/Rotate 90"));
}

#[test]
fn object_numbers_beyond_what_readers_take_become_small_ones() {
    let upload = file("", "", &[]);
    let text = String::from_utf8_lossy(&upload).replace("/Size 8", "/Size 99999999");
    let upload = text.into_bytes();
    let (text, _) = sent(&upload);
    assert!(!text.contains("99999999"));
}

#[test]
fn scripts_and_actions_go_and_links_stay() {
    let page = "/Annots [6 0 R 7 0 R] /AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >>";
    let link = "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.jp) >> >>";
    let launch = "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (x.exe) >> >>";
    let (text, changes) = sent(&file("/OpenAction << /S /JavaScript /JS (x) >>", page, &[link, launch]));
    assert_eq!(changes, [Change::Scripts { count: 2 }, Change::Actions { count: 1 }]);
    assert!(text.contains("example.jp") && !text.contains("JavaScript") && !text.contains("x.exe"));
}

#[test]
fn attached_files_go_unless_a_page_shows_them() {
    let specification = "<< /Type /Filespec /F (plan.xlsx) /UF (plan.xlsx) /EF << /F 7 0 R >> >>";
    let embedded = "<< /Type /EmbeddedFile /Length 6 >>\nstream\nsecret\nendstream";
    let catalog = "/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >> /AF [6 0 R]";
    let (text, changes) = sent(&file(catalog, "", &[specification, embedded]));
    assert_eq!(changes, [Change::Attachments { count: 1, names: vec!["plan.xlsx".into()] }]);
    assert!(!text.contains("secret"));
    let icon = "<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 6 0 R >>";
    let refusal = refused(&file("", "/Annots [8 0 R]", &[specification, embedded, icon]));
    assert_eq!(refusal, RewriteError::Embedded { page: 1, what: Embedded::File("plan.xlsx".into()) });
    assert_eq!(refused(&file("/Collection << >>", "", &[])), RewriteError::Portfolio);
}

#[test]
fn form_fields_are_drawn_where_they_were() {
    let (text, changes) = sent(&file("/AcroForm << /Fields [6 0 R] >>", "/Annots [6 0 R]", &[WIDGET, APPEARANCE]));
    assert_eq!(changes, [Change::Fields { count: 1 }]);
    assert!(text.contains("q 2 0 0 2 10 20 cm /Field1 Do Q"), "{text}");
    assert!(!text.contains("Widget") && !text.contains("AcroForm"));
}

#[test]
fn a_field_that_is_not_printed_stays_beside_the_page_and_cannot_be_filled_in() {
    let widget = WIDGET.replace("/F 4", "/F 0");
    let (text, changes) = sent(&file("/AcroForm << /Fields [6 0 R] >>", "/Annots [6 0 R]", &[&widget, APPEARANCE]));
    assert_eq!(changes, [Change::Fields { count: 1 }]);
    assert!(text.contains("/Stamp") && text.contains("/F 192") && !text.contains("Field1 Do"), "{text}");
    assert!(!text.contains("Widget") && !text.contains("AcroForm"));
}

#[test]
fn a_field_whose_look_is_not_known_is_refused() {
    let bare = WIDGET.replace("/AP << /N 7 0 R >>", "");
    let refusal = refused(&file("/AcroForm << /Fields [6 0 R] >>", "/Annots [6 0 R]", &[&bare]));
    assert_eq!(refusal, RewriteError::NoAppearance { page: 1, field: "amount".into() });
    // Where viewers are asked to draw it anew, what is there must show the value.
    let form = "/AcroForm << /Fields [6 0 R] /NeedAppearances true >>";
    let stale = WIDGET.replace("(100)", "(999)");
    assert_eq!(refused(&file(form, "/Annots [6 0 R]", &[&stale, APPEARANCE])).code(), "pdf-field-without-appearance");
    assert_eq!(sent(&file(form, "/Annots [6 0 R]", &[WIDGET, APPEARANCE])).1, [Change::Fields { count: 1 }]);
}

#[test]
fn forms_in_xml_go_or_are_refused() {
    let xml = "<< /Length 5 >>\nstream\n<xdp>\nendstream";
    let catalog = "/AcroForm << /Fields [6 0 R] /XFA 8 0 R >>";
    let (_, changes) = sent(&file(catalog, "/Annots [6 0 R]", &[WIDGET, APPEARANCE, xml]));
    assert_eq!(changes, [Change::XmlForm, Change::Fields { count: 1 }]);
    let catalog = "/NeedsRendering true /AcroForm << /Fields [] /XFA 6 0 R >>";
    assert_eq!(refused(&file(catalog, "", &[xml])).code(), "pdf-xfa");
}

#[test]
fn what_is_never_seen_goes_and_what_is_only_printed_is_refused() {
    let hidden = "<< /Type /Annot /Subtype /Square /Rect [0 0 9 9] /F 2 >>";
    let (text, changes) = sent(&file("", "/Annots [6 0 R]", &[hidden]));
    assert_eq!(changes, [Change::UnseenAnnotations { count: 1 }]);
    assert!(!text.contains("Square"));
    let printed = hidden.replace("/F 2", "/F 36");
    assert_eq!(refused(&file("", "/Annots [6 0 R]", &[&printed])).code(), "pdf-printed-only");
}

/// A page with a layer whose contents are these; 6 is the layer.
fn layered(configuration: &str, contents: &[u8], usage: &str) -> Vec<u8> {
    let mut builder = Builder::default();
    builder.object(format!(
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << {configuration} >> >> >>"
    ));
    builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    let resources = "/Font << /F 5 0 R >> /Properties << /L 6 0 R >>";
    builder.object(format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>"
    ));
    builder.stream("", contents);
    builder.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    builder.object(format!("<< /Type /OCG /Name (Draft) {usage} >>"));
    builder.finish()
}

#[test]
fn hidden_layers_go_and_shown_ones_stay_for_good() {
    let contents = b"BT /F 9 Tf 9 9 Td (seen) Tj ET /OC /L BDC BT /F 9 Tf 9 50 Td (layer) Tj ET EMC";
    let (text, changes) = sent(&layered("/OFF [6 0 R]", contents, ""));
    assert_eq!(changes, [Change::Layers { hidden: 1 }]);
    assert!(text.contains("(seen)") && !text.contains("(layer)") && !text.contains("OCProperties"));
    let (text, changes) = sent(&layered("", contents, ""));
    assert_eq!(changes, [Change::Layers { hidden: 0 }]);
    assert!(text.contains("(layer)") && !text.contains("OCProperties"));
}

#[test]
fn layers_that_depend_on_the_device_are_refused() {
    let rule = "/AS [<< /Event /Print /Category [/Print] /OCGs [6 0 R] >>]";
    let refusal = refused(&layered(rule, b"q Q", "/Usage << /Print << /PrintState /OFF >> >>"));
    assert!(matches!(refusal, RewriteError::Layer { layer, .. } if layer == "Draft"));
    let flowing = b"BT /F 9 Tf /OC /L BDC (hidden) Tj EMC (seen) Tj ET";
    assert_eq!(refused(&layered("/OFF [6 0 R]", flowing, "")).code(), "pdf-layer");
}

#[test]
fn contents_outside_of_the_file_are_refused() {
    let outside = outside_file("other.bin");
    assert_eq!(refused(&file("/Keep 6 0 R", "", &[&outside])).code(), "pdf-external");
}

#[test]
fn of_a_long_name_in_a_file_the_beginning_is_told() {
    let outside = outside_file(&"x".repeat(200_000));
    let sentence = refused(&file("/Keep 6 0 R", "", &[&outside])).to_string();
    assert!(sentence.contains("xxx") && sentence.len() < 300, "{} characters", sentence.len());
}

fn outside_file(name: &str) -> String {
    format!("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /F ({name}) /Length 0 >>\nstream\n\nendstream")
}

#[test]
fn an_encryption_without_a_password_goes_where_changes_are_permitted() {
    let encrypted = |permissions| {
        let mut document = lopdf::Document::load_mem(&file("", "", &[])).unwrap();
        let version = lopdf::EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: "",
            key_length: 128,
            permissions,
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut file = Vec::new();
        document.save_to(&mut file).unwrap();
        file
    };
    let (text, changes) = sent(&encrypted(lopdf::Permissions::all()));
    assert_eq!(changes, [Change::Encryption]);
    assert!(text.contains("(Contract)") && !text.contains("Encrypt"));
    assert_eq!(refused(&encrypted(lopdf::Permissions::PRINTABLE)).code(), "pdf-restricted");
}

#[test]
fn a_list_of_annotations_that_pages_share_is_copied_before_it_changes() {
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    builder.object("<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] >>");
    builder.object("<< /Type /Page /Parent 2 0 R /Annots 5 0 R >>");
    builder.object("<< /Type /Page /Parent 2 0 R /Annots 5 0 R >>");
    builder.object("[]");
    let upload = builder.finish();
    assert_eq!(rewrite(&upload).unwrap().changes, []);
    let fields = [FieldName::new("Sender").unwrap()];
    let prepared = prepare(&upload, &Preparation::new().with_fields(fields)).unwrap().apply(&upload);
    let text = String::from_utf8_lossy(&prepared[upload.len()..]).into_owned();
    assert!(!text.contains("\n5 0 obj"), "{text}");
    assert_eq!(text.matches("/Annots").count(), 1);
}

#[test]
fn nothing_new_takes_the_number_of_a_cross_reference_stream_that_does_not_list_itself() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
    ];
    let (mut upload, mut rows) = (b"%PDF-1.7\n".to_vec(), vec![0, 0, 0, 0]);
    for (number, object) in (1..).zip(objects) {
        let [high, low] = u16::try_from(upload.len()).unwrap().to_be_bytes();
        rows.extend([1, high, low, 0]);
        upload.extend(format!("{number} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let start = upload.len();
    let entries = format!("/Type /XRef /Size 4 /Root 1 0 R /W [1 2 1] /Length {}", rows.len());
    upload.extend(format!("4 0 obj\n<< {entries} >>\nstream\n").into_bytes());
    upload.extend(rows);
    upload.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").into_bytes());
    let upload = rewrite(&upload).unwrap().bytes.unwrap_or(upload);
    let preparation = Preparation::new().with_fields(names(&["Sender"]));
    let prepared = prepare(&upload, &preparation).unwrap().apply(&upload);
    assert_eq!(String::from_utf8_lossy(&prepared).matches("\n4 0 obj").count(), 1);
}
