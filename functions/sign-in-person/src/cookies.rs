//! The two cookies: of a browser that signs in, and of a session.
//!
//! Both are `Secure` everywhere, without which their prefix has no browser take them. On a local stack Chromium and Firefox take them
//! without TLS, since `localhost` is trusted.

use api::SessionCookie;
use axum::http::{HeaderMap, HeaderValue};
use domain::link::SecretToken;
use domain::oidc::ATTEMPT_LIFETIME;
use domain::organisation::MAX_SESSION;
use jiff::SignedDuration;

/// Says which browser began a sign-in.
const SIGN_IN_COOKIE: &str = "__Host-sign-in";

/// The secret of the browser that began a sign-in.
pub(crate) fn browser_of(headers: &HeaderMap) -> Option<SecretToken> {
    api::only_cookie(headers, SIGN_IN_COOKIE).and_then(SecretToken::parse)
}

/// Has the browser keep the secret until it is back.
pub(crate) fn set_browser(secret: &SecretToken) -> Option<HeaderValue> {
    set(SIGN_IN_COOKIE, secret.reveal(), ATTEMPT_LIFETIME)
}

/// Has the browser keep a session.
pub(crate) fn set_session(cookie: &SessionCookie) -> Option<HeaderValue> {
    set(api::SESSION_COOKIE, &cookie.value(), MAX_SESSION)
}

/// Has the browser forget a session.
pub(crate) fn clear_session() -> Option<HeaderValue> {
    set(api::SESSION_COOKIE, "", SignedDuration::ZERO)
}

/// `Lax`: a link in a mail leads into the session, and what other sites send without being asked does not.
fn set(name: &str, value: &str, lifetime: SignedDuration) -> Option<HeaderValue> {
    let seconds = lifetime.as_secs();
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax");
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}
