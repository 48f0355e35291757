//! Which seal, and what it is called in forms and URLs. Pure.

use domain::digest::Digest;
use seal_image::{Ending, Style};

/// Which seal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Seal {
    /// None: the signature is invisible (不可視署名).
    #[default]
    Invisible,
    /// One that is made from the signer's name or company; only a square one has an ending to choose.
    Made(Style, Ending),
    /// An image that the signer brought, by the digest of what was made of it.
    Own(Digest),
}

impl Seal {
    /// As a field's value, and as the name of its image.
    pub(crate) fn value(self) -> String {
        match self {
            Self::Invisible => "none".to_owned(),
            Self::Made(style, ending) => format!("{}{}", style_name(style), ending_name(ending)),
            Self::Own(digest) => format!("own-{digest}"),
        }
    }

    /// All that can be made.
    fn every_made() -> impl Iterator<Item = Self> {
        let endings = |style| if style == Style::SquareSeal { &Ending::ALL[..] } else { &[Ending::Fitting] };
        Style::ALL
            .into_iter()
            .flat_map(move |style| endings(style).iter().map(move |ending| Self::Made(style, *ending)))
    }

    pub(crate) fn parse(value: &str) -> Option<Self> {
        match value {
            "none" => Some(Self::Invisible),
            _ => match value.strip_prefix("own-") {
                Some(digest) => digest.parse().ok().map(Self::Own),
                None => Self::every_made().find(|seal| seal.value() == value),
            },
        }
    }
}

/// What the ending adds to the style's name.
const fn ending_name(ending: Ending) -> &'static str {
    match ending {
        Ending::Fitting => "",
        Ending::Nothing => "-plain",
        Ending::In => "-in",
        Ending::NoIn => "-no-in",
    }
}

const fn style_name(style: Style) -> &'static str {
    match style {
        Style::RoundSeal => "round",
        Style::SquareSeal => "square",
        Style::VerticalText => "vertical",
        Style::HorizontalText => "horizontal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seals_have_names_that_are_read_back() {
        let own = Seal::Own(Digest::of(b"an image"));
        for seal in Seal::every_made().chain([Seal::Invisible, own]) {
            assert_eq!(Seal::parse(&seal.value()), Some(seal));
        }
        for text in ["", "own-", "own-../../x", "None", "RoundSeal", "round-in", "square-", "square-seal"] {
            assert_eq!(Seal::parse(text), None);
        }
    }
}
