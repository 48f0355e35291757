//! The page that lists the keys, for browsers without scripts: with them `?` opens the same as a dialog.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use web::Language;

use crate::Dependencies;
use crate::keys::Shortcuts;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;

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
