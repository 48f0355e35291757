//! Registered seals (実印タイプ): no key signs but for whom its certificate's row allows it at that moment.

use std::sync::Arc;

use async_trait::async_trait;
use domain::command::{Command, Delegate};
use domain::document::Sealer;
use domain::evidence::{Identity, Session};
use domain::ids::RecipientNumber;
use domain::language::Language;
use domain::ports::{PortError, SealIntent, SealLog, SealProgress};
use domain::recipient::Approval;
use domain::registered_seal::SealRefusal;
use domain::seal_use::SealUseEntry;
use domain::waiting::CauseKind;
use fakes::{MemoryCertificates, MemorySealLog, SealOwner, session};
use seal_document::SealError;

use crate::world::{FIRST, Keys, NOW, NoKeys, World, certificate, water};

const BY: Sealer = Sealer::Recipient(FIRST);

/// Nothing was sealed, and no key was asked.
async fn is_refused(w: &World) -> SealError {
    let before = w.story.envelope();
    let error = w.seal(NoKeys).await.expect_err("the seal is refused");
    assert_eq!(w.story.envelope(), before);
    assert_eq!(w.signed_by(FIRST), None);
    error
}

async fn approved() -> World {
    let w = World::with_registered_seal().await;
    w.approve(FIRST);
    w
}

#[tokio::test]
async fn a_named_person_who_showed_a_second_factor_gets_the_organisations_seal() {
    let w = approved().await;
    w.seal(Keys).await.unwrap();
    assert!(w.signed_by(FIRST).unwrap().contains("P-256 Signer"), "the city's certificate: {:?}", w.signed_by(FIRST));
}

#[tokio::test]
async fn a_right_that_is_lost_between_approval_and_seal_is_lost() {
    type Loss = fn(&MemoryCertificates);
    let person: Loss = |rows| rows.change("takikawa", |row| row.persons.clear());
    let other: Loss = |rows| rows.change("takikawa", |row| row.persons = vec!["clerk@example.jp".parse().unwrap()]);
    for lose in [person, other] {
        let w = approved().await;
        lose(&w.certificates);
        let error = is_refused(&w).await;
        assert!(matches!(error, SealError::SealRefused { by: BY, reason: SealRefusal::PersonNotNamed }), "{error:?}");

        // The job comes again; what an operator mended is taken as it is then.
        w.certificates.change("takikawa", |row| row.persons.push("sato@example.jp".parse().unwrap()));
        w.seal(Keys).await.unwrap();
        assert!(w.signed_by(FIRST).unwrap().contains("P-256 Signer"));
    }

    let w = approved().await;
    w.certificates.put(Some("takikawa"), None);
    let error = is_refused(&w).await;
    assert!(matches!(error, SealError::NoCertificate(BY)), "not the operator's instead: {error:?}");
}

#[tokio::test]
async fn whoever_is_deactivated_between_approval_and_seal_is_not_sealed_for() {
    let w = approved().await;
    let owner = SealOwner::new(&certificate("city", &["sato@example.jp"], &[]), "sato@example.jp", NOW).await;
    w.certificates.read_from(owner.organisations.clone());
    owner.deactivate().await;
    for _ in 0..2 {
        let error = is_refused(&w).await;
        assert!(matches!(error, SealError::SealRefused { by: BY, reason: SealRefusal::PersonNotNamed }), "{error:?}");
        // Coming back is not being named again.
        owner.reactivate().await;
        owner.deactivate().await;
    }
    owner.reactivate().await;
    owner.name_again().await;
    w.seal(Keys).await.unwrap();
    assert!(w.signed_by(FIRST).unwrap().contains("P-256 Signer"));
}

/// A log of seals. The document is prepared when something is noted in it; then this happens.
struct Meanwhile {
    log: MemorySealLog,
    happens: Box<dyn Fn() + Send + Sync>,
}

#[async_trait]
impl SealLog for Meanwhile {
    async fn begin(&self, seal: &SealIntent) -> Result<SealProgress, PortError> {
        (self.happens)();
        self.log.begin(seal).await
    }

    async fn finish(
        &self,
        seal: &SealIntent,
        signed: &[u8],
        used: Option<&SealUseEntry>,
    ) -> Result<Vec<u8>, PortError> {
        self.log.finish(seal, signed, used).await
    }
}

fn meanwhile(w: &World, happens: fn(&MemoryCertificates)) -> Arc<Meanwhile> {
    let certificates = w.certificates.clone();
    Arc::new(Meanwhile { log: MemorySealLog::default(), happens: Box::new(move || happens(&certificates)) })
}

#[tokio::test]
async fn a_right_that_is_lost_while_the_document_is_prepared_is_lost() {
    let w = approved().await;
    let log = meanwhile(&w, |rows| rows.change("takikawa", |row| row.persons.clear()));
    let error = w.seal_with(NoKeys, log).await.expect_err("the seal is refused");
    assert!(matches!(error, SealError::SealRefused { by: BY, reason: SealRefusal::PersonNotNamed }), "{error:?}");
    assert_eq!(w.signed_by(FIRST), None);

    let w = approved().await;
    let error = w.seal_with(NoKeys, meanwhile(&w, |rows| rows.put(Some("takikawa"), None))).await;
    assert!(matches!(error, Err(SealError::NoCertificate(BY))), "{error:?}");
}

#[tokio::test]
async fn a_certificate_that_is_replaced_while_the_document_is_prepared_signs_no_more() {
    let w = approved().await;
    let log = meanwhile(&w, |rows| {
        rows.put(Some("takikawa"), Some(certificate("operator", &["sato@example.jp"], &[])));
    });
    w.seal_with(Keys, log).await.unwrap();
    assert!(w.signed_by(FIRST).unwrap().contains("RSA Signer"), "by the new one: {:?}", w.signed_by(FIRST));
}

#[tokio::test]
async fn another_organisation_that_may_no_longer_ask_gets_no_seal() {
    let w = approved().await;
    w.rewrite(|envelope| envelope.sender.organisation = "fukagawa".to_owned().try_into().unwrap());
    let error = is_refused(&w).await;
    let reason = SealRefusal::OrganisationNotAllowed;
    assert!(matches!(error, SealError::SealRefused { by: BY, reason: found } if found == reason), "{error:?}");
    w.certificates.change("takikawa", |row| row.organisations.push("fukagawa".to_owned().try_into().unwrap()));
    w.seal(Keys).await.unwrap();
    assert!(w.signed_by(FIRST).unwrap().contains("P-256 Signer"));
}

#[tokio::test]
async fn an_approval_without_a_second_factor_on_record_gets_no_seal() {
    let of = |identity| Some(Approval { sequence: 9, digest: None, identity });
    let by_mail = [Identity::MailLink, Identity::EmailCode, Identity::KnownDevice].map(|identity| of(Some(identity)));
    // Approvals from before it was kept how the person was identified, or kept at all.
    for approval in by_mail.into_iter().chain([of(None), None]) {
        let w = approved().await;
        w.rewrite(|envelope| envelope.recipients[0].approval = approval);
        let error = is_refused(&w).await;
        let reason = SealRefusal::NoSecondFactor;
        assert!(matches!(error, SealError::SealRefused { by: BY, reason: found } if found == reason), "{approval:?}");
    }
}

#[tokio::test]
async fn a_corrected_address_in_the_envelope_is_the_one_that_counts() {
    let w = approved().await;
    w.rewrite(|envelope| envelope.recipients[0].email = "me@attacker.example".parse().unwrap());
    let error = is_refused(&w).await;
    assert!(matches!(error, SealError::SealRefused { reason: SealRefusal::PersonNotNamed, .. }), "{error:?}");
}

#[tokio::test]
async fn whoever_took_over_is_sealed_with_the_operators_certificate() {
    let w = World::with_registered_seal().await;
    let to = Delegate {
        name: "高橋 一郎".into(),
        company: None,
        email: "takahashi@example.jp".parse().unwrap(),
        language: Language::Ja,
    };
    let session = Session { identity: Identity::AccessCode, ..session() };
    w.story.apply(Command::Delegate { recipient: FIRST, generation: 1, to, reason: "異動".into(), session }, NOW);
    let next = RecipientNumber(2);
    // Nor would it help to be named.
    w.certificates.change("takikawa", |row| row.persons.push("takahashi@example.jp".parse().unwrap()));
    w.approve(next);
    w.seal(Keys).await.unwrap();
    assert!(w.signed_by(next).unwrap().contains("RSA Signer"), "{:?}", w.signed_by(next));
    assert!(w.uses().await.is_empty(), "the registered seal was not used");
}

#[tokio::test]
async fn whoever_reads_the_log_learns_why() {
    let w = approved().await;
    w.certificates.change("takikawa", |row| row.persons.clear());
    let error = is_refused(&w).await;
    assert_eq!(error.to_string(), "the registered seal that is asked of Recipient(RecipientNumber(1)) may not be used");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the certificate does not name the signer's address");
}

#[tokio::test]
async fn the_sender_can_see_what_the_envelope_waits_for() {
    let w = approved().await;
    w.certificates.change("takikawa", |row| row.persons.clear());
    w.clock.set("2026-12-01T01:02:00Z");
    w.seal(NoKeys).await.expect_err("the seal is refused");
    let cause = w.story.envelope().wait().and_then(|wait| wait.cause).unwrap();
    assert_eq!(cause.kind, CauseKind::SealNotAllowed);
    assert!(cause.detail.contains("does not name the signer's address"), "{}", cause.detail);
}

#[tokio::test]
async fn every_use_of_a_registered_seal_is_noted_once_with_the_signature() {
    let w = approved().await;
    let before = w.story.envelope();
    w.seal(Keys).await.unwrap();
    let [used] = &w.uses().await[..] else { panic!("one use: {:?}", w.uses().await) };
    let envelope = w.story.envelope();
    let document = &envelope.documents[0];
    assert_eq!((used.envelope, &used.title, &used.document_name), (envelope.id, &envelope.title, &document.name));
    assert_eq!((used.sender.as_str(), used.owner.as_str()), ("takikawa", "takikawa"));
    assert_eq!((used.email.as_str(), used.identity), ("sato@example.jp", Some(Identity::AccessCode)));
    assert_eq!(
        (used.recipient, used.approved_at, &*used.key_id),
        (FIRST, envelope.recipients[0].approved_at(), "city")
    );
    // The job comes again after a crash: the signature is found, and nothing is used a second time.
    w.rewrite(|envelope| *envelope = before);
    w.seal(NoKeys).await.unwrap();
    assert_eq!(w.uses().await.len(), 1);
}

#[tokio::test]
async fn the_key_of_the_seal_that_is_asked_for_signs_and_its_use_is_listed_with_that_seal_alone() {
    let w = World::with_further_seal().await;
    w.certificates.put_seal(&water(), Some(certificate("water", &["sato@example.jp"], &[])));
    w.approve(FIRST);
    w.seal(Keys).await.unwrap();
    assert!(w.signed_by(FIRST).unwrap().contains("Signer 7"), "{:?}", w.signed_by(FIRST));
    assert_eq!(w.uses().await, [], "the first seal was not used");
    let [used] = &w.uses_of(&water()).await[..] else { panic!("one use") };
    assert_eq!((&*used.key_id, used.registered_seal()), ("water", water()));
}

#[tokio::test]
async fn a_person_of_one_seal_signs_with_no_other_seal_of_the_organisation() {
    // Ms Sato may sign with the city's first seal.
    let w = World::with_further_seal().await;
    w.certificates.put_seal(&water(), Some(certificate("water", &["clerk@example.jp"], &[])));
    w.approve(FIRST);
    let error = is_refused(&w).await;
    assert!(matches!(error, SealError::SealRefused { by: BY, reason: SealRefusal::PersonNotNamed }), "{error:?}");

    // And the other way round.
    let w = approved().await;
    w.certificates.change("takikawa", |row| row.persons = vec!["clerk@example.jp".parse().unwrap()]);
    w.certificates.put_seal(&water(), Some(certificate("water", &["sato@example.jp"], &[])));
    let error = is_refused(&w).await;
    assert!(matches!(error, SealError::SealRefused { by: BY, reason: SealRefusal::PersonNotNamed }), "{error:?}");
}

#[tokio::test]
async fn no_other_seal_of_the_organisation_takes_the_place_of_one_that_is_gone() {
    let w = World::with_further_seal().await;
    w.approve(FIRST);
    let error = is_refused(&w).await;
    assert!(matches!(error, SealError::NoCertificate(BY)), "{error:?}");

    let w = approved().await;
    w.certificates.put(Some("takikawa"), None);
    w.certificates.put_seal(&water(), Some(certificate("water", &["sato@example.jp"], &[])));
    let error = is_refused(&w).await;
    assert!(matches!(error, SealError::NoCertificate(BY)), "{error:?}");
}
