//! Version 1, whose URLs begin with `/v1`.
//!
//! These types are what programs of others are written against: a field keeps its name, its type and its meaning as long as
//! there is a `/v1`. Requests are read into them and then become the domain's; answers are made of the domain's values.
//!
//! Lengths and places on a page count in tenths of a millimetre, from the upper left corner of the page as it is shown.

mod envelope;
mod events;
mod list;
mod recipient;
mod request;
mod rewriting;
mod values;
mod waiting;

pub use envelope::{EnvelopeView, UploadView};
pub use events::{EventsView, SealEvidenceView};
pub use list::{EnvelopeListView, list_query};
pub use request::{
    AmountRequest, CorrectionRequest, DocumentRequest, EnvelopeRequest, FactorRequest, RecipientRequest,
    SealPolicyRequest, TransactionRequest, VoidRequest,
};
pub use rewriting::sentence;
pub use values::{ChainHead, Sealer};
