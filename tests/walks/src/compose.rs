//! Requests that are drawn: for every route that asks who calls, about things of one's own organisation, of others, and of none.

use api::routes::Route;
use axum::http::Method;
use domain::contact::{BookId, Contact as StoredContact};
use domain::envelope::State;
use domain::ports::{Contacts, People};
use serde_json::{Value, json};

use crate::ask::{Ask, Content};
use crate::founding::organisation_id;
use crate::marks::mark;
use crate::model::{Credential, Id, Kind, Level, Means, PersonState, Role, Scope, Verdict};
use crate::walk::Walk;

/// What the first identifier in a route's path is of.
fn kind_of(route: &Route) -> Option<Kind> {
    let kinds = [
        ("/v1/envelopes/{", Kind::Envelope),
        ("/v1/folders/{", Kind::Folder),
        ("/v1/contacts/{", Kind::Contact),
        ("/v1/me/sessions/{", Kind::Session),
        ("/v1/me/keys/{", Kind::Key),
        ("/v1/organisation/people/{", Kind::Person),
        ("/v1/organisation/groups/{", Kind::Group),
        ("/v1/organisation/keys/{", Kind::Key),
        ("/v1/organisation/seals/{", Kind::Organisation),
    ];
    let found = kinds.into_iter().find(|(beginning, _)| route.path.starts_with(beginning)).map(|(_, kind)| kind);
    assert!(found.is_some() || !route.path.contains('{'), "the walks do not know what {} is about", route.path);
    found
}

impl Walk {
    /// A request for this route by somebody, or by nobody who is known.
    pub(crate) async fn compose(&mut self, by: Option<usize>, route: &'static Route) -> Ask {
        let credential = by.map(|by| self.model.credentials[by].clone());
        let at = credential.as_ref().map_or(0, |credential| credential.organisation);
        let mut ask = Ask::of(route);
        if let Some(kind) = kind_of(route) {
            let waiting = self.chance.one_of(&self.waiting_for(credential.as_ref(), route, at));
            let waiting = waiting.filter(|_| self.chance.percent(50));
            let picked = waiting.unwrap_or_else(|| self.pick(credential.as_ref(), at, Some(route), kind));
            ask.about = Some((kind, picked));
        }
        ask.further = match route.name {
            "FETCH_FILE" => vec!["1", self.chance.one_of(&["original", "current", "signed"]).unwrap()],
            _ if route.path.matches('{').count() > 1 => vec!["1"],
            _ => Vec::new(),
        };
        if route.method == Method::POST {
            ask.idempotency_key = Some(self.chance.uuid());
        }
        self.fill(&mut ask, credential.as_ref(), at);
        if [Method::PATCH, Method::DELETE].contains(&route.method)
            && let Some((kind, id)) = ask.about.clone()
        {
            ask.if_match = Some(self.tag(kind, &id).await);
        } else if route.name == "CHANGE_ORGANISATION" {
            ask.if_match = Some(self.tag_of(&api::routes::GET_ORGANISATION, at, None).await);
        }
        ask
    }

    /// Things with which a route can do something that it cannot do with most.
    fn waiting_for(&self, by: Option<&Credential>, route: &Route, at: usize) -> Vec<Id> {
        let organisation = &self.model.organisations[at];
        let people = |state: PersonState| {
            let people = organisation.people.iter().filter(|(_, person)| person.state == state);
            people.map(|(id, _)| id.clone()).collect()
        };
        let envelopes = |is_draft: bool| {
            let state = |id: &Id| self.world.ports.envelopes.envelope(id.parse().unwrap()).state;
            let mut all = self.existing(at, Kind::Envelope);
            all.retain(|id| (state(id) == State::Draft) == is_draft);
            all.retain(|id| self.model.verdict(by, route.name, Some((Kind::Envelope, id))) == Verdict::Allowed);
            all
        };
        let is_empty = |id: &Id| {
            let mut inner = organisation.folders.values().map(|folder| folder.parent.as_ref());
            let mut within = organisation.envelopes.values().map(|envelope| envelope.folder.as_ref());
            !inner.any(|parent| parent == Some(id)) && !within.any(|folder| folder == Some(id))
        };
        match route.name {
            "INVITE_AGAIN" => people(PersonState::Invited),
            "REACTIVATE_PERSON" => people(PersonState::Deactivated),
            "CHANGE_DRAFT" | "DELETE_DRAFT" | "ADD_DOCUMENT" | "REMOVE_DOCUMENT" | "SEND_ENVELOPE" => envelopes(true),
            "FETCH_FILE" | "SEND_REMINDERS" | "VOID_ENVELOPE" | "REQUEST_AGAIN" => envelopes(false),
            "REMOVE_FOLDER" => organisation.folders.keys().filter(|id| is_empty(id)).cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// Fills in the query and the body.
    fn fill(&mut self, ask: &mut Ask, by: Option<&Credential>, at: usize) {
        let body = match ask.route.name {
            "CREATE_ENVELOPE" => self.envelope(ask, by, at),
            "CHANGE_DRAFT" => json!({ "title": self.new_mark(at, Kind::Envelope) }),
            "ADD_DOCUMENT" => document(&self.new_mark(at, Kind::Envelope)),
            "MOVE_ENVELOPE" => {
                let folder = self.chance.percent(80).then(|| self.pick(by, at, None, Kind::Folder));
                ask.named = folder.clone().map(|folder| (Kind::Folder, folder));
                json!({ "folder": folder })
            }
            "VOID_ENVELOPE" => json!({ "reason": "条件が変わりました。" }),
            "COPY_ENVELOPE" | "SEND_REMINDERS" | "RETRY_ENVELOPE" | "REQUEST_AGAIN" => json!({}),
            "ADD_FOLDER" | "CHANGE_FOLDER" => self.folder(ask, by, at),
            "ADD_GROUP" | "RENAME_GROUP" => json!({ "name": self.new_mark(at, Kind::Group) }),
            "INVITE_PERSON" => {
                let name = self.new_mark(at, Kind::Person);
                let (roles, groups) = (self.roles(), self.groups(ask, at));
                json!({ "name": name, "email": address(&name), "roles": roles, "groups": groups })
            }
            "CHANGE_PERSON" => match self.chance.below(3) {
                0 => json!({ "name": self.new_mark(at, Kind::Person) }),
                1 => json!({ "roles": self.roles() }),
                _ => json!({ "groups": self.groups(ask, at) }),
            },
            "MAKE_KEY" | "MAKE_OWN_KEY" => self.key(ask, by, at),
            "CHANGE_ORGANISATION" => json!({ "name": self.new_mark(at, Kind::Organisation) }),
            "CHANGE_SEAL" => json!({ "persons": [address(&self.new_mark(at, Kind::Organisation))] }),
            "ADD_CONTACT" => {
                let name = self.new_mark(at, Kind::Contact);
                json!({ "scope": self.book(by), "name": name, "email": address(&name) })
            }
            "CHANGE_CONTACT" => {
                let name = self.new_mark(at, Kind::Contact);
                if self.chance.percent(50) { json!({ "name": name }) } else { json!({ "email": address(&name) }) }
            }
            "IMPORT_CONTACTS" => {
                ask.query.push(("scope", self.book(by).to_owned()));
                let names: Vec<String> = (0..2).map(|_| self.new_mark(at, Kind::Contact)).collect();
                let lines = names.iter().map(|name| format!("{name},{}\r\n", address(name)));
                ask.content = Content::Csv(format!("name,email\r\n{}", lines.collect::<String>()));
                return;
            }
            "EXPORT_CONTACTS" => {
                ask.query.push(("scope", self.book(by).to_owned()));
                return;
            }
            _ if ask.only_reads() => return self.page(ask, by, at),
            _ => return,
        };
        ask.content = Content::Json(body);
    }

    /// Which page of which list.
    fn page(&mut self, ask: &mut Ask, by: Option<&Credential>, at: usize) {
        match ask.route.name {
            "LIST_ENVELOPES" => match self.chance.below(4) {
                0 => {
                    let folder = self.pick(by, at, None, Kind::Folder);
                    ask.query.push(("folder", folder.clone()));
                    ask.named = Some((Kind::Folder, folder));
                }
                1 => {
                    let sender = self.pick(by, at, None, Kind::Person);
                    ask.query.push(("sender", sender.clone()));
                    ask.named = Some((Kind::Person, sender));
                }
                _ => {}
            },
            "LIST_CONTACTS" if self.chance.percent(60) => ask.query.push(("scope", self.book(by).to_owned())),
            "LIST_CONTACTS" | "LIST_EVENTS" | "LIST_ACCESS" | "LIST_PEOPLE" | "LIST_KEYS" | "LIST_LOG"
            | "LIST_SEAL_USES" => {}
            _ => return,
        }
        if self.chance.percent(70) {
            ask.query.push(("limit", (self.chance.below(4) + 1).to_string()));
        }
        let given: Vec<String> = self
            .cursors
            .iter()
            .filter(|(route, _)| *route == ask.route.name)
            .map(|(_, cursor)| cursor.clone())
            .collect();
        if let Some(cursor) = self.chance.one_of(&given).filter(|_| self.chance.percent(25)) {
            ask.query.push(("cursor", cursor));
        }
    }

    fn envelope(&mut self, ask: &mut Ask, by: Option<&Credential>, at: usize) -> Value {
        let title = self.new_mark(at, Kind::Envelope);
        let mut recipient = json!({ "kind": "signer", "name": title, "email": address(&title) });
        let mut body = json!({ "title": title, "documents": [document(&title)] });
        match self.chance.below(8) {
            0 | 1 => {
                let folder = self.pick(by, at, None, Kind::Folder);
                body["folder"] = json!(folder);
                ask.named = Some((Kind::Folder, folder));
            }
            2 => {
                let owner = self.pick(by, at, None, Kind::Organisation);
                recipient["seal"] = json!({ "type": "registered", "organisation": owner });
                ask.named = Some((Kind::Organisation, owner));
            }
            _ => {}
        }
        body["recipients"] = json!([recipient]);
        body
    }

    fn folder(&mut self, ask: &mut Ask, by: Option<&Credential>, at: usize) -> Value {
        let is_new = ask.route.name == "ADD_FOLDER";
        let mut body = json!({});
        if is_new || self.chance.percent(30) {
            body["name"] = json!(self.new_mark(at, Kind::Folder));
        }
        if is_new || self.chance.percent(50) {
            body["inherits"] = json!(self.chance.percent(60));
        }
        if self.chance.percent(if is_new { 60 } else { 30 }) {
            let parent = self.pick(by, at, None, Kind::Folder);
            body["parent"] = json!(parent);
            ask.named = Some((Kind::Folder, parent));
        }
        if is_new || self.chance.percent(50) {
            body["grants"] = self.grants(ask, at);
        }
        body
    }

    /// Rights, each grantee once. One of another organisation is named where nothing else is named.
    fn grants(&mut self, ask: &mut Ask, at: usize) -> Value {
        let level = |chance: &crate::chance::Chance| chance.one_of(&Level::ALL).unwrap().name();
        let mut grants = Vec::new();
        if self.chance.percent(5) {
            grants.push(json!({ "to": "everybody", "level": level(&self.chance) }));
        }
        if let Some(person) = self.chance.one_of(&self.existing(at, Kind::Person)).filter(|_| self.chance.percent(35)) {
            grants.push(json!({ "to": "person", "person": person, "level": level(&self.chance) }));
        }
        if let Some(group) = self.chance.one_of(&self.existing(at, Kind::Group)).filter(|_| self.chance.percent(35)) {
            grants.push(json!({ "to": "group", "group": group, "level": level(&self.chance) }));
        }
        if self.chance.percent(12) {
            let role = self.chance.one_of(&Role::ALL).unwrap().name();
            grants.push(json!({ "to": "role", "role": role, "level": level(&self.chance) }));
        }
        if ask.named.is_none() && self.chance.percent(10) {
            let (kind, field) = self.chance.one_of(&[(Kind::Person, "person"), (Kind::Group, "group")]).unwrap();
            if let Some(other) = self.chance.one_of(&self.existing(another(at), kind)) {
                grants.push(json!({ "to": field, field: other, "level": level(&self.chance) }));
                ask.named = Some((kind, other));
            }
        }
        json!(grants)
    }

    fn key(&mut self, ask: &mut Ask, by: Option<&Credential>, at: usize) -> Value {
        let label = self.new_mark(at, Kind::Key);
        let mut scopes: Vec<&str> = self.chance.some_of(&Scope::ALL).into_iter().map(Scope::name).collect();
        if scopes.is_empty() {
            scopes.push(self.chance.one_of(&Scope::ALL).unwrap().name());
        }
        let mut body = json!({ "label": label, "scopes": scopes });
        if ask.route.name == "MAKE_OWN_KEY" {
            return body;
        }
        body["holder"] = json!({ "type": "service", "name": label, "email": address(&label) });
        if self.chance.percent(20) {
            let person = self.pick(by, at, None, Kind::Person);
            body["holder"] = json!({ "type": "person", "person": person });
            ask.named = Some((Kind::Person, person));
        }
        body
    }

    fn roles(&self) -> Vec<&'static str> {
        Role::ALL.into_iter().filter(|_| self.chance.percent(35)).map(Role::name).collect()
    }

    fn groups(&self, ask: &mut Ask, at: usize) -> Vec<Id> {
        let mut groups = self.chance.some_of(&self.existing(at, Kind::Group));
        let others = self.existing(another(at), Kind::Group);
        if let Some(other) = self.chance.one_of(&others).filter(|_| self.chance.percent(15)) {
            ask.named = Some((Kind::Group, other.clone()));
            groups.push(other);
        }
        groups
    }

    fn book(&self, by: Option<&Credential>) -> &'static str {
        let has_own = by.is_none_or(|by| by.person.is_some());
        if has_own && self.chance.percent(60) { "own" } else { "shared" }
    }

    fn new_mark(&mut self, at: usize, kind: Kind) -> String {
        self.marks += 1;
        mark(at, kind.letter(), self.marks)
    }

    /// Something of this kind: mostly of the caller's organisation, otherwise of another, gone, or never there.
    fn pick(&self, by: Option<&Credential>, at: usize, route: Option<&Route>, kind: Kind) -> Id {
        let own = self.existing(at, kind);
        let picked = match self.chance.below(100) {
            0..65 => {
                let is_allowed = |id: &&Id| {
                    route.is_some_and(|route| self.model.verdict(by, route.name, Some((kind, id))) == Verdict::Allowed)
                };
                let allowed: Vec<Id> = own.iter().filter(is_allowed).cloned().collect();
                self.chance.one_of(&allowed).filter(|_| self.chance.percent(60)).or_else(|| self.chance.one_of(&own))
            }
            65..80 => self.chance.one_of(&self.existing(another(at), kind)),
            80..88 => {
                let once = self.model.ids.values().filter(|thing| thing.organisation == at && thing.kind == kind);
                let gone: Vec<Id> = once.map(|thing| thing.id.clone()).filter(|id| !own.contains(id)).collect();
                self.chance.one_of(&gone)
            }
            _ => None,
        };
        picked.unwrap_or_else(|| self.never(kind))
    }

    /// An identifier that nothing of this kind ever had.
    pub(crate) fn never(&self, kind: Kind) -> Id {
        match kind {
            Kind::Organisation => format!("never{}", self.chance.digits(3)),
            Kind::Session => self.chance.digits(32),
            Kind::Person | Kind::Group | Kind::Folder | Kind::Envelope | Kind::Contact | Kind::Key => {
                self.chance.uuid()
            }
        }
    }

    /// All of this kind that an organisation has.
    pub(crate) fn existing(&self, at: usize, kind: Kind) -> Vec<Id> {
        let organisation = &self.model.organisations[at];
        let means = |wanted: fn(&Means) -> Option<&Id>| {
            let there = self.model.credentials.iter().filter(|of| of.organisation == at && !of.is_gone);
            there.filter_map(|of| wanted(&of.means)).cloned().collect()
        };
        match kind {
            Kind::Organisation => vec![organisation.id.clone()],
            Kind::Person => organisation.people.keys().cloned().collect(),
            Kind::Group => organisation.groups.iter().cloned().collect(),
            Kind::Folder => organisation.folders.keys().cloned().collect(),
            Kind::Envelope => {
                organisation.envelopes.iter().filter(|(_, of)| !of.is_deleted).map(|(id, _)| id.clone()).collect()
            }
            Kind::Contact => {
                organisation.contacts.iter().filter(|(_, of)| !of.is_gone).map(|(id, _)| id.clone()).collect()
            }
            Kind::Key => means(|means| match means {
                Means::Key { id, .. } => Some(id),
                Means::Session { .. } => None,
            }),
            Kind::Session => means(|means| match means {
                Means::Session { digest } => Some(digest),
                Means::Key { .. } => None,
            }),
        }
    }

    /// The entity tag of something as it stands; of what is not there any.
    async fn tag(&self, kind: Kind, id: &str) -> String {
        let any = || "\"1\"".to_owned();
        let version = |version: u64| format!("\"{version}\"");
        let ports = &self.world.ports;
        let Some(thing) = self.model.ids.get(id) else { return any() };
        let organisation = organisation_id(thing.organisation);
        match kind {
            Kind::Envelope => version(ports.envelopes.envelope(id.parse().unwrap()).version),
            Kind::Person => {
                let found = ports.organisations.person(&organisation, id.parse().unwrap()).await.unwrap();
                found.map_or_else(any, |person| version(person.version))
            }
            Kind::Contact => {
                let holder = self.model.organisations[thing.organisation].contacts.get(id);
                let holder = holder.and_then(|contact| contact.holder.clone());
                let book = match holder {
                    None => BookId::shared(organisation),
                    Some(person) => BookId::own(organisation, person.parse().unwrap()),
                };
                let found = ports.organisations.contact(&book, id.parse().unwrap()).await.unwrap();
                found.map_or_else(any, |contact: StoredContact| version(contact.version))
            }
            Kind::Folder => self.tag_of(&api::routes::GET_FOLDER, thing.organisation, Some((kind, id))).await,
            Kind::Organisation => self.tag_of(&api::routes::GET_SEAL, thing.organisation, Some((kind, id))).await,
            Kind::Group | Kind::Key | Kind::Session => any(),
        }
    }

    /// The entity tag that whoever may do everything in an organisation is told.
    async fn tag_of(&self, route: &'static Route, at: usize, about: Option<(Kind, &str)>) -> String {
        let about = about.map(|(kind, id)| (kind, id.to_owned()));
        let answer = self.world.ask(&Ask { about, ..Ask::of(route) }, Some(&self.model.credentials[at].header)).await;
        answer.header("etag").unwrap_or("\"1\"").to_owned()
    }
}

fn another(at: usize) -> usize {
    (at + 1) % crate::founding::ORGANISATIONS.len()
}

fn address(name: &str) -> String {
    format!("{name}@example.jp")
}

fn document(name: &str) -> Value {
    json!({ "name": name, "size": 4, "sha256": "ab".repeat(32) })
}
