//! The reverse proxy: one plain address on the loopback interface for pages, API and mailed links.
//!
//! On AWS a CDN stands here. Locally an emulator tells its HTTP APIs apart by the `Host` header, under names that most
//! resolvers don't know; so this sets the header, and passes everything else on as it came.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONNECTION, HOST, HeaderName, TRANSFER_ENCODING, UPGRADE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::task::JoinHandle;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// They belong to one connection, and there are two.
const HOP_BY_HOP: [HeaderName; 4] = [CONNECTION, HeaderName::from_static("keep-alive"), TRANSFER_ENCODING, UPGRADE];

/// A reverse proxy in front of one HTTP API; closed when dropped.
#[derive(Debug)]
pub struct ReverseProxy {
    port: u16,
    behind: Arc<OnceLock<Behind>>,
    task: JoinHandle<()>,
}

/// What is behind the door.
#[derive(Debug)]
struct Behind {
    /// Host and port of the emulator.
    authority: String,
    /// The name by which it knows the API.
    host: HeaderValue,
}

#[derive(Clone)]
struct Proxy {
    client: Client<HttpConnector, Body>,
    behind: Arc<OnceLock<Behind>>,
}

impl ReverseProxy {
    /// Opens on `port`, or on a free one. Everybody is asked to come back (503) until it [leads](Self::forward_to)
    /// somewhere: what is deployed behind it must know its address first.
    ///
    /// Needs a Tokio runtime.
    pub fn start(port: Option<u16>) -> Result<Self> {
        let (listener, port) = listen(port)?;
        let behind = Arc::new(OnceLock::new());
        let proxy = Proxy { client: client(), behind: Arc::clone(&behind) };
        let service =
            Router::new().fallback(pass_on).with_state(proxy).into_make_service_with_connect_info::<SocketAddr>();
        let task = tokio::spawn(async move {
            // It never returns an error: a single connection's are its own.
            let _ = axum::serve(listener, service).await;
        });
        Ok(Self { port, behind, task })
    }

    /// Leads to an API of the emulator from now on; once and for all.
    pub fn forward_to(&self, emulator_endpoint: &str, api_id: &str) -> Result<()> {
        let uri: Uri = emulator_endpoint.parse().with_context(|| format!("{emulator_endpoint} is no address"))?;
        let authority = uri.authority().with_context(|| format!("{emulator_endpoint} names no host"))?.as_str();
        let port = uri.port_u16().unwrap_or(80);
        let host = HeaderValue::from_str(&format!("{api_id}.execute-api.localhost:{port}"))?;
        let is_first = self.behind.set(Behind { authority: authority.to_owned(), host }).is_ok();
        ensure!(is_first, "the reverse proxy leads to an API already");
        Ok(())
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for ReverseProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Listens on this port of the loopback interface, or on a free one; gives it as well.
pub(crate) fn listen(port: Option<u16>) -> Result<(tokio::net::TcpListener, u16)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or(0))).with_context(|| match port {
        Some(port) => format!("port {port} of 127.0.0.1 is taken"),
        None => "no free port on 127.0.0.1".to_owned(),
    })?;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    Ok((tokio::net::TcpListener::from_std(listener)?, port))
}

/// What passes requests on.
pub(crate) fn client() -> Client<HttpConnector, Body> {
    Client::builder(TokioExecutor::new()).build_http()
}

async fn pass_on(
    State(proxy): State<Proxy>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
) -> Response {
    let Some(behind) = proxy.behind.get() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "nothing is deployed yet\n").into_response();
    };
    if let Err(error) = redirect(&mut request, behind, peer) {
        return (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response();
    }
    match proxy.client.request(request).await {
        Ok(mut answer) => {
            remove_hop_by_hop(answer.headers_mut());
            answer.map(Body::new).into_response()
        }
        Err(error) => (StatusCode::BAD_GATEWAY, format!("the emulator does not answer: {error}\n")).into_response(),
    }
}

fn redirect(request: &mut Request, behind: &Behind, peer: SocketAddr) -> Result<()> {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    *request.uri_mut() = format!("http://{}{path}", behind.authority).parse()?;

    let headers = request.headers_mut();
    remove_hop_by_hop(headers);
    let came_from = match headers.get(FORWARDED_FOR).and_then(|so_far| so_far.to_str().ok()) {
        Some(so_far) => format!("{so_far}, {}", peer.ip()),
        None => peer.ip().to_string(),
    };
    headers.insert(FORWARDED_FOR, HeaderValue::from_str(&came_from)?);
    headers.insert(HOST, behind.host.clone());
    Ok(())
}

fn remove_hop_by_hop(headers: &mut HeaderMap) {
    for name in HOP_BY_HOP {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use axum::http::header::LOCATION;

    use super::*;

    /// Tells what it was asked.
    async fn echo(request: Request) -> impl IntoResponse {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let header = |name: &str| parts.headers.get(name).unwrap().to_str().unwrap().to_owned();
        let seen = format!(
            "{} {} {} {} {}",
            parts.method,
            parts.uri,
            header("host"),
            header("x-forwarded-for"),
            String::from_utf8_lossy(&body)
        );
        (StatusCode::SEE_OTHER, [(LOCATION, "/elsewhere")], seen)
    }

    async fn emulator() -> u16 {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(echo)).await });
        port
    }

    fn post(url: &str, body: &'static str) -> Request {
        Request::post(url).header("x-forwarded-for", "203.0.113.9").body(Body::from(body)).unwrap()
    }

    #[tokio::test]
    async fn all_but_the_host_goes_through_unchanged() {
        let door = ReverseProxy::start(None).unwrap();
        let port = emulator().await;
        door.forward_to(&format!("http://127.0.0.1:{port}"), "a1b2c3d4").unwrap();

        let answer = client().request(post(&format!("{}/sign/%E5%A5%91?a=b%20c", door.url()), "x=1")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()[LOCATION], "/elsewhere");
        let body = to_bytes(Body::new(answer.into_body()), usize::MAX).await.unwrap();
        let expected =
            format!("POST /sign/%E5%A5%91?a=b%20c a1b2c3d4.execute-api.localhost:{port} 203.0.113.9, 127.0.0.1 x=1");
        assert_eq!(body, expected.as_bytes());
    }

    #[tokio::test]
    async fn says_so_while_nothing_is_behind_it() {
        let door = ReverseProxy::start(None).unwrap();
        let answer = client().request(post(&door.url(), "")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);

        door.forward_to("http://127.0.0.1:1", "a1b2c3d4").unwrap();
        let answer = client().request(post(&door.url(), "")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
        assert!(door.forward_to("http://127.0.0.1:2", "b").is_err());
    }
}
