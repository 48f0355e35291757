//! Names of organisations and people, offices and addresses, as they stand where parties are named.

use crate::text::normal::key_of_name;

use super::words::{BODIES, CORPORATE, OFFICES, PARTS_OF_COMPANY, PARTS_OF_MUNICIPALITY, PREFECTURES};

/// Without the prefecture in front, unless it is the whole name.
fn without_prefecture(name: &str) -> &str {
    let rest = PREFECTURES.iter().find_map(|prefecture| name.strip_prefix(prefecture));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// Whether a name is that of a town, city, prefecture.
pub(super) fn is_municipality(name: &str) -> bool {
    let short = without_prefecture(name);
    let is_word = short.chars().all(|c| !c.is_ascii() && !"、。「」".contains(c));
    let length = short.chars().count();
    // 呉市築地町 is a part of a city; 余市町 and 市貝町 are towns.
    let is_part =
        short.char_indices().any(|(at, c)| c == '市' && at > 0 && short[at + c.len_utf8()..].chars().count() > 1);
    PREFECTURES.contains(&name)
        || is_word && !is_part && (2..=7).contains(&length) && short.ends_with(['市', '町', '村', '区'])
}

/// Whether a name is that of an organisation.
pub(super) fn is_organisation(name: &str) -> bool {
    let length = name.chars().count();
    // 株式会社○○ stands for a name that is still to be filled in.
    let is_sentence = name.contains(['、', '。', '「', '」', ':', '○', '〇', '◯', '●', '△', '□', '_']);
    if is_sentence
        || !(3..=40).contains(&length)
        || office_in(name).is_some() && !CORPORATE.iter().any(|f| name.contains(f))
    {
        return false;
    }
    is_municipality(name)
        || CORPORATE.iter().any(|form| name.contains(form) && name != *form)
        || BODIES.iter().any(|body| name.ends_with(body) && name != *body)
}

/// Whether words say where somebody is.
pub(super) fn is_address(words: &str) -> bool {
    let numbered = words.contains(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let is_street = ["番", "丁目", "号", "-", "−", "条", "町", "ー", "線"].iter().any(|sign| words.contains(sign));
    let has_place = words.contains(['市', '区', '町', '村', '郡', '都', '道', '府', '県']);
    words.starts_with('〒') || has_place && numbered && is_street && !CORPORATE.iter().any(|form| words.contains(form))
}

/// The office that is named in some words, and what stands before and behind it: 滝川市|長|前田.
pub(super) fn office_in(words: &str) -> Option<(&str, &'static str, &str)> {
    let found = OFFICES.iter().filter_map(|office| words.find(office).map(|at| (at, *office)));
    // 空知事務機 has no governor in it.
    let found = found.filter(|(at, office)| *office != "知事" || *at == 0 || PREFECTURES.contains(&&words[..*at]));
    let (at, office) = found.min_by_key(|(at, office)| (*at, usize::MAX - office.len()))?;
    Some((&words[..at], office, &words[at + office.len()..]))
}

/// The municipality whose head is named: 滝川市 of 滝川市長.
pub(super) fn municipality_of_head(words: &str) -> Option<String> {
    let (before, office, _) = office_in(words)?;
    let body = office.strip_suffix('長').filter(|body| ["市", "町", "村", "区"].contains(body));
    if let Some(body) = body {
        let name = format!("{before}{body}");
        return is_municipality(&name).then_some(name);
    }
    (office == "知事" && PREFECTURES.contains(&before)).then(|| before.to_owned())
}

/// Whether words look like a person's name: two to ten Japanese letters that are nothing else.
pub(super) fn is_person(words: &str) -> bool {
    let length = words.chars().count();
    let is_letter = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fc}' | '々' | '\u{f900}'..='\u{faff}');
    (2..=10).contains(&length)
        && words.chars().all(is_letter)
        && !words.contains(['が', 'を', 'の']) // 甲が所有する機械 is none
        && office_in(words).is_none()
        && !is_organisation(words)
        && !["住所", "氏名", "名称", "商号", "記名", "押印", "印紙", "以上", "別紙", "署名"]
            .iter()
            .any(|w| words.contains(w))
}

/// Whether a party is one of these organisations: itself, its head, an office or a branch of it.
pub(super) fn is_ours(name: &str, own_names: &[String]) -> bool {
    let name = key_of_name(name);
    let short = without_prefecture(&name);
    own_names.iter().any(|own| {
        let own = key_of_name(own);
        let own = without_prefecture(&own);
        let parts: &[&str] = if is_municipality(own) { &PARTS_OF_MUNICIPALITY } else { &PARTS_OF_COMPANY };
        let is_part = |rest: &str| {
            rest.is_empty()
                || if is_municipality(own) {
                    parts.iter().any(|p| rest.starts_with(p))
                } else {
                    parts.iter().any(|p| rest.ends_with(p))
                }
        };
        !own.is_empty() && short.strip_prefix(own).is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_is_told_from_those_that_have_its_name_in_theirs() {
        let own = ["滝川市".to_owned()];
        for name in ["滝川市", "北海道滝川市", "滝川市長", "滝川市教育委員会", "滝川市水道事業"]
        {
            assert!(is_ours(name, &own), "{name}");
        }
        for name in ["滝川市森林組合", "滝川株式会社", "深川市", "滝川市商工会議所"] {
            assert!(!is_ours(name, &own), "{name}");
        }
        assert!(is_ours("㈱北空知建設　札幌支店", &["株式会社北空知建設".to_owned()]));
        assert!(!is_ours("株式会社北空知建設工業", &["株式会社北空知建設".to_owned()]));
        assert!(!is_ours("滝川市", &[String::new()]), "an organisation without a name is nobody");
    }

    #[test]
    fn organisations_people_and_addresses_are_told_apart() {
        for name in
            ["株式会社北空知建設", "(有)佐藤電気", "滝川市", "空知中部広域連合会", "滝川市立病院", "株式会社空知事務機"]
        {
            assert!(is_organisation(name), "{name}");
        }
        for town in ["余市町", "市貝町", "四日市市", "北海道"] {
            assert!(is_municipality(town), "{town}");
        }
        for words in
            ["株式会社○○", "呉市築地町", "代表取締役佐藤一郎", "滝川市長前田康吉", "佐藤一郎", "滝川市大町1丁目2番15号"]
        {
            assert!(!is_organisation(words), "{words}");
        }
        assert!(is_address("北海道滝川市大町1丁目2番15号"));
        assert!(!is_address("滝川市"));
        assert!(is_person("佐藤一郎"));
        assert!(!is_person("代表取締役佐藤"));
        assert!(!is_person("甲が所有する機械"));
        assert_eq!(municipality_of_head("滝川市長前田康吉").as_deref(), Some("滝川市"));
        assert_eq!(office_in("株式会社空知事務機"), None);
        assert_eq!(municipality_of_head("北海道知事鈴木").as_deref(), Some("北海道"));
    }
}
