//! Somebody who takes a task over (F9).

use crate::email_address::EmailAddress;
use crate::field_error::FieldError;
use crate::language::Language;
use crate::text::{TextFault, TextRule};

/// Somebody who takes a task over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegate {
    /// The person's name.
    pub name: String,
    /// The person's company, if any.
    pub company: Option<String>,
    /// Where the link goes.
    pub email: EmailAddress,
    /// The language of pages and mails.
    pub language: Language,
}

impl Delegate {
    /// Reads what was typed into a form, or tells every wrong field: `/name`, `/company`, `/email`.
    pub fn parse(name: &str, company: &str, email: &str, language: Language) -> Result<Self, Vec<FieldError>> {
        let (name, company) =
            (TextRule::PERSON_NAME.accept(name), TextRule::COMPANY_NAME.accept_optional(Some(company)));
        match (name, company, email.parse()) {
            (Ok(name), Ok(company), Ok(email)) => Ok(Self { name, company, email, language }),
            (name, company, email) => {
                let errors = [
                    name.err().map(|fault| fault.at("/name")),
                    company.err().map(|fault| fault.at("/company")),
                    email.err().map(|fault| fault.at("/email")),
                ];
                Err(errors.into_iter().flatten().collect())
            }
        }
    }

    /// The same person with the names as they are kept, whoever made it.
    pub(crate) fn checked(self) -> Result<Self, TextFault> {
        let name = TextRule::PERSON_NAME.accept(&self.name)?;
        let company = TextRule::COMPANY_NAME.accept_optional(self.company.as_deref())?;
        Ok(Self { name, company, ..self })
    }
}
