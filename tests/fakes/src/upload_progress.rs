//! How far the work on uploads has come, by the rules of the table.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use aws::stored::Row as _;
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::ports::{Beginning, PortError, UploadProgress};
use domain::preparation::{PREPARATION_LEASE, Progress, Stage, UploadTask};
use jiff::Timestamp;

#[derive(Debug, Default)]
struct Row {
    begun: u32,
    leased_until: Option<i64>,
    /// The table's JSON.
    body: Option<String>,
}

impl Row {
    fn progress(&self) -> Option<Progress> {
        let known = self.body.as_deref().map(|body| Progress::from_row(body).unwrap());
        known.or_else(|| self.leased_until.map(|_| Progress::Begun))
    }
}

/// Progress in memory that leases work to the second, as the table does.
#[derive(Debug, Default)]
pub struct MemoryUploadProgress(Mutex<HashMap<UploadTask, Row>>);

#[async_trait]
impl UploadProgress for MemoryUploadProgress {
    async fn begin(&self, task: &UploadTask, now: Timestamp) -> Result<Beginning, PortError> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.entry(*task).or_default();
        match row.progress() {
            Some(Progress::Refused(_)) if task.stage == Stage::Check => {}
            Some(known @ (Progress::Checked(_) | Progress::Prepared(_) | Progress::Refused(_))) => {
                return Ok(Beginning::Known(known));
            }
            Some(Progress::Begun) | None => {}
        }
        if row.leased_until.is_some_and(|until| until > now.as_second()) {
            return Ok(Beginning::Leased);
        }
        row.leased_until = Some(now.as_second() + PREPARATION_LEASE.as_secs());
        row.body = None;
        row.begun += 1;
        Ok(Beginning::Begun { times: row.begun })
    }

    async fn finish(&self, task: &UploadTask, result: &Progress) -> Result<(), PortError> {
        let body = Some(result.to_row().unwrap());
        self.0.lock().unwrap().insert(*task, Row { begun: 0, leased_until: None, body });
        Ok(())
    }

    async fn give_up(&self, task: &UploadTask) -> Result<(), PortError> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.entry(*task).or_default();
        if row.body.is_none() && row.leased_until.take().is_some() {
            row.begun -= 1;
        }
        Ok(())
    }

    async fn all(&self, envelope: EnvelopeId, stage: Stage) -> Result<Vec<(DocumentNumber, Progress)>, PortError> {
        let rows = self.0.lock().unwrap();
        let of_stage = rows.iter().filter(|(task, _)| task.envelope == envelope && task.stage == stage);
        let mut found: Vec<_> = of_stage.filter_map(|(task, row)| Some((task.document, row.progress()?))).collect();
        found.sort_by_key(|(document, _)| *document);
        Ok(found)
    }
}
