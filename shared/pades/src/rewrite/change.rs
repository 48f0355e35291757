//! What a rewriting did, and why one is refused.

use serde::Serialize;

use super::fault::Ambiguity;
use super::graph::Unreadable;
use crate::input::error::InputError;

/// One kind of thing that was done to an upload. Exhaustive on purpose: what was done to a document is recorded, and an arm
/// for all others would leave something out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Change {
    /// The file was damaged; its objects were found all the same.
    Repaired {
        /// What was wrong, in English.
        damage: String,
    },
    /// Bytes before the header or behind the end were dropped.
    SurroundingBytes,
    /// Earlier revisions were dropped: only what the newest shows is left.
    EarlierRevisions,
    /// The order for fast web view (linearisation) was given up.
    Linearization,
    /// Two cross-references for readers of different age became one.
    HybridCrossReference,
    /// Places that readers may read in more than one way were written by the grammar.
    Syntax,
    /// The encryption, which needed no password to read, was removed.
    Encryption,
    /// Scripts were removed.
    Scripts {
        /// How many.
        count: usize,
    },
    /// Actions that start programs, send data or change what is shown were removed.
    Actions {
        /// How many.
        count: usize,
    },
    /// Files within the file were removed.
    Attachments {
        /// How many.
        count: usize,
        /// Their names, of many the first ones.
        names: Vec<String>,
    },
    /// A second form in XML (XFA) was removed; what the pages show is left.
    XmlForm,
    /// Form fields were drawn onto their pages as they looked; they can no longer be filled in.
    Fields {
        /// How many were seen.
        count: usize,
    },
    /// Annotations and fields that are never seen were removed.
    UnseenAnnotations {
        /// How many.
        count: usize,
    },
    /// Layers can no longer be switched: what was shown is left, what was hidden was removed.
    Layers {
        /// How many were hidden.
        hidden: usize,
    },
    /// What a reader with special rights might have done with the file (`/Perms`) was removed.
    UsageRights,
    /// Other renderings of an image, for other devices, were removed.
    Alternatives {
        /// How many.
        count: usize,
    },
}

impl std::fmt::Display for Change {
    /// What was done, as a part of an English sentence.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Repaired { damage } => write!(f, "damage repaired ({damage})"),
            Self::SurroundingBytes => f.write_str("bytes before or behind the document dropped"),
            Self::EarlierRevisions => f.write_str("earlier revisions dropped"),
            Self::Linearization => f.write_str("order for fast web view given up"),
            Self::HybridCrossReference => f.write_str("two cross-references made into one"),
            Self::Syntax => f.write_str("written by the grammar where readers could differ"),
            Self::Encryption => f.write_str("encryption without a password removed"),
            Self::Scripts { count } => write!(f, "scripts removed: {count}"),
            Self::Actions { count } => write!(f, "actions removed: {count}"),
            Self::Attachments { count, names } if names.is_empty() => write!(f, "attached files removed: {count}"),
            Self::Attachments { count, names } => write!(f, "attached files removed: {count} ({})", names.join(", ")),
            Self::XmlForm => f.write_str("form in XML (XFA) removed"),
            Self::Fields { count } => write!(f, "form fields drawn into the pages: {count}"),
            Self::UnseenAnnotations { count } => write!(f, "annotations that are never seen removed: {count}"),
            Self::Layers { hidden } => write!(f, "layers made into one, hidden ones removed: {hidden}"),
            Self::UsageRights => f.write_str("special rights of a reader removed"),
            Self::Alternatives { count } => write!(f, "renderings for other devices removed: {count}"),
        }
    }
}

/// Something on a page that needs more than a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Embedded {
    /// An attached file with its name.
    File(String),
    /// A sound.
    Sound,
    /// A film or another medium.
    Film,
    /// A model in three dimensions.
    Model,
    /// A form field that does not turn with its page.
    UprightField,
}

impl std::fmt::Display for Embedded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(name) => write!(f, "an attached file ({name})"),
            Self::Sound => f.write_str("a sound"),
            Self::Film => f.write_str("a film or another medium"),
            Self::Model => f.write_str("a model in three dimensions"),
            Self::UprightField => f.write_str("a form field that does not turn with the page"),
        }
    }
}

/// Why an upload cannot be sent as it is, nor be rewritten so that it can.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RewriteError {
    /// It cannot be read, or may not be signed.
    #[error(transparent)]
    Input(#[from] InputError),
    /// It carries signatures, and viewers could read it in two ways.
    #[error(
        "the PDF carries signatures and does not keep to the grammar of PDF ({fault}), so that viewers could show different \
         contents; ask for a copy that is written soundly"
    )]
    AmbiguousAndSigned {
        /// What is wrong.
        fault: Ambiguity,
    },
    /// It cannot be written so that every viewer reads the same.
    #[error(
        "the PDF cannot be written so that every viewer reads the same ({fault}); print it to a new PDF and send that"
    )]
    Ambiguous {
        /// What is wrong.
        fault: Ambiguity,
    },
    /// A portfolio.
    #[error("the PDF is a portfolio, a cover with other files in it; send the files themselves")]
    Portfolio,
    /// Something on a page that needs more than a page.
    #[error(
        "page {page} shows {what}, which cannot be kept in a sealed document; remove it or print the PDF to a new one"
    )]
    Embedded {
        /// The page, from 1.
        page: usize,
        /// What it is.
        what: Embedded,
    },
    /// A form field whose look no file says.
    #[error(
        "the field {field:?} on page {page} has a value and no appearance of it, so that viewers show it differently; open \
         the PDF, save the form or print it to a new PDF, and send that"
    )]
    NoAppearance {
        /// The page, from 1.
        page: usize,
        /// The field's name.
        field: String,
    },
    /// Something that is printed and not shown.
    #[error(
        "page {page} holds something that is printed but not shown on screens ({what}); remove it and send the PDF again"
    )]
    PrintedOnly {
        /// The page, from 1.
        page: usize,
        /// What it is.
        what: String,
    },
    /// A layer that is hidden, or that viewers may show or hide.
    #[error("the layer {layer:?} {reason}; make the layers into one (flatten) and send the PDF again")]
    Layer {
        /// The layer's name.
        layer: String,
        /// What is the matter with it, in English.
        reason: String,
    },
    /// Contents that lie outside of the file.
    #[error("the PDF shows what lies in other files ({what}); print it to a new PDF and send that")]
    External {
        /// Where.
        what: String,
    },
}

impl RewriteError {
    /// A stable identifier for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Input(error) => error.code(),
            Self::AmbiguousAndSigned { .. } => "pdf-ambiguous-signed",
            Self::Ambiguous { .. } => "pdf-ambiguous",
            Self::Portfolio => "pdf-portfolio",
            Self::Embedded { .. } => "pdf-embedded",
            Self::NoAppearance { .. } => "pdf-field-without-appearance",
            Self::PrintedOnly { .. } => "pdf-printed-only",
            Self::Layer { .. } => "pdf-layer",
            Self::External { .. } => "pdf-external",
        }
    }
}

impl From<Unreadable> for RewriteError {
    fn from(unreadable: Unreadable) -> Self {
        let reason = match unreadable {
            Unreadable::Endless(number) => format!("the stream {number} has no end"),
            Unreadable::Value(number) => format!("object {number} does not end, or is nested too deep"),
        };
        Self::Input(InputError::Damaged { reason })
    }
}
