//! `GET /v1/envelopes/{id}/access`: who may see an envelope, and by what (F38).

use api::Caller;
use api::problem::Problem;
use api::v1::organisation::{PageQuery, unknown_page};
use api::v1::{AccessKeyView, AccessRecipientView, AccessRow, AccessView};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::access::Seer;
use domain::authorisation::Scope;
use domain::ids::{OrganisationId, PersonId};
use domain::ports::PortError;
use jiff::Timestamp;
use web::form::{FormFields, fields};

use crate::{Dependencies, read};

/// Keys that are read at a time.
const KEYS_AT_A_TIME: u16 = 100;

pub(crate) async fn list(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<impl IntoResponse, Problem> {
    let envelope = read::allowed(&dependencies, &caller, &id).await?;
    let FormFields(fields) = fields(query.unwrap_or_default().as_bytes())?;
    let query: PageQuery<PersonId> = PageQuery::of(&fields).ok_or_else(unknown_page)?;
    let (organisation, authentication) = (&envelope.sender.organisation, &dependencies.authentication);
    let folders = authentication.folders.all(organisation).await?;
    let read = authentication.people.page(organisation, query.after, query.to_read()).await?;
    let (people, next_cursor) = query.page(read, |person| person.id);
    let row = |person| Some(AccessRow::of(person, Seer::of(person, &envelope, &folders)?));
    let is_first = query.after.is_none();
    let view = AccessView {
        people: people.iter().filter_map(row).collect(),
        keys: if is_first { keys(&dependencies, organisation).await? } else { Vec::new() },
        recipients: if is_first { AccessRecipientView::all(&envelope) } else { Vec::new() },
        next_cursor,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)))
}

/// Keys of services that are good still. Those that were made before keys had identifiers are not listed.
async fn keys(dependencies: &Dependencies, organisation: &OrganisationId) -> Result<Vec<AccessKeyView>, PortError> {
    let listed = &dependencies.authentication.listed_keys;
    let now: Timestamp = dependencies.clock.now();
    let (mut views, mut after) = (Vec::new(), None);
    loop {
        let page = listed.page(organisation, after, KEYS_AT_A_TIME).await?;
        let good = page.iter().filter(|key| {
            key.terms.scopes.contains(&Scope::EnvelopesRead) && key.terms.expires_at.is_none_or(|end| now < end)
        });
        views.extend(good.filter_map(AccessKeyView::of));
        after = page.last().map(|key| key.id);
        if page.len() < usize::from(KEYS_AT_A_TIME) {
            return Ok(views);
        }
    }
}
