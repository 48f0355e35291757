//! Organisations: each has a row with its name and what it demands, API keys, and perhaps a registered seal. Those that were added
//! before organisations had rows are known by their keys.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result, bail};
use aws::table::{ListedSettings, Setting, SettingsKey, Table, list_settings, remove_setting};
use domain::authorisation::Role;
use domain::ids::{OrganisationId, PersonId, uuid_of};
use domain::organisation::{
    Actor, AddressBoundLinks, Change, Facts, MAX_ADDRESS_RANGES, Organisation, Profile, Refusal,
};
use domain::policy::Policy;
use domain::ports::{About, Account, ChangeError, Organisations, Randomness};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::Usage;
use crate::answer::{Answer, columns};
use crate::api_key;
use crate::arguments::{BoundLinks, Invite, OrganisationAdd, OrganisationSet};
use crate::registry::registry;

/// Adds an organisation, with its first API key.
pub async fn add(table: &Table, randomness: &dyn Randomness, asked: OrganisationAdd, now: Timestamp) -> Result<Answer> {
    let OrganisationAdd { id, name, two_factor_required, sender, terms } = asked;
    let there = api_key::all_accounts(table).await?;
    if there.iter().any(|(_, account)| account.sender.organisation == id) {
        bail!("{}", is_there(&id));
    }
    let new = Organisation {
        policy: Policy { two_factor_required, ..Policy::default() },
        ..Organisation::new(id, name, now)
    };
    let terms = api_key::terms(terms, now);
    let account = api_key::account(&new, &sender, terms);
    store(table, &new).await?;
    let key = api_key::make(table, randomness, account.clone()).await.with_context(|| {
        format!("the organisation is added, but has no API key yet; `keiin api-key make {}` makes one", new.id)
    })?;
    Ok(api_key::shown(&key, &account))
}

/// Stores an organisation that is not there yet.
pub async fn store(table: &Table, new: &Organisation) -> Result<()> {
    let add = |_: &_, _: &_| Ok(Change::AddOrganisation(Box::new(new.clone())));
    match registry(table).change(&new.id, &About::default(), &Actor::Operator, None, add).await {
        Ok(_) => Ok(()),
        Err(ChangeError::Refused(Refusal::OrganisationExists)) => bail!("{}", is_there(&new.id)),
        Err(error) => Err(error).context("nothing was added"),
    }
}

/// Invites a person by mail, such as the first administrator.
pub async fn invite(table: &Table, randomness: &dyn Randomness, asked: Invite, now: Timestamp) -> Result<Answer> {
    let Invite { organisation, name, email, language, roles } = asked;
    let roles: BTreeSet<Role> =
        if roles.is_empty() { [Role::Administrator].into() } else { roles.into_iter().collect() };
    let id = PersonId::new(uuid_of(now, &randomness.bytes()));
    let about = About { person: Some(id), address: Some(email.clone()), ..About::default() };
    let profile = Profile { name, email, language: language.into(), roles, groups: BTreeSet::new() };
    let invite = |_: &_, facts: &Facts| {
        let organisation = facts.organisation.as_ref().ok_or(Refusal::UnknownOrganisation)?;
        if organisation.closed_at.is_some() {
            return Err(ChangeError::LocksOut);
        }
        Ok(Change::Invite { id, profile: profile.clone() })
    };
    match registry(table).change(&organisation, &about, &Actor::Operator, None, invite).await {
        Ok(_) => {}
        Err(ChangeError::Refused(Refusal::UnknownOrganisation)) => bail!(
            "the organisation {organisation} has no row yet; `keiin organisation add {organisation}` adds it, and `keiin \
             organisation set` writes the row of one that was added before there were any"
        ),
        Err(ChangeError::LocksOut) => {
            bail!("the organisation {organisation} is closed; `keiin organisation reopen {organisation}`")
        }
        Err(error) => return Err(error).context("nobody was invited"),
    }
    let roles: Vec<&str> = profile.roles.iter().map(|role| role.as_str()).collect();
    let text = format!("Invited {} <{}> to {organisation} as {}.", profile.name, profile.email, roles.join(", "));
    let json = json!({"organisation": organisation.as_str(), "person": id.to_string(), "roles": roles});
    Ok(Answer::new(text, json).with_note("The mail with the link is on its way; the link is good for 14 days."))
}

fn is_there(id: &OrganisationId) -> String {
    format!("the organisation {id} is there already; `keiin api-key make {id}` makes another key for it")
}

/// Changes what is said of an organisation. It holds for the next call by any of its keys.
pub async fn set(table: &Table, asked: OrganisationSet, now: Timestamp) -> Result<Answer> {
    let OrganisationSet {
        id,
        name,
        name_en,
        two_factor_required,
        quota,
        addresses,
        from_anywhere,
        address_bound_links,
        members_second_factor,
        replace,
    } = asked;
    if addresses.len() > MAX_ADDRESS_RANGES {
        return Err(Usage(format!("an organisation has at most {MAX_ADDRESS_RANGES} ranges of addresses")).into());
    }
    // Where the row cannot be read, what is said takes its place.
    let whole = name.clone().zip(two_factor_required).map(|(name, two_factor_required)| {
        let policy = Policy { two_factor_required, ..Policy::default() };
        Organisation { policy, ..Organisation::new(id.clone(), name, now) }
    });
    let change = |organisation: &mut Organisation| {
        if let Some(name) = &name {
            organisation.name.clone_from(name);
        }
        if let Some(name) = &name_en {
            organisation.name_en = (!name.is_empty()).then(|| name.clone());
        }
        if let Some(required) = two_factor_required {
            organisation.policy.two_factor_required = required;
        }
        if let Some(quota) = quota {
            organisation.policy.quota = quota.0;
        }
        if from_anywhere || !addresses.is_empty() {
            organisation.addresses.clone_from(&addresses);
        }
        if let Some(bound) = address_bound_links {
            organisation.address_bound_links = bound.into();
        }
        if let Some(required) = members_second_factor {
            organisation.members.second_factor_required = required;
        }
    };
    let unreadable = Organisations::find(table, &id).await.is_err();
    let instead = if unreadable { whole } else { by_its_keys(table, &id, now).await? };
    let answer = answer(&changed(table, &id, instead, replace, change).await?);
    Ok(if unreadable { answer.with_note(WRITTEN_ANEW) } else { answer })
}

/// The operator must know it: from then on the organisation's keys and people are less restricted than they may have been.
const WRITTEN_ANEW: &str = "What the old row said beyond that could not be read and is gone: the addresses from which the organisation is used, which links are bound to them, what is \
                            demanded of its people and of envelopes beside a second factor, its brand, its identity provider, unless it was \
                            said again now. Its administrators set these \
                            again, but for the provider (`keiin organisation provider`) and the limit of envelopes (`keiin organisation \
                            set --quota`).";

/// Ends an organisation's use of the service: none of its API keys is taken from then on.
pub async fn close(table: &Table, id: &OrganisationId, now: Timestamp) -> Result<Answer> {
    let close = |organisation: &mut Organisation| organisation.closed_at = organisation.closed_at.or(Some(now));
    let changed = changed(table, id, by_its_keys(table, id, now).await?, false, close).await?;
    let note = "Envelopes that are on their way go on, and what is kept stays kept. `keiin organisation reopen` takes it back.";
    Ok(answer(&changed).with_note(note))
}

/// Takes the end back.
pub async fn reopen(table: &Table, id: &OrganisationId, now: Timestamp) -> Result<Answer> {
    let reopen = |organisation: &mut Organisation| organisation.closed_at = None;
    let changed = changed(table, id, by_its_keys(table, id, now).await?, false, reopen).await?;
    Ok(answer(&changed))
}

/// What an organisation without a row is taken to be: what its keys say. Nothing where there is a row, be it readable or not.
async fn by_its_keys(table: &Table, id: &OrganisationId, now: Timestamp) -> Result<Option<Organisation>> {
    match Organisations::find(table, id).await {
        Ok(None) => api_key::organisation_by_keys(table, id, now).await.map(Some),
        Ok(Some(_)) | Err(_) => Ok(None),
    }
}

/// Changes an organisation's row. Where it has none, `instead` is what it was, and with `replace` also where its row cannot be
/// read: that row is taken away first.
async fn changed(
    table: &Table,
    id: &OrganisationId,
    instead: Option<Organisation>,
    replace: bool,
    change: impl Fn(&mut Organisation) + Send + Sync,
) -> Result<Organisation> {
    if let Err(reason) = Organisations::find(table, id).await {
        if !replace {
            bail!(
                "what is stored cannot be read: {}. `keiin organisation set {id} --name … --two-factor-required … \
                 --replace` writes it anew",
                lambda::telemetry::chain(&reason)
            );
        }
        remove_setting(table, &SettingsKey::Organisation(id.clone())).await.context("taking the old row away")?;
    }
    let result = Mutex::new(None);
    let next = |_: &_, facts: &Facts| {
        let before = facts.organisation.clone().or_else(|| instead.clone());
        let mut after = before.ok_or(Refusal::UnknownOrganisation)?;
        change(&mut after);
        *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(after.clone());
        let after = Box::new(after);
        Ok(if facts.organisation.is_some() { Change::SetOrganisation(after) } else { Change::AddOrganisation(after) })
    };
    match registry(table).change(id, &About::default(), &Actor::Operator, None, next).await {
        Ok(_) | Err(ChangeError::Refused(Refusal::Unchanged)) => {}
        Err(ChangeError::Refused(Refusal::UnknownOrganisation)) => bail!("there is no organisation {id}"),
        Err(ChangeError::Refused(Refusal::IncompleteLinkRule(missing))) => {
            bail!("{missing}; with `--address-bound-links none` as well, its links open everywhere")
        }
        Err(error) => return Err(error).context("nothing was changed"),
    }
    let changed = result.into_inner().unwrap_or_else(PoisonError::into_inner);
    changed.context("nothing was changed")
}

fn answer(organisation: &Organisation) -> Answer {
    let Organisation { id, name, .. } = organisation;
    let (factor, state) = (factor(&organisation.policy), state(organisation));
    let quota = organisation.policy.quota.map_or_else(|| "none".to_owned(), |quota| format!("{quota} a month"));
    let members = if organisation.members.second_factor_required {
        "with a second factor"
    } else {
        "with or without a second factor"
    };
    let addresses: Vec<String> = organisation.addresses.iter().map(ToString::to_string).collect();
    let from = if addresses.is_empty() { "anywhere".to_owned() } else { addresses.join(", ") };
    let links = bound_links(organisation);
    let text = format!(
        "{id}: {name}\n  second factor required  {factor}\n  limit of envelopes      {quota}\n  \
         people sign in          {members}\n  accepted from           {from}\n  links bound to these    {links}\n  state                   {state}"
    );
    Answer::new(text, in_json(organisation))
}

fn in_json(organisation: &Organisation) -> Value {
    let Organisation {
        id,
        name,
        name_en,
        policy,
        members,
        addresses,
        address_bound_links: _,
        provider,
        fiscal_year_end,
        added_at,
        closed_at,
    } = organisation;
    let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    json!({
        "members_second_factor_required": members.second_factor_required,
        "mail_domains": members.mail_domains,
        "addresses": addresses,
        "address_bound_links": bound_links(organisation),
        "provider": provider.as_ref().map(|provider| &provider.issuer),
        "id": id.as_str(),
        "name": name,
        "name_en": name_en,
        "fiscal_year_end": fiscal_year_end.map(|end| end.to_string()),
        "time_zone": policy.time_zone.as_str(),
        "quota": policy.quota,
        "two_factor_required": policy.two_factor_required,
        "added_at": added_at.to_string(),
        "closed_at": closed_at.map(|at| at.to_string()),
    })
}

impl From<BoundLinks> for AddressBoundLinks {
    fn from(bound: BoundLinks) -> Self {
        match bound {
            BoundLinks::None => Self::None,
            BoundLinks::OwnDomains => Self::OwnDomains,
            BoundLinks::All => Self::All,
        }
    }
}

/// As the API says it.
const fn bound_links(organisation: &Organisation) -> &'static str {
    match organisation.address_bound_links {
        AddressBoundLinks::None => "none",
        AddressBoundLinks::OwnDomains => "own_domains",
        AddressBoundLinks::All => "all",
    }
}

const fn factor(policy: &Policy) -> &'static str {
    if policy.two_factor_required { "yes" } else { "no" }
}

fn state(organisation: &Organisation) -> String {
    organisation.closed_at.map_or("open".to_owned(), |at| format!("closed since {at}"))
}

/// What is known of an organisation.
#[derive(Default)]
struct Known {
    row: Option<Organisation>,
    /// What its keys say, where it has no row.
    names: Vec<String>,
    keys: usize,
    seals: usize,
}

/// All organisations.
pub async fn list(table: &Table) -> Result<Answer> {
    let ListedSettings { settings, unreadable } = list_settings(table).await?;
    let all = known(settings);
    let row = |(id, known): (&OrganisationId, &Known)| {
        let (factor, state, name) = match &known.row {
            Some(row) => (factor(&row.policy).to_owned(), state(row), row.name.clone()),
            None => ("-".to_owned(), "by its keys".to_owned(), known.names.join(", ")),
        };
        [id.to_string(), known.keys.to_string(), known.seals.to_string(), factor, state, name]
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    let json = all.iter().map(|(id, known)| {
        let mut json = known.row.as_ref().map_or_else(|| json!({"id": id.as_str(), "names": known.names}), in_json);
        json["api_keys"] = known.keys.into();
        json["registered_seal"] = (known.seals > 0).into();
        json["registered_seals"] = known.seals.into();
        json
    });
    let text = columns(["ID", "KEYS", "REGISTERED SEALS", "2ND FACTOR", "STATE", "NAME"], &rows);
    Ok(Answer::new(text, Value::Array(json.collect())).without(&unreadable))
}

fn known(settings: Vec<Setting>) -> BTreeMap<OrganisationId, Known> {
    let mut all: BTreeMap<OrganisationId, Known> = BTreeMap::new();
    for setting in settings {
        match setting {
            Setting::Organisation(row) => {
                let known = all.entry(row.id.clone()).or_default();
                known.row = Some(row);
            }
            Setting::ApiKey(_, Account { sender, .. }) => {
                let known = all.entry(sender.organisation).or_default();
                known.keys += 1;
                if !known.names.contains(&sender.organisation_name) {
                    known.names.push(sender.organisation_name);
                }
            }
            Setting::Certificate(Some(seal), _) => all.entry(seal.owner().clone()).or_default().seals += 1,
            Setting::Certificate(None, _) | Setting::TimestampAuthorities(_) | Setting::TrustAnchors(_) => {}
        }
    }
    all
}
