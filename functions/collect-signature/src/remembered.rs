//! What a browser is given to be known again by, once a factor was shown.

use axum::http::HeaderValue;
use domain::evidence::Identity;
use domain::factor::{DEVICE_LIFETIME, KnownDevice, SIGN_IN_LIFETIME, SignIn};
use domain::link::SecretToken;
use domain::ports::PortError;
use jiff::Timestamp;
use web::Cookie;

use crate::Dependencies;
use crate::authentication::{DEVICE, SIGN_IN};
use crate::link_context::LinkContext;

/// Stores that this browser has shown the factor; the answer is the cookie by which it is known again.
pub(crate) async fn sign_in(
    deps: &Dependencies,
    context: &LinkContext,
    identity: Identity,
    now: Timestamp,
) -> Result<Option<HeaderValue>, PortError> {
    let token = SecretToken::from_random(deps.randomness.bytes());
    let sign_in = SignIn {
        digest: token.digest(),
        envelope: context.envelope.id,
        recipient: context.recipient.number,
        generation: context.generation,
        identity,
        expires_at: now + SIGN_IN_LIFETIME,
    };
    deps.sign_ins.put_sign_in(&sign_in).await?;
    let cookie = Cookie { name: SIGN_IN, value: token.reveal(), path: &context.path, lifetime: SIGN_IN_LIFETIME };
    Ok(deps.site.set_cookie(&cookie))
}

/// Stores that this device has proved the recipient's address; the answer is the cookie by which it is known again.
pub(crate) async fn remember_device(
    deps: &Dependencies,
    context: &LinkContext,
    now: Timestamp,
) -> Result<Option<HeaderValue>, PortError> {
    let token = SecretToken::from_random(deps.randomness.bytes());
    let device = KnownDevice {
        digest: token.digest(),
        address: context.recipient.email.mailbox_digest(),
        envelope: context.envelope.id,
        organisation: context.envelope.sender.organisation.clone(),
        proved_at: now,
        expires_at: now + DEVICE_LIFETIME,
    };
    deps.sign_ins.put_device(&device).await?;
    let path = deps.site.path("");
    Ok(deps.site.set_cookie(&Cookie { name: DEVICE, value: token.reveal(), path: &path, lifetime: DEVICE_LIFETIME }))
}
