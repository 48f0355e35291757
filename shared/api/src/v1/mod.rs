//! Version 1, whose URLs begin with `/v1`.
//!
//! These types are what programs of others are written against: a field keeps its name, its type and its meaning as long as
//! there is a `/v1`. Requests are read into them and then become the domain's; answers are made of the domain's values.
//!
//! Lengths and places on a page are millimetres, with at most one decimal place, from the upper left corner of the page as it
//! is shown.

mod access;
pub mod contacts;
mod draft;
mod envelope;
mod events;
mod file;
pub mod folders;
#[cfg(feature = "schema")]
mod limits;
mod list;
mod millimetres;
pub mod organisation;
mod placement;
mod query;
mod recipient;
mod request;
mod rewriting;
mod upload;
mod values;
mod verify;
mod waiting;

pub use access::{AccessKeyView, AccessRecipientView, AccessRow, AccessView};
pub use draft::{ChangeRequest, CopyRequest, EnvelopeWithFilesRequest, RemindRequest};
pub use envelope::{DocumentView, EnvelopeView};
pub use events::{EVENT_LIMITS, EventsQuery, EventsView, EvidenceView, SealEvidenceView};
pub use file::FileView;
#[cfg(feature = "schema")]
pub use file::which_file_names;
#[cfg(feature = "schema")]
pub use list::status_schema;
pub use list::{EnvelopeListView, LIST_LIMITS, list_query};
pub(crate) use millimetres::InvalidLength;
pub use request::{
    AmountRequest, CorrectionRequest, DocumentRequest, EnvelopeRequest, FactorRequest, MoveRequest, RecipientRequest,
    RetryRequest, SealPolicyRequest, TransactionRequest, VoidRequest,
};
pub use rewriting::sentence;
pub use upload::UploadView;
pub use values::{ChainHead, Sealer};
pub use verify::{
    BegunUploadView, CertificateView, DeclaredFile, DetailView, FindingsView, Integrity, LaterChangeView,
    LaterChangesView, LeftFile, Level, MAX_VERIFIED_BYTES, Outcome, Permission, SignatureKind, SignatureState,
    SignatureTimeView, SignatureView, StatedBy,
};
