//! A request is made and its answer judged.

mod contents;
mod pages;

use std::collections::BTreeSet;

use api::SESSION_COOKIE;

use crate::ask::{Answer, Ask, Content};
use crate::marks::{marks_in, uuids_in};
use crate::model::{Credential, Means, Verdict, text_of};
use crate::names::ORGANISATIONS;
use crate::thing::{Id, Kind, Thing};
use crate::violation::{Failure, Violation};
use crate::walk::{REMEMBERED, Walk};

/// Codes by which something is refused to its caller.
const REFUSED: [&str; 11] = [
    "role-missing",
    "scope-missing",
    "sign-in-needed",
    "organisation-closed",
    "unknown-envelope",
    "unknown-folder",
    "unknown-contact",
    "unknown-person",
    "unknown-group",
    "unknown-key",
    "unknown-session",
];

impl Verdict {
    /// Whether an answer is as it must be.
    fn fits(self, answer: &Answer) -> bool {
        match self {
            Self::NotKnown => answer.status == 401,
            Self::Closed => (answer.status, answer.code()) == (403, "organisation-closed"),
            Self::ScopeMissing => (answer.status, answer.code()) == (403, "scope-missing"),
            Self::RoleMissing => (answer.status, answer.code()) == (403, "role-missing"),
            Self::SignInNeeded => (answer.status, answer.code()) == (403, "sign-in-needed"),
            Self::Hidden => answer.status == 404 && answer.code().starts_with("unknown-"),
            Self::NoSession => (answer.status, answer.code()) == (404, "unknown-session"),
            Self::Allowed => {
                let is_refused = REFUSED.contains(&answer.code()) || answer.code() == "unknown-seal";
                answer.status != 401 && answer.status < 500 && !is_refused
            }
        }
    }
}

/// What is known when an answer is judged.
struct Exchange<'a> {
    by: Option<&'a Credential>,
    ask: &'a Ask,
    answer: &'a Answer,
    verdict: Verdict,
    /// Whether the same was asked under the same idempotency key before by the same caller, so that it may be answered again.
    is_again: bool,
}

impl Walk {
    /// Makes a request and judges what is answered.
    pub(crate) async fn perform(&mut self, by: Option<usize>, ask: &Ask) -> Result<(), Box<Failure>> {
        let by = by.map(|by| self.model.credentials[by].clone());
        let shown = by.as_ref().map_or_else(|| self.stranger(), |by| Some(by.header.clone()));
        let verdict = self.verdict_of(by.as_ref(), ask);
        let before = self.stored.take().unwrap_or_else(|| self.world.ports.snapshot());
        let answer = self.world.ask(ask, shown.as_ref()).await;
        self.report.requests += 1;
        let exchange = tell(by.as_ref(), ask, &answer);
        let judged = async {
            let used = self.is_used(by.as_ref(), ask);
            let exchange = Exchange { by: by.as_ref(), ask, answer: &answer, verdict, is_again: used };
            self.judge(&exchange, before)?;
            self.compare_with_unknown(&exchange, shown.as_ref()).await?;
            self.learn(&exchange)?;
            self.read_list(&exchange, shown.as_ref()).await
        };
        if let Err(violation) = judged.await {
            let before = self.before.clone();
            let (seed, requests) = (self.case.seed, self.report.requests);
            return Err(Box::new(Failure { seed, requests, violation, exchange, before }));
        }
        let end = if answer.is_success() { "done".to_owned() } else { answer.code().to_owned() };
        *self.report.ends.entry((ask.route.name, end)).or_default() += 1;
        self.before.push(exchange.lines().take(2).collect::<Vec<_>>().join(" "));
        if self.before.len() > REMEMBERED {
            self.before.remove(0);
        }
        Ok(())
    }

    /// What somebody shows who is not known: nothing, what nobody has, or a session under the name of another organisation.
    fn stranger(&self) -> Option<(&'static str, String)> {
        let sessions: Vec<&Credential> =
            self.model.credentials.iter().filter(|of| matches!(of.means, Means::Session { .. })).collect();
        match self.chance.below(4) {
            0 => None,
            1 => Some(("authorization", "Bearer keiin_never".to_owned())),
            2 => Some(("cookie", format!("{SESSION_COOKIE}=markao00000.x.y"))),
            _ => self.chance.one_of(&sessions).map(|of| {
                let (own, other) = (ORGANISATIONS[of.organisation], ORGANISATIONS[(of.organisation + 1) % 2]);
                let other = if own == other { ORGANISATIONS[2] } else { other };
                ("cookie", of.header.1.replace(own, other))
            }),
        }
    }

    /// What is to come of a request, also by what it names in its body.
    fn verdict_of(&self, by: Option<&Credential>, ask: &Ask) -> Verdict {
        let about = ask.about.as_ref().map(|(kind, id)| (*kind, &**id));
        let verdict = self.model.verdict(by, ask.route.name, about);
        let (Some(by), Verdict::Allowed) = (by, verdict) else { return verdict };
        if let ("END_SESSION", Some((_, person))) = (ask.route.name, about) {
            let is_theirs = self.model.is_session_of(by.organisation, person, &ask.further[0]);
            return if is_theirs { Verdict::Allowed } else { Verdict::NoSession };
        }
        let body = match &ask.content {
            Content::Json(body) => body.clone(),
            Content::Nothing | Content::Csv(_) => serde_json::Value::Null,
        };
        let shares = body["scope"] == "shared" || ask.query.contains(&("scope", "shared".to_owned()));
        let may = match ask.route.name {
            "ADD_FOLDER" => self.model.manages_folder(by, body["parent"].as_str()),
            "CHANGE_FOLDER" => {
                let (_, id) = ask.about.as_ref().unwrap();
                let stands = self.model.of(by).folders.get(id).and_then(|folder| folder.parent.as_deref());
                let to = body.get("parent").map(|parent| parent.as_str());
                to.is_none_or(|to| to == stands || self.model.manages_folder(by, to))
            }
            "ADD_CONTACT" | "IMPORT_CONTACTS" if shares => self.model.changes_shared_contacts(by),
            _ => true,
        };
        if may { Verdict::Allowed } else { Verdict::RoleMissing }
    }

    /// Whether somebody may ask for a route at all, whatever the body says.
    fn may_ask(&self, by: Option<&Credential>, ask: &Ask) -> bool {
        let about = ask.about.as_ref().map(|(kind, id)| (*kind, &**id));
        self.model.verdict(by, ask.route.name, about) == Verdict::Allowed
    }

    fn used_as(by: Option<&Credential>, ask: &Ask) -> Option<(usize, Option<Id>, String)> {
        let (by, key) = (by?, ask.idempotency_key.clone()?);
        Some((by.organisation, by.person.clone(), key))
    }

    fn is_used(&self, by: Option<&Credential>, ask: &Ask) -> bool {
        Self::used_as(by, ask).is_some_and(|used| self.model.used.contains(&used))
    }

    fn judge(&mut self, exchange: &Exchange<'_>, before: domain::digest::Digest) -> Result<(), Violation> {
        let Exchange { ask, answer, verdict, is_again, .. } = exchange;
        if let Some(why) = answer.not_as_described.clone() {
            return Err(Violation::NotAsDescribed { why });
        }
        if !is_again && answer.code().starts_with("idempotency-key-") {
            return Err(Violation::KeyOfOthers);
        }
        // What is answered again may be gone since, or the key stand for another request. Of a folder that is made that is looked at
        // before it is asked where.
        let is_about_key = ask.route.name == "ADD_FOLDER" && self.may_ask(exchange.by, ask);
        if !(verdict.fits(answer) || *is_again && (*verdict == Verdict::Allowed || is_about_key)) {
            return Err(Violation::WrongVerdict { expected: format!("{verdict:?}") });
        }
        if !answer.is_success() || ask.only_reads() {
            if self.world.ports.snapshot() != before {
                return Err(Violation::ChangedThough);
            }
            self.stored = Some(before);
        }
        if let Some(by) = exchange.by {
            self.judge_contents(by, ask, answer)?;
        }
        Ok(())
    }

    /// Whether the caller may see what a request names besides what it is about.
    fn sees_named(&self, by: &Credential, ask: &Ask, kind: Kind, id: &str) -> bool {
        let organisation = self.model.of(by);
        match kind {
            Kind::Folder if ["ADD_FOLDER", "CHANGE_FOLDER"].contains(&ask.route.name) => {
                // Whoever sees a folder sees in which other it is, by the identifier of that.
                let about = ask.about.as_ref().and_then(|(_, about)| organisation.folders.get(about));
                let is_within = about.is_some_and(|folder| folder.parent.as_deref() == Some(id));
                is_within || self.model.sees_folder(by, id)
            }
            Kind::Folder => self.model.sees_contents(by, id),
            Kind::Person => organisation.people.contains_key(id),
            Kind::Group => organisation.groups.contains(id),
            Kind::Organisation => organisation.id == id,
            Kind::Envelope | Kind::Contact | Kind::Key | Kind::Session => false,
        }
    }

    /// What may not be seen is answered like what never was, and costs the same.
    async fn compare_with_unknown(
        &self,
        exchange: &Exchange<'_>,
        shown: Option<&(&'static str, String)>,
    ) -> Result<(), Violation> {
        let Exchange { by: Some(by), ask, answer, verdict, is_again: false } = exchange else { return Ok(()) };
        let hidden = match (verdict, &ask.about, &ask.named) {
            (Verdict::Hidden, Some(about), _) => about,
            (Verdict::Allowed | Verdict::RoleMissing, _, Some(named))
                if !self.sees_named(by, ask, named.0, &named.1) =>
            {
                if answer.is_success() && !ask.only_reads() {
                    return Err(Violation::DoesTooMuch { what: format!("name {}", named.1) });
                }
                named
            }
            _ => return Ok(()),
        };
        let (kind, id) = hidden;
        let never = self.never(*kind);
        let unknown = self.world.ask(&ask.about_another(id, &never, self.chance.uuid()), shown).await;
        let said = answer.all().replace(id, "…");
        if said != unknown.all().replace(&never, "…") {
            return Err(Violation::DiffersFromUnknown { unknown: unknown.all() });
        }
        if answer.calls != unknown.calls {
            return Err(Violation::CostsOtherwise { hidden: answer.calls.clone(), unknown: unknown.calls });
        }
        Ok(())
    }

    /// Takes what was done as done. What the answer tells the caller may see before or afterwards.
    fn learn(&mut self, exchange: &Exchange<'_>) -> Result<(), Violation> {
        let Exchange { by, ask, answer, .. } = exchange;
        let told = self.told(*by, ask, answer);
        if let Some(used) = Self::used_as(*by, ask) {
            let is_new = self.model.used.insert(used.clone());
            let id = text_of(&answer.body, "id");
            // A contact is called so by its address, whoever adds it again.
            let is_made = answer.is_success() && ask.about.is_none() && ask.route.name != "ADD_CONTACT";
            if is_made && is_new && self.model.ids.contains_key(&id) {
                return Err(Violation::KeyOfOthers);
            }
        }
        let is_done_before = Self::used_as(*by, ask)
            .is_some_and(|used| self.model.answered.get(&used).is_some_and(|what| *what == ask.fingerprint()));
        if let (Some(by), true, false) = (*by, answer.is_success(), is_done_before) {
            self.model.learn(by, ask, &answer.body);
            if let Some(used) = Self::used_as(Some(by), ask) {
                self.model.answered.insert(used, ask.fingerprint());
                if ask.about.is_none() && ask.named.is_none() && self.repeatable.len() < 60 {
                    self.repeatable.push((*ask).clone());
                }
            }
        }
        let is_seen = |thing: &Thing| by.is_some_and(|by| self.model.may_be_told(by, thing));
        let secret = told.into_iter().find(|(_, things)| !things.iter().any(is_seen));
        secret.map_or(Ok(()), |(of, _)| Err(Violation::Tells { of }))
    }

    /// Marks and identifiers in an answer which the caller did not send, and may not see as things are now; each with what it may
    /// be of.
    fn told(&self, by: Option<&Credential>, ask: &Ask, answer: &Answer) -> Vec<(String, Vec<Thing>)> {
        let (sent, all) = (ask.text(), answer.all());
        let mut told: Vec<(String, Vec<Thing>)> = Vec::new();
        let words: BTreeSet<String> = marks_in(&all).into_iter().collect();
        for word in words.into_iter().filter(|word| !sent.contains(word)) {
            let things = self.model.marks.get(&word).into_iter().flatten().cloned().collect();
            told.push((word, things));
        }
        let ids: BTreeSet<String> = uuids_in(&all).into_iter().collect();
        for id in ids.into_iter().filter(|id| !sent.contains(id)) {
            // Where a folder is within another is told by the identifier of that, which names nothing.
            let thing = self.model.ids.get(&id).filter(|thing| {
                thing.kind != Kind::Folder || by.is_none_or(|by| by.organisation != thing.organisation)
            });
            told.extend(thing.map(|thing| (id, vec![thing.clone()])));
        }
        let is_seen = |thing: &Thing| by.is_some_and(|by| self.model.may_be_told(by, thing));
        told.retain(|(_, things)| !things.iter().any(is_seen));
        told
    }
}

/// Who asked what, and what was answered.
fn tell(by: Option<&Credential>, ask: &Ask, answer: &Answer) -> String {
    let who = by.map_or("somebody".to_owned(), |by| {
        let whose = by.person.as_deref().unwrap_or("a service");
        let means = match &by.means {
            Means::Session { .. } => "a session".to_owned(),
            Means::Key { scopes, .. } => format!("a key for {scopes:?}"),
        };
        format!("{whose} of organisation {} by {means}", by.organisation)
    });
    format!(
        "{who}: {} {} {} (key {:?}, version {:?})\n→ {} {}\n{}",
        ask.route.name,
        ask.target(),
        ask.body(),
        ask.idempotency_key,
        ask.if_match,
        answer.status,
        answer.code(),
        answer.all()
    )
}
