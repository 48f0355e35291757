//! A proxy between the functions and the table that counts what is asked of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use tokio::task::JoinHandle;

use crate::reverse_proxy;

/// How often each operation was asked for, by its name, such as `GetItem`.
pub(super) type Counts = BTreeMap<String, u64>;

/// The proxy; closed when dropped.
#[derive(Debug)]
pub(super) struct TableProxy {
    port: u16,
    shared: Shared,
    task: JoinHandle<()>,
}

#[derive(Clone, Debug)]
struct Shared {
    client: Client<HttpConnector, Body>,
    behind: Arc<OnceLock<String>>,
    /// By function.
    counts: Arc<Mutex<BTreeMap<String, Counts>>>,
}

impl TableProxy {
    /// Opens on a free port. Needs a Tokio runtime.
    pub(super) fn start() -> Result<Self> {
        let (listener, port) = reverse_proxy::listen(None)?;
        let shared = Shared { client: reverse_proxy::client(), behind: Arc::default(), counts: Arc::default() };
        let router = Router::new().fallback(pass_on).with_state(shared.clone());
        let task = tokio::spawn(async move {
            // It never returns an error: a single connection's are its own.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { port, shared, task })
    }

    /// Its address.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Leads to this emulator from now on.
    pub(super) fn forward_to(&self, endpoint: &str) -> Result<()> {
        let authority = endpoint.strip_prefix("http://").with_context(|| format!("{endpoint} is no plain address"))?;
        ensure!(self.shared.behind.set(authority.to_owned()).is_ok(), "the proxy leads somewhere already");
        Ok(())
    }

    /// What this function has asked for since it was asked last.
    pub(super) fn take(&self, function: &str) -> Counts {
        self.shared.counts.lock().unwrap_or_else(PoisonError::into_inner).remove(function).unwrap_or_default()
    }
}

impl Drop for TableProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass_on(State(shared): State<Shared>, mut request: Request) -> Response {
    let Some(behind) = shared.behind.get() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "nothing is deployed yet\n").into_response();
    };
    if let (Some(function), Some(operation)) = (function_of(request.headers()), operation_of(request.headers())) {
        let mut counts = shared.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(function).or_default().entry(operation).or_default() += 1;
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let Ok(uri) = format!("http://{behind}{path}").parse::<Uri>() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    *request.uri_mut() = uri;
    match shared.client.request(request).await {
        Ok(answer) => answer.map(Body::new).into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, format!("the emulator does not answer: {error}\n")).into_response(),
    }
}

/// The function whose client asks: clients of functions name it as their application.
fn function_of(headers: &HeaderMap) -> Option<String> {
    let agent = headers.get("user-agent")?.to_str().ok()?;
    agent.split(' ').find_map(|part| part.strip_prefix("app/")).map(str::to_owned)
}

/// `GetItem` of `DynamoDB_20120810.GetItem`.
fn operation_of(headers: &HeaderMap) -> Option<String> {
    headers.get("x-amz-target")?.to_str().ok()?.rsplit('.').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_counted_by_the_function_and_the_operation_that_its_headers_name() {
        let mut headers = HeaderMap::new();
        let agent = "aws-sdk-rust/1.3 os/linux lang/rust/1.95 app/keiin-create-envelope";
        headers.insert("user-agent", agent.parse().expect("a header"));
        headers.insert("x-amz-target", "DynamoDB_20120810.TransactWriteItems".parse().expect("a header"));
        assert_eq!(function_of(&headers).as_deref(), Some("keiin-create-envelope"));
        assert_eq!(operation_of(&headers).as_deref(), Some("TransactWriteItems"));
        assert_eq!((function_of(&HeaderMap::new()), operation_of(&HeaderMap::new())), (None, None));
    }
}
