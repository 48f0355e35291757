//! The console's pages, which call the API in the name of whoever visits: through the events by which one function calls another.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::routes::{self, Access, Function, Route};
use api::{ClientIp, Entrance, Firewall};
use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, Uri};
use axum::response::IntoResponse as _;
use data_encoding::BASE64;
use domain::authorisation::Role;
use domain::digest::Digest;
use domain::ports::{Functions, PortError};
use fakes::{CountingRandomness, StoppedClock};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use web::Site;

use crate::by_session::SignedIn;
use crate::world::{NOBODY, NOW, World};

/// The functions of the API, called in this process.
struct InProcess {
    create_envelope: Router,
    manage_organisation: Router,
}

#[async_trait]
impl Functions for InProcess {
    async fn invoke(&self, package: &str, event: Vec<u8>) -> Result<Vec<u8>, PortError> {
        let router = match package {
            "create-envelope" => self.create_envelope.clone(),
            "manage-organisation" => self.manage_organisation.clone(),
            other => return Err(PortError::new("call a function", format!("{other} is none of the API"))),
        };
        let request = lambda_http::request::from_str(std::str::from_utf8(&event).unwrap()).unwrap();
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts, Body::from(body.to_vec()));
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let body = BASE64.encode(&to_bytes(body, 64 << 20).await.unwrap());
        let headers: BTreeMap<&str, &str> =
            parts.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        let answer = json!({
            "statusCode": parts.status.as_u16(), "headers": headers, "body": body, "isBase64Encoded": true,
        });
        Ok(answer.to_string().into_bytes())
    }
}

/// The console over the functions of this world, which are behind a firewall through which whoever visits the console has come.
pub(crate) fn console_over(world: &World, site: Arc<Site>) -> Router {
    let firewall = Firewall::Demanded { secret: Digest::of(b"secret"), other: None };
    let behind_entrance = |function| {
        let refuse = |_: &HeaderMap, _: &Uri| StatusCode::FORBIDDEN.into_response();
        Entrance::new(world.router(function), firewall, refuse).into_router()
    };
    let functions = InProcess {
        create_envelope: behind_entrance(Function::CreateEnvelope),
        manage_organisation: behind_entrance(Function::ManageOrganisation),
    };
    serve_console::router(serve_console::Dependencies {
        functions: Arc::new(functions),
        randomness: Arc::new(CountingRandomness::default()),
        clock: Arc::new(StoppedClock::at(NOW)),
        store: "https://store.example".to_owned(),
        site,
    })
}

/// The console, visited by a person of the city.
pub(crate) struct Console {
    pub(crate) signed_in: SignedIn,
    router: Router,
}

impl Console {
    pub(crate) async fn for_person(roles: &[Role]) -> Self {
        Self::of(SignedIn::with(roles).await)
    }

    pub(crate) fn of(signed_in: SignedIn) -> Self {
        Self::at(signed_in, Arc::default())
    }

    /// The same, of a deployment that presents itself so.
    pub(crate) fn at(signed_in: SignedIn, site: Arc<Site>) -> Self {
        let router = console_over(&signed_in.world, site);
        Self { signed_in, router }
    }

    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> (StatusCode, HeaderMap, String) {
        let request =
            Request::builder().method(method).uri(path).header("accept", "text/html").header("accept-language", "ja");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(ClientIp([203, 0, 113, 7].into()));
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 64 << 20).await.unwrap();
        (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, String) {
        let (status, _, body) = self.ask("GET", path, &[("cookie", &self.signed_in.cookie)], Body::empty()).await;
        (status.as_u16(), body)
    }

    /// Sends a form of the page.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
        let encoded: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let headers = [
            ("cookie", &*self.signed_in.cookie),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let (status, headers, body) = self.ask("POST", path, &headers, Body::from(encoded.join("&"))).await;
        let location = headers.get("location").map(|value| value.to_str().unwrap().to_owned());
        (status.as_u16(), location.unwrap_or_default(), body)
    }

    /// Sends the form of a new request.
    pub(crate) async fn compose(&self, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> (u16, String, String) {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--x\r\nContent-Disposition: form-data; name=\"document\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let headers = [
            ("cookie", &*self.signed_in.cookie),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "multipart/form-data; boundary=x"),
        ];
        let (status, headers, body) = self.ask("POST", "/console/new", &headers, Body::from(body)).await;
        let location = headers.get("location").map(|value| value.to_str().unwrap().to_owned());
        (status.as_u16(), location.unwrap_or_default(), body)
    }

    pub(crate) fn envelope(&self) -> String {
        format!("/console/envelopes/{}", self.signed_in.story.id)
    }
}

/// As browsers send it in a form.
fn encoded(value: &str) -> String {
    let byte = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    value.bytes().map(byte).collect()
}

pub(crate) const KEY: (&str, &str) = ("key", "01935f2e-7c00-4a11-8b22-9c33ad44be55");

/// The routes of pages of whoever has signed in.
pub(crate) fn pages() -> impl Iterator<Item = &'static Route> {
    routes::ALL.iter().copied().filter(|route| route.access == Access::SignedIn)
}

/// The address of such a page, about nobody.
pub(crate) fn page_of(route: &Route) -> String {
    let values: &[&str] = match route.path.matches('{').count() {
        0 => &[],
        1 => &[NOBODY],
        _ if route.path.contains("{act}") => &[NOBODY, "remind"],
        _ => &[NOBODY, "1"],
    };
    route.path_of(values)
}

#[tokio::test]
async fn whoever_has_not_signed_in_is_led_to_the_sign_in_and_back() {
    let console = Console::for_person(&[Role::Sender]).await;
    let mut asked = 0;
    for route in pages().filter(|route| **route != routes::CONSOLE) {
        let path = page_of(route);
        for cookie in [None, Some("__Host-session=takikawa.x.y")] {
            let form = match *route == routes::CONSOLE_MAKE || *route == routes::CONSOLE_IMPORT {
                true => ("content-type", "multipart/form-data; boundary=x"),
                false => ("content-type", "application/x-www-form-urlencoded"),
            };
            let mut headers = vec![("sec-fetch-site", "same-origin"), form];
            headers.extend(cookie.map(|cookie| ("cookie", cookie)));
            let (status, headers, body) =
                console.ask(route.method.as_str(), &path, &headers, Body::from("--x--\r\n")).await;
            let to = headers.get("location").map(|value| value.to_str().unwrap()).unwrap_or_default();
            assert_eq!(
                (status.as_u16(), to.starts_with("/sign-in?lang=ja")),
                (303, true),
                "{}: {to} {body}",
                route.name
            );
            assert!(!headers.contains_key("set-cookie"), "{}", route.name);
            asked += 1;
        }
    }
    assert!(asked >= 10, "{asked}");
    let (_, headers, _) = console.ask("GET", "/console/envelopes?status=draft", &[], Body::empty()).await;
    assert_eq!(headers["location"], "/sign-in?lang=ja&to=%2Fconsole%2Fenvelopes%3Fstatus%3Ddraft");
    // A form has no page of its own: back to the one on which it stands.
    let form = [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
    let remind = format!("/console/envelopes/{NOBODY}/acts/remind");
    let (_, headers, _) = console.ask("POST", &remind, &form, Body::empty()).await;
    assert_eq!(headers["location"], format!("/sign-in?lang=ja&to=%2Fconsole%2Fenvelopes%2F{NOBODY}"));
}

#[tokio::test]
async fn the_list_shows_what_the_person_has_sent_and_how_it_stands() {
    let console = Console::for_person(&[Role::Sender]).await;
    let (status, html) = console.get("/console/envelopes").await;
    assert_eq!(status, 200, "{html}");
    for text in [
        "電子契約サービス委託",
        "署名手続き中",
        "鈴木 太郎",
        "から</span>",
        "佐藤 花子",
        "ログアウト",
        &console.envelope(),
    ] {
        assert!(html.contains(text), "{text}: {html}");
    }
    let (_, html) = console.get("/console/envelopes?status=draft").await;
    assert!(html.contains("この状態の文書はありません") && !html.contains("電子契約サービス委託"), "{html}");
    let (_, html) = console.get("/console/envelopes?lang=en").await;
    assert!(html.contains("Being signed") && html.contains("Sign out"), "{html}");
}

#[tokio::test]
async fn an_envelope_that_one_may_not_see_is_the_page_of_wrong_addresses() {
    let console = Console::of(SignedIn::over_anothers(&[Role::Sender]).await);
    let nowhere = console.get("/console/nowhere").await;
    assert_eq!(nowhere.0, 404);
    for path in [console.envelope(), format!("/console/envelopes/{NOBODY}"), "/console/envelopes/x".to_owned()] {
        assert_eq!(console.get(&path).await, nowhere, "{path}");
    }
    let remind = format!("{}/acts/remind", console.envelope());
    assert_eq!(console.post(&remind, &[KEY]).await.0, 404);
}

#[tokio::test]
async fn the_page_of_an_envelope_says_whom_it_waits_for_and_offers_what_can_be_done() {
    let console = Console::for_person(&[Role::Sender]).await;
    let (status, html) = console.get(&console.envelope()).await;
    assert_eq!(status, 200, "{html}");
    for text in
        ["鈴木 太郎", "依頼済み（未開封）", "催促のメールを送る", "取り下げる", "もう一度依頼する", "ダウンロード"]
    {
        assert!(html.contains(text), "{text}: {html}");
    }
    assert!(!html.contains("/acts/send") && !html.contains("/acts/delete"), "it is no draft: {html}");
}

#[tokio::test]
async fn the_history_tells_in_plain_words_what_happened() {
    let console = Console::for_person(&[Role::Sender]).await;
    let (status, html) = console.get(&format!("{}/history", console.envelope())).await;
    assert_eq!(status, 200, "{html}");
    for text in [
        "下書きを作成しました。",
        "送信しました。",
        "鈴木 太郎様に依頼しました。",
        "書き換えられていないことを確認しました",
    ] {
        assert!(html.contains(text), "{text}: {html}");
    }
    let (_, html) = console.get(&format!("{}/history?lang=en", console.envelope())).await;
    assert!(html.contains("The draft was made.") && html.contains("鈴木 太郎 was asked."), "{html}");
}

#[tokio::test]
async fn who_may_only_look_is_offered_nothing_to_do() {
    let console = Console::for_person(&[Role::DocumentViewer]).await;
    let (status, html) = console.get(&console.envelope()).await;
    assert_eq!((status, html.contains("/acts/")), (200, false), "{html}");
    let (_, html) = console.get("/console/envelopes").await;
    assert!(!html.contains("/console/new"), "{html}");
}

#[tokio::test]
async fn an_envelope_is_taken_back_with_a_reason_and_not_without() {
    let console = Console::for_person(&[Role::Sender]).await;
    let void = format!("{}/acts/void", console.envelope());
    let (status, _, html) = console.post(&void, &[KEY, ("reason", "")]).await;
    assert!(status == 422 && html.contains("role=\"alert\"") && html.contains("署名手続き中"), "{status} {html}");
    let (status, to, html) = console.post(&void, &[KEY, ("reason", "誤送信")]).await;
    assert_eq!((status, &to), (303, &format!("{}?done=void", console.envelope())), "{html}");
    let (_, html) = console.get(&to).await;
    assert!(html.contains("role=\"status\">取り下げました") && !html.contains("/acts/void"), "{html}");
    let (_, html) = console.get(&console.envelope()).await;
    assert!(html.contains("取り下げ") && !html.contains("role=\"status\""), "it is told once: {html}");
}

#[tokio::test]
async fn another_sites_form_does_nothing() {
    let console = Console::for_person(&[Role::Sender]).await;
    let path = format!("{}/acts/remind", console.envelope());
    for site in [Some("cross-site"), None] {
        let mut headers =
            vec![("cookie", &*console.signed_in.cookie), ("content-type", "application/x-www-form-urlencoded")];
        headers.extend(site.map(|site| ("sec-fetch-site", site)));
        let (status, _, body) = console.ask("POST", &path, &headers, Body::from("key=a-key")).await;
        assert_eq!(status, 403, "{site:?}: {body}");
    }
}

#[tokio::test]
async fn a_pdf_and_a_person_make_a_draft_and_what_is_wrong_is_said_beside_its_field() {
    let console = Console::for_person(&[Role::Sender]).await;
    let (status, html) = console.get("/console/new").await;
    assert!(status == 200 && html.contains("name=\"document\"") && html.contains("name=\"email\""), "{html}");

    let person = [("kind", "signer"), ("name", "鈴木 太郎 <suzuki@contractor.example>"), ("email", "")];
    let file: (&str, &[u8]) = ("業務委託契約書.pdf", b"%PDF-1.7 a file");
    let fields = [&[KEY, ("then", "draft")][..], &person].concat();
    let (status, to, html) = console.compose(&fields, &[file]).await;
    assert_eq!((status, to.starts_with("/console/envelopes/")), (303, true), "{to} {html}");
    let (status, html) = console.get(&to).await;
    assert_eq!(status, 200, "{html}");
    for text in ["業務委託契約書", "鈴木 太郎", "suzuki@contractor.example", "下書き", "/acts/send", "/acts/delete"]
    {
        assert!(html.contains(text), "{text}: {html}");
    }

    let wrong = [KEY, ("then", "draft"), ("kind", "signer"), ("name", "鈴木 太郎"), ("email", "suzuki")];
    let (status, _, html) = console.compose(&wrong, &[file]).await;
    assert_eq!(status, 422, "{html}");
    assert!(html.contains("href=\"#email-0\"") && html.contains("value=\"suzuki\""), "{html}");
    assert!(html.contains("ファイルは、お手数ですがもう一度選んでください"), "{html}");
    assert!(html.contains("次の項目を直して") && !html.contains("errorsに"), "no words for programs: {html}");

    let fields = [&[KEY, ("then", "draft"), ("amount", "百万")][..], &person].concat();
    let (status, _, html) = console.compose(&fields, &[file]).await;
    assert!(status == 422 && html.contains("href=\"#amount\"") && html.contains("value=\"百万\""), "{status} {html}");
}

#[tokio::test]
async fn for_large_files_the_script_is_told_where_to_put_them() {
    let console = Console::for_person(&[Role::Sender]).await;
    let digest = "ab".repeat(32);
    let fields = [
        KEY,
        ("then", "send"),
        ("kind", "signer"),
        ("name", "鈴木 太郎"),
        ("email", "suzuki@contractor.example"),
        ("upload-name", "図面.pdf"),
        ("upload-size", "9000000"),
        ("upload-sha256", &digest),
    ];
    let (status, _, body) = console.compose(&fields, &[]).await;
    let answer: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, answer["uploads"][0]["method"].as_str()), (201, Some("PUT")), "{body}");
    let (_, html) = console.get(answer["page"].as_str().unwrap()).await;
    assert!(html.contains("図面") && html.contains("アップロード待ち"), "{html}");
}
