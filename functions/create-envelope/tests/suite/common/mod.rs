//! An envelope that waits for the service, and its sender.

#![allow(dead_code, reason = "no test file uses all of it")]

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use conformance::ask_and_demand;
use create_envelope::{Dependencies, router};
use domain::command::{Command, MailOutcome};
use domain::document::Sealer;
use domain::evidence::EventKind;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::mail::{Addressee, MailKind};
use domain::waiting::{Cause, CauseKind};
use fakes::{
    CountingNumbers, CountingRandomness, ForgetfulAnswers, MemoryCertificates, MemoryFactors, MemoryOrganisations,
    MemoryUploadProgress, OneSender, PresignedDocuments, StoppedClock, Story, authentication, city, signer,
};
use web::{ClientIp, Site, Support};

pub(crate) const KEY: &str = "keiin_test_fakeApiKeyForTestsOnly";
pub(crate) const SENT: &str = "2026-11-22T05:05:00Z";
pub(crate) const SIGNED: &str = "2026-11-28T01:00:00Z";
/// A moment after [`SIGNED`].
pub(crate) const SOON: &str = "2026-11-28T01:00:30Z";
/// Three minutes after [`SIGNED`].
pub(crate) const LATE: &str = "2026-11-28T01:03:00Z";
/// When a link made by [`World::link`] ends.
pub(crate) const EXPIRES: &str = "2026-12-28T01:03:00Z";

pub(crate) struct World {
    pub(crate) story: Story,
    pub(crate) organisations: Arc<MemoryOrganisations>,
    pub(crate) clock: Arc<StoppedClock>,
    router: Router,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// Two signers side by side who have their requests.
pub(crate) fn world() -> World {
    let story = Story::draft(
        vec![
            signer(1, Some("株式会社 <北空知>"), "鈴木 太郎", "suzuki"),
            signer(1, Some("株式会社 <北空知>"), "田中 次郎", "tanaka"),
        ],
        SENT,
    );
    story.start(SENT);
    for number in [1, 2] {
        let request_event = story.envelope().recipients[number - 1].request_event;
        let addressee = Addressee::Recipient(RecipientNumber(u16::try_from(number).expect("small")));
        let outcome = MailOutcome::Taken { message_id: "message".into() };
        story.apply(Command::RecordMail { mail: MailKind::Request, addressee, request_event, outcome }, SENT);
    }
    of(story)
}

/// The first has signed, and no timestamp is to be had.
pub(crate) fn delayed() -> World {
    let w = world();
    w.story.instruct(1, SIGNED);
    record(&w, CauseKind::TimestampAuthorities);
    w.clock.set(LATE);
    w
}

/// Says why the first signer's seal is not made.
pub(crate) fn record(w: &World, kind: CauseKind) {
    let (document, by) = (DocumentNumber(1), Sealer::Recipient(RecipientNumber(1)));
    let cause = Cause { kind, detail: "tsa.example: 503".into() };
    w.story.apply(Command::RecordCause { document, by, cause }, LATE);
}

pub(crate) fn of(story: Story) -> World {
    let clock = Arc::new(StoppedClock::at(SIGNED));
    let sender = Arc::new(OneSender::new(city(), KEY));
    let site = Site {
        public_url: "https://sign.example".into(),
        brand: "電子印鑑Keiin".into(),
        brand_en: Some("Keiin".into()),
        copyright: "Keiin".into(),
        support: Support { phone: Some("0125-00-0000".into()), ..Support::default() },
        ..Site::default()
    };
    let organisations = Arc::<MemoryOrganisations>::default();
    let router = router(Dependencies {
        envelopes: story.envelopes.clone(),
        list: story.envelopes.clone(),
        links: story.links.clone(),
        link_rules: organisations.clone(),
        numbers: Arc::new(CountingNumbers::default()),
        documents: Arc::new(PresignedDocuments::default()),
        progress: Arc::new(MemoryUploadProgress::default()),
        authentication: authentication(sender, Arc::new(MemoryOrganisations::default()), clock.clone()),
        answers: Arc::new(ForgetfulAnswers),
        quota: Arc::new(MemoryOrganisations::default()),
        certificates: Arc::new(MemoryCertificates::default()),
        factors: Arc::new(MemoryFactors::default()),
        clock: clock.clone(),
        randomness: Arc::new(CountingRandomness::default()),
        site: Arc::new(site),
    });
    World { story, organisations, clock, router }
}

impl World {
    pub(crate) async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request = headers
            .iter()
            .fold(Request::builder().method(method).uri(path), |request, (name, value)| request.header(*name, *value));
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let (parts, body) = ask_and_demand(self.router.clone(), request).await;
        let body = String::from_utf8(body.to_vec()).expect("text");
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// A press of the page's button, or the fetch of the page, by a browser at this address.
    pub(crate) async fn send_from(&self, address: &str, method: Method, path: &str) -> Answer {
        let request = Request::builder().method(method).uri(path).header("accept", "text/html");
        let mut request = request.header("sec-fetch-site", "same-origin").body(Body::empty()).expect("a request");
        request.extensions_mut().insert(ClientIp(address.parse().expect("an address")));
        let (parts, body) = ask_and_demand(self.router.clone(), request).await;
        let body = String::from_utf8(body.to_vec()).expect("text");
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", "text/html")], "").await
    }

    pub(crate) fn evidence(&self) -> Vec<EventKind> {
        self.story.envelopes.evidence(self.story.id)
    }

    /// How often something was tried again.
    pub(crate) fn retries(&self) -> usize {
        self.evidence().iter().filter(|kind| matches!(kind, EventKind::Retried { .. })).count()
    }
}
