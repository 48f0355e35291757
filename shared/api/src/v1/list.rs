//! A list of envelopes.

use domain::email_address::EmailAddress;
use domain::ids::{EnvelopeId, EnvelopeNumber, FolderId, OrganisationId};
use domain::mirror::Convert;
use domain::ports::{ListPage, ListQuery};
use domain::summary::{AwaitedPeople, EnvelopeSummary};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;

use super::query::{each_once, limit};
use super::values::Status;

/// How many envelopes a page holds unless a number is asked for, and at most.
pub const LIST_LIMITS: (u16, u16) = (50, 100);

/// A page of a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnvelopeListView {
    /// The newest first.
    envelopes: Vec<EnvelopeSummaryView>,
    /// What `cursor` is for the next page; nothing on the last one. A page may hold fewer envelopes than were asked for, even
    /// none, where this is set.
    next_cursor: Option<EnvelopeId>,
}

impl EnvelopeListView {
    /// As they stand at `now`.
    pub fn of(page: ListPage, now: Timestamp) -> Self {
        let view = |summary| EnvelopeSummaryView::of(summary, now);
        Self { envelopes: page.envelopes.into_iter().map(view).collect(), next_cursor: page.next }
    }
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct EnvelopeSummaryView {
    id: EnvelopeId,
    number: EnvelopeNumber,
    title: String,
    status: Status,
    sender: ListedSenderView,
    created_at: Timestamp,
    deadline: Option<Timestamp>,
    folder: Option<FolderId>,
    /// Whom it waits for; null where it waits for none of the recipients.
    awaited: Option<AwaitedView>,
    version: u64,
}

/// Recipients who have been asked and have not acted.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct AwaitedView {
    /// Their names, three at most.
    names: Vec<String>,
    /// How many they are.
    count: u32,
    /// Since when the first of them has been asked.
    since: Timestamp,
    /// Whether a mail to one of them came back.
    bounced: bool,
}

impl From<AwaitedPeople> for AwaitedView {
    fn from(AwaitedPeople { names, count, since, bounced }: AwaitedPeople) -> Self {
        Self { names, count, since, bounced }
    }
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ListedSenderView {
    name: String,
    email: EmailAddress,
}

impl EnvelopeSummaryView {
    fn of(summary: EnvelopeSummary, now: Timestamp) -> Self {
        let status = summary.status_at(now);
        let (summary_is_open, status) = (!status.is_terminal(), status.convert());
        let EnvelopeSummary {
            id,
            number,
            title,
            sender_name,
            sender_email,
            created_at,
            deadline,
            folder,
            awaited,
            version,
            ..
        } = summary;
        let sender = ListedSenderView { name: sender_name, email: sender_email };
        // An envelope that has expired by itself waits for nobody, whatever its row says.
        let awaited = awaited.filter(|_| summary_is_open).map(Into::into);
        Self { id, number, title, status, sender, created_at, deadline, folder, awaited, version }
    }
}

/// What the fields of a query ask for: `sender`, `folder`, `status`, `limit` (1 to 100) and `cursor`, each at most once. `None` where one of them
/// is something else.
pub fn list_query(organisation: &OrganisationId, fields: &[(String, String)]) -> Option<ListQuery> {
    let (usual, most) = LIST_LIMITS;
    let mut query = ListQuery {
        organisation: organisation.clone(),
        sender: None,
        folder: None,
        status: None,
        older_than: None,
        limit: usual,
    };
    for (name, value) in each_once(fields)? {
        match name {
            "sender" => query.sender = Some(value.parse().ok()?),
            "folder" => query.folder = Some(value.parse().ok()?),
            "status" => query.status = Some(status(value)?),
            "limit" => query.limit = limit(value, most)?,
            "cursor" => query.older_than = Some(value.parse().ok()?),
            _ => return None,
        }
    }
    Some(query)
}

/// The states by which a list is asked for.
#[cfg(feature = "schema")]
pub fn status_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<Status>()
}

/// A state by the name that it has in answers.
fn status(name: &str) -> Option<domain::envelope::Status> {
    let name: serde::de::value::StrDeserializer<'_, Error> = name.into_deserializer();
    let status: Status = serde::Deserialize::deserialize(name).ok()?;
    Some(status.convert())
}
