//! The people of the organisation.

use api::routes;
use axum::response::Response;
use domain::authorisation::Action;
use futures::future::try_join;

use super::request::Asked;
use super::table::{Cell, Table};
use super::view::{Block, Link, View};
use super::words;
use crate::answers::{Group, GroupList, Person, PersonList, PersonState};
use crate::client::Call;
use crate::stop::Stop;
use web::short_time;

/// The page.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    let cursor = asked.queried("cursor");
    let people = Call::of(&routes::LIST_PEOPLE, &[]).after(cursor);
    let groups = Call::of(&routes::LIST_GROUPS, &[]);
    let (people, groups) = try_join(asked.read::<PersonList>(people), asked.read::<GroupList>(groups)).await?;
    let path = asked.path(&routes::CONSOLE_PEOPLE, &[]);
    let heads =
        [asked.t("氏名", "Name"), asked.t("役割", "Roles"), asked.t("グループ", "Groups"), asked.t("状態", "State")];
    let table = Table::new(asked.t("利用者", "People"), &heads, asked.t("利用者はいません。", "There is nobody."))
        .rows(people.people.iter().map(|person| row(&asked, person, &groups.groups)))
        .page(cursor.map(|_| path.clone()), asked.t("最初に戻る", "Back to the first"))
        .page(people.next_cursor.map(|next| format!("{path}?cursor={next}")), asked.t("続きを表示", "More"));
    let mut view = View::new(asked.language(), asked.t("利用者", "People"))
        .below(asked.path(&routes::CONSOLE_SETTINGS, &[]), asked.t("設定に戻る", "Back to the settings"));
    view.notice = asked.notice().map(|notice| notice.text(asked.language()));
    if asked.may(Action::ManagePeople) {
        let invite = asked.path(&routes::CONSOLE_INVITE_PAGE, &[]);
        view = view.with(Block::Buttons(vec![Link::new(invite, asked.t("利用者を招待する", "Invite somebody"))]));
    }
    Ok(asked.show(&view.with(Block::Table(table))))
}

fn row(asked: &Asked, person: &Person, groups: &[Group]) -> Vec<Cell> {
    let language = asked.language();
    let url = asked.path(&routes::CONSOLE_PERSON, &[&person.id.to_string()]);
    let (tone, state) = words::person(person.state, language);
    let state = Cell::badge(tone, state);
    let state = match person.state {
        PersonState::Invited { until } => {
            state.below(format!("{}{}", language.t("リンクの期限：", "Link good until "), short_time(until, language)))
        }
        PersonState::Deactivated { since } => {
            state.below(format!("{}{}", short_time(since, language), language.t("から", " onwards")))
        }
        PersonState::Active => state,
    };
    vec![
        Cell::link(&person.name, url).below(&person.email),
        Cell::text(words::roles(&person.roles, language)),
        Cell::text(names(person, groups, language)),
        state,
    ]
}

/// The names of a person's groups.
pub(super) fn names(person: &Person, groups: &[Group], language: web::Language) -> String {
    let of = groups.iter().filter(|group| person.groups.contains(&group.id)).map(|group| group.name.as_str());
    of.collect::<Vec<_>>().join(language.t("、", ", "))
}
