//! People of organisations, and whose an address or an identity is.

use async_trait::async_trait;
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::ids::{OrganisationId, PersonId};
use domain::organisation::{OidcIdentity, Person};
use domain::ports::{People, PortError};

use super::{Table, organisation_key, string, text};
use crate::stored::Row as _;

#[async_trait]
impl People for Table {
    async fn person(&self, organisation: &OrganisationId, id: PersonId) -> Result<Option<Person>, PortError> {
        self.read_row("look up the person", organisation_key(organisation), &person_key(id)).await
    }

    async fn with_address(
        &self,
        organisation: &OrganisationId,
        address: &EmailAddress,
    ) -> Result<Option<PersonId>, PortError> {
        self.person_at("look up whose the address is", organisation, &address_key(address)).await
    }

    async fn with_identity(
        &self,
        organisation: &OrganisationId,
        identity: &OidcIdentity,
    ) -> Result<Option<PersonId>, PortError> {
        self.person_at("look up whose the identity is", organisation, &identity_key(identity)).await
    }

    async fn page(
        &self,
        organisation: &OrganisationId,
        after: Option<PersonId>,
        limit: u16,
    ) -> Result<Vec<Person>, PortError> {
        const ACTION: &str = "list the people";
        let after = after.map(person_key);
        let items = self.page_of(ACTION, organisation_key(organisation), PREFIX, after, limit).await?;
        let body = |item| string(item, "body").ok_or_else(|| PortError::new(ACTION, "a person's row has no body"));
        items.iter().map(|item| Person::from_row(body(item)?).map_err(|e| PortError::new(ACTION, e))).collect()
    }
}

impl Table {
    async fn person_at(
        &self,
        action: &'static str,
        organisation: &OrganisationId,
        sk: &str,
    ) -> Result<Option<PersonId>, PortError> {
        let Some(item) = self.read(action, organisation_key(organisation), sk).await? else { return Ok(None) };
        let person = string(&item, "person").unwrap_or_default();
        person.parse().map(Some).map_err(|e: domain::ids::InvalidId| PortError::new(action, e))
    }

    /// So many rows of a partition whose sort keys begin so, after this one.
    pub(super) async fn page_of(
        &self,
        action: &'static str,
        pk: String,
        prefix: &str,
        after: Option<String>,
        limit: u16,
    ) -> Result<Vec<super::Item>, PortError> {
        let query = self.client.query().table_name(&self.name).consistent_read(true);
        let query = query.key_condition_expression("PK = :pk AND SK BETWEEN :from AND :to");
        let query = query.expression_attribute_values(":pk", text(pk));
        // The range holds its first key, which is passed over: nothing sorts between a key and the same with a zero behind.
        let from = after.map_or_else(|| prefix.to_owned(), |after| format!("{after}\0"));
        let query = query.expression_attribute_values(":from", text(from));
        let query =
            query.expression_attribute_values(":to", text(format!("{prefix}\u{10ffff}"))).limit(i32::from(limit));
        let mut items = query.into_paginator().items().send();
        let mut page = Vec::new();
        while page.len() < usize::from(limit) {
            let Some(item) = items.next().await else { break };
            page.push(item.map_err(|e| PortError::new(action, e))?);
        }
        Ok(page)
    }
}

const PREFIX: &str = "PERSON#";

/// UUIDs of version 7, so that the rows stand in the order of invitation.
pub(super) fn person_key(id: PersonId) -> String {
    format!("{PREFIX}{id}")
}

pub(super) fn address_key(address: &EmailAddress) -> String {
    format!("ADDRESS#{}", address.mailbox_digest())
}

/// By a digest, since issuers and subjects may be long. Neither holds a line break that could be taken for the one between
/// them: issuers are URLs.
pub(super) fn identity_key(identity: &OidcIdentity) -> String {
    let OidcIdentity { issuer, subject } = identity;
    format!("IDENTITY#{}", Digest::of(format!("{issuer}\n{subject}").as_bytes()))
}
