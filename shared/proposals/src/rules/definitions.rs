//! Parties by the sentence that says who is who: 「滝川市（以下「甲」という。）と株式会社…（以下「乙」という。）とは」.

use std::ops::Range;

use crate::proposal::{Party, Rule};
use crate::text::{Gap, Text};

use super::names::{is_organisation, is_person, municipality_of_head, office_in};
use super::parties::{Named, OUTSIDERS, ROLES};

/// Nobody's name is longer.
const MAX_NAME: usize = 40;
const MAX_WORD: usize = 8;
const MAX_WORDS: usize = 10;
const OPENINGS: [&str; 6] = ["(以下「", "(以下、「", "(以下,「", "(以下『", "(以下単に「", "(以下"];

/// Parties by definitions, and the words that the document uses for them besides the usual ones.
pub(super) fn definitions(text: &Text) -> (Vec<Named>, Vec<String>) {
    let mut found = Vec::new();
    let mut words = Vec::new();
    for (at, word) in defined(text) {
        if let Some(letters) = name_before(text, at) {
            // Under a word of its own stands whatever a document speaks of; people have a space in their names.
            let is_surely_name =
                is_organisation(&text.compact(letters.clone())) || spaced(text, letters.clone()).contains(' ');
            if word.is_some() && !is_surely_name {
                continue;
            }
            found.extend(named(text, letters));
            words.extend(word);
        }
    }
    if found.is_empty() {
        found = sides(text);
    }
    words.truncate(MAX_WORDS);
    (found, words)
}

/// Where a definition begins, behind the name, and the word if it is no usual one: (以下「甲」, (以下「市」, (甲), を甲とし.
fn defined(text: &Text) -> Vec<(usize, Option<String>)> {
    let mut found = Vec::new();
    for at in 0..text.chars().len() {
        if let Some((_, inside)) = text.one_of_at(at, &OPENINGS) {
            if text.one_of_at(inside, &ROLES).is_some() {
                found.push((at, None));
            } else {
                found.extend(own_word(text, inside).map(|word| (at, Some(word))));
            }
        } else if let Some((_, role)) = text.one_of_at(at, &["を「", "を"])
            && let Some((_, end)) = text.one_of_at(role, &ROLES)
            && text.one_of_at(end, &["とし", "」とし", "、", "」、", "として"]).is_some()
        {
            found.push((at, None));
        } else if text.is_at(at, "(")
            && let Some((_, end)) = text.one_of_at(at + 1, &ROLES)
            && text.one_of_at(end, &[")と", ")は、", ")及び", ")との"]).is_some()
        {
            found.push((at, None));
        }
    }
    found
}

/// A word of the document's own for a party: 市 of 「（以下「市」という。）と」. Things have other words: 本業務, 原契約.
fn own_word(text: &Text, at: usize) -> Option<String> {
    let length = text.chars()[at..].iter().take(MAX_WORD + 1).position(|c| "」』".contains(*c))?;
    let closing = text.chars()[at + length..].iter().take(MAX_WORD).position(|c| *c == ')')?;
    let word = text.compact(at..at + length);
    let is_thing = word.starts_with(['本', '当', '対', '原', '同', '各']) || word.ends_with(['契', '約', '務', '等']);
    let is_party = text.one_of_at(at + length + closing + 1, &["と", "は", "及び", "、", "並びに"]).is_some();
    (!word.is_empty() && !is_thing && is_party).then_some(word)
}

/// The name that ends here. It is looked for on this line, and begins on the line before if it is none otherwise.
fn name_before(text: &Text, at: usize) -> Option<Range<usize>> {
    let mut begin = at;
    let mut wraps = 0;
    while begin > 0 && at - begin < MAX_NAME {
        let c = text.chars()[begin - 1];
        let is_boundary = "、。:)」".contains(c)
            || c == 'と' && (begin >= 2 && ")」".contains(text.chars()[begin - 2]))
            || (c == 'は' || c == 'と') && text.gap(begin) >= Gap::Space;
        if is_boundary {
            break;
        }
        if begin < at && text.gap(begin) >= Gap::Line {
            if is_name(&bare(&text.compact(begin..at))) || wraps == 1 {
                break;
            }
            wraps += 1;
        }
        begin -= 1;
    }
    let mut begin = skip_connectives(text, begin, at);
    if text.one_of_at(begin, &OUTSIDERS).is_some() {
        return None;
    }
    if let Some((_, end)) = text.one_of_at(begin, &ROLES).filter(|(_, end)| *end < at) {
        begin = end;
    }
    (begin < at && is_name(&text.compact(begin..at))).then_some(begin..at)
}

fn skip_connectives(text: &Text, begin: usize, at: usize) -> usize {
    let mut begin = begin;
    while let Some((_, end)) = text.one_of_at(begin, &["と", "及び", "並びに", "兼", ":"]).filter(|(_, end)| *end < at)
    {
        begin = end;
    }
    begin
}

fn bare(words: &str) -> String {
    let role = ROLES.iter().filter(|role| words.starts_with(**role)).max_by_key(|role| role.len());
    words.strip_prefix(role.copied().unwrap_or("")).unwrap_or(words).to_owned()
}

fn is_name(words: &str) -> bool {
    is_organisation(words)
        || is_person(words)
        || municipality_of_head(words).is_some()
        || office_in(words).is_some_and(|(org, ..)| is_organisation(org))
}

/// The organisation, with its head apart if both are named: 滝川市長 前田康吉, 株式会社A 代表取締役 佐藤.
fn named(text: &Text, letters: Range<usize>) -> Option<Named> {
    let words = text.compact(letters.clone());
    let party = |name: String, representative: Option<String>| Party { name, address: None, representative };
    let party = if let Some(name) = municipality_of_head(&words) {
        party(name, Some(words))
    } else if let Some((organisation, office, person)) = office_in(&words).filter(|(org, ..)| is_organisation(org)) {
        party(organisation.to_owned(), Some(format!("{office} {person}")))
    } else if is_organisation(&words) || is_person(&words) {
        party(spaced(text, letters.clone()), None)
    } else {
        return None;
    };
    Some(Named { party, letters, rule: Rule::Definition })
}

/// A name as it is written on its line.
fn spaced(text: &Text, letters: Range<usize>) -> String {
    let mut name = String::new();
    for at in letters.clone() {
        if at > letters.start && matches!(text.gap(at), Gap::Space | Gap::Wide) {
            name.push(' ');
        }
        name.push(text.chars()[at]);
    }
    name
}

/// 「発注者 滝川市 と受注者 株式会社… とは」.
fn sides(text: &Text) -> Vec<Named> {
    for (_, first) in text.all_of(&ROLES) {
        let window = first.end..(first.end + MAX_NAME).min(text.chars().len());
        for at in window {
            let Some((_, second)) = text.one_of_at(at, &["と", "及び"]).filter(|_| at > first.end) else { continue };
            let Some((_, second_name)) = text.one_of_at(second, &ROLES) else { continue };
            let ends = second_name..(second_name + MAX_NAME).min(text.chars().len());
            let Some(end) = ends.clone().find(|end| text.one_of_at(*end, &["とは", "は、", "との", "とが"]).is_some())
            else {
                continue;
            };
            let names = [first.end..at, second_name..end];
            if names.iter().all(|name| !name.is_empty() && is_name(&text.compact(name.clone()))) {
                return names.into_iter().filter_map(|name| named(text, name)).collect();
            }
        }
    }
    Vec::new()
}
