//! Access links, by the digest of their token.

use async_trait::async_trait;
use domain::digest::Digest;
use domain::link::AccessLink;
use domain::ports::{Links, PortError};

use super::{Table, number, row, text};

/// Rows of links that opened nothing for so long are cleaned up: until then their pages tell whom to ask. Whether a link is good
/// never depends on that.
const KEPT_AFTER_EXPIRY: i64 = 366 * 24 * 3600;

#[async_trait]
impl Links for Table {
    async fn find(&self, token: Digest) -> Result<Option<AccessLink>, PortError> {
        self.read_row("look up the link", format!("LINK#{token}"), "LINK").await
    }

    async fn store(&self, link: &AccessLink) -> Result<(), PortError> {
        const ACTION: &str = "store the link";
        let request = self.client.put_item().table_name(&self.name);
        let request = request.item("PK", text(format!("LINK#{}", link.digest))).item("SK", text("LINK"));
        let request = request.item("ttl", number(link.expires_at.as_second() + KEPT_AFTER_EXPIRY));
        let request = request.item("body", row(ACTION, link)?).condition_expression("attribute_not_exists(PK)");
        request.send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
    }
}
