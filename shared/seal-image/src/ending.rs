//! With what a company's seal ends.

/// With what a company's square seal ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ending {
    /// With 「之印」, 「印」 or nothing, whichever fills the square.
    #[default]
    Fitting,
    /// With the name.
    Nothing,
    /// With 「印」, seal.
    In,
    /// With 「之印」, seal of.
    NoIn,
}

impl Ending {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Fitting, Self::Nothing, Self::In, Self::NoIn];
}
