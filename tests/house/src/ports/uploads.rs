//! How far uploads have come.

use async_trait::async_trait;
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::ports::{Beginning, PortError, UploadProgress};
use domain::preparation::{Progress, Stage, UploadTask};
use jiff::Timestamp;

use super::Ports;

#[async_trait]
impl UploadProgress for Ports {
    async fn begin(&self, task: &UploadTask, now: Timestamp) -> Result<Beginning, PortError> {
        self.call("note that the work on an upload begins", self.backend.progress.begin(task, now)).await
    }

    async fn finish(&self, task: &UploadTask, result: &Progress) -> Result<(), PortError> {
        self.call("keep what the work on an upload came to", self.backend.progress.finish(task, result)).await
    }

    async fn give_up(&self, task: &UploadTask) -> Result<(), PortError> {
        self.call("note that the work on an upload was given up", self.backend.progress.give_up(task)).await
    }

    async fn all(&self, envelope: EnvelopeId, stage: Stage) -> Result<Vec<(DocumentNumber, Progress)>, PortError> {
        self.call("ask how far the uploads have come", self.backend.progress.all(envelope, stage)).await
    }
}
