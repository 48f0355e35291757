//! HTTP functions: an axum router behind API Gateway (HTTP API, payload 2.0).

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use lambda_http::RequestExt as _;
use lambda_http::request::RequestContext;

use crate::client_ip::ClientIp;

/// Serves a router until the runtime ends it.
pub async fn serve(router: Router) -> Result<(), lambda_http::Error> {
    lambda_http::run(router.layer(middleware::from_fn(with_client_ip))).await
}

/// The address as API Gateway saw it; what a client writes into a header is not believed.
async fn with_client_ip(mut request: Request, next: Next) -> Response {
    let seen = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.http.source_ip.as_deref().and_then(|ip| ip.parse().ok()),
        _ => None,
    };
    if let Some(ip) = seen {
        request.extensions_mut().insert(ClientIp(ip));
    }
    next.run(request).await
}
