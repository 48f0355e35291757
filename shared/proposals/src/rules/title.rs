//! What the document calls itself: a line near its beginning that ends like the name of a kind of document.

use crate::proposal::{Confidence, Proposal, Rule};
use crate::text::Text;

use super::Found;

const KINDS: [&str; 24] = [
    "契約書",
    "契約証書",
    "契約証",
    "覚書",
    "協定書",
    "請書",
    "注文書",
    "発注書",
    "合意書",
    "誓約書",
    "確認書",
    "念書",
    "見積書",
    "同意書",
    "通知書",
    "申込書",
    "承諾書",
    "委任状",
    "借用書",
    "示談書",
    "納品書",
    "請求書",
    "仕様書",
    "約定書",
];
/// What may stand behind the name of the kind.
const BEHIND: [&str; 5] = ["(案)", "(写)", "(控)", "(正)", "(副)"];
const MAX_LINES: usize = 12;
const MAX_LETTERS: usize = 40;

pub(crate) fn title(text: &Text) -> Option<Proposal<String>> {
    let mut lines = text.lines().iter().take(MAX_LINES).enumerate();
    let (nth, line) = lines.find(|(_, line)| {
        let words = text.compact((*line).clone());
        line.len() <= MAX_LETTERS && is_title(&words)
    })?;
    let confidence = if nth < 5 { Confidence::Certain } else { Confidence::Likely };
    let found = Found { value: text.compact(line.clone()), letters: line.clone() };
    Some(found.proposed(text, Rule::TitleLine, confidence))
}

fn is_title(words: &str) -> bool {
    let mut name = words;
    while let Some(rest) = BEHIND.iter().find_map(|behind| name.strip_suffix(behind)) {
        name = rest;
    }
    let name = bare(name);
    let is_sentence = words.contains(['。', '、', ':', '「']) || words.starts_with(['※', '(', '第', '・']);
    let is_attached = ["別紙", "別添", "添付", "様式"].iter().any(|word| words.starts_with(word));
    !is_sentence && !is_attached && KINDS.iter().any(|kind| name.ends_with(kind))
}

/// Without a bracket at the end: 業務委託契約書（清掃業務）, 注文書兼請書（第2号）.
fn bare(name: &str) -> &str {
    match name.rsplit_once('(') {
        Some((before, inside)) if inside.ends_with(')') && !before.is_empty() => before,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_names_a_kind_of_document_is_its_title_and_a_sentence_is_not() {
        for words in ["業務委託契約書", "注文請書", "秘密保持に関する覚書(案)", "賃貸借契約書(駐車場)"]
        {
            assert!(is_title(words), "{words}");
        }
        for words in ["甲と乙は、次のとおり契約書", "別添:仕様書", "第3条契約書", "収入印紙", "(様式第1号)契約書"]
        {
            assert!(!is_title(words), "{words}");
        }
    }
}
