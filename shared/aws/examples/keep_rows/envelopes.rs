//! Envelopes on every way that they can take.

use std::path::Path;

use aws::table::Table;
use domain::command::{Command, Correction, Decision, Delegate, MailOutcome};
use domain::document::{Origin, PageRun, Sealer, Unproven};
use domain::draft::{
    AmountRequest, ChangeRequest, DocumentRequest, DocumentSeeds, DraftSeeds, EnvelopeRequest, FactorRequest,
    RecipientKind, RecipientRequest, TermRequest, TransactionRequest,
};
use domain::evidence::{AddressProof, Identity, Session};
use domain::factor::Secret;
use domain::ids::{DocumentId, DocumentNumber, FolderId, ManagementNumber, RecipientNumber, SecretId};
use domain::language::Language;
use domain::mail::{Addressee, Bounce, MailKind};
use domain::policy::Policy;
use domain::ports::Envelopes;
use domain::recipient::SealType;
use domain::removal::{ENDED_KEPT, NEXT_LOOK, REVISIONS_KEPT, RemovalReport};
use domain::retention::Retention;
use domain::rewriting::Rewriting;
use domain::transaction::Tax;
use domain::unsendable::{Unsendable, UnsendableDocument};
use domain::visible_seal::{PlacedBy, Placement, SealPolicy, VisibleSeal};
use domain::waiting::{Cause, CauseKind};
use jiff::SignedDuration;

use crate::common::{Walk, file, generation, next_seal, prepared, recipient, request, seeds, send, shown, start};
use crate::others::policy;
use crate::table::Recorded;

const DOCUMENT: DocumentNumber = DocumentNumber(1);

pub async fn all(recorded: &Recorded, folder: &Path) {
    completed(recorded.table()).await;
    recorded.keep(folder, "completed");
    delegated_and_voided(recorded.table()).await;
    recorded.keep(folder, "delegated-and-voided");
    declined(recorded.table()).await;
    recorded.keep(folder, "declined");
    returned_and_expired(recorded.table()).await;
    recorded.keep(folder, "returned-and-expired");
    delayed_and_failed(recorded.table()).await;
    recorded.keep(folder, "delayed-and-failed");
    changed_and_deleted(recorded.table()).await;
    recorded.keep(folder, "changed-and-deleted");
    signed_by_one_of_a_group(recorded.table()).await;
    recorded.keep(folder, "signed-by-one-of-a-group");
    changed_and_reminded(recorded.table()).await;
    recorded.keep(folder, "changed-and-reminded");
}

/// A draft that was changed in every part, and deleted after a document could not be sent.
async fn changed_and_deleted(table: Table) {
    let mut contract = Contract::draft(table, request(2, vec![signer(1, "a@example.jp", None)])).await;
    let change = ChangeRequest {
        title: Some("変更契約".into()),
        message: Some(Some("よろしくお願いします。".into())),
        recipients: Some(vec![signer(1, "b@example.jp", Some(access_code()))]),
        transaction: Some(TransactionRequest {
            counterparty: Some("相手方".into()), ..TransactionRequest::default()
        }),
        retention: Some(Some(Retention::Unlimited)),
        deadline_days: Some(Some(7)),
        may_forward: Some(Some(false)),
    };
    contract.change(&change).await.remove(2).await;
    contract.refused().await;
    let (request, documents) = contract.unsendable();
    contract.apply(Command::RefuseSending { request, documents }).await.apply(Command::DeleteDraft).await;
    contract.later(REVISIONS_KEPT).removed(RemovalReport::Documents { objects: Vec::new() }).await;
}

/// Two of a division are asked, and one of them signs.
async fn signed_by_one_of_a_group(table: Table) {
    let member = |email| RecipientRequest { one_of: Some("総務課".into()), ..signer(1, email, None) };
    let mut contract = Contract::sent(table, request(1, vec![member("a@example.jp"), member("b@example.jp")])).await;
    contract.seal().await.approve(2, by(Identity::MailLink), None).await;
    contract.seal().await;
}

/// A draft in which one document took another's place, sent, whose signer the sender has reminded.
async fn changed_and_reminded(table: Table) {
    let mut contract = Contract::draft(table, request(1, vec![signer(1, "a@example.jp", None)])).await;
    contract
        .change(&ChangeRequest {
            recipients: Some(vec![signer(1, "b@example.jp", Some(access_code()))]),
            ..ChangeRequest::default()
        })
        .await;
    for to in [Some(FolderId::new(uuid::Uuid::from_u128(20))), None, Some(FolderId::new(uuid::Uuid::from_u128(21)))] {
        contract.apply(Command::Move { to }).await;
    }
    contract.add("差し替え").await.remove(1).await.apply(Command::RequestSending).await;
    contract.apply(send(&contract.walk.envelope)).await.seal().await.apply(Command::SendReminders).await;
}

/// An envelope whose every version is written to the table.
struct Contract {
    walk: Walk,
    table: Table,
}

impl Contract {
    async fn draft(table: Table, request: EnvelopeRequest) -> Self {
        let policy = Policy { two_factor_required: false, ..policy() };
        let mut seeds = DraftSeeds { policy, ..seeds(request.documents.len()) };
        seeds.sender.organisation_name_en = Some("City of Takikawa".to_owned());
        let decision = request.draft(seeds, start()).expect("a good request");
        table.commit(&decision, None).await.expect("written");
        Self { walk: Walk::of(decision), table }
    }

    async fn sent(table: Table, request: EnvelopeRequest) -> Self {
        let mut contract = Self::draft(table, request).await;
        contract.apply(Command::RequestSending).await;
        contract.apply(send(&contract.walk.envelope)).await;
        contract
    }

    async fn apply(&mut self, command: Command) -> &mut Self {
        let before = self.walk.events.len();
        self.walk.now += SignedDuration::from_millis(1_234);
        self.walk.apply(command).expect("the contract goes on");
        let (envelope, events) = (self.walk.envelope.clone(), self.walk.events[before..].to_vec());
        self.table.commit(&Decision { envelope, events }, None).await.expect("written");
        self
    }

    /// It is to be sent, and one of its documents cannot be; then it is to be sent again. Gives the second request.
    async fn refused(&mut self) -> u64 {
        let request =
            self.apply(Command::RequestSending).await.walk.envelope.sending_request().expect("it is being sent");
        let documents = vec![UnsendableDocument { document: DOCUMENT, why: Unsendable::not_uploaded() }];
        self.apply(Command::RefuseSending { request, documents }).await;
        self.apply(Command::RequestSending).await.walk.envelope.sending_request().expect("it is being sent")
    }

    /// The request by which it is being sent, of whose documents the first cannot be.
    fn unsendable(&self) -> (u64, Vec<UnsendableDocument>) {
        let request = self.walk.envelope.sending_request().expect("it is being sent");
        (request, vec![UnsendableDocument { document: DOCUMENT, why: Unsendable::not_uploaded() }])
    }

    async fn change(&mut self, change: &ChangeRequest) -> &mut Self {
        let change =
            change.accept(&self.walk.envelope, &Policy::default(), SecretId::new([7; 16])).expect("a good change");
        self.apply(Command::ChangeDraft { change: Box::new(change) }).await
    }

    async fn add(&mut self, name: &str) -> &mut Self {
        let document = DocumentRequest { name: name.into(), size: 1000, sha256: "cd".repeat(32) };
        let document = document.accept_into(&self.walk.envelope).expect("a good document");
        let seeds = DocumentSeeds { management_number: ManagementNumber(77), document_id: DocumentId::new([0x77; 16]) };
        self.apply(Command::AddDocument { document, seeds }).await
    }

    async fn remove(&mut self, number: u16) -> &mut Self {
        self.apply(Command::RemoveDocument { document: DocumentNumber(number) }).await
    }

    async fn seal(&mut self) -> &mut Self {
        while let Some(command) = next_seal(&self.walk.envelope) {
            self.apply(command).await;
        }
        self
    }

    async fn removed(&mut self, report: RemovalReport) -> &mut Self {
        self.apply(Command::RecordRemoval { report }).await
    }

    fn later(&mut self, time: SignedDuration) -> &mut Self {
        self.walk.now += time;
        self
    }

    /// Who, and by which link.
    fn by(&self, number: u16) -> (RecipientNumber, u32) {
        (RecipientNumber(number), generation(&self.walk.envelope, number))
    }

    async fn try_factor(&mut self, number: u16, session: Session) -> &mut Self {
        let (recipient, generation) = self.by(number);
        self.apply(Command::TryFactor { recipient, generation, session }).await
    }

    async fn pass_factor(&mut self, number: u16, session: Session) -> &mut Self {
        let (recipient, generation) = self.by(number);
        self.try_factor(number, session.clone()).await;
        self.apply(Command::PassFactor { recipient, generation, session }).await
    }

    async fn ask_for_code(&mut self, number: u16) -> &mut Self {
        let (recipient, generation) = self.by(number);
        self.later(SignedDuration::from_mins(1));
        self.apply(Command::RequestCode { recipient, generation, session: by(Identity::MailLink) }).await
    }

    async fn approve(&mut self, number: u16, session: Session, visible_seal: Option<VisibleSeal>) -> &mut Self {
        let ((recipient, generation), shown) = (self.by(number), shown(&self.walk.envelope));
        self.apply(Command::Approve { recipient, generation, shown, visible_seal, session }).await.seal().await
    }

    async fn mail(
        &mut self,
        mail: MailKind,
        addressee: Addressee,
        request_event: u64,
        outcome: MailOutcome,
    ) -> &mut Self {
        self.apply(Command::RecordMail { mail, addressee, request_event, outcome }).await
    }
}

fn by(identity: Identity) -> Session {
    Session { ip: [192, 0, 2, 1].into(), user_agent: None, identity, proof: None }
}

fn signer(order: u16, email: &str, factor: Option<FactorRequest>) -> RecipientRequest {
    RecipientRequest { factor, ..recipient(RecipientKind::Signer, order, email) }
}

fn access_code() -> FactorRequest {
    FactorRequest::AccessCode { code: Secret::new("tanabata77".into()) }
}

fn taken() -> MailOutcome {
    MailOutcome::Taken { message_id: "message-1".into() }
}

fn refused() -> MailOutcome {
    MailOutcome::Refused { reason: "address suppressed".into() }
}

fn places() -> Vec<Placement> {
    let place = |document| Placement { document, page: 3, x: 1500, y: 2500, width: 240, height: 240 };
    vec![place(DOCUMENT), place(DocumentNumber(2))]
}

const fn addressee(number: u16) -> Addressee {
    Addressee::Recipient(RecipientNumber(number))
}

/// Two documents, the second signed before; signers with visible seals and by codes, a viewer, a copy.
async fn completed(table: Table) {
    let sms = FactorRequest::Sms { phone: "090-1234-5678".into() };
    let totp = FactorRequest::Totp { key: Secret::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into()) };
    let seal_policy = |by, placements| Some(SealPolicy { by, placements });
    let asked = EnvelopeRequest {
        message: Some("ご確認のうえ、\nご署名をお願いいたします。".into()),
        transaction: TransactionRequest {
            date: Some("2026-04-01".into()),
            counterparty: Some("株式会社〇〇".into()),
            amount: Some(AmountRequest {
                value: -1_100_000,
                currency: "JPY".into(),
                reduction: true,
                tax: Some(Tax::Included),
            }),
            tags: vec!["委託".into(), "令和8年度".into()],
            term: TermRequest {
                start: Some("2026-04-01".into()),
                end: Some("2027-03-31".into()),
                notice: Some("2026-12-31".into()),
                renews: Some(true),
            },
            own_fields: [("approval_number".into(), "令8総第12号".into())].into(),
        },
        retention: Some(Retention::TenYears),
        deadline_days: Some(14),
        may_forward: Some(false),
        ..request(
            2,
            vec![
                RecipientRequest {
                    seal_policy: seal_policy(PlacedBy::Signer, places()),
                    ..signer(1, "a@example.jp", Some(sms))
                },
                RecipientRequest {
                    seal_policy: seal_policy(PlacedBy::Sender, places()),
                    ..signer(1, "b@example.jp", Some(totp))
                },
                RecipientRequest {
                    company: None,
                    language: Language::En,
                    ..recipient(RecipientKind::Viewer, 2, "c@example.jp")
                },
                recipient(RecipientKind::Copy, 1, "d@example.jp"),
            ],
        )
    };
    let mut contract = Contract::draft(table, asked).await;
    let request = contract.refused().await;
    let mut prepared = prepared(&contract.walk.envelope);
    prepared[0].origin = Origin::Unsigned;
    prepared[0].rewriting = rewritings();
    prepared[1].sizes =
        vec![PageRun { pages: 1, width: 2100, height: 2970 }, PageRun { pages: 2, width: 2970, height: 2100 }];
    contract.apply(Command::Send { request, prepared }).await;
    let seal = next_seal(&contract.walk.envelope).expect("the operator's");
    contract.apply(seal).await;
    contract.apply(Command::DiscardSeal { document: DOCUMENT, by: Sealer::Operator, needed: 20_000 }).await;
    contract.seal().await;
    let request_event = contract.walk.envelope.recipients[0].request_event;
    contract.mail(MailKind::Request, addressee(1), request_event, taken()).await;
    contract.ask_for_code(1).await;
    let code = contract.walk.envelope.evidence.sequence;
    contract.mail(MailKind::Code, addressee(1), code, MailOutcome::TooLate).await;
    contract.ask_for_code(1).await;
    let code = contract.walk.envelope.evidence.sequence;
    contract.mail(MailKind::Code, addressee(1), code, refused()).await;
    contract.pass_factor(1, by(Identity::SmsCode)).await;
    let visible_seal = |placements| Some(VisibleSeal { image: file("seal.png"), placements });
    contract.approve(1, by(Identity::SmsCode), visible_seal(places()[..1].to_vec())).await;
    contract.pass_factor(2, by(Identity::Totp)).await;
    contract.approve(2, by(Identity::Totp), visible_seal(places())).await;
    let session = Session {
        user_agent: Some("Mozilla/5.0 \"試験\"".into()),
        ip: "2001:db8::1".parse().expect("an address"),
        ..by(Identity::MailLink)
    };
    let (recipient, generation) = contract.by(3);
    contract.apply(Command::Open { recipient, generation, session: session.clone() }).await;
    contract.approve(3, session.clone(), None).await;
    for (n, kind) in (1000..).zip([
        MailKind::Request,
        MailKind::Reminder,
        MailKind::Completed,
        MailKind::Declined,
        MailKind::Voided,
        MailKind::Expired,
        MailKind::Failed,
        MailKind::Delegated,
        MailKind::Bounced,
        MailKind::LockedOut,
        MailKind::Delayed,
        MailKind::Code,
    ]) {
        contract.mail(kind, Addressee::Sender, n, taken()).await;
    }
    contract.mail(MailKind::Completed, addressee(4), 2000, refused()).await;
    contract
        .apply(Command::RecordDownload { document: DOCUMENT, addressee: Addressee::Sender, session: session.clone() })
        .await;
    contract.apply(Command::RecordDownload { document: DOCUMENT, addressee: addressee(4), session }).await;
    let until = contract.walk.now + SignedDuration::from_hours(24 * 4000);
    contract.apply(Command::RecordRetention { until }).await;
    contract.later(REVISIONS_KEPT);
    let why = Unproven::NotABeginning { object: file("earlier.pdf").object };
    contract.removed(RemovalReport::Unproven { document: DOCUMENT, why }).await;
    contract.removed(RemovalReport::Unproven { document: DocumentNumber(2), why: Unproven::NotLocked }).await;
    for (document, left) in [(DOCUMENT, vec![file("discarded.pdf").object]), (DocumentNumber(2), Vec::new())] {
        let finished = contract.walk.envelope.document(document).and_then(|d| d.latest()).expect("a file").sha256;
        let removed = vec![file("earlier.pdf")];
        contract.removed(RemovalReport::Revisions { document, finished, removed, left }).await;
    }
    contract.later(SignedDuration::from_hours(24 * 4000));
    contract.removed(RemovalReport::RetentionEnded).await;
    contract.later(NEXT_LOOK);
    contract.removed(RemovalReport::Documents { objects: vec![file("finished.pdf").object] }).await;
}

fn rewritings() -> Vec<Rewriting> {
    vec![
        Rewriting::Repaired { damage: "the cross-reference is damaged".into() },
        Rewriting::SurroundingBytes,
        Rewriting::EarlierRevisions,
        Rewriting::Linearization,
        Rewriting::HybridCrossReference,
        Rewriting::Syntax,
        Rewriting::Encryption,
        Rewriting::Scripts { count: 1 },
        Rewriting::Actions { count: 2 },
        Rewriting::Attachments { count: 1, names: vec!["見積書.xlsx".into()] },
        Rewriting::XmlForm,
        Rewriting::Fields { count: 3 },
        Rewriting::UnseenAnnotations { count: 4 },
        Rewriting::Layers { hidden: 5 },
        Rewriting::UsageRights,
        Rewriting::Alternatives { count: 6 },
    ]
}

/// A registered seal is passed on, and a contract seal; then the sender takes the envelope back.
async fn delegated_and_voided(table: Table) {
    let organisation = "takikawa".to_owned().try_into().expect("an id");
    let seal = Some("water".to_owned().try_into().expect("a seal id"));
    let registered = RecipientRequest {
        seal: Some(SealType::Registered { organisation, seal }),
        ..signer(1, "mayor@city.example", Some(access_code()))
    };
    let others = [signer(1, "b@example.jp", None), recipient(RecipientKind::Viewer, 2, "c@example.jp")];
    let recipients = std::iter::once(registered).chain(others).collect();
    let asked = EnvelopeRequest { retention: Some(Retention::Unlimited), ..request(1, recipients) };
    let mut contract = Contract::sent(table, asked).await;
    contract.seal().await;
    contract.pass_factor(1, by(Identity::AccessCode)).await;
    for (number, company) in [(1, Some("滝川市")), (2, None)] {
        let to = Delegate {
            name: "高橋 一郎".into(),
            company: company.map(Into::into),
            email: "deputy@city.example".parse().expect("an address"),
            language: Language::En,
        };
        let ((recipient, generation), reason) = (contract.by(number), "異動".to_owned());
        let session = by(if number == 1 { Identity::AccessCode } else { Identity::MailLink });
        contract.apply(Command::Delegate { recipient, generation, to, reason, session }).await;
    }
    contract.approve(5, by(Identity::MailLink), None).await;
    contract.apply(Command::Void { reason: "内容の誤り\nのため".into() }).await;
    contract.later(ENDED_KEPT);
    contract.removed(RemovalReport::Documents { objects: vec![file("prepared.pdf").object] }).await;
}

/// A known device, whose proof is another organisation's; then one whose proof is this organisation's, whose owner declines.
async fn declined(table: Table) {
    let by_mail = |email| signer(1, email, Some(FactorRequest::EmailCode));
    let mut contract = Contract::sent(table, request(1, vec![by_mail("a@example.jp"), by_mail("b@example.jp")])).await;
    contract.seal().await;
    let (at, envelope) = (start(), contract.walk.envelope.id);
    let known = |envelope| Session { proof: Some(AddressProof { at, envelope }), ..by(Identity::KnownDevice) };
    let (recipient, generation) = contract.by(1);
    contract.apply(Command::Open { recipient, generation, session: known(None) }).await;
    contract.ask_for_code(2).await;
    contract.pass_factor(2, by(Identity::EmailCode)).await;
    let reason = "金額が相違しています。".to_owned();
    contract.apply(Command::Decline { recipient, generation, reason, session: known(Some(envelope)) }).await;
}

/// Whatever can go wrong between the mail service and a recipient, until the deadline passes.
async fn returned_and_expired(table: Table) {
    let sms = FactorRequest::Sms { phone: "090-1234-5678".into() };
    let recipients = vec![
        signer(1, "a@example.jp", Some(sms)),
        signer(1, "b@example.jp", Some(access_code())),
        signer(2, "c@example.jp", None),
    ];
    let mut contract = Contract::sent(table, request(1, recipients)).await;
    contract.seal().await;
    for (n, bounce) in (100..).zip([
        Bounce::Permanent,
        Bounce::Transient,
        Bounce::Rejected,
        Bounce::Unsent,
        Bounce::Suppressed,
        Bounce::Undetermined,
        Bounce::Complaint,
    ]) {
        let detail = "550 5.1.1 user unknown".to_owned();
        contract.apply(Command::RecordBounce { addressee: addressee(1), request_event: n, bounce, detail }).await;
    }
    contract
        .apply(Command::RecordBounce {
            addressee: Addressee::Sender,
            request_event: 200,
            bounce: Bounce::Permanent,
            detail: String::new(),
        })
        .await;
    let correction = Correction {
        email: Some("a2@example.jp".parse().expect("an address")),
        phone: Some("080-1234-5678".parse().expect("a number")),
    };
    contract.apply(Command::RequestAgain { recipient: RecipientNumber(1), correction }).await;
    for _ in 0..6 {
        contract.ask_for_code(1).await;
    }
    let request_event = contract.walk.envelope.recipients[1].request_event;
    contract.mail(MailKind::Request, addressee(2), request_event, refused()).await;
    contract.apply(Command::RequestAgain { recipient: RecipientNumber(2), correction: Correction::default() }).await;
    for _ in 0..3 {
        contract.try_factor(2, by(Identity::MailLink)).await;
    }
    let ((recipient, generation), session) = (contract.by(2), by(Identity::MailLink));
    contract.apply(Command::LockOut { recipient, generation, session, is_known_wrong: true }).await;
    contract.later(SignedDuration::from_hours(24 * 6));
    contract.apply(Command::Remind { recipient: RecipientNumber(1) }).await;
    contract.later(SignedDuration::from_hours(24 * 30));
    contract.apply(Command::Expire).await;
}

/// Everything for which a seal can be late, reported and tried again; in the end it cannot go on.
async fn delayed_and_failed(table: Table) {
    let mut contract =
        Contract::sent(table, request(1, vec![signer(1, "a@example.jp", None), signer(1, "b@example.jp", None)])).await;
    contract.seal().await;
    let ((recipient, generation), shown, session) =
        (contract.by(1), shown(&contract.walk.envelope), by(Identity::MailLink));
    contract.apply(Command::Approve { recipient, generation, shown, visible_seal: None, session }).await;
    contract.later(SignedDuration::from_mins(4));
    contract.apply(Command::ReportWait).await;
    for kind in [
        CauseKind::NoCertificate,
        CauseKind::CertificateUnusable,
        CauseKind::SealNotAllowed,
        CauseKind::KeyService,
        CauseKind::NoTimestampAuthority,
        CauseKind::TimestampAuthorities,
        CauseKind::DocumentStore,
        CauseKind::Document,
        CauseKind::Service,
    ] {
        let cause = Cause { kind, detail: "the service answers 503".into() };
        contract.apply(Command::RecordCause { document: DOCUMENT, by: Sealer::Recipient(recipient), cause }).await;
    }
    contract.apply(Command::Retry).await;
    contract.later(SignedDuration::from_hours(2));
    let cause = Cause { kind: CauseKind::KeyService, detail: "the service answers 503".into() };
    contract.apply(Command::RecordCause { document: DOCUMENT, by: Sealer::Recipient(recipient), cause }).await;
    contract.apply(Command::ReportWait).await;
    contract.apply(Command::Fail { reason: "the document cannot be sealed".into() }).await;
}
