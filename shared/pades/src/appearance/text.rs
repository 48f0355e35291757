//! Lines of text: from characters to glyphs, to a size that fits, to operators (ISO 32000-2 §9.4).

use std::collections::BTreeMap;

use super::error::MINIMUM_SIZE;
use super::font::{Face, Subset};
use super::layout::{Alignment, Area};
use super::{AppearanceError, TextSize};
use crate::pdf::geometry::decimal;
use crate::pdf::text::utf16;

/// From baseline to baseline, in em.
const LEADING: f64 = 1.25;
/// The em box of Japanese type lies this far above and below the baseline, in em.
const ASCENT: f64 = 0.88;
const DESCENT: f64 = 0.12;

/// Text as glyphs; lengths in em.
pub(super) struct Paragraph {
    lines: Vec<Line>,
    /// Of the longest line.
    width: f64,
    /// What the highest glyph needs above the first baseline, and the lowest below the last.
    ascent: f64,
    descent: f64,
    /// Every glyph with the characters that it stands for where it is first used.
    pub(super) used: BTreeMap<u16, String>,
}

struct Line {
    glyphs: Vec<u16>,
    width: f64,
    /// The line's characters, if they cannot be had back from its glyphs.
    actual: Option<String>,
}

impl Paragraph {
    pub(super) fn shape(face: &Face<'_>, lines: &[String]) -> Result<Self, AppearanceError> {
        if lines.iter().all(|line| line.trim().is_empty()) {
            return Err(AppearanceError::NoText);
        }
        let mut paragraph =
            Self { lines: Vec::new(), width: 0.0, ascent: ASCENT, descent: DESCENT, used: BTreeMap::new() };
        for (index, line) in lines.iter().enumerate() {
            paragraph.add(face, index + 1, line)?;
        }
        Ok(paragraph)
    }

    fn add(&mut self, face: &Face<'_>, number: usize, text: &str) -> Result<(), AppearanceError> {
        let mut line = Line { glyphs: Vec::new(), width: 0.0, actual: None };
        let mut readable = String::new();
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            if is_selector(character) {
                continue; // there is nothing to select
            }
            let selector = characters.next_if(|&next| is_selector(next));
            let missing = AppearanceError::MissingGlyph { character, line: number };
            let glyph = face.glyph(character, selector).ok_or(missing)?;
            let (bottom, top) = face.extent(glyph);
            self.ascent = self.ascent.max(top);
            self.descent = self.descent.max(-bottom);
            line.width += face.advance(glyph);
            line.glyphs.push(glyph);
            let first =
                self.used.entry(glyph).or_insert_with(|| [Some(character), selector].iter().flatten().collect());
            readable.push_str(first);
        }
        line.actual = (readable != text).then(|| text.to_owned());
        self.width = self.width.max(line.width);
        self.lines.push(line);
        Ok(())
    }

    /// The size in points at which the text fits into the area.
    pub(super) fn fit(&self, asked: TextSize, area: Area) -> Result<f64, AppearanceError> {
        let size = (area.width / self.width).min(area.height / self.height());
        let size = match asked {
            TextSize::Fit => size,
            TextSize::Points(points) => size.min(points.max(MINIMUM_SIZE)),
        };
        if size >= MINIMUM_SIZE {
            Ok(size)
        } else {
            Err(AppearanceError::too_long(self.width * MINIMUM_SIZE, self.height() * MINIMUM_SIZE))
        }
    }

    pub(super) fn operators(&self, font: &Subset, size: f64, area: Area, alignment: Alignment) -> String {
        let mut operators = format!("BT\n/Text {} Tf\n/Ink cs\n0 sc\n", decimal(size));
        let mut baseline = area.y + (area.height + self.height() * size) / 2.0 - self.ascent * size;
        for line in &self.lines {
            let x = match alignment {
                Alignment::Left => area.x,
                Alignment::Centre => area.x + (area.width - line.width * size) / 2.0,
            };
            let codes: String = line.glyphs.iter().map(|&glyph| format!("{:04X}", font.code(glyph))).collect();
            let show = format!("1 0 0 1 {} {} Tm\n<{codes}> Tj\n", decimal(x), decimal(baseline));
            match &line.actual {
                Some(text) => {
                    operators.push_str(&format!("/Span << /ActualText {} >> BDC\n{show}EMC\n", utf16(text)));
                }
                None => operators.push_str(&show),
            }
            baseline -= LEADING * size;
        }
        operators.push_str("ET\n");
        operators
    }

    fn height(&self) -> f64 {
        let mut height = self.ascent + self.descent;
        for _ in 1..self.lines.len() {
            height += LEADING;
        }
        height
    }
}

/// Variation selectors (Unicode §23.4): VS1 to VS16 and VS17 to VS256, the latter for ideographs.
fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appearance::FontFile;

    const FONT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../seal-image/assets/fonts/IBMPlexSansJP-Regular.ttf");
    const AREA: Area = Area { x: 0.0, y: 0.0, width: 120.0, height: 40.0 };

    fn shape(lines: &[&str]) -> Result<Paragraph, AppearanceError> {
        let bytes = std::fs::read(FONT).unwrap();
        let face = Face::open(FontFile { bytes: &bytes, index: 0 }).unwrap();
        Paragraph::shape(&face, &lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_character_that_the_font_lacks_is_named() {
        let missing = |character, line| Some(AppearanceError::MissingGlyph { character, line });
        assert_eq!(shape(&["山田", "太郎\u{1F600}"]).err(), missing('\u{1F600}', 2));
        assert_eq!(shape(&["山田\t太郎"]).err(), missing('\t', 1));
        assert_eq!(shape(&["𠮷髙﨑№①㈱"]).err(), None);
        assert_eq!(shape(&["", " \u{3000}"]).err(), Some(AppearanceError::NoText));
    }

    #[test]
    fn shrinks_to_the_box_but_not_beyond_reading() {
        let paragraph = shape(&["滝川市長", "電子署名"]).unwrap();
        let full = paragraph.fit(TextSize::Fit, AREA).unwrap();
        assert!(full > 15.0 && full * 4.0 <= 120.0 && full * 2.25 <= 40.0, "{full}");
        assert_eq!(paragraph.fit(TextSize::Points(9.0), AREA), Ok(9.0));
        assert_eq!(paragraph.fit(TextSize::Points(99.0), AREA), Ok(full));
        let long = shape(&["長".repeat(31).as_str()]).unwrap();
        assert_eq!(long.fit(TextSize::Fit, AREA), Err(AppearanceError::TextTooLong { width: 44, height: 2 }));
    }

    #[test]
    fn variations_never_leave_a_hole_and_are_kept_in_the_text() {
        let plain = shape(&["葛城"]).unwrap();
        let varied = shape(&["葛\u{E0100}城\u{FE01}"]).unwrap();
        assert_eq!((plain.lines[0].glyphs.len(), varied.lines[0].glyphs.len()), (2, 2));
        assert!(plain.lines[0].actual.is_none() && varied.lines[0].actual.is_none());
        // The same glyph for both: what the second stands for has to be said beside it.
        let mixed = shape(&["城", "城\u{FE01}"]).unwrap();
        assert_eq!(mixed.lines[1].actual.as_deref(), Some("城\u{FE01}"));
    }
}
