//! What is within every limit, and too much together, is refused as a whole.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::caller::{good_request, send, world};

#[tokio::test]
async fn an_envelope_that_would_outgrow_the_store_is_refused_when_it_is_made() {
    let long = "𠮷".repeat(200);
    let document = |n: u32| json!({"name": format!("契約書{n}"), "size": 1000, "sha256": "ab".repeat(32)});
    let recipient = |n: u32| {
        let kind = if n < 5 { "signer" } else { "copy" };
        json!({"kind": kind, "name": long, "company": long, "email": format!("{n}@example.jp")})
    };
    let mut request = good_request();
    request["documents"] = (0..100).map(document).collect();
    request["recipients"] = (0..50).map(recipient).collect();
    let world = world();
    let answer = send(&world, "POST", "/v1/envelopes", "en", request.to_string()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    let errors = &answer.json()["errors"];
    assert_eq!((&errors[0]["pointer"], &errors[0]["code"]), (&json!(""), &json!("too-large")), "{errors}");
    assert_eq!(errors.as_array().map(Vec::len), Some(1));

    request["recipients"] = Value::Array(request["recipients"].as_array().expect("a list")[..5].to_vec());
    let answer = send(&world, "POST", "/v1/envelopes", "en", request.to_string()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
}
