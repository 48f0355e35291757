//! What is said of a contact.

use crate::email_address::EmailAddress;
use crate::factor::PhoneNumber;
use crate::language::Language;

/// What is said of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactDetails {
    /// Name (氏名).
    pub name: String,
    /// How the name is read (フリガナ), by which Japanese lists are ordered.
    pub kana: Option<String>,
    /// Where requests go.
    pub email: EmailAddress,
    /// Company (会社名).
    pub company: Option<String>,
    /// Department (部署).
    pub department: Option<String>,
    /// Job title (役職).
    pub job_title: Option<String>,
    /// Telephone number, to which codes could be sent.
    pub phone: Option<PhoneNumber>,
    /// The language of pages and mails.
    pub language: Language,
    /// A note (備考).
    pub note: Option<String>,
}

/// A part of what is said of a contact, as the organisation's log names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactField {
    /// Name.
    Name,
    /// How the name is read.
    Kana,
    /// Address.
    Email,
    /// Company.
    Company,
    /// Department.
    Department,
    /// Job title.
    JobTitle,
    /// Telephone number.
    Phone,
    /// Language.
    Language,
    /// Note.
    Note,
}

impl ContactDetails {
    /// In which parts two differ.
    pub fn differences(&self, other: &Self) -> Vec<ContactField> {
        let Self { name, kana, email, company, department, job_title, phone, language, note } = self;
        let parts = [
            (ContactField::Name, *name != other.name),
            (ContactField::Kana, *kana != other.kana),
            (ContactField::Email, *email != other.email),
            (ContactField::Company, *company != other.company),
            (ContactField::Department, *department != other.department),
            (ContactField::JobTitle, *job_title != other.job_title),
            (ContactField::Phone, *phone != other.phone),
            (ContactField::Language, *language != other.language),
            (ContactField::Note, *note != other.note),
        ];
        parts.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect()
    }
}
