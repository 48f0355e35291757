//! What was done to an upload before it was sealed: an unsigned one is rewritten as one clean revision, and what that
//! changed is kept as evidence and told to the sender.

/// One kind of thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rewriting {
    /// The file was damaged; its contents were found all the same.
    Repaired {
        /// What was wrong, in English.
        damage: String,
    },
    /// Bytes before or behind the document were dropped.
    SurroundingBytes,
    /// Earlier revisions were dropped.
    EarlierRevisions,
    /// The order for fast web view was given up.
    Linearization,
    /// Two cross-references became one.
    HybridCrossReference,
    /// Places that viewers may read in two ways were written by the grammar.
    Syntax,
    /// An encryption that needed no password was removed.
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
    /// Attached files were removed.
    Attachments {
        /// How many.
        count: usize,
        /// Their names, of many the first ones.
        names: Vec<String>,
    },
    /// A form in XML (XFA) was removed.
    XmlForm,
    /// Form fields were drawn into the pages.
    Fields {
        /// How many were seen.
        count: usize,
    },
    /// Annotations that are never seen were removed.
    UnseenAnnotations {
        /// How many.
        count: usize,
    },
    /// Layers were made into one; those that were hidden were removed.
    Layers {
        /// How many were hidden.
        hidden: usize,
    },
    /// Special rights of a reader were removed.
    UsageRights,
    /// Renderings for other devices were removed.
    Alternatives {
        /// How many.
        count: usize,
    },
}
