//! Who may sign with registered seals: rows apart from the certificates, which no function writes.

use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::ports::{PortError, SealPersons, SealingCertificate};

use super::{Item, Table, string};
use crate::stored::{Row as _, Unreadable};

pub(super) const SEAL_PERSONS: &str = "PERSONS";

pub(super) fn seal_persons_key(organisation: &OrganisationId) -> String {
    format!("SEALPERSONS#{organisation}")
}

const ACTION: &str = "look up who may sign with the seal";

/// Whom a row names from whom the right may have to be taken. By a damaged row nobody signs, so that it names nobody: people can be
/// deactivated all the same. By a row of a later version people do sign, at the functions of that version, and who is named in it is
/// not known here.
fn named_in(item: &Item) -> Result<Vec<EmailAddress>, PortError> {
    match string(item, "body").map(SealPersons::from_row) {
        Some(Ok(said)) => Ok(said.persons),
        Some(Err(later @ Unreadable::Schema { .. })) => Err(PortError::new(ACTION, later)),
        Some(Err(Unreadable::Json(_))) | None => Ok(Vec::new()),
    }
}

impl Table {
    /// From whom the right to sign may have to be taken, as far as that was said apart from a certificate.
    pub(super) async fn named_persons(&self, owner: &OrganisationId) -> Result<Option<Vec<EmailAddress>>, PortError> {
        let item = self.read(ACTION, seal_persons_key(owner), SEAL_PERSONS).await?;
        item.as_ref().map(named_in).transpose()
    }

    /// Who may sign, as far as that was said apart from a certificate.
    async fn said_persons(&self, owner: &OrganisationId) -> Result<Option<SealPersons>, PortError> {
        self.read_row(ACTION, seal_persons_key(owner), SEAL_PERSONS).await
    }

    /// The certificate with who may sign with it. As long as nothing was said since, these are whom its own row names.
    pub(super) async fn with_persons(
        &self,
        owner: &OrganisationId,
        certificate: &SealingCertificate,
    ) -> Result<SealingCertificate, PortError> {
        let said = self.said_persons(owner).await?;
        let SealingCertificate { key_id, chain_pem, persons, organisations } = certificate.clone();
        let persons = said.map_or(persons, |said| said.persons);
        Ok(SealingCertificate { key_id, chain_pem, persons, organisations })
    }
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[test]
    fn a_damaged_row_names_nobody_and_one_of_a_later_version_is_not_passed_over() {
        let item = |body: &str| Item::from([("body".to_owned(), text(body))]);
        let named: Vec<EmailAddress> = vec!["mayor@city.example".parse().expect("an address")];
        let row = SealPersons { persons: named.clone() }.to_row().expect("a row");
        assert_eq!(named_in(&item(&row)).expect("a row that can be read"), named);
        for damaged in
            [item(""), item("{"), item(r#"{"schema":1}"#), item(r#"{"schema":1,"persons":[1]}"#), Item::new()]
        {
            assert_eq!(named_in(&damaged).expect("nobody signs by it"), [], "{damaged:?}");
        }
        let later = named_in(&item(r#"{"schema":99,"persons":["mayor@city.example"]}"#)).expect_err("a later version");
        assert!(later.to_string().contains("look up who may sign"), "{later}");
    }
}
