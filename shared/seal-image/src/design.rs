//! A checked design of a seal.

use crate::drawing::Drawing;
use crate::ending::Ending;
use crate::image::SealImage;
use crate::names::is_japanese;
use crate::style::Style;
use crate::{SealImageError, canvas, layout};

/// The smallest and the largest picture (pixels on the longest side).
const SIDES: std::ops::RangeInclusive<u32> = 32..=2000;

/// What a signer leaves on a page; one that exists can be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealDesign {
    style: Style,
    ending: Ending,
    text: String,
}

impl SealDesign {
    /// Takes the text as it is to be drawn; [`Style::inscription`] makes it from a name. Line breaks, and spaces between
    /// the words of a round seal, begin a new column or line.
    ///
    /// # Errors
    /// See [`SealImageError`].
    pub fn new(style: Style, text: &str) -> Result<Self, SealImageError> {
        let design = Self { style, ending: Ending::default(), text: text.trim().to_owned() };
        design.lay_out()?;
        Ok(design)
    }

    /// What a signer may choose from, what suits best ([`Style::suggest`]) first; nothing that cannot be drawn. A square
    /// seal comes with every ending that makes a difference, the fitting one first.
    pub fn suggestions(name: &str, company: Option<&str>) -> Vec<Self> {
        let best = Style::suggest(name, company);
        let others = Style::ALL.into_iter().filter(|style| *style != best);
        let mut all: Vec<Self> = Vec::new();
        for style in std::iter::once(best).chain(others) {
            let endings = if style == Style::SquareSeal { &Ending::ALL[..] } else { &[Ending::Fitting] };
            for ending in endings {
                let design = Self::named(style, *ending, name, company);
                all.extend(design.filter(|design| all.iter().all(|other| !other.looks_like(design))));
            }
        }
        all
    }

    fn named(style: Style, ending: Ending, name: &str, company: Option<&str>) -> Option<Self> {
        let inscribed = match style {
            Style::SquareSeal => company?,
            Style::VerticalText => is_japanese(name).then_some(name)?,
            Style::RoundSeal | Style::HorizontalText => name,
        };
        let design = Self::new(style, &style.inscription(inscribed, ending)).ok()?;
        Some(Self { ending, ..design })
    }

    fn looks_like(&self, other: &Self) -> bool {
        (self.style, &self.text) == (other.style, &other.text)
    }

    /// What it looks like.
    pub const fn style(&self) -> Style {
        self.style
    }

    /// With what a square seal ends: the choice that led to its text.
    pub const fn ending(&self) -> Ending {
        self.ending
    }

    /// What it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its natural width and height on paper, in millimetres.
    ///
    /// # Errors
    /// [`SealImageError::Defect`].
    pub fn millimetres(&self) -> Result<(f64, f64), SealImageError> {
        let drawing = self.lay_out()?;
        Ok((f64::from(drawing.width), f64::from(drawing.height)))
    }

    /// Draws it with this many pixels on the longest side, 32 to 2000; 600 are sharp in print. The same design gives
    /// the same bytes.
    ///
    /// # Errors
    /// [`SealImageError::Size`], [`SealImageError::Defect`].
    pub fn draw(&self, longest_side: u32) -> Result<SealImage, SealImageError> {
        if !SIDES.contains(&longest_side) {
            return Err(SealImageError::Size { pixels: longest_side });
        }
        canvas::render(&self.lay_out()?, longest_side)
    }

    fn lay_out(&self) -> Result<Drawing, SealImageError> {
        layout::lay_out(self.style, &self.text)
    }
}
