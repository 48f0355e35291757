//! What an object can be used as, and what that makes of what it refers to (ISO 32000-2 §7.7.2, §7.7.3, §12.7, §14.7).

use crate::strict::{Content, Value};
use crate::verify::changes::ChangeKind;

/// One use of an object. Whatever no rule names is a part of what it belongs to, and such parts never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Use {
    Catalog,
    /// Whatever else the catalog leads to: names, destinations, outlines, layers, actions.
    CatalogPart,
    Info,
    Metadata,
    Dss,
    Extensions,
    PieceInfo,
    /// A node of the page tree that has kids.
    PageNode,
    Page,
    /// What a page draws, and all else that belongs to it.
    PagePart,
    /// A page's list of annotations.
    Annotations,
    /// An annotation that is no form field, with all that belongs to it.
    Annotation,
    Form,
    FormResources,
    /// The form's list of fields, or a field's kids.
    Fields,
    Field,
    /// What belongs to a field and does not change when it is filled in.
    FieldPart,
    /// A field's value other than a signature.
    FieldValue,
    /// What a field looks like: the dictionary, and the streams in it.
    Appearances,
    Appearance,
    Signature,
    Structure,
    StructurePart,
}

/// Keys by which anything may lead back to a page, an annotation or a field, without making it a part of itself.
const BACK: [&[u8]; 13] =
    [b"P", b"Parent", b"Pg", b"Page", b"Popup", b"IRT", b"T", b"Fields", b"CO", b"Obj", b"Annot", b"TA", b"Data"];

impl Use {
    /// What a change to such an object is, if nothing allows one.
    pub(super) fn forbidden(self) -> Option<ChangeKind> {
        match self {
            Self::CatalogPart | Self::StructurePart => Some(ChangeKind::CatalogChanged),
            Self::PageNode => Some(ChangeKind::PageChanged),
            Self::PagePart => Some(ChangeKind::ContentChanged),
            Self::Annotation => Some(ChangeKind::AnnotationChanged),
            Self::FieldPart => Some(ChangeKind::FormChanged),
            Self::Signature => Some(ChangeKind::ReasonSpoofed),
            Self::Catalog
            | Self::Info
            | Self::Metadata
            | Self::Dss
            | Self::Extensions
            | Self::PieceInfo
            | Self::Page
            | Self::Annotations
            | Self::Form
            | Self::FormResources
            | Self::Fields
            | Self::Field
            | Self::FieldValue
            | Self::Appearances
            | Self::Appearance
            | Self::Structure => None,
        }
    }

    /// Whether other objects may lead back to such a one without making it a part of themselves.
    pub(super) fn is_landmark(self) -> bool {
        matches!(self, Self::Catalog | Self::PageNode | Self::Page | Self::Annotation | Self::Form | Self::Field)
    }

    /// What the value of `key` in such a dictionary is used as.
    pub(super) fn entry(self, key: &[u8], value: Value<'_>) -> Use {
        match (self, key) {
            (Self::Catalog, b"Pages") | (Self::PageNode, b"Kids" | b"Parent") | (Self::Page, b"Parent") => {
                Self::PageNode
            }
            (Self::Catalog, b"AcroForm") => Self::Form,
            (Self::Catalog, b"DSS") | (Self::Dss, _) => Self::Dss,
            (Self::Catalog, b"Extensions") | (Self::Extensions, _) => Self::Extensions,
            (Self::Catalog, b"Metadata") => Self::Metadata,
            (Self::Catalog | Self::Page, b"PieceInfo") | (Self::PieceInfo, _) => Self::PieceInfo,
            (Self::Catalog, b"StructTreeRoot") => Self::Structure,
            (Self::Catalog, _) => Self::CatalogPart,
            (Self::PageNode, _) => Self::PagePart,
            (Self::Page, b"Annots") => Self::Annotations,
            (Self::Page, _) => Self::PagePart,
            (Self::Form, b"Fields") | (Self::Field, b"Kids") => Self::Fields,
            (Self::Form, b"DR") => Self::FormResources,
            (Self::FormResources, b"Font" | b"XObject" | b"Encoding") => Self::FormResources,
            (Self::Form | Self::FormResources, _) => Self::FieldPart,
            (Self::Field, b"Parent") => Self::Field,
            (Self::Field, b"V") if value.get(b"ByteRange").is_some() => Self::Signature,
            (Self::Field, b"V") => Self::FieldValue,
            (Self::Field, b"AP") => Self::Appearances,
            (Self::Appearances, b"N") => Self::Appearance,
            // The states of a button are a dictionary between.
            (Self::Appearance, b"Resources") => Self::FieldPart,
            (Self::Appearance, _) => Self::Appearance,
            (Self::Appearances | Self::Field, _) => Self::FieldPart,
            (Self::Structure, b"K" | b"Kids" | b"Nums" | b"ParentTree" | b"P" | b"Limits") => Self::Structure,
            (Self::Structure, _) => Self::StructurePart,
            (_, b"SE") => Self::Structure,
            (part, _) => part,
        }
    }

    /// What an element of such an array is used as.
    pub(super) fn element(self) -> Use {
        match self {
            Self::Annotations | Self::Fields => Self::Field,
            other => other,
        }
    }

    /// What an object is that is used like this, by what it says itself.
    pub(super) fn of(self, value: Value<'_>) -> Use {
        match self {
            Self::PageNode if value.get(b"Kids").is_none() => Self::Page,
            Self::Field if value.is_dictionary() && !is_field(value) => Self::Annotation,
            Self::FieldValue if value.get(b"ByteRange").is_some() => Self::Signature,
            other => other,
        }
    }
}

/// Whether a reference under this key leads back to something instead of having it as a part.
pub(super) fn is_back(key: &[u8]) -> bool {
    BACK.contains(&key)
}

/// Whether an array is a destination: a page, and how to show it (§12.3.2).
pub(super) fn is_destination(array: Value<'_>) -> bool {
    let Some(mut elements) = array.elements() else { return false };
    let is_page = elements.next().is_some_and(|page| page.reference().is_some());
    is_page && elements.next().is_some_and(|how| matches!(how.content(), Content::Name(_)))
}

fn is_field(value: Value<'_>) -> bool {
    match value.get(b"Subtype") {
        Some(subtype) => subtype.is_name(b"Widget"),
        None => [b"FT".as_slice(), b"T", b"Parent", b"Kids"].iter().any(|key| value.get(key).is_some()),
    }
}
