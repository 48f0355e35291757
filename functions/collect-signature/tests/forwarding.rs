//! Forwarding a task to somebody else (F9).

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod world;

use domain::draft::{EnvelopeRequest, FactorRequest, RecipientRequest};
use domain::evidence::EventKind;
use domain::factor::{Factors as _, Secret};
use domain::ids::RecipientNumber;
use domain::language::Language;
use domain::link::Purpose;
use domain::mail::Party;
use domain::recipient::RecipientState;
use fakes::{Story, signer};
use world::{DEADLINE, LATER, SENT, World, assert_protected};

const FORM: &str = "name=%E4%BD%90%E8%97%A4+%E8%8A%B1%E5%AD%90&company=&email=hanako%40example.jp&language=en&reason=%E7%95%B0%E5%8B%95";

fn tanaka() -> RecipientRequest {
    signer(1, Some("株式会社北空知"), "田中 太郎", "tanaka")
}

fn link(w: &World, number: u16) -> String {
    format!("/sign/{}", w.story.act_link(number, DEADLINE))
}

#[tokio::test]
async fn the_task_goes_to_somebody_else_with_all_that_was_entered() {
    let w = World::of(vec![tanaka()]);
    let path = link(&w, 1);
    for below in ["", "/confirm", "/forward"] {
        let page = w.get(&format!("{path}{below}")).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&format!(r#"action="/v{path}/forward""#)), "{below}");
    }
    let answer = w.post_with(&format!("{path}/forward"), FORM, "").await;
    assert_eq!((answer.status, answer.location()), (303, format!("/v{path}").as_str()), "{}", answer.body);
    let events = w.evidence();
    let [
        ..,
        EventKind::Delegated { to, name, email, reason, company: None, session, notify, .. },
        EventKind::Invited { .. },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((name.as_str(), email.as_str(), reason.as_str()), ("佐藤 花子", "hanako@example.jp", "異動"));
    assert_eq!((to.0, session.ip.to_string(), notify), (2, "203.0.113.9".into(), &vec![Party::Sender]));
    assert_eq!(w.recipient(2).language, Language::En);

    let next = w.get(&link(&w, 2)).await;
    assert!(next.body.contains("電子契約サービス委託契約書") && next.body.contains("asks for your signature"));
}

#[tokio::test]
async fn the_old_link_shows_nothing_any_more_not_even_at_the_end() {
    let w = World::of(vec![tanaka()]);
    let path = link(&w, 1);
    w.post_with(&format!("{path}/forward"), FORM, "").await;
    let nothing = async |w: &World| {
        let page = w.get(&path).await;
        assert_eq!(page.status, 200);
        assert_protected(&page);
        assert!(page.body.contains("転送しました") && page.body.contains("佐藤 花子"), "{}", page.body);
        assert!(!page.body.contains("契約書") && !page.body.contains("<form"), "{}", page.body);
        for below in ["/documents/1", "/documents/1/download", "/documents/1/source"] {
            assert_eq!(w.get(&format!("{path}{below}")).await.status, 409, "{below}");
        }
        for below in ["/confirm", "/decline", "/forward"] {
            assert_eq!(w.get(&format!("{path}{below}")).await.status, 303, "{below}");
        }
        for (act, form) in [("complete", w.form()), ("decline", "reason=x".into()), ("forward", FORM.into())] {
            assert_eq!(w.post_with(&format!("{path}/{act}"), &form, "").await.status, 303, "{act}");
        }
    };
    let events = w.evidence().len();
    nothing(&w).await;
    assert_eq!(w.evidence().len(), events);
    w.story.approve(2, LATER);
    assert!(matches!(w.evidence().last(), Some(EventKind::Completed { .. })));
    nothing(&w).await;
}

#[tokio::test]
async fn mistakes_are_told_at_their_fields_and_nothing_is_lost() {
    let w = World::of(vec![tanaka()]);
    let forward = format!("{}/forward", link(&w, 1));
    for (form, wrong) in [
        ("", &["forward-name", "forward-email", "forward-reason"][..]),
        ("name=+&email=x&reason=+", &["forward-name", "forward-email", "forward-reason"]),
        ("name=a%00b&email=a@example.jp&reason=x", &["forward-name"]),
        ("name=Taro&email=TANAKA@example.jp&reason=x", &["forward-email"]),
        (&format!("name=Taro&company={}&email=a@example.jp&reason=x", "c".repeat(201)), &["forward-company"]),
        (&format!("name=Taro&email=a@example.jp&reason={}", "r".repeat(501)), &["forward-reason"]),
    ] {
        let answer = w.post_with(&forward, form, "").await;
        assert_eq!(answer.status, 422, "{form}");
        assert_protected(&answer);
        for id in ["forward-name", "forward-company", "forward-email", "forward-reason"] {
            let is_wrong = wrong.contains(&id);
            assert_eq!(answer.body.contains(&format!("id=\"{id}-error\"")), is_wrong, "{form}: {id}");
            assert_eq!(answer.body.contains(&format!("href=\"#{id}\"")), is_wrong, "{form}: {id}");
        }
    }
    let form = "name=%3Cb%3ETaro&company=ACME&email=wrong&language=en&reason=ill";
    let body = w.post_with(&forward, form, "").await.body;
    for kept in [
        r#"value="&#60;b&#62;Taro""#,
        r#"value="ACME""#,
        r#"value="wrong""#,
        r#"value="en" selected"#,
        "ill</textarea>",
    ] {
        assert!(body.contains(kept), "{kept} is missing in {body}");
    }
    assert_eq!(w.post(&forward, FORM, &[("sec-fetch-site", "cross-site")]).await.status, 403);
    assert!(matches!(w.state(1), RecipientState::Invited { .. }));
}

#[tokio::test]
async fn what_the_sender_or_the_factor_binds_is_not_forwarded() {
    let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let request = EnvelopeRequest {
        title: "Contract".into(),
        documents: vec![domain::draft::DocumentRequest { name: "Contract".into(), size: 1, sha256: "ab".repeat(32) }],
        recipients: vec![tanaka()],
        may_forward: Some(false),
        ..EnvelopeRequest::default()
    };
    let w = World::telling(Story::of(request, SENT));
    let path = link(&w, 1);
    assert!(!w.get(&path).await.body.contains("/forward"));
    assert_eq!(w.get(&format!("{path}/forward")).await.status, 303);
    let answer = w.post_with(&format!("{path}/forward"), FORM, "").await;
    assert_eq!((answer.status, answer.body.contains("この依頼は転送できません")), (409, true));

    // An authenticator is one person's.
    let factor = FactorRequest::Totp { key: Secret::new(key.into()) };
    let secret = factor.secret(|code| Ok::<_, String>(code.to_owned())).unwrap().unwrap();
    let w = World::of(vec![RecipientRequest { factor: Some(factor), ..tanaka() }]);
    w.factors.put_secret(w.story.id, RecipientNumber(1), &secret, SENT.parse().unwrap()).await.unwrap();
    let path = link(&w, 1);
    let passed = w.post_with(&format!("{path}/factor"), "code=229984", "").await;
    let review = w.get_with(&path, &passed.cookie_header()).await;
    assert!(review.body.contains("契約書") && !review.body.contains("/forward"));
}

#[tokio::test]
async fn whoever_takes_over_shows_the_access_code_too() {
    let factor = FactorRequest::AccessCode { code: Secret::new("Takikawa-2026".into()) };
    let secret = factor.secret(|code| lambda::access_code::hash(code, [7; 16])).unwrap().unwrap();
    let w = World::of(vec![RecipientRequest { factor: Some(factor), ..tanaka() }]);
    w.factors.put_secret(w.story.id, RecipientNumber(1), &secret, SENT.parse().unwrap()).await.unwrap();
    let path = link(&w, 1);
    let cookies = w.post_with(&format!("{path}/factor"), "code=Takikawa-2026", "").await.cookie_header();
    assert!(w.get_with(&path, &cookies).await.body.contains("アクセスコードは、転送先の方へ"));
    assert_eq!(w.post_with(&format!("{path}/forward"), FORM, &cookies).await.status, 303);

    let next = w.story.link(Party::Recipient(RecipientNumber(2)), Purpose::Act { generation: 1 }, DEADLINE);
    let next = format!("/sign/{next}");
    assert!(!w.get_with(&next, &cookies).await.body.contains("契約書"), "the first one's cookie opens nothing");
    let passed = w.post_with(&format!("{next}/factor"), "code=Takikawa-2026", "").await;
    assert_eq!((passed.status, passed.cookies().len()), (303, 1));
    assert!(w.get_with(&next, &passed.cookie_header()).await.body.contains("契約書"));
}
