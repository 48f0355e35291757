//! Letters as rules compare them: full-width letters become ordinary ones, radicals the characters that they look like.

use icu_normalizer::ComposingNormalizerBorrowed;

/// Characters that fonts give for a radical, which Unicode does not decompose (CJK Radicals Supplement).
const RADICALS: [(char, char); 31] = [
    ('⺠', '民'),
    ('⺟', '母'),
    ('⺁', '厂'),
    ('⺊', '卜'),
    ('⺒', '巳'),
    ('⺕', '彐'),
    ('⺝', '月'),
    ('⺫', '目'),
    ('⺼', '月'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '見'),
    ('⻆', '角'),
    ('⻉', '貝'),
    ('⻋', '車'),
    ('⻑', '長'),
    ('⻔', '門'),
    ('⻘', '青'),
    ('⻛', '風'),
    ('⻜', '飛'),
    ('⻝', '食'),
    ('⻢', '馬'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '魚'),
    ('⻦', '鳥'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻫', '斉'),
    ('⻭', '歯'),
    ('⻲', '亀'),
];

/// Whether a character only changes the one before it (濁点 and 半濁点, half-width or combining).
pub(crate) fn is_voicing(c: char) -> bool {
    matches!(c, 'ﾞ' | 'ﾟ' | '\u{3099}' | '\u{309a}')
}

/// A character, with the voicing marks behind it, as rules compare it. Numbers in circles stay, since ① before 2026 is no
/// part of the year; so do variants of characters that stand in names (神, 﨑).
pub(crate) fn normal(written: &str) -> String {
    if let Some((_, c)) = RADICALS.iter().find(|(radical, _)| written.starts_with(*radical)) {
        return c.to_string();
    }
    let stays = |c: char| matches!(c, '\u{2460}'..='\u{24ff}' | '\u{f900}'..='\u{faff}');
    if written.starts_with(stays) {
        return written.to_owned();
    }
    let halves = written.replace('ﾞ', "\u{3099}").replace('ﾟ', "\u{309a}");
    ComposingNormalizerBorrowed::new_nfkc().normalize(&halves).into_owned()
}

/// A name by which two spellings of the same organisation are alike: without spaces, signs and short forms.
pub(crate) fn key_of_name(name: &str) -> String {
    let normal = ComposingNormalizerBorrowed::new_nfkc().normalize(name);
    let spelled = normal.replace("(株)", "株式会社").replace("(有)", "有限会社").replace("(同)", "合同会社");
    spelled.chars().filter(|c| !c.is_whitespace() && !"・.,'’-‐".contains(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_letters_and_radicals_are_read_as_what_they_mean() {
        for (written, meant) in
            [("８", "8"), ("￥", "¥"), ("㈱", "(株)"), ("⻑", "長"), ("⽇", "日"), ("ｶﾞ", "ガ"), ("㋿", "令和")]
        {
            assert_eq!(normal(written), meant);
        }
        assert_eq!(normal("①"), "①", "a number in a circle is no digit");
        assert_eq!(normal("神"), "神", "names keep their characters");
    }

    #[test]
    fn spellings_of_one_name_have_one_key() {
        assert_eq!(key_of_name("㈱北空知 建設"), key_of_name("株式会社　北空知建設"));
        assert_ne!(key_of_name("株式会社北空知建設"), key_of_name("北空知建設株式会社"));
    }
}
