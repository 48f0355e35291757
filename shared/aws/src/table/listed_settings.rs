//! The lists of certificates and of organisations, which functions that look after all of them read from an index.

use async_trait::async_trait;
use domain::ports::{CertificatePage, ListedCertificates, ListedOrganisations, OrganisationPage, PortError};

use super::set_up::setting_of;
use super::settings::{CERTIFICATES, ORGANISATIONS, Setting};
use super::{Item, Table, string, text};

/// Rows that are read at once. One has some kilobytes.
const PAGE: i32 = 100;

#[async_trait]
impl ListedCertificates for Table {
    async fn page(&self, after: Option<&str>) -> Result<CertificatePage, PortError> {
        let (items, next) = self.page_of_settings(CERTIFICATES, after, "list the certificates").await?;
        let (certificates, unreadable) = listed_in(&items, |setting| match setting {
            Setting::Certificate(seal, certificate) => Some((seal, certificate)),
            _ => None,
        });
        Ok(CertificatePage { certificates, unreadable, next })
    }
}

#[async_trait]
impl ListedOrganisations for Table {
    async fn page(&self, after: Option<&str>) -> Result<OrganisationPage, PortError> {
        let (items, next) = self.page_of_settings(ORGANISATIONS, after, "list the organisations").await?;
        let (organisations, unreadable) = listed_in(&items, |setting| match setting {
            Setting::Organisation(organisation) => Some(organisation),
            _ => None,
        });
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
        let query = query.key_condition_expression("setting = :list");
        let query = query.expression_attribute_values(":list", text(list));
        let query = match after.map(place_of).transpose().map_err(|e| PortError::new(action, e))? {
            Some((pk, sk)) => {
                let start = [("setting", list), ("PK", pk), ("SK", sk)];
                let start = start.map(|(name, value)| (name.to_owned(), text(value)));
                query.set_exclusive_start_key(Some(start.into()))
            }
            None => query,
        };
        let answer = query.send().await.map_err(|e| PortError::new(action, e))?;
        let items = answer.items.unwrap_or_default();
        let is_last = answer.last_evaluated_key.is_none_or(|key| key.is_empty());
        let next = items.last().filter(|_| !is_last).and_then(place);
        Ok((items, next))
    }
}

/// A row's place in a list: its key. An organisation's seals are rows of one partition.
fn place(item: &Item) -> Option<String> {
    Some(format!("{}{BETWEEN}{}", string(item, "PK")?, string(item, "SK")?))
}

/// The key in a place.
fn place_of(place: &str) -> Result<(&str, &str), &'static str> {
    place.split_once(BETWEEN).ok_or("this is no place in the list")
}

/// In no key.
const BETWEEN: char = '\n';

/// What rows hold, and why some cannot be read.
fn listed_in<T>(items: &[Item], wanted: impl Fn(Setting) -> Option<T>) -> (Vec<T>, Vec<String>) {
    let (mut all, mut unreadable) = (Vec::new(), Vec::new());
    for item in items {
        match setting_of(item).map(&wanted) {
            Ok(Some(listed)) => all.push(listed),
            Ok(None) => {
                unreadable.push(format!("the row {}: it is of another list", string(item, "PK").unwrap_or_default()));
            }
            Err(error) => unreadable.push(error.reason),
        }
    }
    (all, unreadable)
}
