//! The log of mails.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::ids::EnvelopeId;
use domain::mail::Party;
use domain::ports::{MAIL_LEASE, MailLog, MailProgress, MailTrace, MailTry, PortError};
use jiff::Timestamp;

/// Which mails were begun and sent.
#[derive(Debug, Default)]
pub struct MemoryMailLog(Mutex<HashMap<(EnvelopeId, u64, Party), Row>>);

#[derive(Debug, Default)]
struct Row {
    leased_until: Option<Timestamp>,
    message_id: Option<String>,
}

#[async_trait]
impl MailLog for MemoryMailLog {
    async fn begin(
        &self,
        envelope: EnvelopeId,
        sequence: u64,
        party: Party,
        now: Timestamp,
    ) -> Result<MailProgress, PortError> {
        let mut log = self.0.lock().unwrap();
        let row = log.entry((envelope, sequence, party)).or_default();
        if let Some(message_id) = row.message_id.clone() {
            return Ok(MailProgress::Sent { message_id });
        }
        if row.leased_until.is_some_and(|until| now < until) {
            return Ok(MailProgress::Leased);
        }
        let leased_until = now + MAIL_LEASE;
        let is_first = row.leased_until.replace(leased_until).is_none();
        Ok(MailProgress::Begun(MailTry { leased_until, is_first }))
    }

    async fn finish(&self, envelope: EnvelopeId, sequence: u64, party: Party, id: &str) -> Result<(), PortError> {
        self.0.lock().unwrap().entry((envelope, sequence, party)).or_default().message_id = Some(id.to_owned());
        Ok(())
    }

    async fn give_up(
        &self,
        envelope: EnvelopeId,
        sequence: u64,
        party: Party,
        begun: MailTry,
    ) -> Result<(), PortError> {
        let mut log = self.0.lock().unwrap();
        let row = log.entry((envelope, sequence, party)).or_default();
        if begun.is_first && row.leased_until == Some(begun.leased_until) {
            row.leased_until = None;
        }
        Ok(())
    }

    async fn trace(
        &self,
        envelope: EnvelopeId,
        sequence: u64,
        party: Party,
        now: Timestamp,
    ) -> Result<MailTrace, PortError> {
        let log = self.0.lock().unwrap();
        Ok(match log.get(&(envelope, sequence, party)) {
            Some(Row { message_id: Some(_), .. }) => MailTrace::Sent,
            Some(Row { leased_until: Some(until), .. }) if now < *until => MailTrace::Leased,
            Some(Row { leased_until: Some(_), .. }) => MailTrace::Unknown,
            Some(Row { leased_until: None, .. }) | None => MailTrace::Absent,
        })
    }
}
