//! The other party: of those that the document names, the only one that is not the sender's own organisation.

use std::ops::Range;
use std::slice::from_ref;

use crate::proposal::{Confidence, Party, Proposal, Rule};
use crate::text::Text;
use crate::text::normal::key_of_name;

use super::Found;
use super::definitions::definitions;
use super::names::{self, is_organisation, is_person, municipality_of_head, office_in};
use super::parties::Named;
use super::signatures::{labelled_block, signatures};

const ADDRESSED: [&str; 5] = ["御中", "様", "殿", "あて", "宛"];
const HEAD_LINES: usize = 15;

/// Nothing unless the document names us too: what belongs to others is not for this sender to be told apart.
pub(crate) fn counterparty(text: &Text, own_names: &[String]) -> Option<Proposal<Party>> {
    let (mut parties, own_words) = definitions(text);
    parties.extend(signatures(text, &own_words));
    let is_ours = |named: &Named| names::is_ours(&named.party.name, own_names);
    if parties.iter().all(is_ours) || !parties.iter().any(is_ours) {
        let addressee = addressee(text);
        let addressed_to_us = addressee.as_ref().is_some_and(is_ours);
        let senders = if addressee.is_some() { senders(text) } else { Vec::new() };
        parties.extend(addressee);
        if addressed_to_us && parties.iter().all(is_ours) {
            parties.extend(labelled_block(text));
        }
        if addressed_to_us && parties.iter().all(is_ours) {
            parties.extend(senders);
        } else if !addressed_to_us {
            parties.extend(senders.into_iter().find(is_ours));
        }
    }
    if !parties.iter().any(is_ours) {
        return None;
    }
    let others: Vec<&Named> = parties.iter().filter(|named| !is_ours(named)).collect();
    let first = others.first()?;
    let shortest = others.iter().map(|named| key_of_name(&named.party.name)).min_by_key(String::len)?;
    let is_same = |named: &&Named| names::is_ours(&named.party.name, from_ref(&shortest));
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

/// To whom a letter is addressed: 滝川市長 前田康吉 様, 株式会社北空知建設 御中.
fn addressee(text: &Text) -> Option<Named> {
    let cells = text.lines().iter().take(HEAD_LINES).flat_map(|line| text.cells(line.clone()));
    let mut found = cells.filter_map(|cell| {
        let words = text.compact(cell.clone());
        let name = ADDRESSED.iter().find_map(|end| words.strip_suffix(end))?;
        named(text, name, cell)
    });
    found.next()
}

/// Organisations whose names stand alone near the head of a letter, where whoever writes it is named.
fn senders(text: &Text) -> Vec<Named> {
    let cells = text.lines().iter().take(HEAD_LINES).flat_map(|line| text.cells(line.clone()));
    let named = cells.filter_map(|cell| {
        let name = text.compact(cell.clone());
        let is_addressee = ADDRESSED.iter().any(|end| name.ends_with(end));
        let is_alone = !is_addressee && (is_organisation(&name) || municipality_of_head(&name).is_some());
        is_alone.then(|| named(text, &name, cell)).flatten()
    });
    named.collect()
}

fn named(text: &Text, name: &str, letters: Range<usize>) -> Option<Named> {
    let is_plain = is_organisation(name) || is_person(name);
    let organisation = municipality_of_head(name);
    let (organisation, is_plain) = match office_in(name).filter(|(organisation, ..)| is_organisation(organisation)) {
        Some((organisation, ..)) => (Some(organisation.to_owned()), false),
        None => (organisation, is_plain),
    };
    let representative = organisation.is_some().then(|| name.to_owned());
    let name = organisation.or_else(|| is_plain.then(|| name.to_owned()))?;
    let whole = text.compact(letters.clone());
    // With its spaces, where the whole line is the name.
    let length = name.chars().count();
    let is_first = whole.starts_with(&name);
    let name = if is_first { text.words(letters.start..letters.start + length) } else { name };
    let party = Party { name, address: None, representative };
    Some(Named { party, letters, rule: Rule::Addressee })
}
