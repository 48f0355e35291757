//! The pages of an organisation's people (文書管理): what they have sent, what it waits for, and what they send next.
//!
//! The console is a client of the API like any other. It holds no row and no right of its own: each page calls the API in the name of
//! whoever visits, by the cookie that their browser sent, so that what a page shows and does is what the API lets them.

mod access;
mod act;
mod acts;
mod answers;
mod client;
mod compose;
mod envelope;
mod event;
mod folders;
mod history;
mod keys;
mod list;
mod mails;
mod page;
mod room;
mod settings;
mod several;
mod shortcuts;
mod stop;
mod suggestions;
mod visitor;
mod words;

use std::sync::Arc;

use api::Served;
use api::routes::{self, Function};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use domain::ports::{Clock, Functions, Randomness};
use web::form::MAX_FORM;
use web::{Site, answer, method_not_allowed, not_found};

/// Bytes of all files of a form together, as many as the API takes with a request.
const MAX_FILES: usize = 4 << 20;
/// Bytes of a request, with the other fields of the form (AWS Lambda takes 6 MB, of which Base64 leaves 4.5).
const MAX_BODY: usize = MAX_FILES + MAX_FORM;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// The functions that answer the API.
    pub functions: Arc<dyn Functions>,
    /// For the keys under which requests are made once.
    pub randomness: Arc<dyn Randomness>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// A URL of the document store, of which only the origin counts: there the script of a new request puts large files.
    pub store: String,
    /// How the deployment presents itself.
    pub site: Arc<Site>,
}

/// The routes of this function.
pub fn router(dependencies: Dependencies) -> Router {
    let site = Arc::clone(&dependencies.site);
    let served = Served::by(Function::ServeConsole)
        .hiding_pages(not_found)
        .on(&routes::CONSOLE, page::start)
        .on(&routes::CONSOLE_ENVELOPES, list::page)
        .on(&routes::CONSOLE_ENVELOPE, envelope::page)
        .on(&routes::CONSOLE_HISTORY, history::page)
        .on(&routes::CONSOLE_DOCUMENT, envelope::save)
        .on(&routes::CONSOLE_SOURCE, envelope::source)
        .on(&routes::CONSOLE_MAILS, mails::page)
        .on(&routes::CONSOLE_ACCESS, access::page)
        .on(&routes::CONSOLE_ACT, acts::act)
        .on(&routes::CONSOLE_SEVERAL_PAGE, several::page)
        .on(&routes::CONSOLE_SEVERAL, several::act)
        .on(&routes::CONSOLE_NEW, compose::page)
        .on(&routes::CONSOLE_MAKE, compose::make)
        .on(&routes::CONSOLE_SUGGESTIONS, suggestions::find)
        .on(&routes::CONSOLE_FOLDERS, folders::page)
        .on(&routes::CONSOLE_ADD_FOLDER, folders::add)
        .on(&routes::CONSOLE_FOLDER, folders::one)
        .on(&routes::CONSOLE_CHANGE_FOLDER, folders::change)
        .on(&routes::CONSOLE_SHORTCUTS, shortcuts::page);
    settings::serve(served)
        .router()
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(site, answer))
        .with_state(Arc::new(dependencies))
}
