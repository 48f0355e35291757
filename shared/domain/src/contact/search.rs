//! Finding contacts: by how their name, its reading, their company or their address begins, however that is written.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::{Contact, ContactDetails};
use crate::ids::ContactId;

/// What stands before names of companies, and what nobody looks for by it.
const LEGAL_FORMS: [&str; 8] =
    ["株式会社", "(株)", "有限会社", "(有)", "合同会社", "(同)", "一般社団法人", "一般財団法人"];
/// Letters by which a list is ordered; those behind them decide nothing, the identifier does.
const PLACE_LETTERS: usize = 40;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search(String);

impl Search {
    /// Looks for what begins so; for everything where it is empty.
    pub fn new(text: &str) -> Self {
        Self(squeezed(&comparable(text)))
    }

    /// Whether the contact is found.
    pub fn finds(&self, details: &ContactDetails) -> bool {
        let ContactDetails { name, kana, email, company, .. } = details;
        let texts = [Some(name.as_str()), kana.as_deref(), company.as_deref(), Some(email.as_str())];
        texts.into_iter().flatten().any(|text| self.begins(text))
    }

    /// Whether a text begins so, or one of its words, or what follows the legal form of a company.
    fn begins(&self, text: &str) -> bool {
        let text = comparable(text);
        let whole = squeezed(&text);
        let bare = LEGAL_FORMS.iter().find_map(|form| whole.strip_prefix(form));
        whole.starts_with(&self.0)
            || bare.is_some_and(|bare| bare.starts_with(&self.0))
            || text.split_whitespace().any(|word| word.starts_with(&self.0))
    }
}

/// Letters whose case, width and kind of kana make no difference (UAX #15, NFKC).
fn comparable(text: &str) -> String {
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(text).to_lowercase();
    text.chars().map(katakana).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Hiragana as the katakana that is read alike.
fn katakana(letter: char) -> char {
    match letter {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(letter) + 0x60).unwrap_or(letter),
        other => other,
    }
}

/// A place in the list: by how a name is read, or by the name itself where nobody said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListPlace {
    /// The beginning of the name as it is compared.
    pub letters: String,
    /// Tells those apart that are called alike.
    pub id: ContactId,
}

impl ListPlace {
    /// Of a contact.
    pub fn of(contact: &Contact) -> Self {
        let ContactDetails { name, kana, .. } = &contact.details;
        let letters = squeezed(&comparable(kana.as_deref().unwrap_or(name)));
        Self { letters: letters.chars().take(PLACE_LETTERS).collect(), id: contact.id }
    }
}

/// The contacts that are found, in the order of the list, behind a place.
pub fn in_order(contacts: Vec<Contact>, search: &Search, after: Option<&ListPlace>) -> Vec<(ListPlace, Contact)> {
    let found = contacts.into_iter().filter(|contact| search.finds(&contact.details));
    let placed = found.map(|contact| (ListPlace::of(&contact), contact));
    let mut placed: Vec<_> = placed.filter(|(place, _)| after.is_none_or(|after| place > after)).collect();
    placed.sort_by(|(a, _), (b, _)| a.cmp(b));
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{BookId, ContactRequest};
    use jiff::Timestamp;

    fn contact(name: &str, kana: &str, company: &str, email: &str) -> Contact {
        let some = |text: &str| Some(text.to_owned());
        let (name, kana, company, email) = (name.to_owned(), some(kana), some(company), email.to_owned());
        let request = ContactRequest { name, kana, company, email, ..ContactRequest::default() };
        let book = BookId::shared("takikawa".to_owned().try_into().expect("an organisation"));
        Contact::new(&book, request.accept().expect("right"), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_contact_is_found_by_any_beginning_however_it_is_written() {
        let suzuki = contact("鈴木　太郎", "スズキ タロウ", "株式会社ＡＢＣ商事", "T.Suzuki@example.jp");
        for text in [
            "",
            "鈴",
            "鈴木太",
            "鈴木 太",
            "太郎",
            "すず",
            "ｽｽﾞｷ",
            "タロ",
            "abc",
            "ＡＢＣ商",
            "株式会社a",
            "t.s",
            "Ｔ．Ｓ",
            " 鈴木 ",
        ] {
            assert!(Search::new(text).finds(&suzuki.details), "{text}");
        }
        for text in ["木", "商事", "suzuki", "example", "佐藤", "株式会社鈴"] {
            assert!(!Search::new(text).finds(&suzuki.details), "{text}");
        }
    }

    #[test]
    fn a_list_is_in_the_order_in_which_names_are_read_and_goes_on_where_it_was() {
        let all = || {
            vec![
                contact("和田", "わだ", "", "wada@example.jp"),
                contact("Brown", "", "", "brown@example.jp"),
                contact("青木", "アオキ", "", "aoki@example.jp"),
                contact("葵", "あおい", "", "aoi@example.jp"),
                contact("青木", "あおき", "", "aoki2@example.jp"),
            ]
        };
        let names = |placed: &[(ListPlace, Contact)]| -> Vec<String> {
            placed.iter().map(|(_, contact)| contact.details.name.clone()).collect()
        };
        let listed = in_order(all(), &Search::new(""), None);
        assert_eq!(names(&listed), ["Brown", "葵", "青木", "青木", "和田"]);
        for at in 0..listed.len() {
            let rest = in_order(all(), &Search::new(""), Some(&listed[at].0));
            assert_eq!(names(&rest), names(&listed[at + 1..]), "{at}");
        }
    }
}
