//! Proposed data (F17): what a contract's text says of its title, date, counterparty, amount and term, by rules.
//!
//! [`propose`] reads a PDF, [`propose_from_text`] plain text. Neither has any I/O, a clock or chance, and nothing that they
//! read goes anywhere but into what they return. A rule proposes only what cannot mean anything else: where a document is
//! silent, is still to be filled in or says two things, the field is left empty. Each [`Proposal`] tells the words from
//! which it was read, where they stand, and by which [`Rule`]; a person confirms it before anything is kept.
//!
//! # How it is meant to be called
//!
//! By the function that checks uploads, once it has found that a document can be sent: `propose(&bytes, &own_names)`, where
//! the names are those of the organisation that sends. What comes back belongs beside how far the upload has come, for the
//! console to show next to the fields of the transaction; a sender who changes or confirms them decides, and only then are
//! they part of the envelope. A document of which nothing can be read (a scan, a font without Unicode, a damaged file)
//! gives empty proposals and never an error: the sender fills in the fields as without them.

#![forbid(unsafe_code)]

mod dates;
mod money;
mod numbers;
mod pdf;
mod proposal;
mod rules;
mod text;

pub use proposal::{Amount, Confidence, Party, Place, Proposal, Proposals, Rectangle, Rule, Tax};

use rules::{amount, counterparty, date, term, title};
use text::Text;

/// What a PDF says, for the organisation that has these names. Nothing if no text can be read of it.
pub fn propose(file: &[u8], own_names: &[String]) -> Proposals {
    read(&pdf::text_of(file).unwrap_or_default(), own_names)
}

/// What plain text says. A form feed parts pages.
pub fn propose_from_text(text: &str, own_names: &[String]) -> Proposals {
    read(&Text::from_plain(text), own_names)
}

fn read(text: &Text, own_names: &[String]) -> Proposals {
    let title = title::title(text);
    let name = title.as_ref().map(|title| title.value.as_str());
    let date = date::date(text, name);
    let amount = amount::amount(text, name);
    let (start, end) = term::term(text, name, date.as_ref());
    Proposals { counterparty: counterparty::counterparty(text, own_names), title, date, amount, start, end }
}
