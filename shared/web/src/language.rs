//! The language of a page.

use axum::http::Uri;

pub use api::language::language_of;
pub use domain::language::Language;

/// The language that the reader chose on a page, by `?lang=`.
pub fn chosen_language(uri: &Uri) -> Option<Language> {
    let tag = uri.query()?.split('&').find_map(|pair| pair.strip_prefix("lang="))?;
    Language::ALL.into_iter().find(|language| language.tag() == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_names_a_language_that_there_is() {
        let chosen = |uri: &'static str| chosen_language(&Uri::from_static(uri));
        assert_eq!(chosen("/sign/x"), None);
        assert_eq!(chosen("/sign/x?lang=en"), Some(Language::En));
        assert_eq!(chosen("/sign/x?seal=none&lang=ja"), Some(Language::Ja));
        assert_eq!(chosen("/sign/x?lang=fr&lang=en"), None);
    }
}
