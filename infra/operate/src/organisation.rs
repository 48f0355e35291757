//! Organisations, as far as a deployment knows them: by the API keys by which they send, and by their registered seals.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use aws::table::{ListedSettings, Setting, Table, list_settings};
use domain::draft::Policy;
use domain::ids::OrganisationId;
use domain::ports::{Account, Randomness};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::answer::{Answer, columns};
use crate::api_key;
use crate::arguments::OrganisationAdd;

/// Adds an organisation by its first API key.
pub async fn add(table: &Table, randomness: &dyn Randomness, asked: OrganisationAdd, now: Timestamp) -> Result<Answer> {
    let OrganisationAdd { id, name, two_factor_required, sender, terms } = asked;
    let there = api_key::all_accounts(table).await?;
    if there.iter().any(|(_, account)| account.sender.organisation == id) {
        bail!("the organisation {id} is there already; `keiin api-key make {id}` makes another key for it");
    }
    let account = Account {
        sender: api_key::sender(&sender, id, name),
        terms: api_key::terms(terms, now),
        policy: Policy { two_factor_required },
    };
    let key = api_key::make(table, randomness, account.clone()).await?;
    Ok(api_key::shown(&key, &account))
}

/// What is known of an organisation.
#[derive(Default)]
struct Known {
    names: Vec<String>,
    keys: usize,
    has_seal: bool,
}

/// All organisations.
pub async fn list(table: &Table) -> Result<Answer> {
    let ListedSettings { settings, unreadable } = list_settings(table).await?;
    let all = known(settings);
    let row = |(id, known): (&OrganisationId, &Known)| {
        let seal = if known.has_seal { "yes" } else { "no" };
        [id.to_string(), known.keys.to_string(), seal.to_owned(), known.names.join(", ")]
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    let json = all.iter().map(|(id, Known { names, keys, has_seal })| {
        json!({"id": id.as_str(), "names": names, "api_keys": keys, "registered_seal": has_seal})
    });
    let text = columns(["ID", "KEYS", "REGISTERED SEAL", "NAME"], &rows);
    Ok(Answer::new(text, Value::Array(json.collect())).without(&unreadable))
}

fn known(settings: Vec<Setting>) -> BTreeMap<OrganisationId, Known> {
    let mut all: BTreeMap<OrganisationId, Known> = BTreeMap::new();
    for setting in settings {
        match setting {
            Setting::ApiKey(_, Account { sender, .. }) => {
                let known = all.entry(sender.organisation).or_default();
                known.keys += 1;
                if !known.names.contains(&sender.organisation_name) {
                    known.names.push(sender.organisation_name);
                }
            }
            Setting::Certificate(Some(owner), _) => all.entry(owner).or_default().has_seal = true,
            Setting::Certificate(None, _) | Setting::TimestampAuthorities(_) | Setting::TrustAnchors(_) => {}
        }
    }
    all
}
