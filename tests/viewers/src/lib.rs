//! What viewers show of a signed revision, compared with what they show of the whole file.
//!
//! Where the verifier says that nothing was changed but in certain places, every viewer must show the same everywhere else,
//! on the screen and on paper, and read the same text and structure aloud. poppler, PDFium, MuPDF and pdf.js are asked: each
//! reads a file in its own way, and an attack works as soon as one of them is taken in.

mod difference;
mod expected;
mod page_geometry;
mod pdfjs;
mod picture;
mod poppler;
mod python;
mod search;
mod view;
mod viewers;

pub use difference::{Aspect, Difference};
pub use expected::Expected;
pub use picture::Picture;
pub use search::{Failure, Outcome, Search};
pub use view::{Page, View, Viewer, Views, Word};
pub use viewers::Viewers;
