//! The typeface: IBM Plex Sans JP, of which a PDF embeds the glyphs that it uses.

use std::ops::Range;

use anyhow::{Context, Result};
use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};

const FILE: &[u8] = seal_image::FONT;

/// A typeface that can be measured.
pub(super) struct Typeface {
    outlines: FontRef<'static>,
    font: Font,
    units_per_em: f32,
}

/// One character of a text, ready to be set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) id: u32,
    pub(super) character: char,
    /// Its width in em.
    pub(super) advance: f32,
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
}

impl Typeface {
    pub(super) fn load() -> Result<Self> {
        let outlines = FontRef::new(FILE).context("reading the font")?;
        let font = Font::new(FILE.into(), 0).context("reading the font")?;
        let units_per_em = font.units_per_em();
        Ok(Self { outlines, font, units_per_em })
    }

    /// As the PDF writer knows it.
    pub(super) fn font(&self) -> Font {
        self.font.clone()
    }

    /// The glyphs of a text, one per character: Japanese needs no shaping. A character without one is an error, so that
    /// no contract has holes.
    pub(super) fn glyphs(&self, text: &str) -> Result<Vec<Glyph>> {
        let characters = self.outlines.charmap();
        let widths = self.outlines.glyph_metrics(Size::unscaled(), LocationRef::default());
        let glyph = |(start, character): (usize, char)| {
            let id = characters
                .map(character)
                .filter(|id| *id != GlyphId::NOTDEF)
                .with_context(|| format!("the font has no {character} (U+{:04X})", u32::from(character)))?;
            let advance = widths.advance_width(id).unwrap_or_default() / self.units_per_em;
            Ok(Glyph { id: id.to_u32(), character, advance, range: start..start + character.len_utf8() })
        };
        text.char_indices().map(glyph).collect()
    }

    /// The width of a text in em.
    pub(super) fn width(&self, text: &str) -> Result<f32> {
        Ok(self.glyphs(text)?.iter().map(|glyph| glyph.advance).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_glyph_is_an_error() {
        let typeface = Typeface::load().unwrap();
        assert_eq!(typeface.width("契印").unwrap(), 2.0);
        let error = typeface.glyphs("契\u{1F58B}").unwrap_err().to_string();
        assert!(error.contains("U+1F58B"), "{error}");
    }
}
