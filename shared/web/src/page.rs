//! The frame of every page, and the headers that keep it to itself.

use std::fmt::Display;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use super::{Accent, Language, Site};

/// The one stylesheet, but for the deployment's colours.
static STYLE: &str = include_str!("../templates/style.css");
/// For a year browsers come by HTTPS alone, also where somebody types the address without it (RFC 6797). Other names of the same
/// domain are none of ours to speak for. Over plain HTTP, as on a local stack, browsers do not hear it.
const HTTPS_ALONE: &str = "max-age=31536000";
/// Steps by which a button darkens under the pointer.
const POINTED_AT: u32 = 5;

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

/// What a page loads beside itself. A page that asks for nothing is let have nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageAssets<'a> {
    /// Modules among the [assets], by name.
    pub scripts: &'a [&'a str],
    /// Stylesheets among the [assets], by name.
    pub styles: &'a [&'a str],
    /// A URL of the document store, from which the scripts read: its origin alone is let through.
    pub store: Option<&'a str>,
}

impl Site {
    /// The page in its frame, with all headers.
    pub fn page(&self, page: &Page<'_>) -> Response {
        self.page_with_assets(page, &PageAssets::default())
    }

    /// The same with the [document viewer](super::DocumentViewer), which reads from the origin of `store`.
    pub fn page_with_viewer(&self, page: &Page<'_>, store: &str) -> Response {
        let (scripts, styles) = (&["viewer.mjs"], &["viewer.css"]);
        self.page_with_assets(page, &PageAssets { scripts, styles, store: Some(store) })
    }

    /// The same with scripts and styles of ours.
    pub fn page_with_assets(&self, page: &Page<'_>, assets: &PageAssets<'_>) -> Response {
        self.send(page, assets, true)
    }

    /// The page in its frame, for what a form brought and no address leads to again: in the other language it would be
    /// lost, so that none is offered.
    pub fn page_without_address(&self, page: &Page<'_>, assets: &PageAssets<'_>) -> Response {
        self.send(page, assets, false)
    }

    /// The same before somebody is sent to an identity provider: providers send on to others, and browsers hold `form-action` against
    /// each of these redirects, so that a form may end anywhere that proves who it is. It has no script that could change it.
    pub fn page_before_sign_in(&self, page: &Page<'_>) -> Response {
        let local = if self.is_on_loopback() { " http://localhost:* http://127.0.0.1:*" } else { "" };
        self.framed(page, &PageAssets::default(), true, Some(format!("https:{local}")), None)
    }

    /// The page of somebody who has signed in: over the whole width, below where they can go from everywhere.
    pub fn page_with_navigation(
        &self,
        page: &Page<'_>,
        assets: &PageAssets<'_>,
        navigation: &(dyn Display + Sync),
    ) -> Response {
        self.framed(page, assets, true, page.form_target.and_then(origin), Some(navigation))
    }

    fn send(&self, page: &Page<'_>, assets: &PageAssets<'_>, has_address: bool) -> Response {
        self.framed(page, assets, has_address, page.form_target.and_then(origin), None)
    }

    fn framed(
        &self,
        page: &Page<'_>,
        assets: &PageAssets<'_>,
        has_address: bool,
        forms: Option<String>,
        navigation: Option<&(dyn Display + Sync)>,
    ) -> Response {
        let urls = |names: &[&str]| names.iter().map(|name| self.asset(name)).collect();
        let style = style(self.accent);
        let frame = Frame {
            site: self,
            language: page.language,
            title: page.title,
            has_address,
            navigation,
            style: &style,
            styles: urls(assets.styles),
            scripts: urls(assets.scripts),
            content: page.content,
        };
        match frame.render() {
            Ok(html) => {
                let mut response = (page.status, Html(html)).into_response();
                protect(response.headers_mut(), forms, &format!("{}{}", hash(&style), sources(assets)));
                response
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a page was not rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    /// What anybody gets who has no good link: in each language the same bytes for each reason, so that nothing can be
    /// learnt from it.
    pub fn not_found(&self, language: Language) -> Response {
        let (status, content) = (StatusCode::NOT_FOUND, &NotFound { language });
        self.page(&Page { status, language, title: "Not Found", form_target: None, content })
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct Frame<'a> {
    site: &'a Site,
    language: Language,
    title: &'a str,
    has_address: bool,
    navigation: Option<&'a (dyn Display + Sync)>,
    style: &'a str,
    styles: Vec<String>,
    scripts: Vec<String>,
    content: &'a (dyn Display + Sync),
}

#[derive(Template)]
#[template(path = "not-found.html")]
struct NotFound {
    language: Language,
}

/// The stylesheet in this deployment's colours. It stands in the page, so that a page needs nothing else to be readable.
fn style(accent: Accent) -> String {
    let accent = accent.on_pale();
    format!(":root {{ --accent: {accent}; --accent-dark: {}; }}\n{STYLE}", accent.darker(POINTED_AT))
}

/// What lets exactly that stylesheet in (CSP level 2 §8.4).
fn hash(style: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(style)))
}

fn protect(headers: &mut HeaderMap, forms: Option<String>, sources: &str) {
    let fixed = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::STRICT_TRANSPORT_SECURITY, HTTPS_ALONE),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    let forms = forms.map(|sources| format!(" {sources}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src {sources}; form-action 'self'{forms}; frame-ancestors 'none'; base-uri 'none'"
    );
    // The origin was parsed as a URI, so that the policy is always a header value; if not, the page stays without forms.
    let policy = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
}

/// What may be loaded beside that stylesheet (CSP level 3 §6.1). No evaluation, no WebAssembly, no script or style of the page's own.
fn sources(assets: &PageAssets<'_>) -> String {
    let styles = if assets.styles.is_empty() { "" } else { " 'self'" };
    if assets.scripts.is_empty() {
        return format!("{styles}; img-src 'self' data:");
    }
    let store = assets.store.and_then(origin).map(|origin| format!(" {origin}")).unwrap_or_default();
    // Fonts: the ones that pdf.js brings where the device lacks them.
    format!(
        "{styles}; script-src 'self'; worker-src 'self'; font-src 'self'; img-src 'self' data: blob:; \
         connect-src 'self'{store}"
    )
}

fn origin(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    let authority = uri.authority()?.as_str();
    // A policy gives more than these a meaning of its own, such as `*`.
    let is_plain = authority.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    is_plain.then_some(format!("{}://{authority}", uri.scheme_str()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(assets: &PageAssets<'_>) -> String {
        let page = Page {
            status: StatusCode::OK,
            language: Language::Ja,
            title: "契約",
            form_target: None,
            content: &"<p>契約</p>",
        };
        let response = Site::default().page_with_assets(&page, assets);
        response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
    }

    #[test]
    fn a_page_without_assets_runs_nothing_and_calls_nobody() {
        let policy = policy(&PageAssets::default());
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        for word in ["script-src", "connect-src", "worker-src", "blob:", "font-src"] {
            assert!(!policy.contains(word), "{policy}");
        }
        assert!(!policy.contains("; style-src 'self'"), "{policy}");
    }

    #[tokio::test]
    async fn the_deployments_colour_is_in_the_one_stylesheet_that_is_let_in() {
        for (accent, shown) in [("#17407a", "--accent: #17407a;"), ("#6b1f3a", "--accent: #6b1f3a;")] {
            let site = Site { accent: accent.parse().unwrap(), ..Site::default() };
            let response = site.not_found(Language::Ja);
            let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
            let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let html = String::from_utf8(body.to_vec()).unwrap();
            let (_, rest) = html.split_once("<style>").unwrap();
            let (style, _) = rest.split_once("</style>").unwrap();
            assert!(style.contains(shown) && style.contains(".button"), "{style}");
            assert!(policy.contains(&format!("style-src {};", hash(style))), "{policy}");
        }
    }

    #[test]
    fn scripts_come_from_here_and_documents_from_the_stores_origin_alone() {
        let store = Some("https://bucket.s3.ap-northeast-1.amazonaws.com/envelopes/a.pdf?X-Amz-Signature=secret");
        let policy = policy(&PageAssets { scripts: &["viewer.mjs"], styles: &["viewer.css"], store });
        assert!(policy.contains("; script-src 'self'; worker-src 'self';"), "{policy}");
        assert!(policy.contains("; connect-src 'self' https://bucket.s3.ap-northeast-1.amazonaws.com;"), "{policy}");
        assert!(!policy.contains("secret") && !policy.contains("unsafe"), "{policy}");
    }

    #[test]
    fn a_form_before_the_sign_in_ends_at_any_server_that_proves_who_it_is_and_others_do_not() {
        let content = &"<p>ログイン</p>";
        let page =
            Page { status: StatusCode::OK, language: Language::Ja, title: "ログイン", form_target: None, content };
        let policy =
            |response: Response| response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let of = |public_url: &str| Site { public_url: public_url.to_owned(), ..Site::default() };
        let deployed = of("https://sign.example");
        assert!(policy(deployed.page_before_sign_in(&page)).contains("; form-action 'self' https:;"));
        assert!(policy(deployed.page(&page)).contains("; form-action 'self';"));
        let local = policy(of("http://localhost:4566").page_before_sign_in(&page));
        assert!(local.contains("; form-action 'self' https: http://localhost:* http://127.0.0.1:*;"), "{local}");
    }

    #[test]
    fn a_browser_that_was_here_comes_by_https_alone_and_no_other_name_of_the_domain_is_spoken_for() {
        let headers = Site::default().not_found(Language::Ja).headers().clone();
        assert_eq!(headers[header::STRICT_TRANSPORT_SECURITY], "max-age=31536000");
    }

    #[test]
    fn what_is_no_url_opens_no_door() {
        for store in ["*", "https:", "", "javascript:alert(1)", "https://*"] {
            let policy = policy(&PageAssets { scripts: &["viewer.mjs"], styles: &[], store: Some(store) });
            assert!(policy.contains("connect-src 'self';"), "{store}: {policy}");
        }
    }
}
