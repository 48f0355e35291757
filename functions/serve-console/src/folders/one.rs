//! A folder: its name, its place, and who may do what in it.

use std::sync::Arc;

use api::problem::{Problem, kinds};
use api::routes::{self, CONSOLE_FOLDER, CONSOLE_FOLDERS};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::authorisation::{AccessLevel, Action};
use domain::ids::FolderId;
use futures::future::try_join3;
use serde_json::{Value, json};
use uuid::Builder;
use web::form::FormFields;
use web::{Language, Rejection, redirect};

use super::Tree;
use super::rights::{self, Known};
use crate::Dependencies;
use crate::answers::{Folder, FolderList, GroupList, Me, PersonList};
use crate::client::Call;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;
use crate::words;

/// A right that the folder gives: to whom, and each level, of which one is chosen.
struct RightRow {
    to: String,
    name: String,
    levels: Vec<(&'static str, &'static str, bool)>,
}

#[derive(Template)]
#[template(path = "folder.html")]
struct FolderPage {
    language: Language,
    path: String,
    name: String,
    parents: Vec<(String, String, bool)>,
    inherits: bool,
    rights: Vec<RightRow>,
    grantees: Vec<(String, String)>,
    levels: Vec<(&'static str, &'static str)>,
    action: String,
    key: String,
    version: u64,
    back: String,
    problem: Option<(String, String, Vec<String>)>,
}

/// The page, for whoever may change it.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Stop> {
    show(&deps, &visitor, &id, None).await
}

/// Changes or removes it.
pub(crate) async fn change(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    Path(id): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, Stop> {
    let Ok(folder) = id.parse::<FolderId>() else { return Err(Rejection::NotFound.into()) };
    let id = folder.to_string();
    let value = |wanted: &str| {
        let found = fields.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    };
    let version = value("version").parse().unwrap_or_default();
    let removes = value("then") == "remove";
    let call = match removes {
        true => Call::of(&routes::REMOVE_FOLDER, &[&id]).once_json(value("key"), &json!({})),
        false => {
            let body = body(&fields).ok_or_else(|| Problem::of(&kinds::UNREADABLE_FORM))?;
            Call::of(&routes::CHANGE_FOLDER, &[&id]).once_json(value("key"), &body)
        }
    };
    match deps.ask(&visitor, call.if_version(version)).await? {
        Ok(_) => {
            let done = if removes { "removed" } else { "saved" };
            let url = format!("{}?done={done}", deps.site.path(CONSOLE_FOLDERS.path));
            Ok(redirect(StatusCode::SEE_OTHER, &url)?)
        }
        Err(problem) => show(&deps, &visitor, &id, Some(&problem)).await,
    }
}

/// What the form says, as the API takes it.
fn body(fields: &[(String, String)]) -> Option<Value> {
    let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.trim());
    let mut body = json!({
        "name": value("name").unwrap_or_default(),
        "inherits": value("inherits").is_some(),
        "grants": rights::read(fields)?,
    });
    // Where one cannot choose it, it stays where it is.
    if let Some(parent) = value("parent") {
        body["parent"] = if parent.is_empty() { Value::Null } else { json!(parent) };
    }
    Some(body)
}

async fn show(deps: &Dependencies, visitor: &Visitor, id: &str, problem: Option<&Problem>) -> Result<Response, Stop> {
    let language = visitor.language;
    let folders = deps.read::<FolderList>(visitor, Call::of(&routes::LIST_FOLDERS, &[]));
    let folder = deps.read_versioned::<Folder>(visitor, Call::of(&routes::GET_FOLDER, &[id]));
    let (me, folders, (folder, version)) = try_join3(deps.me(visitor), folders, folder).await?;
    if folder.own_level < AccessLevel::Manage {
        return Err(Rejection::NotFound.into());
    }
    let known = known(deps, visitor, &me).await?;
    let tree = Tree::of(&folders.folders);
    let levels = || AccessLevel::ALL.into_iter().map(|level| (level.as_str(), rights::level(level, language)));
    let right = |grant| RightRow {
        to: rights::value(grant),
        name: known.grantee(grant, language),
        levels: levels().map(|(value, words)| (value, words, value == grant.level.as_str())).collect(),
    };
    let path = tree.find(folder.id).map_or_else(|| folder.name.clone(), |place| place.path.clone());
    let content = FolderPage {
        language,
        parents: parents(&folder, &tree, &me, language),
        inherits: folder.inherits,
        rights: folder.grants.iter().map(right).collect(),
        grantees: known.choices(language),
        levels: levels().collect(),
        action: deps.site.path(&CONSOLE_FOLDER.path_of(&[&folder.id.to_string()])),
        key: Builder::from_random_bytes(deps.randomness.bytes()).into_uuid().to_string(),
        version,
        back: deps.site.path(CONSOLE_FOLDERS.path),
        problem: problem.map(|problem| words::problem(problem, language)),
        name: folder.name,
        path,
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    let title = language.t("フォルダーの設定", "Folder settings");
    Ok(deps.page(visitor, &me, &Content { status, title, part: Part::Envelopes, html: &content }))
}

/// Where it may be put: nowhere within itself. Empty where whoever visits cannot move it, since it is in a hidden folder.
fn parents(folder: &Folder, tree: &Tree, me: &Me, language: Language) -> Vec<(String, String, bool)> {
    if folder.parent.is_some_and(|parent| tree.find(parent).is_none()) {
        return Vec::new();
    }
    let within = tree.within(folder.id);
    let is_top = folder.parent.is_none();
    let top = (String::new(), language.t("いちばん上の階層", "At the top").to_owned(), is_top);
    let top = (is_top || me.may_everywhere(Action::ManageFolders)).then_some(top);
    let is_possible = |id, level| !within.contains(&id) && (level >= AccessLevel::Manage || folder.parent == Some(id));
    let places = tree.places().iter().filter(|place| is_possible(place.folder.id, place.folder.own_level));
    let places =
        places.map(|place| (place.folder.id.to_string(), place.path.clone(), folder.parent == Some(place.folder.id)));
    top.into_iter().chain(places).collect()
}

/// Groups, and people as far as whoever visits may list them.
async fn known(deps: &Dependencies, visitor: &Visitor, me: &Me) -> Result<Known, Stop> {
    let mut known = Known::default();
    if me.may(Action::ReadGroups) {
        known.groups = deps.read::<GroupList>(visitor, Call::of(&routes::LIST_GROUPS, &[])).await?.groups;
    }
    let mut cursor = me.may(Action::ReadPeople).then(String::new);
    while let Some(at) = cursor {
        let call = Call::of(&routes::LIST_PEOPLE, &[]).query("limit", "100");
        let call = if at.is_empty() { call } else { call.query("cursor", &at) };
        let page: PersonList = deps.read(visitor, call).await?;
        known.people.extend(page.people);
        cursor = page.next_cursor.map(|next| next.to_string());
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_put_at_the_top_where_that_is_chosen_and_stays_where_nothing_can_be() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let top = [field("name", "契約"), field("parent", ""), field("inherits", "yes")];
        let moved = json!({"name": "契約", "inherits": true, "grants": [], "parent": null});
        assert_eq!(body(&top), Some(moved));
        let stays = json!({"name": "契約", "inherits": false, "grants": []});
        assert_eq!(body(&[field("name", "契約")]), Some(stays));
    }
}
