//! Names of people and companies: what of them goes into a seal.

use crate::ending::Ending;

/// Endings of companies' seals.
const IN: &str = "印";
const NO_IN: &str = "之印";
/// Squares and near squares that hold this many characters without a gap; more, and the columns differ by one, which is
/// hardly seen.
const FULL: [usize; 8] = [4, 6, 9, 12, 16, 20, 25, 30];

/// Whether a text has to be set vertically in a seal: it holds a character of Japanese writing.
pub(crate) fn is_japanese(text: &str) -> bool {
    text.chars().any(|character| matches!(character, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}'))
}

/// What goes into a round seal: of a Japanese name the part before the first space; a Latin name as a whole.
pub(crate) fn surname(name: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or_default();
    if is_japanese(name) { first.to_owned() } else { name.trim().to_owned() }
}

/// A company's name with this ending; spaces go. A name that ends with 「印」 already, and one in Latin letters, stay.
pub(crate) fn with_ending(company: &str, ending: Ending) -> String {
    let name = spelled_out(company);
    if !is_japanese(&name) {
        return company.trim().to_owned();
    }
    if name.ends_with('印') {
        return name;
    }
    let ending = match ending {
        Ending::Fitting => fitting(name.chars().count()),
        Ending::Nothing => "",
        Ending::In => IN,
        Ending::NoIn => NO_IN,
    };
    format!("{name}{ending}")
}

/// The ending that fills the square, if there is one.
fn fitting(length: usize) -> &'static str {
    if FULL.contains(&length) && length > 4 {
        return "";
    }
    let fills = |ending: &&str| FULL.contains(&(length + ending.chars().count()));
    [NO_IN, IN].into_iter().find(fills).unwrap_or_default()
}

/// Without spaces, with what 「㈱」 and 「㈲」 stand for: seals say the registered name.
fn spelled_out(company: &str) -> String {
    let mut name: String = company.split_whitespace().collect();
    let forms = ["㈱", "(株)", "（株）"].map(|short| (short, "株式会社"));
    for (short, long) in forms.into_iter().chain(["㈲", "(有)", "（有）"].map(|short| (short, "有限会社"))) {
        name = name.replace(short, long);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_ends_the_surname() {
        assert_eq!(surname("山田 太郎"), "山田");
        assert_eq!(surname("　髙﨑\u{3000}一郎"), "髙﨑");
        assert_eq!(surname("山田太郎"), "山田太郎");
        assert_eq!(surname(" John Smith "), "John Smith");
    }

    #[test]
    fn an_ending_fills_the_square() {
        let fits = |company| with_ending(company, Ending::Fitting);
        assert_eq!(fits("株式会社契印"), "株式会社契印");
        assert_eq!(fits("株式会社サンプル"), "株式会社サンプル印");
        assert_eq!(fits("株式会社 山田工業所"), "株式会社山田工業所");
        assert_eq!(fits("株式会社山田商店"), "株式会社山田商店印");
        assert_eq!(fits("株式会社東京計算機"), "株式会社東京計算機");
        assert_eq!(fits("有限会社東京計算機店"), "有限会社東京計算機店之印");
        assert_eq!(fits("滝川市"), "滝川市印");
        assert_eq!(fits("滝川市長之印"), "滝川市長之印");
        assert_eq!(fits("㈱山田商店"), "株式会社山田商店印");
        assert_eq!(fits("山田商店（有）"), "山田商店有限会社印");
        assert_eq!(fits("Keiin Inc."), "Keiin Inc.");
    }

    #[test]
    fn the_ending_is_a_matter_of_choice() {
        let all = |company| [Ending::Nothing, Ending::In, Ending::NoIn].map(|ending| with_ending(company, ending));
        assert_eq!(all("滝川市"), ["滝川市", "滝川市印", "滝川市之印"]);
        assert_eq!(all("㈱滝川 建設"), ["株式会社滝川建設", "株式会社滝川建設印", "株式会社滝川建設之印"]);
        assert_eq!(all("滝川市長之印"), ["滝川市長之印"; 3], "it has one");
        assert_eq!(all("Keiin Inc."), ["Keiin Inc."; 3]);
    }
}
