//! In which book the recipients of a completed envelope are kept, and what becomes of a job that comes again.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::contact::{Book, BookDecision, BookId, BookRefusal, Contact, ContactRequest, ImportCounts, RunningImport};
use domain::contact::{IMPORT_LEASE, MAX_CONTACTS};
use domain::draft::EnvelopeRequest;
use domain::envelope::Sender;
use domain::ids::PersonId;
use domain::job::Job;
use domain::language::Language;
use domain::organisation::{Actor, Change, Entry, EntryKind, OidcIdentity, Organisation, Person, PersonState, Profile};
use domain::policy::KeepContacts;
use domain::ports::{About, AddressBooks, Asked, BookError, Contacts, Registry};
use fakes::{MemoryOrganisations, StoppedClock, Story, city, signer};
use jiff::Timestamp;
use keep_contacts::{Dependencies, KeepError, handle};
use uuid::Uuid;

const SENT: &str = "2026-11-22T05:05:00Z";
const DONE: &str = "2026-11-22T06:00:00Z";
const LATER: &str = "2026-11-22T07:00:00Z";

/// An organisation, one of its people, and an envelope of theirs that two have signed.
struct World {
    story: Story,
    organisations: Arc<MemoryOrganisations>,
    clock: Arc<StoppedClock>,
    dependencies: Dependencies,
}

fn sender() -> PersonId {
    PersonId::new(Uuid::from_u128(7))
}

fn shared() -> BookId {
    BookId::shared(city().organisation)
}

fn own() -> BookId {
    BookId::own(city().organisation, sender())
}

impl World {
    /// The envelope is sent by this person, or by a service.
    fn of(person: Option<PersonId>, keep_contacts: KeepContacts) -> Self {
        let recipients =
            vec![signer(1, Some("株式会社〇〇"), "鈴木 一郎", "suzuki"), signer(1, None, "高橋 二郎", "takahashi")];
        let request = EnvelopeRequest { recipients, ..Story::request() };
        let story = Story::by(Sender { person, ..city() }, request, SENT);
        story.start(SENT).approve(1, DONE).approve(2, DONE);
        let organisations = Arc::new(MemoryOrganisations::default());
        let clock = Arc::new(StoppedClock::at(DONE));
        let registry = Registry {
            organisations: organisations.clone(),
            people: organisations.clone(),
            keys: organisations.clone(),
            directories: organisations.clone(),
            certificates: organisations.clone(),
            clock: clock.clone(),
        };
        let books = AddressBooks { contacts: organisations.clone(), registry };
        let dependencies = Dependencies { envelopes: story.envelopes.clone(), books };
        let world = Self { story, organisations, clock, dependencies };
        world.set(keep_contacts);
        let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: "7".to_owned() };
        world.put_sender(PersonState::Active { identity });
        world
    }

    fn set(&self, keep_contacts: KeepContacts) {
        let mut organisation = Organisation::new(city().organisation, "滝川市".to_owned(), Timestamp::UNIX_EPOCH);
        organisation.policy.keep_contacts = keep_contacts;
        self.organisations.put(&organisation);
    }

    fn put_sender(&self, state: PersonState) {
        let profile = Profile {
            name: "佐藤 花子".to_owned(),
            email: "sato@city.example".parse().unwrap(),
            language: Language::Ja,
            roles: BTreeSet::new(),
            groups: BTreeSet::new(),
        };
        let (version, added_at, session_generation, key_generation) = (1, Timestamp::UNIX_EPOCH, 0, 0);
        let person = Person { id: sender(), version, profile, state, added_at, session_generation, key_generation };
        self.organisations.put_person(&city().organisation, &person);
    }

    async fn run(&self) -> Result<(), KeepError> {
        handle(&self.dependencies, Job::KeepContacts { envelope: self.story.id }).await
    }

    async fn contacts(&self, book: &BookId) -> Vec<Contact> {
        let mut contacts = Contacts::list(&*self.organisations, book).await.unwrap();
        contacts.sort_by(|a, b| a.details.email.as_str().cmp(b.details.email.as_str()));
        contacts
    }

    async fn names(&self, book: &BookId) -> Vec<String> {
        self.contacts(book).await.into_iter().map(|contact| contact.details.name).collect()
    }

    fn log(&self) -> Vec<Entry> {
        self.organisations.log(&city().organisation)
    }

    /// Adds a contact as a person would.
    async fn add(&self, book: &BookId, name: &str, email: &str) {
        let request = ContactRequest { name: name.to_owned(), email: email.to_owned(), ..ContactRequest::default() };
        let details = request.accept().unwrap();
        self.dependencies.books.change(book, Asked::Add(&details), &Actor::Operator, None).await.unwrap();
    }

    /// Makes a book of something else than it is, its contacts aside.
    async fn put_book(&self, id: &BookId, change: impl FnOnce(Book) -> Book) {
        let before = self.organisations.book(id).await.unwrap();
        let book = Book { version: before.version + 1, ..change(before.clone()) };
        let (put, removed, finished, kept, recorded) = (Vec::new(), Vec::new(), None, None, None);
        let decision = BookDecision { before: before.version, book, put, removed, finished, kept, recorded };
        self.organisations.commit_book(&decision, None).await.unwrap();
    }
}

#[tokio::test]
async fn recipients_of_a_completed_envelope_are_in_the_senders_book_and_the_log_says_nothing_of_it() {
    let world = World::of(Some(sender()), KeepContacts::default());
    world.run().await.unwrap();
    let contacts = world.contacts(&own()).await;
    let said: Vec<_> = contacts.iter().map(|c| (c.details.name.as_str(), c.details.company.as_deref())).collect();
    assert_eq!(said, [("鈴木 一郎", Some("株式会社〇〇")), ("高橋 二郎", None)]);
    assert_eq!(world.organisations.book(&own()).await.unwrap().contacts, 2);
    assert_eq!(world.contacts(&shared()).await, []);
    assert_eq!(world.log(), []);
}

#[tokio::test]
async fn in_the_organisations_book_they_are_added_by_the_service_and_its_log_names_nobody() {
    let world = World::of(None, KeepContacts::Shared);
    world.run().await.unwrap();
    let ids: BTreeSet<_> = world.contacts(&shared()).await.iter().map(|contact| contact.id).collect();
    let log = world.log();
    let [
        Entry {
            by: Actor::Service,
            kind: EntryKind::ContactsKept { envelope, person: None, contacts, left_out: 0 },
            ..
        },
    ] = &log[..]
    else {
        panic!("{log:?}")
    };
    assert_eq!((*envelope, contacts.iter().copied().collect::<BTreeSet<_>>()), (world.story.id, ids.clone()));
    assert_eq!(ids.len(), 2);
    let written = log[0].to_json().unwrap();
    assert!(!written.contains("鈴木") && !written.contains("example.jp"), "{written}");
}

#[tokio::test]
async fn what_a_contact_says_already_is_never_overwritten() {
    for book in [own(), shared()] {
        let policy = if book.is_shared() { KeepContacts::Shared } else { KeepContacts::Own };
        let world = World::of(Some(sender()), policy);
        world.add(&book, "鈴木部長", "SUZUKI@example.jp").await;
        let before = world.contacts(&book).await;
        world.run().await.unwrap();
        let after = world.contacts(&book).await;
        assert_eq!((after.len(), &after[0]), (2, &before[0]));
    }
}

#[tokio::test]
async fn nobody_is_kept_where_the_organisation_does_not_want_it_or_nobody_has_a_book() {
    for (person, policy) in [(Some(sender()), KeepContacts::Off), (None, KeepContacts::Own)] {
        let world = World::of(person, policy);
        world.run().await.unwrap();
        assert_eq!(
            (world.contacts(&own()).await, world.contacts(&shared()).await, world.log()),
            (vec![], vec![], vec![])
        );
    }
    let world = World::of(Some(sender()), KeepContacts::Own);
    world.put_sender(PersonState::Deactivated { identity: None, since: Timestamp::UNIX_EPOCH });
    world.run().await.unwrap();
    assert_eq!(world.contacts(&own()).await, []);
}

#[tokio::test]
async fn the_policy_is_the_one_of_the_moment_at_which_the_job_runs() {
    let world = World::of(Some(sender()), KeepContacts::Off);
    world.set(KeepContacts::Shared);
    world.run().await.unwrap();
    assert_eq!(world.names(&shared()).await, ["鈴木 一郎", "高橋 二郎"]);
}

#[tokio::test]
async fn a_job_that_comes_again_brings_back_nobody_who_was_deleted_meanwhile_whatever_the_policy_says_by_then() {
    let world = World::of(Some(sender()), KeepContacts::Shared);
    world.run().await.unwrap();
    let gone = world.contacts(&shared()).await.remove(0);
    let asked = Asked::Remove(gone.id, &|_| true);
    world.dependencies.books.change(&shared(), asked, &Actor::Operator, None).await.unwrap();
    world.clock.set(LATER);
    world.run().await.unwrap();
    assert_eq!(world.names(&shared()).await, ["高橋 二郎"]);
    assert_eq!(world.log().len(), 2, "one entry for those who were kept, one for the deletion");
    world.set(KeepContacts::Own);
    world.run().await.unwrap();
    assert_eq!(world.contacts(&own()).await, []);
}

#[tokio::test]
async fn while_an_import_is_written_the_job_fails_and_what_was_imported_meanwhile_counts() {
    let world = World::of(Some(sender()), KeepContacts::Own);
    let now: Timestamp = DONE.parse().unwrap();
    let (id, until, counts) = (Uuid::from_u128(1), now + IMPORT_LEASE, ImportCounts::default());
    let import = Some(RunningImport { id, until, counts, entry: None });
    world.put_book(&own(), |book| Book { import, ..book }).await;
    let refused = world.run().await.unwrap_err();
    assert!(matches!(refused, KeepError::Book(BookError::Refused(BookRefusal::ImportRunning))), "{refused:?}");
    assert_eq!(world.contacts(&own()).await, []);
    // The import has written a row when it dies.
    let details = ContactRequest { name: "鈴木".into(), email: "suzuki@example.jp".into(), ..Default::default() };
    let written = Contact::new(&own(), details.accept().unwrap(), now);
    world.organisations.write(&own(), &[written]).await.unwrap();
    world.clock.set(LATER);
    world.run().await.unwrap();
    assert_eq!(world.names(&own()).await, ["鈴木", "高橋 二郎"]);
    assert_eq!(world.organisations.book(&own()).await.unwrap().contacts, 2);
}

#[tokio::test]
async fn a_full_book_takes_as_many_as_there_is_room_for_and_the_organisations_log_says_once_how_many_are_left_out() {
    for (book, policy) in [(own(), KeepContacts::Own), (shared(), KeepContacts::Shared)] {
        let world = World::of(Some(sender()), policy);
        world.put_book(&book, |b| Book { contacts: MAX_CONTACTS - 1, ..b }).await;
        for _ in 0..2 {
            world.run().await.unwrap();
        }
        assert_eq!(world.names(&book).await, ["鈴木 一郎"]);
        let log = world.log();
        let [Entry { by: Actor::Service, kind: EntryKind::ContactsKept { person, contacts, left_out: 1, .. }, .. }] =
            &log[..]
        else {
            panic!("{log:?}")
        };
        let holder = (!book.is_shared()).then(sender);
        assert_eq!((*person, contacts.len()), (holder, usize::from(book.is_shared())));
    }
}

#[tokio::test]
async fn a_book_that_is_full_already_is_told_of_once_and_again_when_there_was_room_in_between() {
    let world = World::of(Some(sender()), KeepContacts::Shared);
    world.add(&shared(), "別人", "other@example.jp").await;
    world.put_book(&shared(), |b| Book { contacts: MAX_CONTACTS, told_full: true, ..b }).await;
    world.run().await.unwrap();
    assert_eq!((world.names(&shared()).await, world.log().len()), (vec!["別人".to_owned()], 1), "it is told already");
    let other = world.contacts(&shared()).await.remove(0);
    let asked = Asked::Remove(other.id, &|_| true);
    world.dependencies.books.change(&shared(), asked, &Actor::Operator, None).await.unwrap();
    assert!(!world.organisations.book(&shared()).await.unwrap().told_full);
}

#[tokio::test]
async fn the_service_changes_nothing_else_of_an_organisation() {
    let world = World::of(Some(sender()), KeepContacts::Shared);
    let registry = &world.dependencies.books.registry;
    let about = About { person: Some(sender()), ..About::default() };
    let changed =
        registry.change(&city().organisation, &about, &Actor::Service, None, |_, _| Ok(Change::Deactivate)).await;
    assert!(changed.is_err());
    let details = ContactRequest { name: "鈴木".into(), email: "suzuki@example.jp".into(), ..Default::default() };
    let details = details.accept().unwrap();
    let added = world.dependencies.books.change(&shared(), Asked::Add(&details), &Actor::Service, None).await;
    assert!(added.is_err());
    assert_eq!(world.log(), []);
}

#[tokio::test]
async fn an_envelope_that_is_not_completed_leaves_nobody() {
    let world = World::of(Some(sender()), KeepContacts::Shared);
    let open = Story::draft(vec![signer(1, None, "鈴木 一郎", "suzuki")], SENT);
    open.start(SENT);
    let dependencies = Dependencies { envelopes: open.envelopes.clone(), ..world.dependencies.clone() };
    handle(&dependencies, Job::KeepContacts { envelope: open.id }).await.unwrap();
    assert_eq!(world.contacts(&shared()).await, []);
}
