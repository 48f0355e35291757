//! What single passages say, and above all what they do not say: a wrong proposal is worse than none.

use proposals::{Confidence, Proposals, Rule, Tax, propose_from_text};

const OWN: &str = "滝川市";

fn read(text: &str) -> Proposals {
    propose_from_text(text, &[OWN.to_owned()])
}

fn date(text: &str) -> Option<String> {
    read(text).date.map(|date| date.value.to_string())
}

fn yen(text: &str) -> Option<u64> {
    read(text).amount.map(|amount| amount.value.yen)
}

fn term(text: &str) -> (Option<String>, Option<String>) {
    let Proposals { start, end, .. } = read(text);
    (start.map(|start| start.value.to_string()), end.map(|end| end.value.to_string()))
}

fn counterparty(text: &str) -> Option<String> {
    read(text).counterparty.map(|party| party.value.name)
}

#[test]
fn the_day_of_an_earlier_contract_is_not_the_day_of_this_one() {
    assert_eq!(date("覚書\n甲と乙は、令和7年4月1日付けで締結した契約の一部を変更する契約を締結する。"), None);
    assert_eq!(date("覚書\n原契約締結日　令和7年4月1日"), None);
}

#[test]
fn two_days_that_could_be_meant_give_none() {
    assert_eq!(date("契約書\n契約締結日　令和8年4月1日\n契約日　令和8年4月2日"), None);
    assert_eq!(date("契約書\n契約日　令和8年4月1日\n証として本書2通を作成する。\n令和8年4月3日\n甲　滝川市"), None);
    assert_eq!(date("契約書\n令和8年4月1日\n令和8年5月1日"), None);
}

#[test]
fn a_day_that_is_to_be_filled_in_is_not_taken_from_elsewhere() {
    let text = "請書\n令和8年3月1日\n下記のとおりお請けします。\n令和　年　月　日\n受注者　株式会社A";
    assert_eq!(date(text), None);
}

#[test]
fn parts_prices_by_unit_and_penalties_are_not_the_amount() {
    for text in [
        "契約書\n契約保証金　金１００，０００円",
        "契約書\n委託料は、月額金１００，０００円とする。",
        "契約書\n単価　金１，０００円",
        "契約書\n違反した者は、違約金として金５００，０００円を支払う。",
        "契約書\n報酬は金１０，０００円を上限とする。",
        "契約書\n金１００，０００円と金２００，０００円を支払う。",
        "単価契約書\n契約金額　金１，０００円",
        "建物賃貸借契約書\n賃料　金６５，０００円",
        "契約書\n契約金額　金１，０００円\n契約金額　金２，０００円",
    ] {
        assert_eq!(yen(text), None, "{text}");
    }
    assert_eq!(yen("契約書\n契約金額　金１００，０００円"), Some(100_000));
}

#[test]
fn a_sum_of_something_else_is_not_the_total() {
    assert_eq!(yen("契約書\n美術品に評価額総額８０，０００，０００円の保険を付する。"), None);
    assert_eq!(yen("契約書\n参加者の負担は合計１０，０００円とする。"), None);
}

#[test]
fn a_total_is_believed_with_its_parts_and_said_to_hold_the_tax() {
    let amount = read("注文書\n小計　1,000円\n消費税　100円\n合計　1,100円").amount.expect("a total");
    assert_eq!((amount.value.yen, amount.value.tax), (1_100, Some(Tax::Included)));
    assert_eq!((amount.rule, amount.confidence), (Rule::Sum, Confidence::Certain));
}

#[test]
fn terms_are_read_in_the_forms_that_contracts_use() {
    let both = (Some("2026-04-01".to_owned()), Some("2027-03-31".to_owned()));
    for text in [
        "契約書\n契約期間　令和8年4月1日から令和9年3月31日まで",
        "契約書\n有効期間は、令和8年4月1日より令和9年3月31日までの1年間とする。",
        "契約書\n工期　自　令和8年4月1日\n　　　至　令和9年3月31日",
        "契約書\n期間：2026/4/1～2027/3/31",
        "契約書\n履行期間　着手　令和8年4月1日\n完成　令和9年3月31日",
        "契約書\n契約期間は、令和8年4月1日から1年間とする。",
        "契約書\n契約期間は、令和8年4月1日（水）から12か月間とする。",
        "契約書\n着手　令和8年4月1日\n工　期\n完成　令和9年3月31日",
    ] {
        assert_eq!(term(text), both, "{text}");
    }
}

#[test]
fn of_a_term_that_was_changed_the_new_one_is_read() {
    let text = "変更契約書\n履行期間\n変更前　令和8年4月1日から令和8年9月30日まで\n変更後　令和8年4月1日から令和8年10月31日まで";
    assert_eq!(term(text), (Some("2026-04-01".to_owned()), Some("2026-10-31".to_owned())));
}

#[test]
fn a_term_that_begins_with_the_contract_needs_its_day() {
    let of = |day: &str, from: &str| term(&format!("契約書\n工期　{from}から令和9年3月31日まで\n契約日　{day}"));
    let end = Some("2027-03-31".to_owned());
    assert_eq!(of("令和8年4月1日", "契約締結の日"), (Some("2026-04-01".to_owned()), end.clone()));
    assert_eq!(of("令和8年4月1日", "契約締結日の翌日"), (Some("2026-04-02".to_owned()), end.clone()));
    assert_eq!(of("令和　年　月　日", "契約締結の日"), (None, end));
}

#[test]
fn terms_that_contradict_each_other_or_the_calendar_give_none() {
    for text in [
        "契約書\n契約期間　令和8年4月1日から令和9年3月31日まで\n履行期間　令和8年5月1日から令和9年3月31日まで",
        "契約書\n契約期間　令和9年4月1日から令和8年3月31日まで",
        "契約書\n変更前の契約期間　令和8年4月1日から令和9年3月31日まで",
        "契約書\n有効期間は、契約締結の日から3年間とする。",
        "変更契約書\n工期　令和8年4月1日から令和8年9月30日まで",
        "覚書\n契約期間　令和8年4月1日から令和9年3月31日までを、令和10年3月31日までに改める。",
    ] {
        assert_eq!(term(text), (None, None), "{text}");
    }
}

#[test]
fn the_other_party_is_named_only_where_the_document_names_us() {
    let of = |us: &str| {
        format!("契約書\n{us}（以下「甲」という。）と株式会社北建（以下「乙」という。）とは、契約を締結する。")
    };
    assert_eq!(counterparty(&of("滝川市")).as_deref(), Some("株式会社北建"));
    assert_eq!(counterparty(&of("深川市")), None, "a contract between others");
    assert_eq!(counterparty(&of("滝川市森林組合")), None, "somebody whose name begins with ours");
}

#[test]
fn three_parties_and_two_spellings_give_no_counterparty() {
    let three = "滝川市（以下「甲」という。）、株式会社北建（以下「乙」という。）及び南建株式会社（以下「丙」という。）は、協定する。";
    assert_eq!(counterparty(three), None);
    let two = "滝川市（以下「甲」という。）と株式会社北建（以下「乙」という。）は、契約する。\n乙　株式会社北見建設";
    assert_eq!(counterparty(two), None);
}

#[test]
fn who_stands_surety_is_no_party() {
    let text = "滝川市（以下「甲」という。）と株式会社北建（以下「乙」という。）と連帯保証人山田太郎（以下「丙」という。）は、契約する。";
    assert_eq!(counterparty(text).as_deref(), Some("株式会社北建"));
}

#[test]
fn a_party_is_told_with_its_address_and_who_acts_for_it() {
    let text = "契約書\n甲　滝川市大町1丁目2番15号\n滝川市\n滝川市長　前田　一郎\n\
                乙　札幌市北区北7条西1丁目\n株式会社北建　札幌支店\n支店長　北　次郎　印";
    let party = read(text).counterparty.expect("a party").value;
    assert_eq!(party.name, "株式会社北建 札幌支店");
    assert_eq!(party.address.as_deref(), Some("札幌市北区北7条西1丁目"));
    assert_eq!(party.representative.as_deref(), Some("支店長 北 次郎"));
}

#[test]
fn parties_that_sign_side_by_side_are_told_apart() {
    let text = "契約書\n甲　　　　　　　　　　　　　乙\n滝川市大町1丁目2番15号　　　　札幌市北区北7条西1丁目\n\
                滝川市　　　　　　　　　　株式会社北建\n滝川市長　前田　一郎　　　　代表取締役　北　次郎";
    let party = read(text).counterparty.expect("a party").value;
    assert_eq!(party.name, "株式会社北建");
    assert_eq!(party.address.as_deref(), Some("札幌市北区北7条西1丁目"));
    assert_eq!(party.representative.as_deref(), Some("代表取締役 北 次郎"));
    let uneven = text.replace("滝川市　　　　　　　　　　株式会社北建", "株式会社北建");
    assert_eq!(counterparty(&uneven), None, "nobody knows in whose column it stands");
}

#[test]
fn forms_that_are_still_to_be_filled_in_say_nothing() {
    let text = "滝川市（以下「甲」という。）と株式会社○○（以下「乙」という。）は、契約を締結する。\n\
                契約期間　令和　年　月　日から令和　年　月　日まで\n契約金額　金　　　　　　円也\n\
                本書２通を作成し、各自１通を保有する。\n令和○年○月○日\n甲　滝川市\n乙　株式会社○○";
    let Proposals { date, counterparty, amount, start, end, .. } = read(text);
    assert!(date.is_none() && counterparty.is_none() && amount.is_none() && start.is_none() && end.is_none());
}

#[test]
fn each_proposal_tells_its_words_and_the_page() {
    let proposals = read("業　務　委　託　契　約　書\n\u{c}\n契約締結日：令和　８年　４月　１日");
    let title = proposals.title.expect("a title");
    assert_eq!((title.value.as_str(), title.words.as_str()), ("業務委託契約書", "業 務 委 託 契 約 書"));
    let date = proposals.date.expect("a day");
    assert_eq!((date.words.as_str(), date.place.page), ("契約締結日:令和 8年 4月 1日", 2));
}

#[test]
fn empty_and_foreign_texts_say_nothing() {
    for text in ["", "\u{c}\u{c}", "This agreement is made on 1 April 2026.", "ああああ", "年月日円也甲乙"] {
        assert_eq!(read(text), Proposals::default(), "{text}");
    }
}
