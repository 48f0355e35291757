//! The contract's amount as a whole.

use std::ops::Range;

use crate::money::{FoundMoney, amounts, money_at, tax_in};
use crate::proposal::{Amount, Confidence, Proposal, Rule, Tax};
use crate::text::{Gap, Text};

use super::{Found, after, before, skip, unanimous};

const LABELS: [&str; 34] = [
    "契約金額",
    "契約代金",
    "契約代金額",
    "契約額",
    "契約総額",
    "請負代金額",
    "請負代金",
    "請負金額",
    "請負代金の額",
    "工事金額",
    "工事請負代金額",
    "委託料",
    "業務委託料",
    "委託料の額",
    "委託金額",
    "委託代金",
    "業務委託料の額",
    "業務委託費",
    "売買代金",
    "売買代金額",
    "売買価格",
    "売買金額",
    "代金",
    "代金額",
    "注文金額",
    "発注金額",
    "購入金額",
    "負担金の額",
    "負担金額",
    "報酬額",
    "報酬",
    "報酬の額",
    "業務価格",
    "税込合計",
];
const TOTALS: [&str; 8] = ["合計金額", "合計", "総額", "総合計", "税込合計金額", "御見積金額", "合計額", "税込金額"];
const BETWEEN: [&str; 24] = [
    ":",
    "は",
    "、",
    "総額",
    "の総額",
    "一",
    "(税込)",
    "(税抜)",
    "(税別)",
    "(消費税込)",
    "(消費税抜き)",
    "(税込み)",
    "(税抜き)",
    "(総額)",
    "(消費税及び地方消費税を含む)",
    "(消費税及び地方消費税を含む。)",
    "(消費税等を含む)",
    "(消費税額を含む)",
    "(消費税及び地方消費税を含まない)",
    "として",
    "を",
    "合計",
    "/",
    "・",
];
/// Before an amount: it is a part, an earlier one, or about something else.
const OTHER_BEFORE: [&str; 51] = [
    "単価",
    "月額",
    "日額",
    "年額",
    "時給",
    "当たり",
    "あたり",
    "につき",
    "変更前",
    "当初",
    "原契約",
    "既定",
    "従前",
    "保証金",
    "敷金",
    "礼金",
    "違約金",
    "前払金",
    "前金",
    "手付",
    "内金",
    "残金",
    "中間金",
    "部分払",
    "増額",
    "減額",
    "うち",
    "内消費税",
    "消費税額",
    "消費税等額",
    "印紙",
    "評価額",
    "保険",
    "更新料",
    "手数料",
    "賃料",
    "賠償",
    "資本金",
    "極度額",
    "貸付料",
    "利用料",
    "会費",
    "旅費",
    "実費",
    "補償",
    "解約",
    "損害",
    "限度",
    "上限",
    "予定",
    "超え",
];
/// Behind an amount: the same.
const OTHER_AFTER: [&str; 10] = ["/月", "/件", "/時", "/人", "から金", "を限度", "を上限", "以内", "を超え", "/回"];

/// So many subtotals, and amounts of tax, are compared with the totals.
const MAX_PARTS: usize = 50;

pub(crate) fn amount(text: &Text, title: Option<&str>) -> Option<Proposal<Amount>> {
    if title.is_some_and(|title| title.contains("単価")) {
        return None;
    }
    let changed = changed(text);
    if !changed.is_empty() {
        return unanimous(changed).map(|found| found.proposed(text, Rule::Label, Confidence::Certain));
    }
    if title.is_some_and(|title| title.contains("変更")) {
        return None; // what it was is told as well, and by how much it changed
    }
    if let Some(sum) = sum(text) {
        return Some(sum.proposed(text, Rule::Sum, Confidence::Certain));
    }
    let named = labelled(text, &LABELS);
    if !named.is_empty() {
        return one_amount(&named).map(|found| found.proposed(text, Rule::Label, Confidence::Certain));
    }
    // A word as common as 合計 stands for the contract's total at the beginning of a line or of a column alone.
    let totals = text.all_of(&TOTALS).into_iter().filter(|(_, label)| text.gap(label.start) >= Gap::Wide);
    let totals: Vec<_> = totals.filter_map(|(_, label)| behind(text, &label)).collect();
    if !totals.is_empty() {
        return one_amount(&totals).map(|found| found.proposed(text, Rule::Label, Confidence::Likely));
    }
    if title.is_some_and(|title| title.contains("賃貸借")) {
        return None; // what is paid each month
    }
    let formal: Vec<_> = amounts(text).into_iter().filter(|money| money.is_formal).collect();
    if !formal.iter().all(|money| is_whole(text, money, 24)) {
        return None; // beside it stands another one
    }
    let formal: Vec<_> = formal.iter().map(|money| read(text, money.letters.clone(), money)).collect();
    one_amount(&formal).map(|found| found.proposed(text, Rule::OnlyAmount, Confidence::Likely))
}

/// All are the same number of yen, and what they say of tax does not differ.
fn one_amount(found: &[Found<Amount>]) -> Option<Found<Amount>> {
    let mut taxes = found.iter().filter_map(|found| found.value.tax);
    let tax = taxes.next();
    let agree = taxes.all(|other| Some(other) == tax);
    let mut first = found.first()?.clone();
    first.value.tax = tax.filter(|_| agree);
    (agree && found.iter().all(|found| found.value.yen == first.value.yen)).then_some(first)
}

fn labelled(text: &Text, labels: &[&str]) -> Vec<Found<Amount>> {
    text.all_of(labels).into_iter().filter_map(|(_, label)| behind(text, &label)).collect()
}

/// The amount behind a label.
fn behind(text: &Text, label: &Range<usize>) -> Option<Found<Amount>> {
    let money = money_at(text, skip(text, label.end, &BETWEEN))?;
    let is_whole = is_whole(text, &money, money.letters.start - label.start + 6);
    is_whole.then(|| read(text, label.start..money.letters.end, &money))
}

/// 変更後の契約金額.
fn changed(text: &Text) -> Vec<Found<Amount>> {
    let is_new = |(_, label): &(&str, Range<usize>)| before(text, label.start, 5).contains("変更後");
    let labels = text.all_of(&[&LABELS[..], &["変更後"]].concat()).into_iter();
    let new = labels.filter(|label| label.0 == "変更後" || is_new(label));
    new.filter_map(|(_, label)| behind(text, &label)).collect()
}

fn is_whole(text: &Text, money: &FoundMoney, reach: usize) -> bool {
    let line = text.lines()[text.line_of(money.letters.start)].start;
    let reach = reach.min(money.letters.start - line.min(money.letters.start)).max(reach.min(8));
    let (before, after) = (before(text, money.letters.start, reach), after(text, money.letters.end, 6));
    !OTHER_BEFORE.iter().any(|word| before.contains(word)) && !OTHER_AFTER.iter().any(|word| after.starts_with(word))
}

/// An amount with what is said of tax from its label to the end of its line, and on the next one in brackets.
fn read(text: &Text, letters: Range<usize>, money: &FoundMoney) -> Found<Amount> {
    let line = text.line_of(letters.end - 1);
    let mut end = text.lines()[line].end;
    if let Some(next) = text.lines().get(line + 1).filter(|next| {
        text.one_of_at(next.start, &["(", "うち", "内消費税"]).is_some() || is_open(text, letters.end, end)
    }) {
        end = next.end;
    }
    let words = text.compact(letters.start..end.min(letters.start + 120));
    Found { value: Amount { yen: money.yen, tax: tax_in(&words) }, letters }
}

/// Whether a sentence goes on behind the line.
fn is_open(text: &Text, from: usize, end: usize) -> bool {
    from < end && !text.chars()[end - 1].eq(&'。')
}

/// A total that is the sum of what it is without tax and of the tax: 小計, 消費税, 合計.
fn sum(text: &Text) -> Option<Found<Amount>> {
    let behind = |labels: &[&str]| -> Vec<FoundMoney> {
        let between =
            [":", "(10%)", "(8%)", "(税率10%)", "額", "等", "及び地方消費税", "の額", "(税抜)", "(税込)", "10%"];
        let labels = text.all_of(labels).into_iter();
        labels.filter_map(|(_, label)| money_at(text, skip(text, label.end, &between))).take(MAX_PARTS).collect()
    };
    let parts = behind(&["小計", "税抜金額", "税抜価格", "本体価格", "業務価格", "工事価格", "税抜合計", "取引金額"]);
    let taxes = behind(&["消費税", "消費税額", "消費税等"]);
    let totals = text.all_of(&[&TOTALS[..], &LABELS[..]].concat()).into_iter().filter_map(|(_, label)| {
        let money = money_at(text, skip(text, label.end, &BETWEEN))?;
        Some(Found { value: money.yen, letters: label.start..money.letters.end })
    });
    let sums = totals.filter(|total| {
        parts.iter().any(|part| taxes.iter().any(|tax| part.yen.checked_add(tax.yen) == Some(total.value)))
    });
    let sum = unanimous(sums.collect())?;
    Some(Found { value: Amount { yen: sum.value, tax: Some(Tax::Included) }, letters: sum.letters })
}
