//! A request for a page of the settings, by somebody who has signed in.

use std::sync::Arc;

use api::problem::Problem;
use api::routes::Route;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::authorisation::Action;
use serde::de::DeserializeOwned;
use uuid::Builder;
use web::form::query_fields;
use web::{Language, redirect};

use super::notice::Notice;
use super::view::View;
use crate::Dependencies;
use crate::answers::Me;
use crate::client::Call;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;

/// Somebody who has signed in, and what they asked for.
pub(super) struct Asked {
    deps: Arc<Dependencies>,
    pub(super) visitor: Visitor,
    pub(super) me: Me,
    query: Vec<(String, String)>,
}

impl FromRequestParts<Arc<Dependencies>> for Asked {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, deps: &Arc<Dependencies>) -> Result<Self, Stop> {
        let Ok(visitor) = Visitor::from_request_parts(parts, deps).await;
        let query = query_fields(parts.uri.query())?;
        let me = deps.me(&visitor).await?;
        Ok(Self { deps: Arc::clone(deps), visitor, me, query })
    }
}

impl Asked {
    pub(super) const fn language(&self) -> Language {
        self.visitor.language
    }

    /// The one of two texts that is in the reader's language.
    pub(super) const fn t<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        self.language().t(ja, en)
    }

    pub(super) fn may(&self, action: Action) -> bool {
        self.me.may(action)
    }

    /// What a field of the query says.
    pub(super) fn queried(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// What the page tells of something that was done just before.
    pub(super) fn notice(&self) -> Option<Notice> {
        self.queried(Notice::FIELD).and_then(Notice::named)
    }

    /// The address of a page.
    pub(super) fn path(&self, route: &Route, values: &[&str]) -> String {
        self.deps.site.path(&route.path_of(values))
    }

    pub(super) fn now(&self) -> jiff::Timestamp {
        self.deps.clock.now()
    }

    /// Under which a form is carried out once.
    pub(super) fn fresh_key(&self) -> String {
        Builder::from_random_bytes(self.deps.randomness.bytes()).into_uuid().to_string()
    }

    pub(super) async fn read<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, Stop> {
        self.deps.read(&self.visitor, call).await
    }

    pub(super) async fn read_versioned<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<(T, u64), Stop> {
        self.deps.read_versioned(&self.visitor, call).await
    }

    pub(super) async fn ask(&self, call: Call<'_>) -> Result<Result<Vec<u8>, Problem>, Stop> {
        self.deps.ask(&self.visitor, call).await
    }

    /// Leads to a page that tells what was done.
    pub(super) fn done(&self, path: &str, notice: Notice) -> Result<Response, Stop> {
        let url = format!("{path}?{}={}", Notice::FIELD, notice.as_str());
        Ok(redirect(StatusCode::SEE_OTHER, &url)?)
    }

    /// The page.
    pub(super) fn show(&self, view: &View) -> Response {
        let wrong = view.problem.is_some();
        let title =
            if wrong { format!("{}{}", self.t("エラー：", "Error: "), view.title) } else { view.title.clone() };
        let content = Content { status: view.status, title: &title, part: Part::Settings, html: view };
        self.deps.page(&self.visitor, &self.me, &content)
    }
}
