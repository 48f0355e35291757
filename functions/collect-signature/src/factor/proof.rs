//! What a code is compared with.

use api::access_code;
use domain::factor::{Factor, FactorSecret, OneTimeCode, authenticator_digest};
use domain::ports::PortError;

use crate::Dependencies;
use crate::link_context::LinkContext;
use crate::totp;

/// What a code is compared with.
pub(super) enum Proof {
    /// Set with the envelope.
    Secret(FactorSecret),
    /// Sent; nothing where it could not be sent yet.
    Sent(Option<OneTimeCode>),
}

impl Proof {
    /// Reads it.
    pub(super) async fn of(deps: &Dependencies, context: &LinkContext, factor: &Factor) -> Result<Self, PortError> {
        let (envelope, number) = (&context.envelope, context.recipient.number);
        // Whoever took the task over has the same.
        let id = context.recipient.secret;
        match factor {
            Factor::AccessCode | Factor::Totp => {
                let secret = deps.factors.secret(envelope.id, envelope.first_asked(number), id).await?;
                let missing = || PortError::new("look up the factor's secret", "there is none for this recipient");
                secret.map(Self::Secret).ok_or_else(missing)
            }
            Factor::Sms { .. } | Factor::EmailCode => Ok(Self::Sent(deps.factors.code(envelope.id, number).await?)),
        }
    }

    /// Whether this code shows it. What is good only once is used up by that.
    pub(super) async fn is_shown_by(
        &self,
        code: &str,
        deps: &Dependencies,
        context: &LinkContext,
    ) -> Result<bool, PortError> {
        let (envelope, number, now) = (context.envelope.id, context.recipient.number, deps.clock.now());
        match self {
            Self::Secret(FactorSecret::AccessCode { phc }) => {
                access_code::matches(code, phc.reveal()).map_err(|e| PortError::new("check the access code", e))
            }
            Self::Secret(FactorSecret::Totp { key }) => {
                let step = totp::step_of(key.reveal(), code, now);
                match step.map_err(|e| PortError::new("check the authenticator's code", e))? {
                    Some(step) => deps.factors.spend_step(authenticator_digest(key), step, now).await,
                    None => Ok(false),
                }
            }
            Self::Sent(sent) => {
                // Digests of what was sent: their comparison tells nothing about a code that is near.
                let digest = OneTimeCode::digest_of(envelope, number, code);
                match sent.as_ref().filter(|c| c.is(digest, context.generation, now)) {
                    Some(_) => deps.factors.spend_code(envelope, number, digest, now).await,
                    None => Ok(false),
                }
            }
        }
    }
}
