//! The one colour that a deployment chooses.

use std::fmt;
use std::str::FromStr;

/// Contrast of text to its ground that everybody can read (WCAG 2.2, 1.4.3).
const READABLE: f64 = 4.5;

/// A colour for buttons, lines and links, dark enough for white text on it and for itself on white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl FromStr for Accent {
    type Err = InvalidAccent;

    fn from_str(text: &str) -> Result<Self, InvalidAccent> {
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        let digits = digits.ok_or(InvalidAccent::Notation)?;
        let number = u32::from_str_radix(digits, 16).map_err(|_| InvalidAccent::Notation)?;
        let [_, red, green, blue] = number.to_be_bytes();
        let found = contrast_to_white([red, green, blue]);
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

/// Contrast ratio (WCAG 2.2, "relative luminance" and "contrast ratio").
fn contrast_to_white(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
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
    fn nothing_else_is_a_colour() {
        for wrong in ["", "#", "17407a", "#17407", "#17407a7", "#17407g", "#+17407", "red", "#１７４０７ａ"] {
            assert_eq!(wrong.parse::<Accent>(), Err(InvalidAccent::Notation), "{wrong}");
        }
    }
}
