//! Who and what the examples are about, and an envelope's way as the domain itself decides it.

use anyhow::{Context, Result, anyhow};
use api::AroundDocument;
use api::v1::contacts::ContactRequest;
use api::v1::{ChangeRequest, DocumentRequest, EnvelopeRequest, EnvelopeView, UploadView};
use domain::authorisation::Role;
use domain::command::Command;
use domain::contact::{BookId, Contact};
use domain::digest::Digest;
use domain::document::{ObjectKey, Origin, PageRun, Prepared, Sealer, Step, StoredFile, Timestamped};
use domain::draft::{DocumentSeeds, DraftSeeds};
use domain::envelope::{Envelope, Sender};
use domain::evidence::{Event, Identity, Session, ShownDocument};
use domain::ids::{DocumentId, EnvelopeNumber, ManagementNumber, OrganisationId, PersonId, RecipientNumber, SecretId};
use domain::language::Language;
use domain::organisation::{OidcIdentity, Person, PersonState, Profile};
use domain::policy::Policy;
use domain::preparation::{CheckedUpload, Progress};
use jiff::{SignedDuration, Timestamp};

use super::super::NOW;
use super::super::names::{ENVELOPE, GROUP, ORGANISATION, SENDER};
use super::super::requests::{self, read_value};

/// When the examples happen.
pub(super) fn now() -> Result<Timestamp> {
    Ok(NOW.parse()?)
}

pub(super) fn organisation() -> Result<OrganisationId> {
    ORGANISATION.to_owned().try_into().map_err(|fault| anyhow!("{fault:?}"))
}

/// What is wrong with an example, as an error.
pub(super) fn refused(why: impl std::fmt::Debug) -> anyhow::Error {
    anyhow!("the example is refused: {why:?}")
}

/// Somebody of the organisation who has signed in before.
pub(super) fn person(id: &str, name: &str, mailbox: &str, roles: &[Role]) -> Result<Person> {
    let profile = Profile {
        name: name.to_owned(),
        email: format!("{mailbox}@city.example.jp").parse().map_err(refused)?,
        language: Language::Ja,
        roles: roles.iter().copied().collect(),
        groups: [GROUP.parse()?].into(),
    };
    let identity = OidcIdentity { issuer: "https://login.example.jp".to_owned(), subject: id.to_owned() };
    Ok(Person {
        id: id.parse()?,
        version: 3,
        profile,
        state: PersonState::Active { identity },
        added_at: now()? - SignedDuration::from_hours(24 * 90),
        session_generation: 1,
        key_generation: 1,
    })
}

/// Who sends the envelopes.
pub(super) fn sending_person() -> Result<Person> {
    person(SENDER, "佐藤 花子", "sato", &[Role::Sender])
}

/// The same as a sender.
pub(super) fn sender() -> Result<Sender> {
    let Person { id, profile, .. } = sending_person()?;
    Ok(Sender {
        organisation: organisation()?,
        organisation_name: "滝川市".to_owned(),
        organisation_name_en: None,
        person: Some(id),
        name: profile.name,
        email: profile.email,
        language: profile.language,
    })
}

/// A contact of the organisation's book: the one of the request's example.
pub(in super::super) fn contact() -> Result<Contact> {
    let request: ContactRequest = read_value(&requests::contact()).map_err(refused)?;
    let details = domain::contact::ContactRequest::from(request).accept().map_err(refused)?;
    Ok(Contact::new(&BookId::shared(organisation()?), details, now()?))
}

/// An envelope, and what happened to it.
pub(in super::super) struct Story {
    envelope: Envelope,
    pub(super) events: Vec<Event>,
    pub(super) now: Timestamp,
}

impl Story {
    /// The draft that the request's example asks for.
    pub(in super::super) fn draft() -> Result<Self> {
        let request: EnvelopeRequest = read_value(&requests::create()).map_err(refused)?;
        let seeds = DraftSeeds {
            id: ENVELOPE.parse()?,
            number: EnvelopeNumber::of_count(7),
            sender: sender()?,
            policy: Policy::default(),
            first_management_number: ManagementNumber(41),
            document_ids: vec![document_id(1)],
        };
        let now = now()?;
        let decision = domain::draft::EnvelopeRequest::from(request).draft(seeds, now)?;
        Ok(Self { envelope: decision.envelope, events: decision.events, now })
    }

    /// As it stands.
    pub(in super::super) const fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// A command, two minutes later.
    pub(super) fn then(mut self, command: Command) -> Result<Self> {
        self.now += SignedDuration::from_mins(2);
        let decision = self.envelope.apply(command, self.now)?;
        self.envelope = decision.envelope;
        self.events.extend(decision.events);
        Ok(self)
    }

    /// Changed as the request's example asks for.
    pub(super) fn changed(self) -> Result<Self> {
        let request: ChangeRequest = read_value(&requests::change()).map_err(refused)?;
        let change = domain::draft::ChangeRequest::from(request);
        let change = change.accept(&self.envelope, &Policy::default(), SecretId::new([7; 16])).map_err(refused)?;
        self.then(Command::ChangeDraft { change: Box::new(change) })
    }

    /// With another document.
    pub(super) fn with_another_document(self) -> Result<Self> {
        let mut asked = requests::add();
        asked["name"] = "仕様書".into();
        let request: DocumentRequest = read_value(&asked).map_err(refused)?;
        let document = domain::draft::DocumentRequest::from(request).accept_into(&self.envelope).map_err(refused)?;
        let seeds = DocumentSeeds { management_number: ManagementNumber(42), document_id: document_id(2) };
        self.then(Command::AddDocument { document, seeds })
    }

    /// Sent; nothing is sealed yet.
    pub(super) fn sent(self) -> Result<Self> {
        let sending = self.then(Command::RequestSending)?;
        let request = sending.envelope.sending_request().context("it is being sent")?;
        let prepared = |document: &domain::document::Document| Prepared {
            file: file(document.number.0, "prepared"),
            pages: 3,
            sizes: vec![PageRun { pages: 3, width: 2100, height: 2970 }],
            origin: Origin::Unsigned,
            rewriting: Vec::new(),
        };
        let prepared = sending.envelope.documents.iter().map(prepared).collect();
        sending.then(Command::Send { request, prepared })
    }

    /// With every seal and timestamp that is due.
    pub(super) fn sealed(mut self) -> Result<Self> {
        while let Some(command) = self.next_seal()? {
            self = self.then(command)?;
        }
        Ok(self)
    }

    /// The first recipient has signed, and the second is asked.
    pub(super) fn signed_by_the_first(self) -> Result<Self> {
        let recipient = RecipientNumber(1);
        let generation = self.envelope.recipient(recipient).context("a recipient")?.link_generation;
        let shown = self.envelope.documents.iter().filter_map(|document| {
            Some(ShownDocument { document: document.number, sha256: document.latest()?.sha256 })
        });
        let shown = shown.collect();
        let session = Session {
            ip: [203, 0, 113, 24].into(),
            user_agent: Some("Mozilla/5.0".to_owned()),
            identity: Identity::MailLink,
            proof: None,
        };
        self.then(Command::Approve { recipient, generation, shown, visible_seal: None, session })?.sealed()
    }

    fn next_seal(&self) -> Result<Option<Command>> {
        let steps = self.envelope.next_steps();
        let due = steps.into_iter().find(|(_, step)| matches!(step, Step::Seal(_) | Step::Timestamp(_)));
        let Some((document, Step::Seal(by) | Step::Timestamp(by))) = due else { return Ok(None) };
        let name = match by {
            Sealer::Operator => "operator".to_owned(),
            Sealer::Recipient(number) => format!("recipient-{number}"),
        };
        let sealed = document.revision(by).and_then(|revision| revision.sealed.as_ref());
        let number = document.number;
        Ok(Some(match sealed {
            None => Command::RecordSealed {
                document: number,
                by,
                base: document.base().context("a prepared document")?.sha256,
                signed: Digest::of(name.as_bytes()),
                key: "seal".to_owned(),
                file: file(number.0, &name),
            },
            Some(sealed) => {
                let timestamp = Timestamped {
                    file: file(number.0, &format!("{name}-timestamped")),
                    time: self.now,
                    authority: "Example TSA".to_owned(),
                    serial: "01".to_owned(),
                    accredited: true,
                };
                Command::RecordTimestamped { document: number, by, over: sealed.sha256, timestamp }
            }
        }))
    }

    /// What the API shows of it.
    pub(super) fn view(&self) -> EnvelopeView {
        let around = self.envelope.documents.iter().map(|document| self.around(document));
        EnvelopeView::of(&self.envelope, around.collect(), self.now)
    }

    /// What is known beside it of a document: a draft awaits uploads, and what was sent can be had.
    pub(super) fn around(&self, document: &domain::document::Document) -> AroundDocument {
        let is_draft = self.envelope.draft_ends_at().is_some();
        let upload = UploadView {
            method: "PUT".to_owned(),
            url: format!("{STORE}/uploads/{}?X-Amz-Signature=…", document.document_id),
            headers: [
                ("content-length".to_owned(), document.upload.size.to_string()),
                ("content-type".to_owned(), "application/pdf".to_owned()),
                ("x-amz-checksum-sha256".to_owned(), CHECKSUM.to_owned()),
            ]
            .into(),
            expires_at: self.now + SignedDuration::from_mins(15),
        };
        let has_file = document.latest().is_some();
        let checked = CheckedUpload { pages: 3, origin: Origin::Unsigned, rewriting: Vec::new() };
        AroundDocument {
            upload: is_draft.then_some(upload),
            download: has_file.then(|| format!("{STORE}/documents/{}.pdf?X-Amz-Signature=…", document.document_id)),
            progress: (!is_draft).then_some(Progress::Checked(checked)),
        }
    }
}

/// Where the documents' store is, in examples.
pub(super) const STORE: &str = "https://documents.example.jp";
/// The digest of the request's example as the store wants it.
pub(super) const CHECKSUM: &str = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";

fn document_id(number: u8) -> DocumentId {
    DocumentId::new([0x5a, 0x21, 0xc4, 0x90, 0x1e, 0x77, 0x43, 0x0d, 0x9b, 0x62, 0xf8, 0x35, 0xe0, 0x1c, 0xaa, number])
}

fn file(document: u16, what: &str) -> StoredFile {
    let name = format!("{document:0>3}/{what}.pdf");
    StoredFile { sha256: Digest::of(name.as_bytes()), object: ObjectKey(name) }
}

/// The person of this identifier.
pub(super) fn person_id(id: &str) -> Result<PersonId> {
    Ok(id.parse()?)
}
