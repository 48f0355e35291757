//! From a plain PDF to a certified, signed and timestamped one, and back.

use pades::signatures::{Coverage, Status};
use pades::timestamping::TimestampingError;
use pades::{
    DocumentId, InputError, Preparation, RevisionError, SignatureKind, Source, sign, signatures, timestamping,
};

use crate::support::pdf::{self, Layout};
use crate::support::{Signer, document_timestamped, inspect, names, prepare, timestamped, token};

const ID: &str = "0123456789abcdeffedcba9876543210";

fn prepared(file: &[u8], fields: &[&str]) -> Vec<u8> {
    let fields = names(fields);
    let preparation = Preparation::new().with_document_id(DocumentId::new(ID).unwrap()).with_fields(fields);
    prepare(file, &preparation).unwrap().apply(file)
}

fn assert_all_valid(file: &[u8], count: usize) {
    let found = signatures(file).unwrap();
    assert_eq!(found.len(), count);
    for (index, info) in found.iter().enumerate() {
        let checks = (info.digest, info.signature, info.signing_certificate);
        assert_eq!(checks, (Status::Ok, Status::Ok, Status::Ok), "{info:#?}");
        match info.coverage {
            Coverage::WholeFile => assert_eq!(index + 1, count),
            Coverage::Revision { .. } => assert!(index + 1 < count),
            Coverage::Improper { .. } => panic!("{info:#?}"),
        }
        if let Some(timestamp) = &info.timestamp {
            assert_eq!((timestamp.imprint, timestamp.signature), (Status::Ok, Status::Ok));
        }
    }
}

#[test]
fn whole_life() {
    let (city, company) = (Signer::rsa(), Signer::p256());
    for layout in [Layout::Table, Layout::Streams, Layout::Hybrid] {
        let original = pdf::simple(layout);
        let inspection = inspect(&original).unwrap();
        // Two cross-references that a reader may choose from are put in order first.
        assert_eq!((inspection.pages, inspection.damaged), (3, layout == Layout::Hybrid));
        let mut files = vec![original.clone(), prepared(&original, &["Seal", "Signer1", "Signer2"])];
        for (field, signer) in [("Seal", &city), ("Signer1", &company), ("Signer2", &city)] {
            let last = files.last().unwrap();
            let signed = if field == "Seal" { signer.certify(last, field) } else { signer.sign(last, field) };
            files.push(timestamped(&signed, field));
        }
        let last = document_timestamped(files.last().unwrap(), "Archive");
        files.push(last);
        for pair in files.windows(2).skip(usize::from(layout == Layout::Hybrid)) {
            assert!(pair[1].starts_with(&pair[0]));
        }
        let last = files.last().unwrap();
        assert_all_valid(last, 4);
        let found = signatures(last).unwrap();
        assert_eq!(found[0].kind, SignatureKind::Certification { permission: 2 });
        assert_eq!(found[1].location.as_deref(), Some("日本"));
        assert_eq!(found[1].signed_at.as_deref(), Some("D:20261201093000+09'00'"));
        assert_eq!(found[2].signer.as_deref(), Some("CN=滝川市長,OU=総務課,O=滝川市,L=滝川市,ST=北海道,C=JP"));
        assert_eq!(found[3].kind, SignatureKind::DocumentTimestamp);
        let json = serde_json::to_value(&found[0]).unwrap();
        assert_eq!(json["kind"], serde_json::json!({ "type": "certification", "permission": 2 }));
        assert_eq!(json["digest"], serde_json::json!({ "status": "ok" }));
        assert_eq!(json["timestamp"]["time"], "2026-12-01T00:30:00Z");
        let inspection = inspect(last).unwrap();
        assert_eq!((inspection.signatures.len(), inspection.certified), (4, Some(2)));
        assert!(inspection.empty_fields.is_empty());
    }
}

#[test]
fn signed_by_others_first() {
    let signer = Signer::p256();
    let original = pdf::with_form(true);
    let foreign = signer.sign(&original, "parent.child");
    let file = signer.sign(&document_timestamped(&foreign, "Received"), "New");
    assert!(file.starts_with(&foreign));
    assert_all_valid(&file, 3);
}

#[test]
fn every_form_and_annotation_shape() {
    for direct in [true, false] {
        let original = pdf::with_form(direct);
        let file = prepared(&original, &["A", "B"]);
        let inspection = inspect(&file).unwrap();
        assert_eq!(inspection.empty_fields, ["parent.child", "A", "B"]);
        assert_all_valid(&Signer::p256().sign(&file, "B"), 1);
    }
}

#[test]
fn calling_again_gives_the_same() {
    let signer = Signer::rsa();
    let original = pdf::simple(Layout::Streams);
    assert_eq!(prepared(&original, &["A"]), prepared(&original, &["A"]));
    let request = signer.request("A");
    let (first, second) = (sign::begin(&original, &request).unwrap(), sign::begin(&original, &request).unwrap());
    assert_eq!(first.digest_to_sign(), second.digest_to_sign());
    assert_eq!(signer.finish(&original, first), signer.finish(&original, second));
    let field = &names(&["T"])[0];
    let again = || timestamping::begin_document_timestamp(&original, field, 5000).unwrap().imprint();
    assert_eq!(again(), again());
}

/// A file of which only ranges can be had.
struct Ranges(Vec<u8>);

impl Source for Ranges {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<()> {
        Source::read_at(&self.0, offset, buffer)
    }
}

#[test]
fn ranges_give_what_memory_gives() {
    let signer = Signer::p256();
    for original in [Layout::Table, Layout::Streams, Layout::Hybrid].map(pdf::simple) {
        let ranges = Ranges(original.clone());
        assert_eq!(inspect(&ranges), inspect(&original));
        let request = signer.request("A");
        let (first, second) = (sign::begin(&ranges, &request).unwrap(), sign::begin(&original, &request).unwrap());
        assert_eq!(first.digest_to_sign(), second.digest_to_sign());
        let file = document_timestamped(&timestamped(&signer.finish(&original, second), "A"), "T");
        assert_eq!(signatures(&Ranges(file.clone())).unwrap(), signatures(&file).unwrap());
        let field = &names(&["B"])[0];
        let begun =
            |source: &dyn Source| timestamping::begin_document_timestamp(&source, field, 5000).unwrap().imprint();
        assert_eq!(begun(&Ranges(file.clone())), begun(&file));
    }
}

#[test]
fn a_store_that_fails_is_reported() {
    struct Broken(Vec<u8>, u64);
    impl Source for Broken {
        fn len(&self) -> u64 {
            self.0.len() as u64
        }
        fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<()> {
            if (offset..offset + buffer.len() as u64).contains(&self.1) {
                return Err(std::io::Error::other("the disk is gone"));
            }
            Source::read_at(&self.0, offset, buffer)
        }
    }
    let signer = Signer::p256();
    let file = signer.sign(&pdf::simple(Layout::Table), "A");
    for at in (0..file.len() as u64).step_by(37) {
        let broken = Broken(file.clone(), at);
        for outcome in [
            signatures(&broken).map(drop).err(),
            timestamping::begin_document_timestamp(&broken, &names(&["T"])[0], 100).map(drop).err().map(|error| {
                match error {
                    TimestampingError::Input(error) | TimestampingError::Revision(RevisionError::Input(error)) => error,
                    other => panic!("{other:?}"),
                }
            }),
        ] {
            assert!(matches!(outcome, None | Some(InputError::Unreadable { .. })), "{at}: {outcome:?}");
        }
        // All bytes are signed, so none may be missing.
        assert!(sign::begin(&broken, &signer.request("B")).is_err(), "{at}");
    }
}

#[test]
fn every_phase_can_be_stored() {
    let signer = Signer::p256();
    let original = pdf::simple(Layout::Streams);
    let prepared = sign::begin(&original, &signer.request("A")).unwrap();
    let prepared: sign::Prepared = serde_json::from_str(&serde_json::to_string(&prepared).unwrap()).unwrap();
    let signed = prepared.clone().attach(&signer.sign_digest(&prepared.digest_to_sign())).unwrap();
    let signed: sign::Signed = serde_json::from_str(&serde_json::to_string(&signed).unwrap()).unwrap();
    let file = signed.timestamp(&token(signed.imprint())).unwrap().revision().apply(&original);
    assert_eq!(file, timestamped(&signer.sign(&original, "A"), "A"));
    assert_all_valid(&file, 1);
}

#[test]
fn the_document_id_is_grey_by_no_device_and_takes_nobodys_name() {
    let resources = "/Resources << /Font 13 0 R /ColorSpace << /DocumentId /DeviceRGB /DocumentId1 /DeviceRGB >> >>";
    let page = format!("<</Type/Page/Parent 2 0 R/Contents 7 0 R {resources}>>");
    let fonts = "<< /DocumentId 5 0 R >>";
    let file = pdf::update(&pdf::simple(Layout::Table), 14, &[(3, &page), (13, fonts)]);
    let marked = prepared(&file, &[]);
    let added = String::from_utf8_lossy(&marked[file.len()..]).into_owned();
    let mark = "/DocumentId2 cs 0.35 sc /DocumentId2 CS 0.35 SC\nBT\n/DocumentId1 6 Tf";
    assert!(added.contains(mark), "{added}");
    assert!(added.contains("/DocumentId1 /DeviceRGB \n/DocumentId2 [/CalGray"), "{added}");
    assert!(added.contains("<< /DocumentId 5 0 R \n/DocumentId1 "), "{added}");
}

#[test]
fn pages_share_what_they_shared() {
    let few = prepared(&pdf::many_pages(2), &[]).len() - pdf::many_pages(2).len();
    let many = prepared(&pdf::many_pages(100), &[]).len() - pdf::many_pages(100).len();
    assert!((many - few) / 98 < 200, "each further page takes {} bytes", (many - few) / 98);
}

#[test]
fn pages_with_resources_of_their_own_share_the_fonts() {
    let fonts: String = (0..1000).map(|number| format!("/F{number} 3 0 R ")).collect();
    let mut objects = vec![(4, format!("<< {fonts} >>"))];
    for number in 6..106 {
        let resources = format!("<< /Font 4 0 R /Properties << /P{number} << >> >> >>");
        objects.push((number, format!("<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources {resources} >>")));
    }
    let objects: Vec<(usize, &str)> = objects.iter().map(|(number, body)| (*number, body.as_str())).collect();
    let file = pdf::update(&pdf::many_pages(100), 106, &objects);
    let each = (prepared(&file, &[]).len() - file.len()) / 100;
    assert!(each < 800, "each page takes {each} bytes, and the fonts {}", fonts.len());
}
