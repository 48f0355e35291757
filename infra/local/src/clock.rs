//! The clock of this machine. Nothing in the local stack is judged by it; it tells people when something happened.

use std::time::SystemTime;

use jiff::Timestamp;

#[expect(clippy::disallowed_methods, reason = "this is the one place of this crate where the clock is read")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

pub(crate) fn timestamp() -> Timestamp {
    Timestamp::try_from(now()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// As people in Japan read it.
pub(crate) fn japanese(at: Timestamp) -> String {
    let offset = jiff::tz::offset(9);
    offset.to_datetime(at).strftime("%Y/%m/%d %H:%M:%S").to_string()
}
