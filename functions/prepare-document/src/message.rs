//! What comes to this function: uploads from the document store, and jobs.

use aws::stored::job::JobMessage;
use domain::document::ObjectKey;
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::job::Job;
use jiff::Timestamp;
use serde::Deserialize;

/// A message of one of the function's two queues.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Message {
    /// A job for a document of an envelope that is being sent, or for one that could not be sent.
    Job(JobMessage),
    /// Uploads that have arrived ("Event message structure" in the user guide of Amazon S3).
    Uploads {
        /// One for each.
        #[serde(rename = "Records")]
        records: Vec<Arrival>,
    },
    /// What the store sends when its notifications are set up, with nothing in it.
    Test {
        /// Always `s3:TestEvent`.
        #[serde(rename = "Event")]
        event: String,
    },
}

/// An object that has arrived; the rest of what is told of it is not needed.
#[derive(Debug, Deserialize)]
pub struct Arrival {
    s3: ArrivalInS3,
}

#[derive(Debug, Deserialize)]
struct ArrivalInS3 {
    object: ArrivedObject,
}

#[derive(Debug, Deserialize)]
struct ArrivedObject {
    /// As in a URL, which changes no key of an upload.
    key: String,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Its upload has arrived.
    Check { envelope: EnvelopeId, document: DocumentNumber },
    /// It is to be prepared.
    Prepare { envelope: EnvelopeId, document: DocumentNumber },
    /// What was counted for a sending that could not be done is given back.
    GiveBack { envelope: EnvelopeId, refusal: u64, refused_at: Timestamp },
}

impl Message {
    /// What is to be done. What is not for this function is told in the log and passed over.
    pub(crate) fn into_tasks(self) -> Vec<Task> {
        match self {
            Self::Job(message) => match message.into() {
                Job::Prepare { envelope, document } => vec![Task::Prepare { envelope, document }],
                Job::GiveBackSending { envelope, refusal, refused_at } => {
                    vec![Task::GiveBack { envelope, refusal, refused_at }]
                }
                job => {
                    tracing::warn!(?job, "this job is not for the function that prepares documents");
                    Vec::new()
                }
            },
            Self::Uploads { records } => records.into_iter().filter_map(|record| check_of(record.s3.object)).collect(),
            Self::Test { event } => {
                tracing::info!(event, "the store's notifications are set up");
                Vec::new()
            }
        }
    }
}

fn check_of(object: ArrivedObject) -> Option<Task> {
    let upload = ObjectKey(object.key).upload();
    if upload.is_none() {
        tracing::warn!("an object that is no upload has arrived");
    }
    upload.map(|(envelope, document)| Task::Check { envelope, document })
}
