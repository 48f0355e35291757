//! A signing page with ports in memory, driven over HTTP.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response};
use collect_signature::{Dependencies, router};
use domain::command::Decision;
use domain::draft::RecipientRequest;
use domain::envelope::Envelope;
use domain::evidence::EventKind;
use domain::ids::{EnvelopeId, RecipientNumber};
use domain::ports::{Agenda, CommitError, Due, EnvelopeLimits, Envelopes, PortError, StoredAnswer};
use domain::recipient::{Recipient, RecipientState};
use fakes::{
    CountingRandomness, MemoryCertificates, MemoryEnvelopes, MemoryFactors, MemoryOrganisations, PresignedDocuments,
    StoppedClock, Story, copy, signer, viewer,
};
use jiff::Timestamp;
use tower::ServiceExt;
use web::{ClientIp, Site, Support};

pub(crate) const SENT: &str = "2026-11-22T05:05:00Z";
pub(crate) const LATER: &str = "2026-11-23T01:00:00Z";
pub(crate) const DEADLINE: &str = "2026-12-22T05:05:00Z";

/// A store in which others have their turn between a load and a commit, so that requests at once do meet.
struct Busy(Arc<MemoryEnvelopes>);

#[async_trait]
impl Envelopes for Busy {
    async fn load(&self, id: EnvelopeId) -> Result<Option<Envelope>, PortError> {
        let loaded = self.0.load(id).await;
        tokio::task::yield_now().await;
        loaded
    }

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        self.0.commit(decision, answer).await
    }

    async fn events(&self, id: EnvelopeId) -> Result<Vec<String>, PortError> {
        self.0.events(id).await
    }

    fn limits(&self) -> EnvelopeLimits {
        self.0.limits()
    }

    fn has_room_for(&self, envelope: &Envelope) -> bool {
        self.0.has_room_for(envelope)
    }

    async fn due_dates(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        self.0.due_dates(now, after, limit).await
    }

    async fn due_work(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        self.0.due_work(now, after, limit).await
    }

    async fn count_waiting(&self, since: Timestamp) -> Result<usize, PortError> {
        self.0.count_waiting(since).await
    }

    async fn schedule(&self, envelope: &Envelope, agenda: Agenda) -> Result<(), PortError> {
        self.0.schedule(envelope, agenda).await
    }

    async fn put_off(&self, due: &Due, until: Timestamp) -> Result<(), PortError> {
        self.0.put_off(due, until).await
    }
}

pub(crate) struct World {
    pub(crate) story: Story,
    pub(crate) documents: Arc<PresignedDocuments>,
    pub(crate) factors: Arc<MemoryFactors>,
    pub(crate) certificates: Arc<MemoryCertificates>,
    pub(crate) organisations: Arc<MemoryOrganisations>,
    pub(crate) clock: Arc<StoppedClock>,
    pub(crate) router: Router,
}

/// A viewer, then two signers, and somebody who gets a copy.
pub(crate) fn world() -> World {
    World::of(vec![
        viewer(1, Some("株式会社北空知"), "鈴木 一郎", "suzuki"),
        signer(2, Some("株式会社北空知"), "田中 <社長> 太郎", "tanaka"),
        signer(2, None, "滝川 次郎", "jiro"),
        copy("高橋 三郎", "saburo"),
    ])
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// The cookies that were set, by name, with their attributes.
    pub(crate) fn cookies(&self) -> Vec<String> {
        self.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap().to_owned()).collect()
    }

    /// The same as a browser sends them back.
    pub(crate) fn cookie_header(&self) -> String {
        let pairs = self.cookies();
        pairs.iter().map(|c| c.split(';').next().unwrap().to_owned()).collect::<Vec<_>>().join("; ")
    }

    pub(crate) fn location(&self) -> &str {
        self.headers["location"].to_str().unwrap()
    }
}

impl World {
    /// An envelope of the city of Takikawa to these recipients, sent and sealed.
    pub(crate) fn of(recipients: Vec<RecipientRequest>) -> Self {
        Self::telling(Story::draft(recipients, SENT))
    }

    /// The same of a draft.
    pub(crate) fn telling(story: Story) -> Self {
        Self::telling_with(story, &Arc::new(MemoryFactors::default()))
    }

    /// The same with what is known of browsers.
    pub(crate) fn telling_with(story: Story, factors: &Arc<MemoryFactors>) -> Self {
        let support = Support {
            phone: Some("0125-00-0000".into()),
            hours: Some("9:00-17:00".into()),
            email: Some("help@keiin.example".into()),
            form: Some("https://keiin.example/help".into()),
            ..Support::default()
        };
        let site = Site {
            public_url: "https://sign.example/v".into(),
            brand: "Keiin".into(),
            copyright: "Keiin".into(),
            support,
            ..Site::default()
        };
        story.start(SENT);
        let (documents, factors) = (Arc::new(PresignedDocuments::default()), factors.clone());
        // As its role says.
        documents.forbid_listing();
        let certificates = Arc::new(MemoryCertificates::default());
        let organisations = Arc::<MemoryOrganisations>::default();
        let clock = Arc::new(StoppedClock::at(LATER));
        let router = router(Dependencies {
            envelopes: Arc::new(Busy(story.envelopes.clone())),
            links: story.links.clone(),
            link_rules: organisations.clone(),
            factors: factors.clone(),
            sign_ins: factors.clone(),
            certificates: certificates.clone(),
            documents: documents.clone(),
            randomness: Arc::new(CountingRandomness::default()),
            clock: clock.clone(),
            site: Arc::new(site),
        });
        Self { story, documents, factors, certificates, organisations, clock, router }
    }

    /// Stores the newest file of every document, 1000 bytes each.
    pub(crate) fn store_files(&self) {
        for file in self.story.envelope().documents.iter().filter_map(|document| document.latest()) {
            self.documents.keep(file.object.clone(), vec![b'%'; 1000]);
        }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        self.send_from("203.0.113.9", request).await
    }

    /// A request from this address; an empty text is an address that is not known.
    pub(crate) async fn send_from(&self, address: &str, mut request: Request<Body>) -> Answer {
        if !address.is_empty() {
            request.extensions_mut().insert(ClientIp(address.parse().unwrap()));
        }
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, "").await
    }

    /// A browser with these cookies.
    pub(crate) async fn get_with(&self, path: &str, cookies: &str) -> Answer {
        let request = Request::get(path).header("accept", "text/html").header("cookie", cookies);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("user-agent", "Browser/1.0".repeat(100));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// The same by a browser with these cookies.
    pub(crate) async fn post_with(&self, path: &str, form: &str, cookies: &str) -> Answer {
        self.post(path, form, &[("accept", "text/html"), ("cookie", cookies)]).await
    }

    pub(crate) fn recipient(&self, number: u16) -> Recipient {
        self.story.envelope().recipient(RecipientNumber(number)).unwrap().clone()
    }

    pub(crate) fn state(&self, recipient: u16) -> RecipientState {
        self.recipient(recipient).state
    }

    pub(crate) fn evidence(&self) -> Vec<EventKind> {
        self.story.envelopes.evidence(self.story.id)
    }

    /// What the confirmation sends with its box ticked.
    pub(crate) fn form(&self) -> String {
        let envelope = self.story.envelope();
        let fields = envelope.documents.iter();
        let fields = fields.map(|d| format!("document_{}={}", d.number, d.latest().unwrap().sha256));
        fields.chain(["confirmed=yes".to_owned()]).collect::<Vec<_>>().join("&")
    }
}

pub(crate) fn assert_protected(answer: &Answer) {
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("x-frame-options"), "DENY");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("x-robots-tag"), "noindex");
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "style-src 'sha256-", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    // No script and no style of the page's own but the one stylesheet.
    let inline = answer.body.matches("<script").count() - answer.body.matches("<script type=\"module\" src=").count();
    assert!(inline == 0 && !answer.body.contains(" style=") && !answer.body.contains(" onclick="));
}
