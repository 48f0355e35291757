//! What may be shown otherwise in the second of two files.

use mutations::Signed;
use pades::verify::changes::Place;

use crate::view::Viewer;

/// What may be shown otherwise in the second of two files, because whoever made it says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Parts of pages, as the first file has them.
    pub places: Vec<Place>,
    /// Whether the structure that is read aloud may have got elements.
    pub is_structure_extended: bool,
    /// Words that are new on any page. Where a viewer can say where it reads them, the picture may differ there too.
    pub words: Vec<String>,
    /// How it begins what a viewer may say otherwise: of the document, of what can be pressed, or read aloud.
    pub said: Vec<&'static str>,
    /// Viewers that show the first file otherwise or not at all, as it is broken.
    pub left_out: Vec<Viewer>,
}

impl From<&Signed> for Expected {
    fn from(signed: &Signed) -> Self {
        let Signed { places, is_structure_extended, .. } = signed;
        Self { places: places.clone(), is_structure_extended: *is_structure_extended, ..Self::default() }
    }
}

impl Expected {
    /// Whether a viewer may say this in one of the two files only.
    pub(crate) fn may_say(&self, line: &str) -> bool {
        self.said.iter().any(|start| line.trim_start().starts_with(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::difference::{Aspect, differences};
    use crate::picture::Picture;
    use crate::view::{Page, View, Views, Word};

    /// A page of 10 by 10 pixels, one of them black, with a word at the upper left; and what else is said.
    fn shown(black: Option<usize>, word: &str, said: &str) -> Views {
        let mut pixels = vec![255; 10 * 10 * 3];
        if let Some(black) = black {
            pixels[black * 3] = 0;
        }
        let picture = Picture { width: 10, height: 10, pixels };
        let words = vec![Word { text: word.to_owned(), place: Some([0.0, 0.0, 0.2, 0.2]) }];
        let (screen, print, crop) = (picture.clone(), picture, Some([0.0, 0.0, 10.0, 10.0]));
        let page = Page { screen, print, words, crop, turn: 0 };
        vec![(Viewer::Mupdf, Ok(View { pages: vec![page], structure: vec![said.to_owned()], is_rebuilt: false }))]
    }

    #[test]
    fn only_what_is_expected_may_be_shown_otherwise() {
        let found = |after: &Views, expected: &Expected| -> Vec<Aspect> {
            let before = shown(None, "{field", "scripts: one");
            differences(&before, after, expected).into_iter().map(|difference| difference.aspect).collect()
        };
        let expected =
            Expected { words: vec!["mark".to_owned()], said: vec!["{field", "scripts: "], ..Expected::default() };
        assert_eq!(found(&shown(Some(11), "mark", "scripts: none"), &expected), []);
        assert_eq!(found(&shown(Some(11), "mark", "scripts: none"), &Expected::default()).len(), 4);
        // Away from the mark, another word, and another line.
        assert_eq!(found(&shown(Some(99), "mark", "scripts: none"), &expected).len(), 2);
        assert!(matches!(found(&shown(None, "other", "scripts: none"), &expected)[..], [Aspect::Words(..)]));
        assert!(matches!(found(&shown(None, "mark", "title: new"), &expected)[..], [Aspect::Structure(..)]));
    }
}
