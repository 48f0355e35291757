//! How a walk begins: three organisations with their people, groups, folders, envelopes, keys and contacts. What the API can make
//! is made by it, and judged like everything else.

use std::collections::BTreeSet;

use api::routes;
use api::{SESSION_COOKIE, SessionCookie};
use domain::authorisation::{KeyTerms, Scope as KeyScope};
use domain::digest::Digest;
use domain::ids::{KeyId, PersonId};
use domain::link::SecretToken;
use domain::organisation::{Actor, ApiKey, Change, KeyHolder, ListedKey, OidcIdentity, Organisation as Row, Session};
use domain::ports::{About, People};
use fakes::{Story, readable_certificate};
use serde_json::json;
use uuid::Uuid;

use crate::ask::{Ask, Content};
use crate::marks::mark;
use crate::model::{Credential, Means, Organisation, PersonState, Scope};
use crate::names::{ORGANISATIONS, organisation_id};
use crate::thing::Kind;
use crate::violation::Failure;
use crate::walk::Walk;

const PEOPLE: usize = 5;
const GROUPS: usize = 2;
const FOLDERS: usize = 6;
const ENVELOPES: usize = 7;
const CONTACTS: usize = 5;
const KEYS: usize = 3;

impl Walk {
    /// Makes everything with which a walk begins.
    pub(crate) async fn found(&mut self) -> Result<(), Box<Failure>> {
        for (at, id) in ORGANISATIONS.into_iter().enumerate() {
            let organisation = Organisation { id: id.to_owned(), ..Organisation::default() };
            self.model.organisations.push(organisation);
            let name = format!("{id} 市");
            let row = Row::new(organisation_id(at), name.clone(), self.world.ports.time());
            self.operator(at, &About::default(), Change::AddOrganisation(Box::new(row))).await;
            let thing = self.model.thing(at, Kind::Organisation, id);
            self.model.add_thing(&thing, &name);
            let named = format!("{}@example.jp", mark(at, 'o', 1));
            self.model.add_thing(&thing, &named);
            let certificate = readable_certificate(&[&named], &[]);
            self.world.ports.organisations.put_certificate(Some(&organisation_id(at)), Some(&certificate));
            self.make_first_key(at).await;
        }
        for at in 0..ORGANISATIONS.len() {
            self.found_one(at).await?;
        }
        Ok(())
    }

    async fn found_one(&mut self, at: usize) -> Result<(), Box<Failure>> {
        for _ in 0..GROUPS {
            self.perform_composed(Some(at), &routes::ADD_GROUP).await?;
        }
        for number in 0..PEOPLE {
            let mut ask = self.compose(Some(at), &routes::INVITE_PERSON).await;
            if let (0, Content::Json(body)) = (number, &mut ask.content) {
                // Somebody administers it whatever is drawn.
                body["roles"] = json!(["administrator"]);
            }
            self.perform(Some(at), &ask).await?;
        }
        let people: Vec<String> = self.model.organisations[at].people.keys().cloned().collect();
        for person in &people {
            self.accept_invitation(at, person).await;
            self.sign_in(at, person).await;
        }
        for _ in 0..FOLDERS {
            self.perform_composed(Some(at), &routes::ADD_FOLDER).await?;
        }
        for _ in 0..KEYS {
            self.perform_composed(Some(at), &routes::MAKE_KEY).await?;
        }
        for route in [&routes::MAKE_OWN_KEY, &routes::ADD_CONTACT, &routes::CREATE_ENVELOPE] {
            for by in self.credentials_of(at) {
                self.perform_composed(Some(by), route).await?;
            }
        }
        for _ in 0..CONTACTS {
            self.perform_composed(Some(at), &routes::ADD_CONTACT).await?;
        }
        for _ in 0..ENVELOPES {
            self.perform_composed(Some(at), &routes::CREATE_ENVELOPE).await?;
        }
        let envelopes: Vec<String> = self.model.organisations[at].envelopes.keys().cloned().collect();
        for id in envelopes {
            let folders: Vec<String> = self.model.organisations[at].folders.keys().cloned().collect();
            let folder = self.chance.one_of(&folders).filter(|_| self.chance.percent(70));
            let mut ask = self.about(&routes::MOVE_ENVELOPE, Kind::Envelope, &id).await;
            ask.content = Content::Json(json!({ "folder": folder }));
            self.perform(Some(at), &ask).await?;
            if self.chance.percent(40) {
                self.send(&id);
            }
        }
        Ok(())
    }

    /// Credentials of an organisation; the first of all is a key that is good for everything, with which it was founded.
    pub(crate) fn credentials_of(&self, at: usize) -> Vec<usize> {
        let all = self.model.credentials.iter().enumerate();
        all.filter(|(_, credential)| credential.organisation == at).map(|(by, _)| by).collect()
    }

    /// A change by whoever operates the service.
    pub(crate) async fn operator(&mut self, at: usize, about: &About, change: Change) -> u64 {
        self.stored = None;
        let registry = self.world.ports.registry();
        let change = |_: &_, _: &_| Ok(change.clone());
        let decision = registry.change(&organisation_id(at), about, &Actor::Operator, None, change).await.unwrap();
        decision.entry.sequence
    }

    async fn make_first_key(&mut self, at: usize) {
        let secret = ApiKey::from_random(self.world.ports.random());
        let id = KeyId::new(Uuid::from_bytes(self.world.ports.random()));
        let terms = KeyTerms { scopes: KeyScope::ALL.into(), label: mark(at, 'k', 0), ..KeyTerms::for_envelopes() };
        let email = format!("{}@example.jp", mark(at, 'k', 0)).parse().unwrap();
        let holder = KeyHolder::Service { name: mark(at, 'k', 0), email, language: Default::default() };
        let made_at = self.world.ports.time();
        let key = ListedKey { id, digest: secret.digest(), holder, terms, made_at, last_used_at: None };
        self.operator(at, &About::default(), Change::MakeKey(Box::new(key))).await;
        let thing = self.model.thing(at, Kind::Key, &id.to_string());
        self.model.add_thing(&thing, &mark(at, 'k', 0));
        let means = Means::Key { id: id.to_string(), scopes: BTreeSet::from(Scope::ALL) };
        let header = ("authorization", format!("Bearer {}", secret.reveal()));
        let credential = Credential { organisation: at, person: None, means, header, has_ended: false, is_gone: false };
        self.model.credentials.push(credential);
    }

    /// A person follows the link of their invitation.
    pub(crate) async fn accept_invitation(&mut self, at: usize, person: &str) {
        let id: PersonId = person.parse().unwrap();
        let about = About { person: Some(id), ..About::default() };
        let found = self.world.ports.organisations.person(&organisation_id(at), id).await.unwrap().unwrap();
        let domain::organisation::PersonState::Invited { by_entry, .. } = found.state else { return };
        let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: person.to_owned() };
        self.operator(at, &about, Change::AcceptInvitation { by_entry, identity }).await;
        let known = self.model.organisations[at].people.get_mut(person).unwrap();
        (known.state, known.has_signed_in) = (PersonState::Active, true);
    }

    /// A person signs in: a session begins.
    pub(crate) async fn sign_in(&mut self, at: usize, person: &str) {
        self.stored = None;
        let id: PersonId = person.parse().unwrap();
        let (organisation, now) = (organisation_id(at), self.world.ports.time());
        let found = self.world.ports.organisations.person(&organisation, id).await.unwrap().unwrap();
        let token = SecretToken::from_random(self.world.ports.random());
        let session = Session {
            digest: token.digest(),
            person: id,
            generation: found.session_generation,
            began_at: now,
            used_at: now,
            second_factor: false,
            address: None,
            user_agent: String::new(),
        };
        self.world.ports.organisations.put_session(&organisation, &session);
        let digest: Digest = token.digest();
        let cookie = SessionCookie { organisation, person: id, token };
        self.model.credentials.push(Credential {
            organisation: at,
            person: Some(person.to_owned()),
            means: Means::Session { digest: digest.to_string() },
            header: ("cookie", format!("{SESSION_COOKIE}={}", cookie.value())),
            has_ended: false,
            is_gone: false,
        });
    }

    /// The documents of an envelope are put where they are awaited.
    pub(crate) fn upload(&mut self, id: &str) {
        self.stored = None;
        let ports = &self.world.ports;
        for document in ports.envelopes.envelope(id.parse().unwrap()).documents {
            ports.documents.keep(document.upload.object, b"%PDF".to_vec());
        }
    }

    /// An envelope is sent, its documents are sealed, and its first recipients are asked.
    pub(crate) fn send(&mut self, id: &str) {
        self.upload(id);
        let ports = &self.world.ports;
        let id = id.parse().unwrap();
        let envelope = ports.envelopes.envelope(id);
        if envelope.state != domain::envelope::State::Draft || envelope.documents.is_empty() {
            return;
        }
        let story = Story { envelopes: ports.envelopes.clone(), links: Default::default(), id };
        story.start(&ports.time().to_string());
        for document in story.envelope().documents {
            document.files().for_each(|file| ports.documents.keep(file.object.clone(), b"%PDF".to_vec()));
        }
    }
}

impl Walk {
    /// A request about this, whatever else is drawn.
    pub(crate) async fn about(&self, route: &'static routes::Route, kind: Kind, id: &str) -> Ask {
        let idempotency_key = Some(self.chance.uuid());
        Ask { about: Some((kind, id.to_owned())), idempotency_key, ..Ask::of(route) }
    }
}
