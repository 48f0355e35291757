//! `/verify`: where a file is dropped, and what was found of it.

use std::sync::Arc;

use api::problem::Problem;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use web::{Language, Page, PageAssets, ReaderLanguage, Site};

use crate::examine::examine;
use crate::findings::{Findings, Permission, Purpose, Rating, State as SignatureState, StatedBy};
use crate::form::{self, Content};
use crate::{Dependencies, MAX_FILE, MAX_IN_REQUEST, temporary_upload};

/// The page with the form. Changes nothing.
pub(crate) async fn ask(
    State(deps): State<Arc<Dependencies>>,
    ReaderLanguage(language): ReaderLanguage,
) -> Result<Response, Problem> {
    form_page(&deps, language, None).await
}

/// The verdict on what a form sent; what is refused is said above the form, to be tried again.
pub(crate) async fn result(
    State(deps): State<Arc<Dependencies>>,
    ReaderLanguage(language): ReaderLanguage,
    request: Request,
) -> Result<Response, Problem> {
    match look(&deps, language, request).await {
        Ok((findings, name)) => Ok(result_page(&deps.site, language, &findings, name)),
        Err(problem) => form_page(&deps, language, Some(&problem)).await,
    }
}

async fn look(
    deps: &Dependencies,
    language: Language,
    request: Request,
) -> Result<(Findings, Option<String>), Problem> {
    let sent = form::read(request).await?;
    let bytes = match sent.content {
        Content::Bytes(bytes) => bytes,
        Content::Upload(token) => temporary_upload::take(deps, &token).await?,
    };
    Ok((examine(deps, bytes, language).await?, sent.name))
}

async fn form_page(deps: &Dependencies, language: Language, refused: Option<&Problem>) -> Result<Response, Problem> {
    let store = deps.temporary_uploads.address().await?;
    let title = language.t("PDFの署名を確認する", "Check a PDF's signatures");
    let content = Ask { site: &deps.site, language, title, refused };
    let status = refused.map_or(StatusCode::OK, Problem::status);
    let page = Page { status, language, title, form_target: None, content: &content };
    let assets = PageAssets { scripts: &["verify.mjs"], styles: &[], store: Some(&store) };
    Ok(deps.site.page_with_assets(&page, &assets))
}

fn result_page(site: &Site, language: Language, findings: &Findings, name: Option<String>) -> Response {
    let title = language.t("PDFの署名の確認結果", "What was found of a PDF's signatures");
    let content = Found { site, language, findings, name };
    let page = Page { status: StatusCode::OK, language, title, form_target: None, content: &content };
    site.page_without_address(&page, &PageAssets::default())
}

#[derive(Template)]
#[template(path = "ask.html")]
struct Ask<'a> {
    site: &'a Site,
    language: Language,
    title: &'a str,
    refused: Option<&'a Problem>,
}

impl Ask<'_> {
    const MAX_FILE: u64 = MAX_FILE;
    const MAX_IN_REQUEST: u64 = MAX_IN_REQUEST;
}

#[derive(Template)]
#[template(path = "found.html")]
struct Found<'a> {
    site: &'a Site,
    language: Language,
    findings: &'a Findings,
    name: Option<String>,
}

/// The sign beside the words, which say it all by themselves, and the class of its box.
pub(crate) fn mark(rating: Rating) -> (&'static str, &'static str) {
    match rating {
        Rating::Good => ("✓", "good"),
        Rating::Open => ("?", "open"),
        Rating::Bad => ("×", "bad"),
    }
}

/// A name as it stands among the first lines; all that is shown of it is in the details.
pub(crate) fn short(name: &str) -> String {
    let mut letters = name.chars();
    let short: String = letters.by_ref().take(MAX_NAME).collect();
    if letters.next().is_some() { short + "…" } else { short }
}

/// No honest name is longer (characters).
const MAX_NAME: usize = 100;

/// What stands before whoever signed.
pub(crate) const fn who(purpose: Purpose, language: Language) -> &'static str {
    match purpose {
        Purpose::Signing => language.t("署名した人", "Signed by"),
        Purpose::Sending => language.t("送信者", "Sent by"),
        Purpose::Certification => language.t("証明した人", "Certified by"),
        Purpose::Timestamp => language.t("時刻認証局", "Authority"),
    }
}

/// What stands before the changes that were made afterwards.
pub(crate) const fn since(purpose: Purpose, language: Language) -> &'static str {
    match purpose {
        Purpose::Signing => language.t("署名後の変更", "Changed since"),
        Purpose::Sending => language.t("送信後の変更", "Changed since"),
        Purpose::Certification | Purpose::Timestamp => language.t("その後の変更", "Changed since"),
    }
}
