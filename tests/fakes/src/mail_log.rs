//! Which mails were begun and sent, by the rules of the table.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::ids::EnvelopeId;
use domain::mail::Party;
use domain::ports::{MAIL_LEASE, MailLog, MailProgress, PortError};
use jiff::Timestamp;

/// A row: until which second the mail is somebody's, and the mail service's identifier once it was sent.
#[derive(Debug, Default)]
struct Row {
    leased_until: Option<i64>,
    message_id: Option<String>,
}

/// A mail log in memory that holds whoever begins a mail to the lease, to the second, as the table does.
#[derive(Debug, Default)]
pub struct LeasingMailLog(Mutex<HashMap<(EnvelopeId, u64, Party), Row>>);

#[async_trait]
impl MailLog for LeasingMailLog {
    async fn begin(
        &self,
        envelope: EnvelopeId,
        sequence: u64,
        party: Party,
        now: Timestamp,
    ) -> Result<MailProgress, PortError> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.entry((envelope, sequence, party)).or_default();
        if let Some(message_id) = row.message_id.clone() {
            return Ok(MailProgress::Sent { message_id });
        }
        if row.leased_until.is_some_and(|until| until > now.as_second()) {
            return Ok(MailProgress::Leased);
        }
        row.leased_until = Some((now + MAIL_LEASE).as_second());
        Ok(MailProgress::Begun)
    }

    async fn finish(&self, envelope: EnvelopeId, sequence: u64, party: Party, id: &str) -> Result<(), PortError> {
        let mut rows = self.0.lock().unwrap();
        rows.entry((envelope, sequence, party)).or_default().message_id = Some(id.to_owned());
        Ok(())
    }
}
