//! Lists of envelopes, from four indexes of the envelopes' rows: all of an organisation, those of a state, those of a
//! person, and those in a folder. The range of all is the row's own key, since ids are in the order of creation. An index carries the summary that the row holds, so that
//! a page is one request.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::builders::PutBuilder;
use domain::envelope::{Envelope, Status};
use domain::ids::{EnvelopeId, FolderId, OrganisationId, PersonId};
use domain::ports::{EnvelopeList, ListPage, ListQuery, PortError};
use domain::summary::EnvelopeSummary;

use super::{Item, Table, envelope_key, envelope_of_key, organisation_key, row, string, text};
use crate::stored::Row as _;

/// All envelopes of an organisation.
const ALL_INDEX: &str = "listed";
/// Those of a person, which are few: those of a state are picked out of them.
const SENDER_INDEX: &str = "listed-by-sender";
/// Those in a folder: those of a state or a person are picked out of them.
const FOLDER_INDEX: &str = "listed-by-folder";
/// Those of a state.
const STATUS_INDEX: &str = "listed-by-status";

#[async_trait]
impl EnvelopeList for Table {
    async fn page(&self, query: &ListQuery) -> Result<ListPage, PortError> {
        const ACTION: &str = "list the envelopes";
        let organisation = &query.organisation;
        let (index, attribute, key) = match (query.folder, query.sender, query.status) {
            (Some(folder), _, _) => (FOLDER_INDEX, "listed_folder", folder_key(organisation, folder)),
            (None, Some(person), _) => (SENDER_INDEX, "listed_sender", sender_key(organisation, person)),
            (None, None, None) => (ALL_INDEX, "listed", organisation_key(organisation)),
            (None, None, Some(status)) => (STATUS_INDEX, "listed_status", status_key(organisation, status)),
        };
        let request = self.client.query().table_name(&self.name).index_name(index).scan_index_forward(false);
        let request = request.limit(i32::from(query.limit)).expression_attribute_names("#listed", attribute);
        let request = request.expression_attribute_values(":key", text(key));
        let request = match query.older_than {
            None => request.key_condition_expression("#listed = :key"),
            Some(id) => request
                .key_condition_expression("#listed = :key AND PK < :older")
                .expression_attribute_values(":older", text(envelope_key(id))),
        };
        // What the index does not tell apart.
        let status = query.status.filter(|_| index != STATUS_INDEX).map(|status| status_key(organisation, status));
        let sender = query.sender.filter(|_| index != SENDER_INDEX).map(|person| sender_key(organisation, person));
        let filter: Vec<&str> =
            [status.as_ref().map(|_| "listed_status = :status"), sender.as_ref().map(|_| "listed_sender = :sender")]
                .into_iter()
                .flatten()
                .collect();
        let request = request.set_filter_expression((!filter.is_empty()).then(|| filter.join(" AND ")));
        let values =
            [(":status", status), (":sender", sender)].into_iter().filter_map(|(name, value)| Some((name, value?)));
        let request =
            values.fold(request, |request, (name, value)| request.expression_attribute_values(name, text(value)));
        let answer = request.send().await.map_err(|e| PortError::new(ACTION, e))?;
        let next = answer.last_evaluated_key().map(last_seen).transpose().map_err(|e| PortError::new(ACTION, e))?;
        let envelopes = answer.items().iter().filter_map(summary).collect();
        Ok(ListPage { envelopes, next })
    }
}

/// What a list tells of an item; nothing where code that is newer or older than this has written what this cannot read.
fn summary(item: &Item) -> Option<EnvelopeSummary> {
    let read = string(item, "summary").map(EnvelopeSummary::from_row);
    let reason = match read {
        Some(Ok(summary)) => return Some(summary),
        Some(Err(error)) => error.to_string(),
        None => "it has none".to_owned(),
    };
    tracing::error!(
        envelope = string(item, "PK"),
        reason,
        "an envelope's summary cannot be read, the list leaves it out"
    );
    None
}

fn last_seen(key: &Item) -> Result<EnvelopeId, String> {
    let pk = string(key, "PK").unwrap_or_default();
    envelope_of_key(pk).ok_or_else(|| format!("the last item of the page has the key {pk}"))
}

/// Adds what the indexes of lists carry.
pub(super) fn listed(put: PutBuilder, envelope: &Envelope) -> Result<PutBuilder, PortError> {
    let Some(summary) = EnvelopeSummary::of(envelope) else { return Ok(put) };
    let organisation = &envelope.sender.organisation;
    let put = put.item("listed", text(organisation_key(organisation)));
    let put = put.item("listed_status", text(status_key(organisation, summary.status)));
    let put = match envelope.sender.person {
        Some(person) => put.item("listed_sender", text(sender_key(organisation, person))),
        None => put,
    };
    let put = match envelope.folder {
        Some(folder) => put.item("listed_folder", text(folder_key(organisation, folder))),
        None => put,
    };
    Ok(put.item("summary", row("write the envelope", &summary)?))
}

fn folder_key(organisation: &OrganisationId, folder: FolderId) -> String {
    format!("{}#{folder}", organisation_key(organisation))
}

fn sender_key(organisation: &OrganisationId, person: PersonId) -> String {
    format!("{}#{person}", organisation_key(organisation))
}

fn status_key(organisation: &OrganisationId, status: Status) -> String {
    let status = match status {
        Status::Draft => "draft",
        Status::Sending => "sending",
        Status::Sent => "sent",
        Status::InProgress => "in_progress",
        Status::Completed => "completed",
        Status::Declined => "declined",
        Status::Voided => "voided",
        Status::Expired => "expired",
        Status::Failed => "failed",
        Status::Deleted => "deleted",
    };
    format!("{}#{status}", organisation_key(organisation))
}
