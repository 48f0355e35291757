//! How an organisation's name and colour look on pages and in mails, before they are saved.

use web::{Accent, InvalidAccent, Language};

use crate::answers::Brand;

/// How it would look.
pub(super) struct Preview {
    /// The name at the head of pages and mails.
    pub(super) name: String,
    pub(super) sender: String,
    pub(super) accent: Accent,
    /// Why the colour cannot be taken.
    pub(super) fault: Option<String>,
}

impl Preview {
    /// What is not said is the organisation's name and the service's colour.
    pub(super) fn of(brand: &Brand, organisation: &str, language: Language) -> Self {
        let english = brand.name_en.as_ref().filter(|_| !language.is_ja());
        let name = english.or(brand.name.as_ref()).map_or(organisation, String::as_str);
        let (accent, fault) = match brand.accent.as_deref().map(str::parse::<Accent>) {
            None => (Accent::default(), None),
            Some(Ok(accent)) => (accent, None),
            Some(Err(fault)) => (Accent::default(), Some(words(&fault, language))),
        };
        Self {
            name: name.to_owned(),
            sender: brand.mail_sender.clone().unwrap_or_else(|| name.to_owned()),
            accent,
            fault,
        }
    }
}

fn words(fault: &InvalidAccent, language: Language) -> String {
    match (fault, language) {
        (InvalidAccent::Notation, _) => language
            .t(
                "色は、#17407aのように「#」と16進数6桁で入力してください。",
                "Give a colour as # and six hexadecimal digits, such as #17407a.",
            )
            .to_owned(),
        (InvalidAccent::Contrast { found }, Language::Ja) => {
            format!(
                "この色では白い文字が読みにくくなるため、保存できません（コントラスト比{found:.2}、4.5以上が必要です）。"
            )
        }
        (InvalidAccent::Contrast { found }, Language::En) => {
            format!(
                "White text cannot be read on this colour (contrast {found:.2} : 1, 4.5 is needed). It cannot be saved."
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_on_which_white_cannot_be_read_is_said_and_not_shown() {
        let brand = |accent: &str| Brand { accent: Some(accent.to_owned()), ..Brand::default() };
        let dark = Preview::of(&brand("#6b1f3a"), "滝川市", Language::Ja);
        assert_eq!((dark.accent.to_string(), dark.fault, &*dark.name), ("#6b1f3a".to_owned(), None, "滝川市"));
        for (accent, said) in [("#ffee00", "コントラスト"), ("red", "16進数")] {
            let refused = Preview::of(&brand(accent), "滝川市", Language::Ja);
            assert_eq!(refused.accent, Accent::default());
            assert!(refused.fault.is_some_and(|fault| fault.contains(said)), "{accent}");
        }
    }
}
