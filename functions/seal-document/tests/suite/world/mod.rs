//! The sealing function with ports in memory: real files, real keys, no key service.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

use std::sync::{Arc, LazyLock};

use async_trait::async_trait;
use domain::command::{Command, Decision};
use domain::digest::Digest;
use domain::document::{ObjectKey, Origin, Prepared, Sealer, StoredFile, Timestamped};
use domain::draft::{EnvelopeRequest, FactorRequest, RecipientRequest};
use domain::envelope::Envelope;
use domain::evidence::{Identity, Session, ShownDocument};
use domain::factor::Secret;
use domain::ids::{DocumentNumber, RecipientNumber, SealId};
use domain::job::Job;
use domain::ports::{
    Documents as _, PortError, SealLog, SealUses as _, SealingAlgorithm, SealingCertificate, SealingKeys,
};
use domain::recipient::SealType;
use domain::registered_seal::RegisteredSeal;
use domain::seal_use::SealUseEntry;
use fakes::{MemoryCertificates, MemorySealLog, PresignedDocuments, StoppedClock, Story, city, session, signer};
use seal_document::{Dependencies, Outcome, SealError, handle};
use signing::document::{Layout, contract};
use signing::pki::{Entity, PKI, pem};
use signing::signer::with_fields;

pub(crate) const NOW: &str = "2026-12-01T01:00:00Z";
/// The signer, and the one document.
pub(crate) const FIRST: RecipientNumber = RecipientNumber(1);
const DOCUMENT: DocumentNumber = DocumentNumber(1);

/// The key service: the operator's key is RSA, the city's is on P-256.
pub(crate) struct Keys;

/// A key service that nobody may call.
pub(crate) struct NoKeys;

#[async_trait]
impl SealingKeys for Keys {
    async fn sign(&self, key_id: &str, _: SealingAlgorithm, digest: Digest) -> Result<Vec<u8>, PortError> {
        Ok(entity(key_id).key.sign_digest(digest.as_bytes()))
    }
}

#[async_trait]
impl SealingKeys for NoKeys {
    async fn sign(&self, key_id: &str, _: SealingAlgorithm, _: Digest) -> Result<Vec<u8>, PortError> {
        panic!("{key_id} was asked to sign")
    }
}

/// The certificate and key of another seal of the city.
static WATER: LazyLock<Entity> = LazyLock::new(|| PKI.signer(7));

fn entity(key_id: &str) -> &'static Entity {
    match key_id {
        "operator" => &PKI.rsa,
        "city" => &PKI.p256,
        "water" => &WATER,
        other => panic!("there is no key {other}"),
    }
}

/// A certificate of this key, which these persons may use at the request of these organisations.
pub(crate) fn certificate(key_id: &str, persons: &[&str], organisations: &[&str]) -> SealingCertificate {
    let chain_pem = PKI.chain(entity(key_id)).iter().map(|der| pem(der)).collect();
    SealingCertificate { key_id: key_id.into(), chain_pem, ..fakes::certificate(persons, organisations) }
}

/// A seal of the city with an identifier of its own.
pub(crate) fn water() -> RegisteredSeal {
    RegisteredSeal::new(city().organisation, Some("water".to_owned().try_into().unwrap()))
}

pub(crate) struct World {
    pub(crate) story: Story,
    pub(crate) certificates: Arc<MemoryCertificates>,
    pub(crate) clock: Arc<StoppedClock>,
    documents: Arc<PresignedDocuments>,
    log: Arc<MemorySealLog>,
}

impl World {
    /// An envelope of the city for somebody who is to sign with the city's registered seal and has shown an access code. The
    /// original is fixed.
    pub(crate) async fn with_registered_seal() -> Self {
        Self::with_seal(None).await
    }

    /// The same with the seal of the city's water service, which has an identifier of its own. The city's first seal is there too.
    pub(crate) async fn with_further_seal() -> Self {
        Self::with_seal(water().further().cloned()).await
    }

    async fn with_seal(seal: Option<SealId>) -> Self {
        let recipient = RecipientRequest {
            seal: Some(SealType::Registered { organisation: city().organisation, seal }),
            factor: Some(FactorRequest::AccessCode { code: Secret::new("sakura-2026".into()) }),
            ..signer(1, Some("滝川市"), "佐藤 花子", "sato")
        };
        let mut request = EnvelopeRequest { recipients: vec![recipient], ..Story::request() };
        request.documents.truncate(1);
        let w = Self {
            story: Story::of(request, NOW),
            certificates: Arc::default(),
            clock: Arc::new(StoppedClock::at(NOW)),
            documents: Arc::default(),
            log: Arc::default(),
        };
        w.certificates.put(None, Some(certificate("operator", &[], &[])));
        w.certificates.put(Some("takikawa"), Some(certificate("city", &["sato@example.jp"], &[])));
        w.fix_original().await;
        w
    }

    /// The operator's seal is not looked at here: the prepared file stands for the timestamped one.
    async fn fix_original(&self) {
        let envelope = self.story.envelope();
        let field = envelope.field_name(&envelope.documents[0], Sealer::Recipient(FIRST));
        let bytes = with_fields(&contract::contract(Layout::Table), &[&field]);
        let file = StoredFile { object: ObjectKey("envelopes/original.pdf".into()), sha256: Digest::of(&bytes) };
        self.documents.put(&file.object, bytes).await.unwrap();
        let prepared = Prepared {
            file: file.clone(),
            pages: 1,
            sizes: Vec::new(),
            origin: Origin::Unsigned,
            rewriting: Vec::new(),
        };
        let (by, base, signed) = (Sealer::Operator, file.sha256, Digest::ZERO);
        self.story.send_with(vec![prepared], NOW);
        let key = "operator".to_owned();
        self.story.apply(Command::RecordSealed { document: DOCUMENT, by, base, signed, key, file: file.clone() }, NOW);
        let (time, authority) = (NOW.parse().unwrap(), "Test TSA".to_owned());
        let over = file.sha256;
        let timestamp = Timestamped { file, time, authority, serial: "01".into(), accredited: false };
        self.story.apply(Command::RecordTimestamped { document: DOCUMENT, by, over, timestamp }, NOW);
    }

    /// This recipient gives the instruction to sign, having shown the access code.
    pub(crate) fn approve(&self, recipient: RecipientNumber) {
        let envelope = self.story.envelope();
        let sha256 = envelope.documents[0].latest().unwrap().sha256;
        let shown = vec![ShownDocument { document: DOCUMENT, sha256 }];
        let session = Session { identity: Identity::AccessCode, ..session() };
        let generation = envelope.recipient(recipient).unwrap().link_generation;
        self.story.apply(Command::Approve { recipient, generation, shown, visible_seal: None, session }, NOW);
    }

    /// Changes the envelope in its store, as an earlier version may have left it.
    pub(crate) fn rewrite(&self, change: impl FnOnce(&mut Envelope)) {
        let mut envelope = self.story.envelope();
        change(&mut envelope);
        self.story.envelopes.put(&Decision { envelope, events: Vec::new() });
    }

    /// The job that comes after an approval, with this key service. A seal that is delayed is an error here.
    pub(crate) async fn seal(&self, keys: impl SealingKeys + 'static) -> Result<(), SealError> {
        self.seal_with(keys, self.log.clone()).await
    }

    /// The same with another log.
    pub(crate) async fn seal_with(
        &self,
        keys: impl SealingKeys + 'static,
        seal_log: Arc<dyn SealLog>,
    ) -> Result<(), SealError> {
        let dependencies = Dependencies {
            envelopes: self.story.envelopes.clone(),
            documents: self.documents.clone(),
            certificates: self.certificates.clone(),
            keys: Arc::new(keys),
            seal_log,
            clock: self.clock.clone(),
        };
        let outcome = handle(&dependencies, Job::Seal { envelope: self.story.id }).await;
        match outcome.expect("the job is finished: the schedule brings back what is delayed") {
            Outcome::Done => Ok(()),
            Outcome::Delayed(error) => Err(error),
        }
    }

    /// Puts other bytes in the place of the file that is to be sealed; the envelope takes them for that file if `noted`.
    pub(crate) async fn replace_file(&self, bytes: &[u8], noted: bool) {
        let file = self.story.envelope().documents[0].base().unwrap().clone();
        self.documents.put(&file.object, bytes.to_vec()).await.unwrap();
        if noted {
            self.rewrite(|envelope| {
                let timestamped = envelope.documents[0].revisions[0].timestamped.as_mut().unwrap();
                timestamped.file.sha256 = Digest::of(bytes);
            });
        }
    }

    /// What the city's registered seal was used for.
    pub(crate) async fn uses(&self) -> Vec<SealUseEntry> {
        self.uses_of(&RegisteredSeal::of(city().organisation)).await
    }

    /// What a registered seal was used for.
    pub(crate) async fn uses_of(&self, seal: &RegisteredSeal) -> Vec<SealUseEntry> {
        self.log.page(seal, None, 100).await.unwrap()
    }

    /// Who signed the document for this recipient, by the certificate in the file; `None` while it is not sealed.
    pub(crate) fn signed_by(&self, recipient: RecipientNumber) -> Option<String> {
        let envelope = self.story.envelope();
        let file = envelope.documents[0].revision(Sealer::Recipient(recipient))?.sealed.clone().unwrap();
        let bytes = self.documents.stored()[&file.object].clone();
        pades::signatures(&bytes).unwrap().last().unwrap().signer.clone()
    }
}
