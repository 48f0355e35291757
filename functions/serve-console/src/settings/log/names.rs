//! The names of those whom entries tell of by identifiers.

use std::collections::{BTreeMap, BTreeSet};

use api::routes;
use domain::ids::{GroupId, PersonId};
use domain::organisation::{Actor, Entry, EntryKind};
use web::Language;

use super::super::request::Asked;
use crate::answers::{GroupList, PersonList};
use crate::client::Call;
use crate::stop::Stop;

/// Pages of people that are read at most: in a larger organisation, those who are not found are told by their identifiers.
const MAX_PAGES: usize = 10;

/// Names by identifiers.
pub(super) struct Names {
    pub(super) language: Language,
    people: BTreeMap<PersonId, String>,
    groups: BTreeMap<GroupId, String>,
}

impl Names {
    /// Of those whom these entries name.
    pub(super) async fn of(asked: &Asked, entries: &[Entry]) -> Result<Self, Stop> {
        let mut wanted: BTreeSet<PersonId> = entries.iter().flat_map(people_of).collect();
        let (mut people, mut cursor) = (BTreeMap::new(), None::<PersonId>);
        for _ in 0..MAX_PAGES {
            if wanted.is_empty() {
                break;
            }
            let call = Call::of(&routes::LIST_PEOPLE, &[]).query("limit", "100");
            let call = cursor.iter().fold(call, |call, at| call.query("cursor", &at.to_string()));
            let page: PersonList = asked.read(call).await?;
            for person in page.people {
                if wanted.remove(&person.id) {
                    people.insert(person.id, person.name);
                }
            }
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let groups: GroupList = asked.read(Call::of(&routes::LIST_GROUPS, &[])).await?;
        let groups = groups.groups.into_iter().map(|group| (group.id, group.name)).collect();
        Ok(Self { language: asked.language(), people, groups })
    }

    pub(super) fn person(&self, id: PersonId) -> String {
        let name = self.people.get(&id).cloned().unwrap_or_else(|| id.to_string());
        if self.language.is_ja() { format!("{name}様") } else { name }
    }

    /// Groups that are gone are told by their identifiers.
    pub(super) fn groups<'a>(&self, of: impl IntoIterator<Item = &'a GroupId>) -> String {
        let names = of.into_iter().map(|id| self.groups.get(id).cloned().unwrap_or_else(|| id.to_string()));
        names.collect::<Vec<_>>().join(self.language.t("、", ", "))
    }

    /// Who did something.
    pub(super) fn actor(&self, actor: &Actor) -> String {
        let language = self.language;
        match actor {
            Actor::Operator => language.t("サービス運営者", "The operator").to_owned(),
            Actor::Service => language.t("システム（自動）", "The service").to_owned(),
            Actor::Person { person } => self.person(*person),
            Actor::Key { label, .. } => match language {
                Language::Ja => format!("APIキー「{label}」"),
                Language::En => format!("API key “{label}”"),
            },
        }
    }
}

fn people_of(entry: &Entry) -> Vec<PersonId> {
    let by = if let Actor::Person { person } = entry.by { Some(person) } else { None };
    let about = match &entry.kind {
        EntryKind::InvitationRenewed { person }
        | EntryKind::InvitationAccepted { person, .. }
        | EntryKind::PersonReactivated { person }
        | EntryKind::PersonDeactivated { person, .. }
        | EntryKind::SessionsEnded { person }
        | EntryKind::SessionEnded { person, .. }
        | EntryKind::ContactsKept { person: Some(person), .. } => Some(*person),
        _ => None,
    };
    by.into_iter().chain(about).collect()
}
