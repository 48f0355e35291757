//! Whether everything is there that a first envelope needs: [`gather`] asks AWS, the authorities, the identity providers and the service itself, [`judge`]
//! decides.

mod entrance;
mod gather;
mod judge;
mod organisations;
#[cfg(test)]
mod tests;

use domain::authorisation::KeyTerms;
use domain::email_address::EmailAddress;
use domain::ports::SealingCertificate;
use domain::registered_seal::RegisteredSeal;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::authority::Tested;
use crate::connection::Stack;

pub use entrance::{EntranceHttp, EntranceTransport, Entrances, Reply};
pub use gather::{Transports, gather};
pub use judge::judge;
pub use organisations::{Administered, Provider, Unusable};

/// What was asked, or the words for why there is no answer.
pub type Answered<T> = Result<T, String>;

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The stack.
    pub stack: Stack,
    /// By which addresses the service answers.
    pub entrances: Entrances,
    /// The identity of the sender address; `None` if there is none.
    pub identity: Answered<Option<Identity>>,
    /// What the account may send.
    pub sending: Answered<Sending>,
    /// What the operator's seals are made with.
    pub operator: Answered<Option<Seal>>,
    /// The same for registered seals.
    pub registered: Answered<Vec<(RegisteredSeal, Seal)>>,
    /// The terms of the API keys that there are.
    pub api_keys: Answered<Vec<KeyTerms>>,
    /// The organisations that are open, and who administers them.
    pub organisations: Answered<Vec<Administered>>,
    /// The identity provider that the operator has named for the stack, if there is one; otherwise it is the stack's user pool.
    pub provider: Option<Provider>,
    /// Rows of certificates and API keys that cannot be read, with the reasons.
    pub unreadable: Vec<String>,
    /// The authorities, each with what came of asking it.
    pub authorities: Answered<Vec<Tested>>,
    /// The trust anchors, texts in PEM.
    pub anchors: Answered<Vec<String>>,
    /// Who hears the alarms; `None` without a topic.
    pub subscriptions: Answered<Option<Subscriptions>>,
    /// The lock of the documents' bucket.
    pub lock: Answered<Lock>,
}

/// An identity of the mail service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// An address or a domain.
    pub name: String,
    /// Whether mails may be sent from it.
    pub verified: bool,
    /// Whether they are signed with DKIM.
    pub signs: bool,
}

/// What an account may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sending {
    /// To everybody; otherwise the account is in the sandbox.
    pub production: bool,
    /// At all.
    pub enabled: bool,
}

/// A certificate's row, and the key that it names.
#[derive(Clone, Debug, PartialEq)]
pub struct Seal {
    /// The row.
    pub certificate: SealingCertificate,
    /// The key.
    pub key: Answered<Key>,
    /// Those named in the row who were deactivated.
    pub deactivated: Answered<Vec<EmailAddress>>,
    /// Whether its certificate is noted as this seal's, so that whoever verifies a document is told whose it is.
    pub is_known: Answered<bool>,
}

/// A key in the key service.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Its DER SubjectPublicKeyInfo.
    pub public_key: Vec<u8>,
    /// Whether it can be used.
    pub enabled: bool,
    /// Whether it has the tag by which seal-document may use it.
    pub tagged: bool,
    /// Its policy.
    pub policy: Value,
}

/// Who hears a topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subscriptions {
    /// Those that were confirmed.
    pub confirmed: usize,
    /// Those that are waiting for it.
    pub pending: usize,
}

/// How a bucket locks what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Whether objects can be locked.
    pub enabled: bool,
    /// A lock that every new object gets, in words.
    pub default: Option<String>,
}

/// One thing that a first envelope needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub name: String,
    /// Whether it is there.
    pub finding: Finding,
}

/// Whether something is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is, with what is to be known of it.
    Ok(String),
    /// It is not, or not as it must be.
    Missing {
        /// What is wrong.
        what: String,
        /// What to do.
        todo: String,
    },
}

/// The items as an answer, one line each.
pub fn answer(items: &[Item]) -> Answer {
    let width = items.iter().map(|item| item.name.chars().count()).max().unwrap_or(0);
    let line = |Item { name, finding }: &Item| match finding {
        Finding::Ok(what) => format!("ok       {name:<width$}  {what}"),
        Finding::Missing { what, todo } => format!("MISSING  {name:<width$}  {what}. {todo}"),
    };
    let in_json = |Item { name, finding }: &Item| match finding {
        Finding::Ok(what) => json!({"item": name, "ok": true, "what": what}),
        Finding::Missing { what, todo } => json!({"item": name, "ok": false, "what": what, "todo": todo}),
    };
    let missing = items.iter().filter(|item| matches!(item.finding, Finding::Missing { .. })).count();
    let text = items.iter().map(line).collect::<Vec<_>>().join("\n");
    let answer = Answer::new(text, items.iter().map(in_json).collect());
    match missing {
        0 => answer.with_note("Everything is there that a first envelope needs."),
        _ => Answer { complete: false, ..answer }.with_note(format!("{missing} of {} are missing.", items.len())),
    }
}
