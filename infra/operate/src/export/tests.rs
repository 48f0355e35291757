#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use domain::contact::{Act, Book, ContactRequest, Found, decide_act};
use domain::document::Sealer;
use domain::draft::EnvelopeRequest;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::language::Language;
use domain::organisation::{Actor, Change, Organisation, Person, PersonState, Profile};
use domain::ports::{About, AddressBooks, Asked, Registry, SealIntent, SealLog, SealingCertificate};
use domain::seal_use::SealUseEntry;
use fakes::{MemoryOrganisations, MemorySealLog, PresignedDocuments, StoppedClock, Story, city, signer};
use serde_json::Value;
use uuid::Uuid;

use super::*;

const NOW: &str = "2026-11-22T05:05:00Z";

/// The city with a log, and an envelope that was sent and whose file is in the store.
struct World {
    organisations: Arc<MemoryOrganisations>,
    story: Story,
    documents: PresignedDocuments,
    seal_log: MemorySealLog,
    to: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let organisations = Arc::<MemoryOrganisations>::default();
        let registry = Registry {
            organisations: organisations.clone(),
            people: organisations.clone(),
            keys: organisations.clone(),
            directories: organisations.clone(),
            certificates: organisations.clone(),
            clock: Arc::new(StoppedClock::at(NOW)),
        };
        let row = Organisation::new(city().organisation, "滝川市".to_owned(), NOW.parse().unwrap());
        let add = |_: &_, _: &_| Ok(Change::AddOrganisation(Box::new(row.clone())));
        registry.change(&city().organisation, &About::default(), &Actor::Operator, None, add).await.unwrap();
        let books = AddressBooks { contacts: organisations.clone(), registry };
        let contact = ContactRequest {
            name: "佐藤 花子".to_owned(),
            email: "sato@example.jp".to_owned(),
            ..ContactRequest::default()
        };
        let (shared, contact) = (BookId::shared(city().organisation), contact.accept().unwrap());
        books.change(&shared, Asked::Add(&contact), &Actor::Operator, None).await.unwrap();
        let recipients = vec![signer(1, None, "鈴木 太郎", "suzuki")];
        let story = Story::of(EnvelopeRequest { recipients, ..Story::request() }, NOW);
        story.start(NOW);
        let (documents, seal_log) = (PresignedDocuments::default(), MemorySealLog::default());
        let w = Self { organisations, story, documents, seal_log, to: tempfile::tempdir().unwrap() };
        for document in &w.story.envelope().documents {
            let object = document.latest().unwrap().object.clone();
            // A story's file is its own name.
            w.documents.keep(object.clone(), object.0.into_bytes());
        }
        w
    }

    async fn export(&self) -> Answer {
        self.try_to_export().await.unwrap()
    }

    async fn try_to_export(&self) -> Result<Answer> {
        let source = Source {
            organisations: &*self.organisations,
            directories: &*self.organisations,
            people: &*self.organisations,
            keys: &*self.organisations,
            contacts: &*self.organisations,
            certificates: &*self.organisations,
            seal_uses: &self.seal_log,
            list: &*self.story.envelopes,
            envelopes: &*self.story.envelopes,
            documents: &self.documents,
        };
        export(source, &city().organisation, self.to.path(), NOW.parse().unwrap()).await
    }

    fn manifest(&self) -> Value {
        serde_json::from_slice(&fs::read(self.to.path().join(MANIFEST)).unwrap()).unwrap()
    }
}

fn read(root: &Path, path: &str) -> Vec<u8> {
    fs::read(root.join(path)).unwrap()
}

#[tokio::test]
async fn what_is_saved_is_listed_with_its_digest_and_can_be_checked_by_itself() {
    let w = World::new().await;
    let answer = w.export().await;
    let manifest = w.manifest();
    assert_eq!((&manifest["envelopes"], &manifest["on_their_way"]), (&1.into(), &1.into()), "{manifest}");
    for file in manifest["files"].as_array().unwrap() {
        let bytes = read(w.to.path(), file["path"].as_str().unwrap());
        assert_eq!(file["sha256"], Digest::of(&bytes).to_string(), "{file}");
    }
    let contacts = read(w.to.path(), "contacts.jsonl");
    assert!(std::str::from_utf8(&contacts).unwrap().contains("sato@example.jp"));
    let id = w.story.id;
    let number = w.story.envelope().number;
    let events = read(w.to.path(), &format!("envelopes/{number} {id}/events.jsonl"));
    let last = std::str::from_utf8(&events).unwrap().lines().last().unwrap();
    assert_eq!(Digest::of(last.as_bytes()), w.story.envelope().evidence.digest);
    assert!(answer.complete && manifest["faults"] == serde_json::json!([]), "{manifest}");
    assert!(read(w.to.path(), &format!("envelopes/{number} {id}/1.pdf")).starts_with(b"envelopes/"));
}

#[tokio::test]
async fn a_file_that_is_missing_or_is_another_is_told_and_a_later_run_fetches_what_is_not_there() {
    let w = World::new().await;
    let object = w.story.envelope().documents[0].latest().unwrap().object.clone();
    w.documents.keep(object.clone(), b"another".to_vec());
    let answer = w.export().await;
    assert!(!answer.complete && w.manifest()["faults"][0].as_str().unwrap().contains("not what was recorded"));
    w.documents.keep(object.clone(), object.0.into_bytes());
    assert!(w.export().await.complete, "{}", w.manifest());
    assert_eq!(w.manifest()["faults"], serde_json::json!([]));
}

#[tokio::test]
async fn a_chain_that_was_broken_is_told() {
    let w = World::new().await;
    // The only entry has none behind it by which a change could be seen: the directory knows the head.
    w.organisations.spoil_log(&city().organisation, |texts| texts[0] = texts[0].replace("滝川市", "砂川市"));
    let answer = w.export().await;
    assert!(!answer.complete && answer.json["faults"][0].as_str().unwrap().contains("log"), "{:?}", answer.json);
}

#[tokio::test]
async fn a_folder_that_holds_something_else_is_left_alone() {
    let w = World::new().await;
    fs::write(w.to.path().join("accounts.xlsx"), b"x").unwrap();
    let refused = w.try_to_export().await.unwrap_err();
    assert!(refused.to_string().contains("something else"), "{refused}");
    assert!(!w.to.path().join(MANIFEST).exists());
}

#[tokio::test]
async fn a_folder_of_another_organisation_is_left_alone() {
    let w = World::new().await;
    assert!(w.export().await.complete);
    let row = String::from_utf8(read(w.to.path(), ORGANISATION)).unwrap();
    fs::write(w.to.path().join(ORGANISATION), row.replace("takikawa", "sunagawa")).unwrap();
    let refused = w.try_to_export().await.unwrap_err();
    assert!(refused.to_string().contains("another organisation"), "{refused}");
    assert!(w.to.path().join(MANIFEST).exists(), "nothing was touched");
}

fn lines(root: &Path, path: &str) -> Vec<Value> {
    let text = String::from_utf8(read(root, path)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn the_own_contacts_of_every_person_are_saved_under_that_persons_identifier() {
    let w = World::new().await;
    let (holder, other) = (PersonId::new(Uuid::from_u128(1)), PersonId::new(Uuid::from_u128(2)));
    for id in [holder, other] {
        w.organisations.put_person(&city().organisation, &person(id));
    }
    let book = Book::new(BookId::own(city().organisation, holder));
    let details = ContactRequest { name: "田中".into(), email: "tanaka@example.jp".into(), ..Default::default() };
    let add = Act::Add(details.accept().unwrap());
    let decided = decide_act(&book, &Found::default(), add, NOW.parse().unwrap()).unwrap();
    w.organisations.commit_book(&decided, None).await.unwrap();
    assert!(w.export().await.complete);
    let saved = lines(w.to.path(), &format!("people-contacts/{holder}.jsonl"));
    assert_eq!((saved.len(), &saved[0]["details"]["email"]), (1, &"tanaka@example.jp".into()));
    assert!(lines(w.to.path(), &format!("people-contacts/{other}.jsonl")).is_empty());
    let shared = String::from_utf8(read(w.to.path(), "contacts.jsonl")).unwrap();
    assert!(!shared.contains("tanaka@example.jp"));
}

#[tokio::test]
async fn who_may_sign_with_the_seal_and_every_use_of_it_are_saved() {
    let w = World::new().await;
    let certificate = SealingCertificate {
        name: None,
        key_id: "key".to_owned(),
        chain_pem: String::new(),
        persons: vec!["mayor@city.example".parse().unwrap()],
        organisations: Vec::new(),
    };
    w.organisations.put_certificate(Some(&city().organisation), Some(&certificate));
    let further = RegisteredSeal::new(city().organisation, Some("suido".to_owned().try_into().unwrap()));
    w.organisations.put_seal(&further, Some(&certificate));
    // More than are read at a time.
    let count = usize::from(PAGE) + 5;
    for number in 0..count {
        w.use_seal(number).await;
    }
    assert!(w.export().await.complete);
    let persons: Value = serde_json::from_slice(&read(w.to.path(), "seals/takikawa/persons.json")).unwrap();
    assert_eq!(persons["persons"], serde_json::json!(["mayor@city.example"]));
    let uses = lines(w.to.path(), "seals/takikawa/uses.jsonl");
    let signed: BTreeSet<_> = uses.iter().map(|used| used["signed"].as_str().unwrap()).collect();
    assert_eq!((uses.len(), signed.len()), (count, count));
    // Of one that was never used it is seen that the uses were looked for.
    let persons: Value = serde_json::from_slice(&read(w.to.path(), "seals/suido/persons.json")).unwrap();
    assert_eq!(persons["persons"], serde_json::json!(["mayor@city.example"]));
    assert!(lines(w.to.path(), "seals/suido/uses.jsonl").is_empty());
    let listed = w.manifest()["files"].to_string();
    assert!(listed.contains("seals/takikawa/uses.jsonl") && listed.contains("seals/takikawa/persons.json"));
}

fn person(id: PersonId) -> Person {
    let profile = Profile {
        name: "佐藤 花子".to_owned(),
        email: format!("{id}@city.example").parse().unwrap(),
        language: Language::Ja,
        roles: BTreeSet::new(),
        groups: BTreeSet::new(),
    };
    let state = PersonState::Deactivated { identity: None, since: NOW.parse().unwrap() };
    let (version, added_at, session_generation, key_generation) = (1, NOW.parse().unwrap(), 0, 0);
    Person { id, version, profile, state, added_at, session_generation, key_generation }
}

impl World {
    /// Signs something with the city's seal.
    async fn use_seal(&self, number: usize) {
        let digest = Digest::of(&number.to_le_bytes());
        let intent = SealIntent {
            envelope: self.story.id,
            document: DocumentNumber(1),
            by: Sealer::Recipient(RecipientNumber(1)),
            reserve: 12 << 10,
            base: digest,
            digest,
            key_id: "key".to_owned(),
        };
        let used = SealUseEntry {
            owner: city().organisation,
            seal: None,
            at: NOW.parse().unwrap(),
            sender: city().organisation,
            sender_name: "滝川市".to_owned(),
            envelope: self.story.id,
            envelope_number: self.story.envelope().number,
            title: "業務委託契約".to_owned(),
            document: intent.document,
            document_name: "契約書".to_owned(),
            recipient: RecipientNumber(1),
            name: "滝川 市長".to_owned(),
            email: "mayor@city.example".parse().unwrap(),
            identity: None,
            approved_at: None,
            signed: digest,
            key_id: intent.key_id.clone(),
        };
        self.seal_log.begin(&intent).await.unwrap();
        self.seal_log.finish(&intent, b"signature", Some(&used)).await.unwrap();
    }
}
