//! How large an envelope becomes. It is one item of the table, which holds so much and no more: an envelope that outgrew it
//! when people have signed could never be completed.

use domain::envelope::Envelope;
use domain::ports::EnvelopeLimits;
use domain::recipient::{Recipient, Role};
use domain::visible_seal::{PlacedBy, SealPolicy};

use super::Row;

/// The most bytes of an envelope's JSON. An item has at most 400 KB (DynamoDB, "Constraints"); the rest is for its keys.
const MAX_BYTES: usize = 400 * 1024 - 4096;

/// What fits into one item, as long as names and texts are of ordinary length: [`fits`] measures the rest.
pub const LIMITS: EnvelopeLimits = EnvelopeLimits { seals: 600, placed_seals: 200 };

/// The largest JSON of a timestamped revision, for an authority whose name has up to 90 bytes.
const REVISION: usize = 440;
/// What sending notes about a document: the prepared file, its pages and, at most twenty times, a change of their size.
const PREPARED: usize = 300;
const PAGE_RUNS: usize = 20 * 48;
/// What becomes of a recipient on the way, and of the mails to them.
const RECIPIENT: usize = 900;
/// How often somebody has saved the documents.
const DOWNLOADS: usize = 60;
/// The image of a visible seal, and one place of it.
const SEAL: usize = 250;
const PLACE: usize = 90;

/// Whether the envelope stays within its item to the end. One that cannot be measured could not be stored either.
pub fn fits(envelope: &Envelope) -> bool {
    largest(envelope).is_ok_and(|bytes| bytes <= MAX_BYTES)
}

/// Bytes of the envelope's JSON once everybody has acted and every seal is made, if nobody forwards their task.
fn largest(envelope: &Envelope) -> Result<usize, serde_json::Error> {
    let now = envelope.to_row()?.len();
    let documents = envelope.documents.len();
    let signers = || envelope.recipients.iter().filter(|r| is_to_seal(r));
    let revisions = envelope.documents.iter().map(|d| (signers().count() + 1).saturating_sub(d.revisions.len()));
    let unprepared = envelope.documents.iter().filter(|d| d.prepared.is_none()).count();
    let runs = if envelope.is_certified() { 0 } else { PAGE_RUNS };
    let to_place = signers().filter(|r| r.visible_seal.is_none()).filter_map(|r| r.seal_policy.as_ref());
    let visible_seals = to_place.map(|seal_policy| SEAL + PLACE * places(seal_policy, documents));
    Ok(now
        + revisions.sum::<usize>() * REVISION
        + unprepared * (PREPARED + runs)
        + envelope.recipients.len() * (RECIPIENT + DOWNLOADS)
        + DOWNLOADS
        + visible_seals.sum::<usize>())
}

const fn is_to_seal(recipient: &Recipient) -> bool {
    matches!(recipient.role, Role::Signer { .. }) && !recipient.is_delegated()
}

const fn places(seal_policy: &SealPolicy, documents: usize) -> usize {
    match seal_policy.by {
        PlacedBy::Sender => seal_policy.placements.len(),
        PlacedBy::Signer => documents,
    }
}
