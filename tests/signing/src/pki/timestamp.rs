//! A timestamp authority (RFC 3161 §2.4.2).

use jiff::Timestamp;

use super::cms::{self, Content};
use super::{Entity, Key};
use crate::der::{self, oid, sequence, tlv};

/// The policy of tokens when the request names none.
pub const POLICY: &str = "1.3.6.1.4.1.99999.1.1";

/// The TimeStampResp for a TimeStampReq: granted, same imprint, same nonce, genTime `at`.
#[must_use]
pub fn respond(tsa: &Entity, chain: &[Vec<u8>], request: &[u8], at: Timestamp) -> Vec<u8> {
    let fields = der::elements(der::elements(request)[0].2);
    let of_tag = |tag: u8| fields[2..].iter().find(|field| field.0 == tag).map(|field| field.1.to_vec());
    let policy = of_tag(0x06).unwrap_or_else(|| oid(POLICY));
    token_response(token(tsa, chain, fields[1].1, &policy, &of_tag(0x02).unwrap_or_default(), at))
}

/// A token over a SHA-256 digest, without a request.
#[must_use]
pub fn token_for(tsa: &Entity, chain: &[Vec<u8>], sha_256: &[u8], at: Timestamp) -> Vec<u8> {
    let algorithm = Key::p256("any").digest_algorithm();
    token(tsa, chain, &sequence(&[algorithm, der::octets(sha_256)]), &oid(POLICY), &[], at)
}

fn token(tsa: &Entity, chain: &[Vec<u8>], imprint: &[u8], policy: &[u8], nonce: &[u8], at: Timestamp) -> Vec<u8> {
    let serial = u64::from_be_bytes(tsa.key.hash(imprint)[..8].try_into().unwrap()) >> 1;
    let info = sequence(&[
        der::number(1),
        policy.to_vec(),
        imprint.to_vec(),
        der::number(serial),
        der::generalized(at),
        nonce.to_vec(),
    ]);
    cms::signed_data(tsa, chain, cms::TST_INFO, &Content::Attached(&info))
}

fn token_response(token: Vec<u8>) -> Vec<u8> {
    sequence(&[sequence(&[tlv(0x02, &[0])]), token])
}
