//! Where a provider sends a browser back to: a page with a form, since a `GET` changes nothing.

use std::sync::Arc;

use api::routes::COMPLETE_SIGN_IN;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::OrganisationId;
use web::form::query_fields;
use web::{Language, Page, PageAssets, ReaderLanguage, Rejection};

use crate::Dependencies;

/// What a provider may send (RFC 6749 §4.1.2, RFC 9207 §2). What it says in words is not shown: anybody can make such a link.
pub(crate) const PARAMETERS: [&str; 4] = ["code", "state", "error", "iss"];
/// The field that says whose address the browser was sent back to.
pub(crate) const OWN_PROVIDER_OF: &str = "own-provider-of";

/// The page of the stack's own provider.
pub(crate) async fn of_stack(
    State(deps): State<Arc<Dependencies>>,
    ReaderLanguage(language): ReaderLanguage,
    RawQuery(query): RawQuery,
) -> Result<Response, Rejection> {
    page(&deps, language, query.as_deref(), None)
}

/// The page of an organisation's own provider.
pub(crate) async fn of_organisation(
    State(deps): State<Arc<Dependencies>>,
    ReaderLanguage(language): ReaderLanguage,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Rejection> {
    let organisation = OrganisationId::try_from(id).map_err(|_| Rejection::NotFound)?;
    page(&deps, language, query.as_deref(), Some(organisation))
}

fn page(
    deps: &Dependencies,
    language: Language,
    query: Option<&str>,
    own: Option<OrganisationId>,
) -> Result<Response, Rejection> {
    let sent = query_fields(query)?;
    let mut fields: Vec<(&str, String)> = PARAMETERS
        .into_iter()
        .filter_map(|wanted| sent.iter().find(|(name, _)| name == wanted).map(|(_, value)| (wanted, value.clone())))
        .collect();
    if let Some(organisation) = own {
        fields.push((OWN_PROVIDER_OF, organisation.as_str().to_owned()));
    }
    let action = deps.site.path(COMPLETE_SIGN_IN.path);
    let content = &Callback { language, action, fields };
    let title = language.t("ログインしています", "Signing you in");
    let page = Page { status: StatusCode::OK, language, title, form_target: None, content };
    let assets = PageAssets { scripts: &["sign-in.mjs"], ..PageAssets::default() };
    Ok(deps.site.page_without_address(&page, &assets))
}

#[derive(Template)]
#[template(path = "callback.html")]
struct Callback {
    language: Language,
    action: String,
    fields: Vec<(&'static str, String)>,
}
