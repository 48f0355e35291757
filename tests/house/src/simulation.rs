//! One run of the house: everything that is to be done, a step at a time, in an order that is drawn.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::command::Command;
use domain::document::{KeptFiles, Step};
use domain::envelope::Envelope;
use jiff::{SignedDuration, Timestamp};

use crate::backend::{Backend, Pending};
use crate::case::{Case, Conduct};
use crate::executor::{Executor, TaskId};
use crate::functions::{self, Outcome};
use crate::http::{Answer, Http};
use crate::invocation::{Clock, Invocation};
use crate::people::{Doing, Free, People, Willing};
use crate::ports::Ports;
use crate::queues::{Message, Work};
use crate::stream::Batch;
use crate::violation::Violation;
use crate::{contract, invariants, kept_contacts};

/// The schedule runs every minute: as in the template.
pub(crate) const SCHEDULE: SignedDuration = SignedDuration::from_mins(1);
/// So often the schedule runs over a contract that is due, and nothing is committed, before it is said to stand still.
const IDLE_RUNS: u32 = 15;
/// So long a contract takes at most whose signers do not wait: accidents included, after which messages come again in
/// twelve minutes.
const LONGEST: SignedDuration = SignedDuration::from_hours(6);
/// The same where people take their time: the longest life of a draft and the longest deadline after it, and some days.
const MAX_OF_FREE_PEOPLE: SignedDuration = SignedDuration::from_hours(100 * 24);
/// Steps of a run at most.
const MAX_STEPS: u64 = 1_000_000;
/// Messages that are worked on at the same time.
const MAX_AT_WORK: usize = 24;

/// A run.
pub struct Simulation {
    backend: Arc<Backend>,
    executor: Executor<Ended>,
    running: BTreeMap<TaskId, Running>,
    people: Box<dyn People>,
    started: Timestamp,
    invocations: u64,
    kills: u32,
    steps: u64,
    mails_read: usize,
    most_queued: usize,
    next_run: Timestamp,
    commits_before: u64,
    idle_runs: u32,
    /// Whether every envelope has come to its end, and only files are to be removed.
    is_late: bool,
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Report {
    /// What must never be seen, and was: nothing where all is well.
    pub violations: Vec<Violation>,
    /// Steps of tasks.
    pub steps: u64,
    /// Calls of ports.
    pub calls: u64,
    /// Runs of functions.
    pub invocations: u64,
    /// Commits, and those that were refused since somebody else was first.
    pub commits: (u64, u64),
    /// How often keys were used, and for how many seals.
    pub key_uses: (usize, usize),
    /// How often each kind of event was recorded.
    pub recorded: BTreeMap<String, usize>,
    /// Jobs for seals and timestamps that were in their queues at the same time, at most.
    pub most_queued: usize,
    /// How often the authority was asked while it was down.
    pub asked_in_vain: u32,
    /// How long after it came back it was asked next.
    pub recovered_after: Option<SignedDuration>,
    /// From sending to the end of everything.
    pub duration: SignedDuration,
    /// The last calls of ports, as lines, where something was seen.
    pub last_calls: Vec<String>,
    /// The evidence, as lines, where something was seen.
    pub evidence: Vec<String>,
}

impl Report {
    /// What to look into first.
    pub fn gravest(&self) -> Option<&Violation> {
        self.violations.iter().reduce(|one, other| if other.is_graver_than(one) { other } else { one })
    }
}

/// A task that runs.
struct Running {
    /// None for people.
    invocation: Option<Arc<Invocation>>,
    source: Source,
    ends: Timestamp,
}

fn people(conduct: Conduct) -> Box<dyn People> {
    match conduct {
        Conduct::Willing => Box::new(Willing::default()),
        Conduct::Free => Box::new(Free::default()),
    }
}

/// What a task was started by.
enum Source {
    Message(u64),
    Stream(Arc<Batch>),
    Schedule,
    Request(futures::channel::oneshot::Sender<Answer>),
    Person,
}

/// How a task ended.
enum Ended {
    Worked(Outcome),
    /// Where a record was not routed, with its sequence number.
    Routed(Option<u64>),
    Scheduled(Result<(), String>),
    Answered(Answer),
    Person,
}

impl Simulation {
    /// A contract of this case, sent.
    pub fn of(case: &Case) -> Self {
        let backend = Arc::new(Backend::new(case.clone()));
        let started = backend.time.now();
        let mut simulation = Self {
            executor: Executor::new(case.order),
            running: BTreeMap::new(),
            people: people(case.conduct),
            started,
            invocations: 0,
            kills: case.kills,
            steps: 0,
            mails_read: 0,
            most_queued: 0,
            next_run: started + SCHEDULE,
            commits_before: 0,
            idle_runs: 0,
            is_late: false,
            backend,
        };
        simulation.send();
        simulation
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Report {
        while self.steps < MAX_STEPS && !self.is_settled() && self.go_on() {}
        if !self.is_settled() {
            self.note_standstill();
        }
        let (backend, watch) = (&self.backend, &self.backend.watch);
        for envelope in backend.envelopes.all() {
            for violation in invariants::at_the_end(backend, &envelope) {
                watch.note(violation);
            }
        }
        if let Some(wrong) = kept_contacts::wrong_contacts(backend) {
            watch.note(wrong);
        }
        let violations = watch.violations();
        let is_well = violations.is_empty();
        Report {
            steps: self.steps,
            calls: watch.calls(),
            invocations: self.invocations,
            commits: (watch.commits(), watch.conflicts()),
            key_uses: watch.key_uses(),
            recorded: invariants::recorded(backend),
            most_queued: self.most_queued,
            asked_in_vain: backend.outage.asked_in_vain(),
            recovered_after: backend.outage.recovered_after(),
            duration: backend.time.now().duration_since(self.started),
            last_calls: if is_well { Vec::new() } else { watch.last_calls() },
            evidence: if is_well { Vec::new() } else { invariants::evidence(backend) },
            violations,
        }
    }

    fn send(&mut self) {
        let backend = self.backend.clone();
        for (number, request) in (1..).zip(self.people.envelopes(&backend)) {
            let draft = contract::draft(number, request, backend.case.documents, backend.time.now());
            let sender = self.invocation("create-envelope", None);
            backend.envelopes.put(&draft);
            backend.committed(None, &draft, &sender);
            for document in &draft.envelope.documents {
                backend.documents.keep(document.upload.object.clone(), contract::upload());
                backend.enqueue(&Work::arrival(&document.upload.object));
            }
            if !self.people.sends_drafts(&backend) {
                self.apply(&draft.envelope, Command::RequestSending, &sender);
            }
            for doing in self.people.begin(&backend, &draft.envelope) {
                self.begin(doing, SignedDuration::ZERO);
            }
        }
    }

    /// Somebody begins to do something, after this time.
    fn begin(&mut self, doing: Doing, pause: SignedDuration) {
        let time = self.backend.time.clone();
        self.start(Source::Person, None, async move {
            time.sleep(pause).await;
            doing.await;
            Ended::Person
        });
    }

    fn apply(&self, envelope: &Envelope, command: Command, who: &Invocation) {
        let decision = envelope.apply(command, who.now()).expect("it can be done");
        self.backend.envelopes.put(&decision);
        self.backend.committed(Some(envelope), &decision, who);
    }

    /// Whether nothing is left to do.
    fn is_settled(&self) -> bool {
        let backend = &self.backend;
        self.executor.is_empty()
            && backend.queues.is_empty()
            && backend.stream.is_empty()
            && backend.requests.lock().unwrap().is_empty()
            && self.mails_read == backend.mailer.count()
            && backend.envelopes.looks().iter().all(|due| {
                // These are only told again, every month.
                let envelope = backend.envelopes.envelope(due.envelope);
                envelope.documents.iter().any(|document| document.kept == KeptFiles::PastRetention)
                    && !backend.case.deletes
            })
    }

    /// Does one thing. Gives whether there was one, and reason to go on.
    fn go_on(&mut self) -> bool {
        self.answer_requests();
        self.read_mails();
        let (backend, chance) = (self.backend.clone(), self.backend.chance.clone());
        let is_ready = self.executor.is_ready();
        let mut did = is_ready;
        if (!is_ready || chance.per_mille(250)) && self.has_room() {
            did |= self.receive();
        }
        if !is_ready || chance.per_mille(250) {
            did |= self.route();
        }
        if backend.time.now() >= self.next_run {
            did = true;
            self.run_schedule();
        }
        self.end_timed_out();
        if self.kills > 0 && chance.per_mille(if self.is_late { 60 } else { 15 }) {
            self.kill_one();
        }
        self.steps += 1;
        self.most_queued = self.most_queued.max(backend.queues.count_of_seals());
        if let Some((id, Some(ended))) = self.executor.step(&chance) {
            self.end(id, ended);
        }
        if did {
            // What is done side by side takes its time side by side.
            let among = i64::try_from(self.running.len().max(1)).expect("few");
            let step = SignedDuration::from_micros(chance.between(0..=backend.case.pace * 1000) / among);
            backend.time.advance_to(backend.time.now() + step);
        } else if !self.executor.is_ready() {
            let Some(next) = self.next_moment() else { return false };
            if next.duration_since(backend.time.now()) > LONGEST && !backend.watch.has_open() {
                self.begin_removals();
            }
            backend.time.advance_to(next);
        }
        let longest = match backend.case.conduct {
            Conduct::Willing => LONGEST,
            Conduct::Free => MAX_OF_FREE_PEOPLE,
        };
        let longest = longest + SignedDuration::from_hours(backend.case.outage);
        let is_in_time = self.is_late || backend.time.now().duration_since(self.started) < longest;
        self.idle_runs < IDLE_RUNS && is_in_time
    }

    /// Every envelope has come to its end, and everybody was told: now there are accidents again.
    fn begin_removals(&mut self) {
        if !std::mem::replace(&mut self.is_late, true) {
            self.kills += self.backend.case.late_accidents;
            self.backend.loses_more_answers(self.backend.case.late_accidents);
        }
    }

    /// When something can happen next, if nothing can at once.
    fn next_moment(&self) -> Option<Timestamp> {
        let backend = &self.backend;
        let due = backend.envelopes.looks().first().map(|due| due.at);
        // Runs of the schedule to which nothing is due are passed over, as long as nothing else comes before.
        let run = due.map(|due| {
            let minutes = due.duration_since(self.next_run).as_secs().max(0).unsigned_abs().div_ceil(60);
            self.next_run + SCHEDULE * i32::try_from(minutes).expect("some weeks")
        });
        let message = if self.has_room() { backend.queues.next() } else { None };
        [backend.time.next_timer(), message, run].into_iter().flatten().min()
    }

    /// Whether another message may be worked on.
    fn has_room(&self) -> bool {
        self.running.values().filter(|task| matches!(task.source, Source::Message(_))).count() < MAX_AT_WORK
    }

    fn invocation(&mut self, function: &'static str, link: Option<domain::link::AccessLink>) -> Arc<Invocation> {
        self.invocations += 1;
        let case = &self.backend.case;
        let clock = Clock {
            timeline: self.backend.time.clone(),
            chance: self.backend.chance.clone(),
            offset: SignedDuration::from_millis(self.backend.chance.between(-case.skew * 1000..=case.skew * 1000)),
            jitter: case.backwards,
        };
        Arc::new(Invocation::new(self.invocations, function, link, clock))
    }

    fn start(
        &mut self,
        source: Source,
        invocation: Option<&Arc<Invocation>>,
        future: impl Future<Output = Ended> + 'static,
    ) {
        let id = self.executor.spawn(&self.backend.chance, future);
        // Nothing limits people's time.
        let limit = |invocation: &Arc<Invocation>| self.backend.time.now() + functions::timeout(invocation.function);
        let ends = invocation.map_or(Timestamp::MAX, limit);
        self.running.insert(id, Running { invocation: invocation.cloned(), source, ends });
    }

    fn ports(&self, invocation: &Arc<Invocation>) -> Arc<Ports> {
        Arc::new(Ports { backend: self.backend.clone(), invocation: invocation.clone() })
    }

    fn answer_requests(&mut self) {
        let pending = std::mem::take(&mut *self.backend.requests.lock().unwrap());
        for Pending { to, request, reply } in pending {
            let link = match to {
                Http::CollectSignature | Http::DownloadDocument => self.backend.link_of(request.uri().path()),
                Http::CreateEnvelope => None,
            };
            let invocation = self.invocation(to.name(), link);
            let ports = self.ports(&invocation);
            let answer = async move { Ended::Answered(to.answer(ports, request).await) };
            self.start(Source::Request(reply), Some(&invocation), answer);
        }
    }

    fn read_mails(&mut self) {
        for mail in self.backend.mailer.taken_since(self.mails_read) {
            self.mails_read += 1;
            for doing in self.people.read(&self.backend.clone(), &mail) {
                let pause = SignedDuration::from_millis(self.backend.chance.between(0..=5_000));
                self.begin(doing, pause);
            }
        }
    }

    fn receive(&mut self) -> bool {
        let received = self.backend.queues.receive(self.backend.time.now(), &self.backend.chance);
        match received {
            None => false,
            Some(Err(message)) => {
                self.backend.watch.note(Violation::DeadLetter(format!("{:?}", message.work)));
                true
            }
            Some(Ok(Message { id, work, .. })) => {
                self.work_on(id, work);
                true
            }
        }
    }

    fn work_on(&mut self, id: u64, work: Work) {
        let invocation = self.invocation(functions::name_of(&work), None);
        let ports = self.ports(&invocation);
        let works = async move { Ended::Worked(functions::work(ports, work).await) };
        self.start(Source::Message(id), Some(&invocation), works);
    }

    fn route(&mut self) -> bool {
        let Some(batch) = self.backend.stream.take(&self.backend.chance).map(Arc::new) else { return false };
        let invocation = self.invocation("route-events", None);
        let (ports, source) = (self.ports(&invocation), Source::Stream(batch.clone()));
        let routes = async move { Ended::Routed(functions::route(ports, &batch).await) };
        self.start(source, Some(&invocation), routes);
        true
    }

    fn run_schedule(&mut self) {
        let (now, commits) = (self.backend.time.now(), self.backend.watch.commits());
        let is_due = self.backend.envelopes.looks().first().is_some_and(|due| due.at <= now);
        // Runs to which nothing is due say nothing: what cannot be done is put off for longer and longer.
        // While the authority is down nobody can go on.
        let is_still = commits == self.commits_before && !self.backend.outage.is_on(now);
        let idle_before = if is_still { self.idle_runs } else { 0 };
        self.idle_runs = idle_before + u32::from(is_due && is_still);
        self.commits_before = commits;
        while self.next_run <= now {
            self.next_run += SCHEDULE;
        }
        let invocation = self.invocation("expire-envelopes", None);
        let ports = self.ports(&invocation);
        let runs = async move { Ended::Scheduled(functions::schedule(ports).await) };
        self.start(Source::Schedule, Some(&invocation), runs);
    }

    fn kill_one(&mut self) {
        let killable = self.running.iter().filter(|(_, task)| task.invocation.is_some());
        let killable: Vec<TaskId> = killable.map(|(id, _)| *id).collect();
        if !killable.is_empty() {
            self.kills -= 1;
            self.kill(*self.backend.chance.one_of(&killable));
        }
    }

    /// Functions have a time limit: whoever goes over it, though nothing had failed, waits too long for something.
    fn end_timed_out(&mut self) {
        let now = self.backend.time.now();
        let late: Vec<TaskId> = self.running.iter().filter(|(_, task)| task.ends <= now).map(|(id, _)| *id).collect();
        for id in late {
            if let Some(invocation) = &self.running[&id].invocation {
                self.backend.watch.failed(invocation, "it ran into its time limit".to_owned());
            }
            self.kill(id);
        }
    }

    fn kill(&mut self, id: TaskId) {
        self.executor.kill(id);
        let Some(Running { invocation, source, .. }) = self.running.remove(&id) else { return };
        if let Some(invocation) = invocation {
            invocation.disturb();
        }
        match source {
            Source::Stream(batch) => self.backend.stream.finish(&batch, 0),
            // A request's answer is dropped with it; a message comes again by itself, and so does the schedule.
            Source::Request(_) | Source::Message(_) | Source::Schedule | Source::Person => {}
        }
    }

    fn end(&mut self, id: TaskId, ended: Ended) {
        let Some(Running { invocation, source, .. }) = self.running.remove(&id) else { return };
        let (backend, who) = (&self.backend, invocation.as_deref());
        let failed = |reason| {
            if let Some(who) = who {
                backend.watch.failed(who, reason);
            }
        };
        match (source, ended) {
            (Source::Message(id), Ended::Worked(Outcome::Done)) => backend.queues.finish(id),
            (Source::Message(_), Ended::Worked(Outcome::Failed(reason))) => failed(reason),
            (Source::Message(id), Ended::Worked(Outcome::Delayed(reason))) => {
                backend.queues.finish(id);
                failed(reason);
            }
            (Source::Stream(batch), Ended::Routed(failure)) => {
                // What was routed may come again all the same.
                let comes_again = backend.chance.per_mille(backend.case.doubled / 4);
                backend.stream.finish(&batch, if comes_again { 0 } else { batch.events_before(failure) });
                if let Some(number) = failure {
                    failed(format!("the record {number} was not routed"));
                }
            }
            (Source::Schedule, Ended::Scheduled(result)) => result.unwrap_or_else(failed),
            // Whoever asked may not wait for the answer any more.
            (Source::Request(reply), Ended::Answered(answer)) => drop(reply.send(answer)),
            _ => {}
        }
    }

    fn note_standstill(&self) {
        for envelope in self.backend.envelopes.all() {
            let steps = envelope.next_steps().into_iter().filter(|(_, step)| *step != Step::Wait);
            let steps: Vec<_> =
                steps.map(|(document, step)| format!("document {}: {step:?}", document.number)).collect();
            let status = envelope.state.status();
            self.backend.watch.note(Violation::StandsStill {
                waiting: format!("{status:?}, {} steps, waits for {steps:?}", self.steps),
                errors: self.backend.watch.errors(),
            });
        }
    }
}
