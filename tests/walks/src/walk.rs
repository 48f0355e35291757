//! A walk: somebody asks for something, the answer is judged, and what was done is learnt; again and again.

use std::collections::{BTreeMap, BTreeSet};

use api::routes::{self, Access, Route};
use domain::digest::Digest;
use domain::organisation::Change;
use domain::ports::{About, Organisations};

use crate::ask::World;
use crate::chance::Chance;
use crate::faults::Faults;
use crate::model::{Means, Model, PersonState, Verdict};
use crate::names::{ORGANISATIONS, organisation_id};
use crate::ports::Ports;
use crate::thing::{Id, Kind};
use crate::violation::Failure;

/// Requests that are remembered to be told with a failure.
pub(crate) const REMEMBERED: usize = 25;

/// How long a walk is, and what goes wrong on it.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// From this everything is drawn.
    pub seed: u64,
    /// How many requests are drawn, besides those by which everything is founded.
    pub steps: usize,
    /// Faults of the ports.
    pub faults: Faults,
}

/// What a walk came to that found nothing wrong.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Requests altogether.
    pub requests: usize,
    /// How often each route came to each end.
    pub ends: BTreeMap<(&'static str, String), usize>,
}

pub(crate) struct Walk {
    pub(crate) case: Case,
    pub(crate) world: World,
    pub(crate) model: Model,
    pub(crate) chance: Chance,
    pub(crate) marks: usize,
    pub(crate) report: Report,
    /// The last requests.
    pub(crate) before: Vec<String>,
    /// Cursors that somebody was given, by route.
    pub(crate) cursors: BTreeSet<(&'static str, String)>,
    /// What was asked for under which idempotency key, to be asked for again by others.
    pub(crate) repeatable: Vec<crate::ask::Ask>,
    /// Of everything as it is stored.
    pub(crate) stored: Option<Digest>,
}

/// The routes that take part: all that ask who calls.
pub fn routes_of_walks() -> impl Iterator<Item = &'static Route> {
    routes::ALL.iter().copied().filter(|route| matches!(route.access, Access::May(_)))
}

impl Case {
    /// Walks.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub async fn walk(self) -> Result<Report, Box<Failure>> {
        let mut walk = Walk {
            case: self,
            world: World::new(Ports::new(self.seed, self.faults)),
            model: Model::default(),
            chance: Chance::of(self.seed.wrapping_add(1)),
            marks: 1,
            report: Report::default(),
            before: Vec::new(),
            cursors: BTreeSet::new(),
            repeatable: Vec::new(),
            stored: None,
        };
        walk.found().await?;
        for step in 0..self.steps {
            if step == self.steps * 3 / 4 {
                walk.close(ORGANISATIONS.len() - 1).await;
            }
            walk.step().await?;
        }
        Ok(walk.report)
    }
}

impl Walk {
    async fn step(&mut self) -> Result<(), Box<Failure>> {
        self.world.ports.wait();
        if self.chance.percent(20) {
            self.keep_going().await;
        }
        let all: Vec<&'static Route> = routes_of_walks().collect();
        let mut route = self.chance.one_of(&all).unwrap();
        // What takes away is asked for less often, or soon nothing would be left to ask for.
        let takes_away = |route: &Route| {
            let name = route.name;
            let beginnings = ["REMOVE_", "DELETE_", "REVOKE_", "END_", "DEACTIVATE_"];
            name != "REMOVE_DOCUMENT" && beginnings.iter().any(|beginning| name.starts_with(beginning))
        };
        if takes_away(route) && self.chance.percent(40) {
            route = self.chance.one_of(&all).unwrap();
        }
        let by = self.somebody_for(route);
        let again = self.repeatable.iter().filter(|ask| ask.route == route).cloned().collect::<Vec<_>>();
        match self.chance.one_of(&again).filter(|_| self.chance.percent(25)) {
            Some(ask) if self.chance.percent(60) => self.perform(by, &ask).await,
            Some(ask) => {
                let mut other = self.compose(by, route).await;
                other.idempotency_key = ask.idempotency_key;
                self.perform(by, &other).await
            }
            None => self.perform_composed(by, route).await,
        }
    }

    pub(crate) async fn perform_composed(
        &mut self,
        by: Option<usize>,
        route: &'static Route,
    ) -> Result<(), Box<Failure>> {
        let ask = self.compose(by, route).await;
        let draft = ask.about.as_ref().map(|(_, id)| id).filter(|id| self.model.ids.contains_key(*id));
        if let Some(id) = draft.filter(|_| route.name == "SEND_ENVELOPE" && self.chance.percent(60)) {
            self.upload(id);
        }
        self.perform(by, &ask).await
    }

    /// Somebody who calls, often one who may do what a route is for with something.
    fn somebody_for(&self, route: &Route) -> Option<usize> {
        let may = |by: &usize| {
            let credential = self.model.credentials.get(*by);
            self.model.verdict(credential, route.name, None) == Verdict::Allowed
        };
        let all: Vec<usize> = (0..self.model.credentials.len()).filter(may).collect();
        self.chance.one_of(&all).filter(|_| self.chance.percent(35)).or_else(|| self.somebody())
    }

    /// Somebody who calls; nothing is somebody whom nobody knows.
    fn somebody(&self) -> Option<usize> {
        let is_good = |by: &usize| {
            let credential = &self.model.credentials[*by];
            !credential.has_ended && !credential.is_gone
        };
        let all: Vec<usize> = (0..self.model.credentials.len()).collect();
        let good: Vec<usize> = all.iter().filter(|by| is_good(by)).copied().collect();
        let ended: Vec<usize> = all.iter().filter(|by| !is_good(by)).copied().collect();
        let signed_in: Vec<usize> = good
            .iter()
            .filter(|by| matches!(self.model.credentials[**by].means, Means::Session { .. }))
            .copied()
            .collect();
        match self.chance.below(100) {
            0..3 => None,
            3..12 => self.chance.one_of(&ended),
            12..60 => self.chance.one_of(&good),
            _ => self.chance.one_of(&signed_in),
        }
    }

    /// People accept invitations and sign in again, and envelopes are sent and come back from where the API does not reach.
    async fn keep_going(&mut self) {
        let at = self.chance.below(ORGANISATIONS.len());
        let people: Vec<Id> = self.existing(at, Kind::Person);
        let Some(person) = self.chance.one_of(&people) else { return };
        match self.model.organisations[at].people[&person].state {
            PersonState::Invited if self.chance.percent(30) => self.accept_invitation(at, &person).await,
            PersonState::Active => self.sign_in(at, &person).await,
            PersonState::Invited | PersonState::Deactivated => {}
        }
        let Some(envelope) = self.chance.one_of(&self.existing(at, Kind::Envelope)) else { return };
        match self.chance.below(5) {
            0 => self.send(&envelope),
            _ => self.upload(&envelope),
        }
    }

    /// The contract of an organisation ends.
    async fn close(&mut self, at: usize) {
        let id = organisation_id(at);
        let mut row = Organisations::find(&self.world.ports.organisations, &id).await.unwrap().unwrap();
        row.closed_at = Some(self.world.ports.time());
        self.operator(at, &About::default(), Change::SetOrganisation(Box::new(row))).await;
        self.model.organisations[at].is_closed = true;
    }
}
