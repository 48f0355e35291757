//! An envelope's story, told by the domain itself: drafted, sent, sealed, timestamped, acted upon.

use std::sync::Arc;

use domain::command::Command;
use domain::digest::Digest;
use domain::document::{ObjectKey, Origin, PageRun, Prepared, Sealer, Step, StoredFile, Timestamped};
use domain::draft::{DocumentRequest, DraftSeeds, EnvelopeRequest, RecipientKind, RecipientRequest};
use domain::envelope::{Envelope, Sender};
use domain::evidence::{Identity, Session, ShownDocument};
use domain::ids::{DocumentId, DocumentNumber, EnvelopeId, EnvelopeNumber, ManagementNumber, RecipientNumber};
use domain::language::Language;
use domain::link::{AccessLink, Purpose, SecretToken};
use domain::mail::Addressee;
use domain::policy::Policy;
use jiff::Timestamp;

use super::{MemoryEnvelopes, MemoryLinks};

/// Three pages of A4.
const A4: PageRun = PageRun { pages: 3, width: 2100, height: 2970 };

/// An envelope in its store.
#[derive(Clone)]
pub struct Story {
    /// The store.
    pub envelopes: Arc<MemoryEnvelopes>,
    /// Links that were made by [`Story::link`].
    pub links: Arc<MemoryLinks>,
    /// The envelope's identifier.
    pub id: EnvelopeId,
}

impl Story {
    /// A draft of the city of Takikawa with two documents, at this moment.
    pub fn draft(recipients: Vec<RecipientRequest>, now: &str) -> Self {
        Self::of(EnvelopeRequest { recipients, ..Self::request() }, now)
    }

    /// Two documents, nobody to sign them yet.
    pub fn request() -> EnvelopeRequest {
        let document = |name: &str| DocumentRequest { name: name.into(), size: 1000, sha256: "ab".repeat(32) };
        EnvelopeRequest {
            title: "電子契約サービス委託".into(),
            message: Some("いつもお世話になっております。\nご確認のうえ、ご署名をお願いいたします。".into()),
            documents: vec![document("電子契約サービス委託契約書"), document("仕様書 <別紙1> & 内訳")],
            ..EnvelopeRequest::default()
        }
    }

    /// A draft of this request, by the city.
    pub fn of(request: EnvelopeRequest, now: &str) -> Self {
        Self::by(city(), request, now)
    }

    /// A draft of this request, by this sender.
    pub fn by(sender: Sender, request: EnvelopeRequest, now: &str) -> Self {
        Self::called("01900000-0000-7000-8000-000000000001", sender, request, now)
    }

    /// A draft of this request, by the city, which has set this.
    pub fn under(policy: Policy, request: EnvelopeRequest, now: &str) -> Self {
        Self::made("01900000-0000-7000-8000-000000000001", city(), policy, request, now)
    }

    /// The same with an identifier of its own, for tests about several envelopes.
    pub fn called(id: &str, sender: Sender, request: EnvelopeRequest, now: &str) -> Self {
        Self::made(id, sender, Policy::default(), request, now)
    }

    fn made(id: &str, sender: Sender, policy: Policy, request: EnvelopeRequest, now: &str) -> Self {
        let id: EnvelopeId = id.parse().expect("a UUID");
        let seeds = DraftSeeds {
            id,
            number: EnvelopeNumber::of_count(7),
            sender,
            policy,
            first_management_number: ManagementNumber(1),
            document_ids: (1..).take(request.documents.len()).map(|n| DocumentId::new([n; 16])).collect(),
        };
        let draft = request.draft(seeds, at(now)).expect("a good request");
        let envelopes = Arc::new(MemoryEnvelopes::default());
        envelopes.put(&draft);
        Self { envelopes, links: Arc::new(MemoryLinks::default()), id }
    }

    /// The envelope as it stands.
    pub fn envelope(&self) -> Envelope {
        self.envelopes.envelope(self.id)
    }

    /// Applies a command that must succeed.
    pub fn apply(&self, command: Command, now: &str) -> &Self {
        self.envelopes.apply(self.id, command, at(now)).expect("the story goes on");
        self
    }

    /// Sends it; the originals are sealed and timestamped, the first recipients invited.
    pub fn start(&self, now: &str) -> &Self {
        self.send(now).seal(now)
    }

    /// Sends it; no seal is made yet.
    pub fn send(&self, now: &str) -> &Self {
        let prepared = |n| Prepared {
            file: file(n, "prepared"),
            pages: 3,
            sizes: vec![A4],
            origin: Origin::Unsigned,
            rewriting: Vec::new(),
        };
        self.send_with(self.envelope().documents.iter().map(|d| prepared(d.number)).collect(), now)
    }

    /// Sends it with these documents.
    pub fn send_with(&self, prepared: Vec<Prepared>, now: &str) -> &Self {
        let request = self.apply(Command::RequestSending, now).envelope().sending_request().expect("it is being sent");
        self.apply(Command::Send { request, prepared }, now)
    }

    /// Makes every seal and timestamp that is due.
    pub fn seal(&self, now: &str) -> &Self {
        while let Some((document, step)) = self.next_step() {
            let envelope = self.envelope();
            let stands = envelope.document(document).expect("a document");
            let base = stands.base().expect("a prepared document").sha256;
            let (Step::Seal(by) | Step::Timestamp(by)) = step else { panic!("no such step in a story: {step:?}") };
            let name = match by {
                Sealer::Operator => "operator".to_owned(),
                Sealer::Recipient(n) => format!("recipient-{n}"),
            };
            let command = if step == Step::Seal(by) {
                let signed = Digest::of(b"signed");
                Command::RecordSealed { document, by, base, signed, key: "key".into(), file: file(document, &name) }
            } else {
                let timestamp = Timestamped {
                    file: file(document, &format!("{name}-timestamped")),
                    time: at(now),
                    authority: "Test TSA".into(),
                    serial: "01".into(),
                    accredited: false,
                };
                let over = stands.revision(by).and_then(|r| r.sealed.as_ref()).expect("a sealed file").sha256;
                Command::RecordTimestamped { document, by, over, timestamp }
            };
            self.apply(command, now);
        }
        self
    }

    fn next_step(&self) -> Option<(DocumentNumber, Step)> {
        let envelope = self.envelope();
        envelope.next_steps().into_iter().map(|(d, step)| (d.number, step)).find(|(_, step)| *step != Step::Wait)
    }

    /// This recipient approves; the seals follow.
    pub fn approve(&self, recipient: u16, now: &str) -> &Self {
        self.instruct(recipient, now).seal(now)
    }

    /// This recipient approves; no seal is made yet.
    pub fn instruct(&self, recipient: u16, now: &str) -> &Self {
        let latest =
            |d: &domain::document::Document| Some(ShownDocument { document: d.number, sha256: d.latest()?.sha256 });
        let shown = self.envelope().documents.iter().filter_map(latest).collect();
        let recipient = RecipientNumber(recipient);
        let generation = self.envelope().recipient(recipient).map_or(0, |r| r.link_generation);
        self.apply(Command::Approve { recipient, generation, shown, visible_seal: None, session: session() }, now)
    }

    /// Stores a link of the recipient's newest generation and gives its token.
    pub fn act_link(&self, recipient: u16, expires_at: &str) -> String {
        let generation = self.envelope().recipients[usize::from(recipient) - 1].link_generation;
        self.link(Addressee::Recipient(RecipientNumber(recipient)), Purpose::Act { generation }, expires_at)
    }

    /// Stores a link and gives its token.
    pub fn link(&self, addressee: Addressee, purpose: Purpose, expires_at: &str) -> String {
        let number = u8::try_from(self.links.all().len()).expect("few links");
        let token = SecretToken::from_random([0xa0 + number; 32]);
        let (digest, expires_at) = (token.digest(), at(expires_at));
        self.links.put(&AccessLink { digest, envelope: self.id, addressee, purpose, expires_at });
        token.reveal().to_owned()
    }
}

/// The city of Takikawa.
pub fn city() -> Sender {
    Sender {
        organisation: "takikawa".to_owned().try_into().expect("an organisation id"),
        organisation_name: "滝川市".into(),
        organisation_name_en: None,
        person: None,
        name: "総務課 佐藤 花子".into(),
        email: "sato@city.example".parse().expect("an address"),
        language: Language::Ja,
    }
}

/// A signer with a contract seal; the address is `<mailbox>@example.jp`.
pub fn signer(order: u16, company: Option<&str>, name: &str, mailbox: &str) -> RecipientRequest {
    RecipientRequest {
        kind: RecipientKind::Signer,
        order: Some(order),
        name: name.into(),
        company: company.map(Into::into),
        email: format!("{mailbox}@example.jp"),
        ..RecipientRequest::default()
    }
}

/// A viewer.
pub fn viewer(order: u16, company: Option<&str>, name: &str, mailbox: &str) -> RecipientRequest {
    RecipientRequest { kind: RecipientKind::Viewer, ..signer(order, company, name, mailbox) }
}

/// Somebody who gets a copy.
pub fn copy(name: &str, mailbox: &str) -> RecipientRequest {
    RecipientRequest { kind: RecipientKind::Copy, ..signer(1, None, name, mailbox) }
}

/// A session from a documentation address.
pub fn session() -> Session {
    Session { ip: [192, 0, 2, 1].into(), user_agent: Some("test".into()), identity: Identity::MailLink, proof: None }
}

fn at(time: &str) -> Timestamp {
    time.parse().expect("an RFC 3339 time")
}

fn file(document: DocumentNumber, what: &str) -> StoredFile {
    let name = format!("envelopes/test/{document:0>3}/{what}.pdf");
    StoredFile { sha256: Digest::of(name.as_bytes()), object: ObjectKey(name) }
}
