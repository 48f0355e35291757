//! Things of organisations that have identifiers.

/// The identifier of something, as a text.
pub(crate) type Id = String;

/// What something is that has an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Organisation,
    Person,
    Group,
    Folder,
    Envelope,
    Contact,
    Key,
    Session,
}

impl Kind {
    /// The letter of its marks.
    pub(crate) const fn letter(self) -> char {
        match self {
            Self::Organisation => 'o',
            Self::Person => 'p',
            Self::Group => 'g',
            Self::Folder => 'f',
            Self::Envelope => 'e',
            Self::Contact => 'c',
            Self::Key => 'k',
            Self::Session => 's',
        }
    }
}

/// Something of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Thing {
    pub(crate) organisation: usize,
    pub(crate) kind: Kind,
    pub(crate) id: Id,
}
