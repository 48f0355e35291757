//! Whoever visits a page of the console, as far as their request tells.

use std::net::IpAddr;
use std::sync::Arc;

use api::{ClientIp, only_cookie};
use axum::extract::FromRequestParts;
use axum::http::header::{self, HeaderName};
use axum::http::request::Parts;
use std::convert::Infallible;
use web::{Language, chosen_language};

use crate::Dependencies;

/// Keeps the language that somebody has chosen.
pub(crate) const LANGUAGE_COOKIE: &str = "__Host-language";

/// Whoever visits. What is passed on to the API is what proves who they are and from where they come; the API judges it.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub(crate) language: Language,
    /// Whether the language was chosen by this request.
    pub(crate) has_chosen: bool,
    pub(crate) cookie: Option<String>,
    pub(crate) fetch_site: Option<String>,
    pub(crate) user_agent: Option<String>,
    pub(crate) address: Option<IpAddr>,
    /// The path that was asked for, as the routes have it, with its query: where to go on after a sign-in.
    pub(crate) at: String,
}

impl FromRequestParts<Arc<Dependencies>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Dependencies>) -> Result<Self, Infallible> {
        let header =
            |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let chosen = chosen_language(&parts.uri);
        let kept = only_cookie(&parts.headers, LANGUAGE_COOKIE)
            .and_then(|tag| Language::ALL.into_iter().find(|language| language.tag() == tag));
        let language = chosen.or(kept).unwrap_or_else(|| api::language::language_of(&parts.headers));
        let at = parts.uri.path_and_query().map_or("/console", |at| at.as_str());
        // What a form asks for has no page of its own.
        let at = at.split_once("/acts/").map_or(at, |(page, _)| page);
        Ok(Self {
            language,
            has_chosen: chosen.is_some(),
            cookie: header(header::COOKIE),
            fetch_site: header(HeaderName::from_static("sec-fetch-site")),
            user_agent: header(header::USER_AGENT),
            address: parts.extensions.get::<ClientIp>().map(|ClientIp(address)| *address),
            at: at.to_owned(),
        })
    }
}
