//! The signed files that are updated: one document in several shapes, signed in several ways.

use pades::DocMdp;
use signing::document::{Increment, Layout};
use signing::evidence::Evidence;
use signing::foreign::Foreign;
use signing::pki::PKI;
use signing::signer::{document_timestamped, signed, with_fields};

use crate::document::{Shape, document};
use crate::linearized::linearized;
use crate::tricks::Family;

/// The field of the first signature.
pub const SIGNATURE: &str = "Seal";

/// What must never hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// The signatures that it has.
    Signature,
    /// These, and those that follow.
    File,
}

/// A signed file.
#[derive(Debug)]
pub struct Base {
    /// What it is.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The permission of its certification.
    pub permission: Option<u8>,
    /// How long it says that it is, which it may become.
    pub foretold: Option<usize>,
    /// The kind of tricks that is most likely to matter for it.
    pub likely: Option<Family>,
    /// What must not hold though nothing is done to it.
    pub unsound: Option<Unsound>,
}

/// How it was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// An approval with a timestamp, by our own signer.
    Approved,
    /// The same, with validation data and a document timestamp behind it.
    Archived,
    /// Two approvals.
    Twice,
    /// A certification by our own signer.
    Certified(DocMdp),
    /// A certification by another program, with this permission.
    Foreign(u8),
    /// A certification by another program whose permission is no integer: some read 1, some the usual 2.
    ForeignReal,
    /// An approval by another program, seen on the first page.
    Visible,
    /// An approval that locks a field.
    Locked,
    /// An approval of a linearized file that was updated. Readers for which it is as long as its first dictionary says
    /// take it as it was before; it becomes so by an update.
    Linearized,
}

/// By how many bytes a linearized file says that it is longer than it is.
const BEYOND: usize = 4000;

/// Those that are sound.
pub(crate) fn bases() -> Vec<Base> {
    use Manner::{Approved, Archived, Certified, Foreign, ForeignReal, Linearized, Locked, Twice, Visible};
    let (table, streams) = (Layout::Table, Layout::Streams);
    let all = [
        (table, 0, true, Approved),
        (table, 90, false, Approved),
        (streams, 270, true, Approved),
        (streams, 0, false, Approved),
        (table, 180, true, Archived),
        (streams, 90, true, Archived),
        (table, 90, true, Twice),
        (streams, 0, true, Twice),
        (table, 90, true, Certified(DocMdp::FormFilling)),
        (streams, 0, false, Certified(DocMdp::FormFilling)),
        (table, 0, true, Certified(DocMdp::Annotating)),
        (streams, 90, false, Certified(DocMdp::Annotating)),
        (table, 0, true, Foreign(1)),
        (table, 90, false, Foreign(2)),
        (table, 270, true, Foreign(3)),
        (table, 90, true, Visible),
        (table, 0, false, Locked),
        (table, 0, true, ForeignReal),
        (table, 0, false, Linearized),
    ];
    let sound =
        all.into_iter().map(|(layout, turn, is_tagged, manner)| base(Shape { layout, turn, is_tagged }, manner));
    sound.collect()
}

fn base(shape: Shape, manner: Manner) -> Base {
    let plain = || document(shape);
    let prepared = || with_fields(&plain(), &[SIGNATURE, "Second"]);
    let approved = || signed(&prepared(), SIGNATURE, &PKI.p256, None);
    let foreign = |foreign: Foreign<'_>| foreign.sign(&mut Increment::new(&plain()));
    let own = || Foreign::new(&PKI.p256, SIGNATURE);
    let (bytes, permission) = match manner {
        Manner::Approved => (approved(), None),
        Manner::Archived => (document_timestamped(&Evidence::of(&[&PKI.p256]).appended(&approved()), "Archive"), None),
        Manner::Twice => (signed(&approved(), "Second", &PKI.rsa, None), None),
        Manner::Certified(permission) => {
            let number = if permission == DocMdp::FormFilling { 2 } else { 3 };
            (signed(&prepared(), SIGNATURE, &PKI.p256, Some(permission)), Some(number))
        }
        Manner::Foreign(permission) => (foreign(own().certifying(permission)), Some(permission)),
        Manner::ForeignReal => {
            let mut own = own();
            own.entries.push_str(
                " /Reference [<< /Type /SigRef /TransformMethod /DocMDP \
                 /TransformParams << /Type /TransformParams /P 1.0 /V /1.2 >> >>]",
            );
            (foreign(own), Some(1))
        }
        Manner::Linearized => (foretelling(shape, 0), None),
        Manner::Visible => (foreign(Foreign { rect: "[400 60 560 120]", ..own() }), None),
        Manner::Locked => (foreign(own().locking("/Action /Include /Fields [(amount)]")), None),
    };
    let foretold = (manner == Manner::Linearized).then_some(bytes.len() + BEYOND);
    let bytes = foretold.map_or(bytes, |length| foretelling(shape, length));
    Base { name: format!("{shape:?} {manner:?}"), bytes, permission, foretold, likely: None, unsound: None }
}

/// A linearized file that says that it is so long, and an approval behind an update of it.
fn foretelling(shape: Shape, length: usize) -> Vec<u8> {
    Foreign::new(&PKI.p256, SIGNATURE).sign(&mut Increment::new(&linearized(shape, length)))
}
