//! Which books a caller reads and changes, and which problem each refusal is.

use api::Caller;
use api::problem::Problem;
use api::problem::kinds;
use api::v1::contacts::BookScope;
use domain::authorisation::Reach;
use domain::contact::{BookId, BookRefusal, Contact, CsvFault};
use domain::field_error::FieldError;
use domain::ids::{ContactId, OrganisationId, PersonId};
use domain::language::Localized;
use domain::ports::BookError;

use crate::{Dependencies, refusals};

/// Wrong lines that an answer names at most.
const NAMED_FAULTS: usize = 50;

/// What a caller may do with which books.
pub(super) struct Access<'a> {
    organisation: &'a OrganisationId,
    person: Option<PersonId>,
    reach: Reach,
}

impl<'a> Access<'a> {
    pub(super) fn of(caller: &'a Caller) -> Self {
        let person = caller.principal.member.as_ref().map(|member| member.id);
        Self { organisation: &caller.sender.organisation, person, reach: caller.reach }
    }

    /// The books of this kind, or of both. A service has none of its own.
    pub(super) fn to_read(&self, scope: Option<BookScope>) -> Vec<BookId> {
        let shared = (scope != Some(BookScope::Own)).then(|| BookId::shared(self.organisation.clone()));
        let own = self.own().filter(|_| scope != Some(BookScope::Shared));
        own.into_iter().chain(shared).collect()
    }

    /// The book of this kind, if the caller may change it.
    pub(super) fn to_change(&self, scope: BookScope) -> Result<BookId, Problem> {
        match (scope, self.own()) {
            (BookScope::Shared, _) if self.reach == Reach::All => Ok(BookId::shared(self.organisation.clone())),
            (BookScope::Shared, _) => Err(Problem::of(&kinds::ROLE_MISSING)),
            (BookScope::Own, Some(own)) => Ok(own),
            (BookScope::Own, None) => Err(Problem::invalid_fields(vec![no_own_book()])),
        }
    }

    /// The contact of this identifier, which is one of a caller's books or none: it differs from book to book.
    pub(super) async fn find(&self, dependencies: &Dependencies, id: &str) -> Result<(BookId, Contact), Problem> {
        let unknown = || Problem::of(&kinds::UNKNOWN_CONTACT);
        let id: ContactId = id.parse().map_err(|_| unknown())?;
        for book in self.to_read(None) {
            if let Some(contact) = dependencies.books.contacts.contact(&book, id).await? {
                return Ok((book, contact));
            }
        }
        Err(unknown())
    }

    /// The same, if the caller may change it.
    pub(super) async fn find_to_change(
        &self,
        dependencies: &Dependencies,
        id: &str,
    ) -> Result<(BookId, Contact), Problem> {
        let (book, contact) = self.find(dependencies, id).await?;
        Ok((self.to_change(BookScope::of(&book))?, contact))
    }

    fn own(&self) -> Option<BookId> {
        self.person.map(|person| BookId::own(self.organisation.clone(), person))
    }
}

pub(super) fn scope_missing() -> FieldError {
    let detail = Localized::fixed(
        "「shared」（組織の連絡先）または「own」（自分の連絡先）を指定してください。",
        "Give \"shared\" for the organisation's contacts, or \"own\" for yours.",
    );
    FieldError::new("/scope", "missing", detail)
}

fn no_own_book() -> FieldError {
    let detail = Localized::fixed(
        "システム用のAPIキーに、自分の連絡先はありません。「shared」を指定してください。",
        "A service has no contacts of its own. Give \"shared\".",
    );
    FieldError::new("/scope", "no-own-book", detail)
}

/// Why a book was not changed, for the caller.
pub(super) fn problem(error: BookError) -> Problem {
    match error {
        BookError::Fields(errors) => Problem::invalid_fields(errors),
        BookError::Rows(faults) => invalid_csv(faults),
        BookError::Refused(refusal) => Problem::of(match refusal {
            BookRefusal::UnknownContact => &kinds::UNKNOWN_CONTACT,
            BookRefusal::AddressTaken => &kinds::CONTACT_EXISTS,
            BookRefusal::TooManyContacts => &kinds::TOO_MANY_CONTACTS,
            BookRefusal::ImportRunning => &kinds::IMPORT_RUNNING,
            // Answered where it may come.
            BookRefusal::Unchanged => &kinds::TEMPORARILY_UNAVAILABLE,
        }),
        BookError::OtherVersion { version } => Problem::of(&kinds::PRECONDITION_FAILED).version(version),
        BookError::Unfinished => Problem::of(&kinds::IMPORT_UNFINISHED),
        BookError::Change(error) => refusals::problem(error),
        BookError::Port(error) => error.into(),
    }
}

/// The first wrong lines of a file, and how many there are.
pub(super) fn invalid_csv(faults: Vec<CsvFault>) -> Problem {
    let all = faults.len();
    let errors: Vec<FieldError> = faults.into_iter().take(NAMED_FAULTS).map(CsvFault::into_error).collect();
    let problem = Problem::of(&kinds::INVALID_CSV).errors(errors);
    if all <= NAMED_FAULTS {
        return problem;
    }
    problem.detail(Localized::new(
        format!("1件も取り込んでいません。誤りは{all}件あり、初めの{NAMED_FAULTS}件をerrorsに示しました。直して、もう一度送ってください。"),
        format!("Nothing was taken. There are {all} mistakes, of which errors names the first {NAMED_FAULTS}. Correct them, and send it again."),
    ))
}
