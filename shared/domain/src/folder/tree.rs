//! All folders of an organisation, and what follows from where each is.

use std::collections::{BTreeMap, BTreeSet};

use super::{AccessLevel, Folder, Grant, Grantee, MAX_DEPTH};
use crate::authorisation::Role;
use crate::ids::{FolderId, GroupId, PersonId};

/// All folders of an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderTree(BTreeMap<FolderId, Folder>);

/// By what somebody has a right over the envelopes in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenBy {
    /// The folder that gives it: that of the envelope, or one above it.
    pub folder: FolderId,
    /// What it gives.
    pub grant: Grant,
}

impl FolderTree {
    /// Of these.
    pub fn new(folders: impl IntoIterator<Item = Folder>) -> Self {
        Self(folders.into_iter().map(|folder| (folder.id, folder)).collect())
    }

    /// The same where only these groups are there: what a folder gives to one that is gone, it gives to nobody. People keep the
    /// identifier of a group that was removed until they are changed themselves.
    #[must_use]
    pub fn with_groups(mut self, groups: &BTreeMap<GroupId, String>) -> Self {
        let is_there = |to: &Grantee| match to {
            Grantee::Group(group) => groups.contains_key(group),
            Grantee::Everybody | Grantee::Person(_) | Grantee::Role(_) => true,
        };
        for folder in self.0.values_mut() {
            folder.grants.retain(|grant| is_there(&grant.to));
        }
        self
    }

    /// The folder of this identifier.
    pub fn get(&self, id: FolderId) -> Option<&Folder> {
        self.0.get(&id)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Folder> {
        self.0.values()
    }

    /// The folder and those above it. It ends at one that is not there, and where they would go round in a circle.
    pub fn upwards(&self, id: FolderId) -> impl Iterator<Item = &Folder> {
        let next = |folder: &&Folder| folder.parent.and_then(|parent| self.get(parent));
        std::iter::successors(self.get(id), next).take(MAX_DEPTH + 1)
    }

    /// Whether a folder is another one or in it.
    pub fn is_within(&self, id: FolderId, outer: FolderId) -> bool {
        self.upwards(id).any(|folder| folder.id == outer)
    }

    /// How many folders there are below one another from this one down.
    pub fn height(&self, id: FolderId) -> usize {
        let below = self.all().filter(|folder| self.is_within(folder.id, id));
        let from = |folder: &Folder| self.upwards(folder.id).take_while(|above| above.id != id).count() + 1;
        below.map(from).max().unwrap_or_default()
    }

    /// The rights over the envelopes in a folder, each with the folder that gives it.
    pub fn grants(&self, id: FolderId) -> impl Iterator<Item = GivenBy> + '_ {
        let mut goes_on = true;
        let holding = self.upwards(id).take_while(move |folder| std::mem::replace(&mut goes_on, folder.inherits));
        holding.flat_map(|folder| folder.grants.iter().map(|grant| GivenBy { folder: folder.id, grant: *grant }))
    }

    /// Those of them that somebody has.
    pub fn grants_of<'a>(
        &'a self,
        id: FolderId,
        person: PersonId,
        roles: &'a BTreeSet<Role>,
        groups: &'a BTreeSet<GroupId>,
    ) -> impl Iterator<Item = GivenBy> + 'a {
        self.grants(id).filter(move |given| match &given.grant.to {
            Grantee::Everybody => true,
            Grantee::Person(to) => *to == person,
            Grantee::Group(to) => groups.contains(to),
            Grantee::Role(to) => roles.contains(to),
        })
    }

    /// How far somebody's rights go, for every folder in which they have one.
    pub fn levels(
        &self,
        person: PersonId,
        roles: &BTreeSet<Role>,
        groups: &BTreeSet<GroupId>,
    ) -> BTreeMap<FolderId, AccessLevel> {
        let level = |id: FolderId| self.grants_of(id, person, roles, groups).map(|given| given.grant.level).max();
        self.0.keys().filter_map(|id| Some((*id, level(*id)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(n: u128) -> FolderId {
        FolderId::new(Uuid::from_u128(n))
    }

    fn person(n: u128) -> PersonId {
        PersonId::new(Uuid::from_u128(n))
    }

    fn folder(n: u128, parent: Option<u128>, inherits: bool, grants: &[(Grantee, AccessLevel)]) -> Folder {
        let grants = grants.iter().map(|&(to, level)| Grant { to, level }).collect();
        Folder { id: id(n), name: n.to_string(), parent: parent.map(id), inherits, grants }
    }

    fn levels(tree: &FolderTree, who: u128) -> Vec<(FolderId, AccessLevel)> {
        let groups = [GroupId::new(Uuid::from_u128(70))].into();
        tree.levels(person(who), &[Role::Sender].into(), &groups).into_iter().collect()
    }

    #[test]
    fn rights_hold_in_the_folders_below_unless_those_begin_anew() {
        let tree = FolderTree::new([
            folder(1, None, false, &[(Grantee::Person(person(9)), AccessLevel::Manage)]),
            folder(2, Some(1), true, &[(Grantee::Role(Role::Sender), AccessLevel::See)]),
            folder(3, Some(2), true, &[]),
            folder(4, Some(2), false, &[(Grantee::Group(GroupId::new(Uuid::from_u128(70))), AccessLevel::Download)]),
        ]);
        let (see, manage, download) = (AccessLevel::See, AccessLevel::Manage, AccessLevel::Download);
        assert_eq!(levels(&tree, 9), [(id(1), manage), (id(2), manage), (id(3), manage), (id(4), download)]);
        assert_eq!(levels(&tree, 8), [(id(2), see), (id(3), see), (id(4), download)]);
        assert_eq!((tree.height(id(1)), tree.height(id(4)), tree.height(id(7))), (3, 1, 0));
        assert!(tree.is_within(id(3), id(1)) && !tree.is_within(id(1), id(3)));
    }

    #[test]
    fn what_was_given_to_a_group_that_is_gone_is_given_to_nobody() {
        let group = GroupId::new(Uuid::from_u128(70));
        let tree = FolderTree::new([folder(1, None, true, &[(Grantee::Group(group), AccessLevel::Manage)])]);
        assert_eq!(levels(&tree, 8).len(), 1);
        let there = [(group, "総務課".to_owned())].into();
        assert_eq!(tree.clone().with_groups(&there), tree);
        assert_eq!(levels(&tree.with_groups(&BTreeMap::new()), 8), []);
    }

    #[test]
    fn a_circle_in_what_is_stored_ends_and_gives_nothing_beyond() {
        let everybody = [(Grantee::Everybody, AccessLevel::See)];
        let tree = FolderTree::new([folder(1, Some(2), true, &everybody), folder(2, Some(1), true, &[])]);
        assert_eq!(levels(&tree, 9).len(), 2);
        assert!(tree.upwards(id(1)).count() <= MAX_DEPTH + 1);
        let orphan = FolderTree::new([folder(1, Some(9), true, &[])]);
        assert_eq!(levels(&orphan, 9), []);
    }
}
