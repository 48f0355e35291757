//! Visible seals (印影, F4): which ones a signer may choose from, and what is made of the choice.
//!
//! Nothing is kept while the signer chooses: the choice travels in the forms' fields, and a seal that is made from the name
//! is made again when it is used. Only an image that the signer brings is stored, under the digest of what was made of it;
//! it lies with the uploads, which go when no envelope of theirs can be open any more. What counts is the copy in the
//! signed document.

mod choice;
mod image;
mod page;
mod told;
mod which;

use domain::digest::Digest;
use domain::document::{Document, ObjectKey, StoredFile};
use domain::ids::EnvelopeId;
use domain::ports::{Documents, PortError};
use domain::recipient::Recipient;
use domain::visible_seal::{Placement, VisibleSeal};
use seal_image::SealDesign;

use crate::link_context::LinkContext;
pub(crate) use choice::is_field;
use choice::{Choice, Fault};
pub(crate) use image::{image, upload};
pub(crate) use page::{page, refusal};
use which::Seal;

/// Pixels of the longest side of a seal that is made: 600 on 24 mm are 635 dpi.
const PIXELS: u32 = 600;
/// Longest side of an image that a signer brings, in tenths of a millimetre.
const OWN_SIDE: u32 = 200;

/// The field, and the parameter of an image's URL, with the digest of the image that is shown.
const SHOWN: &str = "seal_sha256";

/// Whether a field of this name is part of the form that signs with a seal.
pub(crate) fn is_field_of_act(name: &str, documents: &[Document]) -> bool {
    name == SHOWN || is_field(name, documents)
}

/// The digest of the image that was shown.
fn shown_in(fields: &[(String, String)]) -> Option<Digest> {
    fields.iter().find(|(name, _)| name == SHOWN)?.1.parse().ok()
}

/// A seal that can be put on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Image {
    png: Vec<u8>,
    /// Natural width and height, in tenths of a millimetre.
    size: (u32, u32),
}

/// A choice of which something can be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    choice: Choice,
    placed: Option<(Image, Vec<Placement>)>,
}

/// A choice of which nothing can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// The signer has not chosen yet.
    Missing,
    /// What was chosen cannot be.
    Faulty(Choice, Fault),
}

impl Chosen {
    /// What these fields come to for a client whose turn it is.
    pub(crate) async fn of(
        documents: &dyn Documents,
        context: &LinkContext,
        fields: &[(String, String)],
    ) -> Result<Result<Self, Unusable>, PortError> {
        let Some(seal_policy) = &context.recipient.seal_policy else { return Ok(Ok(Self::default())) };
        let envelope = &context.envelope;
        let Some(choice) = Choice::parse(fields, seal_policy, &envelope.documents) else {
            return Ok(Err(Unusable::Missing));
        };
        if choice.seal == Seal::Invisible {
            return Ok(Ok(Self { choice, placed: None }));
        }
        let Some(image) = find(documents, context, choice.seal).await? else {
            return Ok(Err(Unusable::Faulty(choice, Fault::NoImage)));
        };
        Ok(match choice.placements(seal_policy, &envelope.documents, image.size) {
            Ok(placements) => Ok(Self { choice, placed: Some((image, placements)) }),
            Err(fault) => Err(Unusable::Faulty(choice, fault)),
        })
    }

    /// The fields that say the same again; none where there is nothing to choose.
    pub(crate) fn fields(&self, context: &LinkContext) -> Vec<(String, String)> {
        match context.recipient.seal_policy {
            Some(_) => self.choice.fields(&context.envelope.documents),
            None => Vec::new(),
        }
    }

    /// Where the seal stands; nowhere for an invisible signature.
    pub(crate) fn placements(&self) -> &[Placement] {
        self.placed.as_ref().map_or(&[], |(_, placements)| placements)
    }

    /// URL of the seal's image, this one and no other.
    pub(crate) fn image_url(&self, context: &LinkContext) -> Option<String> {
        let digest = self.digest()?;
        Some(format!("{}?{SHOWN}={digest}", image_url(context, self.choice.seal)))
    }

    /// The digest of the seal's image.
    fn digest(&self) -> Option<Digest> {
        self.placed.as_ref().map(|(image, _)| Digest::of(&image.png))
    }

    /// The field that says which image is shown; none for an invisible signature.
    pub(crate) fn shown_field(&self) -> Option<(&'static str, String)> {
        Some((SHOWN, self.digest()?.to_string()))
    }

    /// Whether these fields come from a page that showed this very image. A seal that is made is made again at the act, and a
    /// program newer than the page may draw it otherwise: nobody signs with an image that was not shown.
    pub(crate) fn was_shown(&self, fields: &[(String, String)]) -> bool {
        self.digest().is_none_or(|digest| shown_in(fields) == Some(digest))
    }

    /// What is recorded; the image is in the store then, for whoever seals. `None` for an invisible signature.
    pub(crate) async fn into_visible_seal(
        self,
        documents: &dyn Documents,
        context: &LinkContext,
    ) -> Result<Option<VisibleSeal>, PortError> {
        let Some((Image { png, size: _ }, placements)) = self.placed else { return Ok(None) };
        let sha256 = Digest::of(&png);
        let object = key(context.envelope.id, sha256);
        if matches!(self.choice.seal, Seal::Made(..)) {
            documents.put(&object, png).await?;
        }
        Ok(Some(VisibleSeal { image: StoredFile { object, sha256 }, placements }))
    }
}

/// The seals that can be made for this person, best first.
fn offers(recipient: &Recipient) -> Vec<SealDesign> {
    SealDesign::suggestions(&recipient.name, recipient.company.as_deref())
}

/// What chooses this one of the offers.
const fn choosing(design: &SealDesign) -> Seal {
    Seal::Made(design.style(), design.ending())
}

/// The seal that was chosen of those that can be made for this person.
fn made(recipient: &Recipient, seal: Seal) -> Option<Image> {
    let design = offers(recipient).into_iter().find(|design| choosing(design) == seal)?;
    let size = size_of(&design)?;
    Some(Image { png: design.draw(PIXELS).ok()?.png, size })
}

/// Natural width and height of a seal that is made, in tenths of a millimetre.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a seal is some centimetres large")]
fn size_of(design: &SealDesign) -> Option<(u32, u32)> {
    let (width, height) = design.millimetres().ok()?;
    Some(((width * 10.0).round() as u32, (height * 10.0).round() as u32))
}

/// Where a seal's image is kept until it is in the documents.
fn key(envelope: EnvelopeId, digest: Digest) -> ObjectKey {
    ObjectKey(format!("uploads/{envelope}/seal-{digest}.png"))
}

/// The chosen seal's image; `None` for an invisible signature, and for what cannot be had.
async fn find(documents: &dyn Documents, context: &LinkContext, seal: Seal) -> Result<Option<Image>, PortError> {
    match seal {
        Seal::Invisible => Ok(None),
        Seal::Made(..) => Ok(made(&context.recipient, seal)),
        Seal::Own(digest) => own(documents, context.envelope.id, digest).await,
    }
}

/// The image that was brought, if it is there and unchanged. Until the act no record names it: anybody with the link may ask
/// for a digest under which nothing was ever stored.
async fn own(documents: &dyn Documents, envelope: EnvelopeId, digest: Digest) -> Result<Option<Image>, PortError> {
    let bytes = documents.get_unrecorded(&key(envelope, digest)).await?;
    let sound = bytes.filter(|bytes| Digest::of(bytes) == digest);
    Ok(sound.and_then(|png| {
        let size = own_size(dimensions(&png)?);
        Some(Image { png, size })
    }))
}

/// The size on paper of an image of so many pixels. A seal's box holds its image whole, so that the shorter side may be
/// made longer to what is allowed.
fn own_size((width, height): (u32, u32)) -> (u32, u32) {
    let longest = width.max(height).max(1);
    // Images are at most 2000 pixels wide and high: no overflow.
    let scaled = |side: u32| (side * OWN_SIDE / longest).max(*domain::visible_seal::SIDES.start());
    (scaled(width), scaled(height))
}

/// Width and height in a PNG's header (ISO/IEC 15948 §11.2.2).
fn dimensions(png: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(png.get(at..at + 4)?.try_into().ok()?));
    let (width, height) = (number(16)?, number(20)?);
    let most = seal_image::MAX_SIDE;
    (width <= most && height <= most).then_some((width, height))
}

fn image_url(context: &LinkContext, seal: Seal) -> String {
    format!("{}/seal/{}.png", context.path, seal.value())
}
