//! Contracts that are small: one page with a line on it, prepared as at sending.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use domain::command::{Command, Decision};
use domain::digest::Digest;
use domain::document::{Document, Origin, Prepared, Sealer, StoredFile};
use domain::draft::{DocumentRequest, DraftSeeds, EnvelopeRequest};
use domain::envelope::Envelope;
use domain::ids::{DocumentId, EnvelopeId, EnvelopeNumber, ManagementNumber};
use domain::recipient::Role;
use fakes::city;
use jiff::Timestamp;
use pades::{FieldName, Preparation};
use signing::document::{Builder, Layout};
use uuid::Uuid;

/// Prepared files, by the names of their fields.
static PREPARED: LazyLock<Mutex<HashMap<Vec<String>, Vec<u8>>>> = LazyLock::new(Mutex::default);

/// A draft of this request with so many documents.
pub(crate) fn draft(number: u64, request: EnvelopeRequest, documents: usize, now: Timestamp) -> Decision {
    let upload = upload();
    let document = |number: usize| DocumentRequest {
        name: format!("契約書{number}"),
        size: upload.len() as u64,
        sha256: Digest::of(&upload).to_string(),
    };
    let request = EnvelopeRequest {
        title: "電子契約サービス委託".to_owned(),
        documents: (1..=documents).map(document).collect(),
        ..request
    };
    let seeds = DraftSeeds {
        id: EnvelopeId::new(Uuid::from_u128(0x0190_0000_0000_7000_8000 << 48 | u128::from(number))),
        number: EnvelopeNumber::of_count(number),
        sender: city(),
        first_management_number: ManagementNumber(1),
        document_ids: (1..=documents).map(|n| DocumentId::new([u8::try_from(n).expect("few"); 16])).collect(),
    };
    request.draft(seeds, now).expect("a good request")
}

/// The command that sends a draft, and the files that it needs in the store.
pub(crate) fn sending(draft: &Envelope) -> (Command, Vec<(StoredFile, Vec<u8>)>) {
    let files: Vec<_> = draft.documents.iter().map(|document| file(draft, document)).collect();
    let prepared = |(file, _): &(StoredFile, Vec<u8>)| Prepared {
        file: file.clone(),
        pages: 1,
        sizes: Vec::new(),
        origin: Origin::Unsigned,
        rewriting: Vec::new(),
    };
    (Command::Send { prepared: files.iter().map(prepared).collect() }, files)
}

fn file(draft: &Envelope, document: &Document) -> (StoredFile, Vec<u8>) {
    let signers = draft.recipients.iter().filter(|r| matches!(r.role, Role::Signer { .. }));
    let sealers = std::iter::once(Sealer::Operator).chain(signers.map(|r| Sealer::Recipient(r.number)));
    let bytes = prepared(sealers.map(|by| draft.field_name(document, by)).collect());
    let sha256 = Digest::of(&bytes);
    (StoredFile { object: document.object_key(draft.id, 0, sha256), sha256 }, bytes)
}

fn prepared(names: Vec<String>) -> Vec<u8> {
    let mut all = PREPARED.lock().unwrap();
    let make = || {
        let fields: Vec<FieldName> = names.iter().map(|name| FieldName::new(name.clone()).unwrap()).collect();
        let upload = upload();
        pades::Document::open(&upload).unwrap().prepare(&Preparation::new().with_fields(fields)).unwrap().apply(&upload)
    };
    match all.get(&names) {
        Some(bytes) => bytes.clone(),
        None => {
            let bytes = make();
            all.insert(names, bytes.clone());
            bytes
        }
    }
}

fn upload() -> Vec<u8> {
    let mut pdf = Builder::new(Layout::Table);
    pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>");
    pdf.object("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>");
    pdf.stream("", b"72 760 m 500 760 l S");
    pdf.finish("")
}
