//! The pages behind the links that ask somebody to act: show a factor, review, sign or confirm, decline, forward.
//!
//! Nobody has an account here: the link's token is the credential, and for some recipients a factor besides (F10). Mail
//! scanners open links too, so that a `GET` changes nothing and is no evidence; only the `POST`s are acts, and the one that
//! signs takes a deliberate step that no robot makes by pressing the first button.

mod acts;
mod authentication;
mod decline;
mod factor;
mod form;
mod forward;
mod link_context;
mod page_state;
mod pages;
mod pending_action;
mod registered_seal;
mod seal;
mod texts;
mod totp;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use domain::factor::{Factors, SignIns};
use domain::ports::{Clock, Documents, Envelopes, Links, Randomness, SealingCertificates};
use web::{Site, answer, method_not_allowed, not_found};

const MAX_BODY: usize = 64 << 10;
/// An image of a seal, and what a form puts around it.
const MAX_IMAGE: usize = seal_image::MAX_BYTES + MAX_BODY;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Where envelopes are kept.
    pub envelopes: Arc<dyn Envelopes>,
    /// Access links.
    pub links: Arc<dyn Links>,
    /// What extra factors are checked against.
    pub factors: Arc<dyn Factors>,
    /// Which browsers have shown what.
    pub sign_ins: Arc<dyn SignIns>,
    /// Who may use which registered seal.
    pub certificates: Arc<dyn SealingCertificates>,
    /// The document store: URLs that show a document, and the images of seals.
    pub documents: Arc<dyn Documents>,
    /// Randomness for cookies.
    pub randomness: Arc<dyn Randomness>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// How the deployment presents itself.
    pub site: Arc<Site>,
}

/// The routes under `/sign`.
pub fn router(deps: Dependencies) -> Router {
    let site = deps.site.clone();
    // Whoever asks for the address of an act (a reload, the other language) gets the link's page.
    Router::new()
        .route("/sign/{token}", get(pages::page))
        .route("/sign/{token}/code", get(pages::back).post(factor::request_code))
        .route("/sign/{token}/factor", get(pages::back).post(factor::check))
        .route("/sign/{token}/documents/{number}", get(pages::document))
        .route("/sign/{token}/documents/{number}/download", get(pages::download).post(pages::download_finished))
        .route("/sign/{token}/documents/{number}/source", get(pages::source))
        .route("/sign/{token}/seal", get(seal::page))
        .route("/sign/{token}/seal/image", get(pages::back).post(seal::upload).layer(DefaultBodyLimit::max(MAX_IMAGE)))
        .route("/sign/{token}/seal/{name}", get(seal::image))
        .route("/sign/{token}/confirm", get(pages::confirm))
        .route("/sign/{token}/complete", get(pages::back).post(acts::complete))
        .route("/sign/{token}/decline", get(decline::page).post(decline::decline))
        .route("/sign/{token}/forward", get(forward::page).post(forward::forward))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(site, answer))
        .with_state(Arc::new(deps))
}
