//! Text as HTML.

use std::fmt::{self, Display, Formatter};

use askama::filters::{Html, HtmlSafe, escape};

/// HTML that is made of escaped text and of elements of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Markup(String);

impl Display for Markup {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

impl Markup {
    /// A text in which backticks enclose code.
    pub(super) fn text(text: &str) -> Self {
        let parts = text.split('`').enumerate();
        Self(parts.map(|(at, part)| if at % 2 == 0 { escaped(part) } else { Self::code(part).0 }).collect())
    }

    /// Code.
    pub(super) fn code(code: &str) -> Self {
        Self(format!("<code>{}</code>", escaped(code)))
    }

    /// A path, or the name of a field after those it is in, which may be broken after each part.
    pub(super) fn path(path: &str) -> Self {
        Self(escaped(path).replace('/', "/<wbr>").replace('.', ".<wbr>").replacen("/<wbr>", "/", 1))
    }

    /// A link. The address is one of ours: relative to the page, or a place on it.
    pub(super) fn link(address: &str, text: &str) -> Self {
        Self(format!("<a href=\"{}\">{}</a>", escaped(address), escaped(text)))
    }

    /// These words in front.
    pub(super) fn after(self, words: &str) -> Self {
        Self(escaped(words) + &self.0)
    }

    /// These words behind.
    pub(super) fn before(self, words: &str) -> Self {
        Self(self.0 + &escaped(words))
    }

    /// All of them, with commas.
    pub(super) fn list(parts: impl IntoIterator<Item = Self>) -> Self {
        Self(parts.into_iter().map(|part| part.0).collect::<Vec<_>>().join(", "))
    }

    /// Whether there is nothing to read.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn escaped(text: &str) -> String {
    let Ok(html) = escape(text, Html);
    html.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_code_is_marked() {
        let shown = Markup::text("`a<b>` & \"c\" (`/x`)").to_string();
        assert_eq!(shown, "<code>a&#60;b&#62;</code> &#38; &#34;c&#34; (<code>/x</code>)");
    }

    #[test]
    fn paths_may_be_broken_after_their_parts() {
        assert_eq!(Markup::path("/v1/me").to_string(), "/v1/<wbr>me");
        assert_eq!(Markup::path("a[].b").to_string(), "a[].<wbr>b");
    }

    #[test]
    fn a_link_cannot_leave_its_attribute() {
        assert_eq!(Markup::link("#a\"b", "<a>").to_string(), "<a href=\"#a&#34;b\">&#60;a&#62;</a>");
    }
}
