//! A file and how it is to be judged.

use std::path::Path;

use jiff::Timestamp;

use crate::PdfA;

/// A file and how it is to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c> {
    /// The file.
    pub pdf: &'c Path,
    /// At which time its certificates must have been valid; now if not told.
    pub at: Option<Timestamp>,
    /// Whether it is a hybrid-reference file (ISO 32000-2 §7.5.8.4): pyHanko judges such only when it need not be strict.
    pub hybrid: bool,
    /// The kind of PDF/A that it must be, if any.
    pub profile: Option<PdfA>,
}

impl<'c> Case<'c> {
    /// A file as it comes, judged now.
    #[must_use]
    pub fn new(pdf: &'c Path) -> Self {
        Self { pdf, at: None, hybrid: false, profile: None }
    }

    /// Judged at another time.
    #[must_use]
    pub fn at(self, time: Timestamp) -> Self {
        Self { at: Some(time), ..self }
    }
}
