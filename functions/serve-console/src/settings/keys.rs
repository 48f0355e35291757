//! API keys: one's own, and those of services for whoever administers the organisation.

use api::routes;
use axum::response::Response;
use domain::authorisation::Action;
use domain::ids::KeyId;
use web::{Rejection, short_time};

use super::entered::Entered;
use super::form::Tried;
use super::notice::Notice;
use super::request::Asked;
use super::table::{Cell, RowButton, Table};
use super::view::{Block, Link, View};
use super::words;
use crate::answers::{Holder, Key, KeyList};
use crate::client::Call;
use crate::stop::Stop;

/// The page.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    show(&asked, None).await
}

/// Revokes a key.
pub(super) async fn revoke(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    let Ok(key) = entered.value("id").parse::<KeyId>() else { return Err(Rejection::NotFound.into()) };
    let route = if entered.value("of") == "own" { &routes::REVOKE_OWN_KEY } else { &routes::REVOKE_KEY };
    match asked.ask(Call::of(route, &[&key.to_string()])).await? {
        Ok(_) => asked.done(&asked.path(&routes::CONSOLE_KEYS, &[]), Notice::KeyRevoked),
        Err(problem) => show(&asked, Some(&Tried { entered: &entered, problem: &problem })).await,
    }
}

async fn show(asked: &Asked, tried: Option<&Tried<'_>>) -> Result<Response, Stop> {
    let own: KeyList = asked.read(Call::of(&routes::LIST_OWN_KEYS, &[])).await?;
    let make = asked.path(&routes::CONSOLE_KEY_PAGE, &[]);
    let mut view = View::new(asked.language(), asked.t("APIキー", "API keys"))
        .below(asked.path(&routes::CONSOLE_SETTINGS, &[]), asked.t("設定に戻る", "Back to the settings"))
        .lead(asked.t(
            "プログラムからこのサービスを利用するためのキーです。使わなくなったキーは取り消してください。",
            "Programs use the service by these keys. Revoke those that are not used any more.",
        ))
        .with(Block::Buttons(vec![Link::new(make, asked.t("APIキーを発行する", "Make an API key"))]))
        .with(Block::heading(asked.t("あなたのAPIキー", "Your own API keys")))
        .with(Block::Table(table(asked, &own.keys, "own")));
    if asked.may(Action::ReadKeys) {
        let cursor = asked.queried("cursor");
        let call = Call::of(&routes::LIST_KEYS, &[]).after(cursor);
        let all: KeyList = asked.read(call).await?;
        let path = asked.path(&routes::CONSOLE_KEYS, &[]);
        let is_own = |key: &Key| matches!(key.holder, Holder::Person { person } if Some(person) == asked.me.person);
        let others: Vec<Key> = all.keys.into_iter().filter(|key| !is_own(key)).collect();
        let table = table(asked, &others, "organisation")
            .page(cursor.map(|_| path.clone()), asked.t("最初に戻る", "Back to the first"))
            .page(all.next_cursor.map(|next| format!("{path}?cursor={next}")), asked.t("続きを表示", "More"));
        view = view
            .with(Block::heading(asked.t("組織のほかのAPIキー", "Other API keys of the organisation")))
            .with(Block::Table(table));
    }
    view.notice = asked.notice().map(|notice| notice.text(asked.language()));
    Ok(asked.show(&view.tried(tried)))
}

fn table(asked: &Asked, keys: &[Key], of: &str) -> Table {
    let heads = [
        asked.t("名称", "Label"),
        asked.t("権限", "Good for"),
        asked.t("有効期限", "Good until"),
        asked.t("最後の利用", "Last used"),
        asked.t("操作", "Action"),
    ];
    let none = asked.t("APIキーはありません。", "There are no API keys.");
    Table::new(asked.t("APIキー", "API keys"), &heads, none).rows(keys.iter().map(|key| row(asked, key, of)))
}

fn row(asked: &Asked, key: &Key, of: &str) -> Vec<Cell> {
    let language = asked.language();
    let holder = match &key.holder {
        Holder::Service { name } => format!("{}{name}", asked.t("送信者名：", "Sends as ")),
        Holder::Person { person } if Some(*person) == asked.me.person => String::new(),
        Holder::Person { .. } => asked.t("ほかの利用者のAPIキー", "Another person’s key").to_owned(),
    };
    let made = format!("{}{}", asked.t("発行：", "Made "), short_time(key.made_at, language));
    let label = [holder, made].into_iter().filter(|line| !line.is_empty());
    let scopes = Cell::text(words::scopes(&key.scopes, language));
    let scopes = match key.addresses.is_empty() {
        true => scopes,
        false => scopes.below(format!("{}{}", asked.t("接続元：", "From "), key.addresses.join(", "))),
    };
    let now = asked.now();
    let until = match key.expires_at {
        None => Cell::text(asked.t("期限なし", "Without end")),
        Some(end) if end <= now => Cell::badge("bad", asked.t("期限切れ", "Expired")).below(short_time(end, language)),
        Some(end) => Cell::text(short_time(end, language)),
    };
    let used = key.last_used_at.map(|at| short_time(at, language));
    let button = RowButton {
        action: asked.path(&routes::CONSOLE_REVOKE_KEY, &[]),
        hidden: vec![("of", of.to_owned()), ("id", key.id.to_string())],
        label: asked.t("取り消す", "Revoke").to_owned(),
        spoken: match language {
            web::Language::Ja => format!("APIキー「{}」を取り消す", key.label),
            web::Language::En => format!("Revoke the key {}", key.label),
        },
    };
    let may = of == "own" || asked.may(Action::ManageKeys);
    vec![
        label.fold(Cell::text(&key.label), Cell::below),
        scopes,
        until,
        Cell::text(used.unwrap_or_else(|| asked.t("未使用", "Never").to_owned())),
        if may { Cell::button(button) } else { Cell::default() },
    ]
}
