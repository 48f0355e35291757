//! Changes of organisations as the functions make them: decided from what is stored, and recorded in the organisation's log.

use std::sync::Arc;

use aws::table::Table;
use domain::ports::Registry;
use lambda::clock::MachineClock;

/// Organisations in this table.
pub fn registry(table: &Table) -> Registry {
    let table = Arc::new(table.clone());
    Registry {
        organisations: table.clone(),
        people: table.clone(),
        keys: table.clone(),
        directories: table.clone(),
        certificates: table,
        clock: Arc::new(MachineClock),
    }
}
