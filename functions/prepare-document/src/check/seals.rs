//! Fields for the seals to come, seen and unseen (F4).

use domain::document::{Document, PageRun, Sealer};
use domain::envelope::Envelope;
use domain::recipient::{Recipient, Role};
use domain::unsendable::Unsendable;
use domain::visible_seal::{PlacedBy, Placement};
use pades::appearance::{AppearanceError, PageSize};
use pades::field::{FieldName, FieldNameError};

use super::unsendable;

/// Changes of size from page to page in a document on which signers may put seals: what the envelope keeps of them has to
/// fit into one item of the store.
const MAX_RUNS: usize = 20;

/// The fields to make before the first seal.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) unseen: Vec<FieldName>,
    pub(super) seen: Vec<(FieldName, pades::appearance::Placement)>,
}

/// A field for everybody who will seal, and one for a group of which one will, but for signers who choose a place of their own: theirs are made when they sign.
pub(super) fn fields(envelope: &Envelope, document: &Document) -> Result<Fields, FieldNameError> {
    let name = |by| FieldName::new(envelope.field_name(document, by));
    let mut fields = Fields { unseen: vec![name(Sealer::Operator)?], seen: Vec::new() };
    let has_field =
        |r: &&Recipient| matches!(r.role, Role::Signer { .. }) && envelope.field_owner(r.number) == r.number;
    for signer in envelope.recipients.iter().filter(has_field) {
        let name = name(Sealer::Recipient(signer.number))?;
        match placed_on(signer, document) {
            Some(placement) => fields.seen.push((name, in_millimetres(placement))),
            None if is_free(signer) => {}
            None => fields.unseen.push(name),
        }
    }
    Ok(fields)
}

/// Whether all seals that the sender placed are on their pages and can be put there; the pages' sizes, where a signer may
/// choose a place.
pub(super) fn check(
    envelope: &Envelope,
    document: &Document,
    file: &pades::Document<'_>,
    is_certified: bool,
) -> Result<Vec<PageRun>, Unsendable> {
    let is_free = envelope.recipients.iter().any(is_free);
    let placements = || envelope.recipients.iter().filter_map(|r| r.seal_policy.as_ref()?.on(document.number));
    if !is_free && placements().next().is_none() {
        return Ok(Vec::new());
    }
    if is_certified {
        return Err(Unsendable::new(
            "pdf-certified-against-visible-seals",
            "このPDFは証明(DocMDP)により可視の署名欄を追加できません。不可視署名にしてください。",
            "the PDF is certified against new fields that are seen; let it be signed invisibly",
        ));
    }
    let sizes = file.page_sizes().map_err(|error| unsendable(&error))?;
    let is_on_page = |p: &Placement| {
        let size = p.page.checked_sub(1).and_then(|page| sizes.get(page as usize));
        size.is_some_and(|size| p.x + p.width <= tenths(size.width) && p.y + p.height <= tenths(size.height))
    };
    if !placements().all(is_on_page) {
        return Err(outside("a visible seal reaches beyond its page, or there is no such page".to_owned()));
    }
    if !is_free {
        return Ok(Vec::new());
    }
    let runs = runs(&sizes);
    if runs.len() > MAX_RUNS {
        return Err(Unsendable::new(
            "pdf-too-many-page-sizes",
            "ページの大きさの種類が多いため、署名者が印影の位置を選べません。送信者が位置を指定してください。",
            "the pages change their size too often for signers to choose a place; place the seals yourself",
        ));
    }
    Ok(runs)
}

/// A seal that the sender placed beyond the page.
pub(super) fn off_the_page(error: &AppearanceError) -> Unsendable {
    outside(error.to_string())
}

fn outside(detail: String) -> Unsendable {
    Unsendable::new(
        "visible-seal-outside-page",
        "印影の位置がページの範囲外です。ページ番号と位置（0.1mm単位）を確認してください。",
        detail,
    )
}

fn placed_on<'r>(signer: &'r Recipient, document: &Document) -> Option<&'r Placement> {
    signer.seal_policy.as_ref().filter(|seal_policy| seal_policy.by == PlacedBy::Sender)?.on(document.number)
}

fn is_free(recipient: &Recipient) -> bool {
    recipient.seal_policy.as_ref().is_some_and(|seal_policy| seal_policy.by == PlacedBy::Signer)
}

fn in_millimetres(placement: &Placement) -> pades::appearance::Placement {
    let Placement { document: _, page, x, y, width, height } = *placement;
    let [x, y, width, height] = [x, y, width, height].map(|tenths| f64::from(tenths) / 10.0);
    pades::appearance::Placement { page, x, y, width, height }
}

fn runs(sizes: &[PageSize]) -> Vec<PageRun> {
    let mut runs: Vec<PageRun> = Vec::new();
    for size in sizes {
        let (width, height) = (tenths(size.width), tenths(size.height));
        match runs.last_mut() {
            Some(run) if (run.width, run.height) == (width, height) => run.pages += 1,
            _ => runs.push(PageRun { pages: 1, width, height }),
        }
    }
    runs
}

/// Rounded down: whatever is inside of this is inside of the page.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page is at most some metres long")]
fn tenths(millimetres: f64) -> u32 {
    (millimetres * 10.0).floor() as u32
}
