//! The two cookies: of a browser that signs in, and of a session.

use api::SessionCookie;
use axum::http::{HeaderMap, HeaderValue};
use domain::link::SecretToken;
use domain::oidc::ATTEMPT_LIFETIME;
use domain::organisation::MAX_SESSION;
use jiff::SignedDuration;
use web::set_host_cookie;

/// Says which browser began a sign-in.
const SIGN_IN_COOKIE: &str = "__Host-sign-in";

/// The secret of the browser that began a sign-in.
pub(crate) fn browser_of(headers: &HeaderMap) -> Option<SecretToken> {
    api::only_cookie(headers, SIGN_IN_COOKIE).and_then(SecretToken::parse)
}

/// Has the browser keep the secret until it is back.
pub(crate) fn set_browser(secret: &SecretToken) -> Option<HeaderValue> {
    set_host_cookie(SIGN_IN_COOKIE, secret.reveal(), ATTEMPT_LIFETIME)
}

/// Has the browser keep a session.
pub(crate) fn set_session(cookie: &SessionCookie) -> Option<HeaderValue> {
    set_host_cookie(api::SESSION_COOKIE, &cookie.value(), MAX_SESSION)
}

/// Has the browser forget a session.
pub(crate) fn clear_session() -> Option<HeaderValue> {
    set_host_cookie(api::SESSION_COOKIE, "", SignedDuration::ZERO)
}
