//! CMS SignedData (RFC 5652) for signatures and timestamp tokens: building, reading, adding a timestamp.

mod build;
mod ess;
mod read;

pub(crate) use build::{SignedAttributes, assemble, with_timestamp};
pub(crate) use read::{CmsError, SignedData};
