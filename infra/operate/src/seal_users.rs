//! Who may use a registered seal: the persons who may sign with it, and the organisations that may ask for it (F3).

use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result, anyhow};
use aws::table::{Found, Setting, SettingsKey, Table, change_setting};
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::organisation::{Actor, Decision, Facts, Refusal, SealAct};
use domain::ports::{About, ChangeError, Registry, SealingCertificate, SealingCertificates};
use serde_json::json;

use crate::answer::Answer;
use crate::arguments::SealUsers;
use crate::registry::registry;
use crate::seal_acts;

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
    let SealUsers { organisation, persons, organisations } = asked;
    let before = find(table, &organisation).await?;
    let mut notes = Vec::new();
    if !persons.is_empty() {
        notes.extend(change_persons(&registry(table), &organisation, change, &persons).await?);
    }
    let (askers, unknown) = organisations_after(before.organisations.clone(), change, &organisations);
    notes.extend(unknown);
    let recorded = AskersChange { before: before.organisations, after: askers };
    if recorded.before != recorded.after {
        let AskersChange { before, after } = recorded.clone();
        seal_acts::record(table, &organisation, SealAct::SetAskers { before, after }).await?;
    }
    let key = SettingsKey::Certificate(Some(organisation.clone()));
    let next = |found: Found| {
        let Some(Setting::Certificate(owner, mut certificate)) = found.readable()? else {
            return Err(no_seal(&organisation));
        };
        if !organisations.is_empty() {
            recorded.make(&mut certificate)?;
        }
        // Code of before knows no other row that names persons.
        if !persons.is_empty() {
            certificate.persons.clear();
        }
        Ok(Setting::Certificate(owner, certificate))
    };
    change_setting(table, &key, next).await.context("not everything was changed")?;
    let certificate = find(table, &organisation).await?;
    Ok(notes.into_iter().fold(answer(&organisation, &certificate), Answer::with_note))
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

async fn find(table: &Table, organisation: &OrganisationId) -> Result<SealingCertificate> {
    let found = SealingCertificates::find(table, Some(organisation)).await.context("nothing was changed")?;
    found.ok_or_else(|| anyhow!(no_seal(organisation)))
}

fn no_seal(organisation: &OrganisationId) -> String {
    format!("{organisation} has no registered seal; `keiin key import-certificate --organisation {organisation}`")
}

/// Changes some of those who may sign, and leaves the others as they are by then, whoever changes these at the same time. What of it
/// was so before is told.
async fn change_persons(
    registry: &Registry,
    organisation: &OrganisationId,
    change: Change,
    named: &[EmailAddress],
) -> Result<Vec<String>> {
    let notes = Mutex::new(Vec::new());
    let next = |_: &_, facts: &Facts| {
        let seal = facts.seal.as_ref().ok_or(Refusal::UnknownSeal)?;
        let (after, unknown) = persons_after(seal.persons.clone(), change, named);
        *notes.lock().unwrap_or_else(PoisonError::into_inner) = unknown;
        Ok(domain::organisation::Change::SetSealPersons(after))
    };
    let about = About { seal: true, ..About::default() };
    let changed = registry.change(organisation, &about, &Actor::Operator, None, next).await;
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

/// Says who may sign with an organisation's registered seal, and nobody else.
///
/// # Errors
/// It could not be stored.
pub async fn set_persons(
    table: &Table,
    organisation: &OrganisationId,
    certificate: Certificate,
    persons: Vec<EmailAddress>,
) -> Result<()> {
    let about = About { seal: certificate == Certificate::Known, ..About::default() };
    let next = |_: &_, _: &_| Ok(domain::organisation::Change::SetSealPersons(persons.clone()));
    persons_changed(registry(table).change(organisation, &about, &Actor::Operator, None, next).await)
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

fn answer(owner: &OrganisationId, certificate: &SealingCertificate) -> Answer {
    let persons = persons(certificate);
    let organisations = organisations(certificate);
    let told = |all: &[String]| if all.is_empty() { "nobody".to_owned() } else { all.join(", ") };
    let others = told(&organisations);
    let text = format!(
        "The registered seal of {owner}\n  may sign  {}\n  may ask   {owner}; others: {others}",
        told(&persons)
    );
    Answer::new(text, json!({"organisation": owner.as_str(), "persons": persons, "may_ask": organisations}))
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
        async fn find(&self, owner: Option<&OrganisationId>) -> Result<Option<SealingCertificate>, PortError> {
            let read = SealingCertificates::find(&*self.organisations, owner).await;
            if !std::mem::replace(&mut *self.is_raced.lock().unwrap(), true) {
                let by_administrator = of(&self.organisations, self.organisations.clone());
                let left = &persons(&["deputy@city.example"]);
                change_persons(&by_administrator, owner.unwrap(), Change::Disallow, left).await.unwrap();
            }
            read
        }

        async fn persons(&self, owner: &OrganisationId) -> Result<Vec<EmailAddress>, PortError> {
            self.organisations.persons(owner).await
        }
    }

    #[tokio::test]
    async fn a_right_that_an_administrator_takes_away_at_the_same_time_is_not_given_back() {
        let (organisations, owner) = (Arc::<MemoryOrganisations>::default(), city().organisation);
        let seal = certificate(&["mayor@city.example", "deputy@city.example"], &[]);
        organisations.put_certificate(Some(&owner), Some(&seal));
        let raced = Arc::new(Raced { organisations: organisations.clone(), is_raced: Mutex::new(false) });
        let named = persons(&["clerk@city.example"]);
        let notes = change_persons(&of(&organisations, raced), &owner, Change::Allow, &named).await.unwrap();
        assert_eq!(notes, Vec::<String>::new());
        let stored = organisations.persons(&owner).await.unwrap();
        assert_eq!(stored, persons(&["mayor@city.example", "clerk@city.example"]));
        assert_eq!(organisations.log(&owner).len(), 2);
    }

    #[tokio::test]
    async fn whoever_is_named_twice_or_not_at_all_is_no_mistake_and_without_a_seal_nothing_is_changed() {
        let (organisations, owner) = (Arc::<MemoryOrganisations>::default(), city().organisation);
        let registry = of(&organisations, organisations.clone());
        let named = persons(&["mayor@city.example"]);
        let refused = change_persons(&registry, &owner, Change::Allow, &named).await.unwrap_err();
        assert_eq!(format!("{refused:#}"), "who may sign was not changed: the organisation has no such seal");
        organisations.put_certificate(Some(&owner), Some(&certificate(&["mayor@city.example"], &[])));
        change_persons(&registry, &owner, Change::Allow, &named).await.unwrap();
        let other = persons(&["nobody@city.example"]);
        let notes = change_persons(&registry, &owner, Change::Disallow, &other).await.unwrap();
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
