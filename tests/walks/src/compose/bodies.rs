//! What requests say.

use serde_json::{Value, json};

use super::things::another;
use crate::ask::Ask;
use crate::chance::Chance;
use crate::marks::mark;
use crate::model::{Credential, Level, Role, Scope};
use crate::thing::{Id, Kind};
use crate::walk::Walk;

impl Walk {
    pub(super) fn envelope(&mut self, ask: &mut Ask, by: Option<&Credential>, at: usize) -> Value {
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

    pub(super) fn folder(&mut self, ask: &mut Ask, by: Option<&Credential>, at: usize) -> Value {
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
    pub(super) fn grants(&mut self, ask: &mut Ask, at: usize) -> Value {
        let level = |chance: &Chance| chance.one_of(&Level::ALL).unwrap().name();
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

    pub(super) fn key(&mut self, ask: &mut Ask, by: Option<&Credential>, at: usize) -> Value {
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

    pub(super) fn roles(&self) -> Vec<&'static str> {
        Role::ALL.into_iter().filter(|_| self.chance.percent(35)).map(Role::name).collect()
    }

    pub(super) fn groups(&self, ask: &mut Ask, at: usize) -> Vec<Id> {
        let mut groups = self.chance.some_of(&self.existing(at, Kind::Group));
        let others = self.existing(another(at), Kind::Group);
        if let Some(other) = self.chance.one_of(&others).filter(|_| self.chance.percent(15)) {
            ask.named = Some((Kind::Group, other.clone()));
            groups.push(other);
        }
        groups
    }

    pub(super) fn book(&self, by: Option<&Credential>) -> &'static str {
        let has_own = by.is_none_or(|by| by.person.is_some());
        if has_own && self.chance.percent(60) { "own" } else { "shared" }
    }

    pub(super) fn new_mark(&mut self, at: usize, kind: Kind) -> String {
        self.marks += 1;
        mark(at, kind.letter(), self.marks)
    }
}

pub(super) fn address(name: &str) -> String {
    format!("{name}@example.jp")
}

pub(super) fn document(name: &str) -> Value {
    json!({ "name": name, "size": 4, "sha256": "ab".repeat(32) })
}
