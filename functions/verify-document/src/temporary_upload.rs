//! Large files: a presigned URL for exactly the bytes that were declared, and the one look at what was left there.

use std::sync::Arc;

use api::json;
use api::problem::{Problem, kinds};
use api::v1::{BegunUploadView, DeclaredFile, UploadView};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::field_error::FieldError;
use domain::language::Localized;
use domain::link::SecretToken;
use domain::ports::{PresignedUpload, TemporaryUpload};
use jiff::{SignedDuration, Timestamp};

use crate::{Dependencies, MAX_FILE};

/// `POST /v1/verify/uploads`: the store takes these bytes and no others, so that the limit holds whatever is sent.
pub(crate) async fn begin(State(deps): State<Arc<Dependencies>>, body: Bytes) -> Result<Response, Problem> {
    let declared: DeclaredFile = json::read(&body)?;
    if declared.size > MAX_FILE {
        return Err(too_large());
    }
    let sha256: Digest = declared.sha256.parse().map_err(|_| wrong_digest())?;
    let token = SecretToken::from_random(deps.randomness.bytes());
    let put = deps.temporary_uploads.presign(&key(&token), sha256, declared.size).await?;
    let begun = BegunUploadView { upload: token.reveal().to_owned(), put: told(put, deps.clock.now()) };
    let mut response = (StatusCode::CREATED, Json(begun)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// What was left under a token. It is removed before anybody looks at it, so that nothing stays whatever happens then.
pub(crate) async fn take(deps: &Dependencies, token: &str) -> Result<Vec<u8>, Problem> {
    let token = SecretToken::parse(token).ok_or_else(|| Problem::of(&kinds::UNKNOWN_UPLOAD))?;
    let key = key(&token);
    let found = deps.temporary_uploads.get(&key, MAX_FILE).await;
    if let Err(error) = deps.temporary_uploads.remove(&key).await {
        // The store's own rule removes it within a day.
        tracing::error!(error = &error as &dyn std::error::Error, "a temporary upload was not removed");
    }
    match found? {
        TemporaryUpload::Missing => Err(Problem::of(&kinds::UNKNOWN_UPLOAD)),
        TemporaryUpload::TooLarge => Err(Problem::of(&kinds::TOO_LARGE)),
        TemporaryUpload::Bytes(bytes) => Ok(bytes),
    }
}

/// Keys are in the store's logs, so that the token itself is not in them.
fn key(token: &SecretToken) -> ObjectKey {
    ObjectKey(format!("verify/{}.pdf", token.digest()))
}

fn told(put: PresignedUpload, now: Timestamp) -> UploadView {
    let lifetime = SignedDuration::try_from(put.lifetime).unwrap_or_default();
    let expires_at = now.saturating_add(lifetime).unwrap_or(now);
    UploadView { method: put.method, url: put.url, headers: put.headers, expires_at }
}

/// The same as of a file that is too large, with the field that says so.
fn too_large() -> Problem {
    let problem = Problem::of(&kinds::TOO_LARGE);
    let error = FieldError::new("/size", "too-large", problem.detail.clone());
    problem.errors(vec![error])
}

fn wrong_digest() -> Problem {
    let detail = Localized::fixed(
        "ファイルのSHA-256を16進数64文字で指定してください。",
        "Give the file's SHA-256 as 64 hexadecimal characters.",
    );
    Problem::invalid_fields(vec![FieldError::new("/sha256", "invalid", detail)])
}
