//! Who acts for an organisation.

mod record;

use crate::ids::{KeyId, PersonId};
pub(crate) use record::ActorRecord;

/// Who changes something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Whoever operates the stack, by `keiin`.
    Operator,
    /// The service itself, with nobody asking for it at that moment.
    Service,
    /// A person of the organisation, signed in.
    Person {
        /// Who.
        person: PersonId,
    },
    /// A program.
    Key {
        /// Its key; nothing where it was made before keys had identifiers.
        key: Option<KeyId>,
        /// The key's label.
        label: String,
    },
}
