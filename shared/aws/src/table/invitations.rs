//! Invitations, by the digest of the token in their link.

use async_trait::async_trait;
use domain::digest::Digest;
use domain::ports::{Invitation, Invitations, PortError};

use super::{Table, number, row, text};

#[async_trait]
impl Invitations for Table {
    async fn store(&self, invitation: &Invitation) -> Result<(), PortError> {
        const ACTION: &str = "store the invitation";
        let put = self.client.put_item().table_name(&self.name);
        let put = put.item("PK", text(key(invitation.digest))).item("SK", text(SK));
        let put = put.item("ttl", number(invitation.expires_at.as_second())).item("body", row(ACTION, invitation)?);
        let put = put.condition_expression("attribute_not_exists(PK)");
        put.send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
    }

    async fn find(&self, token: Digest) -> Result<Option<Invitation>, PortError> {
        self.read_row("look up the invitation", key(token), SK).await
    }
}

const SK: &str = "INVITATION";

fn key(token: Digest) -> String {
    format!("INVITATION#{token}")
}
