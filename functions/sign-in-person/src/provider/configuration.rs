//! A provider's configuration (OpenID Connect Discovery 1.0 §4).

use oidc::UnreadableKeys;
use serde::Deserialize;

use super::urls::Reach;

/// What is used of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Configuration {
    issuer: String,
    /// Where people sign in.
    pub(crate) authorization_endpoint: String,
    /// Where codes become tokens.
    pub(crate) token_endpoint: String,
    /// Where its keys are.
    pub(crate) jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    pub(super) acr_values_supported: Vec<String>,
    /// Whether single claims can be asked for (OpenID Connect Core 1.0 §5.5).
    #[serde(default)]
    pub(super) claims_parameter_supported: bool,
    /// Whether it names itself in the answer of the authorization endpoint (RFC 9207 §3).
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

/// Why a provider's documents are not believed.
#[derive(Debug, thiserror::Error)]
pub enum Untrusted {
    /// They are not what they should be.
    #[error("they cannot be read")]
    Unreadable(#[source] serde_json::Error),
    /// The configuration is another issuer's (§4.3).
    #[error("the configuration names another issuer, {0}")]
    OtherIssuer(String),
    /// It leads to where nothing is called.
    #[error("{0} is no address that may be called")]
    Address(&'static str),
    /// There is no key among its keys.
    #[error("there are no keys")]
    NoKeys,
}

impl From<UnreadableKeys> for Untrusted {
    fn from(reason: UnreadableKeys) -> Self {
        match reason {
            UnreadableKeys::Json(error) => Self::Unreadable(error),
            UnreadableKeys::None => Self::NoKeys,
        }
    }
}

impl Configuration {
    /// Reads the configuration of this issuer.
    pub(crate) fn read(json: &[u8], issuer: &str, reach: Reach) -> Result<Self, Untrusted> {
        let read: Self = serde_json::from_slice(json).map_err(Untrusted::Unreadable)?;
        // Text for text: an issuer is an identifier, and what differs by a slash is another one.
        if read.issuer != issuer {
            return Err(Untrusted::OtherIssuer(read.issuer));
        }
        let addresses = [
            ("authorization_endpoint", &read.authorization_endpoint),
            ("token_endpoint", &read.token_endpoint),
            ("jwks_uri", &read.jwks_uri),
        ];
        if let Some((name, _)) = addresses.iter().find(|(_, url)| !reach.admits(url)) {
            return Err(Untrusted::Address(name));
        }
        Ok(read)
    }

    /// Whether a confidential client sends its secret in the header, which is so where nothing is said (§3), and not in the form.
    pub(super) fn takes_secret_in_header(&self) -> bool {
        let methods = &self.token_endpoint_auth_methods_supported;
        methods.is_empty() || methods.iter().any(|method| method == "client_secret_basic")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const ISSUER: &str = "https://id.example/a";

    fn document() -> Value {
        json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://login.example/authorize",
            "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://id.example/keys",
            "response_types_supported": ["code"],
        })
    }

    fn read(document: &Value) -> Result<Configuration, Untrusted> {
        Configuration::read(document.to_string().as_bytes(), ISSUER, Reach::Tls)
    }

    #[test]
    fn a_configuration_is_its_issuers_alone() {
        assert!(read(&document()).expect("it is good").takes_secret_in_header());
        for other in ["https://id.example/a/", "https://id.example/b", "https://ID.example/a", ""] {
            let mut lie = document();
            lie["issuer"] = json!(other);
            assert!(matches!(read(&lie), Err(Untrusted::OtherIssuer(named)) if named == other), "{other}");
        }
    }

    #[test]
    fn a_configuration_leads_to_servers_that_prove_who_they_are() {
        for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
            for address in ["http://id.example/", "http://127.0.0.1:9001/", "javascript:alert(1)", "/relative"] {
                let mut wrong = document();
                wrong[name] = json!(address);
                assert!(matches!(read(&wrong), Err(Untrusted::Address(found)) if found == name), "{name} {address}");
            }
            let mut less = document();
            less.as_object_mut().expect("an object").remove(name);
            assert!(matches!(read(&less), Err(Untrusted::Unreadable(_))), "{name}");
        }
    }

    #[test]
    fn a_secret_goes_into_the_form_only_where_the_header_is_not_taken() {
        for (methods, in_header) in [
            (json!(["client_secret_post"]), false),
            (json!(["client_secret_post", "client_secret_basic"]), true),
            (json!([]), true),
        ] {
            let mut document = document();
            document["token_endpoint_auth_methods_supported"] = methods;
            assert_eq!(read(&document).expect("it is good").takes_secret_in_header(), in_header);
        }
    }
}
