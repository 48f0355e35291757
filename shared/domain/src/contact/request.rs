//! Contacts as they are typed, checked field by field.

use super::ContactDetails;
use crate::email_address::{EmailAddress, EmailAddressFault};
use crate::factor::{InvalidPhoneNumber, PhoneNumber};
use crate::field_error::FieldError;
use crate::language::Language;
use crate::text::{TextFault, TextRule};

/// A contact as it was typed. What may be left out is nothing where it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactRequest {
    /// Name.
    pub name: String,
    /// How the name is read.
    pub kana: Option<String>,
    /// Address.
    pub email: String,
    /// Company.
    pub company: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Language, Japanese where nothing is said.
    pub language: Language,
    /// A note.
    pub note: Option<String>,
}

/// What is to be changed of a contact; what is left out stays, and what is empty goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactChange {
    /// Another name.
    pub name: Option<String>,
    /// Another reading of the name.
    pub kana: Option<String>,
    /// Another address.
    pub email: Option<String>,
    /// Another company.
    pub company: Option<String>,
    /// Another department.
    pub department: Option<String>,
    /// Another job title.
    pub job_title: Option<String>,
    /// Another telephone number.
    pub phone: Option<String>,
    /// Another language.
    pub language: Option<Language>,
    /// Another note.
    pub note: Option<String>,
}

impl ContactRequest {
    /// The contact's details.
    ///
    /// # Errors
    /// Everything that is wrong, by the pointers of the request's fields.
    pub fn accept(&self) -> Result<ContactDetails, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = noted(TextRule::PERSON_NAME.accept(&self.name), "/name", &mut errors);
        let email: Option<EmailAddress> = email_of(&self.email, &mut errors);
        let kana = optional(&TextRule::KANA, self.kana.as_deref(), "/kana", &mut errors);
        let company = optional(&TextRule::COMPANY_NAME, self.company.as_deref(), "/company", &mut errors);
        let department = optional(&TextRule::DEPARTMENT, self.department.as_deref(), "/department", &mut errors);
        let job_title = optional(&TextRule::JOB_TITLE, self.job_title.as_deref(), "/job_title", &mut errors);
        let phone = phone_of(self.phone.as_deref(), &mut errors);
        let note = optional(&TextRule::NOTE, self.note.as_deref(), "/note", &mut errors);
        match (name, email) {
            (Some(name), Some(email)) if errors.is_empty() => {
                let language = self.language;
                Ok(ContactDetails { name, kana, email, company, department, job_title, phone, language, note })
            }
            _ => Err(errors),
        }
    }
}

impl ContactChange {
    /// What is said of the contact afterwards.
    ///
    /// # Errors
    /// Everything that is wrong, by the pointers of the request's fields. What is not changed is not judged.
    pub fn accept(&self, before: &ContactDetails) -> Result<ContactDetails, Vec<FieldError>> {
        let (mut after, mut errors) = (before.clone(), Vec::new());
        if let Some(name) = &self.name {
            let name = noted(TextRule::PERSON_NAME.accept(name), "/name", &mut errors);
            after.name = name.unwrap_or_default();
        }
        if let Some(email) = &self.email {
            after.email = email_of(email, &mut errors).unwrap_or(after.email);
        }
        for (given, rule, pointer, part) in [
            (&self.kana, &TextRule::KANA, "/kana", &mut after.kana),
            (&self.company, &TextRule::COMPANY_NAME, "/company", &mut after.company),
            (&self.department, &TextRule::DEPARTMENT, "/department", &mut after.department),
            (&self.job_title, &TextRule::JOB_TITLE, "/job_title", &mut after.job_title),
            (&self.note, &TextRule::NOTE, "/note", &mut after.note),
        ] {
            if let Some(given) = given {
                *part = optional(rule, Some(given), pointer, &mut errors);
            }
        }
        if let Some(phone) = &self.phone {
            after.phone = phone_of(Some(phone), &mut errors);
        }
        after.language = self.language.unwrap_or(after.language);
        if errors.is_empty() { Ok(after) } else { Err(errors) }
    }
}

fn noted(accepted: Result<String, TextFault>, pointer: &str, errors: &mut Vec<FieldError>) -> Option<String> {
    accepted.map_err(|fault| errors.push(fault.at(pointer))).ok()
}

fn optional(
    rule: &'static TextRule,
    text: Option<&str>,
    pointer: &str,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    rule.accept_optional(text).map_err(|fault| errors.push(fault.at(pointer))).ok().flatten()
}

fn email_of(text: &str, errors: &mut Vec<FieldError>) -> Option<EmailAddress> {
    text.parse().map_err(|fault: EmailAddressFault| errors.push(fault.at("/email"))).ok()
}

fn phone_of(text: Option<&str>, errors: &mut Vec<FieldError>) -> Option<PhoneNumber> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    text.parse().map_err(|fault: InvalidPhoneNumber| errors.push(fault.at("/phone"))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> ContactRequest {
        ContactRequest {
            name: "鈴木 太郎".to_owned(),
            email: "suzuki@example.jp".to_owned(),
            company: Some(" ".to_owned()),
            phone: Some("090-1234-5678".to_owned()),
            ..ContactRequest::default()
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let wrong = ContactRequest {
            name: String::new(),
            email: "suzuki".to_owned(),
            phone: Some("12".to_owned()),
            note: Some("長".repeat(201)),
            ..request()
        };
        let errors = wrong.accept().expect_err("wrong");
        let pointers: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/email", "/phone", "/note"]);
    }

    #[test]
    fn what_is_left_out_stays_and_what_is_empty_goes() {
        let before = request().accept().expect("right");
        assert_eq!((before.company.as_deref(), before.phone.is_some()), (None, true));
        let change = ContactChange {
            company: Some("株式会社〇〇".to_owned()),
            phone: Some(String::new()),
            ..ContactChange::default()
        };
        let after = change.accept(&before).expect("right");
        let company = Some("株式会社〇〇".to_owned());
        assert_eq!(after, ContactDetails { company, phone: None, ..before.clone() });
        let nameless = ContactChange { name: Some(" ".to_owned()), ..ContactChange::default() };
        assert_eq!(nameless.accept(&before).expect_err("wrong")[0].pointer, "/name");
    }
}
