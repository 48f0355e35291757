//! The network: timestamps (RFC 3161 §3.4), OCSP (RFC 6960 appendix A.1), CRLs and issuers' certificates over HTTP.
//!
//! What comes in is signed by those who made it and is checked by the library. So plain HTTP will do, as it must for
//! revocation data (RFC 5280 §8), and a server's own certificate is checked against the system's roots.

use std::sync::Arc;
use std::time::Duration;

use pades::Certificate;
use pades::timestamp::{
    TimeStampRequest, TimeStampToken, TimestampPolicy, check_response, check_response_of_any_authority,
};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

use crate::errors::{Failure, FetchError};
use crate::now;

/// How long one answer may take in all (seconds).
const PATIENCE: u64 = 20;
const MAX_REDIRECTS: u32 = 5;
/// The longest answers that are read (bytes).
const MAX_TOKEN: u64 = 1 << 20;
const MAX_OCSP: u64 = 1 << 20;
/// Large authorities' CRLs have tens of megabytes.
const MAX_CRL: u64 = 64 << 20;
const MAX_CERTIFICATES: u64 = 1 << 20;
/// Random bytes in a request.
const NONCE: usize = 16;

/// An HTTP client. http and https only, the proxy that the environment names.
pub(crate) struct Web(Agent);

impl Web {
    pub(crate) fn new() -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(provider)
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .timeout_global(Some(Duration::from_secs(PATIENCE)))
            .max_redirects(MAX_REDIRECTS)
            .user_agent(concat!("pades/", env!("CARGO_PKG_VERSION")))
            .build();
        Self(config.into())
    }

    /// A checked timestamp of `imprint`; without anchors nobody vouches for the authority.
    pub(crate) fn timestamp(
        &self,
        url: &str,
        imprint: [u8; 32],
        anchors: Option<&[Certificate]>,
    ) -> Result<TimeStampToken, Failure> {
        let request = TimeStampRequest::new(imprint, &nonce()?, None)?;
        let answer = self.post(url, "application/timestamp-query", &request.to_der(), MAX_TOKEN);
        let answer = answer.map_err(|source| Failure::Fetch { url: url.to_owned(), source })?;
        let policy = TimestampPolicy::new(anchors.unwrap_or(&[]), now().timestamp());
        let checked = match anchors {
            Some(_) => check_response(&answer, &request, &policy),
            None => check_response_of_any_authority(&answer, &request, &policy),
        };
        checked.map_err(|source| Failure::Authority { url: url.to_owned(), source })
    }

    /// The answer to an OCSP request, unchecked.
    pub(crate) fn ocsp(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, FetchError> {
        self.post(url, "application/ocsp-request", request, MAX_OCSP)
    }

    /// A CRL, unchecked.
    pub(crate) fn crl(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        self.get(url, MAX_CRL)
    }

    /// What `caIssuers` leads to: a certificate or a bundle of them, unchecked.
    pub(crate) fn issuers(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        self.get(url, MAX_CERTIFICATES)
    }

    fn post(&self, url: &str, kind: &str, body: &[u8], most: u64) -> Result<Vec<u8>, FetchError> {
        read(self.0.post(url).content_type(kind).send(body), most)
    }

    fn get(&self, url: &str, most: u64) -> Result<Vec<u8>, FetchError> {
        read(self.0.get(url).call(), most)
    }
}

/// Fresh random bytes.
pub(crate) fn nonce() -> Result<[u8; NONCE], getrandom::Error> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce)?;
    Ok(nonce)
}

fn read(answer: Result<ureq::http::Response<Body>, ureq::Error>, most: u64) -> Result<Vec<u8>, FetchError> {
    let body = answer.and_then(|mut answer| answer.body_mut().with_config().limit(most).read_to_vec());
    body.map_err(|error| match error {
        ureq::Error::StatusCode(status) => FetchError::Status(status),
        ureq::Error::BodyExceedsLimit(most) => FetchError::TooLong(most),
        ureq::Error::Timeout(_) => FetchError::Timeout(PATIENCE),
        ureq::Error::RedirectFailed | ureq::Error::TooManyRedirects => FetchError::Redirect,
        error => FetchError::Unreachable(Box::new(error)),
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// A server that gives each connection the same answer; its address and, at the end, the first request's bytes.
    fn server(answer: &'static str, times: usize) -> (String, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let serving = std::thread::spawn(move || {
            let mut first = String::new();
            for _ in 0..times {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = [0; 4096];
                let length = stream.read(&mut request).unwrap();
                if first.is_empty() {
                    first = String::from_utf8_lossy(&request[..length]).into_owned();
                }
                stream.write_all(answer.as_bytes()).unwrap();
            }
            first
        });
        (url, serving)
    }

    #[test]
    fn answers_come_with_the_right_question() {
        let (url, serving) = server("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi", 1);
        assert_eq!(Web::new().ocsp(&url, b"ask").unwrap(), b"hi");
        let request = serving.join().unwrap().to_ascii_lowercase();
        assert!(request.starts_with("post / http/1.1"), "{request}");
        assert!(request.contains("content-type: application/ocsp-request\r\n"), "{request}");
    }

    #[test]
    fn refusals_are_told_apart() {
        let (url, _) = server("HTTP/1.1 503 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", 1);
        assert!(matches!(Web::new().crl(&url), Err(FetchError::Status(503))));
        let (url, _) = server("HTTP/1.1 302 Go\r\nlocation: /\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", 6);
        assert!(matches!(Web::new().crl(&url), Err(FetchError::Redirect)));
        let (url, _) = server("HTTP/1.1 302 Go\r\nlocation: file:///etc/passwd\r\nconnection: close\r\n\r\n", 1);
        assert!(matches!(Web::new().crl(&url), Err(FetchError::Unreachable(_))));
        let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert!(matches!(Web::new().crl(&format!("http://{gone}/")), Err(FetchError::Unreachable(_))));
    }

    #[test]
    fn an_endless_answer_is_given_up() {
        let (url, _) = server("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\nconnection: close\r\n\r\nhi", 1);
        assert!(matches!(Web::new().issuers(&url), Err(FetchError::TooLong(_) | FetchError::Unreachable(_))));
        let body = |length: usize| {
            let text = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{}",
                "x".repeat(length)
            );
            &*Box::leak(text.into_boxed_str())
        };
        let most = usize::try_from(MAX_CERTIFICATES).unwrap();
        let (url, _) = server(body(most), 1);
        assert_eq!(Web::new().issuers(&url).unwrap().len(), most);
        let (url, _) = server(body(most + 1), 1);
        assert!(matches!(Web::new().issuers(&url), Err(FetchError::TooLong(_))));
    }
}
