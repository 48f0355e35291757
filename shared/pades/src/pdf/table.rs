//! What cross-reference information says: where objects are, in which sections, and what can be wrong with it (ISO 32000-2
//! §7.5.4, §7.5.8).

/// Where an object's newest state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Free,
    InFile { offset: usize, generation: u16 },
    InStream { stream: u32, index: usize },
}

/// How the newest cross-reference section is written; an increment follows suit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SectionKind {
    Table,
    Stream,
}

/// One cross-reference section.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) kind: SectionKind,
    pub(crate) start: usize,
    /// The trailer's (or stream's) dictionary, `<<` to `>>`.
    pub(super) trailer: Vec<u8>,
    pub(super) runs: Vec<Run>,
    /// Whether runs are in ascending order without overlap, so that they can be searched.
    pub(super) ordered: bool,
    /// A stream's unpacked rows and the widths of their columns.
    pub(super) packed: Vec<u8>,
    pub(super) widths: [usize; 3],
}

/// Consecutive object numbers.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) first: u32,
    pub(super) count: u32,
    pub(super) rows: Rows,
}

/// Where a run's rows are.
#[derive(Debug)]
pub(super) enum Rows {
    /// Rows of 20 bytes from this offset in the file on.
    Table(usize),
    /// Rows from this number on in [`Section::packed`].
    Packed(usize),
    /// Read already, as they have not the width that they should have.
    Listed(Vec<Location>),
}

/// Why the cross-reference information cannot be followed as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Damage {
    #[error("bytes before the %PDF header")]
    JunkBeforeHeader,
    #[error("no startxref at the end of the file")]
    NoStartXref,
    #[error("no readable cross-reference section at byte {0}")]
    Section(usize),
    #[error("the chain of cross-reference sections runs in a circle")]
    Circle,
    #[error("more objects than a PDF may have")]
    TooMany,
    #[error("its streams unpack to an absurd size, or its objects overlap")]
    TooMuch,
    #[error("object {0} is not where the cross-reference says")]
    Object(u32),
    #[error("objects follow the last %%EOF")]
    Tail,
    #[error("a part of the page tree is missing")]
    Pages,
}
