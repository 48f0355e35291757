//! Why a PDF is not taken, by everything that opens one.

/// Why a file cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// The store that the file lies in has failed.
    #[error("the file cannot be read: {reason}; try again")]
    Unreadable {
        /// What the store said.
        reason: String,
    },
    /// Whoever waited for the answer gave up before there was one: see [`crate::verify::Settings::with_stop`].
    #[error("the work on the file was stopped before its end, and nothing is said of it")]
    Stopped,
    /// No bytes.
    #[error("the file is empty; send the PDF again")]
    Empty,
    /// No `%PDF-` in the first 1024 bytes.
    #[error("the file is not a PDF; save the document as PDF and send that")]
    NotPdf,
    /// The end of the file is missing, or something that is no PDF follows it.
    #[error("the PDF is cut off before its end; send it again")]
    Truncated,
    /// Damaged beyond repair.
    #[error("the PDF is damaged ({reason}); save it anew with the program that made it and send it again")]
    Damaged {
        /// What is wrong, in English.
        reason: String,
    },
    /// Damaged, so it would have to be rebuilt, which its signatures do not survive.
    #[error("the PDF is damaged ({reason}) and carries signatures, which a repair would break; ask for a sound copy")]
    DamagedAndSigned {
        /// What is wrong, in English.
        reason: String,
    },
    /// Opens only with a password.
    #[error("the PDF is protected by a password; remove the password and send it again")]
    Encrypted,
    /// Opens without a password, but is encrypted to restrict what may be done with it.
    #[error("the PDF is encrypted to restrict changes; remove the restriction (security: none) and send it again")]
    Restricted,
    /// Encrypted and signed: to remove the encryption would destroy the signatures.
    #[error(
        "the PDF is encrypted and carries signatures, which do not survive that it is changed; ask its signer for a copy \
         that was not encrypted when it was signed"
    )]
    EncryptedAndSigned,
    /// A form in XML whose pages only some viewers make (ISO 32000-2 §12.7.8).
    #[error(
        "the PDF is a form in XML (XFA) whose pages other viewers do not show; print it to a new PDF and send that"
    )]
    XmlForm,
    /// No page that can be read.
    #[error("the PDF has no pages; send a document with at least one page")]
    NoPages,
    /// Certified with "no changes allowed" (DocMDP P=1).
    #[error("the PDF is certified with no changes allowed; ask its author for a copy that may be signed")]
    LockedByCertification,
    /// A signed field lock (FieldMDP) covers the fields that would be added.
    #[error("the signature in {field:?} has locked all further fields; ask its signer for a copy that may be signed")]
    LockedByField {
        /// The field whose signature locks.
        field: String,
    },
}

impl InputError {
    /// A stable identifier for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "pdf-unreadable",
            Self::Stopped => "pdf-stopped",
            Self::Empty => "pdf-empty",
            Self::NotPdf => "pdf-not-a-pdf",
            Self::Truncated => "pdf-truncated",
            Self::Damaged { .. } => "pdf-damaged",
            Self::DamagedAndSigned { .. } => "pdf-damaged-signed",
            Self::Encrypted => "pdf-encrypted",
            Self::Restricted => "pdf-restricted",
            Self::EncryptedAndSigned => "pdf-encrypted-signed",
            Self::XmlForm => "pdf-xfa",
            Self::NoPages => "pdf-no-pages",
            Self::LockedByCertification => "pdf-locked-by-certification",
            Self::LockedByField { .. } => "pdf-locked-by-field",
        }
    }
}
