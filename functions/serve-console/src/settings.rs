//! The settings: what an organisation says of itself, its people, and what somebody has to themselves. Each page calls the API in the
//! name of whoever visits; what is wrong with a form is said beside its fields, with what was entered kept.

mod brand;
mod confirm;
mod contact;
mod contacts;
mod entered;
mod export;
mod form;
mod groups;
mod import;
mod invite;
mod key;
mod keys;
mod log;
mod network;
mod notice;
mod organisation;
mod own_fields;
mod people;
mod person;
mod policies;
mod preview;
mod request;
mod seal;
mod seals;
mod section;
mod sessions;
mod start;
mod table;
mod view;
mod words;

use std::sync::Arc;

use api::Served;
use api::routes;

use crate::Dependencies;

/// Adds the routes of the settings.
pub(crate) fn serve(served: Served<Arc<Dependencies>>) -> Served<Arc<Dependencies>> {
    served
        .on(&routes::CONSOLE_SETTINGS, start::page)
        .on(&routes::CONSOLE_PEOPLE, people::page)
        .on(&routes::CONSOLE_INVITE_PAGE, invite::page)
        .on(&routes::CONSOLE_INVITE, invite::invite)
        .on(&routes::CONSOLE_PERSON, person::page)
        .on(&routes::CONSOLE_CHANGE_PERSON, person::change)
        .on(&routes::CONSOLE_DEACTIVATE_PAGE, confirm::page)
        .on(&routes::CONSOLE_DEACTIVATE, confirm::deactivate)
        .on(&routes::CONSOLE_GROUPS, groups::page)
        .on(&routes::CONSOLE_ADD_GROUP, groups::add)
        .on(&routes::CONSOLE_GROUP, groups::one)
        .on(&routes::CONSOLE_CHANGE_GROUP, groups::change)
        .on(&routes::CONSOLE_SESSIONS, sessions::page)
        .on(&routes::CONSOLE_END_SESSION, sessions::end)
        .on(&routes::CONSOLE_KEYS, keys::page)
        .on(&routes::CONSOLE_REVOKE_KEY, keys::revoke)
        .on(&routes::CONSOLE_KEY_PAGE, key::page)
        .on(&routes::CONSOLE_MAKE_KEY, key::make)
        .on(&routes::CONSOLE_SEALS, seals::page)
        .on(&routes::CONSOLE_SEAL, seal::page)
        .on(&routes::CONSOLE_CHANGE_SEAL, seal::change)
        .on(&routes::CONSOLE_POLICIES, policies::page)
        .on(&routes::CONSOLE_CHANGE_POLICIES, policies::change)
        .on(&routes::CONSOLE_FIELDS, own_fields::page)
        .on(&routes::CONSOLE_CHANGE_FIELDS, own_fields::change)
        .on(&routes::CONSOLE_BRAND, brand::page)
        .on(&routes::CONSOLE_CHANGE_BRAND, brand::change)
        .on(&routes::CONSOLE_NETWORK, network::page)
        .on(&routes::CONSOLE_CHANGE_NETWORK, network::change)
        .on(&routes::CONSOLE_ORGANISATION, organisation::page)
        .on(&routes::CONSOLE_CHANGE_ORGANISATION, organisation::change)
        .on(&routes::CONSOLE_CONTACTS, contacts::page)
        .on(&routes::CONSOLE_CONTACT_PAGE, contact::new)
        .on(&routes::CONSOLE_ADD_CONTACT, contact::add)
        .on(&routes::CONSOLE_IMPORT_PAGE, import::page)
        .on(&routes::CONSOLE_IMPORT, import::import)
        .on(&routes::CONSOLE_EXPORT, export::export)
        .on(&routes::CONSOLE_CONTACT, contact::page)
        .on(&routes::CONSOLE_CHANGE_CONTACT, contact::change)
        .on(&routes::CONSOLE_LOG, log::page)
}
