//! Everything that is kept in the one DynamoDB table. What is JSON in it has types of its own: [`crate::stored`].
//!
//! | PK | SK | what |
//! |---|---|---|
//! | `ENVELOPE#id` | `META` | the envelope's newest version |
//! | `ENVELOPE#id` | `EVENT#seq` | its evidence, and the outbox at once |
//! | `ENVELOPE#id` | `SEAL#document#sealer#reserve#base` | what was signed for which seal |
//! | `ENVELOPE#id` | `UPLOAD#check#document`, `UPLOAD#request#document` | how far the work on uploads has come |
//! | `ENVELOPE#id` | `MAIL#seq#addressee` | which mails were begun and sent |
//! | `LINK#sha256` | `LINK` | access links |
//! | `FACTOR#id#recipient` | `SECRET`, `SECRET#id`, `CODE`, `SPENT#sha256` | what extra factors are checked against, and which sent codes were used |
//! | `SPENT#sha256` | `TOTP` | the last time step whose code was used of an authenticator, in all envelopes that share its key |
//! | `SIGNIN#sha256` | `SIGNIN` | browsers that have shown a factor |
//! | `DEVICE#sha256` | `DEVICE` | devices that have proved an address |
//! | `IDEMPOTENCY#organisation#key` | `KEY` | answers to give again |
//! | `ORGANISATION#id` | `ORGANISATION` | an organisation: its name, what it demands |
//! | `ORGANISATION#id` | `DIRECTORY` | how far its log goes, its administrators and groups |
//! | `LOG#organisation` | `ENTRY#seq` | its log, and the outbox of its mails at once |
//! | `ORGANISATION#id` | `PERSON#id` | a person |
//! | `ORGANISATION#id` | `ADDRESS#sha256`, `IDENTITY#sha256` | whose an address or an account of an identity provider is |
//! | `SESSIONS#organisation` | `SESSION#person#sha256` | a browser in which a person has signed in |
//! | `ORGANISATION#id` | `KEY#id` | an API key as it is listed and revoked |
//! | `MAIL#organisation` | `INVITATION#seq#person` | which invitations were begun and sent |
//! | `MAIL#organisation` | `SEALEXPIRY#sha256#notice#person`; with `#seal` behind it of a further seal | which announcements of a certificate's end were begun and sent |
//! | `CALLS#organisation`, `CALLS#organisation#caller` | `MINUTE#n` | how often its people and keys, or one of them, have called |
//! | `CONTACTS#organisation`, `CONTACTS#organisation#person` | `BOOK` | the address book of an organisation or a person: how many contacts, the import that is being written |
//! | `CONTACTS#…` | `KEPT#envelope` | that the recipients of a completed envelope were kept as contacts |
//! | `CONTACTS#…` | `CONTACT#id` | a contact; its identifier follows from its address |
//! | `CONTACTS#…` | `IMPORT#id` | what an import came to |
//! | `INVITATION#sha256` | `INVITATION` | links of invitations |
//! | `SIGNINATTEMPT#sha256` | `ATTEMPT` | sign-ins that have begun |
//! | `ISSUER#sha256` | `PROVIDER` | documents of identity providers as they were fetched |
//! | `PROVIDERSECRET#organisation` | `SECRET` | the client secret for an organisation's own identity provider |
//! | `APIKEY#sha256` | `KEY` | who may use the API |
//! | `CERTIFICATE#operator` | `CERTIFICATE` | what the operator's seals are made with |
//! | `CERTIFICATE#organisation#id` | `CERTIFICATE`; `CERTIFICATE#seal` of a further seal | what a registered seal is made with, and who may use it |
//! | `CERTIFICATE#sha256#fingerprint` | `SEAL` | whose seals a certificate makes, also one that was replaced or removed |
//! | `LINKADDRESSES#organisation` | `RULE` | from where the links open that are mailed in its name |
//! | `SEALPERSONS#organisation` | `PERSONS`; `PERSONS#seal` of a further seal | who may sign with a registered seal |
//! | `SEALUSE#organisation`, `SEALUSE#organisation#seal` | `USE#time-sha256` | what a registered seal was used for |
//! | `SETTINGS` | `TIMESTAMP_AUTHORITIES` | the timestamp authorities |
//! | `SETTINGS` | `TRUST_ANCHORS` | whom verifications trust |
//! | `COUNTER#what` | `COUNTER` | numbers given so far |

mod agenda;
mod call_counts;
mod contacts;
mod directories;
mod envelope_list;
mod envelopes;
mod factors;
mod folders;
mod idempotency;
mod invitations;
mod known_seals;
mod link_rules;
mod links;
mod listed_keys;
mod listed_settings;
mod mail_log;
mod numbers;
mod oidc;
mod people;
mod seal_log;
mod seal_persons;
mod seal_uses;
mod sending_quota;
mod sessions;
mod set_up;
mod settings;
mod upload_progress;

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_types::SdkConfig;
use domain::ids::{EnvelopeId, OrganisationId};
use domain::ports::PortError;

use crate::stored::{Row, Unreadable};
pub use known_seals::note_seal;
pub use oidc::put_provider_secret;
pub use set_up::{
    ChangeError, Found, ListedSettings, UnreadableSetting, change_setting, find_setting, list_settings, put_setting,
    remove_setting,
};
pub use settings::{Setting, SettingsKey};

type Item = HashMap<String, AttributeValue>;

/// The sort key of the row that every change of an organisation writes.
const DIRECTORY: &str = "DIRECTORY";

/// The table.
#[derive(Clone, Debug)]
pub struct Table {
    client: Client,
    name: String,
}

impl Table {
    /// Uses this table.
    pub fn new(config: &SdkConfig, name: String) -> Self {
        Self { client: Client::new(config), name }
    }

    /// Reads an item as last written.
    async fn read(&self, action: &'static str, pk: String, sk: &str) -> Result<Option<Item>, PortError> {
        let request = self.client.get_item().table_name(&self.name).consistent_read(true);
        let answer = request.key("PK", text(pk)).key("SK", text(sk)).send().await;
        answer.map(|a| a.item).map_err(|e| PortError::new(action, e))
    }

    /// Reads the row in an item's `body`.
    async fn read_row<R: Row>(&self, action: &'static str, pk: String, sk: &str) -> Result<Option<R>, PortError> {
        self.read_body(action, pk, sk, R::from_row).await
    }

    /// Reads an item's `body`.
    async fn read_body<T>(
        &self,
        action: &'static str,
        pk: String,
        sk: &str,
        read: impl Fn(&str) -> Result<T, Unreadable>,
    ) -> Result<Option<T>, PortError> {
        let Some(item) = self.read(action, pk, sk).await? else { return Ok(None) };
        let body = string(&item, "body").ok_or_else(|| PortError::new(action, "the item has no body"))?;
        read(body).map(Some).map_err(|e| PortError::new(action, e))
    }
}

fn organisation_key(id: &OrganisationId) -> String {
    format!("ORGANISATION#{id}")
}

fn envelope_key(id: EnvelopeId) -> String {
    format!("ENVELOPE#{id}")
}

fn envelope_of_key(pk: &str) -> Option<EnvelopeId> {
    pk.strip_prefix("ENVELOPE#")?.parse().ok()
}

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn number(value: impl std::fmt::Display) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn row(action: &'static str, row: &impl Row) -> Result<AttributeValue, PortError> {
    row.to_row().map(AttributeValue::S).map_err(|e| PortError::new(action, e))
}

fn string<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name).and_then(|v| v.as_s().ok()).map(String::as_str)
}
