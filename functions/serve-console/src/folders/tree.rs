//! Folders in the order in which people read them: each below the one that it is in.

use std::collections::BTreeSet;

use domain::authorisation::AccessLevel;
use domain::ids::FolderId;

use crate::answers::Folder;

/// A folder at its place.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) folder: Folder,
    /// How many folders are above it.
    pub(crate) depth: usize,
    /// Its name behind the names of those above it.
    pub(crate) path: String,
}

/// All folders that whoever visits sees.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree(Vec<Place>);

impl Tree {
    /// Of folders that come by their names. One whose parent is hidden stands at the top.
    pub(crate) fn of(folders: &[Folder]) -> Self {
        let known: BTreeSet<FolderId> = folders.iter().map(|folder| folder.id).collect();
        let parent = |folder: &Folder| folder.parent.filter(|parent| known.contains(parent));
        let mut placed = Vec::with_capacity(folders.len());
        // Whose turn it is: the last first, so that each is followed by what is in it.
        let mut waiting: Vec<(&Folder, usize, String)> = Vec::new();
        let below = |above: Option<FolderId>, depth: usize, path: &str| {
            let of = folders.iter().filter(move |folder| parent(folder) == above).rev();
            let path = path.to_owned();
            of.map(move |folder| {
                let path = if path.is_empty() { folder.name.clone() } else { format!("{path} / {}", folder.name) };
                (folder, depth, path)
            })
            .collect::<Vec<_>>()
        };
        waiting.extend(below(None, 0, ""));
        while let Some((folder, depth, path)) = waiting.pop() {
            waiting.extend(below(Some(folder.id), depth + 1, &path));
            placed.push(Place { folder: folder.clone(), depth, path });
        }
        Self(placed)
    }

    /// All of them.
    pub(crate) fn places(&self) -> &[Place] {
        &self.0
    }

    /// The folder's place.
    pub(crate) fn find(&self, id: FolderId) -> Option<&Place> {
        self.0.iter().find(|place| place.folder.id == id)
    }

    /// Those in which whoever visits may do as much as this.
    pub(crate) fn with(&self, level: AccessLevel) -> impl Iterator<Item = &Place> {
        self.0.iter().filter(move |place| place.folder.own_level >= level)
    }

    /// The folder and all that are in it, at any depth: where it cannot be moved to.
    pub(crate) fn within(&self, id: FolderId) -> BTreeSet<FolderId> {
        let mut within = BTreeSet::from([id]);
        // Each stands behind the one that it is in.
        for Place { folder, .. } in &self.0 {
            if folder.parent.is_some_and(|parent| within.contains(&parent)) {
                within.insert(folder.id);
            }
        }
        within
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn folder(number: u128, name: &str, parent: Option<u128>) -> Folder {
        let id = |number| FolderId::new(Uuid::from_u128(number));
        let own_level = if number == 3 { AccessLevel::Change } else { AccessLevel::See };
        Folder {
            id: id(number),
            name: name.to_owned(),
            parent: parent.map(id),
            inherits: true,
            grants: Vec::new(),
            own_level,
        }
    }

    fn tree() -> Tree {
        let all = [
            folder(3, "令和8年度", Some(2)),
            folder(4, "令和9年度", Some(2)),
            folder(5, "保守", Some(99)),
            folder(2, "契約", Some(1)),
            folder(1, "総務課", None),
        ];
        Tree::of(&all)
    }

    #[test]
    fn each_folder_stands_below_the_one_that_it_is_in_and_at_the_top_where_that_is_hidden() {
        let tree = tree();
        let told: Vec<_> = tree.places().iter().map(|place| (place.depth, &*place.path)).collect();
        assert_eq!(
            told,
            [
                (0, "保守"),
                (0, "総務課"),
                (1, "総務課 / 契約"),
                (2, "総務課 / 契約 / 令和8年度"),
                (2, "総務課 / 契約 / 令和9年度")
            ]
        );
    }

    #[test]
    fn what_is_in_a_folder_is_found_at_any_depth() {
        let id = |number| FolderId::new(Uuid::from_u128(number));
        assert_eq!(tree().within(id(2)), BTreeSet::from([id(2), id(3), id(4)]));
        assert_eq!(tree().within(id(5)), BTreeSet::from([id(5)]));
    }

    #[test]
    fn envelopes_go_where_the_right_reaches_far_enough() {
        let tree = tree();
        let names: Vec<_> = tree.with(AccessLevel::Change).map(|place| place.folder.name.as_str()).collect();
        assert_eq!(names, ["令和8年度"]);
    }

    /// The API never says so; a page must not run for ever where it did.
    #[test]
    fn folders_that_are_in_each_other_are_not_shown() {
        assert!(Tree::of(&[folder(1, "a", Some(2)), folder(2, "b", Some(1))]).places().is_empty());
    }
}
