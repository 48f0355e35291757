//! Who may use a registered seal: the persons who may sign with it, and the organisations that may ask for it (F3).

use anyhow::{Context as _, Result, anyhow};
use aws::table::{Found, Setting, SettingsKey, Table, change_setting};
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::organisation::{Actor, Refusal, SealAct};
use domain::ports::{About, ChangeError, SealingCertificate, SealingCertificates};
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
        let (after, unknown) = persons_after(before.persons, change, &persons);
        notes.extend(unknown);
        set_persons(table, &organisation, Certificate::Known, after).await?;
    }
    let (askers, _) = organisations_after(before.organisations.clone(), change, &organisations);
    if askers != before.organisations {
        let act = SealAct::SetAskers { before: before.organisations, after: askers };
        seal_acts::record(table, &organisation, act).await?;
    }
    let key = SettingsKey::Certificate(Some(organisation.clone()));
    let mut unknown = Vec::new();
    let next = |before: Found| {
        let Some(Setting::Certificate(owner, mut certificate)) = before.readable()? else {
            return Err(no_seal(&organisation));
        };
        (certificate.organisations, unknown) = organisations_after(certificate.organisations, change, &organisations);
        // Code of before knows no other row that names persons.
        if !persons.is_empty() {
            certificate.persons.clear();
        }
        Ok(Setting::Certificate(owner, certificate))
    };
    change_setting(table, &key, next).await.context("not everything was changed")?;
    notes.extend(unknown);
    let certificate = find(table, &organisation).await?;
    Ok(notes.into_iter().fold(answer(&organisation, &certificate), Answer::with_note))
}

async fn find(table: &Table, organisation: &OrganisationId) -> Result<SealingCertificate> {
    let found = SealingCertificates::find(table, Some(organisation)).await.context("nothing was changed")?;
    found.ok_or_else(|| anyhow!(no_seal(organisation)))
}

fn no_seal(organisation: &OrganisationId) -> String {
    format!("{organisation} has no registered seal; `keiin key import-certificate --organisation {organisation}`")
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
    match registry(table).change(organisation, &about, &Actor::Operator, None, next).await {
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
}
