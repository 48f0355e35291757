//! A timestamp authority (RFC 3161 §2.4.2).

use jiff::Timestamp;

use super::cms::{self, Content};
use super::{Entity, unknown_extension};
use crate::der::{self, context, oid, sequence, tlv};

/// The policy of tokens when the request names none.
pub const POLICY: &str = "1.3.6.1.4.1.99999.1.1";

/// SHA-256.
pub const SHA_256: &str = "2.16.840.1.101.3.4.2.1";
/// SHA-1.
pub const SHA_1: &str = "1.3.14.3.2.26";
/// MD5.
pub const MD5: &str = "1.2.840.113549.2.5";

/// The TimeStampResp for a TimeStampReq: granted, same imprint, same nonce, genTime `at`.
#[must_use]
pub fn respond(tsa: &Entity, chain: &[Vec<u8>], request: &[u8], at: Timestamp) -> Vec<u8> {
    let fields = der::elements(der::elements(request)[0].2);
    let of_tag = |tag: u8| fields[2..].iter().find(|field| field.0 == tag).map(|field| field.1.to_vec());
    let policy = of_tag(0x06).unwrap_or_else(|| oid(POLICY));
    token_response(token(tsa, chain, fields[1].1, &policy, &[&[], &of_tag(0x02).unwrap_or_default(), &[]], at))
}

/// A token over a SHA-256 digest, without a request.
#[must_use]
pub fn token_for(tsa: &Entity, chain: &[Vec<u8>], sha_256: &[u8], at: Timestamp) -> Vec<u8> {
    TimestampSpec::new(SHA_256).token(tsa, chain, sha_256, at)
}

/// What a token is to say beside its time.
pub struct TimestampSpec {
    /// The hash function of the imprint, an object identifier.
    pub hash: &'static str,
    /// Seconds.
    pub accuracy: Option<u64>,
    /// Whether it has a critical extension that nobody knows.
    pub is_beyond_us: bool,
}

impl TimestampSpec {
    /// By a hash function, and nothing more.
    #[must_use]
    pub fn new(hash: &'static str) -> Self {
        Self { hash, accuracy: None, is_beyond_us: false }
    }

    /// The token over a digest.
    #[must_use]
    pub fn token(&self, tsa: &Entity, chain: &[Vec<u8>], digest: &[u8], at: Timestamp) -> Vec<u8> {
        let imprint = sequence(&[sequence(&[oid(self.hash)]), der::octets(digest)]);
        let accuracy = self.accuracy.map_or(vec![], |seconds| sequence(&[der::number(seconds)]));
        let extensions = if self.is_beyond_us { context(1, &unknown_extension()) } else { vec![] };
        token(tsa, chain, &imprint, &oid(POLICY), &[&accuracy, &[], &extensions], at)
    }
}

/// `rest`: accuracy, nonce and extensions, each empty if there is none.
fn token(tsa: &Entity, chain: &[Vec<u8>], imprint: &[u8], policy: &[u8], rest: &[&[u8]; 3], at: Timestamp) -> Vec<u8> {
    let serial = u64::from_be_bytes(tsa.key.hash(imprint)[..8].try_into().unwrap()) >> 1;
    let info = sequence(&[
        der::number(1),
        policy.to_vec(),
        imprint.to_vec(),
        der::number(serial),
        der::generalized(at),
        rest.concat(),
    ]);
    cms::signed_data(tsa, chain, cms::TST_INFO, &Content::Attached(&info))
}

fn token_response(token: Vec<u8>) -> Vec<u8> {
    sequence(&[sequence(&[tlv(0x02, &[0])]), token])
}
