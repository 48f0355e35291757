//! The page and the click on it, driven over HTTP with ports in memory.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use domain::command::Command;
use domain::envelope::MAX_DOWNLOADS;
use domain::evidence::EventKind;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::language::Language;
use domain::link::Purpose;
use domain::mail::Addressee;
use domain::organisation::AddressBoundLinks;
use domain::removal::RemovalReport;
use download_document::{Dependencies, router};
use fakes::{MemoryOrganisations, PresignedDocuments, StoppedClock, Story, copy, signer};
use tower::ServiceExt;
use web::{ClientIp, Site};

const SENT: &str = "2026-11-22T05:05:00Z";
const SIGNED: &str = "2026-11-23T01:00:00Z";
const EXPIRES: &str = "2026-12-07T01:00:00Z";

struct World {
    story: Story,
    organisations: Arc<MemoryOrganisations>,
    clock: Arc<StoppedClock>,
    router: Router,
}

fn world() -> World {
    let signer = signer(1, Some("株式会社 <北空知>"), "鈴木 太郎", "suzuki");
    telling(vec![signer, copy("高橋 三郎", "saburo")])
}

fn telling(recipients: Vec<domain::draft::RecipientRequest>) -> World {
    let story = Story::draft(recipients, SENT);
    story.start(SENT);
    let clock = Arc::new(StoppedClock::at(SIGNED));
    let site = Site {
        public_url: "https://sign.example".into(),
        brand: "電子印鑑Keiin".into(),
        copyright: "Keiin".into(),
        ..Site::default()
    };
    let organisations = Arc::<MemoryOrganisations>::default();
    let router = router(Dependencies {
        envelopes: story.envelopes.clone(),
        links: story.links.clone(),
        link_rules: organisations.clone(),
        documents: Arc::new(PresignedDocuments::default()),
        clock: clock.clone(),
        site: Arc::new(site),
    });
    World { story, organisations, clock, router }
}

#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl World {
    async fn send(&self, method: Method, path: &str) -> Answer {
        self.send_from("203.0.113.9", method, path).await
    }

    async fn send_from(&self, address: &str, method: Method, path: &str) -> Answer {
        let request = Request::builder().method(method).uri(path).header("accept", "text/html");
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ClientIp(address.parse().unwrap()));
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    fn link(&self) -> String {
        self.story.link(Addressee::Recipient(RecipientNumber(1)), Purpose::Download, EXPIRES)
    }
}

#[tokio::test]
async fn whoever_comes_without_a_link_reads_what_this_is() {
    let w = world();
    let page = w.send(Method::GET, "/").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("依頼メールにあるリンクを開いてください。"), "{}", page.body);
    assert!(page.body.contains(r#"href="/verify""#), "{}", page.body);
    assert!(w.send(Method::GET, "/?lang=en").await.body.contains("Open the link in the email."));
    assert_eq!(w.send(Method::POST, "/").await.status, 404);
}

#[tokio::test]
async fn the_page_lists_documents_and_progress() {
    let w = world();
    w.story.approve(1, SIGNED);
    let path = format!("/download/{}", w.link());
    let before = w.story.envelopes.evidence(w.story.id);
    let page = w.send(Method::GET, &path).await;
    assert_eq!(page.status, 200);
    for part in [
        "すべての手続きが完了しました",
        "すべての関係者が手続きを完了しました。PDF文書は下記からダウンロードしてください。",
        r#"<span class="number">文書1（"#,
        r#"<strong id="name-1">電子契約サービス委託契約書"#,
        r#"<strong id="name-2">仕様書 &#60;別紙1&#62; &#38; 内訳"#,
        "↓ ダウンロード",
        "署名の進行状況",
        "株式会社 &#60;北空知&#62;",
        "2026年11月23日 10:00 (JST)",
        "ダウンロード有効期間：14日間（<strong>2026年12月7日 10:00 (JST)</strong> まで）",
        &format!(r#"action="{path}/documents/1""#),
    ] {
        assert!(page.body.contains(part), "{part} is missing in {}", page.body);
    }
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("form-action 'self' https://bucket.example;"), "{policy}");
    assert_eq!(w.send(Method::HEAD, &path).await.status, 200);
    assert_eq!(w.story.envelopes.evidence(w.story.id), before);
}

#[tokio::test]
async fn the_page_speaks_the_language_of_whose_link_it_is_until_the_reader_chooses() {
    let english = domain::draft::RecipientRequest { language: Language::En, ..signer(1, None, "Suzuki", "suzuki") };
    let w = telling(vec![english]);
    w.story.approve(1, SIGNED);
    let path = format!("/download/{}", w.link());
    let page = w.send(Method::GET, &path).await.body;
    for part in [
        r#"<html lang="en">"#,
        "The documents are signed. Download them below.",
        r#"<span class="number">Document 1 ("#,
        "↓ Download",
        "This link works for 14 days, until <strong>7 Dec 2026, 10:00 (JST)</strong>",
        "Signed",
        "23 Nov 2026, 10:00 (JST)",
        r#"href="?lang=ja" hreflang="ja""#,
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    // What the sender and the recipient wrote, and the way to the other language.
    let written =
        ["滝川市", "総務課 佐藤 花子", "電子契約サービス委託契約書", "電子契約サービス委託", "仕様書", "別紙", "内訳"];
    let ours = written.iter().chain(&["日本語", "電子印鑑"]).fold(page, |page, word| page.replace(word, ""));
    let ours = ours.split("</style>").nth(1).unwrap();
    let found: String =
        ours.chars().filter(|c| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')).collect();
    assert_eq!(found, "");

    let sender = w.story.link(Addressee::Sender, Purpose::Download, EXPIRES);
    assert!(w.send(Method::GET, &format!("/download/{sender}")).await.body.contains(r#"<html lang="ja">"#));
    assert!(w.send(Method::GET, &format!("{path}?lang=ja")).await.body.contains("すべての手続きが完了しました"));
}

#[tokio::test]
async fn each_click_is_recorded_and_ends_at_the_newest_file() {
    let w = world();
    w.story.approve(1, SIGNED);
    let link = w.link();
    for _ in 0..2 {
        let answer = w.send(Method::POST, &format!("/download/{link}/documents/2")).await;
        assert_eq!(answer.status, 303);
        let location = answer.headers["location"].to_str().unwrap();
        let file = "https://bucket.example/envelopes/test/002/recipient-1-timestamped.pdf?Attachment=";
        // The finished file is told apart from what was sent.
        let ending: String = "_署名済み".bytes().map(|byte| format!("%{byte:02X}")).collect();
        assert!(location.starts_with(file) && location.ends_with(&ending), "{location}");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer");
    }
    let evidence = w.story.envelopes.evidence(w.story.id);
    let clicks = evidence.iter().filter(|kind| match kind {
        EventKind::Downloaded { document, addressee, session } => {
            (document.0, *addressee, session.ip)
                == (2, Addressee::Recipient(RecipientNumber(1)), IpAddr::from([203, 0, 113, 9]))
        }
        _ => false,
    });
    assert_eq!(clicks.count(), 2);
}

/// Each is an event: whoever has a link must not make the evidence grow without end, nor keep others from their documents.
#[tokio::test]
async fn one_person_saves_documents_so_often_and_no_more() {
    let w = world();
    w.story.approve(1, SIGNED);
    let link = w.link();
    let session = fakes::session();
    let by = |addressee| Command::RecordDownload { document: DocumentNumber(1), addressee, session: session.clone() };
    for _ in 0..MAX_DOWNLOADS {
        w.story.apply(by(Addressee::Recipient(RecipientNumber(1))), SIGNED);
    }
    let answer = w.send(Method::POST, &format!("/download/{link}/documents/2")).await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("ダウンロードの回数が上限に達しました"), "{}", answer.body);
    let count = || {
        w.story
            .envelopes
            .evidence(w.story.id)
            .iter()
            .filter(|kind| matches!(kind, EventKind::Downloaded { .. }))
            .count()
    };
    assert_eq!(count(), usize::from(MAX_DOWNLOADS));
    w.story.apply(by(Addressee::Sender), SIGNED);
    assert_eq!(count(), usize::from(MAX_DOWNLOADS) + 1, "others are not concerned");
}

/// In a trial that keeps documents for three days and removes them then.
#[tokio::test]
async fn of_documents_that_are_not_kept_any_more_that_is_said() {
    let w = world();
    w.story.approve(1, SIGNED);
    let link = w.link();
    let record = |report, at| {
        w.story.apply(Command::RecordRemoval { report }, at);
    };
    w.story.apply(Command::RecordRetention { until: "2026-11-26T01:00:00Z".parse().unwrap() }, SIGNED);
    for document in w.story.envelope().documents {
        let (number, finished) = (document.number, document.latest().unwrap().sha256);
        let (removed, left) = (Vec::new(), Vec::new());
        record(RemovalReport::Revisions { document: number, finished, removed, left }, "2026-11-24T01:00:00Z");
    }
    record(RemovalReport::Documents { objects: Vec::new() }, "2026-11-26T01:00:00Z");
    let path = format!("/download/{link}");
    assert_eq!(w.send(Method::GET, &path).await.status, 200, "who acted when is there for as long as the link");
    let version = w.story.envelope().version;
    for (query, sentence) in [("", "削除されました"), ("?lang=en", "were removed")] {
        let answer = w.send(Method::POST, &format!("{path}/documents/1{query}")).await;
        assert_eq!(answer.status, 410);
        assert!(answer.body.contains(sentence), "{}", answer.body);
    }
    assert_eq!(w.story.envelope().version, version, "nobody had it");
}

#[tokio::test]
async fn a_download_that_another_site_asks_for_is_refused() {
    let w = world();
    w.story.approve(1, SIGNED);
    let path = format!("/download/{}/documents/1", w.link());
    let before = w.story.envelopes.evidence(w.story.id);
    let request = Request::post(&path).header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap();
    let answer = w.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(w.story.envelopes.evidence(w.story.id), before);
}

#[tokio::test]
async fn everything_else_is_not_found_in_the_same_bytes() {
    let w = world();
    let expected = w.send(Method::GET, "/nothing").await;
    assert_eq!(expected.status, 404);
    for part in ["Not Found", "ページが見つかりません", "ご指定のURLが間違いないかご確認ください。", "© Keiin"]
    {
        assert!(expected.body.contains(part), "{part} is missing in {}", expected.body);
    }
    let early = w.link();
    assert_eq!(w.send(Method::GET, &format!("/download/{early}")).await, expected, "not completed yet");

    w.story.approve(1, SIGNED);
    let good = w.link();
    let act = w.story.act_link(1, EXPIRES);
    let (unknown, short) = ("A".repeat(43), "A".repeat(42));
    let english = w.send(Method::GET, "/nothing?lang=en").await;
    assert!(english.status == 404 && english.body.contains("There is no such page."));
    assert_eq!(w.send(Method::GET, &format!("/download/{unknown}?lang=en")).await, english);
    for (method, path) in [
        (Method::GET, "/favicon.ico".to_owned()),
        (Method::POST, "/anything".to_owned()),
        (Method::GET, "/download".to_owned()),
        (Method::GET, "/download/%FF".to_owned()),
        (Method::GET, format!("/download/{short}")),
        (Method::GET, format!("/download/{unknown}")),
        (Method::GET, format!("/download/{act}")),
        (Method::GET, format!("/download/{good}/")),
        (Method::GET, format!("/download/{good}/documents/1")),
        (Method::POST, format!("/download/{good}")),
        (Method::POST, format!("/download/{good}/documents/3")),
        (Method::POST, format!("/download/{good}/documents/one")),
        (Method::POST, format!("/download/{unknown}/documents/1")),
    ] {
        assert_eq!(w.send(method, &path).await, expected, "{path}");
    }
    assert_eq!(w.send(Method::GET, &format!("/download/{good}")).await.status, 200);
    w.clock.set(EXPIRES);
}

#[tokio::test]
async fn an_expired_link_says_so_and_whom_to_ask() {
    let w = world();
    w.story.approve(1, SIGNED);
    let path = format!("/download/{}", w.link());
    let before = w.story.envelopes.evidence(w.story.id);
    w.clock.set(EXPIRES);
    for (method, path) in [(Method::GET, path.clone()), (Method::POST, format!("{path}/documents/1"))] {
        let page = w.send(method.clone(), &path).await;
        assert_eq!(page.status, 410, "{method}");
        for part in ["ダウンロードの有効期間が過ぎています", "滝川市", r#"href="mailto:"#, "電子契約サービス委託"]
        {
            assert!(page.body.contains(part), "{part} is missing in {}", page.body);
        }
        assert!(!page.body.contains("鈴木") && !page.body.contains("付属書"), "{}", page.body);
    }
    let english = w.send(Method::GET, &format!("{path}?lang=en")).await;
    assert!(english.body.contains("The download link has expired"), "{}", english.body);
    assert_eq!(w.story.envelopes.evidence(w.story.id), before, "nothing is recorded");
    // Where the organisation binds its links to its network, an expired one tells nothing elsewhere either.
    w.organisations.bind_links(AddressBoundLinks::All, &["198.51.100.0/24"]);
    assert_eq!(w.send(Method::GET, &path).await.status, 403);
}

#[tokio::test]
async fn a_bound_link_shows_and_saves_documents_from_the_organisations_addresses_alone() {
    let w = world();
    w.story.approve(1, SIGNED);
    let path = format!("/download/{}", w.link());
    let (save, before) = (format!("{path}/documents/1"), w.story.envelopes.evidence(w.story.id));
    w.organisations.bind_links(AddressBoundLinks::All, &["203.0.113.0/24", "2001:db8::/32"]);
    for outside in ["198.51.100.9", "2001:db9::9", "::ffff:198.51.100.9"] {
        for (method, path) in [(Method::GET, &path), (Method::POST, &save)] {
            let page = w.send_from(outside, method.clone(), path).await;
            assert_eq!(page.status, 403, "{method} from {outside}");
            assert!(page.body.contains("滝川市が指定したネットワーク"), "{}", page.body);
            assert!(!page.body.contains("電子契約サービス委託契約書") && !page.body.contains("鈴木"), "{}", page.body);
        }
    }
    assert_eq!(w.story.envelopes.evidence(w.story.id), before, "nothing is recorded");
    for inside in ["203.0.113.9", "2001:db8::9", "::ffff:203.0.113.9"] {
        assert_eq!(w.send_from(inside, Method::GET, &path).await.status, 200, "{inside}");
        assert_eq!(w.send_from(inside, Method::POST, &save).await.status, 303, "{inside}");
    }
    // What is said later holds at once.
    w.organisations.bind_links(AddressBoundLinks::All, &["198.51.100.0/24"]);
    assert_eq!(w.send_from("198.51.100.9", Method::GET, &path).await.status, 200);
    assert_eq!(w.send_from("203.0.113.9", Method::POST, &save).await.status, 403);
}

#[tokio::test]
async fn the_senders_own_link_is_bound_by_the_senders_address() {
    let w = world();
    w.story.approve(1, SIGNED);
    let path = format!("/download/{}", w.story.link(Addressee::Sender, Purpose::Download, EXPIRES));
    // The sender's address is at another domain than those of the recipients.
    w.organisations.bind_links(AddressBoundLinks::OwnDomains, &["203.0.113.0/24"]);
    assert_eq!(w.send_from("198.51.100.9", Method::GET, &path).await.status, 200);
    assert_eq!(w.send_from("198.51.100.9", Method::GET, &format!("/download/{}", w.link())).await.status, 403);
    w.organisations.bind_links(AddressBoundLinks::All, &["203.0.113.0/24"]);
    assert_eq!(w.send_from("198.51.100.9", Method::GET, &path).await.status, 403);
}

#[tokio::test]
async fn where_it_cannot_be_read_from_where_links_open_no_document_is_to_be_had() {
    let w = world();
    w.story.approve(1, SIGNED);
    let path = format!("/download/{}", w.link());
    w.organisations.put_link_rule(&fakes::city().organisation, r#"{"schema":99}"#);
    assert_eq!(w.send(Method::GET, &path).await.status, 503);
    assert_eq!(w.send(Method::POST, &format!("{path}/documents/1")).await.status, 503);
}
