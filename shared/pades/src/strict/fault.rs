//! What a strict reading finds wrong, each kind with how much it weighs.

use serde::Serialize;

/// One place where a file leaves the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: SyntaxFault,
    /// Where in the file, in bytes. For what lies in an object stream, where that stream's object starts.
    pub(crate) offset: usize,
    /// The object concerned.
    pub(crate) object: Option<u32>,
    /// The revision concerned, counted from 0.
    pub(crate) revision: usize,
}

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Readers may read it in more than one way.
    Ambiguous,
    /// A limit was reached before everything was understood.
    TooComplex,
}

/// How a file leaves the grammar of ISO 32000-2 §7.2–7.5, or reaches a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SyntaxFault {
    // The file (§7.5.1, §7.5.5)
    /// The file does not start with `%PDF-` and a version that there is.
    Header,
    /// A second header follows later: two files in one.
    SecondHeader,
    /// Bytes that are no object, cross-reference, trailer, `startxref` or end marker.
    StrayBytes,
    /// Something follows the last end marker, or there is none.
    Unfinished,
    /// The end marker is not on a line of its own.
    EndMarker,
    /// `startxref` is too far from the end for readers that look in the last kilobyte only.
    EndTooFar,

    // Tokens and values (§7.2, §7.3)
    /// A word that is no token of PDF.
    Word,
    /// Something that starts like a number and is none.
    Number,
    /// A number that is out of the range of 32 bits.
    NumberRange,
    /// A name with an invalid `#` escape.
    Name,
    /// A name of more than 127 bytes, which some readers cut off.
    NameLength,
    /// A hexadecimal string with something else than pairs of digits.
    HexString,
    /// A literal string with an octal escape above 255.
    LiteralString,
    /// A string, array or dictionary that is never closed, or closed as something else.
    Unclosed,
    /// A dictionary's key is no name, or a value is missing.
    Key,
    /// A dictionary has a key twice.
    DoubledKey,
    /// A reference to an object number that cannot be.
    Reference,
    /// Arrays and dictionaries nested deeper than readers follow.
    Depth,

    // Indirect objects and streams (§7.3.8, §7.3.10)
    /// `obj`, number and generation are not as they must be.
    ObjectHeader,
    /// An object that is nothing but a reference to another one, or empty.
    ObjectValue,
    /// An object does not end with `endobj`.
    ObjectEnd,
    /// The keyword `stream` is not followed by one line end.
    StreamStart,
    /// A stream's `/Length` is missing, negative, or no integer.
    Length,
    /// A stream does not end where its `/Length` says.
    LengthWrong,
    /// A stream whose length stands in another object holds what looks like its end.
    EndTwice,

    // Object streams (§7.5.7)
    /// An object stream has entries that it may not have, or of another type.
    ObjectStreamEntries,
    /// The data of an object stream cannot be unpacked as every reader does.
    ObjectStreamData,
    /// The head of an object stream is not pairs of numbers in order.
    ObjectStreamHead,
    /// An object in an object stream is not alone in its place.
    ObjectStreamMember,
    /// An object stream that is encrypted, so that its objects cannot be seen.
    ObjectStreamEncrypted,

    // Cross-references (§7.5.4, §7.5.5, §7.5.8)
    /// A cross-reference table is not built of heads and rows of 20 bytes.
    Table,
    /// A trailer is missing, or an entry of it is missing or of another type.
    Trailer,
    /// `/Size` is not above the number of every object.
    Size,
    /// `/Prev` does not lead to the cross-reference before.
    Previous,
    /// `startxref` does not lead to the revision's own cross-reference.
    StartXref,
    /// A revision has not exactly one cross-reference.
    Sections,
    /// A cross-reference stream has entries that it may not have, or of another type.
    XrefStreamEntries,
    /// The data of a cross-reference stream cannot be unpacked, or is not as long as its entries say.
    XrefStreamData,
    /// A row of a type that is not known.
    RowType,
    /// A row leads to where no such object is.
    RowTarget,
    /// A section has two rows for an object.
    RowTwice,
    /// The table and the stream of a hybrid file contradict each other.
    Hybrid,

    // What there is more than once
    /// Two objects of a number in one revision.
    ObjectTwice,
    /// The last object of a number in the file is not the one that the cross-reference means.
    NotLast,
    /// A number has objects of more than one generation, or is referred to by another one.
    Generation,
    /// An object that no cross-reference lists.
    Unlisted,
    /// A freed number has an object.
    Freed,
    /// An object stream in use is replaced.
    ContainerReplaced,
    /// A stream, a string or a comment holds what looks like an object or a trailer: readers that rebuild the file take it.
    Embedded,
    /// The page tree has kids that are none, nodes of more than one parent, or says of itself what is not so.
    PageTree,
    /// A document that declares itself linearized with the length that it has only after an update, or is signed as
    /// such though it says other things of its pages than the page tree: readers go by the one or the other.
    Linearized,

    // Limits
    /// More objects or rows than a file of this size has.
    TooMany,
    /// More revisions than anybody makes.
    TooManyRevisions,
    /// Object streams unpack to more than a file of this size holds.
    TooLarge,
}

impl SyntaxFault {
    pub(crate) fn class(self) -> Class {
        match self {
            Self::TooMany | Self::TooManyRevisions | Self::TooLarge => Class::TooComplex,
            _ => Class::Ambiguous,
        }
    }
}
