//! Every page in both languages, and neither with a word of the other.

use domain::command::{Command, Correction};
use domain::draft::{DocumentRequest, EnvelopeRequest, FactorRequest, RecipientRequest};
use domain::factor::Secret;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::language::Language;
use domain::ports::Factors as _;
use domain::recipient::SealType;
use domain::visible_seal::{PlacedBy, Placement, SealPolicy};
use fakes::{Story, certificate, copy, signer, viewer};

use crate::world::{Answer, DEADLINE, LATER, SENT, World};

/// Three minutes after [`LATER`].
const TOO_LONG_AFTER: &str = "2026-11-23T01:03:00Z";
/// What users and operators wrote, in letters of neither language's own: digits and `x`.
const WRITTEN: &str = "x1";

/// Every page that a recipient with these wishes may come by, each with what it is.
struct Tour {
    language: Language,
    pages: Vec<(&'static str, Answer)>,
}

fn story(language: Language, people: Vec<RecipientRequest>) -> World {
    let document = |name: &str| DocumentRequest { name: name.into(), size: 1000, sha256: "ab".repeat(32) };
    let neutral = |r: RecipientRequest| RecipientRequest { language, ..r };
    let request = EnvelopeRequest {
        title: WRITTEN.into(),
        message: Some(WRITTEN.into()),
        documents: vec![document("x11"), document("x12")],
        recipients: people.into_iter().map(neutral).collect(),
        ..EnvelopeRequest::default()
    };
    World::telling(Story::of(request, SENT))
}

fn signs(order: u16) -> RecipientRequest {
    signer(order, Some("x2"), "x3", "x4")
}

impl Tour {
    async fn of(language: Language) -> Vec<(&'static str, Answer)> {
        let mut tour = Self { language, pages: Vec::new() };
        tour.acts().await;
        tour.outcomes().await;
        tour.ends().await;
        tour.factors().await;
        tour.registered_seals().await;
        tour.pages
    }

    fn world(&self, people: Vec<RecipientRequest>) -> (World, String) {
        let w = story(self.language, people);
        let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
        (w, path)
    }

    async fn get(&mut self, what: &'static str, w: &World, path: &str) {
        let request = axum::http::Request::get(path).header("accept", "text/html");
        let request = request.header("accept-language", self.language.tag()).body(axum::body::Body::empty());
        let answer = w.send(request.unwrap()).await;
        self.pages.push((what, answer));
    }

    async fn post(&mut self, what: &'static str, w: &World, path: &str, form: &str) {
        let headers = [("accept", "text/html"), ("accept-language", self.language.tag())];
        let answer = w.post(path, form, &headers).await;
        assert_ne!(answer.status, 303, "{what}");
        self.pages.push((what, answer));
    }

    async fn acts(&mut self) {
        let (w, path) = self.world(vec![signs(1), viewer(1, None, "x5", "x6"), copy("x7", "x8")]);
        self.get("review", &w, &path).await;
        self.get("confirm", &w, &format!("{path}/confirm")).await;
        self.get("decline", &w, &format!("{path}/decline")).await;
        self.get("forward", &w, &format!("{path}/forward")).await;
        self.post("unconfirmed", &w, &format!("{path}/complete"), &w.form().replace("&confirmed=yes", "")).await;
        self.post("unreadable", &w, &format!("{path}/complete"), "confirmed=yes").await;
        self.post("no reason", &w, &format!("{path}/decline"), "").await;
        self.post("forwarded wrongly", &w, &format!("{path}/forward"), "name=&email=x&reason=").await;
        let long = format!("name=%00&company={0}&email=x4@example.jp&reason={0}", "x".repeat(501));
        self.post("forwarded too long", &w, &format!("{path}/forward"), &long).await;
        self.seals().await;
        let path = format!("/sign/{}", w.story.act_link(2, DEADLINE));
        self.get("a viewer's review", &w, &path).await;
        self.get("a viewer's confirmation", &w, &format!("{path}/confirm")).await;
        w.story.approve(2, LATER);
        self.get("a viewer's end", &w, &path).await;
    }

    async fn seals(&mut self) {
        let proposed = Placement { document: DocumentNumber(1), page: 1, x: 100, y: 100, width: 200, height: 200 };
        for by in [PlacedBy::Sender, PlacedBy::Signer] {
            let seal_policy = Some(SealPolicy { by, placements: vec![proposed] });
            let (w, path) = self.world(vec![RecipientRequest { seal_policy, ..signs(1) }]);
            self.get("review before a seal", &w, &path).await;
            self.get("seals", &w, &format!("{path}/seal")).await;
            self.get("confirm with a seal", &w, &format!("{path}/confirm?seal=round&place_2=nowhere")).await;
            self.get("confirm without a seal", &w, &format!("{path}/confirm?seal=none")).await;
            let wrong =
                ["place_1=nowhere&place_2=nowhere", "page_2=9", "place_1=point", "place_1=point&x_1=900&y_1=900"];
            for wrong in wrong.into_iter().filter(|_| by == PlacedBy::Signer) {
                self.get("a seal that cannot be", &w, &format!("{path}/confirm?seal=round&{wrong}")).await;
            }
            let gone = format!("{path}/confirm?seal=own-{}", "0".repeat(64));
            self.get("an image that is gone", &w, &gone).await;
            self.post("no image", &w, &format!("{path}/seal/image"), "").await;
        }
    }

    async fn outcomes(&mut self) {
        let (w, path) = self.world(vec![signs(1), signs(2)]);
        let second = format!("/sign/{}", w.story.act_link(2, DEADLINE));
        self.get("waiting", &w, &second).await;
        self.get("not yet", &w, &format!("{second}/documents/1")).await;
        w.post(&format!("{path}/complete"), &w.form(), &[]).await;
        self.get("sealing", &w, &path).await;
        w.clock.set(TOO_LONG_AFTER);
        self.get("sealing for long", &w, &path).await;
        w.story.apply(Command::ReportWait, TOO_LONG_AFTER);
        self.get("sealing for long, and the sender knows", &w, &path).await;
        w.story.seal(TOO_LONG_AFTER);
        self.get("done", &w, &path).await;
        w.story.approve(2, TOO_LONG_AFTER);
        self.get("completed", &w, &path).await;

        let (w, path) = self.world(vec![signs(1), signs(1)]);
        let other = format!("/sign/{}", w.story.act_link(2, DEADLINE));
        w.post(&format!("{path}/forward"), "name=x&company=x&email=x9@example.jp&reason=x", &[]).await;
        self.get("forwarded", &w, &path).await;
        self.get("of somebody who forwarded", &w, &format!("{path}/documents/1")).await;
        self.get("with somebody who forwarded", &w, &other).await;
        w.post(&format!("{other}/decline"), "reason=x", &[]).await;
        self.get("declined", &w, &other).await;
        self.get("declined by another", &w, &format!("/sign/{}", w.story.act_link(3, DEADLINE))).await;
    }

    async fn ends(&mut self) {
        let (w, path) = self.world(vec![signs(1)]);
        self.get("no page", &w, "/sign/x").await;
        self.post("not a form", &w, &format!("{path}/confirm"), "").await;
        w.story
            .apply(Command::RequestAgain { recipient: RecipientNumber(1), correction: Correction::default() }, LATER);
        self.get("a replaced link", &w, &path).await;
        let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
        w.clock.set(DEADLINE);
        self.get("expired", &w, &path).await;
        let (w, path) = self.world(vec![signs(1)]);
        w.story.apply(Command::Void { reason: "x".into() }, LATER);
        self.get("voided", &w, &path).await;
        let (w, path) = self.world(vec![signs(1)]);
        w.story.apply(Command::Fail { reason: "x".into() }, LATER);
        self.get("failed", &w, &path).await;
        let (w, path) = self.world(vec![signs(1)]);
        w.story.approve(1, LATER);
        w.clock.set(DEADLINE);
        self.get("an expired link", &w, &path).await;
    }

    async fn registered_seals(&mut self) {
        let owner = "takikawa";
        let seal = Some(SealType::Registered { organisation: owner.to_owned().try_into().unwrap(), seal: None });
        let (w, path) = self.world(vec![RecipientRequest { seal, ..signs(1) }]);
        for row in [None, Some(certificate(&[], &[])), Some(certificate(&["x4@example.jp"], &[]))] {
            w.certificates.put(Some(owner), row);
            self.get("a registered seal that is refused", &w, &path).await;
            self.post("signed in vain", &w, &format!("{path}/complete"), &w.form()).await;
        }
        self.get("forwarding without the registered seal", &w, &format!("{path}/forward")).await;
    }

    async fn factors(&mut self) {
        let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (what, factor, code) in [
            ("access code", FactorRequest::AccessCode { code: Secret::new("x-12".into()) }, "xx"),
            ("authenticator", FactorRequest::Totp { key: Secret::new(key.into()) }, "000000"),
            ("sms", FactorRequest::Sms { phone: "090-1234-5678".into() }, "000000"),
            ("code by mail", FactorRequest::EmailCode, "000000"),
        ] {
            let secret = factor.secret(|code| api::access_code::hash(code, [7; 16])).unwrap();
            let (w, path) = self.world(vec![RecipientRequest { factor: Some(factor), ..signs(1) }]);
            if let Some(secret) = secret {
                w.factors
                    .put_secret(w.story.id, RecipientNumber(1), None, &secret, SENT.parse().unwrap())
                    .await
                    .unwrap();
            }
            self.get(what, &w, &path).await;
            self.get(what, &w, &format!("{path}/documents/1")).await;
            for (act, form) in [("complete", ""), ("decline", "reason=x1"), ("forward", "name=x1")] {
                self.post(what, &w, &format!("{path}/{act}"), form).await;
            }
            for minute in 1..=6 {
                w.clock.set(&format!("2026-11-23T01:{minute:02}:00Z"));
                w.post(&format!("{path}/code"), "", &[]).await;
                if minute == 1 && w.recipient(1).attempts.codes == 1 {
                    self.post(what, &w, &format!("{path}/code"), "").await;
                }
                self.get(what, &w, &path).await;
            }
            self.post(what, &w, &format!("{path}/factor"), "").await;
            for _ in 0..2 {
                self.post(what, &w, &format!("{path}/factor"), &format!("code={code}")).await;
            }
            w.post(&format!("{path}/factor"), &format!("code={code}"), &[]).await;
            self.get(what, &w, &path).await;
        }
        let factor = FactorRequest::AccessCode { code: Secret::new("x-12".into()) };
        let secret = factor.secret(|code| api::access_code::hash(code, [7; 16])).unwrap().unwrap();
        for (act, field) in [("decline", "pending-reason"), ("forward", "pending-name")] {
            let (w, path) = self.world(vec![RecipientRequest { factor: Some(factor.clone()), ..signs(1) }]);
            w.factors.put_secret(w.story.id, RecipientNumber(1), None, &secret, SENT.parse().unwrap()).await.unwrap();
            let form = format!("code=x-12&pending={act}&{field}=x1");
            self.post("sent in vain", &w, &format!("{path}/factor"), &form).await;
        }
        let (w, path) = self.world(vec![signs(1)]);
        let headers =
            [("accept", "text/html"), ("sec-fetch-site", "cross-site"), ("accept-language", self.language.tag())];
        self.pages.push(("cross-site", w.post(&format!("{path}/complete"), "", &headers).await));
    }
}

/// What a reader sees or hears: text, and the attributes that are read aloud or shown; and what a script shows.
fn words(html: &str) -> String {
    let mut seen = String::new();
    for piece in html.replace("<style>", "<style ").split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        for name in ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\"", "data-texts=\"", "data-text=\""] {
            let value = tag.split_once(name).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value);
            if let Some(value) = value {
                seen.push_str(&spoken(name, value));
                seen.push('\n');
            }
        }
        if !tag.starts_with("style") {
            seen.push_str(text);
            seen.push('\n');
        }
    }
    seen
}

/// Of a script's texts the values count, not their names nor the words in braces.
fn spoken(name: &str, value: &str) -> String {
    match name {
        "data-text=\"" => {
            return ["{document}", "{page}", "{x}", "{y}"]
                .iter()
                .fold(value.to_owned(), |text, word| text.replace(word, ""));
        }
        "data-texts=\"" => {}
        _ => return value.to_owned(),
    }
    let texts: serde_json::Value = serde_json::from_str(&value.replace("&#34;", "\"")).unwrap();
    let values: Vec<_> = texts.as_object().unwrap().values().map(|v| v.as_str().unwrap().to_owned()).collect();
    ["{page}", "{pages}", "{name}"].iter().fold(values.join("\n"), |text, word| text.replace(word, ""))
}

fn is_japanese(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Two words in a row, of more than one letter each, are a sentence to anybody who reads no English.
fn english_in(text: &str) -> Option<String> {
    const ALLOWED: [&str; 18] = [
        "Not Found",
        "English",
        "PDF",
        "PNG",
        "JPEG",
        "mm",
        "SHA-256",
        "SMS",
        "URL",
        "IP",
        "JST",
        "Keiin",
        "https://keiin.example/help",
        "help@keiin.example",
        "sato@city.example",
        "x4@example.jp",
        "taro@example.jp",
        "x9@example.jp",
    ];
    let bare = ALLOWED.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
    let bare = bare.replace("&#60;", "").replace("&#62;", "").replace("&#38;", "").replace("/document_", "");
    let is_word = |word: &&str| {
        word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic()) && !word.bytes().all(|b| b == b'x')
    };
    bare.split(|c: char| !c.is_ascii_alphanumeric()).find(is_word).map(str::to_owned)
}

#[tokio::test]
async fn english_pages_hold_no_japanese() {
    let pages = Tour::of(Language::En).await;
    for (what, page) in &pages {
        assert!(page.body.contains(r#"<html lang="en">"#), "{what} is in the other language: {}", page.body);
        // The sender of every story, and the way to the other language.
        let written = ["滝川市", "総務課 佐藤 花子", "日本語"];
        let words = written.iter().fold(words(&page.body), |text, word| text.replace(word, ""));
        let found: String = words.lines().filter(|line| line.chars().any(is_japanese)).collect();
        assert!(found.is_empty(), "{what}: {found}");
    }
}

#[tokio::test]
async fn japanese_pages_hold_no_english() {
    let pages = Tour::of(Language::Ja).await;
    assert_eq!(pages.len(), Tour::of(Language::En).await.len());
    for (what, page) in &pages {
        assert!(page.body.contains(r#"<html lang="ja">"#), "{what} is in the other language: {}", page.body);
        let words = words(&page.body);
        let without_digests: Vec<_> = words.split_whitespace().filter(|word| word.len() != 64).collect();
        let found = english_in(&without_digests.join(" "));
        assert!(found.is_none(), "{what}: {found:?} in {words}");
    }
}

#[tokio::test]
async fn the_reader_chooses_and_the_choice_stays() {
    let (w, path) = Tour { language: Language::Ja, pages: Vec::new() }.world(vec![signs(1)]);
    let page = w.get(&path).await.body;
    assert!(
        page.contains(r#"<html lang="ja">"#) && page.contains(r#"href="?lang=en" hreflang="en" lang="en">English"#)
    );
    let page = w.get(&format!("{path}?lang=en")).await.body;
    assert!(page.contains(r#"<html lang="en">"#) && page.contains(r#"href="?lang=ja" hreflang="ja" lang="ja">日本語"#));
    for below in ["confirm", "decline", "forward", "documents/1", "documents/1/download", "documents/1/source"] {
        assert!(page.contains(&format!("/v{path}/{below}?lang=en\"")), "{below} forgets the language");
    }
    let done = w.post(&format!("{path}/complete?lang=en"), &w.form(), &[]).await;
    assert_eq!(done.location(), format!("/v{path}?lang=en"));
    assert!(w.get(&format!("{path}?lang=en")).await.body.contains("Signing…"));
    assert!(w.get(&format!("{path}?lang=fr")).await.body.contains("署名しています…"));
    assert!(w.get("/sign/x?lang=en").await.body.contains("There is no such page."));
}
