//! 文書管理: the list of envelopes, by state, folder and sender.

mod choices;
mod filter;
mod row;

use std::sync::Arc;

use api::routes::{self, CONSOLE_ENVELOPES};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::authorisation::{AccessLevel, Action};
use futures::future::try_join3;
use web::Language;
use web::form::query_fields;

use crate::Dependencies;
use crate::answers::{EnvelopeList, FolderList, Me, PersonList, Status};
use crate::client::Call;
use crate::folders::{Place, Tree};
use crate::page::{Content, Part};
use crate::several::Deed;
use crate::stop::Stop;
use crate::visitor::Visitor;

use choices::{Choice, Tab};
use filter::Filter;
use row::{Row, WaitsFor};

/// People whom the choice of senders names at most: as many as the API gives with one answer.
const PEOPLE: &str = "100";

/// What one reads where the list is empty.
struct Empty {
    text: &'static str,
    /// Where one finds more, with its words.
    way: Option<(String, &'static str)>,
}

/// A folder that is open: the way to it, and those in it.
struct Open {
    path: String,
    within: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    language: Language,
    action: String,
    tabs: Vec<Tab>,
    status: Option<&'static str>,
    /// Of folders and of senders; nothing where there is nothing to choose.
    folders: Vec<Choice>,
    senders: Vec<Choice>,
    open: Option<Open>,
    all_folders: Option<String>,
    rows: Vec<Row>,
    empty: Empty,
    /// What may be done to several at once.
    deeds: Vec<(&'static str, &'static str)>,
    several: String,
    newest: Option<String>,
    older: Option<String>,
    new: Option<String>,
}

/// The list.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Stop> {
    let filter = Filter::of(&query_fields(query.as_deref())?);
    let folders = Call::of(&routes::LIST_FOLDERS, &[]);
    let (me, list, folders) = try_join3(
        deps.me(&visitor),
        deps.read::<EnvelopeList>(&visitor, filter.call()),
        deps.read::<FolderList>(&visitor, folders),
    )
    .await?;
    // Only whoever sees what others have sent chooses a sender.
    let people = match me.sees_all() && me.may(Action::ReadPeople) {
        true => {
            let call = Call::of(&routes::LIST_PEOPLE, &[]).query("limit", PEOPLE);
            deps.read::<PersonList>(&visitor, call).await?.people
        }
        false => Vec::new(),
    };
    let folders = Tree::of(&folders.folders);
    let language = visitor.language;
    let senders = if me.sees_all() { choices::senders(&filter, &me, &people, language) } else { Vec::new() };
    let content = List::of(&deps, language, &me, &filter, list, &folders, senders);
    let title = language.t("文書管理", "Documents");
    Ok(deps.page(&visitor, &me, &Content { status: StatusCode::OK, title, part: Part::Envelopes, html: &content }))
}

impl List {
    fn of(
        deps: &Dependencies,
        language: Language,
        me: &Me,
        filter: &Filter,
        list: EnvelopeList,
        folders: &Tree,
        senders: Vec<Choice>,
    ) -> Self {
        let action = deps.site.path(CONSOLE_ENVELOPES.path);
        let newest = filter.cursor.map(|_| filter.first_page().url(&action));
        let older = list.next_cursor.map(|cursor| Filter { cursor: Some(cursor), ..filter.clone() }.url(&action));
        let new = me.may(Action::CreateEnvelope).then(|| deps.site.path(routes::CONSOLE_NEW.path));
        let has_place = folders.with(AccessLevel::Change).next().is_some();
        let is_offered = |deed: &Deed| me.may(deed.action()) && (*deed != Deed::Move || has_place);
        let deeds = Deed::ALL.into_iter().filter(is_offered);
        Self {
            language,
            tabs: choices::tabs(filter, &action, language),
            status: filter.status.map(Status::as_str),
            folders: choices::folders(filter, folders, language),
            senders,
            open: filter.folder.and_then(|id| folders.find(id)).map(|place| Open::of(place, folders, filter, &action)),
            all_folders: (!folders.places().is_empty() || me.may(Action::ManageFolders))
                .then(|| deps.site.path(routes::CONSOLE_FOLDERS.path)),
            rows: list.envelopes.into_iter().map(|summary| Row::of(deps, summary, language)).collect(),
            empty: Empty::of(filter, older.is_some(), new.is_some(), &action, language),
            deeds: deeds.map(|deed| (deed.as_str(), deed.button(language))).collect(),
            several: deps.site.path(routes::CONSOLE_SEVERAL_PAGE.path),
            newest,
            older,
            new,
            action,
        }
    }
}

impl Open {
    fn of(place: &Place, folders: &Tree, filter: &Filter, action: &str) -> Self {
        let within = folders.places().iter().filter(|below| below.folder.parent == Some(place.folder.id));
        let link = |below: &Place| {
            let filter = Filter { folder: Some(below.folder.id), ..filter.first_page() };
            (filter.url(action), below.folder.name.clone())
        };
        Self { path: place.path.clone(), within: within.map(link).collect() }
    }
}

impl Empty {
    /// A page may be empty although older ones hold something: the API looks at so many at a time.
    fn of(filter: &Filter, has_older: bool, may_send: bool, action: &str, language: Language) -> Self {
        let all = |filter: Filter, words| Some((filter.url(action), words));
        let (text, way) = match filter {
            _ if has_older => (
                language.t(
                    "ここまでの範囲に、条件に合う文書はありません。「以前の文書を表示」で続きを確認できます。",
                    "Nothing fits so far. Older documents may: go on with “Older ones”.",
                ),
                None,
            ),
            Filter { cursor: Some(_), .. } => {
                (language.t("これより前の文書はありません。", "There is nothing older."), None)
            }
            Filter { status: Some(_), .. } => (
                language.t("この状態の文書はありません。", "There is nothing in this state."),
                all(Filter { status: None, ..filter.clone() }, language.t("すべての状態を表示", "Show all states")),
            ),
            Filter { folder: Some(_), .. } => (
                language.t(
                    "このフォルダーに文書はありません。文書を入れるには、一覧で文書を選び、「フォルダーに移動」を押します。",
                    "There is nothing in this folder. To put something there, choose it in the list and press “Move to a folder”.",
                ),
                all(Filter { folder: None, ..filter.clone() }, language.t("すべてのフォルダーを表示", "Show all folders")),
            ),
            Filter { sender: Some(_), .. } => (
                language.t("この送信者の文書はありません。", "This person has sent nothing."),
                all(Filter::default(), language.t("すべての送信者を表示", "Show all senders")),
            ),
            _ if may_send => (
                language.t(
                    "まだ文書がありません。「新しい依頼を作る」から、PDFを選んで送信できます。",
                    "There is nothing here yet. Choose a PDF and send it by “Make a request”.",
                ),
                None,
            ),
            _ => (
                language.t(
                    "まだ文書がありません。閲覧できる文書が送信されると、ここに並びます。",
                    "There is nothing here yet. What you may see is listed here once it was sent.",
                ),
                None,
            ),
        };
        Self { text, way }
    }
}
