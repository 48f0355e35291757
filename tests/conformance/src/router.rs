//! Requests to a function's router in a test.

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::{BoxError, Router};
use http::{Request, response};
use tower::ServiceExt as _;

use crate::{Answer, NonConformance};

/// Bytes of a request or an answer at most.
const MAX: usize = 64 << 20;

/// Asks the router, and judges what it answers.
///
/// # Panics
///
/// Where the request or the answer cannot be read, which a test makes of what it holds in memory.
pub async fn ask<B>(router: Router, request: Request<B>) -> (response::Parts, Bytes, Result<(), NonConformance>)
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    let (asked, sent) = request.into_parts();
    let sent = to_bytes(Body::new(sent), MAX).await.expect("a request");
    let (method, target, headers) = (asked.method.clone(), asked.uri.to_string(), asked.headers.clone());
    let request = Request::from_parts(asked, Body::from(sent.clone()));
    let Ok(response) = router.oneshot(request).await;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, MAX).await.expect("an answer");
    let judged = crate::judge(
        crate::Request { method: &method, target: &target, headers: &headers, body: &sent },
        Answer { status: parts.status, headers: &parts.headers, body: &body },
    );
    (parts, body, judged)
}

/// The same for a test that ends where the answer is not as the document says.
///
/// # Panics
///
/// There, and as [`ask`] does.
pub async fn ask_and_demand<B>(router: Router, request: Request<B>) -> (response::Parts, Bytes)
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    let (parts, body, judged) = ask(router, request).await;
    if let Err(fault) = judged {
        panic!("{fault}");
    }
    (parts, body)
}
