//! Which mails were begun and sent.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::ReturnValue;
use domain::mail::{Addressee, MailId, MailOrigin};
use domain::ports::{MAIL_LEASE, MailLog, MailProgress, MailTrace, MailTry, PortError};
use jiff::Timestamp;

use super::{Item, Table, envelope_key, number, string, text};

#[async_trait]
impl MailLog for Table {
    async fn begin(&self, mail: &MailId, now: Timestamp) -> Result<MailProgress, PortError> {
        const ACTION: &str = "note that the mail is about to be sent";
        // Whole seconds, as they are stored.
        let leased_until = Timestamp::from_second((now + MAIL_LEASE).as_second());
        let leased_until = leased_until.map_err(|e| PortError::new(ACTION, e))?;
        let request = self.update_mail(mail).update_expression("SET leased_until = :until");
        let request = request.condition_expression(
            "attribute_not_exists(message_id) AND (attribute_not_exists(leased_until) OR leased_until <= :now)",
        );
        let request = request.expression_attribute_values(":now", number(now.as_second()));
        let request = request.expression_attribute_values(":until", number(leased_until.as_second()));
        let answer = request.return_values(ReturnValue::UpdatedOld).send().await;
        match answer.map_err(SdkError::into_service_error) {
            Ok(before) => {
                let is_first = before.attributes.is_none_or(|item| leased_until_of(&item).is_none());
                Ok(MailProgress::Begun(MailTry { leased_until, is_first }))
            }
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => {
                let item = self.read_mail(ACTION, mail).await?;
                let sent = string(&item, "message_id").map(str::to_owned);
                Ok(sent.map_or(MailProgress::Leased, |message_id| MailProgress::Sent { message_id }))
            }
            Err(error) => Err(PortError::new(ACTION, error)),
        }
    }

    async fn finish(&self, mail: &MailId, message_id: &str) -> Result<(), PortError> {
        let request = self.update_mail(mail).update_expression("SET message_id = :id");
        let request = request.expression_attribute_values(":id", text(message_id));
        request.send().await.map(drop).map_err(|e| PortError::new("note that the mail was sent", e))
    }

    async fn give_up(&self, mail: &MailId, begun: MailTry) -> Result<(), PortError> {
        if !begun.is_first {
            return Ok(());
        }
        // The row stays, since no role deletes: without a lease it says nothing.
        let request = self.update_mail(mail).update_expression("REMOVE leased_until");
        let request = request.condition_expression("attribute_not_exists(message_id) AND leased_until = :until");
        let request = request.expression_attribute_values(":until", number(begun.leased_until.as_second()));
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(PortError::new("note that the mail was not sent", error)),
        }
    }

    async fn trace(&self, mail: &MailId, now: Timestamp) -> Result<MailTrace, PortError> {
        let item = self.read_mail("look a mail up", mail).await?;
        Ok(match leased_until_of(&item) {
            _ if item.contains_key("message_id") => MailTrace::Sent,
            Some(until) if now.as_second() < until => MailTrace::Leased,
            Some(_) => MailTrace::Unknown,
            None => MailTrace::Absent,
        })
    }
}

impl Table {
    fn update_mail(&self, mail: &MailId) -> UpdateItemFluentBuilder {
        let (pk, sk) = keys_of(mail);
        let request = self.client.update_item().table_name(&self.name);
        request.key("PK", text(pk)).key("SK", text(sk))
    }

    /// An empty item where there is none.
    async fn read_mail(&self, action: &'static str, mail: &MailId) -> Result<Item, PortError> {
        let (pk, sk) = keys_of(mail);
        Ok(self.read(action, pk, &sk).await?.unwrap_or_default())
    }
}

/// In seconds since 1970.
fn leased_until_of(item: &Item) -> Option<i64> {
    item.get("leased_until").and_then(|value| value.as_n().ok()).and_then(|seconds| seconds.parse().ok())
}

fn keys_of(mail: &MailId) -> (String, String) {
    match mail {
        MailId::Envelope(MailOrigin { envelope, sequence, addressee }) => {
            let addressee = match addressee {
                Addressee::Sender => "sender".to_owned(),
                Addressee::Recipient(number) => format!("{:03}", number.0),
            };
            (envelope_key(*envelope), format!("MAIL#{sequence:08}#{addressee}"))
        }
        MailId::Invitation { organisation, person, by_entry } => {
            (format!("MAIL#{organisation}"), format!("INVITATION#{by_entry:012}#{person}"))
        }
        MailId::SealExpiry { organisation, seal, person, certificate, notice } => {
            let of_seal = seal.as_ref().map_or_else(String::new, |seal| format!("#{seal}"));
            let sk = format!("SEALEXPIRY#{certificate}#{}#{person}{of_seal}", notice.as_str());
            (format!("MAIL#{organisation}"), sk)
        }
    }
}
