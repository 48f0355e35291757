//! `GET /v1/envelopes/{id}/documents/{number}/files/{which}`: where a file of a document is to be had.

use api::Caller;
use api::problem::{Problem, kinds};
use api::v1::FileView;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::command::Refusal;
use domain::document::StoredFile;
use domain::file::{FileState, WhichFile, saved_as};
use domain::language::Localized;
use domain::ports::{Disposition, VIEW_LIFETIME};
use jiff::{SignedDuration, Timestamp};

use crate::Dependencies;
use crate::documents::number_of;
use crate::read::{allowed, unknown_path};

pub(crate) async fn fetch(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path((id, number, which)): Path<(String, String, String)>,
) -> Result<impl IntoResponse, Problem> {
    let envelope = allowed(&dependencies, &caller, &id).await?;
    let number = number_of(&number)?;
    let which = WhichFile::named(&which).ok_or_else(unknown_path)?;
    let document = envelope.document(number).ok_or(Refusal::UnknownDocument(number))?;
    let (file, missing) = match FileState::of(&envelope, document, which) {
        FileState::Kept(file) => (file, None),
        FileState::Upload { object, sha256, is_awaited } => {
            let missing = if is_awaited { Problem::of(&kinds::NO_FILE_YET) } else { upload_removed() };
            (StoredFile { object, sha256 }, Some(missing))
        }
        FileState::NotYet => return Err(Problem::of(&kinds::NO_FILE_YET)),
        FileState::Removed => return Err(Problem::of(&kinds::DOCUMENTS_REMOVED)),
    };
    let Some(size) = dependencies.documents.size(&file.object).await? else {
        return Err(missing.unwrap_or_else(|| {
            tracing::error!(envelope = %envelope.id, document = number.0, "a file that is recorded is not in the store");
            Problem::unavailable()
        }));
    };
    let name = saved_as(&envelope, document, &file, envelope.sender.language);
    let url = dependencies.documents.presign_view(&file.object, &name, Disposition::Attachment).await?;
    let lifetime = SignedDuration::try_from(VIEW_LIFETIME).unwrap_or(SignedDuration::ZERO);
    let expires_at = dependencies.clock.now().checked_add(lifetime).unwrap_or(Timestamp::MAX);
    let view = FileView { document: number, url, expires_at, sha256: file.sha256, size };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)))
}

fn upload_removed() -> Problem {
    Problem::of(&kinds::DOCUMENTS_REMOVED).detail(Localized::fixed(
        "アップロードされた元のファイルは、一定期間の経過後に削除されました。currentまたはsignedのファイルを取得してください。",
        "The file as it was uploaded is removed after some time. Fetch the file current or signed.",
    ))
}
