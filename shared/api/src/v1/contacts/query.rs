//! What is asked for behind the question mark.

use domain::contact::Existing as DomainExisting;
use domain::ids::ContactId;
use domain::mirror;

use super::super::query::{each_once, limit};
use super::cursor;
use super::view::BookScope;

/// How many a page holds unless a number is asked for, and at most.
pub const CONTACT_PAGE_LIMITS: (u16, u16) = (50, 100);
/// Letters of what is looked for at most.
const MAX_SEARCH: usize = 200;

/// Which page of which contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactQuery {
    /// Of this book; of both where nothing is said.
    pub scope: Option<BookScope>,
    /// Those that begin so.
    pub search: String,
    /// Those behind this place: the letters by which it stands there, and whose it is.
    pub after: Option<(String, ContactId)>,
    /// How many at most.
    pub limit: u16,
}

impl ContactQuery {
    /// What the fields of a query ask for: `scope`, `q`, `limit` (1 to 100) and `cursor`, each at most once. `None` where one of them
    /// is something else.
    pub fn of(fields: &[(String, String)]) -> Option<Self> {
        let (usual, most) = CONTACT_PAGE_LIMITS;
        let mut query = Self { scope: None, search: String::new(), after: None, limit: usual };
        for (name, value) in each_once(fields)? {
            match name {
                "scope" => query.scope = Some(BookScope::named(value)?),
                "q" if value.chars().count() <= MAX_SEARCH => value.clone_into(&mut query.search),
                "limit" => query.limit = limit(value, most)?,
                "cursor" => query.after = Some(cursor::read(value)?),
                _ => return None,
            }
        }
        Some(query)
    }
}

mirror! {
    /// What becomes of contacts that are there already.
    #[derive(Copy)]
    pub enum Existing = DomainExisting {
        /// What the file's columns say is said of them from now on.
        Update,
        /// They stay as they are.
        Keep,
        /// The file is refused.
        Refuse,
    }
}

/// Into which book, and what becomes of contacts that are there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportQuery {
    /// The book.
    pub scope: BookScope,
    /// What becomes of them; they are updated where nothing is said.
    pub existing: Existing,
}

impl ImportQuery {
    /// What the fields of a query ask for: `scope`, which must be there, and `existing`. `None` where one of them is something else.
    pub fn of(fields: &[(String, String)]) -> Option<Self> {
        let (mut scope, mut existing) = (None, Existing::Update);
        for (name, value) in each_once(fields)? {
            match (name, value) {
                ("scope", value) => scope = Some(BookScope::named(value)?),
                ("existing", "update") => existing = Existing::Update,
                ("existing", "keep") => existing = Existing::Keep,
                ("existing", "refuse") => existing = Existing::Refuse,
                _ => return None,
            }
        }
        Some(Self { scope: scope?, existing })
    }
}

/// The letters that a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with a byte order mark, by which spreadsheets know it.
    Utf8,
    /// Windows' Shift_JIS (code page 932).
    Cp932,
}

/// Which book is to be saved, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportQuery {
    /// The book.
    pub scope: BookScope,
    /// UTF-8 where nothing is said.
    pub encoding: Encoding,
}

impl ExportQuery {
    /// What the fields of a query ask for: `scope`, which must be there, and `encoding`. `None` where one of them is something else.
    pub fn of(fields: &[(String, String)]) -> Option<Self> {
        let (mut scope, mut encoding) = (None, Encoding::Utf8);
        for (name, value) in each_once(fields)? {
            match (name, value) {
                ("scope", value) => scope = Some(BookScope::named(value)?),
                ("encoding", "utf-8") => encoding = Encoding::Utf8,
                ("encoding", "cp932") => encoding = Encoding::Cp932,
                _ => return None,
            }
        }
        Some(Self { scope: scope?, encoding })
    }
}
