//! People who sign by a registered seal, whom the seal asks for a code that their telephone gets.

/// What the mailbox of whoever may use the registered seal begins with.
const REGISTERED: &str = "registered";

/// The address of the `n`th signer of an envelope, if by the registered seal.
pub(crate) fn registered_address(n: usize, envelope: usize) -> String {
    format!("{REGISTERED}{n}-{envelope}@example.jp")
}

/// The telephone of whoever has this address, if the seal asks for one: `registered12-3@example.jp` has the number
/// +81 90 0012 0003.
pub(crate) fn telephone(address: &str) -> Option<String> {
    let (number, envelope) = address.strip_prefix(REGISTERED)?.strip_suffix("@example.jp")?.split_once('-')?;
    Some(format!("+8190{number:0>4}{envelope:0>4}"))
}
