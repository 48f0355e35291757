//! A file and how it is to be judged.

use std::path::Path;

use jiff::Timestamp;

use serde::Serialize;

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

/// A part of PDF/A and a level of conformance to it: `A2b` is PDF/A-2b, ISO 19005-2 level B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs, reason = "the names are the standard's")]
pub enum PdfA {
    #[serde(rename = "1a")]
    A1a,
    #[serde(rename = "1b")]
    A1b,
    #[serde(rename = "2a")]
    A2a,
    #[serde(rename = "2b")]
    A2b,
    #[serde(rename = "2u")]
    A2u,
    #[serde(rename = "3a")]
    A3a,
    #[serde(rename = "3b")]
    A3b,
    #[serde(rename = "3u")]
    A3u,
}
