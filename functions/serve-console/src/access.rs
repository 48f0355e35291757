//! Who can see an envelope, and by what (F38).

use std::sync::Arc;

use api::routes::{self, CONSOLE_ACCESS, CONSOLE_ENVELOPE};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::authorisation::Action;
use domain::ids::EnvelopeId;
use futures::future::try_join4;
use web::form::query_fields;
use web::{Language, Rejection};

use crate::Dependencies;
use crate::answers::{Access, Envelope, FolderList, Group, GroupList, Rule};
use crate::client::Call;
use crate::folders::Tree;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;
use crate::words;

struct Row {
    name: String,
    email: String,
    may_download: bool,
    by: Vec<String>,
}

#[derive(Template)]
#[template(path = "access.html")]
struct AccessPage {
    language: Language,
    title: String,
    people: Vec<Row>,
    /// Services, each with the name of its key.
    keys: Vec<(String, String)>,
    recipients: Vec<(String, String)>,
    is_first: bool,
    back: String,
    next: Option<String>,
}

/// The page.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Stop> {
    let Ok(id) = id.parse::<EnvelopeId>() else { return Err(Rejection::NotFound.into()) };
    let id = id.to_string();
    let fields = query_fields(query.as_deref())?;
    let cursor = fields.iter().find(|(name, _)| name == "cursor").map(|(_, value)| value.as_str());
    let access = Call::of(&routes::LIST_ACCESS, &[&id]).after(cursor);
    let (me, envelope, access, folders) = try_join4(
        deps.me(&visitor),
        deps.read::<Envelope>(&visitor, Call::of(&routes::GET_ENVELOPE, &[&id])),
        deps.read::<Access>(&visitor, access),
        deps.read::<FolderList>(&visitor, Call::of(&routes::LIST_FOLDERS, &[])),
    )
    .await?;
    let groups = match me.may(Action::ReadGroups) {
        true => deps.read::<GroupList>(&visitor, Call::of(&routes::LIST_GROUPS, &[])).await?.groups,
        false => Vec::new(),
    };
    let (language, path) = (visitor.language, deps.site.path(&CONSOLE_ACCESS.path_of(&[&id])));
    let folders = Tree::of(&folders.folders);
    let row = |person: crate::answers::Seer| Row {
        by: person.by.iter().map(|rule| by(rule, &folders, &groups, language)).collect(),
        name: person.name,
        email: person.email,
        may_download: person.may_download,
    };
    let content = AccessPage {
        language,
        title: envelope.title,
        people: access.people.into_iter().map(row).collect(),
        keys: access.keys.into_iter().map(|key| (key.name, key.label)).collect(),
        recipients: access.recipients.into_iter().map(|person| (person.name, person.email)).collect(),
        is_first: cursor.is_none(),
        back: deps.site.path(&CONSOLE_ENVELOPE.path_of(&[&id])),
        next: access.next_cursor.map(|cursor| format!("{path}?cursor={cursor}")),
    };
    let title = language.t("閲覧できる人", "Who can see this");
    Ok(deps.page(&visitor, &me, &Content { status: StatusCode::OK, title, part: Part::Envelopes, html: &content }))
}

/// A rule in words.
fn by(rule: &Rule, folders: &Tree, groups: &[Group], language: Language) -> String {
    match rule {
        Rule::Sender => language.t("送信者本人", "Sent it").to_owned(),
        Rule::Role { role } => {
            format!("{}{}", language.t("役割：", "Role: "), words::role(*role, language))
        }
        Rule::Folder { folder, group, role, everybody } => {
            let hidden = || language.t("（名前を表示できません）", "(name hidden)").to_owned();
            let folder = folders.find(*folder).map_or_else(hidden, |place| place.path.clone());
            let group =
                group.map(|id| groups.iter().find(|group| group.id == id).map_or_else(hidden, |g| g.name.clone()));
            let to = match (everybody, group, role) {
                (true, ..) => language.t("組織の全員", "everybody of the organisation").to_owned(),
                (_, Some(group), _) => format!("{}{group}", language.t("グループ：", "group ")),
                (.., Some(role)) => format!("{}{}", language.t("役割：", "role "), words::role(*role, language)),
                (false, None, None) => language.t("本人", "the person").to_owned(),
            };
            match language {
                Language::Ja => format!("フォルダー「{folder}」の権限（{to}）"),
                Language::En => format!("The folder “{folder}”, given to {to}"),
            }
        }
    }
}
