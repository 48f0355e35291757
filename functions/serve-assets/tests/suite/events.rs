//! The sample events of this function, and what browsers rely on in its answers.

use std::io::Read as _;
use std::sync::Arc;

use axum::body::to_bytes;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Response;
use flate2::read::GzDecoder;
use lambda_http::Body;
use serve_assets::{Dependencies, router};
use tower::ServiceExt as _;

async fn ask(request: Request<Body>) -> Response {
    router(Dependencies { site: Arc::default() }).oneshot(request).await.expect("an answer")
}

async fn get(path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (parts, body) = ask(request.body(Body::Empty).expect("a request")).await.into_parts();
    (parts.status, parts.headers, to_bytes(body, usize::MAX).await.expect("a body").to_vec())
}

fn unpacked(gzip: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(gzip).read_to_end(&mut bytes).expect("gzip");
    bytes
}

/// The same event for the version of this build.
fn event(json: &str) -> Request<Body> {
    let json = json.replace("0123456789abcdef", assets::VERSION);
    lambda_http::request::from_str(&json).expect("an event of the HTTP API").map(|_| Body::Empty)
}

#[tokio::test]
async fn a_browser_loads_the_viewer_and_keeps_it() {
    let answer = ask(event(include_str!("../../../../events/serve-assets/module.json"))).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let headers = answer.headers();
    assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");
    assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["content-encoding"], "gzip");
    assert_eq!(headers["vary"], "accept-encoding");
}

#[tokio::test]
async fn a_program_gets_the_document_and_a_browser_the_page() {
    for (event, kind, beginning) in [
        (
            include_str!("../../../../events/serve-assets/openapi.json"),
            "application/json",
            "{\n  \"openapi\": \"3.1.0\"",
        ),
        (include_str!("../../../../events/serve-assets/reference.json"), "text/html; charset=utf-8", "<!DOCTYPE html>"),
    ] {
        let (parts, body) = ask(self::event(event)).await.into_parts();
        assert_eq!(parts.status, StatusCode::OK, "{kind}");
        assert_eq!(parts.headers["content-encoding"], "gzip", "{kind}");
        assert_eq!(parts.headers["content-type"], kind);
        let body = unpacked(&to_bytes(body, usize::MAX).await.expect("a body"));
        assert!(body.starts_with(beginning.as_bytes()), "{kind}");
    }
}

#[tokio::test]
async fn a_worker_may_neither_evaluate_nor_call_others() {
    let (_, headers, _) = get(&assets::path("pdfjs/pdf.worker.min.mjs"), &[]).await;
    assert_eq!(headers["content-security-policy"], "default-src 'none'; script-src 'self'; connect-src 'self'");
}

#[tokio::test]
async fn another_version_and_other_files_are_the_404_page() {
    let paths = [
        "/assets/0000000000000000/viewer.mjs".to_owned(),
        assets::path("viewer/nothing.mjs"),
        assets::path("../Cargo.toml"),
        assets::path(""),
        "/assets/".to_owned(),
    ];
    for path in paths {
        let (status, headers, body) = get(&path, &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(headers["cache-control"], "no-store", "{path}");
        assert!(String::from_utf8_lossy(&body).contains("Not Found"), "{path}");
    }
    let answer = ask(event(include_str!("../../../../events/serve-assets/older-version.json"))).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn compressed_or_not_it_is_the_same_file() {
    let path = assets::path("pdfjs/cmaps/90ms-RKSJ-H.bcmap");
    let (_, plain, bytes) = get(&path, &[]).await;
    assert!(plain.get("content-encoding").is_none() && !bytes.is_empty());
    assert_eq!(plain["content-type"], "application/octet-stream");
    for accepts in ["gzip", "deflate, gzip;q=0.5, br", "GZIP"] {
        let (_, headers, packed) = get(&path, &[("accept-encoding", accepts)]).await;
        assert_eq!(headers["content-encoding"], "gzip", "{accepts}");
        assert_eq!(unpacked(&packed), bytes, "{accepts}");
        assert_ne!(headers["etag"], plain["etag"], "two representations, two tags");
    }
    for refuses in ["br", "gzip;q=0", "identity"] {
        let (_, headers, body) = get(&path, &[("accept-encoding", refuses)]).await;
        assert!(headers.get("content-encoding").is_none() && body == bytes, "{refuses}");
    }
}

#[tokio::test]
async fn who_has_it_gets_nothing_again() {
    let path = assets::path("viewer.css");
    let (_, headers, _) = get(&path, &[("accept-encoding", "gzip")]).await;
    let tag = headers["etag"].to_str().expect("a text").to_owned();
    for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
        let (status, headers, body) = get(&path, &[("accept-encoding", "gzip"), ("if-none-match", &known)]).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{known}");
        assert_eq!(headers["etag"], tag.as_str());
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
    }
    // The tag of one encoding says nothing about the other.
    let (status, _, _) = get(&path, &[("if-none-match", &tag)]).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn head_answers_like_get_and_nothing_else_is_allowed() {
    let answer = ask(event(include_str!("../../../../events/serve-assets/head.json"))).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.headers().contains_key("etag"));
    assert!(to_bytes(answer.into_body(), usize::MAX).await.expect("a body").is_empty());

    let post = Request::post(assets::path("viewer.css")).body(Body::Empty).expect("a request");
    let answer = ask(post).await;
    assert_eq!((answer.status(), answer.headers().contains_key("allow")), (StatusCode::NOT_FOUND, false));
}

/// That which is generated from the table of routes.
#[tokio::test]
async fn every_operation_of_the_api_understands_its_sample() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/serve-assets/api");
    assert_eq!(conformance::ask_samples(folder, || router(Dependencies { site: Arc::default() })).await, 1);
}
