//! Visible seals (F4): where a signer's 印影 stands on the page. Invisible is the default, and equal as evidence.

use crate::document::{Document, StoredFile};
use crate::ids::DocumentNumber;

/// The smallest and the largest side of a seal, in tenths of a millimetre.
pub const SIDES: std::ops::RangeInclusive<u32> = 50..=1000;

/// The farthest place from a page's upper left corner, in tenths of a millimetre: no page is larger than 200 inches (ISO 32000-2
/// annex C).
pub const MAX_OFFSET: u32 = 50_800;

/// Where a seal stands: a rectangle on a page, in tenths of a millimetre, from the upper left corner of the page as it is
/// shown. At most one on a document for each signer: a signature has one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Which document.
    pub document: DocumentNumber,
    /// Which page, from 1.
    pub page: u32,
    /// From the page's left edge to the seal's.
    pub x: u32,
    /// From the page's upper edge to the seal's.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Who says where a signer's seal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlacedBy {
    /// The sender; the signer accepts it, or signs invisibly.
    Sender,
    /// The signer, who may keep what the sender proposes. The documents are then not certified against new fields: what
    /// was fixed at sending is proved by the operator's seal and its timestamp alone.
    Signer,
}

/// That a signer may sign visibly, and who says where. Without it the signature is invisible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealPolicy {
    /// Who says where.
    pub by: PlacedBy,
    /// Where; a proposal if the signer may say.
    pub placements: Vec<Placement>,
}

/// What a signer chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleSeal {
    /// The image: a PNG with alpha in the document store.
    pub image: StoredFile,
    /// Where it stands.
    pub placements: Vec<Placement>,
}

impl Placement {
    /// Whether all of it is on the page. Where the page's size is not known, it is not.
    pub fn is_on_its_page(&self, documents: &[Document]) -> bool {
        let size = documents.iter().find(|d| d.number == self.document).and_then(|d| d.page_size(self.page));
        size.is_some_and(|(width, height)| {
            self.x.saturating_add(self.width) <= width && self.y.saturating_add(self.height) <= height
        })
    }
}

impl VisibleSeal {
    /// Where it stands on this document.
    pub fn on(&self, document: DocumentNumber) -> Option<&Placement> {
        self.placements.iter().find(|p| p.document == document)
    }
}

impl SealPolicy {
    /// Where the sender put it on this document.
    pub fn on(&self, document: DocumentNumber) -> Option<&Placement> {
        self.placements.iter().find(|p| p.document == document)
    }

    /// Whether a signer may put seals there.
    pub fn allows(&self, placements: &[Placement], documents: &[Document]) -> bool {
        match self.by {
            PlacedBy::Sender => self.placements == placements,
            PlacedBy::Signer => {
                !placements.is_empty()
                    && are_good(placements, |number| pages_of(documents, number))
                    && placements.iter().all(|placement| placement.is_on_its_page(documents))
            }
        }
    }
}

/// Whether all stand on pages that there are, have a sensible size, and are at most one on a document. `pages` tells how
/// many a document has: `Some(None)` where that is not known yet.
pub fn are_good(placements: &[Placement], pages: impl Fn(DocumentNumber) -> Option<Option<u32>>) -> bool {
    placements.iter().enumerate().all(|(i, p)| {
        let there = pages(p.document).is_some_and(|pages| p.page >= 1 && pages.is_none_or(|pages| p.page <= pages));
        let alone = placements[..i].iter().all(|earlier| earlier.document != p.document);
        let sized = SIDES.contains(&p.width) && SIDES.contains(&p.height);
        let near = p.x <= MAX_OFFSET && p.y <= MAX_OFFSET;
        there && alone && sized && near
    })
}

fn pages_of(documents: &[Document], number: DocumentNumber) -> Option<Option<u32>> {
    let document = documents.iter().find(|d| d.number == number)?;
    Some(document.prepared.as_ref().map(|p| p.pages))
}
