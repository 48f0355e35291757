//! An identity provider that can also be down, wrong, or lie.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use data_encoding::BASE64URL_NOPAD;
use domain::digest::Digest;
use domain::ports::{PortError, ProviderTransport, TokenAnswer};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair,
    RsaPublicKeyComponents,
};
use serde_json::{Value, json};
use url::Url;

pub(crate) const ISSUER: &str = "https://id.example/tenant";
pub(crate) const CLIENT: &str = "keiin-client";
const RSA_KEY: &str = include_str!("../../../../shared/pades/tests/keys/signer-rsa.key");

/// How the next token is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Signing {
    #[default]
    Es256,
    Rs256,
    Ps256,
    /// Not at all, which JOSE calls `none`.
    Nothing,
    /// By the public key, taken for a secret.
    PublicKeyAsSecret,
    /// By a key that the provider has never published, under the name of one that it has.
    OtherKey,
    /// In the form of RS256 under the name of the elliptic key.
    OtherKindOfKey,
    /// Changed after it was signed.
    Changed,
    /// It says nothing about which key.
    WithoutKeyId,
}

#[derive(Default)]
struct State {
    codes: BTreeMap<String, BTreeMap<String, String>>,
    made: u32,
    asked: Vec<String>,
    generation: u32,
}

/// How it behaves.
pub(crate) struct Behaviour {
    pub(crate) signing: Signing,
    /// What the token says instead, or besides; `null` takes a claim away.
    pub(crate) claims: Value,
    /// What its configuration says instead, or besides.
    pub(crate) configuration: Value,
    pub(crate) is_down: bool,
    /// Only its documents cannot be fetched.
    pub(crate) hides_documents: bool,
    /// What the token endpoint answers instead.
    pub(crate) token_answer: Option<(u16, String)>,
    /// What its keys are instead.
    pub(crate) keys: Option<Value>,
    /// It is asked by a client with this secret.
    pub(crate) secret: Option<&'static str>,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            signing: Signing::default(),
            claims: json!({}),
            configuration: json!({}),
            is_down: false,
            hides_documents: false,
            token_answer: None,
            keys: None,
            secret: None,
        }
    }
}

pub(crate) struct Provider {
    /// Its issuer, which differs where there is a second one.
    pub(crate) issuer: &'static str,
    ec: Mutex<EcdsaKeyPair>,
    rsa: RsaKeyPair,
    state: Mutex<State>,
    behaviour: Mutex<Behaviour>,
    now: Mutex<i64>,
}

fn new_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap()
}

impl Provider {
    pub(crate) fn new(now: &str) -> Self {
        Self::called(ISSUER, now)
    }

    pub(crate) fn called(issuer: &'static str, now: &str) -> Self {
        let pem: String = RSA_KEY.lines().filter(|line| !line.starts_with("--")).collect();
        let rsa = RsaKeyPair::from_pkcs8(&data_encoding::BASE64.decode(pem.as_bytes()).unwrap()).unwrap();
        let now = now.parse::<jiff::Timestamp>().unwrap().as_second();
        let (state, behaviour) = (Mutex::default(), Mutex::default());
        Self { issuer, ec: Mutex::new(new_key()), rsa, state, behaviour, now: Mutex::new(now) }
    }

    pub(crate) fn behave(&self, change: impl FnOnce(&mut Behaviour)) {
        change(&mut self.behaviour.lock().unwrap());
    }

    /// Changes its key; the next has another name.
    pub(crate) fn rotate(&self) {
        *self.ec.lock().unwrap() = new_key();
        self.state.lock().unwrap().generation += 1;
    }

    pub(crate) fn set_time(&self, now: &str) {
        *self.now.lock().unwrap() = now.parse::<jiff::Timestamp>().unwrap().as_second();
    }

    /// How often it was called.
    pub(crate) fn calls(&self) -> usize {
        self.state.lock().unwrap().asked.len()
    }

    /// How often its keys were asked for.
    pub(crate) fn asked_for(&self, path: &str) -> usize {
        self.state.lock().unwrap().asked.iter().filter(|url| url.ends_with(path)).count()
    }

    /// Somebody comes to the authorization endpoint and signs in: the code, and what the request said.
    pub(crate) fn authorize(&self, location: &str) -> (String, BTreeMap<String, String>) {
        let url = Url::parse(location).unwrap();
        assert_eq!(url.origin().ascii_serialization(), Url::parse(self.issuer).unwrap().origin().ascii_serialization());
        let request: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        let mut state = self.state.lock().unwrap();
        state.made += 1;
        let code = format!("code-{}-of-{}", state.made, self.issuer.len());
        state.codes.insert(code.clone(), request.clone());
        (code, request)
    }

    fn key_id(&self) -> String {
        format!("ec-{}", self.state.lock().unwrap().generation)
    }

    fn published_keys(&self) -> Value {
        let ec = self.ec.lock().unwrap();
        let point = ec.public_key().as_ref();
        let rsa: RsaPublicKeyComponents<Vec<u8>> = self.rsa.public().into();
        let encode = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        json!({"keys": [
            {"kty": "EC", "crv": "P-256", "kid": self.key_id(), "use": "sig",
             "x": encode(&point[1..33]), "y": encode(&point[33..])},
            {"kty": "RSA", "kid": "rsa", "use": "sig", "n": encode(&rsa.n), "e": encode(&rsa.e)},
            {"kty": "RSA", "kid": "for-encryption", "use": "enc", "n": encode(&rsa.n), "e": encode(&rsa.e)},
            {"kty": "something-new", "kid": "x", "secret": "data"},
        ]})
    }

    fn token(&self, request: &BTreeMap<String, String>, behaviour: &Behaviour) -> String {
        let now = *self.now.lock().unwrap();
        let mut claims = json!({
            "iss": self.issuer, "sub": "sub-hanako", "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": request["nonce"], "email": "sato@city.example", "email_verified": true, "name": "佐藤",
        });
        for (name, value) in behaviour.claims.as_object().unwrap() {
            match value {
                Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
                value => claims[name] = value.clone(),
            }
        }
        self.sign(&claims, behaviour.signing)
    }

    fn sign(&self, claims: &Value, signing: Signing) -> String {
        let ec_id = self.key_id();
        let header = match signing {
            Signing::Es256 | Signing::OtherKey | Signing::Changed => json!({"alg": "ES256", "kid": ec_id}),
            Signing::Rs256 => json!({"alg": "RS256", "kid": "rsa", "typ": "JWT"}),
            Signing::Ps256 => json!({"alg": "PS256", "kid": "rsa"}),
            Signing::Nothing => json!({"alg": "none"}),
            Signing::PublicKeyAsSecret => json!({"alg": "HS256", "kid": ec_id}),
            Signing::OtherKindOfKey => json!({"alg": "RS256", "kid": ec_id}),
            Signing::WithoutKeyId => json!({"alg": "ES256"}),
        };
        let encode = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let message = format!("{}.{}", encode(&header), encode(claims));
        let random = SystemRandom::new();
        let by_rsa = |padding: &'static dyn ring::signature::RsaEncoding| {
            let mut signature = vec![0; self.rsa.public().modulus_len()];
            self.rsa.sign(padding, &random, message.as_bytes(), &mut signature).unwrap();
            signature
        };
        let by_ec = |key: &EcdsaKeyPair| key.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec();
        let own = self.ec.lock().unwrap();
        let signature = match signing {
            Signing::Es256 | Signing::WithoutKeyId => by_ec(&own),
            Signing::Rs256 | Signing::OtherKindOfKey => by_rsa(&RSA_PKCS1_SHA256),
            Signing::Ps256 => by_rsa(&RSA_PSS_SHA256),
            Signing::Nothing => Vec::new(),
            Signing::PublicKeyAsSecret => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, own.public_key().as_ref());
                hmac::sign(&key, message.as_bytes()).as_ref().to_vec()
            }
            Signing::OtherKey => by_ec(&new_key()),
            Signing::Changed => {
                let mut signature = by_ec(&own);
                signature[10] ^= 1;
                signature
            }
        };
        format!("{message}.{}", BASE64URL_NOPAD.encode(&signature))
    }

    fn note(&self, url: &str) {
        self.state.lock().unwrap().asked.push(url.to_owned());
    }
}

fn down() -> PortError {
    PortError::new("ask the identity provider", "it is down")
}

#[async_trait]
impl ProviderTransport for Provider {
    async fn get(&self, url: &str) -> Result<Vec<u8>, PortError> {
        self.note(url);
        let behaviour = self.behaviour.lock().unwrap();
        if behaviour.is_down || behaviour.hides_documents {
            return Err(down());
        }
        let path = url.strip_prefix(self.issuer).ok_or_else(down)?;
        let answer = match path {
            "/.well-known/openid-configuration" => {
                let mut document = json!({
                    "issuer": self.issuer,
                    "authorization_endpoint": format!("{}/authorize", self.issuer),
                    "token_endpoint": format!("{}/token", self.issuer),
                    "jwks_uri": format!("{}/keys", self.issuer),
                });
                for (name, value) in behaviour.configuration.as_object().unwrap() {
                    document[name] = value.clone();
                }
                document
            }
            "/keys" => behaviour.keys.clone().unwrap_or_else(|| self.published_keys()),
            _ => return Err(down()),
        };
        Ok(answer.to_string().into_bytes())
    }

    async fn post_form(&self, url: &str, authorization: Option<&str>, form: String) -> Result<TokenAnswer, PortError> {
        self.note(url);
        let behaviour = self.behaviour.lock().unwrap();
        if behaviour.is_down || url != format!("{}/token", self.issuer) {
            return Err(down());
        }
        if let Some((status, body)) = &behaviour.token_answer {
            return Ok(TokenAnswer { status: *status, body: body.clone().into_bytes() });
        }
        let form: BTreeMap<String, String> = url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        let refuse = |error: &str| {
            let body = json!({"error": error, "error_description": form["code"]}).to_string().into_bytes();
            Ok(TokenAnswer { status: 400, body })
        };
        let knows_client = match behaviour.secret {
            None => authorization.is_none() && form.get("client_id").is_some_and(|id| id == CLIENT),
            Some(secret) => {
                let pair = data_encoding::BASE64.encode(format!("{CLIENT}:{secret}").as_bytes());
                authorization == Some(&format!("Basic {pair}"))
                    || form.get("client_secret").is_some_and(|s| s == secret)
            }
        };
        if !knows_client {
            return refuse("invalid_client");
        }
        let Some(request) = self.state.lock().unwrap().codes.remove(&form["code"]) else {
            return refuse("invalid_grant");
        };
        let challenge = BASE64URL_NOPAD.encode(Digest::of(form["code_verifier"].as_bytes()).as_bytes());
        let is_whole = form["grant_type"] == "authorization_code" && form["redirect_uri"] == request["redirect_uri"];
        if !is_whole || challenge != request["code_challenge"] || request["code_challenge_method"] != "S256" {
            return refuse("invalid_grant");
        }
        let token = self.token(&request, &behaviour);
        let body = json!({"id_token": token, "access_token": "access-secret", "token_type": "Bearer"});
        Ok(TokenAnswer { status: 200, body: body.to_string().into_bytes() })
    }
}
