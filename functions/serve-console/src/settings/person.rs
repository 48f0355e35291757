//! A person: what is said of them, their invitation, where they are signed in, and whether they may come in.

use api::problem::Problem;
use api::routes;
use axum::extract::Path;
use axum::response::Response;
use domain::authorisation::Action;
use domain::digest::Digest;
use domain::ids::PersonId;
use futures::future::try_join;
use serde_json::json;
use web::{Rejection, local_time};

use super::entered::Entered;
use super::form::{Button, Form, Group, Tried};
use super::invite::{Profile, profile, profile_fields};
use super::notice::Notice;
use super::request::Asked;
use super::sessions;
use super::view::{Block, Link, View};
use super::words;
use crate::answers::{GroupList, Person, PersonState, SessionList};
use crate::client::Call;
use crate::stop::Stop;

/// Whoever has this identifier. What is none is nobody's.
pub(super) fn id_of(text: &str) -> Result<String, Stop> {
    text.parse::<PersonId>().map(|id| id.to_string()).map_err(|_| Rejection::NotFound.into())
}

/// The page.
pub(super) async fn page(asked: Asked, Path(id): Path<String>) -> Result<Response, Stop> {
    show(&asked, &id_of(&id)?, None).await
}

/// What is done on it.
pub(super) async fn change(asked: Asked, Path(id): Path<String>, entered: Entered) -> Result<Response, Stop> {
    let id = id_of(&id)?;
    let session = entered.value("session").parse::<Digest>().map(|digest| digest.to_string());
    let (call, notice) = match (entered.value("act"), &session) {
        ("profile", _) => {
            let call = Call::of(&routes::CHANGE_PERSON, &[&id]).if_version(entered.version());
            (call.json(&profile(&entered)), Notice::Saved)
        }
        ("invite", _) => {
            (Call::of(&routes::INVITE_AGAIN, &[&id]).once_json(entered.key(), &json!({})), Notice::InvitedAgain)
        }
        ("reactivate", _) => {
            (Call::of(&routes::REACTIVATE_PERSON, &[&id]).once_json(entered.key(), &json!({})), Notice::Reactivated)
        }
        ("end-sessions", _) => (Call::of(&routes::END_SESSIONS, &[&id]), Notice::SessionEnded),
        ("end", Ok(session)) => (Call::of(&routes::END_SESSION, &[&id, session]), Notice::SessionEnded),
        _ => return Err(Rejection::NotFound.into()),
    };
    match asked.ask(call).await? {
        Ok(_) => asked.done(&asked.path(&routes::CONSOLE_PERSON, &[&id]), notice),
        Err(problem) => show(&asked, &id, Some((&entered, &problem))).await,
    }
}

async fn show(asked: &Asked, id: &str, tried: Option<(&Entered, &Problem)>) -> Result<Response, Stop> {
    let language = asked.language();
    let groups = Call::of(&routes::LIST_GROUPS, &[]);
    let ((person, version), groups) =
        try_join(asked.read_versioned::<Person>(Call::of(&routes::GET_PERSON, &[id])), asked.read::<GroupList>(groups))
            .await?;
    let tried = tried.map(|(entered, problem)| Tried { entered, problem });
    let typed = tried.filter(|tried| tried.entered.value("act") == "profile");
    let (tone, state) = words::person(person.state, language);
    let mut view = View::new(language, &person.name)
        .below(asked.path(&routes::CONSOLE_PEOPLE, &[]), asked.t("利用者の一覧に戻る", "Back to the people"))
        .with(Block::Badge(tone, state.to_owned()))
        .with(facts(&person, language));
    view.notice = asked.notice().map(|notice| notice.text(language));
    if asked.may(Action::ManagePeople) {
        let Person { name, email, language: reads, roles, groups: of, .. } = &person;
        let profile = Profile { name, email, language: reads, roles, groups: of };
        let form = Form::to(
            asked.path(&routes::CONSOLE_CHANGE_PERSON, &[id]),
            vec![Group::of(profile_fields(&profile, &groups.groups, language))],
        )
        .hidden("act", "profile")
        .hidden("version", version.to_string())
        .button(Button::primary(asked.t("保存する", "Save")))
        .tried(typed.as_ref(), language);
        view = view
            .with(Block::heading(asked.t("登録内容の変更", "Change")))
            .with(Block::text(asked.t(
                "役割やグループを変更すると、この方はログアウトされ、次のログインから新しい内容になります。",
                "When roles or groups change, the person is signed out; the change holds from the next sign-in.",
            )))
            .with(Block::Form(Box::new(form)));
        view = states(asked, view, id, &person);
    }
    if person.state == PersonState::Active {
        let found: SessionList = asked.read(Call::of(&routes::LIST_SESSIONS, &[id])).await?;
        let action = asked.path(&routes::CONSOLE_CHANGE_PERSON, &[id]);
        view = view.with(Block::heading(asked.t("ログイン中の端末", "Sessions")));
        let several = found.sessions.len() > 1;
        view = view.with(Block::Table(sessions::table(asked, found.sessions, &action)));
        if several {
            let all = Form::to(action, Vec::new())
                .hidden("act", "end-sessions")
                .button(Button::plain(asked.t("すべての端末でログアウトさせる", "Sign out everywhere")));
            view = view.with(Block::Form(Box::new(all)));
        }
    }
    Ok(asked.show(&view.tried(tried.as_ref())))
}

fn facts(person: &Person, language: web::Language) -> Block {
    let mut facts = vec![
        (language.t("メールアドレス", "Email address").to_owned(), person.email.clone()),
        (language.t("招待した日時", "Invited first").to_owned(), local_time(person.added_at, language)),
    ];
    match person.state {
        PersonState::Invited { until } => {
            facts.push((language.t("リンクの期限", "Link good until").to_owned(), local_time(until, language)));
        }
        PersonState::Deactivated { since } => {
            facts.push((language.t("停止した日時", "Deactivated").to_owned(), local_time(since, language)));
        }
        PersonState::Active => {}
    }
    Block::Facts(facts)
}

/// The forms that change whether the person may come in.
fn states(asked: &Asked, view: View, id: &str, person: &Person) -> View {
    let form = |act: &str, label: &str| {
        let form = Form::to(asked.path(&routes::CONSOLE_CHANGE_PERSON, &[id]), Vec::new()).hidden("act", act);
        Block::Form(Box::new(form.hidden("key", asked.fresh_key()).button(Button::plain(label))))
    };
    let stop =
        |label: &str| Block::Buttons(vec![Link::new(asked.path(&routes::CONSOLE_DEACTIVATE_PAGE, &[id]), label)]);
    match person.state {
        PersonState::Invited { .. } => view
            .with(Block::heading(asked.t("招待", "Invitation")))
            .with(form("invite", asked.t("招待メールを送り直す", "Send the invitation again")))
            .with(stop(asked.t("招待を取り消す", "Withdraw the invitation"))),
        PersonState::Active => view
            .with(Block::heading(asked.t("利用の停止", "Deactivate")))
            .with(stop(asked.t("利用を停止する", "Deactivate"))),
        PersonState::Deactivated { .. } => view
            .with(Block::heading(asked.t("利用の再開", "Reactivate")))
            .with(form("reactivate", asked.t("利用を再開する", "Reactivate"))),
    }
}
