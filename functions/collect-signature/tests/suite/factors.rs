//! Extra factors (F10, L3): nothing is shown and nothing done before they are.

use domain::command::{Command, Correction};
use domain::draft::{EnvelopeRequest, FactorRequest, RecipientRequest};
use domain::envelope::{Envelope, Sender};
use domain::evidence::{AddressProof, EventKind, Identity};
use domain::factor::{OneTimeCode, Secret};
use domain::ids::RecipientNumber;
use domain::link::Purpose;
use domain::mail::Addressee;
use domain::ports::Factors as _;
use domain::recipient::RecipientState;
use fakes::{Story, city, signer};
use futures::future::join_all;
use jiff::Timestamp;

use crate::world;
use crate::world::{DEADLINE, LATER, SENT, World, assert_protected};

/// The key of RFC 6238 appendix B.
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const ACCESS_CODE: &str = "Takikawa-2026";

fn with(factor: FactorRequest) -> RecipientRequest {
    RecipientRequest { factor: Some(factor), ..signer(1, Some("株式会社北空知"), "田中 太郎", "tanaka") }
}

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

/// A world whose first recipient has this factor, with its secret, and the path of the link.
async fn world(factor: FactorRequest) -> (World, String) {
    let secret = factor.secret(|code| api::access_code::hash(code, [7; 16])).unwrap();
    let w = World::of(vec![with(factor), signer(1, None, "滝川 次郎", "jiro")]);
    if let Some(secret) = secret {
        w.factors.put_secret(w.story.id, RecipientNumber(1), None, &secret, at(SENT)).await.unwrap();
    }
    let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    (w, path)
}

async fn access_code() -> (World, String) {
    world(FactorRequest::AccessCode { code: Secret::new(ACCESS_CODE.into()) }).await
}

async fn totp() -> (World, String) {
    world(FactorRequest::Totp { key: Secret::new(KEY.into()) }).await
}

pub(crate) async fn sms() -> (World, String) {
    world(FactorRequest::Sms { phone: "090-1234-5678".into() }).await
}

/// What the mailing function does when a code was asked for.
pub(crate) async fn send_code(w: &World, code: &str, expires_at: &str) {
    let (number, generation) = (RecipientNumber(1), w.recipient(1).link_generation);
    let digest = OneTimeCode::digest_of(w.story.id, number, code);
    w.factors
        .put_code(w.story.id, number, &OneTimeCode { digest, generation, expires_at: at(expires_at) })
        .await
        .unwrap();
}

pub(crate) async fn try_code(w: &World, path: &str, code: &str) -> world::Answer {
    w.post_with(&format!("{path}/factor"), &format!("code={code}"), "").await
}

pub(crate) fn count(w: &World, is: impl Fn(&EventKind) -> bool) -> usize {
    w.evidence().iter().filter(|kind| is(kind)).count()
}

/// Nothing about the documents, nor about the others who are asked.
pub(crate) fn assert_tells_nothing(w: &World, body: &str) {
    let Envelope { documents, message, .. } = w.story.envelope();
    assert!(documents.iter().all(|d| !body.contains(&d.name)) && !body.contains("別紙"), "{body}");
    assert!(!body.contains(&message.unwrap()) && !body.contains("滝川 次郎"), "{body}");
}

#[tokio::test]
async fn nothing_is_shown_and_nothing_done_before_the_factor() {
    let (w, path) = access_code().await;
    let before = w.evidence();
    let page = w.get(&path).await;
    assert_eq!(page.status, 200);
    assert_protected(&page);
    assert_tells_nothing(&w, &page.body);
    for part in [
        "ご本人の確認",
        "電子契約サービス委託",
        "アクセスコード",
        "あと3回",
        r#"autocomplete="one-time-code""#,
        r#"inputmode="text""#,
        " required",
    ] {
        assert!(page.body.contains(part), "{part} is missing in {}", page.body);
    }
    for below in ["/confirm", "/decline", "/forward", "/factor", "/code", "/complete"] {
        let answer = w.get(&format!("{path}{below}")).await;
        assert_eq!((answer.status, answer.location()), (303, format!("/v{path}").as_str()), "{below}");
    }
    for below in ["/documents/1", "/documents/1/download", "/documents/1/source"] {
        let answer = w.get(&format!("{path}{below}")).await;
        assert_eq!(answer.status, 403, "{below}");
        assert_tells_nothing(&w, &answer.body);
    }
    let person = "name=Taro&email=taro@example.jp&reason=x".to_owned();
    for (act, form) in [("complete", w.form()), ("decline", "reason=x".into()), ("forward", person)] {
        let answer = w.post_with(&format!("{path}/{act}"), &form, "").await;
        assert_eq!((answer.status, answer.body.contains("まだ完了していません")), (403, true), "{act}");
        assert_protected(&answer);
        assert_tells_nothing(&w, &answer.body);
    }
    assert_eq!((w.evidence(), w.documents.presigned()), (before, 0));
}

#[tokio::test]
async fn the_right_code_lets_this_browser_in_for_this_link() {
    let (w, path) = access_code().await;
    let answer = try_code(&w, &path, "%E3%80%80Takikawa-%EF%BC%92026").await;
    assert_eq!((answer.status, answer.location()), (303, format!("/v{path}").as_str()), "{}", answer.body);
    let [cookie] = &answer.cookies()[..] else { panic!("{:?}", answer.cookies()) };
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, format!("Path=/v{path}; Max-Age=7200; HttpOnly; SameSite=Lax; Secure"));
    assert!(pair.starts_with("keiin_sign_in=") && pair.len() == "keiin_sign_in=".len() + 43);

    let passed = |kind: &EventKind| matches!(kind, EventKind::Authenticated { session, .. } if session.identity == Identity::AccessCode);
    assert_eq!((count(&w, passed), w.recipient(1).attempts.tries), (1, 0));
    assert!(matches!(w.state(1), RecipientState::Opened { .. }));
    let cookies = answer.cookie_header();
    let review = w.get_with(&path, &cookies).await;
    assert!(review.body.contains("電子契約サービス委託契約書") && review.body.contains("滝川 次郎"));
    w.store_files();
    assert_eq!(w.get_with(&format!("{path}/documents/1/source"), &cookies).await.status, 200);
    assert_eq!(w.get_with(&format!("{path}/confirm"), &cookies).await.status, 200);

    // Nobody else's browser, nor a made-up cookie.
    let made_up = format!("keiin_sign_in={}", "A".repeat(43));
    for cookies in ["", made_up.as_str(), "keiin_sign_in=x"] {
        assert_tells_nothing(&w, &w.get_with(&path, cookies).await.body);
    }
    let done = w.post_with(&format!("{path}/complete"), &w.form(), &cookies).await;
    assert_eq!(done.status, 303);
    let Some(EventKind::Approved { session, .. }) = w.evidence().pop() else { panic!("{:?}", w.evidence()) };
    assert_eq!(session.identity, Identity::AccessCode);
    // Afterwards the names are shown only to who has shown the code.
    w.story.seal(LATER);
    assert!(w.get_with(&path, &cookies).await.body.contains("電子契約サービス委託契約書"));
    let others = w.get(&path).await.body;
    assert!(others.contains("ご本人の確認をしたブラウザにだけ"), "{others}");
    assert_tells_nothing(&w, &others);
}

#[tokio::test]
async fn a_code_and_an_approval_each_read_the_envelope_once() {
    let (w, path) = access_code().await;
    let before = w.story.envelopes.loads();
    let cookies = try_code(&w, &path, ACCESS_CODE).await.cookie_header();
    assert_eq!(w.story.envelopes.loads() - before, 1, "a code");
    let before = w.story.envelopes.loads();
    let approved = w.post_with(&format!("{path}/complete"), &w.form(), &cookies).await;
    assert_eq!((approved.status, w.story.envelopes.loads() - before), (303, 1), "an approval");
    assert!(matches!(w.state(1), RecipientState::Approved { .. }));
}

#[tokio::test]
async fn a_sign_in_ends_after_two_hours() {
    let (w, path) = access_code().await;
    let cookies = try_code(&w, &path, ACCESS_CODE).await.cookie_header();
    w.clock.set("2026-11-23T02:59:59Z");
    assert!(w.get_with(&path, &cookies).await.body.contains("契約書"));
    w.clock.set("2026-11-23T03:00:00Z");
    assert_tells_nothing(&w, &w.get_with(&path, &cookies).await.body);
    let late = w.post_with(&format!("{path}/complete"), &w.form(), &cookies).await;
    assert_eq!((late.status, late.body.contains("まだ完了していません")), (403, true));
    assert_tells_nothing(&w, &late.body);
    assert!(matches!(w.state(1), RecipientState::Opened { .. }));
}

/// The fields of the form on a page that goes to this address, as a browser would send them.
pub(crate) fn hidden_fields(body: &str, action: &str) -> String {
    let (_, form) = body.split_once(&format!(r#"action="/v{action}""#)).unwrap();
    let (form, _) = form.split_once("</form>").unwrap();
    let field = |tag: &str| -> Option<String> {
        let (name, rest) = tag.split_once('"')?;
        let (_, rest) = rest.split_once(r#"value=""#)?;
        let escapes = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#38;", "&")];
        let text = rest.split_once('"')?.0.to_owned();
        let text = escapes.iter().fold(text, |text, (escaped, letter)| text.replace(escaped, letter));
        Some(url::form_urlencoded::Serializer::new(String::new()).append_pair(name, &text).finish())
    };
    let tags = form.split(r#"type="hidden" name=""#).skip(1);
    tags.map(|tag| field(tag).unwrap()).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn what_was_typed_when_the_sign_in_ran_out_is_not_lost() {
    let (w, path) = access_code().await;
    let before = w.evidence().len();
    let reason = "reason=%3C%22%E9%87%91%E9%A1%8D%26%22%3E%E3%81%8C%E7%9B%B8%E9%81%95";
    let late = w.post_with(&format!("{path}/decline"), reason, "").await;
    assert_eq!((late.status, w.evidence().len()), (403, before));
    let kept = hidden_fields(&late.body, &format!("{path}/factor"));
    assert!(kept.starts_with("pending=decline&pending-reason="), "{kept}");

    // It outlives a wrong code.
    let wrong = w.post_with(&format!("{path}/factor"), &format!("{kept}&code=wrong"), "").await;
    assert_eq!((wrong.status, hidden_fields(&wrong.body, &format!("{path}/factor"))), (422, kept.clone()));
    let right = w.post_with(&format!("{path}/factor"), &format!("{kept}&code={ACCESS_CODE}"), "").await;
    assert_eq!((right.status, right.cookies().len()), (200, 1));
    assert_protected(&right);
    for part in ["まだ辞退していません", "&#60;&#34;金額&#38;&#34;&#62;が相違</textarea>", r#"/decline""#]
    {
        assert!(right.body.contains(part), "{part} is missing in {}", right.body);
    }
    assert_eq!(count(&w, |kind| matches!(kind, EventKind::Declined { .. })), 0, "the reader sends it");
    let cookies = right.cookie_header();
    // Whoever reloads that page gets it again.
    let again = w.post_with(&format!("{path}/factor"), &format!("{kept}&code={ACCESS_CODE}"), &cookies).await;
    assert!(again.status == 200 && again.body.contains("が相違</textarea>"), "{}", again.body);
    assert_eq!(w.post_with(&format!("{path}/decline"), reason, &cookies).await.status, 303);
    assert_eq!(count(&w, |kind| matches!(kind, EventKind::Declined { .. })), 1);
}

#[tokio::test]
async fn a_forwarding_outlives_the_code_that_has_to_be_sent_first() {
    let (w, path) = world(FactorRequest::EmailCode).await;
    let form = "name=%E4%BD%90%E8%97%A4&company=&email=sato@example.jp&language=en&reason=absent";
    let late = w.post_with(&format!("{path}/forward"), form, "").await;
    let all = hidden_fields(&late.body, &format!("{path}/code"));
    let kept = all.strip_prefix("codes=0&").unwrap().to_owned();
    for time in [LATER, "2026-11-23T01:02:00Z"] {
        w.clock.set(time);
        let asked = w.post_with(&format!("{path}/code"), &all, "").await;
        assert_eq!((asked.status, hidden_fields(&asked.body, &format!("{path}/factor"))), (200, kept.clone()));
        assert_eq!(w.recipient(1).attempts.codes, 1, "one code for one page");
    }
    send_code(&w, "123456", "2026-11-23T01:10:00Z").await;
    let right = w.post_with(&format!("{path}/factor"), &format!("{kept}&code=123456"), "").await;
    for part in [r#"value="佐藤""#, r#"value="sato@example.jp""#, r#"value="en" selected"#, "absent</textarea>"] {
        assert!(right.body.contains(part), "{part} is missing in {}", right.body);
    }
    assert!(right.body.contains("まだ転送していません"));
    let done = w.post_with(&format!("{path}/forward"), form, &right.cookie_header()).await;
    assert_eq!((done.status, count(&w, |kind| matches!(kind, EventKind::Delegated { .. }))), (303, 1));
}

#[tokio::test]
async fn what_a_form_does_not_have_is_not_kept() {
    let (w, path) = access_code().await;
    let late = w.post_with(&format!("{path}/decline"), "reason=a&reason=b&strange=c&confirmed=yes", "").await;
    assert_eq!(hidden_fields(&late.body, &format!("{path}/factor")), "pending=decline&pending-reason=a");
    let form = "code=&pending=decline&pending-reason=a&pending-strange=c";
    let wrong = w.post_with(&format!("{path}/factor"), form, "").await;
    assert_eq!(hidden_fields(&wrong.body, &format!("{path}/factor")), "pending=decline&pending-reason=a");
    let unknown = w.post_with(&format!("{path}/factor"), "code=&pending=delete&pending-reason=a", "").await;
    assert_eq!(hidden_fields(&unknown.body, &format!("{path}/factor")), "");
}

#[tokio::test]
async fn who_took_over_is_told_to_whoever_has_shown_the_factor() {
    let (w, path) = access_code().await;
    let cookies = try_code(&w, &path, ACCESS_CODE).await.cookie_header();
    let form = "name=%E4%BD%90%E8%97%A4&company=&email=sato@example.jp&language=ja&reason=absent";
    assert_eq!(w.post_with(&format!("{path}/forward"), form, &cookies).await.status, 303);
    assert!(w.get_with(&path, &cookies).await.body.contains("佐藤様に転送されました"));
    let others = w.get(&path).await.body;
    assert!(others.contains("ほかの方に転送されました") && !others.contains("佐藤様"), "{others}");
    assert_tells_nothing(&w, &others);
}

#[tokio::test]
async fn who_was_about_to_sign_is_led_back_to_the_last_check() {
    let (w, path) = access_code().await;
    let late = w.post_with(&format!("{path}/complete"), &w.form(), "").await;
    let kept = hidden_fields(&late.body, &format!("{path}/factor"));
    let right = w.post_with(&format!("{path}/factor"), &format!("{kept}&code={ACCESS_CODE}"), "").await;
    assert_eq!((right.status, right.location()), (303, format!("/v{path}/confirm").as_str()));
    assert_eq!(count(&w, |kind| matches!(kind, EventKind::Approved { .. })), 0);
}

#[tokio::test]
async fn three_wrong_codes_lock_the_link_and_the_sender_is_told_once() {
    let (w, path) = access_code().await;
    for (left, code) in [(2, "wrong"), (1, "takikawa-2026")] {
        let answer = try_code(&w, &path, code).await;
        assert_eq!(answer.status, 422);
        assert_protected(&answer);
        for part in [format!("あと{left}回"), "アクセスコードが違います".into(), r#"role="alert""#.into()]
        {
            assert!(answer.body.contains(&part), "{part} is missing in {}", answer.body);
        }
        assert!(!answer.body.contains(code) && answer.cookies().is_empty());
        assert_tells_nothing(&w, &answer.body);
    }
    // What cannot be a code costs nothing.
    for empty in ["", "%20", "%E3%80%80"] {
        let answer = try_code(&w, &path, empty).await;
        assert_eq!((answer.status, answer.body.contains("アクセスコードを入力してください")), (422, true));
    }
    let last = try_code(&w, &path, "wrong").await;
    assert_eq!((last.status, last.location()), (303, format!("/v{path}").as_str()));
    for code in [ACCESS_CODE, "wrong"] {
        assert_eq!(try_code(&w, &path, code).await.status, 303);
    }
    let page = w.get(&path).await;
    assert!(page.body.contains("認証が停止されています") && page.body.contains("再送をお願いしてください"));
    assert!(!page.body.contains("<form"));
    assert_tells_nothing(&w, &page.body);
    assert!(w.get(&format!("{path}?lang=en")).await.body.contains("Ask the sender"));
    assert_eq!(count(&w, |kind| matches!(kind, EventKind::FactorTried { .. })), 3);
    let told = |kind: &EventKind| matches!(kind, EventKind::LockedOut { notify, .. } if *notify == [Addressee::Sender]);
    assert_eq!(count(&w, told), 1);
    assert_eq!(count(&w, |kind| matches!(kind, EventKind::Authenticated { .. })), 0);

    // The sender asks anew: the new link starts afresh, the old one is dead.
    w.story.apply(Command::RequestAgain { recipient: RecipientNumber(1), correction: Correction::default() }, LATER);
    assert_eq!(w.get(&path).await.status, 410);
    let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    assert_eq!(try_code(&w, &path, ACCESS_CODE).await.cookies().len(), 1);
}

#[tokio::test]
async fn many_tries_at_once_are_no_more_than_one_after_the_other() {
    let (w, path) = access_code().await;
    let answers = join_all((0..8).map(|n| try_code(&w, &path, ["guess-a", "guess-b"][n % 2]))).await;
    assert!(answers.iter().all(|a| a.cookies().is_empty()));
    assert_eq!(count(&w, |kind| matches!(kind, EventKind::FactorTried { .. })), 3);
    assert_eq!(count(&w, |kind| matches!(kind, EventKind::LockedOut { .. })), 1);
}

#[tokio::test]
async fn a_function_that_died_after_the_last_try_locks_at_the_next() {
    let (w, path) = access_code().await;
    for _ in 0..3 {
        let (recipient, session) = (RecipientNumber(1), fakes::session());
        w.story.apply(Command::TryFactor { recipient, generation: 1, session }, LATER);
    }
    assert!(w.get(&path).await.body.contains("<form"));
    assert_eq!(try_code(&w, &path, ACCESS_CODE).await.status, 303);
    let locks = |kind: &EventKind| matches!(kind, EventKind::LockedOut { .. });
    assert_eq!(count(&w, locks), 0, "the last one may be compared at this moment");
    w.clock.set("2026-11-23T01:01:00Z");
    assert_eq!(try_code(&w, &path, ACCESS_CODE).await.status, 303);
    assert_eq!(count(&w, locks), 1);
    assert!(w.get(&path).await.body.contains("認証が停止されています"));
}

#[tokio::test]
async fn an_authenticators_code_is_taken_once() {
    let (w, path) = totp().await;
    assert!(w.get(&path).await.body.contains(r#"inputmode="numeric""#));
    for malformed in ["12345", "1234567", "abcdef"] {
        let answer = try_code(&w, &path, malformed).await;
        assert_eq!((answer.status, answer.body.contains("6桁の数字を入力してください")), (422, true));
    }
    assert_eq!(w.recipient(1).attempts.tries, 0);
    // Of the step that starts at LATER; made by another implementation.
    let code = "229984";
    let first = try_code(&w, &path, code).await;
    assert_eq!((first.status, first.cookies().len()), (303, 1), "{}", first.body);
    let replayed = try_code(&w, &path, code).await;
    assert_eq!((replayed.status, replayed.cookies().len()), (422, 0));
    w.clock.set("2026-11-23T01:00:30Z");
    assert_eq!(try_code(&w, &path, code).await.status, 422, "of the step before, and used");
    w.clock.set("2026-11-23T01:02:00Z");
    assert_eq!(try_code(&w, &path, code).await.status, 303, "the third wrong one");
    assert!(w.recipient(1).is_locked());
}

#[tokio::test]
async fn a_device_that_was_to_be_remembered_is_not_asked_again() {
    let (w, path) = world(FactorRequest::EmailCode).await;
    assert!(w.get(&path).await.body.contains("tanaka@example.jp</span> にメールで送信します"));
    w.post_with(&format!("{path}/code"), "", "").await;
    assert!(w.get(&path).await.body.contains(r#"name="remember""#));
    send_code(&w, "123456", "2026-11-23T01:10:00Z").await;
    let passed = w.post_with(&format!("{path}/factor"), "code=123456&remember=yes", "").await;
    let device = passed.cookies().into_iter().find(|c| c.starts_with("keiin_device=")).unwrap();
    let (pair, attributes) = device.split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/v; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure");

    // Another envelope to the same address, in the same browser.
    let again = signer(1, None, "田中 太郎", "TANAKA");
    let other = signer(1, None, "滝川 次郎", "jiro");
    let asked = |r: RecipientRequest| RecipientRequest { factor: Some(FactorRequest::EmailCode), ..r };
    let story = Story::draft(vec![asked(again), asked(other)], SENT);
    let next = World::telling_with(story, &w.factors);
    let theirs = format!("/sign/{}", next.story.act_link(1, DEADLINE));
    let of_another = format!("/sign/{}", next.story.act_link(2, DEADLINE));
    assert!(next.get_with(&theirs, pair).await.body.contains("契約書"));
    assert_tells_nothing(&next, &next.get(&theirs).await.body);
    let body = next.get_with(&of_another, pair).await.body;
    assert!(body.contains("認証コードを送信する"), "{body}");

    assert_eq!(next.post_with(&format!("{theirs}/complete"), &next.form(), pair).await.status, 303);
    let Some(EventKind::Approved { session, .. }) = next.evidence().pop() else { panic!("{:?}", next.evidence()) };
    assert_eq!(session.identity, Identity::KnownDevice);
    let proof = AddressProof { at: at(LATER), envelope: Some(w.story.id) };
    assert_eq!(session.proof, Some(proof), "where and when the address was proved");

    // Another organisation learns when, but nothing of the envelope.
    let asked = |r: RecipientRequest| RecipientRequest { factor: Some(FactorRequest::EmailCode), ..r };
    let recipients = vec![asked(signer(1, None, "田中 太郎", "tanaka"))];
    let sender = Sender { organisation: "fukagawa".to_owned().try_into().unwrap(), ..city() };
    let story = Story::by(sender, EnvelopeRequest { recipients, ..Story::request() }, SENT);
    let theirs = World::telling_with(story, &w.factors);
    let path = format!("/sign/{}", theirs.story.act_link(1, DEADLINE));
    assert_eq!(theirs.post_with(&format!("{path}/complete"), &theirs.form(), pair).await.status, 303);
    let Some(EventKind::Approved { session, .. }) = theirs.evidence().pop() else { panic!("{:?}", theirs.evidence()) };
    assert_eq!(session.proof, Some(AddressProof { at: at(LATER), envelope: None }));
}

#[tokio::test]
async fn a_device_is_remembered_only_if_its_user_says_so() {
    let (w, path) = world(FactorRequest::EmailCode).await;
    w.post_with(&format!("{path}/code"), "", "").await;
    send_code(&w, "123456", "2026-11-23T01:10:00Z").await;
    let cookies = try_code(&w, &path, "123456").await.cookies();
    assert!(cookies.len() == 1 && cookies[0].starts_with("keiin_sign_in="), "{cookies:?}");
}

#[tokio::test]
async fn a_sign_in_of_an_earlier_link_is_no_good_for_the_next() {
    let (w, path) = access_code().await;
    let cookies = try_code(&w, &path, ACCESS_CODE).await.cookie_header();
    w.story.apply(Command::RequestAgain { recipient: RecipientNumber(1), correction: Correction::default() }, LATER);
    let new = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    assert_tells_nothing(&w, &w.get_with(&new, &cookies).await.body);
    // Nor is that of one person for another in the same envelope.
    let other = w.story.link(Addressee::Recipient(RecipientNumber(2)), Purpose::Act { generation: 1 }, DEADLINE);
    assert!(w.get(&format!("/sign/{other}")).await.body.contains("契約書"), "who has no factor is asked for none");
}

#[tokio::test]
async fn a_secret_that_is_missing_costs_no_try() {
    let w = World::of(vec![with(FactorRequest::Totp { key: Secret::new(KEY.into()) })]);
    let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    assert_eq!(try_code(&w, &path, "123456").await.status, 503);
    assert_eq!(w.recipient(1).attempts.tries, 0);
}
