//! The frame of the console's pages: where one can go from everywhere, and who has signed in.

use std::fmt::Display;
use std::sync::Arc;

use api::routes;
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;
use domain::authorisation::Action;
use jiff::SignedDuration;
use web::{Language, Page, PageAssets, redirect, set_host_cookie};

use crate::Dependencies;
use crate::answers::Me;
use crate::client::Call;
use crate::keys::Shortcuts;
use crate::stop::Stop;
use crate::visitor::{LANGUAGE_COOKIE, Visitor};

/// For so long a browser keeps the language that somebody has chosen.
const LANGUAGE_KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);

/// A part of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Envelopes,
    New,
    Settings,
}

/// A page without its frame.
pub(crate) struct Content<'a> {
    pub(crate) status: StatusCode,
    /// What the browser shows in the tab.
    pub(crate) title: &'a str,
    pub(crate) part: Part,
    pub(crate) html: &'a (dyn Display + Sync),
}

#[derive(Template)]
#[template(path = "navigation.html")]
struct Navigation<'a> {
    language: Language,
    me: &'a Me,
    part: Part,
    envelopes: Option<String>,
    new: Option<String>,
    settings: String,
    shortcuts: String,
    keys: Shortcuts,
    sign_out: String,
}

/// Leads to what somebody does here first: whoever may see no envelopes, to the settings.
pub(crate) async fn start(State(deps): State<Arc<Dependencies>>, visitor: Visitor) -> Result<Response, Stop> {
    let sees_envelopes = deps.me(&visitor).await?.may(Action::ListEnvelopes);
    let first = if sees_envelopes { &routes::CONSOLE_ENVELOPES } else { &routes::CONSOLE_SETTINGS };
    Ok(redirect(StatusCode::SEE_OTHER, &deps.site.path(first.path))?)
}

impl Dependencies {
    /// Whoever visits, as the API knows them.
    pub(crate) async fn me(&self, visitor: &Visitor) -> Result<Me, Stop> {
        self.read(visitor, Call::of(&routes::GET_ME, &[])).await
    }

    /// The page in the console's frame.
    pub(crate) fn page(&self, visitor: &Visitor, me: &Me, content: &Content<'_>) -> Response {
        self.framed(visitor, me, content, &["console.mjs"], &["console.css"])
    }

    /// The same with documents in it.
    pub(crate) fn page_with_viewer(&self, visitor: &Visitor, me: &Me, content: &Content<'_>) -> Response {
        self.framed(visitor, me, content, &["console.mjs", "viewer.mjs"], &["viewer.css", "console.css"])
    }

    fn framed(&self, visitor: &Visitor, me: &Me, content: &Content<'_>, scripts: &[&str], styles: &[&str]) -> Response {
        let language = visitor.language;
        let navigation = Navigation {
            language,
            me,
            part: content.part,
            envelopes: me.may(Action::ListEnvelopes).then(|| self.site.path(routes::CONSOLE_ENVELOPES.path)),
            new: me.may(Action::CreateEnvelope).then(|| self.site.path(routes::CONSOLE_NEW.path)),
            settings: self.site.path(routes::CONSOLE_SETTINGS.path),
            shortcuts: self.site.path(routes::CONSOLE_SHORTCUTS.path),
            keys: Shortcuts::of(me, language),
            sign_out: self.site.path(routes::SIGN_OUT.path),
        };
        let Content { status, title, html, .. } = *content;
        let page = Page { status, language, title, form_target: None, content: html };
        let assets = PageAssets { scripts, styles, store: Some(&self.store) };
        let mut response = self.site.page_with_navigation(&page, &assets, &navigation);
        if visitor.has_chosen {
            let cookie = set_host_cookie(LANGUAGE_COOKIE, language.tag(), LANGUAGE_KEPT);
            response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
        }
        response
    }
}
