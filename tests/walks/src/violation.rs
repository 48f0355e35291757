//! What is wrong with an answer.

use std::fmt;

/// Something that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// It is not refused as it must be, or refused though it must not be.
    WrongVerdict {
        /// What is to come of the request.
        expected: String,
    },
    /// It tells of what whoever asked may not see.
    Tells {
        /// A mark or an identifier of that.
        of: String,
    },
    /// It does not tell what is not there from what whoever asked may not see by the same answer.
    DiffersFromUnknown {
        /// What is answered about what never was.
        unknown: String,
    },
    /// What may not be seen costs other calls of ports than what never was.
    CostsOtherwise {
        /// The calls for it.
        hidden: Vec<&'static str>,
        /// The calls for what never was.
        unknown: Vec<&'static str>,
    },
    /// A list holds too little or too much.
    WrongList {
        /// What is missing.
        missing: Vec<String>,
        /// What is too much.
        surplus: Vec<String>,
    },
    /// A cursor that somebody else was given shows what whoever uses it may not see.
    WrongCursor {
        /// What it shows.
        surplus: Vec<String>,
    },
    /// An idempotency key that only others have used is taken for used.
    KeyOfOthers,
    /// A refused request has changed what is stored.
    ChangedThough,
    /// A request has done what its caller may not do.
    DoesTooMuch {
        /// What.
        what: String,
    },
    /// It is not as the API is described.
    NotAsDescribed {
        /// In what.
        why: String,
    },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongVerdict { expected } => write!(f, "the answer should be as for {expected}"),
            Self::Tells { of } => write!(f, "the answer tells of {of}, which the caller may not see"),
            Self::DiffersFromUnknown { unknown } => {
                write!(
                    f,
                    "the caller may not see what it is about, and of what never was is answered otherwise: {unknown}"
                )
            }
            Self::CostsOtherwise { hidden, unknown } => {
                write!(
                    f,
                    "the caller may not see what it is about, which takes {hidden:?}; what never was takes {unknown:?}"
                )
            }
            Self::WrongList { missing, surplus } => {
                write!(f, "the list lacks {missing:?} and has {surplus:?} too much")
            }
            Self::WrongCursor { surplus } => write!(f, "a cursor that somebody else was given shows {surplus:?}"),
            Self::KeyOfOthers => write!(f, "the caller is told of an idempotency key that only others have used"),
            Self::ChangedThough => write!(f, "the request is refused and has changed what is stored"),
            Self::DoesTooMuch { what } => write!(f, "the caller may not {what}"),
            Self::NotAsDescribed { why } => f.write_str(why),
        }
    }
}

/// A walk that ended with a violation.
#[derive(Clone, Debug)]
pub struct Failure {
    /// From what the walk was drawn.
    pub seed: u64,
    /// How many requests there were.
    pub requests: usize,
    /// What is wrong.
    pub violation: Violation,
    /// Who asked what, and what was answered.
    pub exchange: String,
    /// The requests before it, the last at the end.
    pub before: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "request {} of the walk from seed {}: {}", self.requests, self.seed, self.violation)?;
        writeln!(f, "{}", self.exchange)?;
        writeln!(f, "before that:\n  {}", self.before.join("\n  "))?;
        write!(f, "again: KEIIN_SEED={} KEIIN_CASES=1 cargo test -p walks walks_of_random", self.seed)
    }
}

impl std::error::Error for Failure {}
