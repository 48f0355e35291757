//! From characters to outlines, by the rules of the typeface.
//!
//! The shaper (HarfBuzz's rules) does what vertical writing asks for: the feature `vert` turns long vowels and brackets
//! and moves small kana and punctuation to the upper right; a variation selector chooses among the forms of a character
//! (異体字).

use harfrust::{BufferFlags, Direction, GlyphBuffer, ShapeOptions, Shaper, ShaperData, UnicodeBuffer, script};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{Path, PathBuilder, Transform};

use crate::SealImageError;
use crate::face::Face;

/// What no column begins with: small kana, marks of repetition and of length, closing brackets, punctuation (JIS X 4051).
const NEVER_FIRST: &str = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々ゝゞヽヾ・、。，．）〕］｝〉》」』】";

/// The zero among kanji.
const ZERO: char = '〇';

/// A typeface, ready to set text. Lengths are in em, the y axis goes down.
pub(crate) struct Typeface {
    face: Face,
    font: FontRef<'static>,
    shaping: ShaperData,
    /// Per em.
    units: f32,
}

/// What is drawn as one piece.
pub(crate) struct Glyphs {
    /// A character of vertical text: in a square of 1 em, its origin in the upper left corner. A line of horizontal
    /// text: from its left edge, on its baseline.
    pub(crate) outline: Path,
    /// Whether it is the round zero among kanji (〇), which stays round whatever its cell is.
    pub(crate) is_circle: bool,
    /// How far the text goes on, along the direction of writing.
    pub(crate) advance: f32,
    /// Whether a column or line may begin with it (行頭禁則).
    pub(crate) may_begin: bool,
}

impl Typeface {
    pub(crate) fn load(face: Face) -> Result<Self, SealImageError> {
        let font = FontRef::new(face.file()).map_err(|_| SealImageError::Defect)?;
        let shaping = ShaperData::new(&font);
        let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        Ok(Self { face, font, shaping, units: f32::from(units) })
    }

    #[cfg(test)]
    pub(crate) const fn face(&self) -> Face {
        self.face
    }

    /// How much heavier strokes get in a seal, in em.
    pub(crate) const fn weight(&self) -> f32 {
        self.face.weight()
    }

    /// Every character of a column, from the top down, with what belongs to it (selectors, combining marks).
    pub(crate) fn column(&self, text: &str) -> Result<Vec<Glyphs>, SealImageError> {
        let shaper = self.shaping.shaper(&self.font).build();
        clusters(text).iter().map(|cluster| self.upright(&shaper, cluster)).collect()
    }

    /// A line from left to right, kerned.
    pub(crate) fn line(&self, text: &str) -> Result<Glyphs, SealImageError> {
        let shaper = self.shaping.shaper(&self.font).build();
        let glyphs = shape(&shaper, text, Direction::LeftToRight);
        let (outline, advance) = self.outline(&glyphs, text)?;
        Ok(Glyphs { outline: outline.ok_or(SealImageError::Empty)?, is_circle: false, advance, may_begin: true })
    }

    fn upright(&self, shaper: &Shaper<'_>, cluster: &str) -> Result<Glyphs, SealImageError> {
        let glyphs = shape(shaper, cluster, Direction::TopToBottom);
        let (outline, advance) = self.outline(&glyphs, cluster)?;
        let character = cluster.chars().next().unwrap_or_default();
        // The vertical origin is in the middle of the upper edge.
        let outline = outline.and_then(|outline| outline.transform(Transform::from_translate(0.5, 0.0)));
        let outline = outline.ok_or(SealImageError::MissingGlyph { character })?;
        let is_circle = character == ZERO;
        Ok(Glyphs { outline, is_circle, advance, may_begin: !NEVER_FIRST.contains(character) })
    }

    /// Refuses characters that the typeface lacks, and letters that the shaper made of two glyphs: the typeface does not
    /// say where their marks go.
    fn check(&self, glyphs: &GlyphBuffer, text: &str) -> Result<(), SealImageError> {
        let known = self.font.charmap();
        let lacks = |character: &char| !belongs_to_the_last(*character) && known.map(*character).is_none();
        let clusters = glyphs.glyph_infos().windows(2).find(|pair| pair[0].cluster == pair[1].cluster);
        let doubled = clusters.and_then(|pair| text.get(pair[0].cluster as usize..)?.chars().next());
        match text.chars().find(lacks).or(doubled) {
            Some(character) => Err(SealImageError::MissingGlyph { character }),
            None => Ok(()),
        }
    }

    /// The outlines of all glyphs as one, if there is ink at all, and the advance.
    fn outline(&self, glyphs: &GlyphBuffer, text: &str) -> Result<(Option<Path>, f32), SealImageError> {
        self.check(glyphs, text)?;
        let mut pen = Pen::new(self.units);
        let outlines = self.font.outline_glyphs();
        for (info, position) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
            let character = text.get(info.cluster as usize..).and_then(|rest| rest.chars().next()).unwrap_or_default();
            let missing = SealImageError::MissingGlyph { character };
            let outline = outlines.get(GlyphId::new(info.glyph_id)).ok_or(missing.clone())?;
            let before = pen.ink;
            pen.shift(position.x_offset, position.y_offset);
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            outline.draw(settings, &mut pen).map_err(|_| SealImageError::Defect)?;
            pen.shift(position.x_advance - position.x_offset, position.y_advance - position.y_offset);
            if pen.ink == before && character != ' ' {
                return Err(missing);
            }
        }
        Ok(pen.finish())
    }
}

fn shape(shaper: &Shaper<'_>, text: &str, direction: Direction) -> GlyphBuffer {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(direction);
    buffer.set_script(if direction == Direction::TopToBottom { script::HAN } else { script::LATIN });
    // A selector that the typeface does not know leaves no hole.
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
    shaper.shape(buffer, ShapeOptions::new())
}

/// Splits before every character that stands by itself.
fn clusters(text: &str) -> Vec<String> {
    let mut clusters: Vec<String> = Vec::new();
    for character in text.chars() {
        match clusters.last_mut() {
            Some(last) if belongs_to_the_last(character) => last.push(character),
            _ => clusters.push(character.to_string()),
        }
    }
    clusters
}

/// Combining marks, among them the voicing marks of kana, and variation selectors.
fn belongs_to_the_last(character: char) -> bool {
    is_selector(character) || matches!(character, '\u{0300}'..='\u{036F}' | '\u{3099}' | '\u{309A}')
}

/// Selectors of variations: they choose among the forms of the character before (異体字).
pub(crate) fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Takes outlines in the typeface's units, y up.
struct Pen {
    path: PathBuilder,
    units: f32,
    x: f32,
    y: f32,
    /// How many pieces have been drawn.
    ink: usize,
}

impl Pen {
    fn new(units: f32) -> Self {
        Self { path: PathBuilder::new(), units, x: 0.0, y: 0.0, ink: 0 }
    }

    #[expect(clippy::cast_precision_loss, reason = "font units are small")]
    fn shift(&mut self, x: i32, y: i32) {
        self.x += x as f32;
        self.y += y as f32;
    }

    /// The path, if there is one, and how far the pen has come, to the right or down.
    fn finish(self) -> (Option<Path>, f32) {
        (self.path.finish(), (self.x / self.units).max(-self.y / self.units))
    }

    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        ((self.x + x) / self.units, -(self.y + y) / self.units)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.ink += 1;
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.ink += 1;
        let ((cx, cy), (x, y)) = (self.at(cx, cy), self.at(x, y));
        self.path.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.ink += 1;
        let ((cx0, cy0), (cx1, cy1), (x, y)) = (self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
        self.path.cubic_to(cx0, cy0, cx1, cy1, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
