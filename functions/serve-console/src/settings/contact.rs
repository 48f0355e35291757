//! A contact is added, changed and removed.

use api::routes;
use axum::extract::Path;
use axum::response::Response;
use domain::authorisation::{Action, Reach, Role};
use domain::ids::ContactId;
use serde_json::{Value, json};
use web::Rejection;

use super::entered::Entered;
use super::form::{Button, Field, Form, Group, TextKind, Tried};
use super::notice::Notice;
use super::request::Asked;
use super::view::{Block, View};
use super::words;
use crate::answers::{Book, Contact};
use crate::client::Call;
use crate::stop::Stop;

/// The form of a new one.
pub(super) async fn new(asked: Asked) -> Response {
    show_new(&asked, None)
}

/// Adds it.
pub(super) async fn add(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    let mut body = details(&entered);
    body["scope"] = if entered.value("scope") == "shared" { "shared" } else { "own" }.into();
    match asked.ask(Call::of(&routes::ADD_CONTACT, &[]).once_json(entered.key(), &body)).await? {
        Ok(_) => asked.done(&asked.path(&routes::CONSOLE_CONTACTS, &[]), Notice::Added),
        Err(problem) => Ok(show_new(&asked, Some(&Tried { entered: &entered, problem: &problem }))),
    }
}

fn show_new(asked: &Asked, tried: Option<&Tried<'_>>) -> Response {
    let mut fields = vec![book_field(asked)];
    fields.extend(detail_fields(asked, None));
    let form = Form::to(asked.path(&routes::CONSOLE_ADD_CONTACT, &[]), vec![Group::of(fields)])
        .hidden("key", asked.fresh_key())
        .button(Button::primary(asked.t("追加する", "Add")))
        .tried(tried, asked.language());
    let view = View::new(asked.language(), asked.t("連絡先を追加する", "Add a contact"))
        .below(asked.path(&routes::CONSOLE_CONTACTS, &[]), asked.t("アドレス帳に戻る", "Back to the address books"))
        .with(Block::Form(Box::new(form)))
        .tried(tried);
    asked.show(&view)
}

/// Into which book: the organisation's for those whose role lets them change it, as the API's rules have it.
pub(super) fn book_field(asked: &Asked) -> Field {
    let keeps_shared = |role: &Role| role.reach(Action::ChangeContacts) == Some(Reach::All);
    let shared = ("shared", words::book(Book::Shared, asked.language()));
    let own = ("own", words::book(Book::Own, asked.language()));
    let books = if asked.me.roles.iter().any(keeps_shared) { vec![shared, own] } else { vec![own] };
    Field::select("scope", asked.t("アドレス帳", "Book"), books[0].0, &books)
}

/// The page of one.
pub(super) async fn page(asked: Asked, Path(id): Path<String>) -> Result<Response, Stop> {
    show(&asked, &id_of(&id)?, None).await
}

/// Changes or removes it.
pub(super) async fn change(asked: Asked, Path(id): Path<String>, entered: Entered) -> Result<Response, Stop> {
    let id = id_of(&id)?;
    let (call, notice) = match entered.value("act") {
        "change" => (Call::of(&routes::CHANGE_CONTACT, &[&id]).json(&details(&entered)), Notice::Saved),
        "remove" => (Call::of(&routes::REMOVE_CONTACT, &[&id]), Notice::Removed),
        _ => return Err(Rejection::NotFound.into()),
    };
    match asked.ask(call.if_version(entered.version())).await? {
        Ok(_) => asked.done(&asked.path(&routes::CONSOLE_CONTACTS, &[]), notice),
        Err(problem) => show(&asked, &id, Some(&Tried { entered: &entered, problem: &problem })).await,
    }
}

async fn show(asked: &Asked, id: &str, tried: Option<&Tried<'_>>) -> Result<Response, Stop> {
    let (contact, version): (Contact, u64) = asked.read_versioned(Call::of(&routes::GET_CONTACT, &[id])).await?;
    let language = asked.language();
    let typed = tried.filter(|tried| tried.entered.value("act") == "change");
    let fields = detail_fields(asked, Some(&contact));
    let view = View::new(language, &contact.name)
        .below(asked.path(&routes::CONSOLE_CONTACTS, &[]), asked.t("アドレス帳に戻る", "Back to the address books"))
        .with(Block::text(words::book(contact.scope, language)));
    if !asked.may(Action::ChangeContacts) {
        let facts = fields.into_iter().map(|field| (field.label.clone(), field.in_words(language))).collect();
        return Ok(asked.show(&view.with(Block::Facts(facts))));
    }
    let action = asked.path(&routes::CONSOLE_CHANGE_CONTACT, &[id]);
    let change = Form::to(action.clone(), vec![Group::of(fields)])
        .hidden("act", "change")
        .hidden("version", version.to_string())
        .button(Button::primary(asked.t("保存する", "Save")))
        .tried(typed, language);
    let remove = Form::to(action, Vec::new())
        .hidden("act", "remove")
        .hidden("version", version.to_string())
        .button(Button::stop(asked.t("削除する", "Delete")))
        .folded(asked.t("この連絡先を削除する", "Delete this contact"));
    let view = view.with(Block::Form(Box::new(change))).with(Block::Form(Box::new(remove))).tried(tried);
    Ok(asked.show(&view))
}

fn detail_fields(asked: &Asked, contact: Option<&Contact>) -> Vec<Field> {
    let kept = |of: fn(&Contact) -> Option<&String>| contact.and_then(of).map_or("", String::as_str);
    let text = |name, ja, en, of| Field::text(name, asked.t(ja, en), kept(of));
    let language = contact.map_or("ja", |contact| &*contact.language);
    let email = kept(|contact| Some(&contact.email));
    vec![
        text("name", "氏名", "Name", |contact| Some(&contact.name)),
        text("kana", "フリガナ（任意）", "How it is read (optional)", |contact| contact.kana.as_ref()),
        Field::line("email", asked.t("メールアドレス", "Email address"), email, TextKind::Email),
        text("company", "会社名（任意）", "Company (optional)", |contact| contact.company.as_ref()),
        text("department", "部署（任意）", "Department (optional)", |contact| contact.department.as_ref()),
        text("job_title", "役職（任意）", "Job title (optional)", |contact| contact.job_title.as_ref()),
        text("phone", "電話番号（任意）", "Telephone (optional)", |contact| contact.phone.as_ref()),
        Field::select("language", asked.t("画面とメールの言語", "Language"), language, &words::LANGUAGES),
        Field::area("note", asked.t("備考（任意）", "Note (optional)"), kept(|contact| contact.note.as_ref())),
    ]
}

/// What was entered, in the API's words. An empty text takes away what may be left out.
fn details(entered: &Entered) -> Value {
    let text = |name: &str| entered.value(name).replace("\r\n", "\n").trim().to_owned();
    json!({
        "name": text("name"),
        "kana": text("kana"),
        "email": text("email"),
        "company": text("company"),
        "department": text("department"),
        "job_title": text("job_title"),
        "phone": text("phone"),
        "language": if entered.value("language") == "en" { "en" } else { "ja" },
        "note": text("note"),
    })
}

/// What is no identifier is no contact's.
fn id_of(text: &str) -> Result<String, Stop> {
    text.parse::<ContactId>().map(|id| id.to_string()).map_err(|_| Rejection::NotFound.into())
}
