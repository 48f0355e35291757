//! Checking a TimeStampResp (RFC 3161 §2.4.2 and §2.2, RFC 5816).

use der::asn1::ObjectIdentifier;
use jiff::{SignedDuration, Timestamp};

use super::request::TimeStampRequest;
use super::token::{TimeStampToken, Token};
use super::tst_info::TstInfo;
use crate::asn1::{self, Element};
use crate::ber;
use crate::certificate::Certificate;
use crate::chain::{Algorithms, ChainError, Purpose, Search, UsageFault, check_usage, is_current};
use crate::cms::{CmsError, SignedData};
use crate::key::{Hash, Scheme};

/// genTime may differ from `now` by this much.
const MAX_AWAY: SignedDuration = SignedDuration::from_mins(5);

/// A TimeStampResp, as far as it is needed.
struct Response<'r> {
    status: u32,
    /// What the authority says, and its failure bits.
    text: String,
    /// A ContentInfo.
    token: Option<&'r [u8]>,
}

impl<'r> Response<'r> {
    /// Reads a response whose lengths are [`definite`](ber::definite); what follows it is not looked at.
    fn read(response: &'r [u8]) -> Option<Self> {
        let parts = Element::first(response)?.tagged(asn1::SEQUENCE)?.children()?;
        let (status, token) = match parts.as_slice() {
            [status] => (status, None),
            [status, token] => (status, Some(token.tagged(asn1::SEQUENCE)?.raw)),
            _ => return None,
        };
        let status = status.tagged(asn1::SEQUENCE)?.children()?;
        let (number, more) = status.split_first()?;
        let mut said = Vec::new();
        let mut bits = Vec::new();
        for part in more {
            match part.tag {
                asn1::SEQUENCE => {
                    said.extend(part.children()?.iter().map(|text| String::from_utf8_lossy(text.content)));
                }
                asn1::BIT_STRING => bits = set_bits(part.content),
                _ => return None,
            }
        }
        let mut text = said.join("; ");
        if !bits.is_empty() {
            let space = if text.is_empty() { "" } else { " " };
            text.push_str(&format!("{space}(failure bit {})", bits.join(", ")));
        }
        Some(Self { status: number.tagged(asn1::INTEGER)?.small()?, text, token })
    }
}

/// The places of the bits that are set in a BIT STRING, which in BER may have more bits than it needs (X.690 §8.6).
fn set_bits(content: &[u8]) -> Vec<String> {
    let bytes = content.get(1..).unwrap_or_default().iter().enumerate();
    let bits = bytes
        .flat_map(|(place, byte)| (0..8).filter(move |bit| byte & (0x80 >> bit) != 0).map(move |bit| place * 8 + bit));
    bits.map(|bit| bit.to_string()).collect()
}

/// What an authority's answer must fulfil.
#[derive(Clone, Copy, Debug)]
pub struct TimestampPolicy<'p> {
    anchors: &'p [Certificate],
    policy: Option<ObjectIdentifier>,
    now: Timestamp,
}

impl<'p> TimestampPolicy<'p> {
    /// - `anchors`: certificates that are trusted; the authority's chain must lead to one of them.
    /// - `now`: the time; the token's may differ by at most 5 minutes.
    #[must_use]
    pub fn new(anchors: &'p [Certificate], now: Timestamp) -> Self {
        Self { anchors, policy: None, now }
    }

    /// The policy that the token must be issued under (RFC 3161 §2.4.2). Any, if none is named.
    #[must_use]
    pub fn with_policy(mut self, policy: impl Into<Option<ObjectIdentifier>>) -> Self {
        self.policy = policy.into();
        self
    }
}

/// The rule that an answer breaks. None of them may be ignored; the next authority may be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResponseError {
    /// Not a TimeStampResp.
    #[error("the answer is no timestamp response; check the authority's address")]
    Malformed,
    /// Status neither granted nor grantedWithMods.
    #[error("the authority refused: status {status}{}{text}", if text.is_empty() { "" } else { ", " })]
    Refused {
        /// PKIStatus: 2 rejection, 3 waiting, 4 and 5 revocation.
        status: u32,
        /// What the authority says, and its failure bits.
        text: String,
    },
    /// Granted, but without a token.
    #[error("the answer holds no token")]
    NoToken,
    /// The token cannot be read.
    #[error("the token is no SignedData around a TSTInfo")]
    TokenMalformed,
    /// The timestamped digest is another one.
    #[error("the token is for another digest than the one asked for")]
    Imprint,
    /// The nonce is missing or another one.
    #[error("the token has not the nonce of the request; the answer may be an old one")]
    Nonce,
    /// Another policy than configured or asked for.
    #[error("the token is issued under policy {found} instead of {expected}")]
    Policy {
        /// The configured policy.
        expected: ObjectIdentifier,
        /// The token's.
        found: ObjectIdentifier,
    },
    /// A critical extension in the TSTInfo; none is known.
    #[error("the token has a critical extension that is not supported")]
    CriticalExtension,
    /// None or several signers.
    #[error("the token has not exactly one signer")]
    SignerCount,
    /// The authority's certificate is not in the token.
    #[error("the token does not hold the authority's certificate")]
    NoCertificate,
    /// Nothing that is accepted for new timestamps: SHA-2 or SHA-3 from 256 bits with RSA from 2048 bits or ECDSA.
    #[error("the token uses an algorithm that is not supported")]
    Algorithm,
    /// signingCertificate (v2) is missing or names another certificate.
    #[error("the token's signing certificate attribute is missing or names another certificate")]
    SigningCertificate,
    /// Extended key usage is not timeStamping alone.
    #[error("the authority's certificate is not for timestamping alone")]
    NotForTimestamping,
    /// Extended key usage is not critical.
    #[error("the authority's certificate does not mark its extended key usage as critical")]
    UsageNotCritical,
    /// messageDigest is not the hash of the TSTInfo.
    #[error("the token's message digest does not agree with its content")]
    MessageDigest,
    /// The token's signature does not verify.
    #[error("the token's signature is wrong")]
    Signature,
    /// No chain to an anchor.
    #[error("the authority's certificate chain is not accepted")]
    Chain(#[source] ChainError),
    /// genTime is far from now.
    #[error("the token's time {time} is more than five minutes away from {now}")]
    Time {
        /// The token's.
        time: Timestamp,
        /// Ours.
        now: Timestamp,
    },
}

impl From<CmsError> for ResponseError {
    fn from(error: CmsError) -> Self {
        match error {
            CmsError::Malformed | CmsError::ContentType | CmsError::Enveloping => Self::TokenMalformed,
            CmsError::CriticalExtension => Self::CriticalExtension,
            CmsError::SignerCount => Self::SignerCount,
            CmsError::NoCertificate => Self::NoCertificate,
            CmsError::Algorithm => Self::Algorithm,
            CmsError::MessageDigest => Self::MessageDigest,
            CmsError::SigningCertificate => Self::SigningCertificate,
            CmsError::Signature => Self::Signature,
        }
    }
}

/// Checks an authority's answer to `request` and gives out its token.
///
/// # Errors
/// The first rule broken.
pub fn check_response(
    response: &[u8],
    request: &TimeStampRequest,
    policy: &TimestampPolicy<'_>,
) -> Result<TimeStampToken, ResponseError> {
    check(response, request, policy, Chain::ToAnchor)
}

/// The same for somebody who has named no anchors: everything but the authority's chain is checked, so whose token it is
/// remains to be judged by those who verify it. The policy's anchors are not looked at.
///
/// # Errors
/// The first rule broken.
pub fn check_response_of_any_authority(
    response: &[u8],
    request: &TimeStampRequest,
    policy: &TimestampPolicy<'_>,
) -> Result<TimeStampToken, ResponseError> {
    check(response, request, policy, Chain::NotChecked)
}

/// How far an authority's certificate is followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chain {
    ToAnchor,
    NotChecked,
}

fn check(
    response: &[u8],
    request: &TimeStampRequest,
    policy: &TimestampPolicy<'_>,
    chain: Chain,
) -> Result<TimeStampToken, ResponseError> {
    // Some authorities answer in BER, as some signers write theirs: what is signed keeps its bytes.
    let response = ber::definite(response).ok_or(ResponseError::Malformed)?;
    let Response { status, text, token } = Response::read(&response).ok_or(ResponseError::Malformed)?;
    // 1, granted with modifications, is fine as long as everything below holds.
    if status > 1 {
        return Err(ResponseError::Refused { status, text });
    }
    let der = token.ok_or(ResponseError::NoToken)?;
    let token = Token::read(der)?;
    let Token { signed_data, info } = &token;
    check_info(info, request, policy)?;
    let certificate = signed_data.signer_certificate().ok_or(ResponseError::NoCertificate)?;
    check_algorithms(signed_data, certificate)?;
    token.check_signing_certificate(certificate)?;
    check_usage(certificate, Purpose::TimeStamping).map_err(|fault| match fault {
        UsageFault::NotCritical => ResponseError::UsageNotCritical,
        _ => ResponseError::NotForTimestamping,
    })?;
    token.check_signature(certificate)?;
    let time = info.time().ok_or(ResponseError::TokenMalformed)?;
    let (pool, anchors) = (&signed_data.certificates, policy.anchors);
    let search = Search { pool, anchors, time, algorithms: Algorithms::Current };
    if chain == Chain::ToAnchor {
        search.path(certificate).map_err(ResponseError::Chain)?;
    }
    if time.duration_since(policy.now).abs() > MAX_AWAY {
        return Err(ResponseError::Time { time, now: policy.now });
    }
    TimeStampToken::new(der, info, certificate).ok_or(ResponseError::TokenMalformed)
}

fn check_algorithms(signed_data: &SignedData<'_>, certificate: &Certificate) -> Result<(), ResponseError> {
    let kind = certificate.key_kind().ok_or(ResponseError::Algorithm)?;
    let scheme = signed_data.scheme()?;
    // The hash of the content may be another one than that of the signature.
    let content = Scheme::Ecdsa(signed_data.hash()?);
    if is_current(scheme, kind) && is_current(content, kind) { Ok(()) } else { Err(ResponseError::Algorithm) }
}

fn check_info(info: &TstInfo, request: &TimeStampRequest, policy: &TimestampPolicy<'_>) -> Result<(), ResponseError> {
    if info.imprint() != Some((Hash::Sha256, request.imprint().to_vec())) {
        return Err(ResponseError::Imprint);
    }
    if info.nonce() != Some(request.nonce()) {
        return Err(ResponseError::Nonce);
    }
    match policy.policy {
        Some(expected) if expected != info.policy() => Err(ResponseError::Policy { expected, found: info.policy() }),
        _ => Ok(()),
    }
}
