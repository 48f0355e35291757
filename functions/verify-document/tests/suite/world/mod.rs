//! The function over ports in memory, and what people send it.

#![allow(dead_code, clippy::unwrap_used, reason = "helpers of tests fail the test; not every test needs all")]

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use conformance::ask_and_demand;
use domain::digest::Digest;
use fakes::{CountingRandomness, FixedAnchors, MemoryKnownSeals, MemoryTemporaryUploads, StoppedClock};
use serde_json::Value;
use signing::pki::{self, PKI};
use verify_document::{Dependencies, router};
use web::Site;

pub(crate) const NOW: &str = "2026-12-02T00:30:00Z";
const BOUNDARY: &str = "----boundary";

pub(crate) struct World {
    pub(crate) temporary_uploads: Arc<MemoryTemporaryUploads>,
    pub(crate) clock: Arc<StoppedClock>,
    pub(crate) known_seals: Arc<MemoryKnownSeals>,
    pub(crate) router: Router,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// What stands between the frame's header and footer.
    pub(crate) fn main(&self) -> &str {
        let (_, rest) = self.body.split_once("<main>").unwrap();
        rest.split_once("</main>").unwrap().0.trim()
    }
}

/// What of a page is seen before anything is unfolded.
pub(crate) fn unfolded(page: &str) -> String {
    let mut seen = String::new();
    let mut rest = page;
    while let Some((before, folded)) = rest.split_once("<details>") {
        let (folded, after) = folded.split_once("</details>").unwrap();
        assert!(!folded.contains("<details"), "nothing is folded twice: {folded}");
        seen.push_str(before);
        rest = after;
    }
    seen + rest
}

/// A deployment that trusts the tests' root.
pub(crate) fn world() -> World {
    trusting(vec![pki::pem(&PKI.root.certificate)])
}

pub(crate) fn trusting(anchors: Vec<String>) -> World {
    let (temporary_uploads, clock) = (Arc::new(MemoryTemporaryUploads::default()), Arc::new(StoppedClock::at(NOW)));
    let known_seals = Arc::<MemoryKnownSeals>::default();
    let site = Site {
        public_url: "https://sign.example".into(),
        brand: "電子印鑑Keiin".into(),
        copyright: "Keiin".into(),
        ..Site::default()
    };
    let router = router(Dependencies {
        temporary_uploads: temporary_uploads.clone(),
        anchors: Arc::new(FixedAnchors(anchors)),
        known_seals: known_seals.clone(),
        clock: clock.clone(),
        randomness: Arc::new(CountingRandomness::default()),
        site: Arc::new(site),
    });
    World { temporary_uploads, clock, known_seals, router }
}

impl World {
    pub(crate) async fn send(&self, method: Method, path: &str, content: &str, body: impl Into<Body>) -> Answer {
        let request = Request::builder().method(method).uri(path).header("content-type", content);
        let accept = if path.starts_with("/v1") { "application/json" } else { "text/html" };
        let request = request.header("accept", accept).body(body.into()).unwrap();
        let (parts, body) = ask_and_demand(self.router.clone(), request).await;
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", Body::empty()).await
    }

    /// As a browser does without JavaScript.
    pub(crate) async fn drop_file(&self, lang: &str, name: &str, bytes: &[u8]) -> Answer {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/pdf\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
        let content = format!("multipart/form-data; boundary={BOUNDARY}");
        let answer = self.send(Method::POST, &format!("/verify?lang={lang}"), &content, body).await;
        // For whoever wants to look at the pages: the folder that they are written to.
        if let Some(to) = std::env::var_os("KEIIN_PAGES") {
            let name = name.replace("/", "_");
            let name = format!("{name}-{}-{lang}.html", Digest::of(answer.body.as_bytes()));
            std::fs::write(std::path::Path::new(&to).join(name), &answer.body).unwrap();
        }
        answer
    }

    /// As a program does.
    pub(crate) async fn ask(&self, lang: &str, bytes: &[u8]) -> Answer {
        self.send(Method::POST, &format!("/v1/verify?lang={lang}"), "application/pdf", bytes.to_vec()).await
    }

    /// Asks for an upload.
    pub(crate) async fn begin(&self, size: u64) -> Answer {
        let body = format!(r#"{{"size":{size},"sha256":"{}"}}"#, "0".repeat(64));
        self.send(Method::POST, "/v1/verify/uploads", "application/json", body).await
    }
}
