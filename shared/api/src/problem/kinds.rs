//! The catalogue: every problem that there is, each with one code, one status and one title, wherever it occurs.
//!
//! A program tells problems apart by their `code`, or by their `type`, the address of the kind's page
//! (`/problems/<code>`). The codes and what they mean do not change; new ones may be added.

use axum::http::StatusCode;
use domain::language::Localized;

use crate::routes::PROBLEM;

/// Names each kind of a topic, and lists them: code, status (and after how many seconds to try again), title, meaning.
macro_rules! kinds {
    (@seconds) => { None };
    (@seconds $seconds:literal) => { Some($seconds) };
    (
        #[doc = $doc:literal] $topic:ident: $topic_ja:literal / $topic_en:literal;
        $($name:ident: $code:literal, $status:ident $(again after $seconds:literal s)?,
            $title_ja:literal / $title_en:literal,
            $ja:literal / $en:literal;)*
    ) => {
        $(
            #[doc = $title_en]
            pub static $name: ProblemKind = ProblemKind {
                code: $code,
                status: StatusCode::$status,
                title: Localized::fixed($title_ja, $title_en),
                meaning: Localized::fixed($ja, $en),
                retry_after: kinds!(@seconds $($seconds)?),
            };
        )*
        #[doc = $doc]
        pub static $topic: Topic =
            Topic { title: Localized::fixed($topic_ja, $topic_en), kinds: &[$(&$name),*] };
    };
}

// After the macro that they use.
mod contacts;
mod envelopes;
mod organisations;
mod requests;
mod signing;
mod verifying;

pub use contacts::*;
pub use envelopes::*;
pub use organisations::*;
pub use requests::*;
pub use signing::*;
pub use verifying::*;

/// A kind of problem. Its name in the code is its code in capitals. There are no others than those of the catalogue.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProblemKind {
    /// Stable code; the problem's type is `/problems/<code>`.
    pub code: &'static str,
    /// HTTP status.
    pub status: StatusCode,
    /// What it is, without particulars.
    pub title: Localized,
    /// What it means and what to do, without particulars.
    pub meaning: Localized,
    /// Seconds after which to try again, where that helps.
    pub retry_after: Option<u32>,
}

impl ProblemKind {
    /// Where the catalogue tells of it: the `type` of its problems.
    pub fn path(&self) -> String {
        PROBLEM.path_of(&[self.code])
    }
}

/// Kinds that belong together, as the catalogue's page lists them.
#[derive(Debug)]
pub struct Topic {
    /// Heading.
    pub title: Localized,
    /// The kinds.
    pub kinds: &'static [&'static ProblemKind],
}

/// All topics.
pub static TOPICS: [&Topic; 6] = [&REQUESTS, &ENVELOPES, &ORGANISATIONS, &CONTACTS, &SIGNING, &VERIFYING];

/// All kinds.
pub fn all() -> impl Iterator<Item = &'static ProblemKind> {
    TOPICS.into_iter().flat_map(|topic| topic.kinds).copied()
}

/// The kind of this code.
pub fn find(code: &str) -> Option<&'static ProblemKind> {
    all().find(|kind| kind.code == code)
}
