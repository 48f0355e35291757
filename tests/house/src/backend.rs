//! What stands in for AWS: stores, queues, services, and the time.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;
use domain::command::Decision;
use domain::envelope::{Envelope, Sender};
use domain::ids::EnvelopeId;
use domain::job::Job;
use domain::organisation::Organisation;
use domain::policy::KeepContacts;
use fakes::{
    CountingNumbers, ForgetfulAnswers, MemoryEnvelopes, MemoryFactors, MemoryLinks, MemoryMailLog, MemoryMailer,
    MemoryOrganisations, MemorySealLog, MemoryTexts, MemoryUploadProgress, OneSender, PresignedDocuments, city,
};
use futures::channel::oneshot;
use jiff::{SignedDuration, Timestamp};
use web::Site;

use crate::case::Case;
use crate::chance::Chance;
use crate::earlier::Earlier;
use crate::http::{Answer, Http};
use crate::invocation::Invocation;
use crate::outage::Outage;
use crate::queues::{Queues, Work};
use crate::stream::Stream;
use crate::timeline::Timeline;
use crate::watch::Watch;

/// The key by which the sender uses the API.
pub(crate) const API_KEY: &str = "the-key-of-the-city";

/// Everything that outlives an invocation.
pub(crate) struct Backend {
    pub(crate) case: Case,
    pub(crate) time: Arc<Timeline>,
    /// What the schedule is drawn from.
    pub(crate) chance: Arc<Chance>,
    /// What tokens and codes are drawn from.
    pub(crate) secrets: Chance,
    pub(crate) envelopes: MemoryEnvelopes,
    pub(crate) documents: PresignedDocuments,
    pub(crate) links: MemoryLinks,
    pub(crate) factors: MemoryFactors,
    pub(crate) mail_log: MemoryMailLog,
    pub(crate) mailer: MemoryMailer,
    pub(crate) texts: MemoryTexts,
    pub(crate) seal_log: MemorySealLog,
    pub(crate) progress: MemoryUploadProgress,
    pub(crate) accounts: OneSender,
    pub(crate) organisations: MemoryOrganisations,
    pub(crate) answers: ForgetfulAnswers,
    pub(crate) numbers: CountingNumbers,
    pub(crate) queues: Queues,
    pub(crate) stream: Stream,
    pub(crate) site: Arc<Site>,
    pub(crate) watch: Watch,
    /// Requests that people have made and nobody has begun to answer.
    pub(crate) requests: Mutex<Vec<Pending>>,
    /// Faults of earlier versions.
    pub(crate) earlier: Earlier,
    /// When the authority does not answer.
    pub(crate) outage: Outage,
    /// How many tokens were given.
    pub(crate) tokens: AtomicU32,
    /// How many commits are being made of which envelope.
    committing: Mutex<HashMap<EnvelopeId, u32>>,
    /// How many calls may still get no answer.
    unanswered: AtomicU32,
}

/// A request, and where its answer goes.
pub(crate) struct Pending {
    pub(crate) to: Http,
    pub(crate) request: Request<Body>,
    pub(crate) reply: oneshot::Sender<Answer>,
}

impl Backend {
    pub(crate) fn new(case: Case) -> Self {
        let site = Site {
            public_url: "https://sign.example".to_owned(),
            brand: "Keiin".to_owned(),
            copyright: "Keiin".to_owned(),
            ..Site::default()
        };
        let began: Timestamp = "2026-12-01T00:30:00Z".parse().expect("a time");
        Self {
            time: Arc::new(Timeline::at(began)),
            outage: Outage::until(began + SignedDuration::from_hours(case.outage)),
            chance: Arc::new(Chance::of(case.seed ^ 0x5eed)),
            secrets: Chance::of(case.seed ^ 0x5ec2e7),
            envelopes: MemoryEnvelopes::default(),
            documents: PresignedDocuments::default(),
            links: MemoryLinks::default(),
            factors: MemoryFactors::default(),
            mail_log: MemoryMailLog::default(),
            mailer: MemoryMailer::default(),
            texts: MemoryTexts::default(),
            seal_log: MemorySealLog::default(),
            progress: MemoryUploadProgress::default(),
            accounts: OneSender::new(city(), API_KEY),
            organisations: organisations(),
            answers: ForgetfulAnswers,
            numbers: CountingNumbers::default(),
            queues: Queues::default(),
            stream: Stream::default(),
            site: Arc::new(site),
            watch: Watch::default(),
            requests: Mutex::default(),
            earlier: Earlier::of(case.faults),
            tokens: AtomicU32::new(0),
            committing: Mutex::default(),
            unanswered: AtomicU32::new(case.lost_answers),
            case,
        }
    }

    /// Whether a call that is being made gets no answer.
    pub(crate) fn loses_answer(&self, who: &Invocation) -> bool {
        let is_lost = self.unanswered.load(Ordering::Relaxed) > 0 && self.chance.per_mille(10);
        if is_lost {
            self.unanswered.fetch_sub(1, Ordering::Relaxed);
            who.disturb();
        }
        is_lost
    }

    /// From now on so many more calls may get no answer.
    pub(crate) fn loses_more_answers(&self, calls: u32) {
        self.unanswered.fetch_add(calls, Ordering::Relaxed);
    }

    /// Puts a message into its queue: mostly to come soon, sometimes late, sometimes twice.
    pub(crate) fn enqueue(&self, work: &Work) {
        let faults = self.case.faults;
        let is_lost = faults.mails_lost && matches!(work, Work::Job(Job::Mail { .. }));
        let is_forgotten = faults.contacts_lost && matches!(work, Work::Job(Job::KeepContacts { .. }));
        if is_lost && self.chance.per_mille(100) || is_forgotten {
            return;
        }
        let times = if self.chance.per_mille(self.case.doubled) { 2 } else { 1 };
        for _ in 0..times {
            let late = match self.chance.between(0..=9) {
                0 => 60_000,
                1 | 2 => 2_000,
                _ => 50,
            };
            let late = SignedDuration::from_millis(self.chance.between(0..=late));
            self.queues.put(work.clone(), self.time.now() + late);
        }
    }

    /// Follows up a commit: the stream brings its events.
    pub(crate) fn committed(&self, before: Option<&Envelope>, decision: &Decision, who: &Invocation) {
        self.earlier.committed(decision, who);
        self.watch.committed(&self.documents, before, decision, who);
        self.stream.push(decision.envelope.id, &decision.events);
    }

    /// Notes that a commit is being made, as long as the guard lives.
    pub(crate) fn committing(self: &Arc<Self>, id: EnvelopeId) -> Committing {
        *self.committing.lock().unwrap().entry(id).or_default() += 1;
        Committing { backend: self.clone(), id }
    }
}

/// The sender's organisation, which keeps recipients in its own book: the sender is a program.
fn organisations() -> MemoryOrganisations {
    let Sender { organisation, organisation_name, .. } = city();
    let mut row = Organisation::new(organisation, organisation_name, Timestamp::UNIX_EPOCH);
    row.policy.keep_contacts = KeepContacts::Shared;
    let organisations = MemoryOrganisations::default();
    organisations.put(&row);
    organisations
}

/// A commit that is being made.
pub(crate) struct Committing {
    backend: Arc<Backend>,
    id: EnvelopeId,
}

impl Committing {
    /// Whether it is not the only one of its envelope: DynamoDB may turn it away then.
    pub(crate) fn meets_another(&self) -> bool {
        self.backend.committing.lock().unwrap()[&self.id] > 1
    }
}

impl Drop for Committing {
    fn drop(&mut self) {
        if let Some(count) = self.backend.committing.lock().unwrap().get_mut(&self.id) {
            *count -= 1;
        }
    }
}
