//! Parties where they sign: a role, an address, an organisation, who acts for it.

use std::ops::Range;

use crate::proposal::{Party, Rule};
use crate::text::Text;

use super::blocks::blocks;
use super::names::{is_address, is_organisation, is_person, municipality_of_head, office_in};
use super::parties::Named;

const NAME_LABELS: [&str; 14] = [
    "商号又は名称",
    "商号または名称",
    "名称又は商号",
    "商号・名称",
    "商号",
    "名称",
    "会社名",
    "法人名",
    "団体名",
    "事業者名",
    "氏名又は名称",
    "住所氏名",
    "氏名",
    "社名",
];
/// The place for a seal, and how people are addressed.
const SEALS: [&str; 8] = ["(印)", "[印]", "実印", "印", "㊞", "□", "様", "殿"];
const ADDRESS_LABELS: [&str; 6] = ["住所又は所在地", "所在地又は住所", "住所", "所在地", "所在", "本店所在地"];
const HEAD_LABELS: [&str; 8] =
    ["代表者職氏名", "代表者氏名", "代表者名", "職氏名", "代表者職・氏名", "代表者", "職・氏名", "役職・氏名"];

/// Whoever signs under a role.
pub(super) fn signatures(text: &Text, own_words: &[String]) -> Vec<Named> {
    blocks(text, own_words).iter().filter_map(|cells| party(text, cells)).collect()
}

/// Blocks without a role: 住所, 商号又は名称, 代表者職氏名 one below the other, as in letters.
pub(super) fn labelled_block(text: &Text) -> Vec<Named> {
    let lines = text.lines();
    let starts = |line: &Range<usize>| text.one_of_at(line.start, &ADDRESS_LABELS).is_some();
    let begins = lines.iter().enumerate().filter(|(_, line)| starts(line)).map(|(nth, _)| nth);
    let blocks = begins.filter_map(|nth| {
        let cells: Vec<_> =
            lines[nth..lines.len().min(nth + 4)].iter().flat_map(|line| text.cells(line.clone())).collect();
        party(text, &cells)
    });
    blocks.collect()
}

/// What the cells of a block say. A block that names two organisations names none.
fn party(text: &Text, cells: &[Range<usize>]) -> Option<Named> {
    let mut names: Vec<(Range<usize>, bool)> = Vec::new();
    let mut people: Vec<Range<usize>> = Vec::new();
    let mut heads: Vec<Range<usize>> = Vec::new();
    let mut addresses: Vec<Range<usize>> = Vec::new();
    let mut pending = None;
    let cells = cells.iter().flat_map(|cell| before_office(text, cell));
    for cell in cells {
        let (label, cell) = match pending.take() {
            Some(label) => (Some(label), cell),
            None => labelled(text, &cell),
        };
        let cell = without_seal(text, cell);
        if cell.is_empty() {
            pending = label;
            continue;
        }
        let words = text.compact(cell.clone());
        match label {
            Some(Label::Address) => addresses.push(cell),
            Some(Label::Head) => heads.push(cell),
            Some(Label::Name) if is_organisation(&words) => names.push((cell, true)),
            _ if is_organisation(&words) && !is_address(&words) => names.push((cell, label.is_some())),
            _ if is_address(&words) => addresses.push(cell),
            _ if office_in(&words).is_some() => heads.push(cell),
            _ if is_person(&words) => people.push(cell),
            _ => {}
        }
    }
    let address = if let [only] = &addresses[..] { Some(text.words(only.clone())) } else { None };
    let head = heads.first().map(|head| text.words(head.clone()));
    if let Some((name, _)) = names.first() {
        let is_same = |cell: &Range<usize>| {
            let words = text.compact(cell.clone());
            words == text.compact(name.clone())
                || ["支店", "支社", "営業所", "事業所", "教育委員会"].iter().any(|part| words.ends_with(part))
        };
        let others = names.iter().skip(1).filter(|(cell, _)| !is_same(cell)).count();
        let is_joint = text.compact(name.clone()).contains("共同企業体");
        if others > 0 && !is_joint {
            return None;
        }
        let party = Party { name: text.words(name.clone()), address, representative: head };
        return Some(Named { party, letters: name.clone(), rule: Rule::SignatureBlock });
    }
    if let Some(cell) = heads.first() {
        let words = text.compact(cell.clone());
        let (before, ..) = office_in(&words)?;
        let name = municipality_of_head(&words).or_else(|| is_organisation(before).then(|| before.to_owned()))?;
        let party = Party { name, address, representative: head };
        return Some(Named { party, letters: cell.clone(), rule: Rule::SignatureBlock });
    }
    let [person] = &people[..] else { return None };
    let party = Party { name: text.words(person.clone()), address, representative: None };
    Some(Named { party, letters: person.clone(), rule: Rule::SignatureBlock })
}

/// An organisation and who acts for it apart, where both are in one cell: 株式会社A 代表取締役 佐藤.
fn before_office(text: &Text, cell: &Range<usize>) -> Vec<Range<usize>> {
    let words = text.compact(cell.clone());
    let (_, bare) = labelled(text, cell);
    let name = office_in(&words).map(|(name, ..)| cell.start + name.chars().count());
    match name.filter(|end| *end > bare.start && is_organisation(&text.compact(bare.start..*end))) {
        Some(end) => vec![cell.start..end, end..cell.end],
        None => vec![cell.clone()],
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Name,
    Address,
    Head,
}

/// The label at a cell's beginning, and what is behind it.
fn labelled(text: &Text, cell: &Range<usize>) -> (Option<Label>, Range<usize>) {
    let open = text.one_of_at(cell.start, &["(", "【"]).map_or(cell.start, |(_, end)| end);
    let kinds: [(&[&str], Label); 3] =
        [(&HEAD_LABELS, Label::Head), (&NAME_LABELS, Label::Name), (&ADDRESS_LABELS, Label::Address)];
    for (labels, kind) in kinds {
        if let Some((_, end)) = text.one_of_at(open, labels).filter(|(_, end)| *end <= cell.end) {
            let mut begin = end;
            while let Some((_, end)) = text.one_of_at(begin, &[")", "】", ":", "・"]) {
                begin = end;
            }
            let is_apart = begin > end || begin >= cell.end || text.gap(begin) != crate::text::Gap::None;
            if is_apart {
                return (Some(kind), begin.min(cell.end)..cell.end);
            }
        }
    }
    (None, cell.clone())
}

/// Without the place for a seal at the end: 印, ㊞, (印), [印].
fn without_seal(text: &Text, cell: Range<usize>) -> Range<usize> {
    let mut end = cell.end;
    for _ in 0..3 {
        let words = text.compact(cell.start.max(end.saturating_sub(3))..end);
        let Some(mark) = SEALS.iter().find(|mark| words.ends_with(**mark)) else { break };
        end -= mark.chars().count();
    }
    cell.start..end
}
