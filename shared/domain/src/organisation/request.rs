//! What is asked for of people, checked field by field.

use std::collections::BTreeSet;

use super::{Directory, Organisation, Profile};
use crate::authorisation::Role;
use crate::email_address::{EmailAddress, EmailAddressFault};
use crate::field_error::FieldError;
use crate::ids::GroupId;
use crate::language::{Language, Localized};
use crate::text::TextRule;

/// A person to be invited, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonRequest {
    /// Name.
    pub name: String,
    /// Address that the invitation goes to.
    pub email: String,
    /// The language of pages and mails, Japanese where nothing is said.
    pub language: Language,
    /// What the person is to do.
    pub roles: BTreeSet<Role>,
    /// To which groups the person is to belong.
    pub groups: BTreeSet<GroupId>,
}

/// What is to be changed of a person; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// Another name.
    pub name: Option<String>,
    /// Another address.
    pub email: Option<String>,
    /// Another language.
    pub language: Option<Language>,
    /// Other roles, all of them.
    pub roles: Option<BTreeSet<Role>>,
    /// Other groups, all of them.
    pub groups: Option<BTreeSet<GroupId>>,
}

impl PersonRequest {
    /// The person's profile.
    ///
    /// # Errors
    /// Everything that is wrong, by the pointers of the request's fields.
    pub fn accept(&self, organisation: &Organisation, directory: &Directory) -> Result<Profile, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = name_of(&self.name, &mut errors);
        let email = email_of(&self.email, organisation, &mut errors);
        let groups = groups_of(&self.groups, &BTreeSet::new(), directory, &mut errors);
        match (name, email, groups) {
            (Some(name), Some(email), Some(groups)) => {
                Ok(Profile { name, email, language: self.language, roles: self.roles.clone(), groups })
            }
            _ => Err(errors),
        }
    }
}

impl ProfileChange {
    /// The profile as it is to be.
    ///
    /// # Errors
    /// Everything that is wrong, by the pointers of the request's fields.
    pub fn accept(
        &self,
        before: &Profile,
        organisation: &Organisation,
        directory: &Directory,
    ) -> Result<Profile, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut after = before.clone();
        // Groups that are gone since give nothing, and are forgotten with the next change.
        after.groups.retain(|group| directory.groups.contains_key(group));
        if let Some(name) = &self.name {
            after.name = name_of(name, &mut errors).unwrap_or_default();
        }
        if let Some(email) = &self.email
            && let Some(email) = email_of(email, organisation, &mut errors)
        {
            after.email = email;
        }
        if let Some(groups) = &self.groups {
            after.groups = groups_of(groups, &before.groups, directory, &mut errors).unwrap_or_default();
        }
        after.language = self.language.unwrap_or(after.language);
        if let Some(roles) = &self.roles {
            after.roles.clone_from(roles);
        }
        if errors.is_empty() { Ok(after) } else { Err(errors) }
    }
}

fn name_of(name: &str, errors: &mut Vec<FieldError>) -> Option<String> {
    TextRule::PERSON_NAME.accept(name).map_err(|fault| errors.push(fault.at("/name"))).ok()
}

fn email_of(email: &str, organisation: &Organisation, errors: &mut Vec<FieldError>) -> Option<EmailAddress> {
    let email = email.parse().map_err(|fault: EmailAddressFault| errors.push(fault.at("/email"))).ok()?;
    let domains = &organisation.members.mail_domains;
    if domains.is_empty() || domains.contains(&EmailAddress::domain(&email)) {
        return Some(email);
    }
    let allowed: Vec<&str> = domains.iter().map(String::as_str).collect();
    let (ja, en) = (allowed.join("、"), allowed.join(", "));
    errors.push(FieldError::new(
        "/email",
        "domain-not-allowed",
        Localized::new(
            format!("この組織の利用者のメールアドレスは、{ja} のものに限られています。"),
            format!("People of this organisation have addresses of {en}."),
        ),
    ));
    None
}

/// Groups that are there. One that the person has already, and that is gone, is passed over.
fn groups_of(
    groups: &BTreeSet<GroupId>,
    before: &BTreeSet<GroupId>,
    directory: &Directory,
    errors: &mut Vec<FieldError>,
) -> Option<BTreeSet<GroupId>> {
    let is_there = |group: &&GroupId| directory.groups.contains_key(*group);
    let known = groups.iter().filter(is_there).copied().collect();
    match groups.iter().find(|group| !is_there(group) && !before.contains(*group)) {
        None => Some(known),
        Some(unknown) => {
            errors.push(FieldError::new(
                "/groups",
                "unknown-group",
                Localized::new(format!("グループ「{unknown}」はありません。"), format!("There is no group {unknown}.")),
            ));
            None
        }
    }
}
