//! The pages before a sign-in.

use std::sync::Arc;

use api::routes::{BEGIN_SIGN_IN, SIGN_IN_ORGANISATION, SIGN_IN_PAGE};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::OrganisationId;
use domain::oidc::ReturnPath;
use domain::organisation::Organisation;
use web::form::query_fields;
use web::{Language, Page, ReaderLanguage, Rejection, redirect};

use crate::Dependencies;
use crate::refusal::Refusal;

const RETURN_TO: &str = "to";
const SECOND_FACTOR: &str = "second_factor";
const ORGANISATION: &str = "organisation";

/// What somebody wants of a sign-in: fields of queries and forms.
#[derive(Debug, Default)]
pub(crate) struct SignInOptions {
    /// Where to go afterwards.
    pub(crate) return_to: Option<ReturnPath>,
    /// To show a second factor although the organisation does not demand one: whoever is about to demand it must have shown
    /// theirs, and some providers ask for it only where they are asked to.
    pub(crate) second_factor: bool,
}

impl SignInOptions {
    pub(crate) fn of(fields: &[(String, String)]) -> Self {
        let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        Self {
            return_to: value(RETURN_TO).and_then(ReturnPath::parse),
            second_factor: value(SECOND_FACTOR) == Some("true"),
        }
    }

    /// The query that brings it along, and the language; empty where there is nothing to bring.
    fn query(&self, language: Option<Language>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some(language) = language {
            query.append_pair("lang", language.tag());
        }
        if let Some(path) = &self.return_to {
            query.append_pair(RETURN_TO, path.as_str());
        }
        if self.second_factor {
            query.append_pair(SECOND_FACTOR, "true");
        }
        query.finish()
    }
}

/// Asks to which organisation; the answer leads to the organisation's page, and is remembered by nobody.
pub(crate) async fn ask(
    State(deps): State<Arc<Dependencies>>,
    ReaderLanguage(language): ReaderLanguage,
    RawQuery(query): RawQuery,
) -> Result<Response, Rejection> {
    let fields = query_fields(query.as_deref())?;
    let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let entered = value(ORGANISATION).map(|text| text.trim().to_lowercase());
    let options = SignInOptions::of(&fields);
    let known = match entered.clone().and_then(|text| OrganisationId::try_from(text).ok()) {
        Some(id) => deps.registry.organisations.find(&id).await?,
        None => None,
    };
    if let Some(organisation) = known {
        let path = deps.site.path(&SIGN_IN_ORGANISATION.path_of(&[organisation.id.as_str()]));
        let url = format!("{path}?{}", options.query(value("lang").is_some().then_some(language)));
        return Ok(redirect(StatusCode::SEE_OTHER, url.trim_end_matches('?'))?);
    }
    let is_wrong = entered.is_some();
    let (status, title) = if is_wrong {
        (StatusCode::UNPROCESSABLE_ENTITY, language.t("エラー：ログイン", "Error: sign in"))
    } else {
        (StatusCode::OK, language.t("ログイン", "Sign in"))
    };
    let (action, entered) = (deps.site.path(SIGN_IN_PAGE.path), entered.unwrap_or_default());
    let content = &Ask { language, action, entered, is_wrong, options };
    Ok(deps.site.page(&Page { status, language, title, form_target: None, content }))
}

/// The organisation's page.
pub(crate) async fn organisation(
    State(deps): State<Arc<Dependencies>>,
    ReaderLanguage(language): ReaderLanguage,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Rejection> {
    let fields = query_fields(query.as_deref())?;
    let organisation = known(&deps, id).await?;
    if organisation.closed_at.is_some() {
        return Ok(Refusal::Closed.page(&deps.site, language, Some(&organisation)));
    }
    let options = SignInOptions::of(&fields);
    let action = deps.site.path(&BEGIN_SIGN_IN.path_of(&[organisation.id.as_str()]));
    let other = deps.site.path(SIGN_IN_PAGE.path);
    let content = &OrganisationPage { language, name: &organisation.name, action, other, options };
    let title = language.t("ログイン", "Sign in");
    Ok(deps.site.page_before_sign_in(&Page { status: StatusCode::OK, language, title, form_target: None, content }))
}

/// Whoever asks for the address of an act gets the page from which it can be begun anew.
pub(crate) async fn back(State(deps): State<Arc<Dependencies>>) -> Result<Response, Rejection> {
    Ok(redirect(StatusCode::SEE_OTHER, &deps.site.path(SIGN_IN_PAGE.path))?)
}

/// The organisation that a path names.
pub(crate) async fn known(deps: &Dependencies, id: String) -> Result<Organisation, Rejection> {
    let id = OrganisationId::try_from(id).map_err(|_| Rejection::NotFound)?;
    deps.registry.organisations.find(&id).await?.ok_or(Rejection::NotFound)
}

#[derive(Template)]
#[template(path = "ask.html")]
struct Ask {
    language: Language,
    action: String,
    entered: String,
    is_wrong: bool,
    options: SignInOptions,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage<'a> {
    language: Language,
    name: &'a str,
    action: String,
    other: String,
    options: SignInOptions,
}
