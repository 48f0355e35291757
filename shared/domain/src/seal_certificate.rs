//! A seal's certificate as its owner sees it (F52), and who may be said to sign with it.

use jiff::Timestamp;

use crate::email_address::{EmailAddress, EmailAddressFault};
use crate::field_error::FieldError;
use crate::language::Localized;
use crate::seal_expiry::ExpiryNotice;

/// Persons who may sign with one seal at most: they stand in one row.
pub const MAX_SEAL_PERSONS: usize = 100;

/// What a certificate says. Whoever reads it makes this of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Whom it names, as a distinguished name (RFC 4514).
    pub subject: String,
    /// Who has issued it.
    pub issuer: String,
    /// The number that the issuer gave it, in hexadecimal digits.
    pub serial_number: String,
    /// From when on it and those above it are valid.
    pub valid_from: Timestamp,
    /// Until when.
    pub valid_until: Timestamp,
}

/// How a seal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealState {
    /// It can be used.
    Valid,
    /// It can be used, and its certificate ends within 90 days.
    Expiring,
    /// Its certificate, or one above it, has ended: nothing is sealed with it.
    Expired,
    /// Its certificate is not valid yet.
    NotYetValid,
    /// Its certificate cannot be read.
    Unusable,
}

impl SealState {
    /// How a seal with this certificate stands; nothing is known of one that cannot be read.
    pub fn at(certificate: Option<&CertificateFacts>, now: Timestamp) -> Self {
        let Some(CertificateFacts { valid_from, valid_until, .. }) = certificate else { return Self::Unusable };
        if *valid_until < now {
            Self::Expired
        } else if now < *valid_from {
            Self::NotYetValid
        } else if ExpiryNotice::due(*valid_until, now).is_some() {
            Self::Expiring
        } else {
            Self::Valid
        }
    }
}

/// Who is to be able to sign with a seal, as they were typed: addresses, each once.
///
/// # Errors
/// Everything that is wrong, by the pointers of the request's fields.
pub fn accept_persons(typed: &[String]) -> Result<Vec<EmailAddress>, Vec<FieldError>> {
    if typed.len() > MAX_SEAL_PERSONS {
        let detail = Localized::new(
            format!("署名できる方は{MAX_SEAL_PERSONS}名までです。"),
            format!("Name at most {MAX_SEAL_PERSONS} persons."),
        );
        return Err(vec![FieldError::new("/persons", "too-many", detail)]);
    }
    let (mut persons, mut errors) = (Vec::<EmailAddress>::new(), Vec::new());
    for (at, text) in typed.iter().enumerate() {
        let pointer = format!("/persons/{at}");
        match text.parse::<EmailAddress>() {
            Ok(person) if persons.iter().any(|other| other.is_same_mailbox(&person)) => errors.push(FieldError::new(
                pointer,
                "duplicate",
                Localized::fixed("同じメールアドレスがすでに指定されています。", "This address is named already."),
            )),
            Ok(person) => persons.push(person),
            Err(fault) => errors.push(EmailAddressFault::at(fault, pointer)),
        }
    }
    if errors.is_empty() { Ok(persons) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_stands_as_its_certificate_does() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let facts = CertificateFacts {
            subject: "CN=滝川市長".into(),
            issuer: "CN=認証局".into(),
            serial_number: "01".into(),
            valid_from: at("2026-04-01T00:00:00Z"),
            valid_until: at("2027-03-31T15:00:00Z"),
        };
        for (now, expected) in [
            ("2026-03-31T23:59:59Z", SealState::NotYetValid),
            ("2026-04-01T00:00:00Z", SealState::Valid),
            ("2026-12-31T14:59:59Z", SealState::Valid),
            ("2026-12-31T15:00:00Z", SealState::Expiring),
            ("2027-03-31T15:00:00Z", SealState::Expiring),
            ("2027-03-31T15:00:01Z", SealState::Expired),
            ("2030-01-01T00:00:00Z", SealState::Expired),
        ] {
            assert_eq!(SealState::at(Some(&facts), at(now)), expected, "{now}");
        }
        assert_eq!(SealState::at(None, at("2026-04-01T00:00:00Z")), SealState::Unusable);
    }

    #[test]
    fn each_person_is_named_once_by_an_address() {
        let accept = |typed: &[&str]| accept_persons(&typed.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        let named = accept(&["mayor@city.example", "deputy@city.example"]).expect("all of it right");
        assert_eq!(
            named.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["mayor@city.example", "deputy@city.example"]
        );
        assert_eq!(accept(&[]), Ok(Vec::new()), "nobody may sign");
        let errors = accept(&["mayor@city.example", "nobody", "MAYOR@city.example"]).expect_err("two are wrong");
        let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/persons/1", "/persons/2"]);
        let many: Vec<String> = (0..=MAX_SEAL_PERSONS).map(|n| format!("person{n}@city.example")).collect();
        let errors = accept_persons(&many).expect_err("one too many");
        assert_eq!((errors.len(), &*errors[0].code), (1, "too-many"));
    }
}
