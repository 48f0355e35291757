//! API keys: shown once and stored as their SHA-256. Keys are 256 random bits and are looked up by their digest, so that nothing
//! can be learnt from the time it takes.

use std::collections::BTreeMap;
use std::net::IpAddr;

use domain::authorisation::{Member, NotAdmitted, Principal};
use domain::digest::Digest;
use domain::envelope::Sender;
use domain::ids::PersonId;
use domain::organisation::{Actor, NotInForce, Person, Profile, in_force};
use domain::ports::Account;
use jiff::Timestamp;

use super::{Authentication, Known, address_not_known};
use crate::problem::{Problem, kinds};

impl Authentication {
    pub(super) async fn by_key(&self, key: &str, address: Option<IpAddr>, now: Timestamp) -> Result<Known, Problem> {
        let digest = Digest::of(key.as_bytes());
        let found = self.api_keys.find(digest).await?;
        let account = found.ok_or_else(|| Problem::of(&kinds::UNAUTHORIZED))?;
        let organisation = self.organisations.find(&account.sender.organisation).await?;
        let is_bound = organisation.as_ref().is_some_and(|organisation| !organisation.addresses.is_empty());
        if address.is_none() && (is_bound || !account.terms.addresses.is_empty()) {
            return Err(address_not_known());
        }
        account.terms.admit(now, address).map_err(not_admitted)?;
        let account = in_force(account, organisation.as_ref()).map_err(not_in_force)?;
        if organisation.is_some_and(|organisation| !organisation.admits(address)) {
            return Err(Problem::of(&kinds::ADDRESS_NOT_ALLOWED));
        }
        let Account { sender, terms, policy, id, generation, .. } = account;
        let (sender, member) = match sender.person {
            None => (sender, None),
            Some(person) => {
                let (sender, member) = self.holder(person, generation, sender).await?;
                (sender, Some(member))
            }
        };
        if let Some(id) = id {
            self.key_use.note(&*self.listed_keys, &sender.organisation, id, now).await;
        }
        let (organisation, actor) = (sender.organisation.clone(), Actor::Key { key: id, label: terms.label.clone() });
        let principal = Principal { organisation, actor, scopes: Some(terms.scopes.clone()), member };
        // A part of the digest: enough to tell the keys of an organisation apart.
        let caller: String = digest.to_string().chars().take(16).collect();
        Ok(Known { caller, terms: Some(terms), second_factor: None, sender, policy, principal })
    }

    /// A person's key is that person's as they are today: it ends with them, and may do no more than they may.
    async fn holder(&self, id: PersonId, generation: u32, sender: Sender) -> Result<(Sender, Member), Problem> {
        let person = self.people.person(&sender.organisation, id).await?;
        let is_good = |person: &Person| person.is_active() && person.key_generation == generation;
        let person = person.filter(is_good).ok_or_else(|| Problem::of(&kinds::KEY_HOLDER_DEACTIVATED))?;
        let Profile { name, email, language, roles, groups } = person.profile;
        Ok((Sender { name, email, language, ..sender }, Member { id, roles, groups, folders: BTreeMap::new() }))
    }
}

fn not_admitted(reason: NotAdmitted) -> Problem {
    Problem::of(match reason {
        NotAdmitted::Expired => &kinds::API_KEY_EXPIRED,
        NotAdmitted::Address => &kinds::ADDRESS_NOT_ALLOWED,
    })
}

fn not_in_force(reason: NotInForce) -> Problem {
    match reason {
        NotInForce::Closed => Problem::of(&kinds::ORGANISATION_CLOSED),
        NotInForce::Missing => {
            tracing::error!("the row of an organisation is missing, none of its keys is taken");
            Problem::unavailable()
        }
    }
}
