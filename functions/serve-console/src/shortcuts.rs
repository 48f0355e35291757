//! The keys by which the console is used: a dialog on every page, which `?` opens, and a page for browsers without scripts.
//!
//! They are single letters, so that whoever speaks to their computer or hits keys by accident can turn them off (WCAG 2.2, 2.1.4).

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::authorisation::Action;
use web::Language;

use crate::Dependencies;
use crate::answers::Me;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;

/// The keys that whoever visits has a use for, each with what it does.
#[derive(Template)]
#[template(path = "shortcuts.html")]
pub(crate) struct Shortcuts {
    keys: Vec<(&'static str, &'static str)>,
}

impl Shortcuts {
    pub(crate) fn of(me: &Me, language: Language) -> Self {
        let sees = me.may(Action::ListEnvelopes);
        let keys = [
            (me.may(Action::CreateEnvelope), ("n", language.t("新しい依頼を作る", "New request"))),
            (sees, ("g l", language.t("文書管理の一覧を開く", "Go to the list of documents"))),
            (sees, ("/", language.t("一覧の絞り込みに移る", "Go to the filter of the list"))),
            (true, ("?", language.t("この一覧を表示する", "Show these keys"))),
        ];
        Self { keys: keys.into_iter().filter(|(has_use, _)| *has_use).map(|(_, key)| key).collect() }
    }
}

#[derive(Template)]
#[template(path = "shortcuts-page.html")]
struct ShortcutsPage {
    language: Language,
    keys: Shortcuts,
}

/// The page.
pub(crate) async fn page(State(deps): State<Arc<Dependencies>>, visitor: Visitor) -> Result<Response, Stop> {
    let me = deps.me(&visitor).await?;
    let language = visitor.language;
    let content = ShortcutsPage { language, keys: Shortcuts::of(&me, language) };
    let title = language.t("キーボード操作", "Keyboard shortcuts");
    Ok(deps.page(&visitor, &me, &Content { status: StatusCode::OK, title, part: Part::Settings, html: &content }))
}
