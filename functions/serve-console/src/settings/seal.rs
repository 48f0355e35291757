//! A registered seal: its certificate, who may sign with it, and what it was used for.

use api::routes;
use axum::extract::Path;
use axum::response::Response;
use domain::authorisation::Action;
use domain::ids::SealId;
use serde_json::json;
use web::{Rejection, local_time, short_time};

use super::entered::Entered;
use super::form::{Button, Field, Form, Group, Tried};
use super::notice::Notice;
use super::request::Asked;
use super::seals::{days_left, name};
use super::table::{Cell, Table};
use super::view::{Block, View};
use super::words;
use crate::answers::{Seal, SealUse, SealUseList};
use crate::client::Call;
use crate::stop::Stop;

/// The page.
pub(super) async fn page(asked: Asked, Path(id): Path<String>) -> Result<Response, Stop> {
    show(&asked, &id_of(id)?, None).await
}

/// Says who may sign with it.
pub(super) async fn change(asked: Asked, Path(id): Path<String>, entered: Entered) -> Result<Response, Stop> {
    let id = id_of(id)?;
    let body = json!({ "persons": entered.lines("persons") });
    let call = Call::of(&routes::CHANGE_SEAL, &[id.as_str()]).if_version(entered.version()).json(&body);
    match asked.ask(call).await? {
        Ok(_) => asked.done(&asked.path(&routes::CONSOLE_SEAL, &[id.as_str()]), Notice::Saved),
        Err(problem) => show(&asked, &id, Some(&Tried { entered: &entered, problem: &problem })).await,
    }
}

async fn show(asked: &Asked, id: &SealId, tried: Option<&Tried<'_>>) -> Result<Response, Stop> {
    let language = asked.language();
    let (seal, version): (Seal, u64) = asked.read_versioned(Call::of(&routes::GET_SEAL, &[id.as_str()])).await?;
    let (tone, state) = words::seal(seal.state, language);
    let mut view = View::new(language, name(&seal, language))
        .below(asked.path(&routes::CONSOLE_SEALS, &[]), asked.t("登録印章の一覧に戻る", "Back to the seals"))
        .with(Block::Badge(tone, state.to_owned()))
        .with(certificate(asked, &seal))
        .with(Block::heading(asked.t("使用できる方", "Who may sign with it")));
    view.notice = asked.notice().map(|notice| notice.text(language));
    view = match asked.may(Action::ManageSeals) {
        true => {
            let persons = Field::area(
                "persons",
                asked.t("メールアドレス", "Email addresses"),
                &seal.persons.join("\n"),
            )
            .hint(asked.t(
                "1行に1件。ここにある方だけが、メール以外の要素による認証を経て、この印章で署名できます。",
                "One a line. Nobody else may sign with this seal, and these only by a factor other than the mailbox.",
            ));
            let form =
                Form::to(asked.path(&routes::CONSOLE_CHANGE_SEAL, &[id.as_str()]), vec![Group::of(vec![persons])])
                    .hidden("version", version.to_string())
                    .button(Button::primary(asked.t("保存する", "Save")))
                    .tried(tried, language);
            view.with(Block::Form(Box::new(form)))
        }
        false if seal.persons.is_empty() => view.with(Block::text(asked.t("いません。", "Nobody."))),
        false => view.with(Block::Text(seal.persons.join(asked.t("、", ", ")))),
    };
    if asked.may(Action::ReadSealUses) {
        view = view.with(Block::heading(asked.t("使用の記録", "Uses"))).with(Block::Table(uses(asked, id).await?));
    }
    Ok(asked.show(&view.tried(tried)))
}

fn certificate(asked: &Asked, seal: &Seal) -> Block {
    let language = asked.language();
    let mut facts: Vec<(&str, String)> = match &seal.certificate {
        Some(certificate) => vec![
            (asked.t("名義", "Names"), certificate.subject.clone()),
            (asked.t("発行者", "Issued by"), certificate.issuer.clone()),
            (asked.t("シリアル番号", "Serial number"), certificate.serial_number.clone()),
            (asked.t("有効期間の開始", "Valid from"), local_time(certificate.valid_from, language)),
            (
                asked.t("有効期限", "Valid until"),
                format!(
                    "{}{}{}{}",
                    local_time(certificate.valid_until, language),
                    language.t("（", " ("),
                    days_left(certificate.days_left, language),
                    language.t("）", ")")
                ),
            ),
        ],
        None => vec![(asked.t("証明書", "Certificate"), asked.t("読み取れません", "Cannot be read").to_owned())],
    };
    if !seal.may_ask.is_empty() {
        facts.push((asked.t("使用を依頼できるほかの組織", "Others that may ask for it"), seal.may_ask.join(", ")));
    }
    Block::Facts(facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

async fn uses(asked: &Asked, id: &SealId) -> Result<Table, Stop> {
    let cursor = asked.queried("cursor");
    let call = Call::of(&routes::LIST_SEAL_USES, &[id.as_str()]).after(cursor);
    let found: SealUseList = asked.read(call).await?;
    let heads = [
        asked.t("件名", "Title"),
        asked.t("日時", "When"),
        asked.t("署名した方", "Signed by"),
        asked.t("依頼した組織", "Asked for by"),
    ];
    let path = asked.path(&routes::CONSOLE_SEAL, &[id.as_str()]);
    let next = found.next_cursor.map(|next| {
        format!("{path}?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair("cursor", &next).finish())
    });
    let none = asked.t("まだ使用されていません。", "It has not been used yet.");
    Ok(Table::new(asked.t("使用の記録", "Uses"), &heads, none)
        .rows(found.uses.into_iter().map(|one| row(asked, one)))
        .page(cursor.map(|_| path.clone()), asked.t("最新に戻る", "Back to the newest"))
        .page(next, asked.t("続きを表示", "More")))
}

fn row(asked: &Asked, SealUse { at, asked_by, title, document, signer }: SealUse) -> Vec<Cell> {
    let of = document.map(|document| format!("{} {}", document.envelope_number, document.name));
    vec![
        of.into_iter().fold(Cell::text(title), Cell::below),
        Cell::text(short_time(at, asked.language())),
        Cell::text(signer.name).below(signer.email),
        Cell::text(asked_by.name),
    ]
}

/// What is no identifier is no seal's.
fn id_of(text: String) -> Result<SealId, Stop> {
    SealId::try_from(text).map_err(|_| Rejection::NotFound.into())
}
