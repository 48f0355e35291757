//! Images of seals (印影): what a signer leaves on a page beside the signature, as a small transparent PNG.
//!
//! - [`SealDesign`] draws one from a name: a round seal (丸印), a company's square seal (角印), or plain text, vertical or
//!   horizontal.
//! - [`checked_upload`] cleans one that a signer brings: a scan or a photograph of a seal.
//!
//! A drawn seal is decoration: anybody can draw the same. What proves who signed is the signature in the file.
//! Nothing here reads a file, a clock or chance: the same input gives the same bytes.

mod canvas;
mod design;
mod drawing;
mod ending;
mod error;
mod face;
mod fallback;
mod glyphs;
mod image;
mod layout;
mod names;
mod style;
mod upload;

pub use design::SealDesign;
pub use ending::Ending;
pub use error::SealImageError;
pub use image::SealImage;
pub use style::Style;
pub use upload::{MAX_BYTES, MAX_SIDE, Paper, UploadError, checked_upload};

/// IBM Plex Sans JP (TrueType), the typeface of everything that Keiin sets but most seals. Under the SIL Open Font License.
pub const FONT: &[u8] = include_bytes!("../assets/fonts/IBMPlexSansJP-Regular.ttf");
