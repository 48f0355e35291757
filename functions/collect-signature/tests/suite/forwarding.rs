//! Forwarding a task to somebody else (F9).

use domain::draft::{EnvelopeRequest, FactorRequest, RecipientRequest};
use domain::evidence::EventKind;
use domain::factor::Secret;
use domain::ids::RecipientNumber;
use domain::language::Language;
use domain::link::Purpose;
use domain::mail::Addressee;
use domain::ports::Factors as _;
use domain::recipient::RecipientState;
use fakes::{Story, signer};

use crate::world::{DEADLINE, LATER, SENT, World, assert_protected};

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
    assert_eq!((to.0, session.ip.to_string(), notify), (2, "203.0.113.9".into(), &vec![Addressee::Sender]));
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

/// What stands in the page's error beside this field.
fn error_at<'a>(page: &'a str, id: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("id=\"{id}-error\">"))?;
    Some(rest.split_once('<')?.0)
}

/// As a browser sends it.
fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

#[tokio::test]
async fn what_misleads_is_told_at_its_field_and_stays_in_the_form() {
    let w = World::of(vec![tanaka()]);
    let path = link(&w, 1);
    for (field, typed, ja, en) in [
        ("name", "\u{200b}", "氏名に、画面に表示されない文字", "invisible character"),
        ("name", "佐藤\u{202e}花子", "氏名に、文字の並ぶ向き", "writing direction"),
        ("name", "外字\u{e000}", "氏名に外字は使えません", "private-use character"),
        ("name", "佐藤 evil.example", "氏名にURLやドメイン名", "cannot hold a URL"),
        ("name", "ｗｗｗ．ｅｖｉｌ", "氏名にURLやドメイン名", "cannot hold a URL"),
        ("company", "evil.example/login", "会社名にURLやドメイン名", "cannot hold a URL"),
        ("company", "会社\u{3164}", "会社名に、画面に表示されない文字", "invisible character"),
        ("email", "taro", "「@」がありません", "has no @"),
        ("email", "太郎@example.jp", "「@」より前に、日本語", "other letters than ASCII"),
        ("email", "\"a b\"@example.jp", "引用符", "quotation marks"),
        ("email", "taro@[192.0.2.1]", "IPアドレス", "IP address"),
        ("email", "ＴＡＮＡＫＡ＠example。jp", "あなたのメールアドレスとは異なる", "another address than your own"),
        ("reason", "異\u{2066}動", "理由に、文字の並ぶ向き", "writing direction"),
        ("reason", "異\u{2028}動", "理由に制御文字", "control character"),
    ] {
        let mut fields =
            vec![("name", "佐藤 花子"), ("company", "価格.com"), ("email", "hanako@example.jp"), ("reason", "異動")];
        let place = fields.iter().position(|(name, _)| *name == field).unwrap();
        fields[place].1 = typed;
        for (language, words) in [("ja", ja), ("en", en)] {
            let answer = w.post_with(&format!("{path}/forward?lang={language}"), &encoded(&fields), "").await;
            assert_eq!(answer.status, 422, "{typed:?}");
            assert_protected(&answer);
            let told = error_at(&answer.body, &format!("forward-{field}"));
            assert!(told.is_some_and(|told| told.contains(words)), "{typed:?}: {told:?}");
            assert_eq!(answer.body.matches("class=\"error\" id=").count(), 1, "{typed:?}: only that field");
            for (_, kept) in &fields {
                let kept = kept.replace('"', "&#34;");
                assert!(answer.body.contains(&kept), "{kept:?} is lost");
            }
        }
    }
    for (typed, words) in [
        ("", "理由を入力してください。"),
        ("辞\u{202e}退", "理由に、文字の並ぶ向き"),
        ("\u{200b}", "理由に、画面に表示されない文字"),
        ("\u{fffd}", "理由の文字が壊れています"),
    ] {
        let answer = w.post_with(&format!("{path}/decline"), &encoded(&[("reason", typed)]), "").await;
        assert_eq!(answer.status, 422, "{typed:?}");
        assert!(
            error_at(&answer.body, "reason").is_some_and(|told| told.contains(words)),
            "{typed:?}: {}",
            answer.body
        );
        assert!(answer.body.contains(&format!("{typed}</textarea>")), "{typed:?} is lost");
    }
    assert!(matches!(w.state(1), RecipientState::Invited { .. }), "nothing was done");
}

#[tokio::test]
async fn an_address_is_corrected_where_there_is_no_doubt() {
    for (typed, kept) in [
        ("　ｈａｎａｋｏ＠ｅｘａｍｐｌｅ。ｊｐ ", "hanako@example.jp"),
        ("hanako@日本語.jp", "hanako@日本語.jp"),
        ("h..a@docomo.ne.jp", "h..a@docomo.ne.jp"),
    ] {
        let w = World::of(vec![tanaka()]);
        let form = encoded(&[("name", "佐藤 花子"), ("email", typed), ("reason", "異動のため。\r\n後任です。")]);
        let answer = w.post_with(&format!("{}/forward", link(&w, 1)), &form, "").await;
        assert_eq!(answer.status, 303, "{typed}: {}", answer.body);
        assert_eq!(w.recipient(2).email.as_str(), kept);
    }
}

#[tokio::test]
async fn a_form_in_another_encoding_or_of_another_kind_is_a_problem_and_records_nothing() {
    let w = World::of(vec![tanaka()]);
    let decline = format!("{}/decline", link(&w, 1));
    let shift_jis = "reason=%8E%AB%91%DE";
    let send = async |kind: &str, accept: &str, body: &str| {
        let request = axum::http::Request::post(&decline).header("content-type", kind).header("accept", accept);
        w.send(request.header("accept-language", "en").body(body.to_owned().into()).unwrap()).await
    };
    let form = "application/x-www-form-urlencoded";
    for (kind, body, status, code, title) in [
        (form, shift_jis.to_owned(), 400, "invalid-utf8", "The request is not UTF-8"),
        ("text/plain", "reason=x".to_owned(), 415, "unsupported-content", "Unsupported content"),
        ("multipart/form-data; boundary=x", "--x--".to_owned(), 415, "unsupported-content", "Unsupported content"),
        (form, format!("reason={}", "x".repeat(70 << 10)), 413, "body-too-large", "The request is too large"),
    ] {
        let json = send(kind, "application/json", &body).await;
        assert_eq!((json.status, json.headers["content-type"].to_str().unwrap()), (status, "application/problem+json"));
        assert!(json.body.contains(&format!("\"code\":\"{code}\"")) && json.body.contains(title), "{}", json.body);
        let page = send(kind, "text/html", &body).await;
        assert_eq!((page.status, page.headers["content-type"].to_str().unwrap()), (status, "text/html; charset=utf-8"));
        assert!(page.body.contains(title), "{}", page.body);
    }
    let query = w.get(&format!("{}/confirm?seal=%8E", link(&w, 1))).await;
    assert_eq!(query.status, 400, "{}", query.body);
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
    w.factors.put_secret(w.story.id, RecipientNumber(1), None, &secret, SENT.parse().unwrap()).await.unwrap();
    let path = link(&w, 1);
    let passed = w.post_with(&format!("{path}/factor"), "code=229984", "").await;
    let review = w.get_with(&path, &passed.cookie_header()).await;
    assert!(review.body.contains("契約書") && !review.body.contains("/forward"));
}

#[tokio::test]
async fn whoever_takes_over_shows_the_access_code_too() {
    let factor = FactorRequest::AccessCode { code: Secret::new("Takikawa-2026".into()) };
    let secret = factor.secret(|code| api::access_code::hash(code, [7; 16])).unwrap().unwrap();
    let w = World::of(vec![RecipientRequest { factor: Some(factor), ..tanaka() }]);
    w.factors.put_secret(w.story.id, RecipientNumber(1), None, &secret, SENT.parse().unwrap()).await.unwrap();
    let path = link(&w, 1);
    let cookies = w.post_with(&format!("{path}/factor"), "code=Takikawa-2026", "").await.cookie_header();
    assert!(w.get_with(&path, &cookies).await.body.contains("アクセスコードは、転送先の方へ"));
    assert_eq!(w.post_with(&format!("{path}/forward"), FORM, &cookies).await.status, 303);

    let next = w.story.link(Addressee::Recipient(RecipientNumber(2)), Purpose::Act { generation: 1 }, DEADLINE);
    let next = format!("/sign/{next}");
    assert!(!w.get_with(&next, &cookies).await.body.contains("契約書"), "the first one's cookie opens nothing");
    let passed = w.post_with(&format!("{next}/factor"), "code=Takikawa-2026", "").await;
    assert_eq!((passed.status, passed.cookies().len()), (303, 1));
    assert!(w.get_with(&next, &passed.cookie_header()).await.body.contains("契約書"));
}
