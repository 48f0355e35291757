//! Where every request comes in: what comes past the firewall is refused, and the client's address is found out.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use lambda_http::RequestExt as _;
use lambda_http::request::RequestContext;

use crate::client_ip::{PastFirewall, client_ip};
use crate::firewall::{Firewall, SECRET_HEADER, VIEWER_ADDRESS_HEADER};

/// How a request is answered that came past the firewall. It is given the request's headers and its address.
type Refuse = dyn Fn(&HeaderMap, &Uri) -> Response + Send + Sync;

/// A function's router behind its entrance. Nothing else is [served](crate::serve), so that no function leaves it out.
#[derive(Clone, Debug)]
pub struct Entrance(Router);

impl Entrance {
    /// Puts the entrance before a router.
    pub fn new(
        router: Router,
        firewall: Firewall,
        refuse: impl Fn(&HeaderMap, &Uri) -> Response + Send + Sync + 'static,
    ) -> Self {
        let state: (Firewall, Arc<Refuse>) = (firewall, Arc::new(refuse));
        Self(router.layer(from_fn_with_state(state, admit)))
    }

    /// What answers.
    pub fn into_router(self) -> Router {
        self.0
    }
}

async fn admit(
    State((firewall, refuse)): State<(Firewall, Arc<Refuse>)>,
    mut request: Request,
    next: Next,
) -> Response {
    // Whoever calls through another function has come in by the entrance of that one.
    let firewall = if is_from_within(&request) { Firewall::Absent } else { firewall };
    let client = client_ip(&firewall, request.headers(), seen_by_gateway(&request));
    let headers = request.headers_mut();
    // Nobody behind this has a use for them.
    headers.remove(SECRET_HEADER);
    headers.remove(VIEWER_ADDRESS_HEADER);
    match client {
        Err(PastFirewall) => {
            // Counted by a metric filter of the template. Without the URL, which may hold the secret of a link.
            tracing::warn!("a request came past the firewall");
            return refuse(request.headers(), request.uri());
        }
        Ok(Some(client)) => drop(request.extensions_mut().insert(client)),
        Ok(None) => tracing::error!("a request came without the client's address"),
    }
    next.run(request).await
}

/// By which name, among what an authorizer of the gateway says, a function says that it calls another of the stack.
pub const WITHIN: &str = "keiin-within";

/// Whether another function of the stack has made the event, for somebody who called that function. Only whoever may invoke this one by
/// itself could say so falsely: the gateway says nothing at this place unless it has an authorizer, and it has none.
fn is_from_within(request: &Request) -> bool {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => {
            context.authorizer.as_ref().is_some_and(|authorizer| authorizer.fields.contains_key(WITHIN))
        }
        _ => false,
    }
}

fn seen_by_gateway(request: &Request) -> Option<IpAddr> {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.http.source_ip.as_deref()?.parse().ok(),
        _ => None,
    }
}
