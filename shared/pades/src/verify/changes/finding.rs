//! What is reported: one [`Change`] for each thing that a revision did to the document.

use serde::Serialize;

use crate::strict::SyntaxFault;

/// What was done after the first signature, revision by revision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct History {
    /// In file order, from the end of the first signed revision on.
    pub steps: Vec<Step>,
}

impl History {
    /// The steps that reach beyond a signed revision of `end` bytes.
    pub fn after(&self, end: usize) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.end > end)
    }
}

/// One revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// Its first byte in the file.
    pub start: usize,
    /// The position after its last byte.
    pub end: usize,
    /// What it changed.
    pub changes: Vec<Change>,
    /// Where its allowed changes can be seen.
    pub places: Vec<Place>,
}

/// A part of a page in which an allowed change can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The page, counted from 1.
    pub page: usize,
    /// The fully qualified name of the form field that is drawn there.
    pub field: String,
    /// Left, bottom, right and top in default user space (ISO 32000-2 §8.3.2.3), rounded outwards to whole units.
    pub rectangle: [i64; 4],
}

impl Step {
    /// Whether it changed something that may not change after a signature.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.changes.iter().any(|change| change.verdict == Verdict::Forbidden)
    }
}

/// One change, and whether it may be made to a signed document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What was changed.
    pub kind: ChangeKind,
    /// Whether that may be.
    pub verdict: Verdict,
    /// The number of the object concerned.
    pub object: Option<u32>,
    /// The page concerned, counted from 1.
    pub page: Option<usize>,
    /// The fully qualified name of the form field concerned.
    pub field: Option<String>,
    /// What else is to be said.
    pub detail: Option<Detail>,
}

impl Change {
    /// The file cannot be read as one would have to.
    pub(super) fn broken(fault: StructureFault, object: Option<u32>) -> Self {
        Self::forbidden(ChangeKind::StructureBroken).object(object).detail(Detail::Structure { fault })
    }

    pub(super) fn new(kind: ChangeKind, verdict: Verdict) -> Self {
        Self { kind, verdict, object: None, page: None, field: None, detail: None }
    }

    pub(crate) fn forbidden(kind: ChangeKind) -> Self {
        Self::new(kind, Verdict::Forbidden)
    }

    pub(super) fn allowed(kind: ChangeKind) -> Self {
        Self::new(kind, Verdict::Allowed)
    }

    pub(crate) fn note(kind: ChangeKind) -> Self {
        Self::new(kind, Verdict::Note)
    }

    pub(crate) fn object(mut self, number: impl Into<Option<u32>>) -> Self {
        self.object = number.into();
        self
    }

    pub(super) fn page(mut self, page: Option<usize>) -> Self {
        self.page = page;
        self
    }

    pub(crate) fn field(mut self, name: impl Into<String>) -> Self {
        self.field = Some(name.into()).filter(|name| !name.is_empty());
        self
    }

    pub(crate) fn detail(mut self, detail: Detail) -> Self {
        self.detail = Some(detail);
        self
    }

    /// With the dictionary key that it is about.
    pub(super) fn key(self, name: &[u8]) -> Self {
        self.detail(Detail::Key { name: String::from_utf8_lossy(name).into_owned() })
    }
}

/// Whether a change may be made to a signed document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is one of the updates that a signed document is made for.
    Allowed,
    /// It cannot change what the document says, but somebody may want to know.
    Note,
    /// It may be in order, but that cannot be shown.
    Unproved,
    /// It changes what was signed, or might.
    Forbidden,
}

/// Further facts about a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Detail {
    /// The dictionary entry concerned.
    Key {
        /// Its key without the solidus.
        name: String,
    },
    /// The annotation's kind.
    Annotation {
        /// `/Subtype`, for instance `FreeText`.
        subtype: String,
        /// Whether the certification (DocMDP 3) permits annotations. They are reported all the same, for they can
        /// cover what was signed.
        permitted: bool,
    },
    /// A field's value.
    Value {
        /// As it was.
        before: String,
        /// As it is.
        after: String,
    },
    /// The appearance of a filled field shows something else than its value.
    Shown {
        /// The value.
        value: String,
        /// The text that is shown, if it can be told.
        shown: Option<String>,
    },
    /// Where on the page, in default user space.
    Rectangle {
        /// As the file writes it.
        rectangle: String,
    },
    /// What is wrong with the file's structure.
    Structure {
        /// The fault.
        fault: StructureFault,
    },
    /// How the file leaves the grammar.
    Syntax {
        /// The fault.
        fault: SyntaxFault,
        /// Where, in bytes from the start of the file.
        offset: usize,
    },
    /// How many bytes.
    Bytes {
        /// The number.
        count: usize,
    },
}

/// A fault in the structure of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StructureFault {
    /// Something that is no object, cross-reference, trailer or end marker, or one of them in the wrong place.
    Syntax,
    /// Objects follow that no cross-reference section belongs to.
    NoCrossReference,
    /// The cross-reference information cannot be followed.
    Unreadable,
    /// It does not lead back to the revision before.
    Chain,
    /// An entry leads to where no object of that number begins.
    Entry,
    /// An entry leads to an object that is part of an earlier revision.
    EarlierBytes,
    /// Two entries contradict each other.
    Contradiction,
    /// An object lies in the revision that its cross-reference does not list.
    Unlisted,
    /// A stream does not end where its length says.
    Length,
    /// A dictionary has a key twice.
    DoubledKey,
    /// An object stream of an earlier revision is replaced.
    ObjectStream,
    /// It is too complex to be judged.
    TooComplex,
}

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    // The signature itself
    /// `/ByteRange` is missing, malformed, leaves the file, or leaves out something else than its own `/Contents`.
    ByteRangeWrong,
    /// `/ByteRange` leaves out bytes that belong to another signature.
    ByteRangeOverlap,
    /// `/Contents` is missing, empty or only zeros.
    ContentsMissing,
    /// Something else than zeros follows the signature in `/Contents`.
    ContentsPadding,
    /// The signature dictionary is not the one that was signed: its reason, name or time may be false.
    ReasonSpoofed,
    /// A signature that was there is gone.
    SignatureRemoved,

    // The file
    /// Bytes that belong to no revision.
    TrailingBytes,
    /// The revision's structure is damaged or ambiguous.
    StructureBroken,
    /// The cross-reference leads to other objects than it should.
    XrefManipulated,
    /// Objects were written again unchanged, with no purpose that this could serve.
    ObjectsRewritten,
    /// The trailer names another catalog or another encryption.
    TrailerChanged,

    // The document
    /// Pages were added.
    PageAdded,
    /// Pages were removed.
    PageRemoved,
    /// Pages have another order.
    PagesReordered,
    /// A page's boxes, rotation, or resources other than fonts and images.
    PageChanged,
    /// What is drawn on a page.
    ContentChanged,
    /// A font in use.
    FontChanged,
    /// Something in an encrypted file, where texts, names and streams cannot be compared.
    EncryptedChanged,
    /// Objects in use were removed.
    ObjectsHidden,
    /// Objects that were referred to but absent appeared.
    ObjectsRevealed,
    /// An annotation was added.
    AnnotationAdded,
    /// An annotation was changed.
    AnnotationChanged,
    /// An annotation was removed.
    AnnotationRemoved,
    /// A form field or the form itself was changed other than by filling in.
    FormChanged,
    /// A certification or a field lock forbids it.
    Locked,
    /// A signature field that is visible, but holds no intact signature.
    UnsignedVisibleField,
    /// A document timestamp that is shown on a page.
    VisibleTimestamp,
    /// A new visible signature field in a certified document: it could cover what was certified.
    VisibleField,
    /// A signature that is the value of two fields.
    SignatureShared,
    /// The document catalog.
    CatalogChanged,
    /// An action: something that happens on opening or clicking.
    ActionAdded,
    /// The layers (optional content).
    LayersChanged,
    /// The security store holds something else than validation data.
    DssForeign,
    /// The extensions dictionary holds something else than extensions.
    ExtensionsForeign,
    /// The document's title, author or the like.
    MetadataChanged,

    // What a signed document is made for
    /// A signature was added.
    SignatureAdded,
    /// An empty signature field was added.
    FieldAdded,
    /// A document timestamp was added.
    TimestampAdded,
    /// A certification was added to a document that was signed already.
    CertificationAdded,
    /// Certificates, revocation lists or OCSP responses were added.
    ValidationDataAdded,
    /// Validation data was dropped.
    ValidationDataRemoved,
    /// A form field was filled in.
    FormFilled,
    /// Form fields were set read-only or locked.
    FieldsLocked,
    /// Dates, producer and the like.
    MetadataUpdated,
    /// Entries that no reader draws from: tab order, fonts for new fields, private data of programs.
    UnseenChanged,
    /// The structure tree of a tagged document got elements for signature fields.
    StructureExtended,
    /// Objects were written again unchanged along with an allowed update.
    Rewritten,
}
