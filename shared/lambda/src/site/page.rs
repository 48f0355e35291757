//! The frame of every page, and the headers that keep it to itself.

use std::fmt::Display;
use std::sync::LazyLock;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use super::{Language, Site};

/// The one stylesheet. It stands in the page, so that a page needs nothing else to be readable.
static STYLE: &str = include_str!("../../templates/style.css");

/// What lets exactly that stylesheet in (CSP level 2 §8.4).
static STYLE_HASH: LazyLock<String> =
    LazyLock::new(|| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(STYLE))));

/// A page without its frame.
pub struct Page<'a> {
    /// HTTP status.
    pub status: StatusCode,
    /// Language of its text.
    pub language: Language,
    /// What the browser shows in the tab.
    pub title: &'a str,
    /// URL of another origin to which a form of this page is redirected, if one is: browsers hold `form-action` against
    /// redirects as well.
    pub form_target: Option<&'a str>,
    /// HTML of the main part.
    pub content: &'a (dyn Display + Sync),
}

impl Site {
    /// The page in its frame, with all headers.
    pub fn page(&self, page: &Page<'_>) -> Response {
        let frame =
            Frame { site: self, language: page.language, title: page.title, style: STYLE, content: page.content };
        match frame.render() {
            Ok(html) => {
                let mut response = (page.status, Html(html)).into_response();
                protect(response.headers_mut(), page.form_target.and_then(origin));
                response
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a page was not rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    /// What anybody gets who has no good link: the same bytes for each reason, so that nothing can be learnt from it.
    pub fn not_found(&self) -> Response {
        let (status, language) = (StatusCode::NOT_FOUND, Language::Ja);
        self.page(&Page { status, language, title: "Not Found", form_target: None, content: &NotFound })
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct Frame<'a> {
    site: &'a Site,
    language: Language,
    title: &'a str,
    style: &'static str,
    content: &'a (dyn Display + Sync),
}

#[derive(Template)]
#[template(path = "not-found.html")]
struct NotFound;

fn protect(headers: &mut HeaderMap, form_target: Option<String>) {
    let fixed = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    let forms = form_target.map(|origin| format!(" {origin}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src {}; img-src 'self' data:; form-action 'self'{forms}; frame-ancestors 'none'; \
         base-uri 'none'",
        *STYLE_HASH
    );
    // The origin was parsed as a URI, so that the policy is always a header value; if not, the page stays without forms.
    let policy = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
}

fn origin(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
}
