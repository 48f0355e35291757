//! From the code to the ID token (OpenID Connect Core 1.0 §3.1.3).

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::oidc::ProviderSecret;
use domain::ports::{ProviderTransport, TokenAnswer};
use serde::Deserialize;
use url::form_urlencoded::{Serializer, byte_serialize};

use super::ProviderError;
use super::configuration::Configuration;
use oidc::Fault;

/// What is exchanged.
pub(crate) struct Exchange<'e> {
    /// The code.
    pub(crate) code: &'e str,
    /// Where it was sent.
    pub(crate) redirect_uri: &'e str,
    /// What proves that whoever began asks.
    pub(crate) verifier: &'e str,
    /// As whom.
    pub(crate) client_id: &'e str,
    /// The client's secret, if it has one.
    pub(crate) secret: Option<&'e ProviderSecret>,
}

/// Asks for the ID token.
pub(crate) async fn exchange(
    transport: &dyn ProviderTransport,
    configuration: &Configuration,
    exchange: &Exchange<'_>,
) -> Result<String, ProviderError> {
    let (authorization, form) = request(configuration, exchange);
    let url = &configuration.token_endpoint;
    let answer = transport.post_form(url, authorization.as_deref(), form).await.map_err(ProviderError::Unavailable)?;
    read(&answer)
}

fn request(configuration: &Configuration, exchange: &Exchange<'_>) -> (Option<String>, String) {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code").append_pair("code", exchange.code);
    form.append_pair("redirect_uri", exchange.redirect_uri).append_pair("code_verifier", exchange.verifier);
    let secret = exchange.secret.map(|secret| secret.secret.reveal());
    let authorization = match secret {
        Some(secret) if configuration.takes_secret_in_header() => {
            // Encoded as in a form before base64 (RFC 6749 §2.3.1).
            let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
            let pair = format!("{}:{}", encoded(exchange.client_id), encoded(secret));
            Some(format!("Basic {}", BASE64_STANDARD.encode(pair)))
        }
        Some(secret) => {
            form.append_pair("client_id", exchange.client_id).append_pair("client_secret", secret);
            None
        }
        None => {
            form.append_pair("client_id", exchange.client_id);
            None
        }
    };
    (authorization, form.finish())
}

fn read(answer: &TokenAnswer) -> Result<String, ProviderError> {
    #[derive(Deserialize)]
    struct Tokens {
        id_token: String,
    }
    #[derive(Deserialize)]
    struct Refused {
        error: String,
    }
    if answer.status == 200 {
        let tokens: Tokens = serde_json::from_slice(&answer.body).map_err(|_| Fault::Malformed)?;
        return Ok(tokens.id_token);
    }
    let refused: Option<Refused> = serde_json::from_slice(&answer.body).ok();
    // The rest of the answer is not repeated: it may hold what was sent.
    let is_code = |text: &str| text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let error = refused.map(|refused| refused.error).filter(|error| is_code(error)).unwrap_or_default();
    match error.as_str() {
        "invalid_grant" => Err(ProviderError::CodeRefused),
        _ => Err(ProviderError::TokenRefused { status: answer.status, error }),
    }
}
