//! Changes of folders: where they may be, and who may make them.

use super::{Change, Draft, Facts, Refusal};
use crate::actor::Actor;
use crate::authorisation::{AccessLevel, Role};
use crate::folder::{Folder, Grantee, MAX_DEPTH, MAX_FOLDERS};
use crate::ids::FolderId;
use crate::organisation::{EntryKind, KeyHolder};

/// Over which places whoever asks for a change of folders must have the right to manage them: the folder itself, and where it comes
/// from or goes to. Nothing where the change is about something else.
pub(super) fn places(facts: &Facts, change: &Change) -> Option<Vec<Option<FolderId>>> {
    match change {
        Change::AddFolder(folder) => Some(vec![folder.parent]),
        Change::SetFolder(folder) => {
            let moves = facts.folders.get(folder.id).is_some_and(|before| before.parent != folder.parent);
            let mut places = vec![Some(folder.id)];
            places.extend(moves.then_some(folder.parent));
            Some(places)
        }
        Change::RemoveFolder { id } => Some(vec![Some(*id)]),
        _ => None,
    }
}

/// Administrators and document managers manage all folders, others those over which a folder gives them the right.
pub(super) fn demand_right(facts: &Facts, by: &Actor, places: &[Option<FolderId>]) -> Result<(), Refusal> {
    let of_service = || matches!(facts.actor_key.as_ref().map(|key| &key.holder), Some(KeyHolder::Service { .. }));
    let may = match by {
        Actor::Operator | Actor::Key { key: None, .. } => true,
        Actor::Service => false,
        Actor::Key { key: Some(_), .. } if of_service() => true,
        Actor::Key { .. } | Actor::Person { .. } => {
            let person = facts.actor_person.as_ref().filter(|person| person.is_active());
            person.is_some_and(|person| {
                let (roles, groups) = (&person.profile.roles, &person.profile.groups);
                let manages = |place: &Option<FolderId>| {
                    let given = place.map(|id| facts.folders.grants_of(id, person.id, roles, groups));
                    given.is_some_and(|mut given| given.any(|by| by.grant.level == AccessLevel::Manage))
                };
                roles.contains(&Role::Administrator)
                    || roles.contains(&Role::DocumentManager)
                    || places.iter().all(manages)
            })
        }
    };
    if may { Ok(()) } else { Err(Refusal::NotAllowed) }
}

impl Draft<'_> {
    pub(super) fn add_folder(&mut self, folder: Folder) -> Result<EntryKind, Refusal> {
        if self.facts.folders.len() >= MAX_FOLDERS {
            return Err(Refusal::TooManyFolders);
        }
        self.demand_place(&folder)?;
        self.demand_groups(&folder, None)?;
        self.folder = Some((None, Some(folder.clone())));
        Ok(EntryKind::FolderAdded { after: Box::new(folder) })
    }

    pub(super) fn set_folder(&mut self, folder: Folder) -> Result<EntryKind, Refusal> {
        let before = self.facts.folders.get(folder.id).cloned().ok_or(Refusal::UnknownFolder)?;
        if before == folder {
            return Err(Refusal::Unchanged);
        }
        self.demand_place(&folder)?;
        self.demand_groups(&folder, Some(&before))?;
        self.folder = Some((Some(before.clone()), Some(folder.clone())));
        Ok(EntryKind::FolderChanged { before: Box::new(before), after: Box::new(folder) })
    }

    pub(super) fn remove_folder(&mut self, id: FolderId) -> Result<EntryKind, Refusal> {
        let before = self.facts.folders.get(id).cloned().ok_or(Refusal::UnknownFolder)?;
        if self.facts.folders.all().any(|folder| folder.parent == Some(id)) {
            return Err(Refusal::FolderNotEmpty);
        }
        self.folder = Some((Some(before.clone()), None));
        Ok(EntryKind::FolderRemoved { before: Box::new(before) })
    }

    fn demand_place(&self, folder: &Folder) -> Result<(), Refusal> {
        let all = &self.facts.folders;
        if let Some(parent) = folder.parent
            && (all.get(parent).is_none() || all.is_within(parent, folder.id))
        {
            return Err(Refusal::NoSuchPlace);
        }
        let above = folder.parent.map_or(0, |parent| all.upwards(parent).count());
        if above + all.height(folder.id).max(1) > MAX_DEPTH {
            return Err(Refusal::TooDeep);
        }
        let is_other = |other: &Folder| other.id != folder.id && other.parent == folder.parent;
        if all.all().any(|other| is_other(other) && other.name == folder.name) {
            return Err(Refusal::FolderNameTaken);
        }
        Ok(())
    }

    /// Groups that are there. One that the folder names already, and that is gone, is passed over.
    fn demand_groups(&self, folder: &Folder, before: Option<&Folder>) -> Result<(), Refusal> {
        let is_known = |to: &Grantee| match to {
            Grantee::Group(group) => {
                let was_named = before.is_some_and(|before| before.grants.iter().any(|grant| grant.to == *to));
                self.directory.groups.contains_key(group) || was_named
            }
            Grantee::Everybody | Grantee::Person(_) | Grantee::Role(_) => true,
        };
        if folder.grants.iter().all(|grant| is_known(&grant.to)) { Ok(()) } else { Err(Refusal::UnknownGroup) }
    }
}
