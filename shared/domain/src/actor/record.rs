//! As it is stored and hashed, in the evidence of envelopes and in the logs of organisations.

use super::Actor;
use crate::ids::{KeyId, PersonId};
use crate::mirror;

mirror! {
    #[serde(tag = "type")]
    pub(crate) enum ActorRecord = Actor {
        Operator,
        Service,
        Person { person: PersonId },
        Key {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            key: Option<KeyId>,
            label: String,
        },
    }
}
