//! A PDF that is to be signed, opened once for all that is asked of it before its first signature.

use std::fmt;

use crate::appearance::{self, PageSize};
use crate::input::{self, Admitted, InputError, Inspection};
use crate::pdf::reader::Reader;
use crate::prepare::{self, Preparation, PrepareError};
use crate::source::{Revision, Source};

/// A PDF that can be signed: whole, not encrypted, and read alike by every viewer.
///
/// [`Document::open`] parses the file and looks at everything that it uses; what is asked afterwards starts from that. One
/// that is damaged, or that viewers could read in two ways, is repaired in memory if it carries no signatures, and is
/// that repaired file from then on.
///
/// What signs, extends or verifies ([`sign::begin`](crate::sign::begin), [`timestamping`](crate::timestamping),
/// [`extend`](crate::extend), [`verify`](crate::verify::verify())) reads its source for itself and within limits of its
/// own: nothing that was asked before has a say in it.
///
/// ```
/// use pades::{Document, FieldName, Preparation};
///
/// let file = include_bytes!("../examples/agreement.pdf");
/// let document = Document::open(&file[..])?;
/// let inspection = document.inspect()?;
/// assert_eq!((inspection.pages, inspection.signatures.len()), (1, 0));
///
/// // A4, upright
/// let size = document.page_sizes()?[0];
/// assert_eq!((size.width.round(), size.height.round()), (210.0, 297.0));
///
/// // An empty field for the signer to come, appended to what is there
/// let revision = document.prepare(&Preparation::new().with_fields([FieldName::new("Seller")?]))?;
/// assert_eq!(revision.kept(), file.len() as u64);
/// let prepared = revision.apply(file);
/// assert_eq!(Document::open(prepared)?.inspect()?.empty_fields, ["Seller"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Document<'s> {
    /// Of the source, or of what it was repaired to.
    reader: Reader<'s>,
    is_repaired: bool,
}

impl<'s> Document<'s> {
    /// Opens a PDF. `source` may be owned (bytes, a file) or borrowed (`&bytes`, a
    /// [`Revised`](crate::source::Revised)); of one that is not in memory only what is needed is read, but all of it once.
    ///
    /// # Errors
    /// An [`InputError`] says why the file cannot be signed and what to do about it.
    pub fn open(source: impl Source + 's) -> Result<Self, InputError> {
        let reader = Reader::new(source);
        match input::admit(&reader)? {
            Admitted::Sound => Ok(Self { reader, is_repaired: false }),
            Admitted::Repaired(bytes) => Ok(Self { reader: Reader::new(bytes), is_repaired: true }),
        }
    }

    /// What is in it: pages, signatures, empty fields (ISO 32000-2 §12.7.5.5, §12.8).
    ///
    /// # Errors
    /// [`InputError::LockedByCertification`], [`InputError::LockedByField`] if a signature in it forbids further ones
    /// (ISO 32000-2 §12.8.2.2, §12.8.2.4); [`InputError::Unreadable`].
    pub fn inspect(&self) -> Result<Inspection, InputError> {
        input::look(&input::open(&self.reader)?, self.is_repaired)
    }

    /// The size of every page, in order, in millimetres as a reader shows it: where a
    /// [`Placement`](crate::appearance::Placement) fits. To [prepare](Document::prepare) does not change it.
    ///
    /// # Errors
    /// [`InputError::Unreadable`].
    pub fn page_sizes(&self) -> Result<Vec<PageSize>, InputError> {
        let sizes = appearance::page_sizes(&input::open(&self.reader)?);
        input::intact(&self.reader).map(|()| sizes)
    }

    /// Puts a document ID on every page and makes signature fields, in one increment (ISO 32000-2 §7.5.6). The revision is
    /// one of the source: it keeps all of it, or nothing of one that had to be repaired.
    ///
    /// # Errors
    /// Any [`PrepareError`].
    pub fn prepare(&self, preparation: &Preparation) -> Result<Revision, PrepareError> {
        let increment = prepare::increment(&self.reader, preparation);
        input::intact(&self.reader)?;
        let increment = increment?;
        if !self.is_repaired {
            return Ok(Revision::new(self.reader.len(), increment));
        }
        let repaired = self.reader.everything().ok_or(InputError::Truncated)?;
        Ok(Revision::new(0, [&repaired[..], &increment].concat()))
    }
}

impl fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document").field("bytes", &self.reader.len()).field("is_repaired", &self.is_repaired).finish()
    }
}
