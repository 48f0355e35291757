//! What a viewer shows of a file.

use anyhow::Result;
use serde::Deserialize;

use crate::picture::{Picture, Sent};

/// A viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Viewer {
    /// poppler: Evince, Okular, many servers.
    Poppler,
    /// PDFium: Chrome, Edge.
    Pdfium,
    /// MuPDF: SumatraPDF and many apps.
    Mupdf,
    /// pdf.js as our pages and Firefox have it.
    Pdfjs,
}

impl Viewer {
    /// By how much of 255 it may draw a colour otherwise though it is the same: MuPDF puts a page together in another way
    /// when something on it lets through what is below, as seals do, and then rounds every colour otherwise.
    pub(crate) const fn rounding(self) -> u8 {
        match self {
            Self::Mupdf => 8,
            Self::Poppler | Self::Pdfium | Self::Pdfjs => 0,
        }
    }
}

/// What each viewer shows; an error is what it says instead.
pub type Views = Vec<(Viewer, Result<View, String>)>;

/// A file as one viewer shows it.
#[derive(Clone, Debug)]
pub struct View {
    /// Its pages.
    pub pages: Vec<Page>,
    /// What is read aloud, and what else it says of the document, line by line.
    pub structure: Vec<String>,
    /// Whether the viewer did not go by the cross-references, but looked for objects by itself; where it can be asked.
    pub is_rebuilt: bool,
}

/// A page as it is shown.
#[derive(Clone, Debug)]
pub struct Page {
    /// On the screen.
    pub screen: Picture,
    /// On paper.
    pub print: Picture,
    /// What is written on it, and what can be pressed.
    pub words: Vec<Word>,
    /// The visible part of user space: left, bottom, right, top. Only MuPDF tells it.
    pub crop: Option<[f64; 4]>,
    /// By how many degrees it is turned clockwise. Only MuPDF tells it.
    pub turn: u32,
}

/// A word, or something like one.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// What it says.
    pub text: String,
    /// Where, as left, top, right and bottom in parts of the page as it is shown; `None` if that is not known.
    pub place: Option<[f64; 4]>,
}

/// A view on its way from another process.
#[derive(Debug, Deserialize)]
pub(crate) struct SentView {
    #[serde(default)]
    pages: Vec<SentPage>,
    #[serde(default)]
    structure: Vec<String>,
    #[serde(default)]
    is_rebuilt: bool,
    #[serde(default)]
    error: Option<String>,
}

#[derive(Debug, Deserialize)]
struct SentPage {
    screen: Sent,
    print: Sent,
    /// Width and height in points, as it is shown.
    size: [f64; 2],
    words: Vec<(String, Option<[f64; 4]>)>,
    crop: Option<[f64; 4]>,
    #[serde(default)]
    turn: u32,
}

impl SentView {
    /// The view, or what the viewer said instead.
    pub(crate) fn received(self) -> Result<Result<View, String>> {
        if let Some(error) = self.error {
            return Ok(Err(error));
        }
        let pages = self.pages.into_iter().map(|page| {
            let [width, height] = page.size;
            let word = |(text, place): (String, Option<[f64; 4]>)| Word {
                text,
                place: place
                    .map(|[left, top, right, bottom]| [left / width, top / height, right / width, bottom / height]),
            };
            Ok(Page {
                screen: page.screen.received()?,
                print: page.print.received()?,
                words: page.words.into_iter().map(word).collect(),
                crop: page.crop,
                turn: page.turn,
            })
        });
        Ok(Ok(View { pages: pages.collect::<Result<_>>()?, structure: self.structure, is_rebuilt: self.is_rebuilt }))
    }
}
