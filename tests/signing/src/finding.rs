//! The names of what a verifier has to report about a file.

/// A change or a fault that no honest file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finding {
    /// `/ByteRange` is missing, malformed, or leaves out something else than its own `/Contents`.
    ByteRangeWrong,
    /// The ranges of a signature overlap one another or the signature itself.
    ByteRangeOverlap,
    /// `/Contents` is missing or holds no CMS.
    ContentsMissing,
    /// Something other than zeros follows the CMS in `/Contents`.
    ContentsPadding,
    /// The covered bytes have another digest.
    DigestMismatch,
    /// The signature dictionary shown is not the one that was signed: other reason, name, time or place.
    ReasonSpoofed,
    /// A signature or its field is gone.
    SignatureRemoved,
    /// Bytes after the last revision that are no revision.
    TrailingBytes,
    /// A revision cannot be read in one way only.
    StructureBroken,
    /// The cross-reference of a revision points into signed bytes, or at another object.
    XrefManipulated,
    /// Objects are written again although nothing allowed needs it.
    ObjectsRewritten,
    /// The trailer names another catalog or an encryption.
    TrailerChanged,
    /// There are more pages.
    PageAdded,
    /// There are fewer pages.
    PageRemoved,
    /// The same pages in another order.
    PagesReordered,
    /// A page's boxes, rotation, resources or other entries changed.
    PageChanged,
    /// A content stream, form or image drawn by a page changed.
    ContentChanged,
    /// A font changed.
    FontChanged,
    /// What was shown is gone.
    ObjectsHidden,
    /// What lay unused in the signed bytes is shown.
    ObjectsRevealed,
    /// There are more annotations, other than signature fields.
    AnnotationAdded,
    /// An annotation changed.
    AnnotationChanged,
    /// There are fewer annotations.
    AnnotationRemoved,
    /// A form field, its value or its look changed in a way that is no filling in.
    FormChanged,
    /// A change that the signer's certification or lock forbids.
    Locked,
    /// A signature field is seen on a page but carries no valid signature.
    UnsignedVisibleField,
    /// A new field is seen on a page of a certified file.
    VisibleField,
    /// The catalog changed.
    CatalogChanged,
    /// A script or another action was added.
    ActionAdded,
    /// Layers are switched on or off.
    LayersChanged,
    /// The validation data hold something else.
    DssForeign,
    /// The declared extensions hold something else.
    ExtensionsForeign,
    /// The document's own description changed beyond its dates.
    MetadataChanged,
}

/// The kinds of attack, by who described them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Universal signature forgery: the signature lacks what a validator needs (Mladenov et al. 2019).
    UniversalForgery,
    /// Incremental saving: content is added behind the signature (2019).
    IncrementalSaving,
    /// Signature wrapping: the second signed part is moved (2019).
    SignatureWrapping,
    /// Shadow attack, hide (Mainka et al. 2021).
    ShadowHide,
    /// Shadow attack, replace (2021).
    ShadowReplace,
    /// Shadow attack, hide and replace (2021).
    ShadowHideAndReplace,
    /// Evil annotation attack on certified files (Rohlmann et al. 2021).
    EvilAnnotation,
    /// Sneaky signature attack on certified files (2021).
    SneakySignature,
    /// The signature dictionary is overridden.
    Spoofing,
    /// Pages are added, removed or moved.
    Pages,
    /// What pages draw is changed.
    Content,
    /// The catalog is changed.
    Catalog,
    /// Forms and locks.
    Forms,
    /// What is allowed for long-term evidence carries something else.
    Evidence,
    /// Readers disagree on what the file says.
    Structure,
}
