//! Which mails were begun and sent, by the rules of the table.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::mail::MailId;
use domain::ports::{MAIL_LEASE, MailLog, MailProgress, MailTrace, MailTry, PortError};
use jiff::Timestamp;

/// A row: until which second the mail is somebody's, and the mail service's identifier once it was sent.
#[derive(Debug, Default)]
struct Row {
    leased_until: Option<Timestamp>,
    message_id: Option<String>,
}

/// A mail log in memory that holds whoever begins a mail to the lease, to the second, as the table does.
#[derive(Debug, Default)]
pub struct MemoryMailLog(Mutex<HashMap<MailId, Row>>);

#[async_trait]
impl MailLog for MemoryMailLog {
    async fn begin(&self, mail: &MailId, now: Timestamp) -> Result<MailProgress, PortError> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.entry(mail.clone()).or_default();
        if let Some(message_id) = row.message_id.clone() {
            return Ok(MailProgress::Sent { message_id });
        }
        if row.leased_until.is_some_and(|until| until.as_second() > now.as_second()) {
            return Ok(MailProgress::Leased);
        }
        let leased_until = Timestamp::from_second((now + MAIL_LEASE).as_second()).unwrap();
        let is_first = row.leased_until.replace(leased_until).is_none();
        Ok(MailProgress::Begun(MailTry { leased_until, is_first }))
    }

    async fn finish(&self, mail: &MailId, id: &str) -> Result<(), PortError> {
        let mut rows = self.0.lock().unwrap();
        rows.entry(mail.clone()).or_default().message_id = Some(id.to_owned());
        Ok(())
    }

    async fn give_up(&self, mail: &MailId, begun: MailTry) -> Result<(), PortError> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.entry(mail.clone()).or_default();
        if begun.is_first && row.leased_until == Some(begun.leased_until) {
            row.leased_until = None;
        }
        Ok(())
    }

    async fn trace(&self, mail: &MailId, now: Timestamp) -> Result<MailTrace, PortError> {
        let rows = self.0.lock().unwrap();
        Ok(match rows.get(mail) {
            Some(Row { message_id: Some(_), .. }) => MailTrace::Sent,
            Some(Row { leased_until: Some(until), .. }) if now.as_second() < until.as_second() => MailTrace::Leased,
            Some(Row { leased_until: Some(_), .. }) => MailTrace::Unknown,
            Some(Row { leased_until: None, .. }) | None => MailTrace::Absent,
        })
    }
}
