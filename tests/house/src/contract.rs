//! Contracts that are small: one page with a line on it.

use domain::command::Decision;
use domain::digest::Digest;
use domain::draft::{DocumentRequest, DraftSeeds, EnvelopeRequest};
use domain::ids::{DocumentId, EnvelopeId, EnvelopeNumber, ManagementNumber};
use domain::policy::Policy;
use fakes::city;
use jiff::Timestamp;
use signing::document::{Builder, Layout};
use uuid::Uuid;

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
        policy: Policy::default(),
        first_management_number: ManagementNumber(1),
        document_ids: (1..=documents).map(|n| DocumentId::new([u8::try_from(n).expect("few"); 16])).collect(),
    };
    request.draft(seeds, now).expect("a good request")
}

/// The file that stands for every document.
pub(crate) fn upload() -> Vec<u8> {
    let mut pdf = Builder::new(Layout::Table);
    pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>");
    pdf.object("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>");
    pdf.stream("", b"72 760 m 500 760 l S");
    pdf.finish("")
}
