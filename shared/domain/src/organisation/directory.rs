//! What is counted and named for a whole organisation: beside it stand its people, each in a row of their own.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::chain_head::ChainHead;
use crate::ids::{GroupId, OrganisationId, PersonId};

/// People of an organisation at most.
pub const MAX_PEOPLE: u32 = 10_000;
/// Groups of an organisation at most: their names stand in one row.
pub const MAX_GROUPS: usize = 500;
/// Administrators of an organisation at most: they stand in one row.
pub const MAX_ADMINISTRATORS: usize = 500;
/// Ranges of addresses of an organisation or a key at most.
pub const MAX_ADDRESS_RANGES: usize = 100;

/// The head of an organisation's log, and what no change may be made without looking at. Every change of the organisation, its
/// people, groups and keys writes it, so that no two are decided from the same state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// The organisation.
    pub organisation: OrganisationId,
    /// How far its log goes. Its number of entries is the directory's version.
    pub log: ChainHead,
    /// When the last entry was made.
    pub changed_at: Timestamp,
    /// Who may administer it now. The last of them cannot go.
    pub administrators: BTreeSet<PersonId>,
    /// Its groups, by name.
    pub groups: BTreeMap<GroupId, String>,
    /// How many people it has, with those who were deactivated.
    pub people: u32,
}

impl Directory {
    /// Of an organisation of which nothing was recorded yet.
    pub fn new(organisation: OrganisationId) -> Self {
        let (administrators, groups) = (BTreeSet::new(), BTreeMap::new());
        Self {
            organisation,
            log: ChainHead::START,
            changed_at: Timestamp::UNIX_EPOCH,
            administrators,
            groups,
            people: 0,
        }
    }
}
