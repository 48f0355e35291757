//! Requests that are drawn: for every route that asks who calls, about things of one's own organisation, of others, and of none.

mod bodies;
mod things;

use api::routes::Route;
use axum::http::Method;
use serde_json::json;

use bodies::{address, document};

use crate::ask::{Ask, Content};
use crate::model::Credential;
use crate::thing::Kind;
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
            "FETCH_FILE" => {
                vec!["1".to_owned(), self.chance.one_of(&["original", "current", "signed"]).unwrap().to_owned()]
            }
            "END_SESSION" => vec![self.session_of(at, ask.about.as_ref().map(|(_, person)| &**person))],
            _ if route.path.matches('{').count() > 1 => vec!["1".to_owned()],
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
}
