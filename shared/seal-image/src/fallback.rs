//! Which typeface a seal is drawn in.

use crate::SealImageError;
use crate::face::Face;
use crate::glyphs::{Typeface, is_selector};

/// Lays out a seal in the typeface for seals; where that lacks one of its characters, or the form of it that a selector asks
/// for, all of it in the typeface for text, since the two look wrong side by side. What that lacks too is an error.
pub(crate) fn in_one_face<T>(
    text: &str,
    lay_out: impl Fn(&Typeface) -> Result<T, SealImageError>,
) -> Result<T, SealImageError> {
    if !text.chars().any(is_selector) {
        match lay_out(&Typeface::load(Face::Seal)?) {
            Err(SealImageError::MissingGlyph { .. }) => {}
            other => return other,
        }
    }
    lay_out(&Typeface::load(Face::Text)?)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    const JOYO: &str = include_str!("../tests/data/joyo.txt");
    const JINMEIYO: &str = include_str!("../tests/data/jinmeiyo.txt");

    /// Those of a list that a face cannot draw in a column.
    fn lacking(face: Face, characters: impl Iterator<Item = char>) -> String {
        let typeface = Typeface::load(face).unwrap();
        characters.filter(|character| typeface.column(&character.to_string()).is_err()).collect()
    }

    fn listed(list: &str) -> impl Iterator<Item = char> {
        list.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars)
    }

    #[test]
    fn the_seal_face_has_every_character_that_japan_writes_its_names_with() {
        assert_eq!((listed(JOYO).count(), listed(JINMEIYO).count()), (2136, 863));
        let kana = ('ぁ'..='ん').chain('ァ'..='ヶ').chain("ー々〆〇・".chars());
        let families = "髙﨑𠮷濵邊邉齊齋桒栁彅瀨德槇嶋舘渕冨廣國澤櫻條".chars();
        let lists: [(&str, String); 4] = [
            ("常用漢字", listed(JOYO).collect()),
            ("人名用漢字", listed(JINMEIYO).collect()),
            ("kana", kana.collect()),
            ("family names", families.collect()),
        ];
        for (name, characters) in lists {
            let lacking = lacking(Face::Seal, characters.chars());
            println!("{name}: {} of {} fall back: {lacking}", lacking.chars().count(), characters.chars().count());
            assert_eq!(lacking, "", "{name}");
        }
    }

    #[test]
    fn the_text_face_has_whatever_the_seal_face_has() {
        // So that no inscription needs both.
        let cjk = ('\u{3041}'..='\u{30FF}').chain('\u{3400}'..='\u{9FFF}').chain('\u{F900}'..='\u{FAFF}');
        let all: Vec<char> =
            cjk.chain('\u{20000}'..='\u{2FFFF}').filter(|c| *c != '\u{3099}' && *c != '\u{309A}').collect();
        let seal = skrifa::FontRef::new(Face::Seal.file()).unwrap();
        let known = skrifa::MetadataProvider::charmap(&seal);
        let had = all.into_iter().filter(|character| known.map(*character).is_some());
        assert_eq!(lacking(Face::Text, had), "");
    }

    /// The faces that are tried.
    fn tried(text: &str) -> (Vec<Face>, Result<(), SealImageError>) {
        let faces = RefCell::new(Vec::new());
        let drawn = in_one_face(text, |typeface| {
            faces.borrow_mut().push(typeface.face());
            typeface.column(text).map(drop)
        });
        (faces.into_inner(), drawn)
    }

    #[test]
    fn a_character_that_the_seal_face_lacks_takes_the_whole_inscription_with_it() {
        assert_eq!(tried("髙﨑𠮷"), (vec![Face::Seal], Ok(())));
        assert_eq!(tried("𣘺本"), (vec![Face::Seal, Face::Text], Ok(())));
        // 葛 in the form that the selector asks for, which the seal face cannot know.
        assert_eq!(tried("葛\u{E0100}城"), (vec![Face::Text], Ok(())));
    }

    #[test]
    fn a_character_that_no_face_has_is_named() {
        let error = SealImageError::MissingGlyph { character: '\u{2B740}' };
        assert_eq!(tried("山\u{2B740}𠮷"), (vec![Face::Seal, Face::Text], Err(error)));
    }
}
