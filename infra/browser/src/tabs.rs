//! The tabs that there are.

/// Tabs that are set up, by context: target and session.
#[derive(Debug, Default)]
pub(crate) struct Tabs(Vec<(String, String, String)>);

impl Tabs {
    pub(crate) fn add(&mut self, context: &str, target: String, session: String) {
        self.0.push((context.to_owned(), target, session));
    }

    pub(crate) fn of<'a>(&'a self, context: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter(move |tab| tab.0 == context).map(|tab| (tab.1.as_str(), tab.2.as_str()))
    }
}
