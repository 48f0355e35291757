//! What somebody has typed into a form.

use axum::extract::{FromRequest, Request};
use web::form::FormFields;

use api::problem::Problem;

/// The fields of a form, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entered(pub(super) Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Entered {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        FormFields::from_request(request, state).await.map(|FormFields(fields)| Self(fields))
    }
}

impl Entered {
    /// What stands in a field; nothing in it and no such field are the same.
    pub(super) fn value(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The same without blanks around it, where something stands there.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        Some(self.value(name).trim()).filter(|text| !text.is_empty())
    }

    /// Every field of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The lines of a field that are not empty.
    pub(super) fn lines(&self, name: &str) -> Vec<&str> {
        self.value(name).lines().map(str::trim).filter(|line| !line.is_empty()).collect()
    }

    /// The version that the form was made from. What is no number fits none, and the API says so.
    pub(super) fn version(&self) -> u64 {
        self.value("version").parse().unwrap_or_default()
    }

    /// Under which it is carried out once.
    pub(super) fn key(&self) -> &str {
        self.value("key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_texts_come_without_blanks_and_empty_ones_not_at_all() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let entered = Entered(vec![
            field("lines", " a \r\n\r\nb\n"),
            field("name", "  "),
            field("role", "x"),
            field("role", "y"),
        ]);
        assert_eq!(entered.lines("lines"), ["a", "b"]);
        assert_eq!((entered.given("name"), entered.value("name")), (None, "  "));
        assert_eq!(entered.all("role").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!((entered.has("role"), entered.has("other"), entered.version()), (true, false, 0));
    }
}
