//! The sample events of this function reach its routes.

use conformance::ask_and_demand;

use crate::world::world;

#[tokio::test]
async fn every_sample_is_answered() {
    for (event, status, part) in [
        (include_str!("../../../../events/verify-document/page.json"), 200, "Check a PDF&#39;s signatures"),
        (include_str!("../../../../events/verify-document/small-file.json"), 422, "PDFファイルではありません"),
        (include_str!("../../../../events/verify-document/upload.json"), 201, r#""upload":"AQEB"#),
        (include_str!("../../../../events/verify-document/upload-too-large.json"), 413, "too-large"),
        (include_str!("../../../../events/verify-document/left-file.json"), 404, "unknown-upload"),
        (include_str!("../../../../events/verify-document/left-file-by-page.json"), 404, "見つかりません"),
    ] {
        let request = lambda_http::request::from_str(event).expect("an event of the HTTP API");
        let (parts, body) = ask_and_demand(world().router, request).await;
        let body = String::from_utf8_lossy(&body);
        assert_eq!(parts.status, status, "{body}");
        assert!(body.contains(part), "{part} is missing in {body}");
    }
}

/// Those that are generated from the table of routes and the examples of the OpenAPI document.
#[tokio::test]
async fn every_operation_of_the_api_understands_its_sample() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/verify-document/api");
    assert!(conformance::ask_samples(folder, || world().router).await >= 3);
}
