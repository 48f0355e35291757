//! A sample contract, made here: 「電子契約サービス委託」 between a city and its contractor, on A4.
//!
//! What it says is in `assets/contract/`, in a small [markup](text); here it becomes pages.

mod font;
mod layout;
mod lines;
mod paint;
mod text;

use anyhow::{Result, ensure};

use font::Typeface;

/// What the contract is called in its envelope.
pub const TITLE: &str = "電子契約サービス委託";
/// Pages of the contract itself; every further one is an annex.
pub const PAGES: usize = 3;

const CONTRACT: &str = include_str!("../assets/contract/contract.txt");
const ANNEX: &str = include_str!("../assets/contract/annex.txt");

/// The contract as a PDF, with as many annexes as fill up `pages`. Always the same bytes.
pub fn contract(pages: usize) -> Result<Vec<u8>> {
    ensure!(pages >= PAGES, "the contract itself has {PAGES} pages");
    let mut text = CONTRACT.to_owned();
    for number in 1..=pages - PAGES {
        text.push_str(&annex(number));
    }

    let typeface = Typeface::load()?;
    let sheets = layout::sheets(&text::parse(&text)?, &typeface)?;
    ensure!(sheets.len() == pages, "{} pages came out instead of {pages}", sheets.len());
    paint::pdf(&sheets, &typeface, TITLE)
}

fn annex(number: usize) -> String {
    ANNEX
        .replace("{number}", &number.to_string())
        .replace("{previous}", &(number - 1).to_string())
        .replace("{next}", &(number + 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_the_pages_that_were_asked_for() {
        for pages in [3, 60] {
            let pdf = contract(pages).unwrap();
            assert_eq!(pades::Document::open(&pdf).unwrap().inspect().unwrap().pages, pages);
            assert_eq!(pdf, contract(pages).unwrap());
        }
        assert!(contract(2).is_err());
    }
}
