//! The fields of a query, as lists take them.

/// The fields, unless one of them stands there twice: it could be meant either way.
pub(super) fn each_once(fields: &[(String, String)]) -> Option<impl Iterator<Item = (&str, &str)>> {
    let is_twice = |at: usize| fields[..at].iter().any(|(earlier, _)| *earlier == fields[at].0);
    let pairs = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    (!(0..fields.len()).any(is_twice)).then_some(pairs)
}

/// How many a page is to hold, from one to this.
pub(super) fn limit(value: &str, most: u16) -> Option<u16> {
    value.parse().ok().filter(|limit| (1..=most).contains(limit))
}
