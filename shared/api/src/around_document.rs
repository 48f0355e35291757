//! What the view of a document is made of beside the envelope.

use domain::preparation::Progress;

use crate::v1::UploadView;

/// What is known of a document beside the envelope: where it is to be put or to be had, and how far it has come.
#[derive(Clone, Debug, Default)]
pub struct AroundDocument {
    /// How it is uploaded, as long as the envelope is a draft.
    pub upload: Option<UploadView>,
    /// The URL of its newest file, once there is one that people may see.
    pub download: Option<String>,
    /// How far its upload has come, until the envelope is sent.
    pub progress: Option<Progress>,
}
