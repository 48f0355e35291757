//! API keys: one row by which a call is known, and one by which the organisation lists and revokes it.

use domain::authorisation::{AddressRange, KeyTerms, Scope};
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::ids::{KeyId, PersonId};
use domain::mirror;
use domain::mirror::Convert;
use domain::organisation::{KeyHolder, ListedKey};
use domain::ports::Account;
use jiff::Timestamp;

use super::envelope::SenderRow;
use super::parts::LanguageRow;
use super::policy::DemandsRow;
use super::{Row, Unreadable};

mirror! {
    /// The `body` of `APIKEY#sha256`.
    pub struct StoredAccount = Account {
        #[serde(flatten)]
        sender: SenderRow,
        terms: TermsRow,
        policy: DemandsRow,
        #[serde(deserialize_with = "Option::deserialize")]
        id: Option<KeyId>,
        generation: u32,
        has_organisation: bool,
    }
}

impl Row for Account {
    /// Since the second a key says what it is good for, since the third whether its organisation has a row that must be there,
    /// since the fourth what it is called in the organisation's list and whose it is. Code that knows an earlier one would
    /// pass over that, and so it reads no key of a later one.
    const SCHEMA: u32 = 4;

    type Stored = StoredAccount;

    fn upgrade(schema: u32, text: &str) -> Result<StoredAccount, Unreadable> {
        #[derive(serde::Deserialize)]
        struct First {
            #[serde(flatten)]
            sender: SenderRow,
            #[serde(default)]
            policy: DemandsRow,
        }
        #[derive(serde::Deserialize)]
        struct Second {
            #[serde(flatten)]
            sender: SenderRow,
            terms: TermsRow,
            policy: DemandsRow,
        }
        #[derive(serde::Deserialize)]
        struct Third {
            #[serde(flatten)]
            second: Second,
            has_organisation: bool,
        }
        let Third { second: Second { sender, terms, policy }, has_organisation } = match schema {
            1 => {
                let First { sender, policy } = serde_json::from_str(text)?;
                // What there was to do with a key then.
                let scopes = vec![Scope::EnvelopesRead, Scope::EnvelopesWrite, Scope::EnvelopesSend];
                let terms = TermsRow { label: String::new(), scopes, expires_at: None, addresses: Vec::new() };
                Third { second: Second { sender, terms, policy }, has_organisation: false }
            }
            2 => Third { second: serde_json::from_str(text)?, has_organisation: false },
            3 => serde_json::from_str(text)?,
            found => return Err(Unreadable::Schema { found, newest: Self::SCHEMA }),
        };
        Ok(StoredAccount { sender, terms, policy, id: None, generation: 0, has_organisation })
    }
}

/// A key's terms; all of them stand there, so that none is taken for "no limit" because it was lost.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct TermsRow {
    label: String,
    scopes: Vec<Scope>,
    #[serde(deserialize_with = "Option::deserialize")]
    expires_at: Option<Timestamp>,
    addresses: Vec<AddressRange>,
}

impl Convert<TermsRow> for KeyTerms {
    fn convert(self) -> TermsRow {
        let Self { label, scopes, expires_at, addresses } = self;
        TermsRow { label, scopes: scopes.into_iter().collect(), expires_at, addresses }
    }
}

impl Convert<KeyTerms> for TermsRow {
    fn convert(self) -> KeyTerms {
        let Self { label, scopes, expires_at, addresses } = self;
        KeyTerms { label, scopes: scopes.into_iter().collect(), expires_at, addresses }
    }
}

mirror! {
    /// The `body` of `ORGANISATION#id`, `KEY#id`.
    pub struct StoredListedKey = ListedKey {
        id: KeyId,
        digest: Digest,
        holder: KeyHolderRow,
        terms: TermsRow,
        made_at: Timestamp,
        // Stands in an attribute of its own, which is changed alone.
        #[serde(skip)]
        last_used_at: Option<Timestamp>,
    }
}

impl Row for ListedKey {
    type Stored = StoredListedKey;
}

mirror! {
    #[serde(tag = "type")]
    enum KeyHolderRow = KeyHolder {
        Person { person: PersonId },
        Service { name: String, email: EmailAddress, language: LanguageRow },
    }
}
