//! Where the file of a document is: for whoever saves it, and for the viewer.

use std::sync::Arc;

use api::problem::kinds;
use api::routes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::file::WhichFile;
use domain::ids::{DocumentNumber, EnvelopeId};
use web::{DocumentSource, Rejection, redirect};

use crate::Dependencies;
use crate::answers::File;
use crate::client::{Call, read_json};
use crate::stop::Stop;
use crate::visitor::Visitor;

/// Leads to the file, which the browser saves.
pub(crate) async fn save(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let File { url, .. } = newest(&deps, &visitor, &id, &number).await?;
    Ok(redirect(StatusCode::SEE_OTHER, &url)?)
}

/// Tells the viewer where the bytes are.
pub(crate) async fn source(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let File { url, size } = newest(&deps, &visitor, &id, &number).await?;
    Ok(DocumentSource { url, size }.into_response())
}

/// The newest file that people are shown; of a draft what was uploaded.
async fn newest(deps: &Dependencies, visitor: &Visitor, id: &str, number: &str) -> Result<File, Stop> {
    let (Ok(id), Ok(number)) = (id.parse::<EnvelopeId>(), number.parse()) else {
        return Err(Rejection::NotFound.into());
    };
    let (id, number) = (id.to_string(), DocumentNumber(number).to_string());
    let call = |which: WhichFile| Call::of(&routes::FETCH_FILE, &[&id, &number, which.as_str()]);
    let body = match deps.ask(visitor, call(WhichFile::Current)).await? {
        Err(problem) if problem.kind.code == kinds::NO_FILE_YET.code => {
            deps.ask(visitor, call(WhichFile::Original)).await??
        }
        answered => answered?,
    };
    read_json(&body)
}
