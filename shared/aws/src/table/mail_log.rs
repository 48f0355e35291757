//! Which mails were begun and sent.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use domain::ids::EnvelopeId;
use domain::mail::Party;
use domain::ports::{MAIL_LEASE, MailLog, MailProgress, PortError};
use jiff::Timestamp;

use super::{Table, envelope_key, number, string, text};

#[async_trait]
impl MailLog for Table {
    async fn begin(
        &self,
        envelope: EnvelopeId,
        sequence: u64,
        party: Party,
        now: Timestamp,
    ) -> Result<MailProgress, PortError> {
        const ACTION: &str = "note that the mail is about to be sent";
        let (pk, sk) = (envelope_key(envelope), mail_key(sequence, party));
        let request = self.client.update_item().table_name(&self.name);
        let request = request.key("PK", text(&pk)).key("SK", text(&sk)).update_expression("SET leased_until = :until");
        let request = request.condition_expression(
            "attribute_not_exists(message_id) AND (attribute_not_exists(leased_until) OR leased_until <= :now)",
        );
        let request = request.expression_attribute_values(":now", number(now.as_second()));
        let request = request.expression_attribute_values(":until", number((now + MAIL_LEASE).as_second()));
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(MailProgress::Begun),
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => {
                let item = self.read(ACTION, pk, &sk).await?.unwrap_or_default();
                let sent = string(&item, "message_id").map(str::to_owned);
                Ok(sent.map_or(MailProgress::Leased, |message_id| MailProgress::Sent { message_id }))
            }
            Err(error) => Err(PortError::new(ACTION, error)),
        }
    }

    async fn finish(
        &self,
        envelope: EnvelopeId,
        sequence: u64,
        party: Party,
        message_id: &str,
    ) -> Result<(), PortError> {
        let request = self.client.update_item().table_name(&self.name);
        let request = request.key("PK", text(envelope_key(envelope))).key("SK", text(mail_key(sequence, party)));
        let request = request.update_expression("SET message_id = :id");
        let request = request.expression_attribute_values(":id", text(message_id));
        request.send().await.map(drop).map_err(|e| PortError::new("note that the mail was sent", e))
    }
}

fn mail_key(sequence: u64, party: Party) -> String {
    match party {
        Party::Sender => format!("MAIL#{sequence:08}#sender"),
        Party::Recipient(number) => format!("MAIL#{sequence:08}#{:03}", number.0),
    }
}
