//! What a walk learns from a request that was carried out: what it asked for is so from then on.

use domain::contact::BookId;
use domain::email_address::EmailAddress;
use domain::ids::{OrganisationId, PersonId};
use serde_json::Value;

use super::{Contact, Credential, Envelope, Folder, Grantee, Level, Means, Model, Person, PersonState, Role, Scope};
use crate::ask::{Ask, Content};
use crate::marks::marks_in;
use crate::thing::{Id, Kind};

/// A text of a JSON object; empty where there is none.
pub(crate) fn text_of(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

fn texts_of(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect()
}

fn roles_of(value: &Value) -> impl Iterator<Item = Role> {
    texts_of(value).into_iter().filter_map(|name| Role::ALL.into_iter().find(|role| role.name() == name))
}

fn grants_of(value: &Value) -> Vec<(Grantee, Level)> {
    let grant = |grant: &Value| {
        let to = match grant["to"].as_str()? {
            "everybody" => Grantee::Everybody,
            "person" => Grantee::Person(text_of(grant, "person")),
            "group" => Grantee::Group(text_of(grant, "group")),
            _ => Grantee::Role(Role::ALL.into_iter().find(|role| grant["role"] == role.name())?),
        };
        Some((to, Level::ALL.into_iter().find(|level| grant["level"] == level.name())?))
    };
    value.as_array().into_iter().flatten().filter_map(grant).collect()
}

impl Model {
    /// Takes what was asked for by somebody as done.
    pub(crate) fn learn(&mut self, credential: &Credential, ask: &Ask, answer: &Value) {
        let at = credential.organisation;
        let about = ask.about.as_ref().map(|(_, id)| id.clone()).unwrap_or_default();
        let body = match &ask.content {
            Content::Json(value) => value.clone(),
            Content::Nothing | Content::Csv(_) => Value::Null,
        };
        let id = text_of(answer, "id");
        match ask.route.name {
            "CREATE_ENVELOPE" | "COPY_ENVELOPE" => {
                let (person, folder) = (credential.person.clone(), body["folder"].as_str().map(str::to_owned));
                let envelope = Envelope { person, folder, is_deleted: false };
                self.organisations[at].envelopes.insert(id.clone(), envelope);
                self.note(at, Kind::Envelope, &id, &answer.to_string());
            }
            "CHANGE_DRAFT" | "ADD_DOCUMENT" => self.note(at, Kind::Envelope, &about, &body.to_string()),
            "DELETE_DRAFT" => self.with_envelope(at, &about, |envelope| envelope.is_deleted = true),
            "MOVE_ENVELOPE" => {
                let to = body["folder"].as_str().map(str::to_owned);
                self.with_envelope(at, &about, |envelope| envelope.folder = to);
            }
            "ADD_FOLDER" | "CHANGE_FOLDER" => self.learn_folder(at, if id.is_empty() { &about } else { &id }, &body),
            "REMOVE_FOLDER" => drop(self.organisations[at].folders.remove(&about)),
            "ADD_GROUP" | "RENAME_GROUP" => {
                self.organisations[at].groups.insert(id.clone());
                self.note(at, Kind::Group, &id, &body.to_string());
            }
            "REMOVE_GROUP" => drop(self.organisations[at].groups.remove(&about)),
            "INVITE_PERSON" => {
                let (roles, groups) = (roles_of(&body["roles"]).collect(), texts_of(&body["groups"]));
                let groups = groups.into_iter().collect();
                let person = Person { state: PersonState::Invited, has_signed_in: false, roles, groups };
                self.organisations[at].people.insert(id.clone(), person);
                self.note(at, Kind::Person, &id, &body.to_string());
            }
            "CHANGE_PERSON" => self.learn_person(at, &about, &body),
            "DEACTIVATE_PERSON" => {
                self.with_person(at, &about, |person| person.state = PersonState::Deactivated);
                self.end_credentials(at, &about, true);
            }
            "REACTIVATE_PERSON" => {
                self.with_person(at, &about, |person| {
                    let was = person.has_signed_in;
                    person.state = if was { PersonState::Active } else { PersonState::Invited };
                });
                self.end_credentials(at, &about, false);
            }
            "END_SESSIONS" => self.end_credentials(at, &about, false),
            "END_SESSION" => self.remove_credential(&Means::Session { digest: ask.further[0].clone() }),
            "END_OWN_SESSION" => self.remove_credential(&Means::Session { digest: about }),
            "MAKE_KEY" | "MAKE_OWN_KEY" => self.learn_key(credential, ask, &body, answer),
            "REVOKE_KEY" | "REVOKE_OWN_KEY" => self.revoke(&about),
            "CHANGE_ORGANISATION" | "CHANGE_SEAL" => {
                let id = self.organisations[at].id.clone();
                self.note(at, Kind::Organisation, &id, &body.to_string());
            }
            "ADD_CONTACT" => {
                let holder = credential.person.clone().filter(|_| body["scope"] == "own");
                self.learn_contact(at, &id, holder, &body.to_string());
            }
            "CHANGE_CONTACT" => {
                let holder = self.organisations[at].contacts.get(&about).and_then(|contact| contact.holder.clone());
                // With another address it has another identifier, and shared ones tell what was said before.
                let (old, new) = [&about, &id].map(|id| self.thing(at, Kind::Contact, id)).into();
                for of in self.marks.values_mut().filter(|of| of.contains(&old)) {
                    of.insert(new.clone());
                }
                self.forget_contact(at, &about);
                self.learn_contact(at, &id, holder, &body.to_string());
            }
            "REMOVE_CONTACT" => self.forget_contact(at, &about),
            "IMPORT_CONTACTS" => self.learn_import(credential, ask),
            _ => {}
        }
    }

    fn note(&mut self, at: usize, kind: Kind, id: &str, text: &str) {
        let thing = self.thing(at, kind, id);
        self.add_thing(&thing, text);
    }

    fn with_envelope(&mut self, at: usize, id: &str, change: impl FnOnce(&mut Envelope)) {
        if let Some(envelope) = self.organisations[at].envelopes.get_mut(id) {
            change(envelope);
        }
    }

    fn with_person(&mut self, at: usize, id: &str, change: impl FnOnce(&mut Person)) {
        if let Some(person) = self.organisations[at].people.get_mut(id) {
            change(person);
        }
    }

    fn learn_folder(&mut self, at: usize, id: &str, body: &Value) {
        let new = Folder { name: String::new(), parent: None, inherits: true, grants: Vec::new() };
        let folder = self.organisations[at].folders.entry(id.to_owned()).or_insert(new);
        if let Some(name) = body["name"].as_str() {
            name.clone_into(&mut folder.name);
        }
        if let Some(parent) = body.get("parent") {
            folder.parent = parent.as_str().map(str::to_owned);
        }
        folder.inherits = body["inherits"].as_bool().unwrap_or(folder.inherits);
        if !body["grants"].is_null() {
            folder.grants = grants_of(&body["grants"]);
        }
        self.note(at, Kind::Folder, id, &body.to_string());
    }

    /// Sessions end where roles or groups change. Groups that are gone count for nothing, and are forgotten.
    fn learn_person(&mut self, at: usize, id: &str, body: &Value) {
        let there = self.organisations[at].groups.clone();
        let Some(person) = self.organisations[at].people.get_mut(id) else { return };
        person.groups.retain(|group| there.contains(group));
        let before = (person.roles.clone(), person.groups.clone());
        if !body["roles"].is_null() {
            person.roles = roles_of(&body["roles"]).collect();
        }
        if !body["groups"].is_null() {
            person.groups = texts_of(&body["groups"]).into_iter().collect();
        }
        if before != (person.roles.clone(), person.groups.clone()) {
            self.end_credentials(at, id, false);
        }
        self.note(at, Kind::Person, id, &body.to_string());
    }

    fn learn_key(&mut self, by: &Credential, ask: &Ask, body: &Value, answer: &Value) {
        let id = text_of(answer, "id");
        let is_own = ask.route.name == "MAKE_OWN_KEY";
        let person = if is_own { by.person.clone() } else { body["holder"]["person"].as_str().map(str::to_owned) };
        let scopes = texts_of(&body["scopes"]);
        let scopes = Scope::ALL.into_iter().filter(|scope| scopes.iter().any(|name| name == scope.name())).collect();
        self.credentials.push(Credential {
            organisation: by.organisation,
            person,
            means: Means::Key { id: id.clone(), scopes },
            header: ("authorization", format!("Bearer {}", text_of(answer, "key"))),
            has_ended: false,
            is_gone: false,
        });
        self.note(by.organisation, Kind::Key, &id, &body.to_string());
    }

    fn revoke(&mut self, key: &str) {
        let is_it = |means: &Means| matches!(means, Means::Key { id, .. } if id == key);
        self.credentials.iter_mut().filter(|of| is_it(&of.means)).for_each(|of| of.is_gone = true);
    }

    fn remove_credential(&mut self, means: &Means) {
        self.credentials.iter_mut().filter(|of| of.means == *means).for_each(|of| of.is_gone = true);
    }

    fn learn_contact(&mut self, at: usize, id: &str, holder: Option<Id>, text: &str) {
        self.organisations[at].contacts.insert(id.to_owned(), Contact { holder, is_gone: false });
        self.note(at, Kind::Contact, id, text);
    }

    fn forget_contact(&mut self, at: usize, id: &str) {
        self.organisations[at].contacts.get_mut(id).into_iter().for_each(|contact| contact.is_gone = true);
    }

    /// Contacts of a file are known by their addresses, from which their identifiers follow.
    fn learn_import(&mut self, credential: &Credential, ask: &Ask) {
        let at = credential.organisation;
        let is_own = ask.query.contains(&("scope", "own".to_owned()));
        let holder = credential.person.clone().filter(|_| is_own);
        let organisation: OrganisationId = self.organisations[at].id.clone().try_into().unwrap();
        let book = match &holder {
            None => BookId::shared(organisation),
            Some(person) => BookId::own(organisation, person.parse::<PersonId>().unwrap()),
        };
        for line in ask.body().lines().skip(1) {
            let email: EmailAddress = line.rsplit(',').next().unwrap_or_default().parse().unwrap();
            debug_assert!(!marks_in(line).is_empty());
            self.learn_contact(at, &book.contact(&email).to_string(), holder.clone(), line);
        }
    }
}
