//! What a page does wrong without anybody asking.

use std::fmt::{self, Display, Formatter};

/// Something that no page of ours may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An error in the console, or an exception that nobody caught.
    Console {
        /// The page.
        page: String,
        /// What it says.
        text: String,
    },
    /// Something that the page's Content-Security-Policy forbids.
    Policy {
        /// The page.
        page: String,
        /// What it says.
        text: String,
    },
    /// A request to an origin that is neither the page's nor the document store's.
    Stranger {
        /// The page.
        page: String,
        /// Where it wanted to go.
        url: String,
    },
    /// A part of the page that did not come: a script, a picture, a range of a document.
    Missing {
        /// The page.
        page: String,
        /// What did not come.
        url: String,
        /// Why.
        reason: String,
    },
    /// A dialog of JavaScript (`alert`, `confirm`), which no page of ours uses.
    Dialog {
        /// The page.
        page: String,
        /// What it says.
        text: String,
    },
    /// The page's process crashed.
    Crash {
        /// The page.
        page: String,
    },
    /// A page of more bytes than its budget.
    Heavy {
        /// The page.
        page: String,
        /// Bytes transferred.
        bytes: u64,
        /// Bytes allowed.
        budget: u64,
    },
}

impl Display for Fault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Console { page, text } => write!(f, "{page}: console: {text}"),
            Self::Policy { page, text } => write!(f, "{page}: against its policy: {text}"),
            Self::Stranger { page, url } => write!(f, "{page}: asks a stranger: {url}"),
            Self::Missing { page, url, reason } => write!(f, "{page}: did not get {url}: {reason}"),
            Self::Dialog { page, text } => write!(f, "{page}: opens a dialog: {text}"),
            Self::Crash { page } => write!(f, "{page}: crashed"),
            Self::Heavy { page, bytes, budget } => write!(f, "{page}: {bytes} bytes, allowed are {budget}"),
        }
    }
}
