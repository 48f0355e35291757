//! `/v1/contacts`: the address books of the organisation and of the caller.

mod books;
mod decoding;
mod encoding;
mod export;
mod import;
mod reading;

use api::idempotency::{Begun, begin};
use api::precondition::IfMatch;
use api::problem::{Problem, kinds};
use api::v1::contacts::{BookScope, ContactChangeRequest, ContactListView, ContactQuery, ContactRequest, ContactView};
use api::{Call, Caller, json, routes};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::contact::{self, BookRefusal, Contact, ContactChange, ListPlace, Search, in_order};
use domain::ids::ContactId;
use domain::language::Localized;
use domain::ports::{Asked, BookError};
use web::form::query_fields;

use crate::Dependencies;
use crate::answers::{json as answer_json, versioned};
use books::{Access, problem};
pub(crate) use export::export;
pub(crate) use import::import;

pub(crate) async fn list(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = ContactQuery::of(&query_fields(query.as_deref())?).ok_or_else(|| {
        Problem::of(&kinds::UNKNOWN_QUERY).detail(Localized::fixed(
            "使えるクエリは、scope（shared、own）、q（200文字以内）、limit（1～100）、cursor（前の応答のnext_cursor）です。",
            "The query takes scope (shared or own), q (200 characters at most), limit (1 to 100) and cursor (next_cursor of the answer before).",
        ))
    })?;
    let (search, mut found) = (Search::new(&query.search), Vec::new());
    let after = query.after.map(|(letters, id)| ListPlace { letters, id });
    for book in Access::of(&caller).to_read(query.scope) {
        let contacts = dependencies.books.contacts.list(&book).await?;
        let listed = in_order(contacts, &search, after.as_ref());
        found.extend(listed.into_iter().map(|(place, contact)| (place, BookScope::of(&book), contact)));
    }
    found.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    Ok(answer_json(StatusCode::OK, &ContactListView::of(found, query.limit)))
}

pub(crate) async fn read(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (book, contact) = Access::of(&caller).find(&dependencies, &id).await?;
    Ok(answer(StatusCode::OK, BookScope::of(&book), contact))
}

pub(crate) async fn add(State(dependencies): State<Dependencies>, call: Call) -> Result<Response, Problem> {
    let request: ContactRequest = json::read(&call.body)?;
    let scope = request.scope;
    let accepted = contact::ContactRequest::from(request).accept();
    let mut errors = accepted.as_ref().err().cloned().unwrap_or_default();
    errors.extend(scope.is_none().then(books::scope_missing));
    let (Ok(details), Some(scope), true) = (accepted, scope, errors.is_empty()) else {
        return Err(Problem::invalid_fields(errors));
    };
    let book = Access::of(&call.caller).to_change(scope)?;
    let id = book.contact(&details.email);
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answered) => {
            let stored = dependencies.books.contacts.contact(&book, ContactId::new(answered.subject)).await?;
            let contact = stored.ok_or_else(|| Problem::of(&kinds::UNKNOWN_CONTACT))?;
            return Ok(answer(StatusCode::CREATED, scope, contact));
        }
    };
    let stored = running.answer(StatusCode::CREATED, id);
    let actor = &call.caller.principal.actor;
    match dependencies.books.change(&book, Asked::Add(&details), actor, Some(&stored)).await {
        Ok(decision) => {
            let (_, contact) = decision.put.into_iter().next().ok_or_else(Problem::unavailable)?;
            Ok(answer(StatusCode::CREATED, scope, contact))
        }
        Err(error) => Err(running.refuse(&*dependencies.answers, problem(error)).await),
    }
}

pub(crate) async fn change(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let if_match = IfMatch::required(&call.headers)?;
    let request = ContactChange::from(json::read::<ContactChangeRequest>(&call.body)?);
    let (book, contact) = Access::of(&call.caller).find_to_change(&dependencies, &id).await?;
    let holds_for = |version| if_match.holds_for(version);
    let asked = Asked::Change(contact.id, &request, &holds_for);
    match dependencies.books.change(&book, asked, &call.caller.principal.actor, None).await {
        Ok(decision) => {
            let (_, contact) = decision.put.into_iter().next().ok_or_else(Problem::unavailable)?;
            // As it is stored: with the entry that records the change.
            let stored = dependencies.books.contacts.contact(&book, contact.id).await?;
            Ok(answer(StatusCode::OK, BookScope::of(&book), stored.unwrap_or(contact)))
        }
        // Nothing to do is no mistake.
        Err(BookError::Refused(BookRefusal::Unchanged)) => Ok(answer(StatusCode::OK, BookScope::of(&book), contact)),
        Err(error) => Err(problem(error)),
    }
}

pub(crate) async fn remove(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let if_match = IfMatch::required(&call.headers)?;
    let (book, contact) = Access::of(&call.caller).find_to_change(&dependencies, &id).await?;
    let holds_for = |version| if_match.holds_for(version);
    let asked = Asked::Remove(contact.id, &holds_for);
    match dependencies.books.change(&book, asked, &call.caller.principal.actor, None).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(problem(error)),
    }
}

fn answer(status: StatusCode, scope: BookScope, contact: Contact) -> Response {
    let (version, location) = (contact.version, routes::GET_CONTACT.path_of(&[&contact.id.to_string()]));
    let location = (status == StatusCode::CREATED).then_some(location);
    versioned(status, &ContactView::of(scope, contact), version, location.as_deref())
}
