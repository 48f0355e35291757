//! The one colour that a deployment chooses, and an organisation for its envelopes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Contrast of text to its ground that everybody can read (WCAG 2.2, 1.4.3).
const READABLE: f64 = 4.5;
const WHITE: [u8; 3] = [0xff; 3];
/// The ground of notices on pages, `--pale` in the stylesheet: a little darker than white.
const PALE: [u8; 3] = [0xf5, 0xf7, 0xfa];
/// How much of each part of a colour is left by one step of [`Accent::darker`].
const STEP: u16 = 240;

/// A colour for buttons, lines and links, dark enough for white text on it and for itself on white.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Accent([u8; 3]);

impl Default for Accent {
    /// A dark blue, contrast 10 : 1.
    fn default() -> Self {
        Self([0x17, 0x40, 0x7a])
    }
}

/// Not a colour, or one on which white text cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum InvalidAccent {
    /// Not six hexadecimal digits.
    #[error("a colour is # and six hexadecimal digits, e.g. #17407a")]
    Notation,
    /// Too bright.
    #[error("contrast to white is {found:.2} : 1, at least {READABLE} : 1 is needed; take a darker colour")]
    Contrast {
        /// Its contrast to white.
        found: f64,
    },
}

impl Accent {
    /// The colour as pages use it: so dark that it can be read on the pale ground of notices as well.
    #[must_use]
    pub fn on_pale(self) -> Self {
        let mut shade = self;
        while contrast(shade.0, PALE) < READABLE {
            shade = shade.darker(1);
        }
        shade
    }

    /// The colour so many steps darker; contrast to light grounds grows with each.
    #[must_use]
    pub fn darker(self, steps: u32) -> Self {
        let darker = |part: u8| (0..steps).fold(part, |part, _| (u16::from(part) * STEP / 256).to_le_bytes()[0]);
        Self(self.0.map(darker))
    }
}

impl FromStr for Accent {
    type Err = InvalidAccent;

    fn from_str(text: &str) -> Result<Self, InvalidAccent> {
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        let digits = digits.ok_or(InvalidAccent::Notation)?;
        let number = u32::from_str_radix(digits, 16).map_err(|_| InvalidAccent::Notation)?;
        let [_, red, green, blue] = number.to_be_bytes();
        let found = contrast([red, green, blue], WHITE);
        if found >= READABLE { Ok(Self([red, green, blue])) } else { Err(InvalidAccent::Contrast { found }) }
    }
}

impl fmt::Display for Accent {
    /// `#17407a`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl TryFrom<String> for Accent {
    type Error = InvalidAccent;

    fn try_from(text: String) -> Result<Self, InvalidAccent> {
        text.parse()
    }
}

impl From<Accent> for String {
    fn from(accent: Accent) -> Self {
        accent.to_string()
    }
}

/// Contrast of a colour to a lighter one (WCAG 2.2, "contrast ratio").
fn contrast(dark: [u8; 3], light: [u8; 3]) -> f64 {
    (luminance(light) + 0.05) / (luminance(dark) + 0.05)
}

/// WCAG 2.2, "relative luminance".
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_colours_are_taken_and_bright_ones_refused_with_their_contrast() {
        assert_eq!("#17407A".parse::<Accent>(), Ok(Accent::default()));
        assert_eq!(Accent::default().to_string(), "#17407a");
        // The greys on either side of the limit.
        assert!("#767676".parse::<Accent>().is_ok());
        let bright = "#777777".parse::<Accent>().expect_err("too bright");
        assert!(bright.to_string().starts_with("contrast to white is 4.48 : 1, at least 4.5"), "{bright}");
        let bright = "#ff9900".parse::<Accent>().expect_err("too bright");
        assert!(bright.to_string().contains("2.14 : 1"), "{bright}");
    }

    #[test]
    fn on_pages_every_colour_that_is_taken_can_be_read_on_notices_too() {
        assert_eq!(Accent::default().on_pale(), Accent::default(), "dark enough as it is");
        // Grey, red, green, blue, brown: all just dark enough for white.
        for just in ["#767676", "#ee0000", "#008000", "#0070f0", "#a06000"] {
            let accent: Accent = just.parse().expect("dark enough for white");
            let shade = accent.on_pale();
            let found = contrast(shade.0, PALE);
            assert!((READABLE..READABLE * 1.2).contains(&found) || shade == accent, "{just}: {shade}, {found:.2}");
            assert!(contrast(shade.darker(4).0, PALE) > found, "darker under the pointer");
        }
    }

    #[test]
    fn nothing_else_is_a_colour() {
        for wrong in ["", "#", "17407a", "#17407", "#17407a7", "#17407g", "#+17407", "red", "#１７４０７ａ"] {
            assert_eq!(wrong.parse::<Accent>(), Err(InvalidAccent::Notation), "{wrong}");
        }
    }
}
