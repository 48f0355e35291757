//! From a token in a URL to an envelope and its sender.

use api::routes::STATUS_PAGE;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::envelope::Envelope;
use domain::link::Purpose;
use domain::mail::Addressee;
use web::{Language, MailedLink, Rejection, Site, chosen_language, redirect};

use crate::Dependencies;

/// The sender, who came by a good link.
pub(super) struct LinkContext {
    pub(super) envelope: Envelope,
    /// The site as the sender's organisation presents itself.
    pub(super) site: Site,
    /// The language of the page.
    pub(super) language: Language,
    /// Path of the link's page.
    path: String,
    chosen: Option<Language>,
}

impl LinkContext {
    /// URL of the page (`""`) or of its act; it keeps the language that the reader chose.
    pub(super) fn url(&self, below: &str) -> String {
        let chosen = self.chosen.map(|language| format!("?lang={}", language.tag())).unwrap_or_default();
        format!("{}{below}{chosen}", self.path)
    }

    /// Sends the browser to the link's page.
    pub(super) fn to_page(&self) -> Result<Response, Rejection> {
        Ok(redirect(StatusCode::SEE_OTHER, &self.url(""))?)
    }
}

impl FromRequestParts<Dependencies> for LinkContext {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, deps: &Dependencies) -> Result<Self, Rejection> {
        let mailed = MailedLink::of(parts, deps, &*deps.links).await?;
        let link = &mailed.link;
        let is_for_this = (link.addressee, link.purpose) == (Addressee::Sender, Purpose::Status);
        if !is_for_this || link.is_expired_at(deps.clock.now()) {
            return Err(Rejection::NotFound);
        }
        let envelope = deps.envelopes.load(link.envelope).await?.ok_or(Rejection::NotFound)?;
        mailed.demand_network(parts, &*deps.link_rules, &envelope, &deps.site).await?;
        mailed.log_fetch(envelope.id);
        let path = mailed.page(&deps.site, &STATUS_PAGE);
        let chosen = chosen_language(&parts.uri);
        let language = chosen.unwrap_or(envelope.sender.language);
        let site = deps.site.branded(&envelope.brand);
        Ok(Self { envelope, site, language, path, chosen })
    }
}
