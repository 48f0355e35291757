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

/// An organisation whose contract has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

/// Who sends by an API key, with what holds for the whole organisation today. Keys that were made before organisations had
/// rows of their own say it themselves, as of when they were made.
///
/// # Errors
/// The organisation is closed.
pub fn in_force(account: Account, organisation: Option<Organisation>) -> Result<Account, Closed> {
    let Some(Organisation { id, name, policy, closed_at, .. }) = organisation else { return Ok(account) };
    if closed_at.is_some() {
        return Err(Closed);
    }
    let sender = Sender { organisation: id, organisation_name: name, ..account.sender };
    Ok(Account { sender, policy, ..account })
}
