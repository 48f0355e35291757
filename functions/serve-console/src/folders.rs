//! Folders: which there are, who may do what in them, and the forms that make and change them.

mod one;
mod rights;
mod tree;

use std::sync::Arc;

use api::problem::Problem;
use api::routes::{self, CONSOLE_FOLDER, CONSOLE_FOLDERS};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::authorisation::{AccessLevel, Action};
use serde_json::{Value, json};
use uuid::Builder;
use web::form::{FormFields, query_fields};
use web::{Language, redirect};

use crate::Dependencies;
use crate::answers::{FolderList, Me};
use crate::client::Call;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;
use crate::words;

pub(crate) use one::{change, page as one};
pub(crate) use tree::{Place, Tree};

/// A folder's line.
struct Line {
    name: String,
    depth: usize,
    /// The list of what is in it.
    envelopes: String,
    right: &'static str,
    /// Where it is changed, by whoever may.
    settings: Option<String>,
}

#[derive(Template)]
#[template(path = "folders.html")]
struct Folders {
    language: Language,
    lines: Vec<Line>,
    back: String,
    notice: Option<&'static str>,
    problem: Option<(String, String, Vec<String>)>,
    /// The form that makes one; nothing where one may not.
    form: Option<MakeForm>,
}

struct MakeForm {
    action: String,
    key: String,
    name: String,
    /// At the top, and those in which one may make some.
    parents: Vec<(String, String, bool)>,
    everybody: Vec<(&'static str, &'static str, bool)>,
}

/// What was typed into the form.
#[derive(Default)]
struct Entered {
    key: String,
    name: String,
    parent: String,
    everybody: String,
}

impl Entered {
    fn of(fields: &[(String, String)]) -> Self {
        let value = |wanted: &str| {
            let found = fields.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        Self { key: value("key"), name: value("name"), parent: value("parent"), everybody: value("everybody") }
    }

    fn body(&self) -> Value {
        let mut body = json!({ "name": self.name });
        if !self.parent.is_empty() {
            body["parent"] = json!(self.parent);
        }
        if !self.everybody.is_empty() {
            body["grants"] = json!([{ "to": "everybody", "level": self.everybody }]);
        }
        body
    }
}

/// The page.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Stop> {
    let fields = query_fields(query.as_deref())?;
    let notice = notice(&fields, visitor.language);
    show(&deps, &visitor, &Entered::default(), notice, None).await
}

/// Makes a folder.
pub(crate) async fn add(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, Stop> {
    let entered = Entered::of(&fields);
    let call = Call::of(&routes::ADD_FOLDER, &[]).once_json(&entered.key, &entered.body());
    match deps.ask(&visitor, call).await? {
        Ok(_) => {
            let url = format!("{}?done=added", deps.site.path(CONSOLE_FOLDERS.path));
            Ok(redirect(StatusCode::SEE_OTHER, &url)?)
        }
        Err(problem) => show(&deps, &visitor, &entered, None, Some(&problem)).await,
    }
}

async fn show(
    deps: &Dependencies,
    visitor: &Visitor,
    entered: &Entered,
    notice: Option<&'static str>,
    problem: Option<&Problem>,
) -> Result<Response, Stop> {
    let language = visitor.language;
    let folders = deps.read::<FolderList>(visitor, Call::of(&routes::LIST_FOLDERS, &[]));
    let (me, folders) = futures::future::try_join(deps.me(visitor), folders).await?;
    let tree = Tree::of(&folders.folders);
    let content = Folders {
        language,
        lines: tree.places().iter().map(|place| Line::of(deps, place, language)).collect(),
        back: deps.site.path(routes::CONSOLE_ENVELOPES.path),
        notice,
        problem: problem.map(|problem| words::problem(problem, language)),
        form: MakeForm::of(deps, &me, &tree, entered, language),
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    let title = language.t("フォルダー", "Folders");
    Ok(deps.page(visitor, &me, &Content { status, title, part: Part::Envelopes, html: &content }))
}

/// What was done just before, as the address says it.
fn notice(fields: &[(String, String)], language: Language) -> Option<&'static str> {
    let done = fields.iter().find(|(name, _)| name == "done").map(|(_, value)| value.as_str())?;
    Some(match done {
        "added" => language.t("フォルダーを作成しました。", "The folder was made."),
        "saved" => language.t("フォルダーの設定を保存しました。", "The folder was changed."),
        "removed" => language.t("フォルダーを削除しました。", "The folder was deleted."),
        _ => return None,
    })
}

impl Line {
    fn of(deps: &Dependencies, place: &Place, language: Language) -> Self {
        let id = place.folder.id.to_string();
        Self {
            name: place.folder.name.clone(),
            depth: place.depth,
            envelopes: format!("{}?folder={id}", deps.site.path(routes::CONSOLE_ENVELOPES.path)),
            right: rights::level(place.folder.own_level, language),
            settings: (place.folder.own_level >= AccessLevel::Manage)
                .then(|| deps.site.path(&CONSOLE_FOLDER.path_of(&[&id]))),
        }
    }
}

impl MakeForm {
    fn of(deps: &Dependencies, me: &Me, tree: &Tree, entered: &Entered, language: Language) -> Option<Self> {
        let top = (String::new(), language.t("いちばん上の階層", "At the top").to_owned());
        let top = me.may_everywhere(Action::ManageFolders).then_some(top);
        let below = tree.with(AccessLevel::Manage).map(|place| (place.folder.id.to_string(), place.path.clone()));
        let parents = top.into_iter().chain(below).map(|(id, path)| {
            let is_chosen = id == entered.parent;
            (id, path, is_chosen)
        });
        let parents: Vec<_> = parents.collect();
        let nobody = ("", language.t("特別な権限は付けない（あとで設定できます）", "No right by this folder yet"));
        let everybody = AccessLevel::ALL.into_iter().map(|level| (level.as_str(), rights::level(level, language)));
        let everybody = std::iter::once(nobody).chain(everybody);
        (!parents.is_empty()).then(|| Self {
            action: deps.site.path(CONSOLE_FOLDERS.path),
            key: Builder::from_random_bytes(deps.randomness.bytes()).into_uuid().to_string(),
            name: entered.name.clone(),
            parents,
            everybody: everybody.map(|(value, words)| (value, words, value == entered.everybody)).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_empty_is_not_said_to_the_api() {
        let fields = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>()
        };
        let body = |pairs| Entered::of(&fields(pairs)).body();
        assert_eq!(body(&[("name", " 契約 "), ("parent", ""), ("everybody", "")]), json!({"name": "契約"}));
        let id = "01935f2e-7c00-7a11-8b22-9c33ad44be55";
        assert_eq!(
            body(&[("name", "契約"), ("parent", id), ("everybody", "see")]),
            json!({"name": "契約", "parent": id, "grants": [{"to": "everybody", "level": "see"}]})
        );
    }
}
