//! By which names the examples know what they are about.

pub(crate) const ORGANISATION: &str = "takikawa";
pub(crate) const ENVELOPE: &str = "019d4a2c-6f00-7c31-9a5e-3f1b7d8e2a10";
pub(crate) const SENDER: &str = "019b7740-5c00-7d12-8b40-6a2f9c1e7d33";
pub(crate) const MANAGER: &str = "019b7740-5c00-7d12-8b40-6a2f9c1e7d34";
pub(crate) const GROUP: &str = "01900000-0000-7000-8000-000000000017";
pub(crate) const FOLDER: &str = "01900000-0000-7000-8000-000000000042";
pub(crate) const KEY: &str = "019d4a2c-6f00-7c31-9a5e-3f1b7d8e2a77";
