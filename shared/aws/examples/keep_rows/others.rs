//! Rows beside the envelopes'.

use std::path::Path;

use aws::stored::job::JobMessage;
use aws::table::{Setting, note_seal, put_setting};
use domain::authorisation::KeyTerms;
use domain::digest::Digest;
use domain::document::{ObjectKey, Origin, PageRun, Prepared, Sealer, StoredFile};
use domain::evidence::Identity;
use domain::factor::{FactorSecret, KnownDevice, OneTimeCode, Secret, SignIn};
use domain::ids::{DocumentNumber, EnvelopeId, EnvelopeNumber, RecipientNumber, SealId, SecretId};
use domain::job::Job;
use domain::link::{AccessLink, Purpose};
use domain::mail::{Addressee, MailKind, MailOrigin};
use domain::organisation::{IdentityProvider, MemberPolicy, Organisation, SecondFactorProof};
use domain::policy::{Brand, DeadlineEnd, FieldKind, KeepContacts, OwnFieldRule, Policy, TransactionPart};
use domain::ports::{
    Account, Envelopes, Factors, IdempotentAnswers, IdempotentRequest, Links, MailLog, Numbers, SealHolder, SealIntent,
    SealLog, SealingCertificate, SignIns, StoredAnswer, TimestampAuthority, UploadProgress,
};
use domain::preparation::{CheckedUpload, Progress, Stage, UploadTask};
use domain::registered_seal::{RegisteredSeal, SealName};
use domain::retention::Retention;
use domain::rewriting::Rewriting;
use domain::seal_expiry::ExpiryNotice;
use domain::seal_use::SealUseEntry;
use domain::transaction::Tax;
use domain::unsendable::Unsendable;

use crate::common::{later, seeds, start};
use crate::contacts;
use crate::names::{bound_terms, key, organisation, person};
use crate::organisations;
use crate::table::Recorded;

const FIRST: RecipientNumber = RecipientNumber(1);

pub async fn all(recorded: &Recorded, folder: &Path) {
    links(recorded).await;
    recorded.keep(folder, "links");
    factors(recorded).await;
    recorded.keep(folder, "factors");
    answers(recorded).await;
    recorded.keep(folder, "answers");
    logs(recorded).await;
    recorded.keep(folder, "logs");
    uploads(recorded).await;
    recorded.keep(folder, "uploads");
    settings(recorded).await;
    recorded.keep(folder, "settings");
    organisations::all(recorded).await;
    recorded.keep(folder, "organisations");
    contacts::all(recorded).await;
    recorded.keep(folder, "contacts");
    jobs(folder);
}

/// Messages of the queues.
fn jobs(folder: &Path) {
    let envelope = envelope();
    let mail =
        |addressee, generation| Job::Mail { envelope, mail: MailKind::Request, addressee, sequence: 8, generation };
    let messages = [
        Job::Prepare { envelope, document: DocumentNumber(2) },
        Job::GiveBackSending { envelope, refusal: 4, refused_at: start() },
        Job::Seal { envelope },
        Job::Timestamp { envelope, document: None },
        Job::Timestamp { envelope, document: Some(DocumentNumber(2)) },
        Job::Retain { envelope },
        Job::KeepContacts { envelope },
        Job::Invite { organisation: organisation("takikawa"), person: person(1), by_entry: 2 },
        announce(None),
        announce(water().further().cloned()),
        mail(Addressee::Sender, None),
        mail(Addressee::Recipient(FIRST), Some(2)),
    ]
    .map(|job| serde_json::to_string(&JobMessage::from(job)).unwrap());
    std::fs::write(folder.join("jobs.json"), serde_json::to_string_pretty(&messages).unwrap() + "\n").unwrap();
}

fn announce(seal: Option<SealId>) -> Job {
    Job::AnnounceSealExpiry {
        organisation: organisation("takikawa"),
        seal,
        person: person(1),
        certificate: Digest::of(b"a certificate"),
        subject: "CN=滝川市長".to_owned(),
        valid_until: start(),
        notice: ExpiryNotice::Within30Days,
    }
}

fn envelope() -> EnvelopeId {
    seeds(0).id
}

/// How far uploads have come.
async fn uploads(recorded: &Recorded) {
    let (table, envelope) = (recorded.table(), envelope());
    let task = |document, stage| UploadTask { envelope, document: DocumentNumber(document), stage };
    let rewriting = vec![Rewriting::EarlierRevisions, Rewriting::Scripts { count: 2 }];
    let checked = CheckedUpload { pages: 3, origin: Origin::Unsigned, rewriting: rewriting.clone() };
    UploadProgress::begin(&table, &task(1, Stage::Check), start()).await.unwrap();
    UploadProgress::finish(&table, &task(2, Stage::Check), &Progress::Checked(checked)).await.unwrap();
    UploadProgress::finish(&table, &task(3, Stage::Check), &Progress::Refused(Unsendable::too_large())).await.unwrap();
    let file = StoredFile { object: ObjectKey("envelopes/a/001/000-b.pdf".to_owned()), sha256: Digest::ZERO };
    let sizes = vec![PageRun { pages: 3, width: 2100, height: 2970 }];
    let prepared = Prepared { file, pages: 3, sizes, origin: Origin::Unsigned, rewriting };
    UploadProgress::finish(&table, &task(2, Stage::Preparation { request: 2 }), &Progress::Prepared(prepared))
        .await
        .unwrap();
}

async fn links(recorded: &Recorded) {
    let table = recorded.table();
    let recipient = Addressee::Recipient(FIRST);
    for (n, (addressee, purpose)) in [
        (recipient, Purpose::Act { generation: 3 }),
        (recipient, Purpose::Download),
        (Addressee::Sender, Purpose::Download),
        (Addressee::Sender, Purpose::Status),
    ]
    .into_iter()
    .enumerate()
    {
        let digest = Digest::of(format!("link {n}").as_bytes());
        let link = AccessLink { digest, envelope: envelope(), addressee, purpose, expires_at: later(1000) };
        table.store(&link).await.unwrap();
    }
}

async fn factors(recorded: &Recorded) {
    let (table, id) = (recorded.table(), envelope());
    let phc = Secret::new("$argon2id$v=19$m=19456,t=2,p=1$AAAA$BBBB".to_owned());
    table.put_secret(id, FIRST, None, &FactorSecret::AccessCode { phc }, start()).await.unwrap();
    let key = Secret::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned());
    table.put_secret(id, RecipientNumber(2), None, &FactorSecret::Totp { key }, start()).await.unwrap();
    let phc = Secret::new("$argon2id$v=19$m=19456,t=2,p=1$CCCC$DDDD".to_owned());
    let changed = Some(SecretId::new([7; 16]));
    table.put_secret(id, FIRST, changed, &FactorSecret::AccessCode { phc }, start()).await.unwrap();
    let digest = OneTimeCode::digest_of(id, FIRST, "123456");
    let code = OneTimeCode { digest, generation: 2, expires_at: later(600) };
    table.put_code(id, FIRST, &code).await.unwrap();
    table.spend_code(id, FIRST, digest, start()).await.unwrap();
    table.spend_step(Digest::of(b"an authenticator"), 58_000_000, start()).await.unwrap();
    for identity in [
        Identity::MailLink,
        Identity::AccessCode,
        Identity::Totp,
        Identity::SmsCode,
        Identity::EmailCode,
        Identity::KnownDevice,
    ] {
        let digest = Digest::of(format!("a cookie of {identity:?}").as_bytes());
        let (recipient, generation) = (FIRST, 2);
        let sign_in = SignIn { digest, envelope: id, recipient, generation, identity, expires_at: later(7200) };
        table.put_sign_in(&sign_in).await.unwrap();
    }
    let device = KnownDevice {
        digest: Digest::of(b"a device's cookie"),
        address: Digest::of(b"an address"),
        envelope: id,
        organisation: organisation("takikawa"),
        proved_at: start(),
        expires_at: later(10_000),
    };
    table.put_device(&device).await.unwrap();
}

async fn answers(recorded: &Recorded) {
    let table = recorded.table();
    let request = IdempotentRequest {
        organisation: organisation("takikawa"),
        key: "0b6f".to_owned(),
        fingerprint: Digest::of(b"POST /v1/envelopes\n{}"),
        id: envelope().into(),
    };
    table.reserve(&request, start()).await.unwrap();
    let draft = crate::common::draft(
        1,
        vec![crate::common::recipient(domain::draft::RecipientKind::Signer, 1, "suzuki@example.jp")],
    );
    let IdempotentRequest { organisation, key, .. } = request;
    let answer = StoredAnswer { organisation, key, status: 201, subject: draft.envelope.id.into(), document: None };
    table.commit(&draft, Some(&answer)).await.unwrap();
    let answer = StoredAnswer { key: "0b70".to_owned(), document: Some(DocumentNumber(2)), ..answer };
    table.commit(&draft, Some(&answer)).await.unwrap();
}

async fn logs(recorded: &Recorded) {
    let (table, id) = (recorded.table(), envelope());
    for by in [Sealer::Operator, Sealer::Recipient(FIRST)] {
        let intent = SealIntent {
            envelope: id,
            document: DocumentNumber(1),
            by,
            reserve: 12 << 10,
            base: Digest::of(b"the file"),
            digest: Digest::of(b"what is signed"),
            key_id: "arn:aws:kms:ap-northeast-1:000000000000:key/1".to_owned(),
        };
        SealLog::begin(&table, &intent).await.unwrap();
        let own = used(&intent, &RegisteredSeal::of(organisation("takikawa")));
        let entry = Some(&own).filter(|_| by != Sealer::Operator);
        SealLog::finish(&table, &intent, b"signature", entry).await.unwrap();
        if by != Sealer::Operator {
            let intent = SealIntent { document: DocumentNumber(2), ..intent };
            SealLog::begin(&table, &intent).await.unwrap();
            let entry = used(&intent, &water());
            SealLog::finish(&table, &intent, b"signature", Some(&entry)).await.unwrap();
        }
    }
    let mail = |addressee| MailOrigin { envelope: id, sequence: 8, addressee }.into();
    for addressee in [Addressee::Sender, Addressee::Recipient(FIRST)] {
        MailLog::begin(&table, &mail(addressee), start()).await.unwrap();
    }
    MailLog::finish(&table, &mail(Addressee::Sender), "message-1").await.unwrap();
    table.next_envelope(&organisation("takikawa")).await.unwrap();
    table.next_management(&organisation("takikawa"), 3).await.unwrap();
}

/// One in which everything is set.
pub fn policy() -> Policy {
    let field = |key: &str, label: &str, kind, required| OwnFieldRule {
        key: key.parse().expect("a key"),
        label: label.to_owned(),
        kind,
        required,
    };
    Policy {
        two_factor_required: true,
        forwarding_allowed: true,
        retention: Retention::TenYears,
        deadline_days: 14,
        deadline_end: DeadlineEnd::EndOfDay,
        time_zone: "Asia/Tokyo".parse().expect("a zone"),
        required: TransactionPart::ALL.into(),
        tax: Some(Tax::Included),
        own_fields: vec![
            field("approval_number", "決裁番号", FieldKind::Text, true),
            field("sections", "工区数", FieldKind::Number, false),
            field("approved_on", "決裁日", FieldKind::Date, false),
            field("type", "契約種別", FieldKind::Choice { choices: vec!["工事".into(), "委託".into()] }, false),
        ],
        keep_contacts: KeepContacts::Shared,
        brand: Brand {
            name: Some("滝川市 電子契約".into()),
            name_en: Some("Takikawa Contracts".into()),
            accent: Some("#6b1f3a".parse().expect("a colour")),
            mail_sender: Some("滝川市役所".into()),
        },
        quota: Some(500),
    }
}

/// A seal with an identifier of its own.
fn water() -> RegisteredSeal {
    RegisteredSeal::new(organisation("takikawa"), Some("water".to_owned().try_into().unwrap()))
}

fn used(seal: &SealIntent, by: &RegisteredSeal) -> SealUseEntry {
    SealUseEntry {
        owner: by.owner().clone(),
        seal: by.further().cloned(),
        at: start(),
        sender: organisation("sorachi"),
        sender_name: "空知総合振興局".to_owned(),
        envelope: seal.envelope,
        envelope_number: EnvelopeNumber::of_count(1),
        title: "業務委託契約".to_owned(),
        document: seal.document,
        document_name: "契約書".to_owned(),
        recipient: FIRST,
        name: "滝川 市長".to_owned(),
        email: "mayor@city.example".parse().unwrap(),
        identity: Some(Identity::Totp),
        approved_at: Some(start()),
        signed: seal.digest,
        key_id: seal.key_id.clone(),
    }
}

async fn settings(recorded: &Recorded) {
    let table = recorded.table();
    let sender = seeds(0).sender;
    for two_factor_required in [false, true] {
        let terms = if two_factor_required { bound_terms() } else { KeyTerms::for_envelopes() };
        let account = Account {
            sender: sender.clone(),
            terms,
            policy: Policy { two_factor_required, ..Policy::default() },
            id: two_factor_required.then(|| key(11)),
            generation: 0,
            has_organisation: two_factor_required,
        };
        let key = Digest::of(format!("policy {two_factor_required}").as_bytes());
        put_setting(&table, &Setting::ApiKey(key, account)).await.unwrap();
    }
    for closed_at in [None, Some("2027-04-01T00:00:00Z".parse().unwrap())] {
        let id = organisation(if closed_at.is_some() { "sorachi" } else { "takikawa" });
        let policy =
            if closed_at.is_some() { policy() } else { Policy { two_factor_required: true, ..Policy::default() } };
        let members = MemberPolicy {
            second_factor_required: closed_at.is_some(),
            mail_domains: closed_at.map(|_| "city.example".to_owned()).into_iter().collect(),
        };
        let provider = closed_at.map(|_| IdentityProvider {
            issuer: "https://id.example/tenant".to_owned(),
            client_id: "keiin".to_owned(),
            second_factor: SecondFactorProof::Claimed,
        });
        let addresses = closed_at.map(|_| "203.0.113.0/24".parse().unwrap()).into_iter().collect();
        let new = Organisation {
            policy,
            members,
            addresses,
            provider,
            closed_at,
            name_en: closed_at.map(|_| "City of Sorachi".to_owned()),
            fiscal_year_end: closed_at.map(|_| "03-31".parse().unwrap()),
            ..Organisation::new(id, "滝川市".to_owned(), start())
        };
        put_setting(&table, &Setting::Organisation(new)).await.unwrap();
    }
    let certificate = SealingCertificate {
        name: None,
        key_id: "arn:aws:kms:ap-northeast-1:000000000000:key/1".to_owned(),
        chain_pem: "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n".to_owned(),
        persons: vec!["mayor@city.example".parse().unwrap()],
        organisations: vec![organisation("prefecture")],
    };
    let first = RegisteredSeal::of(organisation("takikawa"));
    put_setting(&table, &Setting::Certificate(Some(first), certificate.clone())).await.unwrap();
    let name = Some(SealName {
        ja: "水道事業管理者之印".to_owned(), en: Some("Seal of the Water Service".to_owned())
    });
    let water = SealingCertificate { name, ..certificate.clone() };
    put_setting(&table, &Setting::Certificate(Some(self::water()), water)).await.unwrap();
    for (certificate, holder) in [
        ("the operator's certificate", SealHolder::Operator),
        ("an organisation's certificate", SealHolder::Registered(RegisteredSeal::of(organisation("takikawa")))),
        ("that of a further seal", SealHolder::Registered(self::water())),
    ] {
        note_seal(&table, Digest::of(certificate.as_bytes()), &holder).await.unwrap();
    }
    let certificate = SealingCertificate { persons: Vec::new(), organisations: Vec::new(), ..certificate };
    put_setting(&table, &Setting::Certificate(None, certificate)).await.unwrap();
    let authority = |policy: Option<&str>| TimestampAuthority {
        url: "https://tsa.example".to_owned(),
        policy: policy.map(str::to_owned),
        accredited: policy.is_some(),
        anchors_pem: "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n".to_owned(),
    };
    let authorities = vec![authority(None), authority(Some("1.2.3"))];
    put_setting(&table, &Setting::TimestampAuthorities(authorities)).await.unwrap();
    let anchors = vec!["-----BEGIN CERTIFICATE-----\n".to_owned()];
    put_setting(&table, &Setting::TrustAnchors(anchors)).await.unwrap();
}
