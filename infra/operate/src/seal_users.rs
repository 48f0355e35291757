//! Who may use a registered seal: the persons who may sign with it, and the organisations that may ask for it (F3).

use anyhow::{Context as _, Result};
use aws::table::{Found, Setting, SettingsKey, Table, change_setting};
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::ports::SealingCertificate;
use serde_json::json;

use crate::answer::Answer;
use crate::arguments::SealUsers;

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

/// Changes who may use the registered seal that an organisation has.
pub async fn change(table: &Table, change: Change, asked: SealUsers) -> Result<Answer> {
    let SealUsers { organisation, persons, organisations } = asked;
    let named = Users { persons, organisations };
    let key = SettingsKey::Certificate(Some(organisation.clone()));
    let mut changed = None;
    let next = |before: Found| {
        let Some(Setting::Certificate(owner, before)) = before.readable()? else {
            return Err(format!(
                "{organisation} has no registered seal; `keiin key import-certificate --organisation {organisation}`"
            ));
        };
        let (after, notes) = applied(before, change, &named);
        changed = Some((after.clone(), notes));
        Ok(Setting::Certificate(owner, after))
    };
    change_setting(table, &key, next).await.context("nothing was changed")?;
    let (certificate, notes) = changed.context("nothing was changed")?;
    Ok(notes.into_iter().fold(answer(&organisation, &certificate), Answer::with_note))
}

/// The certificate's row after the change, and what of it was so before.
fn applied(before: SealingCertificate, change: Change, named: &Users) -> (SealingCertificate, Vec<String>) {
    let mut after = before;
    let mut notes = Vec::new();
    for person in &named.persons {
        let count = after.persons.len();
        after.persons.retain(|one| !one.is_same_mailbox(person));
        let was_there = after.persons.len() < count;
        match change {
            Change::Allow => after.persons.push(person.clone()),
            Change::Disallow if was_there => {}
            Change::Disallow => notes.push(format!("{person} could not sign with it before either.")),
        }
    }
    for organisation in &named.organisations {
        let count = after.organisations.len();
        after.organisations.retain(|one| one != organisation);
        let was_there = after.organisations.len() < count;
        match change {
            Change::Allow => after.organisations.push(organisation.clone()),
            Change::Disallow if was_there => {}
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

    fn users(persons: &[&str], organisations: &[&str]) -> Users {
        let organisation = |id: &&str| OrganisationId::try_from((*id).to_owned()).unwrap();
        Users {
            persons: persons.iter().map(|person| person.parse().unwrap()).collect(),
            organisations: organisations.iter().map(organisation).collect(),
        }
    }

    fn certificate(Users { persons, organisations }: Users) -> SealingCertificate {
        SealingCertificate { key_id: "key".to_owned(), chain_pem: "chain".to_owned(), persons, organisations }
    }

    #[test]
    fn users_are_added_once_whatever_the_case_of_their_address() {
        let before = certificate(users(&["mayor@city.example"], &["sorachi"]));
        let named = users(&["Mayor@City.example", "deputy@city.example"], &["sorachi", "asahikawa"]);
        let (after, notes) = applied(before, Change::Allow, &named);
        assert_eq!(after, certificate(named));
        assert!(notes.is_empty());
    }

    #[test]
    fn the_last_one_can_be_taken_away_too_and_who_was_not_there_is_told() {
        let before = certificate(users(&["mayor@city.example"], &["sorachi"]));
        let named = users(&["MAYOR@city.example", "nobody@city.example"], &["sorachi", "asahikawa"]);
        let (after, notes) = applied(before, Change::Disallow, &named);
        assert_eq!(after, certificate(Users::default()));
        assert_eq!(
            notes,
            [
                "nobody@city.example could not sign with it before either.",
                "asahikawa could not ask for it before either."
            ]
        );
    }
}
