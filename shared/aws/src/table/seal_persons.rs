//! Who may sign with registered seals: rows apart from the certificates, which no function writes.

use std::collections::BTreeMap;

use domain::email_address::EmailAddress;
use domain::ids::{OrganisationId, SealId};
use domain::ports::{PortError, SealPersons, SealingCertificate};
use domain::registered_seal::RegisteredSeal;

use super::{Item, Table, string};
use crate::stored::{Row as _, Unreadable};

const SEAL_PERSONS: &str = "PERSONS";

/// Of which seal it is said, in one partition for each organisation.
pub(super) fn seal_persons_key(seal: &RegisteredSeal) -> (String, String) {
    (partition(seal.owner()), of_seal(SEAL_PERSONS, seal))
}

fn partition(owner: &OrganisationId) -> String {
    format!("SEALPERSONS#{owner}")
}

/// A sort key in a partition of an organisation: this alone of the seal that has the organisation's identifier.
pub(super) fn of_seal(key: &str, seal: &RegisteredSeal) -> String {
    match seal.further() {
        None => key.to_owned(),
        Some(id) => format!("{key}#{id}"),
    }
}

/// The seal with this sort key.
pub(super) fn seal_of(key: &str, owner: &OrganisationId, sk: &str) -> Option<RegisteredSeal> {
    let id = match sk.strip_prefix(key)? {
        "" => None,
        rest => Some(SealId::try_from(rest.strip_prefix('#')?.to_owned()).ok()?),
    };
    let seal = RegisteredSeal::new(owner.clone(), id);
    (of_seal(key, &seal) == sk).then_some(seal)
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
    /// From whom the right to sign may have to be taken, of each seal, as far as that was said apart from a certificate.
    pub(super) async fn named_persons(
        &self,
        owner: &OrganisationId,
    ) -> Result<BTreeMap<RegisteredSeal, Vec<EmailAddress>>, PortError> {
        let items = self.page_of(ACTION, partition(owner), SEAL_PERSONS, None, u16::MAX).await?;
        let named = items.iter().filter_map(|item| {
            let seal = seal_of(SEAL_PERSONS, owner, string(item, "SK")?)?;
            Some(named_in(item).map(|named| (seal, named)))
        });
        named.collect()
    }

    /// Who may sign with a seal, as far as that was said apart from a certificate.
    async fn said_persons(&self, seal: &RegisteredSeal) -> Result<Option<SealPersons>, PortError> {
        let (pk, sk) = seal_persons_key(seal);
        self.read_row(ACTION, pk, &sk).await
    }

    /// The certificate with who may sign with it. As long as nothing was said since, these are whom its own row names.
    pub(super) async fn with_persons(
        &self,
        seal: &RegisteredSeal,
        certificate: &SealingCertificate,
    ) -> Result<SealingCertificate, PortError> {
        let said = self.said_persons(seal).await?;
        let persons = said.map_or_else(|| certificate.persons.clone(), |said| said.persons);
        Ok(SealingCertificate { persons, ..certificate.clone() })
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
