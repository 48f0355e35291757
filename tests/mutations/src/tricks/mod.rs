//! What may be done to a signed file, honestly or not.

mod annotations;
mod document;
mod forms;
mod honest;
mod pages;
mod structure;
mod syntax;
mod tables;

use crate::chance::Chance;
use crate::update::Update;

/// The kinds of tricks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// What may be done to a signed file: filling in, signing, validation data, dates.
    Honest,
    /// What pages draw, and with what.
    Content,
    /// The page tree, boxes, rotation.
    Pages,
    /// Annotations that are added, changed, moved or hidden.
    Annotations,
    /// Fields filled in with another look than their value.
    Fills,
    /// The states of checkboxes and radio buttons.
    Buttons,
    /// Signature fields that draw something.
    Signatures,
    /// Layers.
    Layers,
    /// The structure that is read aloud.
    Structure,
    /// Destinations, actions, names, outlines.
    Catalog,
    /// Title, dates, XMP.
    Metadata,
    /// The security store.
    Store,
    /// Keys that are doubled, escaped, or stand behind stray words.
    Keys,
    /// Objects that are there twice, or under another generation.
    Objects,
    /// Rows of cross-references, tables and streams.
    Rows,
    /// Object streams.
    Packed,
    /// Trailers.
    Trailers,
    /// Bytes around the revision.
    Bytes,
}

/// One trick.
#[derive(Clone, Copy)]
pub struct Trick {
    /// Its kind.
    pub family: Family,
    /// What it does.
    pub name: &'static str,
    /// Does it.
    pub apply: fn(&mut Update, &mut Chance),
}

impl std::fmt::Debug for Trick {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}: {}", self.family, self.name)
    }
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Trick> {
    let families: [&[Trick]; 8] = [
        honest::TRICKS,
        pages::TRICKS,
        annotations::TRICKS,
        forms::TRICKS,
        document::TRICKS,
        structure::TRICKS,
        syntax::TRICKS,
        tables::TRICKS,
    ];
    families.concat()
}

/// Shorthand for the tables.
const fn trick(family: Family, name: &'static str, apply: fn(&mut Update, &mut Chance)) -> Trick {
    Trick { family, name, apply }
}
