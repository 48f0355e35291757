//! Who may use a registered seal: the persons who may sign with it, and the organisations that may ask for it (F3).

use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result, anyhow};
use aws::table::{Found, Setting, SettingsKey, Table, change_setting};
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::organisation::{Actor, Decision, Facts, Refusal, SealAct};
use domain::ports::{About, ChangeError, Registry, SealingCertificate, SealingCertificates};
use domain::registered_seal::RegisteredSeal;
use serde_json::json;

use crate::answer::Answer;
use crate::arguments::SealUsers;
use crate::registry::registry;
use crate::seal_acts;
use crate::seal_certificate::{arguments, words};

/// Persons and organisations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Users {
    /// Who may sign with the seal.
    pub persons: Vec<EmailAddress>,
    /// Which organisations may ask for it besides its owner.
    pub organisations: Vec<OrganisationId>,
}

/// What becomes of users who are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// They may use the seal from now on.
    Allow,
    /// They may not any more.
    Disallow,
}

/// Changes who may use the registered seal that an organisation has. The organisation's log tells of it, as of what its own
/// administrators change.
pub async fn change(table: &Table, change: Change, asked: SealUsers) -> Result<Answer> {
    let SealUsers { seal, persons, organisations } = asked;
    let seal = seal.registered();
    let before = find(table, &seal).await?;
    let mut notes = Vec::new();
    if !persons.is_empty() {
        notes.extend(change_persons(&registry(table), &seal, change, &persons).await?);
    }
    let (askers, unknown) = organisations_after(before.organisations.clone(), change, &organisations);
    notes.extend(unknown);
    let recorded = AskersChange { before: before.organisations, after: askers };
    if recorded.before != recorded.after {
        let AskersChange { before, after } = recorded.clone();
        seal_acts::record(table, &seal, SealAct::SetAskers { before, after }).await?;
    }
    let key = SettingsKey::Certificate(Some(seal.clone()));
    let next = |found: Found| {
        let Some(Setting::Certificate(of, mut certificate)) = found.readable()? else {
            return Err(no_seal(&seal));
        };
        if !organisations.is_empty() {
            recorded.make(&mut certificate)?;
        }
        // Code of before knows no other row that names persons.
        if !persons.is_empty() {
            certificate.persons.clear();
        }
        Ok(Setting::Certificate(of, certificate))
    };
    change_setting(table, &key, next).await.context("not everything was changed")?;
    let certificate = find(table, &seal).await?;
    Ok(notes.into_iter().fold(answer(&seal, &certificate), Answer::with_note))
}

/// What becomes of those who may ask, as the organisation's log tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AskersChange {
    before: Vec<OrganisationId>,
    after: Vec<OrganisationId>,
}

impl AskersChange {
    /// Makes the change that was recorded, and no other.
    fn make(&self, certificate: &mut SealingCertificate) -> Result<(), String> {
        if certificate.organisations != self.before {
            return Err(
                "somebody else has changed who may ask for the seal at the same time; look at it and try again"
                    .to_owned(),
            );
        }
        certificate.organisations.clone_from(&self.after);
        Ok(())
    }
}

async fn find(table: &Table, seal: &RegisteredSeal) -> Result<SealingCertificate> {
    let found = SealingCertificates::find(table, Some(seal)).await.context("nothing was changed")?;
    found.ok_or_else(|| anyhow!(no_seal(seal)))
}

fn no_seal(seal: &RegisteredSeal) -> String {
    let which = match seal.further() {
        None => "no registered seal with its own id".to_owned(),
        Some(id) => format!("no registered seal {id}"),
    };
    let arguments = arguments(seal);
    format!(
        "{} has {which}; `keiin key list` shows which there are, `keiin key import-certificate {arguments}` sets one up",
        seal.owner()
    )
}

/// Changes some of those who may sign, and leaves the others as they are by then, whoever changes these at the same time. What of it
/// was so before is told.
async fn change_persons(
    registry: &Registry,
    seal: &RegisteredSeal,
    change: Change,
    named: &[EmailAddress],
) -> Result<Vec<String>> {
    let notes = Mutex::new(Vec::new());
    let next = |_: &_, facts: &Facts| {
        let certificate = facts.seal.as_ref().ok_or(Refusal::UnknownSeal)?;
        let (after, unknown) = persons_after(certificate.persons.clone(), change, named);
        *notes.lock().unwrap_or_else(PoisonError::into_inner) = unknown;
        Ok(domain::organisation::Change::SetSealPersons { seal: seal.clone(), persons: after })
    };
    let about = About { seal: Some(seal.clone()), ..About::default() };
    let changed = registry.change(seal.owner(), &about, &Actor::Operator, None, next).await;
    // Whom code of before deactivated may be named still, and then stands in the way of every other change.
    let is_in_the_way = matches!(&changed, Err(ChangeError::Refused(Refusal::NamesDeactivated(_))));
    persons_changed(changed).map_err(|error| match is_in_the_way {
        true => error.context("take whoever is deactivated and still named away by the same `keiin key disallow`"),
        false => error,
    })?;
    Ok(notes.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// What is known of the certificate when it is said who may sign with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// It is in use.
    Known,
    /// There is none, or none that can be read.
    Unknown,
}

/// Says who may sign with a registered seal, and nobody else.
///
/// # Errors
/// It could not be stored.
pub async fn set_persons(
    table: &Table,
    seal: &RegisteredSeal,
    certificate: Certificate,
    persons: Vec<EmailAddress>,
) -> Result<()> {
    let about = About { seal: (certificate == Certificate::Known).then(|| seal.clone()), ..About::default() };
    let next = |_: &_, _: &_| {
        Ok(domain::organisation::Change::SetSealPersons { seal: seal.clone(), persons: persons.clone() })
    };
    persons_changed(registry(table).change(seal.owner(), &about, &Actor::Operator, None, next).await)
}

fn persons_changed(result: Result<Decision, ChangeError>) -> Result<()> {
    match result {
        Ok(_) | Err(ChangeError::Refused(Refusal::Unchanged)) => Ok(()),
        Err(error) => Err(error).context("who may sign was not changed"),
    }
}

/// The persons after the change, and what of it was so before.
fn persons_after(
    before: Vec<EmailAddress>,
    change: Change,
    named: &[EmailAddress],
) -> (Vec<EmailAddress>, Vec<String>) {
    let (mut after, mut notes) = (before, Vec::new());
    for person in named {
        let count = after.len();
        after.retain(|one| !one.is_same_mailbox(person));
        match change {
            Change::Allow => after.push(person.clone()),
            Change::Disallow if after.len() < count => {}
            Change::Disallow => notes.push(format!("{person} could not sign with it before either.")),
        }
    }
    (after, notes)
}

/// The same of organisations.
fn organisations_after(
    before: Vec<OrganisationId>,
    change: Change,
    named: &[OrganisationId],
) -> (Vec<OrganisationId>, Vec<String>) {
    let (mut after, mut notes) = (before, Vec::new());
    for organisation in named {
        let count = after.len();
        after.retain(|one| one != organisation);
        match change {
            Change::Allow => after.push(organisation.clone()),
            Change::Disallow if after.len() < count => {}
            Change::Disallow => notes.push(format!("{organisation} could not ask for it before either.")),
        }
    }
    (after, notes)
}

fn answer(seal: &RegisteredSeal, certificate: &SealingCertificate) -> Answer {
    let owner = seal.owner();
    let persons = persons(certificate);
    let organisations = organisations(certificate);
    let told = |all: &[String]| if all.is_empty() { "nobody".to_owned() } else { all.join(", ") };
    let others = told(&organisations);
    let text = format!(
        "{}\n  may sign  {}\n  may ask   {owner}; others: {others}",
        words(seal).replacen("the", "The", 1),
        told(&persons)
    );
    Answer::new(
        text,
        json!({"organisation": owner.as_str(), "seal": seal.id().as_str(), "persons": persons, "may_ask": organisations}),
    )
}

/// The addresses of those who may sign.
pub(crate) fn persons(certificate: &SealingCertificate) -> Vec<String> {
    certificate.persons.iter().map(ToString::to_string).collect()
}

/// The ids of the organisations that may ask.
pub(crate) fn organisations(certificate: &SealingCertificate) -> Vec<String> {
    certificate.organisations.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use async_trait::async_trait;
    use domain::ports::PortError;
    use fakes::{MemoryOrganisations, StoppedClock, certificate, city};

    use super::*;

    fn persons(addresses: &[&str]) -> Vec<EmailAddress> {
        addresses.iter().map(|address| address.parse().unwrap()).collect()
    }

    fn organisations(ids: &[&str]) -> Vec<OrganisationId> {
        ids.iter().map(|id| OrganisationId::try_from((*id).to_owned()).unwrap()).collect()
    }

    #[test]
    fn users_are_added_once_whatever_the_case_of_their_address() {
        let named = persons(&["Mayor@City.example", "deputy@city.example"]);
        let (after, notes) = persons_after(persons(&["mayor@city.example"]), Change::Allow, &named);
        assert_eq!((after, notes), (named, Vec::new()));
        let named = organisations(&["sorachi", "asahikawa"]);
        let (after, notes) = organisations_after(organisations(&["sorachi"]), Change::Allow, &named);
        assert_eq!((after, notes), (named, Vec::new()));
    }

    #[test]
    fn the_last_one_can_be_taken_away_too_and_who_was_not_there_is_told() {
        let named = persons(&["MAYOR@city.example", "nobody@city.example"]);
        let (after, notes) = persons_after(persons(&["mayor@city.example"]), Change::Disallow, &named);
        assert_eq!(
            (after, &notes[..]),
            (Vec::new(), &["nobody@city.example could not sign with it before either.".to_owned()][..])
        );
        let named = organisations(&["sorachi", "asahikawa"]);
        let (after, notes) = organisations_after(organisations(&["sorachi"]), Change::Disallow, &named);
        assert_eq!(
            (after, &notes[..]),
            (Vec::new(), &["asahikawa could not ask for it before either.".to_owned()][..])
        );
    }

    /// Where seals are kept; an administrator takes a person's right away right after it is read for the first time.
    struct Raced {
        organisations: Arc<MemoryOrganisations>,
        is_raced: Mutex<bool>,
    }

    fn of(organisations: &Arc<MemoryOrganisations>, certificates: Arc<dyn SealingCertificates>) -> Registry {
        Registry {
            organisations: organisations.clone(),
            people: organisations.clone(),
            keys: organisations.clone(),
            directories: organisations.clone(),
            certificates,
            clock: Arc::new(StoppedClock::at("2026-12-01T01:00:00Z")),
        }
    }

    #[async_trait]
    impl SealingCertificates for Raced {
        async fn find(&self, seal: Option<&RegisteredSeal>) -> Result<Option<SealingCertificate>, PortError> {
            let read = SealingCertificates::find(&*self.organisations, seal).await;
            if !std::mem::replace(&mut *self.is_raced.lock().unwrap(), true) {
                let by_administrator = of(&self.organisations, self.organisations.clone());
                let left = &persons(&["deputy@city.example"]);
                change_persons(&by_administrator, seal.unwrap(), Change::Disallow, left).await.unwrap();
            }
            read
        }

        async fn of_organisation(
            &self,
            owner: &OrganisationId,
        ) -> Result<Vec<(RegisteredSeal, SealingCertificate)>, PortError> {
            self.organisations.of_organisation(owner).await
        }

        async fn persons(&self, owner: &OrganisationId) -> Result<Vec<(RegisteredSeal, Vec<EmailAddress>)>, PortError> {
            self.organisations.persons(owner).await
        }
    }

    #[tokio::test]
    async fn a_right_that_an_administrator_takes_away_at_the_same_time_is_not_given_back() {
        let (organisations, owner) = (Arc::<MemoryOrganisations>::default(), city().organisation);
        let certificate = certificate(&["mayor@city.example", "deputy@city.example"], &[]);
        organisations.put_certificate(Some(&owner), Some(&certificate));
        let raced = Arc::new(Raced { organisations: organisations.clone(), is_raced: Mutex::new(false) });
        let named = persons(&["clerk@city.example"]);
        let seal = RegisteredSeal::of(owner.clone());
        let notes = change_persons(&of(&organisations, raced), &seal, Change::Allow, &named).await.unwrap();
        assert_eq!(notes, Vec::<String>::new());
        let stored = organisations.persons(&owner).await.unwrap();
        assert_eq!(stored, [(seal, persons(&["mayor@city.example", "clerk@city.example"]))]);
        assert_eq!(organisations.log(&owner).len(), 2);
    }

    #[tokio::test]
    async fn whoever_is_named_twice_or_not_at_all_is_no_mistake_and_without_a_seal_nothing_is_changed() {
        let (organisations, owner) = (Arc::<MemoryOrganisations>::default(), city().organisation);
        let (registry, seal) = (of(&organisations, organisations.clone()), RegisteredSeal::of(owner.clone()));
        let named = persons(&["mayor@city.example"]);
        let refused = change_persons(&registry, &seal, Change::Allow, &named).await.unwrap_err();
        assert_eq!(format!("{refused:#}"), "who may sign was not changed: the organisation has no such seal");
        organisations.put_certificate(Some(&owner), Some(&certificate(&["mayor@city.example"], &[])));
        change_persons(&registry, &seal, Change::Allow, &named).await.unwrap();
        let other = persons(&["nobody@city.example"]);
        let notes = change_persons(&registry, &seal, Change::Disallow, &other).await.unwrap();
        assert_eq!(notes, ["nobody@city.example could not sign with it before either."]);
        assert!(organisations.log(&owner).is_empty());
    }

    #[test]
    fn those_who_may_ask_become_what_the_log_tells_or_stay_as_they_are() {
        let recorded =
            AskersChange { before: organisations(&["sorachi"]), after: organisations(&["sorachi", "fukagawa"]) };
        let mut seal = certificate(&[], &["sorachi"]);
        recorded.make(&mut seal).unwrap();
        assert_eq!(seal.organisations, recorded.after);
        for others in [&[][..], &["asahikawa"], &["sorachi", "asahikawa"]] {
            let before = certificate(&[], others);
            let mut seal = before.clone();
            let refused = recorded.make(&mut seal).unwrap_err();
            assert!(refused.contains("at the same time"), "{refused}");
            assert_eq!(seal, before);
        }
    }
}
