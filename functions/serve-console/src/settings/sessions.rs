//! Where somebody is signed in.

use api::{SESSION_COOKIE, routes};
use axum::response::Response;
use domain::digest::Digest;
use domain::link::SecretToken;
use web::{Rejection, short_time};

use super::entered::Entered;
use super::form::Tried;
use super::notice::Notice;
use super::request::Asked;
use super::table::{Cell, RowButton, Table};
use super::view::{Block, View};
use crate::answers::{Session, SessionList};
use crate::client::Call;
use crate::stop::Stop;

/// One's own sessions.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    show(&asked, None).await
}

/// Ends one of them.
pub(super) async fn end(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    let Ok(session) = entered.value("session").parse::<Digest>() else { return Err(Rejection::NotFound.into()) };
    let session = session.to_string();
    match asked.ask(Call::of(&routes::END_OWN_SESSION, &[&session])).await? {
        Ok(_) => asked.done(&asked.path(&routes::CONSOLE_SESSIONS, &[]), Notice::SessionEnded),
        Err(problem) => show(&asked, Some(&Tried { entered: &entered, problem: &problem })).await,
    }
}

async fn show(asked: &Asked, tried: Option<&Tried<'_>>) -> Result<Response, Stop> {
    let found: SessionList = asked.read(Call::of(&routes::LIST_OWN_SESSIONS, &[])).await?;
    let action = asked.path(&routes::CONSOLE_END_SESSION, &[]);
    let mut view = View::new(asked.language(), asked.t("ログイン中の端末", "Sessions"))
        .below(asked.path(&routes::CONSOLE_SETTINGS, &[]), asked.t("設定に戻る", "Back to the settings"))
        .lead(asked.t(
            "心当たりのない端末があるときは、ログアウトさせたうえで、管理者にお知らせください。",
            "If you do not recognise one, sign it out and tell an administrator.",
        ))
        .with(Block::Table(table(asked, found.sessions, &action)))
        .tried(tried);
    view.notice = asked.notice().map(|notice| notice.text(asked.language()));
    Ok(asked.show(&view))
}

/// Sessions, each with the button that ends it.
pub(super) fn table(asked: &Asked, sessions: Vec<Session>, action: &str) -> Table {
    let heads = [
        asked.t("端末", "Browser"),
        asked.t("ログイン", "Signed in"),
        asked.t("最後の利用", "Last used"),
        asked.t("接続元", "Address"),
        asked.t("操作", "Action"),
    ];
    let here = own_session(asked);
    let rows = sessions.into_iter().map(|session| row(asked, &session, here, action));
    let none = asked.t("ログイン中の端末はありません。", "There is no session.");
    Table::new(asked.t("ログイン中の端末", "Sessions"), &heads, none).rows(rows)
}

fn row(asked: &Asked, session: &Session, here: Option<Digest>, action: &str) -> Vec<Cell> {
    let language = asked.language();
    let began = short_time(session.began_at, language);
    let browser = match session.user_agent.trim() {
        "" => asked.t("不明な端末", "Unknown browser").to_owned(),
        name => name.to_owned(),
    };
    let name = Cell::text(browser);
    let name = if here == Some(session.id) { name.below(asked.t("この端末", "This browser")) } else { name };
    let signed_in = Cell::text(&began);
    let signed_in = match session.second_factor {
        true => signed_in.below(asked.t("多要素認証あり", "with a second factor")),
        false => signed_in,
    };
    let button = RowButton {
        action: action.to_owned(),
        hidden: vec![("act", "end".to_owned()), ("session", session.id.to_string())],
        label: asked.t("ログアウトさせる", "Sign out").to_owned(),
        spoken: match language {
            web::Language::Ja => format!("{began}のログインをログアウトさせる"),
            web::Language::En => format!("Sign out the session of {began}"),
        },
    };
    vec![
        name,
        signed_in,
        Cell::text(short_time(session.used_at, language)),
        Cell::text(session.address.map(|address| address.to_string()).unwrap_or_default()),
        Cell::button(button),
    ]
}

/// The session by which the page was asked for, as lists name it.
fn own_session(asked: &Asked) -> Option<Digest> {
    let pairs = asked.visitor.cookie.as_deref()?.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.into_iter().find(|(name, _)| *name == SESSION_COOKIE)?;
    SecretToken::parse(value.rsplit('.').next()?).map(|token| token.digest())
}
