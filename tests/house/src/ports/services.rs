//! Mails, text messages and queues.

use async_trait::async_trait;
use aws::stored::job::JobMessage;
use domain::factor::PhoneNumber;
use domain::job::Job;
use domain::mail::MailId;
use domain::ports::{
    Jobs, MAIL_LEASE, MailError, MailLog, MailProgress, MailTrace, MailTry, Mailer, OutgoingMail, PortError,
    TextMessages,
};
use jiff::Timestamp;

use super::Ports;
use crate::queues::Work;

#[async_trait]
impl MailLog for Ports {
    async fn begin(&self, mail: &MailId, now: Timestamp) -> Result<MailProgress, PortError> {
        let noted = self.backend.mail_log.begin(mail, now);
        let noted = self.call("note that the mail is about to be sent", noted).await?;
        let forgotten = MailProgress::Begun(MailTry { leased_until: now + MAIL_LEASE, is_first: true });
        Ok(if self.backend.case.faults.mails_forgotten { forgotten } else { noted })
    }

    async fn finish(&self, mail: &MailId, id: &str) -> Result<(), PortError> {
        let effect = self.backend.mail_log.finish(mail, id);
        self.call("note that the mail was sent", effect).await
    }

    async fn give_up(&self, mail: &MailId, begun: MailTry) -> Result<(), PortError> {
        let effect = self.backend.mail_log.give_up(mail, begun);
        self.call("note that the mail was not sent", effect).await
    }

    async fn trace(&self, mail: &MailId, now: Timestamp) -> Result<MailTrace, PortError> {
        self.call("look a mail up", self.backend.mail_log.trace(mail, now)).await
    }
}

#[async_trait]
impl Mailer for Ports {
    async fn send(&self, mail: &OutgoingMail) -> Result<String, MailError> {
        let effect = async {
            let sent = self.backend.mailer.send(mail).await?;
            if let MailId::Envelope(origin) = mail.id {
                self.backend.watch.mailed(origin, &self.invocation);
            }
            Ok(sent)
        };
        self.call("send the mail", effect).await
    }
}

#[async_trait]
impl TextMessages for Ports {
    async fn send(&self, to: &PhoneNumber, text: &str) -> Result<String, MailError> {
        self.call("send the text message", self.backend.texts.send(to, text)).await
    }
}

#[async_trait]
impl Jobs for Ports {
    async fn enqueue(&self, job: &Job) -> Result<(), PortError> {
        // As a message on its way.
        let message = serde_json::to_string(&JobMessage::from(job.clone())).expect("JSON");
        let job = Job::from(serde_json::from_str::<JobMessage>(&message).expect("a message"));
        let effect = async {
            self.backend.enqueue(&Work::Job(job));
            Ok(())
        };
        self.call("enqueue the job", effect).await
    }
}
