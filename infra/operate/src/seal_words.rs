//! How a registered seal is named: in sentences, and in the arguments of commands.

use domain::registered_seal::RegisteredSeal;

/// `the registered seal of takikawa`, `the registered seal water of takikawa`.
pub(crate) fn words(seal: &RegisteredSeal) -> String {
    match seal.further() {
        None => format!("the registered seal of {}", seal.owner()),
        Some(id) => format!("the registered seal {id} of {}", seal.owner()),
    }
}

/// The arguments that name a registered seal.
pub(crate) fn arguments(seal: &RegisteredSeal) -> String {
    match seal.further() {
        None => format!("--organisation {}", seal.owner()),
        Some(id) => format!("--organisation {} --seal {id}", seal.owner()),
    }
}
