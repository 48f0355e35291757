//! A function's settings, read once from its environment. All that is missing is reported at once.

use std::fmt;

use crate::site::{Site, Support};

/// Reads settings and remembers what is missing.
#[derive(Debug, Default)]
pub struct Environment {
    missing: Vec<&'static str>,
}

impl Environment {
    /// Starts reading.
    pub fn new() -> Self {
        Self::default()
    }

    /// A setting that the function cannot do without. Empty until [`Environment::finish`] has said that all is there.
    pub fn required(&mut self, name: &'static str) -> String {
        self.optional(name).unwrap_or_else(|| {
            self.missing.push(name);
            String::new()
        })
    }

    /// A setting that may be absent or empty.
    pub fn optional(&self, name: &'static str) -> Option<String> {
        read(name)
    }

    /// How this deployment presents itself to people.
    pub fn site(&mut self) -> Site {
        Site {
            public_url: self.required("KEIIN_PUBLIC_URL").trim_end_matches('/').to_owned(),
            brand: self.required("KEIIN_BRAND"),
            copyright: self.required("KEIIN_COPYRIGHT"),
            support: Support {
                phone: self.optional("KEIIN_SUPPORT_PHONE"),
                hours: self.optional("KEIIN_SUPPORT_HOURS"),
                email: self.optional("KEIIN_SUPPORT_EMAIL"),
                form: self.optional("KEIIN_SUPPORT_FORM"),
            },
        }
    }

    /// Refuses to go on when a required setting was missing.
    pub fn finish(self) -> Result<(), MissingSettings> {
        if self.missing.is_empty() { Ok(()) } else { Err(MissingSettings(self.missing)) }
    }
}

/// Settings that the function cannot do without.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct MissingSettings(pub Vec<&'static str>);

impl fmt::Display for MissingSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "set these environment variables of the function: {}", self.0.join(", "))
    }
}

/// The only place where the environment is read.
#[expect(clippy::disallowed_methods, reason = "this is the one place where the environment is read")]
pub(crate) fn read(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
