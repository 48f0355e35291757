//! Organisations (F56): a stack serves many, and each has its people, its keys and its rules to itself.

use jiff::Timestamp;

use crate::draft::Policy;
use crate::envelope::Sender;
use crate::ids::OrganisationId;
use crate::ports::Account;

/// An organisation that sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its identifier, which stands in rows and never changes.
    pub id: OrganisationId,
    /// Its name as recipients read it, such as 滝川市.
    pub name: String,
    /// What it demands of everything that is sent in its name.
    pub policy: Policy,
    /// When it was added.
    pub added_at: Timestamp,
    /// Since when none of its API keys is taken, its contract having ended. What is on its way goes on.
    pub closed_at: Option<Timestamp>,
}

/// Why no key of an organisation is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotInForce {
    /// Its contract has ended.
    Closed,
    /// Its row is gone: what holds for it is not known.
    Missing,
}

/// Who sends by an API key, with what holds for the whole organisation today. Keys that were made before organisations had
/// rows of their own say it themselves, as of when they were made.
///
/// # Errors
/// The organisation is closed, or its row is missing.
pub fn in_force(account: Account, organisation: Option<Organisation>) -> Result<Account, NotInForce> {
    match organisation {
        None if account.has_organisation => Err(NotInForce::Missing),
        None => Ok(account),
        Some(Organisation { closed_at: Some(_), .. }) => Err(NotInForce::Closed),
        Some(Organisation { name, policy, .. }) => {
            let sender = Sender { organisation_name: name, ..account.sender };
            Ok(Account { sender, policy, ..account })
        }
    }
}
