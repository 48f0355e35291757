//! What the page's two forms send: a small file itself, or the token of a large one that the browser left in the store.

use api::problem::{Problem, kinds};
use axum::RequestExt as _;
use axum::extract::Request;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::http::{StatusCode, header};
use web::form::FormFields;

use crate::{MAX_IN_REQUEST, refusals};

/// A file name is shown again, never longer than this (characters).
const MAX_NAME: usize = 120;

/// A file as it came.
pub(crate) struct Sent {
    /// Its name, for the page alone.
    pub(crate) name: Option<String>,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    /// The file.
    Bytes(Vec<u8>),
    /// The token under which it was left.
    Upload(String),
}

/// Reads either form.
pub(crate) async fn read(request: Request) -> Result<Sent, Problem> {
    let content = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if content.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        let form = request.extract().await.map_err(|_| refusals::unreadable_request())?;
        return file(form).await;
    }
    let FormFields(fields) = request.extract().await?;
    let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let upload = value("upload").ok_or_else(refusals::unreadable_request)?;
    Ok(Sent { name: value("name").and_then(shown), content: Content::Upload(upload.to_owned()) })
}

async fn file(mut form: Multipart) -> Result<Sent, Problem> {
    while let Some(field) = form.next_field().await.map_err(|error| refused(&error))? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().and_then(shown);
        let bytes = field.bytes().await.map_err(|error| refused(&error))?;
        if bytes.len() as u64 > MAX_IN_REQUEST {
            return Err(refusals::too_large_for_the_form());
        }
        // Browsers send a nameless empty file when none was chosen.
        if bytes.is_empty() && name.is_none() {
            break;
        }
        return Ok(Sent { name, content: Content::Bytes(bytes.into()) });
    }
    Err(Problem::of(&kinds::NO_FILE))
}

fn refused(error: &MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => refusals::too_large_for_the_form(),
        _ => refusals::unreadable_request(),
    }
}

/// A name without the folders that some browsers put before it.
fn shown(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(MAX_NAME).collect();
    Some(name).filter(|name| !name.trim().is_empty())
}
