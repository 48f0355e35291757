//! Contacts whose name, company or address begins as somebody types it: JSON for the script of a new request.

use std::sync::Arc;

use api::routes;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use web::form::query_fields;

use crate::Dependencies;
use crate::answers::{Contact, ContactList};
use crate::client::Call;
use crate::stop::Stop;
use crate::visitor::Visitor;

/// As many as one looks over at a glance.
const SHOWN: &str = "8";

/// A contact, as far as a new request needs it.
#[derive(Serialize)]
struct Suggestion {
    name: String,
    email: String,
    company: Option<String>,
}

/// What is found. Nobody is found by nothing.
pub(crate) async fn find(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Stop> {
    let fields = query_fields(query.as_deref())?;
    let typed = fields.iter().find(|(name, _)| name == "q").map(|(_, value)| value.trim()).unwrap_or_default();
    let call = Call::of(&routes::LIST_CONTACTS, &[]).query("q", typed).query("limit", SHOWN);
    let found: ContactList = deps.read(&visitor, call).await?;
    let suggestion = |Contact { name, email, company, .. }| Suggestion { name, email, company };
    let found: Vec<Suggestion> = match typed.is_empty() {
        true => Vec::new(),
        false => found.contacts.into_iter().map(suggestion).collect(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(found)).into_response())
}
