//! API keys.

use domain::authorisation::{AddressRange, KeyTerms, Scope};
use domain::email_address::EmailAddress;
use domain::field_error::FieldError;
use domain::ids::{KeyId, PersonId};
use domain::language::Localized;
use domain::mirror::Convert;
use domain::organisation::{KeyHolder, ListedKey, MAX_ADDRESS_RANGES};
use domain::text::TextRule;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::limits;
use super::super::values::Language;

/// An API key that is made: `POST /v1/organisation/keys`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("required" = ["label", "scopes", "holder"]))
)]
#[serde(default, deny_unknown_fields)]
pub struct KeyRequest {
    /// What it is called, such as the program that is to use it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::KEY_LABEL)))]
    label: String,
    /// What it is good for.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    scopes: Vec<Scope>,
    /// When it ends; never where nothing is said.
    expires_at: Option<Timestamp>,
    /// From where it may be used (IPv4 and IPv6, in the notation of CIDR); from everywhere where nothing is said.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::ADDRESS_RANGES)))]
    addresses: Vec<String>,
    /// In whose name it sends.
    holder: Option<HolderRequest>,
}

/// In whose name a key sends.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum HolderRequest {
    /// A person: the key may do no more than the person, and ends with the person.
    Person {
        /// Who.
        person: PersonId,
    },
    /// A service, which is shown as the sender by this name and address.
    Service {
        /// The name.
        #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::PERSON_NAME)))]
        name: String,
        /// The address that mails about its envelopes go to.
        email: String,
        /// The language of these mails.
        #[serde(default)]
        language: Language,
    },
}

impl KeyRequest {
    /// What the key is to be good for, and in whose name it is to send.
    ///
    /// # Errors
    /// Everything that is wrong, by the pointers of the request's fields.
    pub fn accept(self, now: Timestamp) -> Result<(KeyTerms, KeyHolder), Vec<FieldError>> {
        let mut errors = Vec::new();
        let Self { label, scopes, expires_at, addresses, holder } = self;
        let terms = OwnKeyRequest { label, scopes, expires_at, addresses }.terms(now, &mut errors);
        let holder = holder_of(holder, &mut errors);
        match (terms, holder) {
            (Some(terms), Some(holder)) if errors.is_empty() => Ok((terms, holder)),
            _ => Err(errors),
        }
    }
}

/// A person's own API key: `POST /v1/me/keys`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("required" = ["label", "scopes"]))
)]
#[serde(default, deny_unknown_fields)]
pub struct OwnKeyRequest {
    /// What it is called, such as the program that is to use it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::KEY_LABEL)))]
    label: String,
    /// What it is good for. It may do no more than the person, whatever is said here.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    scopes: Vec<Scope>,
    /// When it ends; never where nothing is said. It ends with the person too.
    expires_at: Option<Timestamp>,
    /// From where it may be used (IPv4 and IPv6, in the notation of CIDR); from everywhere where nothing is said.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::ADDRESS_RANGES)))]
    addresses: Vec<String>,
}

impl OwnKeyRequest {
    /// What the key is to be good for.
    ///
    /// # Errors
    /// Everything that is wrong, by the pointers of the request's fields.
    pub fn accept(self, now: Timestamp) -> Result<KeyTerms, Vec<FieldError>> {
        let mut errors = Vec::new();
        match self.terms(now, &mut errors) {
            Some(terms) if errors.is_empty() => Ok(terms),
            _ => Err(errors),
        }
    }

    fn terms(self, now: Timestamp, errors: &mut Vec<FieldError>) -> Option<KeyTerms> {
        let Self { label, scopes, expires_at, addresses } = self;
        let label = TextRule::KEY_LABEL.accept(&label).map_err(|fault| errors.push(fault.at("/label"))).ok();
        if scopes.is_empty() {
            let detail = Localized::fixed("権限（スコープ）を1つ以上指定してください。", "Give at least one scope.");
            errors.push(FieldError::new("/scopes", "missing", detail));
        }
        if expires_at.is_some_and(|end| end <= now) {
            let detail = Localized::fixed("有効期限は、現在より後にしてください。", "Give a time in the future.");
            errors.push(FieldError::new("/expires_at", "in-the-past", detail));
        }
        let addresses = ranges(&addresses, "/addresses", errors);
        Some(KeyTerms { label: label?, scopes: scopes.into_iter().collect(), expires_at, addresses })
    }
}

/// Reads ranges of addresses, each with its own pointer where it is wrong.
pub(super) fn ranges(texts: &[String], pointer: &str, errors: &mut Vec<FieldError>) -> Vec<AddressRange> {
    if texts.len() > MAX_ADDRESS_RANGES {
        let detail = Localized::new(
            format!("IPアドレスの範囲は{MAX_ADDRESS_RANGES}件までです。"),
            format!("Give at most {MAX_ADDRESS_RANGES} ranges."),
        );
        errors.push(FieldError::new(pointer, "too-many", detail));
        return Vec::new();
    }
    let mut read = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        match text.trim().parse::<AddressRange>() {
            Ok(range) => read.push(range),
            Err(error) => errors.push(FieldError::new(
                format!("{pointer}/{at}"),
                "not-a-range",
                Localized::new(
                    "IPアドレスまたは範囲（203.0.113.7、203.0.113.0/24、2001:db8::/32など）を指定してください。範囲は、その先頭のアドレスで書いてください。",
                    format!("{error}."),
                ),
            )),
        }
    }
    read
}

fn holder_of(holder: Option<HolderRequest>, errors: &mut Vec<FieldError>) -> Option<KeyHolder> {
    match holder {
        None => {
            let detail =
                Localized::fixed("APIキーの持ち主を指定してください。", "Say in whose name the key is to send.");
            errors.push(FieldError::new("/holder", "missing", detail));
            None
        }
        Some(HolderRequest::Person { person }) => Some(KeyHolder::Person { person }),
        Some(HolderRequest::Service { name, email, language }) => {
            let name = TextRule::PERSON_NAME.accept(&name).map_err(|fault| errors.push(fault.at("/holder/name"))).ok();
            let email = email.parse::<EmailAddress>();
            let email = email.map_err(|fault| errors.push(fault.at("/holder/email"))).ok();
            Some(KeyHolder::Service { name: name?, email: email?, language: language.convert() })
        }
    }
}

/// An API key, without the key itself.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeyView {
    id: KeyId,
    label: String,
    scopes: Vec<Scope>,
    expires_at: Option<Timestamp>,
    addresses: Vec<AddressRange>,
    holder: HolderView,
    made_at: Timestamp,
    /// When it was used last, known to the hour; nothing where it was not.
    last_used_at: Option<Timestamp>,
}

/// In whose name a key sends.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
enum HolderView {
    /// A person.
    Person {
        /// Who.
        person: PersonId,
    },
    /// A service.
    Service {
        /// The name.
        name: String,
        /// The address that mails about its envelopes go to.
        email: EmailAddress,
    },
}

impl KeyView {
    /// By which it is revoked.
    pub const fn id(&self) -> KeyId {
        self.id
    }
}

impl From<ListedKey> for KeyView {
    fn from(ListedKey { id, digest: _, holder, terms, made_at, last_used_at }: ListedKey) -> Self {
        let KeyTerms { label, scopes, expires_at, addresses } = terms;
        let holder = match holder {
            KeyHolder::Person { person } => HolderView::Person { person },
            KeyHolder::Service { name, email, language: _ } => HolderView::Service { name, email },
        };
        Self { id, label, scopes: scopes.into_iter().collect(), expires_at, addresses, holder, made_at, last_used_at }
    }
}

/// An API key that was made.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MadeKeyView {
    /// As it is listed.
    #[serde(flatten)]
    pub listed: KeyView,
    /// The key itself, shown this once. Where the same request is sent again it is not shown any more: revoke the key then, and
    /// make another.
    pub key: Option<String>,
}

/// A person's own API keys.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnKeyListView {
    /// In the order in which they were made.
    pub keys: Vec<KeyView>,
}

/// A page of the API keys.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeyListView {
    /// In the order in which they were made. Keys that the operator made before keys had identifiers are not among them.
    pub keys: Vec<KeyView>,
    /// What `cursor` is for the next page; nothing on the last one.
    pub next_cursor: Option<KeyId>,
}
