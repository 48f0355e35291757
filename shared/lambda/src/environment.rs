//! A function's settings, read once from its environment. All that is missing or wrong is reported at once.

use std::fmt;
use std::str::FromStr;

/// Reads settings and remembers what is missing or wrong.
#[derive(Debug, Default)]
pub struct Environment {
    missing: Vec<&'static str>,
    wrong: Vec<String>,
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

    /// A setting in a notation of its own; its default where there is none.
    pub fn parsed<T: FromStr<Err: fmt::Display> + Default>(&mut self, name: &'static str) -> T {
        let Some(text) = self.optional(name) else { return T::default() };
        text.parse().unwrap_or_else(|error| {
            self.wrong.push(format!("{name}: {error}"));
            T::default()
        })
    }

    /// Refuses to go on when a required setting was missing or one was wrong.
    pub fn finish(self) -> Result<(), BadSettings> {
        let Self { missing, wrong } = self;
        if missing.is_empty() && wrong.is_empty() { Ok(()) } else { Err(BadSettings { missing, wrong }) }
    }
}

/// Settings that the function cannot work with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct BadSettings {
    /// Names of those that are missing.
    pub missing: Vec<&'static str>,
    /// What is wrong with others, each with its name.
    pub wrong: Vec<String>,
}

impl fmt::Display for BadSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.missing.is_empty() {
            write!(f, "set these environment variables of the function: {}", self.missing.join(", "))?;
        }
        if !self.missing.is_empty() && !self.wrong.is_empty() {
            f.write_str("; ")?;
        }
        if !self.wrong.is_empty() {
            write!(f, "correct these: {}", self.wrong.join(", "))?;
        }
        Ok(())
    }
}

/// The only place where the environment is read.
#[expect(clippy::disallowed_methods, reason = "this is the one place where the environment is read")]
pub(crate) fn read(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_missing_or_wrong_is_said_at_once() {
        let mut environment = Environment::new();
        environment.required("KEIIN_NOT_SET");
        assert_eq!(environment.parsed::<u32>("KEIIN_NOT_SET_EITHER"), 0);
        environment.wrong.push("KEIIN_ACCENT_COLOR: too bright".into());
        let error = environment.finish().expect_err("two faults").to_string();
        let expected = "set these environment variables of the function: KEIIN_NOT_SET; correct these: KEIIN_ACCENT_COLOR: too bright";
        assert_eq!(error, expected);
    }
}
