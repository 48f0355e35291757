//! The lists of certificates and of organisations, which functions that look after all of them read from an index.

use async_trait::async_trait;
use domain::ids::OrganisationId;
use domain::organisation::Organisation;
use domain::ports::{
    CertificatePage, ListedCertificates, ListedOrganisations, OrganisationPage, PortError, SealingCertificate,
};

use super::settings::{CERTIFICATES, ORGANISATIONS, SettingsKey};
use super::{Item, Table, string, text};
use crate::stored::Row;

/// Rows that are read at once. One has some kilobytes.
const PAGE: i32 = 100;

#[async_trait]
impl ListedCertificates for Table {
    async fn page(&self, after: Option<&str>) -> Result<CertificatePage, PortError> {
        let (items, next) = self.page_of_settings(CERTIFICATES, after, "list the certificates").await?;
        let (certificates, unreadable) = listed_in(&items, certificate_in);
        Ok(CertificatePage { certificates, unreadable, next })
    }
}

#[async_trait]
impl ListedOrganisations for Table {
    async fn page(&self, after: Option<&str>) -> Result<OrganisationPage, PortError> {
        let (items, next) = self.page_of_settings(ORGANISATIONS, after, "list the organisations").await?;
        let (organisations, unreadable) = listed_in(&items, organisation_in);
        Ok(OrganisationPage { organisations, unreadable, next })
    }
}

impl Table {
    /// A page of one of the operator's lists, and where the next one begins.
    async fn page_of_settings(
        &self,
        list: &str,
        after: Option<&str>,
        action: &'static str,
    ) -> Result<(Vec<Item>, Option<String>), PortError> {
        let query = self.client.query().table_name(&self.name).index_name("settings").limit(PAGE);
        let query = query.key_condition_expression("setting = :list AND PK > :after");
        let query = query.expression_attribute_values(":list", text(list));
        // No key of a row is before it.
        let query = query.expression_attribute_values(":after", text(after.unwrap_or("\0")));
        let answer = query.send().await.map_err(|e| PortError::new(action, e))?;
        let items = answer.items.unwrap_or_default();
        let is_last = answer.last_evaluated_key.is_none_or(|key| key.is_empty());
        let next = items.last().filter(|_| !is_last).and_then(|item| string(item, "PK")).map(str::to_owned);
        Ok((items, next))
    }
}

/// What rows hold, and why some cannot be read.
fn listed_in<T>(items: &[Item], one: impl Fn(&Item) -> Result<T, String>) -> (Vec<T>, Vec<String>) {
    let (mut all, mut unreadable) = (Vec::new(), Vec::new());
    for item in items {
        match one(item) {
            Ok(listed) => all.push(listed),
            Err(reason) => unreadable.push(format!("the row {}: {reason}", string(item, "PK").unwrap_or_default())),
        }
    }
    (all, unreadable)
}

fn certificate_in(item: &Item) -> Result<(Option<OrganisationId>, SealingCertificate), String> {
    let Some(SettingsKey::Certificate(owner)) = key_of(item) else { return Err("it is no certificate's".to_owned()) };
    let certificate = SealingCertificate::from_row(body_of(item)?).map_err(|e| e.to_string())?;
    Ok((owner, certificate))
}

fn organisation_in(item: &Item) -> Result<Organisation, String> {
    let Some(SettingsKey::Organisation(id)) = key_of(item) else { return Err("it is no organisation's".to_owned()) };
    let organisation = Organisation::from_row(body_of(item)?).map_err(|e| e.to_string())?;
    if organisation.id == id { Ok(organisation) } else { Err("its body is about something else".to_owned()) }
}

fn key_of(item: &Item) -> Option<SettingsKey> {
    let [pk, sk] = ["PK", "SK"].map(|name| string(item, name).unwrap_or_default());
    SettingsKey::from_parts(pk, sk)
}

fn body_of(item: &Item) -> Result<&str, String> {
    string(item, "body").ok_or_else(|| "it has no body".to_owned())
}
