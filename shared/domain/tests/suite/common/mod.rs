//! Envelopes to try things on.

#![allow(dead_code, missing_docs, unreachable_pub, reason = "each test file uses its part")]

use std::net::{IpAddr, Ipv4Addr};

use domain::command::{Command, Decision, MailOutcome, Refusal};
use domain::digest::Digest;
use domain::document::{ObjectKey, Origin, PageRun, Prepared, Sealer, Step, StoredFile, Timestamped};
use domain::draft::{DocumentRequest, DocumentSeeds, DraftSeeds, EnvelopeRequest, RecipientKind, RecipientRequest};
use domain::envelope::{Envelope, Sender};
use domain::evidence::{Identity, Session, ShownDocument};
use domain::ids::{DocumentId, EnvelopeId, EnvelopeNumber, ManagementNumber, RecipientNumber};
use domain::language::Language;
use domain::mail::{Addressee, MailKind};
use domain::policy::Policy;
use jiff::{SignedDuration, Timestamp};

pub fn start() -> Timestamp {
    "2026-11-22T09:00:00Z".parse().expect("a time")
}

pub fn later(seconds: i64) -> Timestamp {
    start() + SignedDuration::from_secs(seconds)
}

pub fn days(days: i64) -> Timestamp {
    later(days * 24 * 3600)
}

pub fn session() -> Session {
    Session { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent: None, identity: Identity::MailLink, proof: None }
}

/// A recipient of this kind and order.
pub fn recipient(kind: RecipientKind, order: u16, email: &str) -> RecipientRequest {
    RecipientRequest {
        kind,
        order: Some(order),
        name: "鈴木 太郎".into(),
        company: Some("株式会社〇〇".into()),
        email: email.into(),
        ..RecipientRequest::default()
    }
}

pub fn request(documents: usize, recipients: Vec<RecipientRequest>) -> EnvelopeRequest {
    let document = |n: usize| DocumentRequest {
        name: format!("文書{n}"),
        size: 1000,
        sha256: Digest::of(n.to_string().as_bytes()).to_string(),
    };
    EnvelopeRequest {
        title: "電子契約サービス委託".into(),
        documents: (1..=documents).map(document).collect(),
        recipients,
        ..EnvelopeRequest::default()
    }
}

pub fn seeds(documents: usize) -> DraftSeeds {
    DraftSeeds {
        id: EnvelopeId::new(uuid::Uuid::from_u128(7)),
        number: EnvelopeNumber::of_count(1),
        sender: Sender {
            organisation: "takikawa".to_owned().try_into().expect("an id"),
            organisation_name: "滝川市".into(),
            organisation_name_en: None,
            person: None,
            name: "佐藤 花子".into(),
            email: "sato@city.example".parse().expect("an address"),
            language: Language::Ja,
        },
        policy: Policy::default(),
        first_management_number: ManagementNumber(15),
        document_ids: (0..documents).map(|n| DocumentId::new([n as u8; 16])).collect(),
    }
}

pub fn draft(documents: usize, recipients: Vec<RecipientRequest>) -> Decision {
    request(documents, recipients).draft(seeds(documents), start()).expect("a draft")
}

pub fn file(name: &str) -> StoredFile {
    StoredFile { object: ObjectKey(name.to_owned()), sha256: Digest::of(name.as_bytes()) }
}

/// The documents of an envelope, prepared: every other one was signed before.
pub fn prepared(envelope: &Envelope) -> Vec<Prepared> {
    let prepared = |n: u16| Prepared {
        file: file(&format!("{n}-prepared")),
        pages: 3,
        sizes: vec![PageRun { pages: 3, width: 2100, height: 2970 }],
        origin: if n.is_multiple_of(2) { Origin::Signed } else { Origin::Unsigned },
        rewriting: Vec::new(),
    };
    envelope.documents.iter().map(|d| prepared(d.number.0)).collect()
}

/// Adds a document to a draft, if it takes one of this name.
pub fn add_document(envelope: &Envelope, name: &str) -> Option<Command> {
    let document = DocumentRequest { name: name.into(), size: 1000, sha256: Digest::of(name.as_bytes()).to_string() };
    let document = document.accept_into(envelope).ok()?;
    let seeds = DocumentSeeds { management_number: ManagementNumber(99), document_id: DocumentId::new([0x99; 16]) };
    Some(Command::AddDocument { document, seeds })
}

/// Sends an envelope that is being sent.
pub fn send(envelope: &Envelope) -> Command {
    Command::Send { request: envelope.sending_request().unwrap_or_default(), prepared: prepared(envelope) }
}

/// The next thing that a sealing function would report, if anything is due.
pub fn next_seal(envelope: &Envelope) -> Option<Command> {
    envelope.next_steps().into_iter().find_map(|(document, step)| {
        let number = document.number;
        let name = |by: Sealer, what: &str| format!("{number}-{by:?}-{what}");
        let base = document.base().map_or(Digest::ZERO, |file| file.sha256);
        let sealed = |by| document.revision(by).and_then(|r| r.sealed.as_ref()).map(|file| file.sha256);
        let timestamped = |by| Command::RecordTimestamped {
            document: number,
            by,
            over: sealed(by).unwrap_or(base),
            timestamp: Timestamped {
                file: file(&name(by, "timestamped")),
                time: start(),
                authority: "TSA".into(),
                serial: "01".into(),
                accredited: false,
            },
        };
        match step {
            Step::Seal(by) => Some(Command::RecordSealed {
                document: number,
                by,
                base,
                signed: Digest::ZERO,
                key: "key".into(),
                file: file(&name(by, "sealed")),
            }),
            Step::Timestamp(by) => Some(timestamped(by)),
            Step::TimestampDocument => Some(timestamped(Sealer::Operator)),
            Step::Wait => None,
        }
    })
}

pub fn shown(envelope: &Envelope) -> Vec<ShownDocument> {
    let latest = |d: &domain::document::Document| d.latest().map(|f| f.sha256).unwrap_or(Digest::ZERO);
    envelope.documents.iter().map(|d| ShownDocument { document: d.number, sha256: latest(d) }).collect()
}

pub fn approve(envelope: &Envelope, recipient: u16) -> Command {
    let generation = generation(envelope, recipient);
    let (recipient, shown) = (RecipientNumber(recipient), shown(envelope));
    Command::Approve { recipient, generation, shown, visible_seal: None, session: session() }
}

pub fn generation(envelope: &Envelope, recipient: u16) -> u32 {
    envelope.recipient(RecipientNumber(recipient)).map_or(0, |r| r.link_generation)
}

/// Applies, collecting what happened.
pub struct Walk {
    pub envelope: Envelope,
    pub events: Vec<domain::evidence::Event>,
    pub now: Timestamp,
}

impl Walk {
    pub fn of(decision: Decision) -> Self {
        Self { envelope: decision.envelope, events: decision.events, now: start() }
    }

    pub fn apply(&mut self, command: Command) -> Result<(), Refusal> {
        let decision = self.envelope.apply(command, self.now)?;
        self.envelope = decision.envelope;
        self.events.extend(decision.events);
        Ok(())
    }

    pub fn seal_all(&mut self) {
        while let Some(command) = next_seal(&self.envelope) {
            self.apply(command).expect("what is due is accepted");
        }
    }

    pub fn sent(documents: usize, recipients: Vec<RecipientRequest>) -> Self {
        let mut walk = Self::of(draft(documents, recipients));
        walk.send().expect("a draft can be sent");
        walk
    }

    /// The sender sends it, and its documents are prepared.
    pub fn send(&mut self) -> Result<(), Refusal> {
        self.apply(Command::RequestSending)?;
        self.apply(send(&self.envelope))
    }

    /// The mail service takes the newest request to this recipient.
    pub fn request_taken(&mut self, recipient: u16) {
        let number = RecipientNumber(recipient);
        let request_event = self.envelope.recipient(number).expect("a recipient").request_event;
        let (mail, addressee) = (MailKind::Request, Addressee::Recipient(number));
        let outcome = MailOutcome::Taken { message_id: "1".into() };
        self.apply(Command::RecordMail { mail, addressee, request_event, outcome }).expect("a mail that was asked for");
    }

    pub fn types(&self) -> Vec<String> {
        let kind = |e: &domain::evidence::Event| {
            let json: serde_json::Value = serde_json::from_str(&e.to_json().expect("json")).expect("json");
            json["type"].as_str().expect("a type").to_owned()
        };
        self.events.iter().map(kind).collect()
    }
}
