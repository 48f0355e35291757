//! An unsigned upload as one clean revision, which every viewer reads alike and which nothing can be done to by viewers: no
//! earlier revisions, no scripts, no attached files, no form that can be filled in, no layers that can be switched. What
//! the pages show does not change; what cannot be had without changing it is refused by name. A file that is clean stays
//! byte for byte, and a signed one is never rewritten.
//!
//! 1. [`frame`]: where in the upload the PDF starts and ends.
//! 2. [`source`]: how it is read: by its cross-reference, or if that is wrong, by the objects in it; [`decrypt`] removes
//!    an encryption that needs no password.
//! 3. [`catalog`], [`pages`], [`layers`], [`annotations`] with [`fields`] and [`draw`]: each takes out one kind of thing.
//! 4. [`sweep`]: what is left out wherever it stands.
//! 5. [`write`]: what is left, in one revision, which the strict reader must find no [`fault`](fault()) with.
//!
//! [`anew`] takes these steps, for whole uploads here and for damaged files in [`crate::input`].
//!
//! Objects are parsed when they are asked for, and only those that change are kept ([`graph`], [`object`]). Streams keep
//! their data byte for byte, but for contents from which something hidden is taken.

pub(crate) mod anew;
mod annotations;
mod catalog;
pub(crate) mod change;
mod decrypt;
mod draw;
pub(crate) mod fault;
mod fields;
mod frame;
mod graph;
mod layers;
mod marked;
mod object;
mod pages;
pub(crate) mod source;
mod sweep;
mod write;

pub use anew::Rewritten;
use anew::{Extent, rewrite_as};
pub use change::{Change, Embedded, RewriteError};
pub use fault::{Ambiguity, fault};

use crate::input;

/// Rewrites an upload as one clean revision (ISO 32000-2 §7.5.1 to §7.5.6). It needs the whole file in memory, since nearly
/// all of it may be written anew.
///
/// ```
/// use pades::rewrite::{fault, rewrite};
///
/// // Mail has put a line in front, and something behind the end marker.
/// let clean = include_bytes!("../../examples/agreement.pdf");
/// let upload = [b"Content-Type: application/pdf\r\n\r\n", &clean[..], b"\r\n--boundary--\r\n"].concat();
/// assert!(fault(&upload).is_some());
///
/// let rewritten = rewrite(&upload)?;
/// assert!(!rewritten.is_signed);
/// assert!(!rewritten.changes.is_empty());
/// let bytes = rewritten.bytes.expect("it was written anew");
/// assert!(fault(&bytes).is_none());
///
/// // What is clean stays byte for byte.
/// assert_eq!(rewrite(&bytes)?.bytes, None);
/// # Ok::<(), pades::rewrite::RewriteError>(())
/// ```
///
/// # Errors
/// Any [`RewriteError`].
pub fn rewrite(upload: &[u8]) -> Result<Rewritten, RewriteError> {
    let rewritten = rewrite_as(upload, Extent::Everything);
    // A signed upload must be one that can be signed further.
    let signed = |done: &Rewritten| done.is_signed;
    if rewritten.as_ref().is_ok_and(signed) || matches!(rewritten, Err(RewriteError::AmbiguousAndSigned { .. })) {
        input::check(upload)?;
    }
    rewritten
}
