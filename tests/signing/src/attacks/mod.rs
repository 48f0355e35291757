//! Attacks on signed files: each class that is published, made from files of our own.
//!
//! | file | class |
//! |---|---|
//! | `forgery` | universal signature forgery |
//! | `saving` | incremental saving |
//! | `wrapping` | signature wrapping, overlapping byte ranges |
//! | `hide`, `replace`, `hide_and_replace` | shadow attacks |
//! | `certification` | evil annotations, sneaky signatures |
//! | `spoofing` | another reason, name, time; signatures taken away |
//! | `pages`, `content`, `catalog`, `forms` | changes to the document itself |
//! | `evidence` | changes hidden in what long-term evidence may add |
//! | `structure` | what one reader sees and another does not |

mod catalog;
mod certification;
mod content;
mod evidence;
mod forgery;
mod forms;
mod hide;
mod hide_and_replace;
mod pages;
mod replace;
mod saving;
mod spoofing;
mod structure;
mod wrapping;

use std::sync::LazyLock;

use pades::DocMdp;

use crate::document::{Increment, Layout};
use crate::finding::{Class, Finding};
use crate::honest;

/// A manipulated file.
pub struct Attack {
    /// What was done.
    pub name: String,
    /// The class of it.
    pub class: Class,
    /// At least one of these has to be reported.
    pub expected: Vec<Finding>,
    /// The file as it was signed.
    pub original: Vec<u8>,
    /// The file as it is now.
    pub bytes: Vec<u8>,
}

impl Attack {
    /// Whether the attack only appended to the signed file.
    #[must_use]
    pub fn only_appends(&self) -> bool {
        self.bytes.starts_with(&self.original)
    }
}

/// Every attack.
#[must_use]
pub fn all() -> Vec<Attack> {
    let mut attacks = Attacks(Vec::new());
    forgery::add(&mut attacks);
    saving::add(&mut attacks);
    wrapping::add(&mut attacks);
    hide::add(&mut attacks);
    replace::add(&mut attacks);
    hide_and_replace::add(&mut attacks);
    certification::add(&mut attacks);
    spoofing::add(&mut attacks);
    pages::add(&mut attacks);
    content::add(&mut attacks);
    catalog::add(&mut attacks);
    forms::add(&mut attacks);
    evidence::add(&mut attacks);
    structure::add(&mut attacks);
    attacks.0
}

/// The files under attack, signed once.
struct Bases {
    approved: Vec<u8>,
    approved_streams: Vec<u8>,
    certified: Vec<u8>,
    annotatable: Vec<u8>,
    closed: Vec<u8>,
    locked: Vec<u8>,
    shadowed: Vec<u8>,
    shadowed_streams: Vec<u8>,
    archived: Vec<u8>,
}

static BASES: LazyLock<Bases> = LazyLock::new(|| Bases {
    approved: honest::approved(Layout::Table),
    approved_streams: honest::approved(Layout::Streams),
    certified: honest::certified(DocMdp::FormFilling),
    annotatable: honest::certified(DocMdp::Annotating),
    closed: honest::closed(),
    locked: honest::locked(),
    shadowed: honest::shadowed_signed(Layout::Table),
    shadowed_streams: honest::shadowed_signed(Layout::Streams),
    archived: honest::archived(Layout::Table),
});

/// The set in the making.
struct Attacks(Vec<Attack>);

impl Attacks {
    fn push(&mut self, class: Class, name: &str, expected: &[Finding], original: &[u8], bytes: Vec<u8>) {
        let (name, expected, original) = (name.to_owned(), expected.to_vec(), original.to_vec());
        self.0.push(Attack { name, class, expected, original, bytes });
    }

    /// An attack that appends one increment.
    fn append(
        &mut self,
        class: Class,
        name: &str,
        expected: &[Finding],
        original: &[u8],
        change: impl FnOnce(&mut Increment),
    ) {
        let mut increment = Increment::new(original);
        change(&mut increment);
        self.push(class, name, expected, original, increment.finish());
    }
}
