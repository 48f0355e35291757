//! Which mails were begun and sent.

use async_trait::async_trait;
use domain::ids::EnvelopeId;
use domain::mail::Party;
use domain::ports::{MailLog, MailProgress, PortError};

use super::{Table, envelope_key, string, text};

#[async_trait]
impl MailLog for Table {
    async fn begin(&self, envelope: EnvelopeId, sequence: u64, party: Party) -> Result<MailProgress, PortError> {
        let request = self.client.update_item().table_name(&self.name);
        let request = request.key("PK", text(envelope_key(envelope))).key("SK", text(mail_key(sequence, party)));
        let request = request.update_expression("SET progress = if_not_exists(progress, :begun)");
        let request = request.expression_attribute_values(":begun", text("begun"));
        let answer = request.return_values(aws_sdk_dynamodb::types::ReturnValue::AllNew).send().await;
        let item = answer.map_err(|e| PortError::new("note that the mail is about to be sent", e))?;
        let sent = item.attributes.as_ref().and_then(|item| string(item, "message_id"));
        Ok(sent.map_or(MailProgress::Begun, |id| MailProgress::Sent { message_id: id.to_owned() }))
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
        let request = request.update_expression("SET progress = :sent, message_id = :id");
        let request = request.expression_attribute_values(":sent", text("sent"));
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
