//! The language of a page.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};

use api::language::language_of;
pub use domain::language::Language;

/// The language that the reader chose on a page, by `?lang=`.
pub fn chosen_language(uri: &Uri) -> Option<Language> {
    let tag = uri.query()?.split('&').find_map(|pair| pair.strip_prefix("lang="))?;
    Language::ALL.into_iter().find(|language| language.tag() == tag)
}

/// The language in which a reader is answered of whom nothing else is known: the one chosen on the page, or what the client
/// prefers.
pub(crate) fn reader_language(uri: &Uri, request: &HeaderMap) -> Language {
    chosen_language(uri).unwrap_or_else(|| language_of(request))
}

/// The language in which whoever comes without a link is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReaderLanguage(pub Language);

impl<S: Send + Sync> FromRequestParts<S> for ReaderLanguage {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(reader_language(&parts.uri, &parts.headers)))
    }
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
