//! The two typefaces.

/// A typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// For seals: brushwork with rough edges and ends, as a blade leaves them (古印体).
    Seal,
    /// For plain text, and for seals with a character that the other lacks.
    Text,
}

impl Face {
    pub(crate) const fn file(self) -> &'static [u8] {
        match self {
            Self::Seal => include_bytes!("../assets/fonts/seal/KeiinSeal-Regular.ttf"),
            Self::Text => crate::FONT,
        }
    }

    /// How much heavier strokes get in a seal, in em: seals are cut bold.
    pub(crate) const fn weight(self) -> f32 {
        match self {
            Self::Seal => 0.026,
            Self::Text => 0.028,
        }
    }
}
