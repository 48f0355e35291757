//! Lists are read to their end.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Exchange;
use crate::ask::{Answer, Ask};
use crate::names::organisation_id;
use crate::thing::Id;
use crate::violation::Violation;
use crate::walk::Walk;

/// Pages of a list at most.
const PAGES: usize = 500;

/// What a page lists.
fn ids_of(route: &str, body: &Value) -> Vec<Id> {
    let (field, id) = match route {
        "LIST_ENVELOPES" => ("envelopes", "id"),
        "LIST_ACCESS" | "LIST_PEOPLE" => ("people", "id"),
        "LIST_FOLDERS" => ("folders", "id"),
        "LIST_GROUPS" => ("groups", "id"),
        "LIST_KEYS" | "LIST_OWN_KEYS" => ("keys", "id"),
        "LIST_SESSIONS" | "LIST_OWN_SESSIONS" => ("sessions", "id"),
        "LIST_CONTACTS" => ("contacts", "id"),
        "LIST_LOG" => ("entries", "sequence"),
        "LIST_SEALS" => ("seals", "id"),
        "LIST_SEAL_USES" => ("uses", "id"),
        other => panic!("the walks do not know what {other} lists"),
    };
    let entries = body[field].as_array().unwrap_or_else(|| panic!("{route} lists no {field}: {body}"));
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    entries.iter().map(|entry| text(&entry[id])).collect()
}

impl Walk {
    /// A list holds what the caller may see, all of it and nothing else. By somebody else's cursor it holds no more.
    pub(super) async fn read_list(
        &mut self,
        exchange: &Exchange<'_>,
        shown: Option<&(&'static str, String)>,
    ) -> Result<(), Violation> {
        let Exchange { by: Some(by), ask, answer, .. } = exchange else { return Ok(()) };
        let (by, ask) = (*by, *ask);
        if !answer.is_success() {
            return Ok(());
        }
        let log = self.world.ports.organisations.log(&organisation_id(by.organisation)).len();
        self.model.organisations[by.organisation].log_entries = log;
        let Some(expected) = self.model.listed(by, ask) else { return Ok(()) };
        let found = self.all_pages(ask, answer, shown).await?;
        let is_cursor_given = ask.query.iter().any(|(name, _)| *name == "cursor");
        let surplus: Vec<Id> = found.difference(&expected).cloned().collect();
        let missing: Vec<Id> = expected.difference(&found).cloned().collect();
        match (is_cursor_given, surplus.is_empty(), missing.is_empty()) {
            (_, true, true) | (true, true, _) => Ok(()),
            (true, false, _) => Err(Violation::WrongCursor { surplus }),
            (false, ..) => Err(Violation::WrongList { missing, surplus }),
        }
    }

    async fn all_pages(
        &mut self,
        ask: &Ask,
        first: &Answer,
        shown: Option<&(&'static str, String)>,
    ) -> Result<BTreeSet<Id>, Violation> {
        let mut found = Vec::new();
        let mut answer = first.clone();
        for _ in 0..PAGES {
            found.extend(ids_of(ask.route.name, &answer.body));
            let next = &answer.body["next_cursor"];
            let Some(next) = next.as_str().map(str::to_owned).or_else(|| next.as_u64().map(|n| n.to_string())) else {
                let all: BTreeSet<Id> = found.iter().cloned().collect();
                let is_twice = all.len() != found.len();
                return if is_twice {
                    Err(Violation::WrongList { missing: Vec::new(), surplus: found })
                } else {
                    Ok(all)
                };
            };
            self.cursors.insert((ask.route.name, next.clone()));
            let mut further = ask.clone();
            further.query.retain(|(name, _)| *name != "cursor");
            further.query.push(("cursor", next));
            answer = self.world.ask(&further, shown).await;
            self.report.requests += 1;
            if !answer.is_success() {
                return Err(Violation::WrongVerdict { expected: "a further page".to_owned() });
            }
        }
        panic!("{} has no end", ask.route.name)
    }
}
