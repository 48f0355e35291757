//! What contracts are checked with. Promises are checked at once over one store, so that each takes values of its own.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::authorisation::{KeyTerms, Scope};
use domain::command::{Command, Decision};
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::draft::{DraftSeeds, EnvelopeRequest};
use domain::envelope::{Envelope, Sender};
use domain::ids::{DocumentId, EnvelopeId, EnvelopeNumber, ManagementNumber, OrganisationId, PersonId};
use domain::policy::Policy;
use domain::ports::Account;
use fakes::Story;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

static NEXT: AtomicU64 = AtomicU64::new(1);

/// A number that nobody else in this process has: they grow.
pub fn fresh() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// An identifier of its own; identifiers sort by when they were made, as those of version 7 do.
pub fn envelope_id() -> EnvelopeId {
    EnvelopeId::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(fresh())))
}

/// An organisation of its own.
pub fn organisation() -> OrganisationId {
    format!("organisation-{}", fresh()).try_into().expect("an organisation id")
}

/// A digest of its own.
pub fn digest() -> Digest {
    Digest::of(format!("digest {}", fresh()).as_bytes())
}

/// A key of the document store of its own.
pub fn key() -> ObjectKey {
    ObjectKey(format!("envelopes/contract/{}.pdf", fresh()))
}

/// So many seconds after a moment that all contracts start from.
pub fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-04-01T00:00:00Z".parse().expect("a time");
    start + SignedDuration::from_secs(seconds)
}

/// A draft of this organisation's, made at [`at`] 0.
pub fn draft(organisation: &OrganisationId) -> Decision {
    draft_called(envelope_id(), organisation)
}

/// The same with this identifier.
pub fn draft_called(id: EnvelopeId, organisation: &OrganisationId) -> Decision {
    draft_of(id, Sender { organisation: organisation.clone(), ..fakes::city() })
}

/// A draft that this person makes for this organisation.
pub fn draft_by(organisation: &OrganisationId, person: PersonId) -> Decision {
    draft_of(envelope_id(), Sender { organisation: organisation.clone(), person: Some(person), ..fakes::city() })
}

fn draft_of(id: EnvelopeId, sender: Sender) -> Decision {
    let request =
        EnvelopeRequest { recipients: vec![fakes::signer(1, None, "鈴木 一郎", "suzuki")], ..Story::request() };
    let seeds = DraftSeeds {
        id,
        number: EnvelopeNumber::of_count(1),
        sender,
        policy: Policy::default(),
        first_management_number: ManagementNumber(1),
        document_ids: (1..).take(request.documents.len()).map(|n| DocumentId::new([n; 16])).collect(),
    };
    request.draft(seeds, at(0)).expect("a good request")
}

/// What it comes to that this draft is to be sent.
pub fn request_sending(draft: &Envelope, now: Timestamp) -> Decision {
    draft.apply(Command::RequestSending, now).expect("a draft is sent")
}

/// What taking it back comes to.
pub fn void(envelope: &Envelope, now: Timestamp) -> Decision {
    let command = Command::Void { reason: "内容に誤りがありました。".to_owned() };
    envelope.apply(command, now).expect("an open envelope is taken back")
}

/// A sender whose key is bound in every way.
pub fn account() -> Account {
    let ranges = ["203.0.113.0/24", "2001:db8::/32"].map(|range| range.parse().expect("a range"));
    let terms = KeyTerms {
        label: "会計システム".to_owned(),
        scopes: [Scope::EnvelopesRead, Scope::EnvelopesWrite].into(),
        expires_at: Some(at(86_400)),
        addresses: ranges.into(),
    };
    Account {
        sender: fakes::city(),
        terms,
        policy: Policy { two_factor_required: true, ..Policy::default() },
        id: None,
        generation: 0,
        has_organisation: true,
    }
}
