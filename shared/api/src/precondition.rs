//! Requests that hold for one version of something alone (RFC 9110 §13.1.1, RFC 6585 §3).

use axum::http::{HeaderMap, HeaderValue, header};
use domain::command::Refusal;
use domain::envelope::Envelope;

use crate::entity_tag::entity_tag;
use crate::problem::{Problem, kinds};

/// The versions for which a request holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// Whatever version there is.
    Any,
    /// These.
    Versions(Vec<u64>),
}

impl IfMatch {
    /// Reads the header `If-Match` where a request may do without it.
    pub fn of(headers: &HeaderMap) -> Self {
        Self::required(headers).unwrap_or(Self::Any)
    }

    /// Reads the header `If-Match`.
    ///
    /// # Errors
    /// Where there is none. So it is with `*`, which names no version: whoever sends it would overwrite what they have not seen.
    pub fn required(headers: &HeaderMap) -> Result<Self, Problem> {
        let values: Vec<&[u8]> = headers.get_all(header::IF_MATCH).iter().map(HeaderValue::as_bytes).collect();
        if values.iter().all(|value| value.trim_ascii().is_empty() || value.trim_ascii() == b"*") {
            return Err(Problem::of(&kinds::PRECONDITION_REQUIRED));
        }
        let members = values.iter().flat_map(|value| value.split(|byte| *byte == b','));
        Ok(Self::Versions(members.filter_map(|member| version_of(member.trim_ascii())).collect()))
    }

    /// Refuses whatever is asked of another version.
    ///
    /// # Errors
    /// [`Refusal::Overtaken`]
    pub fn check(&self, envelope: &Envelope) -> Result<(), Refusal> {
        let version = envelope.version;
        if self.holds_for(version) { Ok(()) } else { Err(Refusal::Overtaken { version }) }
    }

    /// Whether the request holds for this version of whatever it is about.
    pub fn holds_for(&self, version: u64) -> bool {
        match self {
            Self::Any => true,
            Self::Versions(versions) => versions.contains(&version),
        }
    }
}

/// The version of a strong tag of ours. A weak one never matches (RFC 9110 §8.8.3.2), and another was not made here.
fn version_of(tag: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(tag.strip_prefix(b"\"")?.strip_suffix(b"\"")?).ok()?;
    let version = digits.parse().ok()?;
    // Each version has one tag: `"07"` is none.
    (entity_tag(version).as_bytes() == tag).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&str]) -> Result<IfMatch, Problem> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::IF_MATCH, HeaderValue::from_str(value).expect("a value"));
        }
        IfMatch::required(&headers)
    }

    #[test]
    fn a_tag_is_a_version_in_quotes() {
        assert_eq!(entity_tag(12), "\"12\"");
        for (values, versions) in [
            (&["\"12\""][..], &[12][..]),
            (&["\"1\", \"2\"", "\"3\""], &[1, 2, 3]),
            (&["W/\"12\""], &[]),
            (&["12", "\"012\"", "\"+1\"", "\"x\"", "\"12"], &[]),
        ] {
            assert_eq!(read(values), Ok(IfMatch::Versions(versions.to_vec())), "{values:?}");
        }
    }

    #[test]
    fn a_request_that_names_no_version_is_asked_for_one() {
        for values in [&[][..], &[""], &["*"], &[" * "], &["*", ""]] {
            assert_eq!(read(values), Err(Problem::of(&kinds::PRECONDITION_REQUIRED)), "{values:?}");
        }
    }
}
