//! Pages of lists that are in the order of their identifiers.

use std::str::FromStr;

use domain::language::Localized;

use super::super::query::{each_once, limit};
use crate::problem::{Problem, kinds};

/// How many a page holds unless a number is asked for, and at most.
pub const PAGE_LIMITS: (u16, u16) = (50, 100);

/// Which page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageQuery<C> {
    /// What comes behind this.
    pub after: Option<C>,
    /// How many at most.
    pub limit: u16,
}

impl<C: FromStr> PageQuery<C> {
    /// What the fields of a query ask for: `limit` (1 to 100) and `cursor`, each at most once. `None` where one of them is
    /// something else.
    pub fn of(fields: &[(String, String)]) -> Option<Self> {
        let (usual, most) = PAGE_LIMITS;
        let mut query = Self { after: None, limit: usual };
        for (name, value) in each_once(fields)? {
            match name {
                "limit" => query.limit = limit(value, most)?,
                "cursor" => query.after = Some(value.parse().ok()?),
                _ => return None,
            }
        }
        Some(query)
    }

    /// How many are to be read, so that it is known whether there are more.
    pub const fn to_read(&self) -> u16 {
        self.limit + 1
    }

    /// This page of what was read, and the cursor of the next one.
    pub fn page<T, N>(&self, mut read: Vec<T>, cursor: impl FnOnce(&T) -> N) -> (Vec<T>, Option<N>) {
        let has_more = read.len() > usize::from(self.limit);
        read.truncate(usize::from(self.limit));
        let next = read.last().filter(|_| has_more).map(cursor);
        (read, next)
    }
}

/// A query that asks for no page: what lists take that know `limit` (1 to 100) and `cursor`.
pub fn unknown_page() -> Problem {
    Problem::of(&kinds::UNKNOWN_QUERY).detail(Localized::fixed(
        "使えるクエリは、limit（1～100）、cursor（前の応答のnext_cursor）です。",
        "The query takes limit (1 to 100) and cursor (next_cursor of the answer before).",
    ))
}
