//! The list of certificates, which the function that announces their ends reads from an index.

use async_trait::async_trait;
use domain::ids::OrganisationId;
use domain::ports::{CertificatePage, ListedCertificates, PortError, SealingCertificate};

use super::settings::{CERTIFICATES, SettingsKey};
use super::{Item, Table, string, text};
use crate::stored::Row;

/// Certificates that are read at once. A chain has some kilobytes.
const PAGE: i32 = 100;

#[async_trait]
impl ListedCertificates for Table {
    async fn page(&self, after: Option<&str>) -> Result<CertificatePage, PortError> {
        const ACTION: &str = "list the certificates";
        let query = self.client.query().table_name(&self.name).index_name("settings").limit(PAGE);
        let query = query.key_condition_expression("setting = :list AND PK > :after");
        let query = query.expression_attribute_values(":list", text(CERTIFICATES));
        // No key of a row is before it.
        let query = query.expression_attribute_values(":after", text(after.unwrap_or("\0")));
        let answer = query.send().await.map_err(|e| PortError::new(ACTION, e))?;
        let mut page = CertificatePage::default();
        let items = answer.items.unwrap_or_default();
        for item in &items {
            match certificate_in(item) {
                Ok(listed) => page.certificates.push(listed),
                Err(reason) => {
                    page.unreadable.push(format!("the row {}: {reason}", string(item, "PK").unwrap_or_default()));
                }
            }
        }
        let is_last = answer.last_evaluated_key.is_none_or(|key| key.is_empty());
        page.next = items.last().filter(|_| !is_last).and_then(|item| string(item, "PK")).map(str::to_owned);
        Ok(page)
    }
}

fn certificate_in(item: &Item) -> Result<(Option<OrganisationId>, SealingCertificate), String> {
    let [pk, sk] = ["PK", "SK"].map(|name| string(item, name).unwrap_or_default());
    let Some(SettingsKey::Certificate(owner)) = SettingsKey::from_parts(pk, sk) else {
        return Err("it is no certificate's".to_owned());
    };
    let body = string(item, "body").ok_or("it has no body")?;
    SealingCertificate::from_row(body).map(|certificate| (owner, certificate)).map_err(|e| e.to_string())
}
