//! The other party: of those that the document names, the only one that is not the sender's own organisation.

use crate::proposal::{Confidence, Proposal, Rule};
use crate::text::Text;
use crate::text::normal::key_of_name;

use super::Found;
use super::definitions::definitions;
use super::names::{is_organisation, is_ours, is_person, municipality_of_head};
use super::parties::Named;
use super::signatures::{labelled_block, signatures};

const ADDRESSED: [&str; 5] = ["御中", "様", "殿", "あて", "宛"];
const ADDRESSEE_LINES: usize = 15;

/// Nothing unless the document names us too: what belongs to others is not for this sender to be told apart.
pub(crate) fn counterparty(text: &Text, own_names: &[String]) -> Option<Proposal<crate::proposal::Party>> {
    let mut parties = definitions(text);
    parties.extend(signatures(text));
    if parties.iter().all(|named| is_ours(&named.party.name, own_names)) || !names_us(&parties, own_names) {
        parties.extend(addressee(text));
        if parties.iter().all(|named| is_ours(&named.party.name, own_names)) {
            parties.extend(labelled_block(text));
        }
        if !names_us(&parties, own_names) {
            parties.extend(sender(text, own_names));
        }
    }
    if !names_us(&parties, own_names) {
        return None;
    }
    let others: Vec<&Named> = parties.iter().filter(|named| !is_ours(&named.party.name, own_names)).collect();
    let first = others.first()?;
    let shortest = others.iter().map(|named| key_of_name(&named.party.name)).min_by_key(String::len)?;
    let is_same = |named: &&Named| is_ours(&named.party.name, std::slice::from_ref(&shortest));
    if !others.iter().all(is_same) {
        return None; // three parties, or a name that is written in two ways
    }
    let best = others.iter().find(|named| key_of_name(&named.party.name) == shortest).unwrap_or(first);
    let mut party = best.party.clone();
    party.address = others.iter().find_map(|named| named.party.address.clone());
    let signed = others.iter().find(|named| named.rule == Rule::SignatureBlock);
    party.representative =
        signed.and_then(|named| named.party.representative.clone()).or_else(|| best.party.representative.clone());
    let confidence = if others.len() > 1 { Confidence::Certain } else { Confidence::Likely };
    let found = Found { value: party, letters: best.letters.clone() };
    Some(found.proposed(text, best.rule, confidence))
}

fn names_us(parties: &[Named], own_names: &[String]) -> bool {
    parties.iter().any(|named| is_ours(&named.party.name, own_names))
}

/// To whom a letter is addressed: 滝川市長 前田康吉 様, 株式会社北空知建設 御中.
fn addressee(text: &Text) -> Vec<Named> {
    let lines = text.lines().iter().take(ADDRESSEE_LINES);
    let found = lines.filter_map(|line| {
        let words = text.compact(line.clone());
        let name = ADDRESSED
            .iter()
            .find_map(|end| words.strip_suffix(end))
            .map(|name| name.trim_start_matches(['(', '宛', '先', ')']))?;
        let end = line.start + words.chars().count();
        named(text, name, line.start..end)
    });
    found.take(1).collect()
}

/// We ourselves, if our name stands alone in a line near the head of a letter.
fn sender(text: &Text, own_names: &[String]) -> Option<Named> {
    let lines = text.lines().iter();
    let cells = lines.flat_map(|line| text.cells(line.clone()));
    let mut found = cells.filter_map(|cell| named(text, &text.compact(cell.clone()), cell));
    found.find(|named| is_ours(&named.party.name, own_names))
}

fn named(text: &Text, name: &str, letters: std::ops::Range<usize>) -> Option<Named> {
    let is_plain = is_organisation(name) || is_person(name);
    let organisation = municipality_of_head(name);
    let representative = organisation.is_some().then(|| name.to_owned());
    let name = organisation.or_else(|| is_plain.then(|| name.to_owned()))?;
    let whole = text.compact(letters.clone());
    // With its spaces, where the whole line is the name.
    let length = name.chars().count();
    let is_first = whole.starts_with(&name);
    let name = if is_first { text.words(letters.start..letters.start + length) } else { name };
    let party = crate::proposal::Party { name, address: None, representative };
    Some(Named { party, letters, rule: Rule::Addressee })
}
