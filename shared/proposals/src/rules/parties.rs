//! Parties by their roles: 甲, 発注者, 賃貸人.

use std::ops::Range;

use crate::proposal::{Party, Rule};
use crate::text::{Gap, Text};

/// A party with where its name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) party: Party,
    pub(super) letters: Range<usize>,
    pub(super) rule: Rule,
}

/// Words for the sides of a contract. Who stands surety or bears witness is no side.
pub(super) const ROLES: [&str; 50] = [
    "甲",
    "乙",
    "丙",
    "丁",
    "発注者",
    "受注者",
    "委託者",
    "受託者",
    "業務委託者",
    "業務受託者",
    "注文者",
    "請負者",
    "請負人",
    "注文人",
    "売主",
    "買主",
    "売渡人",
    "買受人",
    "売払人",
    "賃貸人",
    "賃借人",
    "賃貸者",
    "賃借者",
    "貸主",
    "借主",
    "貸付人",
    "借受人",
    "貸付者",
    "借受者",
    "開示者",
    "受領者",
    "供給者",
    "購入者",
    "販売者",
    "使用者",
    "派遣元",
    "派遣先",
    "譲渡人",
    "譲受人",
    "寄託者",
    "受寄者",
    "委任者",
    "利用者",
    "事業者",
    "提供者",
    "申込者",
    "依頼者",
    "出展者",
    "協力者",
    "事業主",
];
pub(super) const OUTSIDERS: [&str; 6] = ["連帯保証人", "保証人", "立会人", "仲介者", "媒介業者", "宅地建物取引士"];

/// A role at the beginning of a line or of a cell, and where what belongs to it begins: 甲, (甲), 発注者(甲), 甲(発注者), 甲:.
pub(super) fn role_heading(text: &Text, cell: &Range<usize>, roles: &[&str]) -> Option<usize> {
    let mut at = cell.start;
    let mut is_heading = false;
    for _ in 0..3 {
        if is_heading && text.gap(at) >= Gap::Wide {
            break; // 甲　　　　乙: another one stands beside it
        }
        let (bracket, open) = text.one_of_at(at, &["(", "【", "[", "<"]).unwrap_or(("", at));
        let Some((_, mut end)) = text.one_of_at(open, roles) else { break };
        if !bracket.is_empty() {
            end = text.one_of_at(end, &[")", "】", "]", ">"]).map(|(_, end)| end)?;
        }
        at = end;
        is_heading = true;
        if let Some((_, end)) = text.one_of_at(at, &[":", "・", "/"]) {
            return Some(end);
        }
    }
    if !is_heading {
        return None;
    }
    let is_apart =
        at >= cell.end || text.gap(at) != Gap::None || text.chars()[at - 1] == ')' || text.chars()[at - 1] == '】';
    let is_label = text.one_of_at(at, &["住所", "所在地", "氏名", "名称", "商号", "会社名"]).is_some();
    (is_apart || is_label).then_some(at)
}
