//! CMS SignedData (RFC 5652) for signatures and timestamp tokens: building, reading, adding a timestamp.

mod attributes;
mod build;
mod ess;
mod read;
#[cfg(test)]
mod tests;

pub(crate) use build::{SignedAttributes, assemble, with_timestamp};
pub(crate) use read::{CmsError, SignedData};
