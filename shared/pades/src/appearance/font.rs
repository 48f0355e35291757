//! A font of which the glyphs used are embedded as a composite font (ISO 32000-2 §9.7, §9.8, §9.9, §9.10.3).

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use sha2::{Digest, Sha256};
use skrifa::charmap::{Charmap, MapVariant};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::raw::TableProvider;
use skrifa::string::{LocalizedString, StringId};
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use subsetter::GlyphRemapper;

use super::{AppearanceError, FontFile};
use crate::pdf::ObjectId;
use crate::pdf::geometry::decimal;
use crate::pdf::increment::{Increment, stream_body};

/// `fsType` (OpenType, table OS/2): the usage permissions, of which 2 alone is restricted; no subsetting; bitmaps only.
const USAGE: u16 = 0x000F;
const RESTRICTED: u16 = 0x0002;
const NO_SUBSETS_OR_OUTLINES: u16 = 0x0100 | 0x0200;
/// Font descriptor flags (table 121): the characters are not those of standard Latin text; italic.
const SYMBOLIC: u32 = 1 << 2;
const ITALIC: u32 = 1 << 6;
/// Sections of a CMap have at most this many lines (Adobe technical note 5014).
const MAX_SECTION: usize = 100;

/// A font file, opened.
pub(super) struct Face<'a> {
    file: FontFile<'a>,
    font: FontRef<'a>,
    characters: Charmap<'a>,
    metrics: GlyphMetrics<'a>,
    units_per_em: f64,
}

/// An embedded font.
pub(super) struct Subset {
    pub(super) id: ObjectId,
    codes: GlyphRemapper,
}

impl Subset {
    /// The code of a glyph that was embedded; of any other, that of the missing glyph.
    pub(super) fn code(&self, glyph: u16) -> u16 {
        self.codes.get(glyph).unwrap_or(0)
    }
}

impl<'a> Face<'a> {
    pub(super) fn open(file: FontFile<'a>) -> Result<Self, AppearanceError> {
        let font = FontRef::from_index(file.bytes, file.index).map_err(|error| broken(&error))?;
        let rights = font.os2().map_or(0, |os2| os2.fs_type());
        if rights & USAGE == RESTRICTED || rights & NO_SUBSETS_OR_OUTLINES != 0 {
            return Err(AppearanceError::FontForbidsEmbedding);
        }
        let units_per_em = f64::from(font.head().map_err(|error| broken(&error))?.units_per_em());
        if units_per_em == 0.0 {
            return Err(broken(&"no units per em"));
        }
        Ok(Self {
            characters: font.charmap(),
            metrics: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            units_per_em,
            file,
            font,
        })
    }

    /// The glyph of a character. A variation that the font does not know is shown as the character without it.
    pub(super) fn glyph(&self, character: char, selector: Option<char>) -> Option<u16> {
        let variant = selector.and_then(|selector| self.characters.map_variant(character, selector));
        let glyph = match variant {
            Some(MapVariant::Variant(glyph)) => glyph,
            Some(MapVariant::UseDefault) | None => self.characters.map(character)?,
        };
        if glyph == GlyphId::NOTDEF { None } else { u16::try_from(glyph.to_u32()).ok() }
    }

    /// In em.
    pub(super) fn advance(&self, glyph: u16) -> f64 {
        f64::from(self.metrics.advance_width(GlyphId::from(glyph)).unwrap_or(0.0)) / self.units_per_em
    }

    /// The lowest and the highest point in em.
    pub(super) fn extent(&self, glyph: u16) -> (f64, f64) {
        let bounds = self.metrics.bounds(GlyphId::from(glyph)).unwrap_or_default();
        (f64::from(bounds.y_min) / self.units_per_em, f64::from(bounds.y_max) / self.units_per_em)
    }

    /// Adds the glyphs `used`, with the characters that they stand for. The codes are those of Identity-H.
    pub(super) fn embed(
        &self,
        increment: &mut Increment<'_>,
        used: &BTreeMap<u16, String>,
        cid_set: bool,
    ) -> Result<Subset, AppearanceError> {
        let mut codes = GlyphRemapper::new();
        for &glyph in used.keys() {
            codes.remap(glyph);
        }
        let program = subsetter::subset(self.file.bytes, self.file.index, &codes).map_err(|error| broken(&error))?;
        let subset = FontRef::new(&program).map_err(|error| broken(&error))?;
        let outlines = subset.table_data(Tag::new(b"CFF "));
        let (kind, key) = match outlines {
            Some(_) => ("/CIDFontType0", "FontFile3"),
            None => ("/CIDFontType2 /CIDToGIDMap /Identity", "FontFile2"),
        };
        let file = match outlines {
            Some(cff) => compressed("/Subtype /CIDFontType0C ", cff.as_bytes())?,
            None => compressed(&format!("/Length1 {} ", program.len()), &program)?,
        };
        let file = increment.add(file)?;
        let name = format!("{}+{}", tag(&program), self.name());
        let mut descriptor = format!("{}\n/{key} {file}", self.descriptor(&name));
        if cid_set {
            let glyphs = subset.maxp().map_err(|error| broken(&error))?.num_glyphs();
            let set = increment.add(stream_body("", &first_bits(glyphs)))?;
            descriptor.push_str(&format!(" /CIDSet {set}"));
        }
        let descriptor = increment.add(format!("<< {descriptor} >>"))?;
        let widths: Vec<String> = used.keys().map(|&glyph| decimal(self.advance(glyph) * 1000.0)).collect();
        let descendant = increment.add(format!(
            "<< /Type /Font /Subtype {kind} /BaseFont /{name}\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>\n\
             /FontDescriptor {descriptor} /W [1 [{}]] >>",
            widths.join(" ")
        ))?;
        let to_unicode = increment.add(stream_body("", to_unicode(used, &codes).as_bytes()))?;
        let suffix = if outlines.is_some() { "-Identity-H" } else { "" };
        let id = increment.add(format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /{name}{suffix} /Encoding /Identity-H\n\
             /DescendantFonts [{descendant}] /ToUnicode {to_unicode} >>"
        ))?;
        Ok(Subset { id, codes })
    }

    /// The entries of the font descriptor but for the program (table 120).
    fn descriptor(&self, name: &str) -> String {
        let metrics = self.font.metrics(Size::unscaled(), LocationRef::default());
        let thousandths = |length: f32| decimal(f64::from(length) * 1000.0 / self.units_per_em);
        let bounds = metrics.bounds.unwrap_or_default();
        let corners = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(thousandths).join(" ");
        let flags = if metrics.italic_angle == 0.0 { SYMBOLIC } else { SYMBOLIC | ITALIC };
        // No font file says how thick its stems are; the weight, 400 for regular, comes near.
        let weight = self.font.os2().map_or(400, |os2| os2.us_weight_class().clamp(100, 1000));
        format!(
            "/Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [{corners}]\n\
             /ItalicAngle {} /Ascent {} /Descent {} /CapHeight {} /StemV {}",
            decimal(f64::from(metrics.italic_angle)),
            thousandths(metrics.ascent),
            thousandths(metrics.descent),
            thousandths(metrics.cap_height.unwrap_or(metrics.ascent)),
            weight / 5
        )
    }

    /// The PostScript name as far as it can be written without escapes.
    fn name(&self) -> String {
        let name = self.font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first();
        let plain = |character: &char| character.is_ascii_alphanumeric() || *character == '-';
        let name: String = name.iter().flat_map(LocalizedString::chars).filter(plain).take(63).collect();
        if name.is_empty() { "Font".to_owned() } else { name }
    }
}

/// Six capital letters that differ from subset to subset (§9.9.2).
fn tag(program: &[u8]) -> String {
    Sha256::digest(program).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// The first `count` bits set, as `/CIDSet` has them: a subset's glyphs are numbered without gaps.
fn first_bits(count: u16) -> Vec<u8> {
    let mut bits = vec![0; usize::from(count).div_ceil(8)];
    for index in 0..usize::from(count) {
        bits[index / 8] |= 0x80 >> (index % 8);
    }
    bits
}

fn to_unicode(used: &BTreeMap<u16, String>, codes: &GlyphRemapper) -> String {
    let lines: Vec<String> = used
        .iter()
        .map(|(&glyph, text)| {
            let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            format!("<{:04X}> <{units}>\n", codes.get(glyph).unwrap_or(0))
        })
        .collect();
    let sections: String = lines
        .chunks(MAX_SECTION)
        .map(|section| format!("{} beginbfchar\n{}endbfchar\n", section.len(), section.concat()))
        .collect();
    format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n\
         {sections}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
}

fn compressed(entries: &str, data: &[u8]) -> Result<Vec<u8>, AppearanceError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(data).and_then(|()| encoder.finish());
    Ok(stream_body(&format!("{entries}/Filter /FlateDecode "), &packed.map_err(|error| broken(&error))?))
}

fn broken(error: &dyn std::fmt::Display) -> AppearanceError {
    AppearanceError::BrokenFont(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_be_had_back_beyond_the_basic_plane() {
        let used = BTreeMap::from([(7, "日".to_owned()), (9, "𠮷".to_owned())]);
        let mut codes = GlyphRemapper::new();
        codes.remap(7);
        codes.remap(9);
        let map = to_unicode(&used, &codes);
        assert!(map.contains("2 beginbfchar\n<0001> <65E5>\n<0002> <D842DFB7>\nendbfchar"), "{map}");
    }

    #[test]
    fn sets_of_glyphs() {
        assert_eq!(first_bits(3), [0xE0]);
        assert_eq!(first_bits(9), [0xFF, 0x80]);
    }

    #[test]
    fn no_font_is_refused() {
        for bytes in [b"".as_slice(), b"wOF2 a web font", b"OTTO\0\x01\0\0\0\0\0\0"] {
            assert!(matches!(Face::open(FontFile { bytes, index: 0 }), Err(AppearanceError::BrokenFont(_))));
        }
    }
}
