//! An address book is saved as a CSV file, as the API writes it.

use api::problem::Problem;
use api::routes;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::entered::Entered;
use super::form::Tried;
use super::request::Asked;
use super::view::View;
use crate::client::Call;
use crate::stop::Stop;

/// The file.
pub(super) async fn export(asked: Asked) -> Result<Response, Stop> {
    let scope = if asked.queried("scope") == Some("own") { "own" } else { "shared" };
    let encoding = if asked.queried("encoding") == Some("cp932") { "cp932" } else { "utf-8" };
    let call = Call::of(&routes::EXPORT_CONTACTS, &[]).query("scope", scope).query("encoding", encoding);
    let file = match asked.ask(call).await? {
        Ok(file) => file,
        Err(problem) => return Ok(refused(&asked, &problem)),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"contacts.csv\""),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, file).into_response())
}

/// Says why there is no file.
fn refused(asked: &Asked, problem: &Problem) -> Response {
    let tried = Tried { entered: &Entered::default(), problem };
    let view = View::new(asked.language(), asked.t("CSVファイルとして保存", "Save as a CSV file"))
        .below(asked.path(&routes::CONSOLE_CONTACTS, &[]), asked.t("アドレス帳に戻る", "Back to the address books"))
        .tried(Some(&tried));
    asked.show(&view)
}
