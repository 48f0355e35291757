//! From where links open: rows apart from the organisations' own, which the pages behind links may not read.

use async_trait::async_trait;
use domain::ids::OrganisationId;
use domain::organisation::LinkRule;
use domain::ports::{LinkRules, PortError};

use super::Table;

pub(super) const LINK_RULE: &str = "RULE";

pub(super) fn link_rule_key(organisation: &OrganisationId) -> String {
    format!("LINKADDRESSES#{organisation}")
}

#[async_trait]
impl LinkRules for Table {
    /// Every change of an organisation's row writes this one with it, and nothing takes it away. So where it is missing, nobody has
    /// bound links yet; where it cannot be read, no link opens.
    async fn find(&self, organisation: &OrganisationId) -> Result<LinkRule, PortError> {
        let read = self.read_row("look up from where links open", link_rule_key(organisation), LINK_RULE).await?;
        Ok(read.unwrap_or_default())
    }
}
