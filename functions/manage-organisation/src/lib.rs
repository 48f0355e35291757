//! Organisations, their people, groups, API keys, registered seals and sessions: `/v1/organisation` and `/v1/me`; address
//! books: `/v1/contacts`.
//!
//! Every change goes through [`domain::ports::Registry::change`]: it is decided from what is stored, recorded in the
//! organisation's log, and committed with the answer to the request.

mod answers;
mod contacts;
mod folders;
mod groups;
mod keys;
mod log;
mod me;
mod organisation;
mod own_keys;
mod people;
mod queries;
mod refusals;
mod seals;
mod sessions;

use std::sync::Arc;

use api::idempotency::Idempotency;
use api::routes::{self, Function};
use api::v1::contacts::MAX_CSV_BYTES;
use api::{Authentication, Served};
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::handler::Handler as _;
use axum::middleware::from_fn_with_state;
use domain::ports::{AddressBooks, EnvelopeList, IdempotentAnswers, Randomness, Registry, SealUses};
use web::{Site, answer, method_not_allowed, not_found};

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// By what callers are known.
    pub authentication: Authentication,
    /// Organisations, their people and keys.
    pub registry: Registry,
    /// Where it is asked whether a folder is empty.
    pub list: Arc<dyn EnvelopeList>,
    /// What registered seals were used for.
    pub seal_uses: Arc<dyn SealUses>,
    /// Address books.
    pub books: AddressBooks,
    /// Answers to give again.
    pub answers: Arc<dyn IdempotentAnswers>,
    /// For identifiers and keys.
    pub randomness: Arc<dyn Randomness>,
    /// For problems shown as pages.
    pub site: Arc<Site>,
}

impl FromRef<Dependencies> for Authentication {
    fn from_ref(dependencies: &Dependencies) -> Self {
        dependencies.authentication.clone()
    }
}

impl Dependencies {
    fn idempotency(&self) -> Idempotency<'_> {
        Idempotency { answers: &*self.answers, clock: &*self.registry.clock, randomness: &*self.randomness }
    }
}

/// The routes of this function.
pub fn router(dependencies: Dependencies) -> Router {
    let site = Arc::clone(&dependencies.site);
    Served::by(Function::ManageOrganisation)
        .hiding_pages(not_found)
        .on(&routes::GET_ME, me::read)
        .on(&routes::LIST_OWN_SESSIONS, sessions::list_own)
        .on(&routes::END_OWN_SESSION, sessions::end_own)
        .on(&routes::LIST_OWN_KEYS, own_keys::list)
        .on(&routes::MAKE_OWN_KEY, own_keys::make)
        .on(&routes::REVOKE_OWN_KEY, own_keys::revoke)
        .on(&routes::GET_ORGANISATION, organisation::read)
        .on(&routes::CHANGE_ORGANISATION, organisation::change)
        .on(&routes::LIST_LOG, log::list)
        .on(&routes::LIST_PEOPLE, people::list)
        .on(&routes::INVITE_PERSON, people::invite)
        .on(&routes::GET_PERSON, people::read)
        .on(&routes::CHANGE_PERSON, people::change)
        .on(&routes::INVITE_AGAIN, people::invite_again)
        .on(&routes::DEACTIVATE_PERSON, people::deactivate)
        .on(&routes::REACTIVATE_PERSON, people::reactivate)
        .on(&routes::LIST_SESSIONS, sessions::list)
        .on(&routes::END_SESSIONS, sessions::end_all)
        .on(&routes::END_SESSION, sessions::end)
        .on(&routes::LIST_GROUPS, groups::list)
        .on(&routes::ADD_GROUP, groups::add)
        .on(&routes::GET_GROUP, groups::read)
        .on(&routes::RENAME_GROUP, groups::rename)
        .on(&routes::REMOVE_GROUP, groups::remove)
        .on(&routes::LIST_FOLDERS, folders::list)
        .on(&routes::ADD_FOLDER, folders::add)
        .on(&routes::GET_FOLDER, folders::read)
        .on(&routes::CHANGE_FOLDER, folders::change)
        .on(&routes::REMOVE_FOLDER, folders::remove)
        .on(&routes::LIST_SEALS, seals::list)
        .on(&routes::GET_SEAL, seals::read)
        .on(&routes::CHANGE_SEAL, seals::change)
        .on(&routes::LIST_SEAL_USES, seals::uses)
        .on(&routes::LIST_KEYS, keys::list)
        .on(&routes::MAKE_KEY, keys::make)
        .on(&routes::REVOKE_KEY, keys::revoke)
        .on(&routes::LIST_CONTACTS, contacts::list)
        .on(&routes::ADD_CONTACT, contacts::add)
        .on(&routes::EXPORT_CONTACTS, contacts::export)
        .on(&routes::IMPORT_CONTACTS, contacts::import.layer(DefaultBodyLimit::max(MAX_CSV_BYTES)))
        .on(&routes::GET_CONTACT, contacts::read)
        .on(&routes::CHANGE_CONTACT, contacts::change)
        .on(&routes::REMOVE_CONTACT, contacts::remove)
        .router()
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(site, answer))
        .with_state(dependencies)
}
