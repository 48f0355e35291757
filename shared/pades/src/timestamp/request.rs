//! TimeStampReq (RFC 3161 §2.4.1).

use der::asn1::{Any, Null, ObjectIdentifier, OctetString, Uint};
use der::{Encode, Sequence};
use spki::AlgorithmIdentifierOwned;

use crate::oid;

/// `MessageImprint`: the hash that is timestamped.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct MessageImprint {
    pub(super) hash_algorithm: AlgorithmIdentifierOwned,
    pub(super) hashed_message: OctetString,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct TimeStampReq {
    version: u8,
    message_imprint: MessageImprint,
    #[asn1(optional = "true")]
    req_policy: Option<ObjectIdentifier>,
    #[asn1(optional = "true")]
    nonce: Option<Uint>,
    cert_req: bool,
}

/// A nonce that is too short to be unguessable or too long for authorities to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the nonce has {0} bytes; give 8 to 16 random ones, not all zero")]
pub struct NonceError(pub usize);

/// A request to timestamp a SHA-256 imprint. The authority is asked to put its certificate in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeStampRequest {
    imprint: [u8; 32],
    /// The nonce's integer without leading zeros.
    nonce: Vec<u8>,
    der: Vec<u8>,
}

impl TimeStampRequest {
    /// A request for `imprint`. `nonce`: 8 to 16 random bytes, kept by the caller until the answer is checked.
    /// `policy`: the authority's policy to ask for.
    ///
    /// # Errors
    /// [`NonceError`].
    pub fn new(imprint: [u8; 32], nonce: &[u8], policy: Option<ObjectIdentifier>) -> Result<Self, NonceError> {
        let error = NonceError(nonce.len());
        let significant = nonce.iter().position(|&byte| byte != 0).ok_or(error)?;
        if !(8..=16).contains(&nonce.len()) {
            return Err(error);
        }
        let request = TimeStampReq {
            version: 1,
            message_imprint: MessageImprint {
                // Some authorities insist on the explicit NULL.
                hash_algorithm: AlgorithmIdentifierOwned { oid: oid::SHA_256, parameters: Some(Any::from(Null)) },
                hashed_message: OctetString::new(imprint).map_err(|_| error)?,
            },
            req_policy: policy,
            nonce: Some(Uint::new(&nonce[significant..]).map_err(|_| error)?),
            cert_req: true,
        };
        let der = request.to_der().map_err(|_| error)?;
        Ok(Self { imprint, nonce: nonce[significant..].to_vec(), der })
    }

    /// The body to post as `application/timestamp-query` (§3.4).
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        self.der.clone()
    }

    /// The imprint that is to be timestamped.
    #[must_use]
    pub fn imprint(&self) -> [u8; 32] {
        self.imprint
    }

    /// The nonce without leading zeros.
    pub(super) fn nonce(&self) -> &[u8] {
        &self.nonce
    }
}
