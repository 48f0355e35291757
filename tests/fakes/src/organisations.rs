//! Organisations in memory.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use aws::stored::Row;
use domain::ids::OrganisationId;
use domain::organisation::Organisation;
use domain::ports::{Organisations, PortError};

/// Organisations by their identifiers. None at all in the beginning.
#[derive(Debug, Default)]
pub struct MemoryOrganisations(Mutex<HashMap<OrganisationId, String>>);

impl MemoryOrganisations {
    /// Stores an organisation, or what it has become.
    pub fn put(&self, organisation: &Organisation) {
        self.0.lock().unwrap().insert(organisation.id.clone(), organisation.to_row().unwrap());
    }
}

#[async_trait]
impl Organisations for MemoryOrganisations {
    async fn find(&self, id: &OrganisationId) -> Result<Option<Organisation>, PortError> {
        Ok(self.0.lock().unwrap().get(id).map(|row| Organisation::from_row(row).unwrap()))
    }
}
