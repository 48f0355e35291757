//! The pages behind the links that ask somebody to act: show a factor, review, sign or confirm, decline, forward.
//!
//! Nobody has an account here: the link's token is the credential, and for some recipients a factor besides (F10). Mail
//! scanners open links too, so that a `GET` changes nothing and is no evidence; only the `POST`s are acts, and the one that
//! signs takes a deliberate step that no robot makes by pressing the first button.

mod acts;
mod authentication;
mod commit;
mod confirm;
mod decline;
mod documents;
mod factor;
mod factor_page;
mod form;
mod forward;
mod link_context;
mod page_state;
mod pages;
mod pending_action;
mod registered_seal;
mod remembered;
mod resume;
mod seal;
mod texts;
mod totp;

use std::sync::Arc;

use api::Served;
use api::routes::{self, Function};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use domain::ports::{Clock, Documents, Envelopes, Factors, LinkRules, Links, Randomness, SealingCertificates, SignIns};
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
    /// From where they open.
    pub link_rules: Arc<dyn LinkRules>,
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
    Served::by(Function::CollectSignature)
        .on(&routes::SIGN_PAGE, pages::page)
        .on(&routes::SIGN_CODE_BACK, pages::back)
        .on(&routes::SIGN_CODE, factor::request_code)
        .on(&routes::SIGN_FACTOR_BACK, pages::back)
        .on(&routes::SIGN_FACTOR, factor::check)
        .on(&routes::SIGN_DOCUMENT, documents::document)
        .on(&routes::SIGN_DOWNLOAD, documents::download)
        .on(&routes::SIGN_DOWNLOAD_FINISHED, documents::download_finished)
        .on(&routes::SIGN_SOURCE, documents::source)
        .on(&routes::SIGN_SEAL, seal::page)
        .on(&routes::SIGN_SEAL_UPLOAD_BACK, pages::back)
        .on(&routes::SIGN_SEAL_UPLOAD, seal::upload.layer(DefaultBodyLimit::max(MAX_IMAGE)))
        .on(&routes::SIGN_SEAL_IMAGE, seal::image)
        .on(&routes::SIGN_CONFIRM, confirm::confirm)
        .on(&routes::SIGN_COMPLETE_BACK, pages::back)
        .on(&routes::SIGN_COMPLETE, acts::complete)
        .on(&routes::SIGN_DECLINE_PAGE, decline::page)
        .on(&routes::SIGN_DECLINE, decline::decline)
        .on(&routes::SIGN_FORWARD_PAGE, forward::page)
        .on(&routes::SIGN_FORWARD, forward::forward)
        .router()
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(site, answer))
        .with_state(Arc::new(deps))
}
