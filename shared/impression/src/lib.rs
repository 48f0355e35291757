//! Seal impressions (印影): what a signer leaves on a page beside the signature, as a small transparent PNG.
//!
//! - [`Impression`] draws one from a name: a round seal (丸印), a company's square seal (角印), or plain text, vertical or
//!   horizontal.
//! - [`checked_upload`] cleans one that a signer brings: a scan or a photograph of a seal.
//!
//! A drawn impression is decoration: anybody can draw the same. What proves who signed is the signature in the file.
//! Nothing here reads a file, a clock or chance: the same input gives the same bytes.

mod canvas;
mod drawing;
mod error;
mod glyphs;
mod layout;
mod mark;
mod names;
mod style;
mod upload;

pub use error::ImpressionError;
pub use mark::{Impression, Mark};
pub use style::Style;
pub use upload::{LONGEST_SIDE, MOST_BYTES, Paper, UploadError, checked_upload};

/// IBM Plex Sans JP (TrueType), the typeface of everything that Keiin sets. Under the SIL Open Font License.
pub const FONT: &[u8] = include_bytes!("../assets/fonts/IBMPlexSansJP-Regular.ttf");
