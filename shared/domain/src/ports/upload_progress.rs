//! How far the work on uploads has come.

use async_trait::async_trait;
use jiff::Timestamp;

use super::PortError;
use crate::ids::{DocumentNumber, EnvelopeId};
use crate::preparation::{Progress, Stage, UploadTask};

/// How far the work on an envelope's uploads has come. It stands beside the envelope: many documents are worked on at once,
/// and the envelope's version counts what people do.
///
/// Every beginning is counted before the file is looked at, so that a file on which functions die is known by it.
#[async_trait]
pub trait UploadProgress: Send + Sync {
    /// Begins a task, unless it has come to a result or somebody else has begun it a moment ago. A check that came to a
    /// refusal is begun anew: another file may lie there now.
    async fn begin(&self, task: &UploadTask, now: Timestamp) -> Result<Beginning, PortError>;

    /// Keeps what the task came to.
    async fn finish(&self, task: &UploadTask, result: &Progress) -> Result<(), PortError>;

    /// Takes back that it was begun: it failed for a reason that is not in the file.
    async fn give_up(&self, task: &UploadTask) -> Result<(), PortError>;

    /// How far the envelope's uploads have come, as last written. Those of which nothing is told have not been begun.
    async fn all(&self, envelope: EnvelopeId, stage: Stage) -> Result<Vec<(DocumentNumber, Progress)>, PortError>;
}

/// What came of beginning a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// It is the caller's now.
    Begun {
        /// How often it was begun, this time included and what was given up not.
        times: u32,
    },
    /// Somebody else is at work on it, or has died: until the lease ends nobody can tell.
    Leased,
    /// It has come to this before.
    Known(Progress),
}
