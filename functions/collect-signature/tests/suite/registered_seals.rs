//! Registered seals (実印タイプ): who may use one is asked again when the person comes, and when the person acts.

use domain::draft::{EnvelopeRequest, FactorRequest, RecipientRequest};
use domain::envelope::Sender;
use domain::evidence::{EventKind, Identity};
use domain::factor::Secret;
use domain::ids::RecipientNumber;
use domain::ports::{Factors as _, SealingCertificate};
use domain::recipient::{RecipientState, Role, SealType};
use domain::registered_seal::{RegisteredSeal, SealName};
use domain::seal_permission::SealRefusal;
use domain::visible_seal::{PlacedBy, SealPolicy};
use fakes::{MemoryCertificates, SealOwner, Story, certificate, city, signer};

use crate::world::{Answer, DEADLINE, SENT, World, assert_protected};

const ACCESS_CODE: &str = "Takikawa-2026";
const SATO: &str = "sato@example.jp";
/// The button or link that leads to the act.
const CONTINUE: &str = r#"/confirm">完了する"#;

fn access_code() -> FactorRequest {
    FactorRequest::AccessCode { code: Secret::new(ACCESS_CODE.into()) }
}

fn neighbour() -> Sender {
    Sender { organisation: "fukagawa".to_owned().try_into().unwrap(), ..city() }
}

/// Somebody who is to sign with the city's seal.
fn sato(factor: Option<FactorRequest>) -> RecipientRequest {
    let seal = Some(SealType::Registered { organisation: city().organisation, seal: None });
    RecipientRequest { seal, factor, ..signer(1, Some("滝川市"), "佐藤 花子", "sato") }
}

/// Such an envelope, of this sender, with the certificate's row as it has to be for that.
async fn request_event(sender: Sender, recipient: RecipientRequest) -> (World, String) {
    let secret = match &recipient.factor {
        Some(factor) => factor.secret(|code| api::access_code::hash(code, [7; 16])).unwrap(),
        None => None,
    };
    let request = EnvelopeRequest { recipients: vec![recipient], ..Story::request() };
    let w = World::telling(Story::by(sender, request, SENT));
    if let Some(secret) = secret {
        w.factors.put_secret(w.story.id, RecipientNumber(1), None, &secret, SENT.parse().unwrap()).await.unwrap();
    }
    w.certificates.put(Some("takikawa"), Some(certificate(&["SATO@example.jp"], &["fukagawa"])));
    let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    (w, path)
}

/// The cookies of a browser that has shown the access code.
async fn signed_in(w: &World, path: &str) -> String {
    let passed = w.post_with(&format!("{path}/factor"), &format!("code={ACCESS_CODE}"), "").await;
    assert_eq!(passed.status, 303, "{}", passed.body);
    passed.cookie_header()
}

async fn complete(w: &World, path: &str, cookies: &str) -> Answer {
    w.post_with(&format!("{path}/complete"), &w.form(), cookies).await
}

fn has_approved(w: &World) -> bool {
    w.evidence().iter().any(|kind| matches!(kind, EventKind::Approved { .. }))
}

/// What takes a right away, and why the seal is refused then.
type Loss = (fn(&MemoryCertificates), SealRefusal);

const LOSSES: [Loss; 3] = [
    (|rows| rows.change("takikawa", |row| row.persons.clear()), SealRefusal::PersonNotNamed),
    (|rows| rows.change("takikawa", |row| row.organisations.clear()), SealRefusal::OrganisationNotAllowed),
    (|rows| rows.put(Some("takikawa"), None), SealRefusal::NoCertificate),
];

/// Words of the sentence that tells it, in Japanese and English.
fn words(refusal: SealRefusal) -> [&'static str; 2] {
    match refusal {
        SealRefusal::PersonNotNamed => [
            "ご利用のメールアドレスは、この電子証明書を使用できる方のものとして登録されていません",
            "your address is not among those",
        ],
        SealRefusal::OrganisationNotAllowed | SealRefusal::NoCertificate => {
            ["この送信者からの依頼には使用できません", "cannot be used for requests of this sender"]
        }
        SealRefusal::NoSecondFactor => {
            ["追加認証（アクセスコード、認証アプリ、SMSのいずれか）が設定されていません", "it has none"]
        }
    }
}

#[tokio::test]
async fn a_named_person_signs_by_a_second_factor() {
    // The seal has no name: it is called by the name of its organisation, or where another sends by its identifier.
    for (sender, name) in [(city(), city().organisation_name), (neighbour(), "takikawa".to_owned())] {
        let (w, path) = request_event(sender, sato(Some(access_code()))).await;
        let cookies = signed_in(&w, &path).await;
        let review = w.get_with(&path, &cookies).await;
        let seal = format!("貴組織の登録印章「{name}」（実印タイプ）で署名します。");
        assert!(review.body.contains(&seal), "{}", review.body);
        assert!(review.body.contains(CONTINUE) && !review.body.contains("署名できません"), "{}", review.body);
        let confirm = w.get_with(&format!("{path}/confirm"), &cookies).await;
        let seal = format!(
            "貴組織名義の電子証明書、登録印章「{name}」により、次の2件の文書に電子署名を行います（実印タイプ）。"
        );
        assert!(confirm.body.contains(&seal), "{}", confirm.body);
        assert_eq!(complete(&w, &path, &cookies).await.status, 303);
        assert!(has_approved(&w));
        assert_eq!(w.recipient(1).approval.and_then(|a| a.identity), Some(Identity::AccessCode));
    }
}

#[tokio::test]
async fn whoever_has_lost_the_right_is_told_before_reading_and_signs_nothing() {
    for (lose, refusal) in LOSSES {
        let (w, path) = request_event(neighbour(), sato(Some(access_code()))).await;
        let cookies = signed_in(&w, &path).await;
        lose(&w.certificates);
        let before = w.evidence();
        for (query, words) in ["", "?lang=en"].into_iter().zip(words(refusal)) {
            let review = w.get_with(&format!("{path}{query}"), &cookies).await;
            assert_eq!(review.status, 200);
            assert_protected(&review);
            let notice = review.body.find(words).unwrap_or_else(|| panic!("{words} is missing in {}", review.body));
            assert!(notice < review.body.find("電子契約サービス委託契約書").unwrap(), "before the documents");
            assert!(!review.body.contains("/confirm"), "{refusal}: {}", review.body);
            for way_out in ["/forward", "/decline"] {
                assert!(review.body.contains(way_out), "{way_out}");
            }
        }
        let confirm = w.get_with(&format!("{path}/confirm"), &cookies).await;
        assert_eq!((confirm.status, confirm.location()), (303, format!("/v{path}").as_str()), "{refusal}");

        // Whoever had the last page open before.
        for (language, words) in ["ja", "en"].into_iter().zip(words(refusal)) {
            let headers = [("accept", "text/html"), ("accept-language", language), ("cookie", cookies.as_str())];
            let answer = w.post(&format!("{path}/complete"), &w.form(), &headers).await;
            assert_eq!(answer.status, 403, "{refusal}: {}", answer.body);
            assert_protected(&answer);
            assert!(answer.body.contains(words), "{words} is missing in {}", answer.body);
        }
        assert_eq!(w.evidence(), before, "nothing is recorded");
        assert!(matches!(w.state(1), RecipientState::Opened { .. }));
    }
}

#[tokio::test]
async fn a_right_that_is_given_back_is_good_again() {
    let (w, path) = request_event(city(), sato(Some(access_code()))).await;
    let cookies = signed_in(&w, &path).await;
    w.certificates.change("takikawa", |row| row.persons.clear());
    assert_eq!(complete(&w, &path, &cookies).await.status, 403);
    w.certificates.change("takikawa", |row| row.persons.push(SATO.parse().unwrap()));
    assert!(w.get_with(&path, &cookies).await.body.contains(CONTINUE));
    assert_eq!(complete(&w, &path, &cookies).await.status, 303);
    assert!(has_approved(&w));
}

#[tokio::test]
async fn whoever_is_deactivated_after_the_request_was_sent_signs_nothing_until_named_again() {
    let (w, path) = request_event(city(), sato(Some(access_code()))).await;
    let owner = SealOwner::new(&certificate(&["SATO@example.jp"], &[]), SATO, SENT).await;
    w.certificates.read_from(owner.organisations.clone());
    let cookies = signed_in(&w, &path).await;
    assert!(w.get_with(&path, &cookies).await.body.contains(CONTINUE));

    owner.deactivate().await;
    let [told, _] = words(SealRefusal::PersonNotNamed);
    let review = w.get_with(&path, &cookies).await.body;
    assert!(review.contains(told) && !review.contains("/confirm"), "{review}");
    assert_eq!(complete(&w, &path, &cookies).await.status, 403);
    owner.reactivate().await;
    assert_eq!(complete(&w, &path, &cookies).await.status, 403, "the seal does not come back by itself");
    assert!(!has_approved(&w));

    owner.name_again().await;
    assert_eq!(complete(&w, &path, &cookies).await.status, 303);
    assert!(has_approved(&w));
}

#[tokio::test]
async fn the_mailbox_alone_does_not_sign_in_envelopes_from_before_either() {
    let (w, path) = request_event(city(), sato(None)).await;
    let before = w.evidence();
    for (query, words) in ["", "?lang=en"].into_iter().zip(words(SealRefusal::NoSecondFactor)) {
        let review = w.get(&format!("{path}{query}")).await.body;
        assert!(review.contains(words) && !review.contains("/confirm"), "{review}");
    }
    let answer = complete(&w, &path, "").await;
    assert_eq!((answer.status, answer.body.contains("署名は行われていません")), (403, true), "{}", answer.body);
    assert_eq!(w.evidence(), before, "nothing is recorded");
}

#[tokio::test]
async fn nobody_chooses_an_image_for_a_seal_that_is_refused() {
    let seal_policy = Some(SealPolicy { by: PlacedBy::Signer, placements: Vec::new() });
    let (w, path) = request_event(city(), RecipientRequest { seal_policy, ..sato(Some(access_code())) }).await;
    let cookies = signed_in(&w, &path).await;
    assert_eq!(w.get_with(&format!("{path}/seal"), &cookies).await.status, 200);
    w.certificates.change("takikawa", |row| row.persons.clear());
    let seal = w.get_with(&format!("{path}/seal"), &cookies).await;
    assert_eq!((seal.status, seal.location()), (303, format!("/v{path}").as_str()));
    assert!(!w.get_with(&path, &cookies).await.body.contains("/seal\""));
    let form = format!("{}&seal=none", w.form());
    assert_eq!(w.post_with(&format!("{path}/complete"), &form, &cookies).await.status, 403);
    assert!(!has_approved(&w));
}

#[tokio::test]
async fn whoever_takes_over_signs_with_the_contract_seal() {
    let (w, path) = request_event(city(), sato(Some(access_code()))).await;
    let cookies = signed_in(&w, &path).await;
    let warning = "転送すると、実印タイプ（貴組織名義の電子証明書）ではなく、契約印タイプで署名されます。";
    for below in ["", "/confirm", "/forward"] {
        assert!(w.get_with(&format!("{path}{below}"), &cookies).await.body.contains(warning), "{below}");
    }
    let english = w.get_with(&format!("{path}/forward?lang=en"), &cookies).await.body;
    assert!(english.contains("Whoever takes over signs with the contract seal"), "{english}");

    // Even to a person whom the certificate names.
    w.certificates.change("takikawa", |row| row.persons.push("jiro@example.jp".parse().unwrap()));
    let form = "name=%E6%BB%9D%E5%B7%9D&company=&email=jiro@example.jp&language=ja&reason=absent";
    assert_eq!(w.post_with(&format!("{path}/forward"), form, &cookies).await.status, 303);
    assert_eq!(w.recipient(2).role, Role::Signer { seal: SealType::Contract });
    let told = |kind: &EventKind| matches!(kind, EventKind::Delegated { seal: Some(SealType::Contract), .. });
    assert!(w.evidence().iter().any(told), "{:?}", w.evidence());

    let next = format!("/sign/{}", w.story.act_link(2, DEADLINE));
    let cookies = signed_in(&w, &next).await;
    let confirm = w.get_with(&format!("{next}/confirm"), &cookies).await.body;
    assert!(confirm.contains("契約印タイプ") && !confirm.contains("実印タイプ"), "{confirm}");
    assert_eq!(complete(&w, &next, &cookies).await.status, 303);
    assert!(has_approved(&w));
}

#[tokio::test]
async fn nothing_is_said_of_seals_to_whoever_signs_with_the_contract_seal() {
    let w = World::of(vec![signer(1, None, "田中 太郎", "tanaka")]);
    let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    let review = w.get(&path).await.body;
    assert!(review.contains(CONTINUE) && !review.contains("実印"), "{review}");
    assert_eq!(complete(&w, &path, "").await.status, 303);
    assert_eq!(w.recipient(1).approval.and_then(|a| a.identity), Some(Identity::MailLink));
}

#[tokio::test]
async fn the_pages_tell_by_its_name_which_seal_of_the_organisation_is_used() {
    let water = RegisteredSeal::new(city().organisation, Some("water".to_owned().try_into().unwrap()));
    let seal = Some(SealType::Registered { organisation: city().organisation, seal: water.further().cloned() });
    let (w, path) = request_event(city(), RecipientRequest { seal, ..sato(Some(access_code())) }).await;
    let name = Some(SealName { ja: "滝川市水道事業管理者之印".to_owned(), en: None });
    w.certificates.put_seal(&water, Some(SealingCertificate { name, ..certificate(&["sato@example.jp"], &[]) }));
    let cookies = signed_in(&w, &path).await;
    for page in [path.clone(), format!("{path}/confirm")] {
        let shown = w.get_with(&page, &cookies).await;
        assert!(shown.body.contains("滝川市水道事業管理者之印"), "{page}: {}", shown.body);
    }
    // Whoever may sign with the first seal alone signs nothing here, and is not told what the other is called.
    let name = Some(SealName { ja: "滝川市水道事業管理者之印".to_owned(), en: None });
    w.certificates.put_seal(&water, Some(SealingCertificate { name, ..certificate(&["clerk@example.jp"], &[]) }));
    let shown = w.get_with(&path, &cookies).await;
    assert!(shown.body.contains("登録されていません"), "{}", shown.body);
    assert!(!shown.body.contains("水道"), "{}", shown.body);
    let refused = complete(&w, &path, &cookies).await;
    assert_ne!(refused.status, 303, "{}", refused.body);
    assert!(!has_approved(&w));
}
