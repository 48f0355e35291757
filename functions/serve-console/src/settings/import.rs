//! Contacts from a CSV file. The API says which lines are wrong, and takes all or nothing.

use api::problem::{Problem, kinds};
use api::routes;
use axum::RequestExt as _;
use axum::extract::Request;
use axum::extract::multipart::Multipart;
use axum::http::StatusCode;
use axum::response::Response;
use web::redirect;

use super::contact::book_field;
use super::entered::Entered;
use super::form::{Button, Field, Form, Group, Tried};
use super::notice::Notice;
use super::request::Asked;
use super::view::{Block, View};
use crate::answers::Imported;
use crate::client::{Call, read_json};
use crate::room::Room;
use crate::stop::Stop;

/// The form.
pub(super) async fn page(asked: Asked) -> Response {
    show(&asked, None)
}

/// Imports the file.
pub(super) async fn import(asked: Asked, request: Request) -> Result<Response, Stop> {
    let (entered, file) = read(request).await?;
    let scope = if entered.value("scope") == "shared" { "shared" } else { "own" };
    let existing = match entered.value("existing") {
        known @ ("keep" | "refuse") => known,
        _ => "update",
    };
    // The letters are for the API to find out: nobody who chooses a file knows them.
    let call = Call::of(&routes::IMPORT_CONTACTS, &[]).query("scope", scope).query("existing", existing).once(
        entered.key(),
        "application/octet-stream",
        file,
    );
    match asked.ask(call).await? {
        Ok(body) => {
            let Imported { added, updated, unchanged } = read_json(&body)?;
            let path = asked.path(&routes::CONSOLE_CONTACTS, &[]);
            let done = Notice::Imported.as_str();
            let url = format!("{path}?done={done}&added={added}&updated={updated}&unchanged={unchanged}");
            Ok(redirect(StatusCode::SEE_OTHER, &url)?)
        }
        Err(problem) => Ok(show(&asked, Some(&Tried { entered: &entered, problem: &problem }))),
    }
}

async fn read(request: Request) -> Result<(Entered, Vec<u8>), Problem> {
    let unreadable = || Problem::of(&kinds::UNREADABLE_FORM);
    let mut form: Multipart = request.extract().await.map_err(|_| unreadable())?;
    let (mut entered, mut file, mut room) = (Entered::default(), Vec::new(), Room::of_a_form());
    while let Some(field) = form.next_field().await.map_err(|error| Problem::of_status(error.status()))? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|error| Problem::of_status(error.status()))?;
        let is_file = name == "file";
        room.take(&name, if is_file { &[] } else { &bytes })?;
        if is_file {
            file = bytes.into();
        } else {
            let value = String::from_utf8(bytes.into()).map_err(|_| Problem::of(&kinds::INVALID_UTF8))?;
            entered.0.push((name, value));
        }
    }
    Ok((entered, file))
}

fn show(asked: &Asked, tried: Option<&Tried<'_>>) -> Response {
    let existing = [
        ("update", asked.t("ファイルの内容で更新する", "Change them as the file says")),
        ("keep", asked.t("そのまま残す", "Leave them as they are")),
        ("refuse", asked.t("取り込みを中止する", "Take nothing of the file")),
    ];
    let fields = vec![
        Field::file("file", asked.t("CSVファイル", "CSV file"), ".csv,text/csv").hint(asked.t(
            "1行目に項目名（氏名、フリガナ、メールアドレス、会社名、部署、役職、電話番号、言語、備考）を書いてください。文字コードはUTF-8またはShift_JISです（自動で判別します）。",
            "The first line names the columns: name, kana, email, company, department, job title, phone, language, note. UTF-8 or Shift_JIS, which is found out.",
        )),
        book_field(asked),
        Field::select(
            "existing",
            asked.t("同じメールアドレスの連絡先がすでにあるとき", "Contacts that are there already"),
            "update",
            &existing,
        ),
    ];
    let form = Form::to(asked.path(&routes::CONSOLE_IMPORT, &[]), vec![Group::of(fields)]);
    let form = Form { has_file: true, ..form }
        .hidden("key", asked.fresh_key())
        .button(Button::primary(asked.t("取り込む", "Import")))
        .tried(tried, asked.language());
    let mut view = View::new(asked.language(), asked.t("CSVファイルから取り込む", "Import a CSV file"))
        .below(asked.path(&routes::CONSOLE_CONTACTS, &[]), asked.t("アドレス帳に戻る", "Back to the address books"));
    if tried.is_some() {
        view = view.with(Block::Warning(
            asked
                .t(
                    "ファイルを直したあと、お手数ですがもう一度選んでください。",
                    "Correct the file, and choose it again, since browsers do not keep it.",
                )
                .to_owned(),
        ));
    }
    asked.show(&view.with(Block::Form(Box::new(form))).tried(tried))
}
