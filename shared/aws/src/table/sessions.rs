//! Sessions of people.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{Delete, TransactWriteItem};
use domain::digest::Digest;
use domain::ids::{OrganisationId, PersonId};
use domain::organisation::{MAX_SESSION, Session};
use domain::ports::{PortError, Sessions};
use jiff::Timestamp;

use super::{Item, Table, number, row, string, text};
use crate::stored::Row as _;

/// When a session was used last, beside its row's body.
const USED_AT: &str = "used_at";
/// Sessions of a person that are listed at most: nobody signs in more often within a day.
const MAX_LISTED: u16 = 1000;

#[async_trait]
impl Sessions for Table {
    async fn begin(&self, organisation: &OrganisationId, session: &Session) -> Result<(), PortError> {
        const ACTION: &str = "store the session";
        let put = self.client.put_item().table_name(&self.name).item("PK", text(partition(organisation)));
        let put = put.item("SK", text(session_key(session.person, session.digest)));
        let put = put.item(USED_AT, text(session.used_at.to_string())).item("body", row(ACTION, session)?);
        let put = put.item("ttl", number(session.began_at.as_second() + MAX_SESSION.as_secs()));
        let put = put.condition_expression("attribute_not_exists(PK)");
        put.send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
    }

    async fn find(
        &self,
        organisation: &OrganisationId,
        person: PersonId,
        digest: Digest,
    ) -> Result<Option<Session>, PortError> {
        const ACTION: &str = "look up the session";
        let item = self.read(ACTION, partition(organisation), &session_key(person, digest)).await?;
        item.map(|item| session(ACTION, &item)).transpose()
    }

    async fn list(&self, organisation: &OrganisationId, person: PersonId) -> Result<Vec<Session>, PortError> {
        const ACTION: &str = "list the sessions";
        let items =
            self.page_of(ACTION, partition(organisation), &format!("SESSION#{person}#"), None, MAX_LISTED).await?;
        items.iter().map(|item| session(ACTION, item)).collect()
    }

    async fn note_use(
        &self,
        organisation: &OrganisationId,
        session: &Session,
        now: Timestamp,
    ) -> Result<(), PortError> {
        self.note(partition(organisation), &session_key(session.person, session.digest), USED_AT, now).await
    }

    async fn end(&self, organisation: &OrganisationId, person: PersonId, digest: Digest) -> Result<(), PortError> {
        let delete = self.client.delete_item().table_name(&self.name);
        let delete = delete.key("PK", text(partition(organisation)));
        let delete = delete.key("SK", text(session_key(person, digest)));
        delete.send().await.map(drop).map_err(|e| PortError::new("end the session", e))
    }
}

impl Table {
    /// Ends a session, if it is there still.
    pub(super) fn delete_session(
        &self,
        organisation: &OrganisationId,
        person: PersonId,
        digest: Digest,
    ) -> Result<TransactWriteItem, PortError> {
        let delete = Delete::builder().table_name(&self.name).key("PK", text(partition(organisation)));
        let delete = delete.key("SK", text(session_key(person, digest))).build();
        let delete = delete.map_err(|e| PortError::new("end the session", e))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }
}

/// A partition of its own, so that whoever begins and ends sessions need not be able to change people.
fn partition(organisation: &OrganisationId) -> String {
    format!("SESSIONS#{organisation}")
}

fn session_key(person: PersonId, digest: Digest) -> String {
    format!("SESSION#{person}#{digest}")
}

/// A session whose last use is not known was never used, as far as anybody can say: it has ended.
fn session(action: &'static str, item: &Item) -> Result<Session, PortError> {
    let body = string(item, "body").ok_or_else(|| PortError::new(action, "the session's row has no body"))?;
    let session = Session::from_row(body).map_err(|e| PortError::new(action, e))?;
    let used_at = string(item, USED_AT).and_then(|at| at.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(Session { used_at, ..session })
}
