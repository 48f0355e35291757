//! What is taken, what is repaired, what is refused.

use pades::prepare::PrepareError;
use pades::sign::SignError;
use pades::{DocumentId, FieldName, InputError, Preparation, RevisionError, sign, signatures};

use crate::support::pdf::{self, Builder, Layout};
use crate::support::{Signer, inspect, names, prepare};

fn code(bytes: &[u8]) -> &'static str {
    inspect(bytes).map_or_else(|error| error.code(), |_| "fine")
}

fn replaced(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = file.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
    [&file[..at], to.as_bytes(), &file[at + from.len()..]].concat()
}

#[test]
fn refusals() {
    assert_eq!(code(b""), "pdf-empty");
    assert_eq!(code(b"PK\x03\x04 a spreadsheet"), "pdf-not-a-pdf");
    assert_eq!(code(b"%PDF-1.7\n"), "pdf-truncated");
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    builder.object("<< /Type /Pages /Kids [] /Count 0 >>");
    assert_eq!(code(&builder.finish()), "pdf-no-pages");
}

#[test]
fn encrypted() {
    let with_password = |user: &str| {
        let mut document = lopdf::Document::load_mem(&pdf::simple(Layout::Table)).unwrap();
        let version = lopdf::EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: user,
            key_length: 128,
            permissions: lopdf::Permissions::PRINTABLE,
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut file = Vec::new();
        document.save_to(&mut file).unwrap();
        file
    };
    assert_eq!(code(&with_password("secret")), "pdf-encrypted");
    assert_eq!(code(&with_password("")), "pdf-restricted");
}

#[test]
fn cut_files_are_never_taken_for_shorter_ones() {
    for layout in [Layout::Table, Layout::Streams, Layout::Hybrid] {
        let file = pdf::simple(layout);
        for length in 0..file.len() {
            match inspect(&file[..length]) {
                Err(_) => {}
                // Of `%%EOF` a part is missing and nothing else.
                Ok(inspection) => assert_eq!((inspection.pages, length + 8 > file.len()), (3, true), "{length}"),
            }
        }
        assert_eq!(code(&file[..file.len() * 6 / 10]), "pdf-truncated");
    }
    let first = pdf::simple(Layout::Table);
    let second = pdf::update(&first, 13, &[(3, "<</Type/Page/Parent 2 0 R/Contents 7 0 R/Changed true>>")]);
    assert_eq!(code(&second), "fine");
    // The first revision is whole, but it is not the document.
    assert_ne!(code(&second[..first.len() + 40]), "fine");
}

#[test]
fn nothing_is_appended_to_a_file_that_does_not_end() {
    let first = pdf::simple(Layout::Table);
    let second = pdf::update(&first, 13, &[(3, "<</Type/Page/Parent 2 0 R/Contents 7 0 R/Changed true>>")]);
    let cut = &second[..first.len() + 40];
    let is_damaged = |error: &InputError| matches!(error, InputError::Damaged { .. });
    let error = sign::begin(cut, &Signer::p256().request("A")).unwrap_err();
    assert!(matches!(error, SignError::Revision(RevisionError::Input(error)) if is_damaged(&error)));
    assert!(is_damaged(&FieldName::vacant(cut).unwrap_err()));
}

#[test]
fn repairs() {
    let file = pdf::simple(Layout::Table);
    let junk = [b"HTTP/1.1 200 OK\r\n\r\n", file.as_slice()].concat();
    let text = String::from_utf8_lossy(&file).into_owned();
    let start = text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().to_owned();
    let offset = replaced(&file, &format!("startxref\n{start}"), "startxref\n7");
    let entry = text.split("0000000000 65535 f \n").nth(1).unwrap()[..20].to_owned();
    let object = replaced(&file, &entry, "0000000099 00000 n \n");
    for damaged in [junk, offset, object] {
        let inspection = inspect(&damaged).unwrap();
        assert_eq!((inspection.pages, inspection.damaged), (3, true));
        let id = DocumentId::new("0123456789ABCDEF0123456789abcdef").unwrap();
        let repaired = prepare(&damaged, &Preparation::new().with_document_id(id).with_fields(names(&["A"])))
            .unwrap()
            .apply(&damaged);
        let signed = Signer::p256().sign(&repaired, "A");
        assert!(!inspect(&signed).unwrap().damaged);
    }
}

#[test]
fn what_is_recovered_is_the_newest() {
    for layout in [Layout::Table, Layout::Streams, Layout::Hybrid] {
        let first = pdf::simple(layout);
        let file = pdf::update(&first, 13, &[(3, "<</Type/Page/Parent 2 0 R/Contents 7 0 R/Changed true>>")]);
        let text = String::from_utf8_lossy(&file).into_owned();
        let start = text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().to_owned();
        let lost = replaced(&file, &format!("startxref\n{start}"), "startxref\n7");
        let preparation = Preparation::new().with_fields(names(&["A"]));
        let repaired = prepare(&lost, &preparation).unwrap().apply(&lost);
        assert_eq!(inspect(&repaired).unwrap().pages, 3);
        assert!(String::from_utf8_lossy(&repaired).contains("/Changed true"));
        assert!(!inspect(Signer::p256().sign(&repaired, "A")).unwrap().damaged);
    }
}

#[test]
fn objects_within_one_another_are_not_read_without_end() {
    let references: String = (10..20_000).map(|number| format!("{number} 0 R ")).collect();
    let mut file = format!("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/X[{references}]>>\nendobj\n");
    file.push_str("2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page>>\nendobj\n");
    file.extend((10..20_000).map(|number| format!("{number} 0 obj [\n")));
    file.push_str(&"]".repeat(19_990));
    file.push_str("\nendobj\nstartxref\n7\n%%EOF\n");
    assert_eq!(code(file.as_bytes()), "pdf-damaged");
}

#[test]
fn a_reference_to_nothing_stays_one() {
    // Numbers that the file does not have, but the next revision could use.
    for number in 3..12 {
        let mut builder = Builder::default();
        builder.object("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>");
        builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        builder.object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>");
        builder.object(format!("<< /FT /Sig /T (Other) /V {} 0 R >>", 4 + number));
        let signed = Signer::p256().sign(&builder.finish(), "A");
        let signed: Vec<_> = signatures(&signed).unwrap().into_iter().map(|signature| signature.field).collect();
        assert_eq!(signed, ["A"]);
    }
}

#[test]
fn damaged_and_signed_is_refused() {
    let signed = Signer::p256().sign(&pdf::simple(Layout::Table), "A");
    let junk = [b"junk\n", signed.as_slice()].concat();
    assert_eq!(code(&junk), "pdf-damaged-signed");
    let cut = &signed[..signed.len() - 100];
    assert!(matches!(code(cut), "pdf-damaged-signed" | "pdf-truncated"));
    let error = sign::begin(&junk, &Signer::p256().request("B")).unwrap_err();
    assert!(matches!(error, SignError::Revision(RevisionError::Input(InputError::Damaged { .. }))));
}

#[test]
fn locks() {
    let signer = Signer::p256();
    let certified = signer.certify(&pdf::simple(Layout::Table), "A");
    assert_eq!(inspect(&certified).unwrap().certified, Some(2));
    // Same length, so the file stays whole; the signature does not.
    let closed = replaced(&certified, "/P 2 /V /1.2", "/P 1 /V /1.2");
    assert_eq!(code(&closed), "pdf-locked-by-certification");
    assert!(sign::begin(&closed, &signer.request("B")).is_err());

    let mut file = pdf::with_form(true);
    file = pdf::update(
        &file,
        10,
        &[(
            9,
            "<< /Parent 8 0 R /Type /Annot /Subtype /Widget /T (child) /Rect [0 0 0 0] /F 132 /P 3 0 R /Lock << /Type /SigFieldLock /Action /All >> >>",
        )],
    );
    assert_eq!(code(&file), "fine");
    let locked = signer.sign(&file, "parent.child");
    assert_eq!(code(&locked), "pdf-locked-by-field");
}

#[test]
fn fields() {
    let signer = Signer::p256();
    let file = pdf::with_form(false);
    let prepared = |fields: &[&str]| prepare(&file, &Preparation::new().with_fields(names(fields)));
    assert!(matches!(prepared(&["A", "A"]), Err(PrepareError::FieldExists(_))));
    assert!(matches!(prepared(&["parent.child"]), Err(PrepareError::FieldName(_))));
    assert!(matches!(prepared(&["name"]), Err(PrepareError::FieldExists(_))));
    let text = sign::begin(&file, &signer.request("name")).unwrap_err();
    assert!(matches!(text, SignError::Revision(RevisionError::NotASignatureField(_))));
    let signed = signer.sign(&file, "A");
    assert_eq!(prepare(&signed, &Preparation::new()), Err(PrepareError::AlreadySigned));
    let again = sign::begin(&signed, &signer.request("A")).unwrap_err();
    assert!(matches!(again, SignError::Revision(RevisionError::FieldSigned(_))));
    let certify = signer.request("B").with_certification(pades::DocMdp::Annotating);
    let late = sign::begin(&signed, &certify).unwrap_err();
    assert_eq!(late, SignError::Revision(RevisionError::CertifyNotFirst));
    let japanese = signer.sign(&file, "署名欄");
    assert_eq!(signatures(&japanese).unwrap()[0].field, "署名欄");
}

#[test]
fn fields_that_nobody_has_named() {
    let vacant = |file: &[u8]| FieldName::vacant(file).unwrap().as_str().to_owned();
    let unused = |file: &[u8], stem: &str| FieldName::unused(file, stem).unwrap().as_str().to_owned();
    let plain = pdf::simple(Layout::Streams);
    assert_eq!((vacant(&plain), unused(&plain, "Timestamp")), ("Signature1".to_owned(), "Timestamp1".to_owned()));
    let signed = Signer::p256().sign(&plain, "Signature1");
    assert_eq!(vacant(&signed), "Signature2");
    // The empty one of the form, and no name that a field of another type has.
    let form = pdf::with_form(false);
    assert_eq!(vacant(&form), "parent.child");
    let form =
        pdf::update(&form, 10, &[(5, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Signature1) /Rect [0 0 9 9] >>")]);
    assert_eq!(unused(&form, "Signature"), "Signature2");
}

#[test]
fn a_wrong_signature_is_not_attached() {
    let (signer, other) = (Signer::p256(), Signer::rsa());
    let file = pdf::simple(Layout::Table);
    let request = signer.request("A");
    for signature in [vec![], signer.sign_digest(&[0; 32]), other.sign_digest(&[0; 32])] {
        let prepared = sign::begin(&file, &request).unwrap();
        assert_eq!(prepared.attach(&signature).unwrap_err(), SignError::WrongSignature);
    }
}

/// A signature that an annotation leads to, and no field of a form.
#[test]
fn a_signature_that_no_form_lists_is_seen_and_left_alone() {
    let mut builder = Builder::default();
    let signature = "<< /Type /Sig /ByteRange [0 1 2 3] /Contents <3003020105> >>";
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 99 99] >>");
    builder.object("<< /Type /Page /Parent 2 0 R /Annots [4 0 R] >>");
    builder.object("<< /Type /Annot /Subtype /Widget /FT /Sig /T (S) /V 5 0 R /Rect [0 0 9 9] >>");
    builder.object(signature);
    let file = builder.finish();
    assert_eq!(inspect(&file).unwrap().signatures.len(), 1);
    let id = DocumentId::new(&"0f".repeat(16)).unwrap();
    let preparation = Preparation::new().with_document_id(id);
    assert_eq!(prepare(&file, &preparation), Err(PrepareError::AlreadySigned));
    // What permits to use a reader's functions keeps nobody from signing.
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R /Perms << /UR3 4 0 R >> >>");
    builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 99 99] >>");
    builder.object("<< /Type /Page /Parent 2 0 R >>");
    builder.object(signature);
    let file = builder.finish();
    assert_eq!(inspect(&file).unwrap().signatures, []);
    assert!(prepare(&file, &preparation).is_ok());
}
