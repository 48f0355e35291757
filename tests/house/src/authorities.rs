//! The keys of seals, and an authority that timestamps: in software, without `pades`.

use std::sync::LazyLock;

use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::ports::{SealingCertificate, TimestampAuthority};
use domain::recipient::SealType;
use domain::registered_seal::RegisteredSeal;
use jiff::Timestamp;
use p256::ecdsa::Signature;
use signature::hazmat::RandomizedPrehashSigner;
use signature::rand_core::{TryCryptoRng, TryRng};
use signing::pki::{Entity, Key, PKI, pem, timestamp};

use crate::chance::Chance;
use crate::registered::registered_address;

/// The organisation that has a registered seal.
const ORGANISATION: &str = "takikawa";
/// Signers of an envelope, and envelopes, at most.
const MAX_PERSONS: usize = 20;
/// The operator's key.
const OPERATOR: &str = "operator";

static HOLDERS: LazyLock<[Entity; 2]> = LazyLock::new(|| [PKI.signer(1), PKI.signer(2)]);
/// Who may use the registered seal.
static PERSONS: LazyLock<Vec<EmailAddress>> = LazyLock::new(|| {
    let all = (0..MAX_PERSONS).flat_map(|n| (0..MAX_PERSONS).map(move |envelope| registered_address(n, envelope)));
    all.map(|address| address.parse().expect("an address")).collect()
});
/// Certificates that make a token too large for the room that a seal leaves at first.
static BALLAST: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| (100..130).map(|n| PKI.signer(n).certificate).collect());

/// The certificate of the operator or of the one organisation.
pub(crate) fn certificate(seal: Option<&RegisteredSeal>) -> Option<SealingCertificate> {
    let key_id = match seal {
        None => OPERATOR,
        Some(seal) if *seal == RegisteredSeal::of(organisation()) => ORGANISATION,
        Some(_) => return None,
    };
    let chain_pem = PKI.chain(holder(key_id)?).iter().map(|der| pem(der)).collect();
    let persons = if seal.is_some() { PERSONS.clone() } else { Vec::new() };
    Some(SealingCertificate { name: None, key_id: key_id.to_owned(), chain_pem, persons, organisations: Vec::new() })
}

/// The seal of the one organisation.
pub(crate) fn registered() -> SealType {
    SealType::Registered { organisation: organisation(), seal: None }
}

fn organisation() -> OrganisationId {
    ORGANISATION.to_owned().try_into().expect("an identifier")
}

/// Signs a digest by ECDSA on P-256. Two signatures of the same digest differ, as those of a key service do.
pub(crate) fn sign(key_id: &str, digest: Digest, chance: &Chance) -> Option<Vec<u8>> {
    let Key::P256(key) = &holder(key_id)?.key else { return None };
    let signature: Signature = key.sign_prehash_with_rng(&mut Salt(chance), digest.as_bytes()).ok()?;
    Some(signature.to_der().as_bytes().to_vec())
}

fn holder(key_id: &str) -> Option<&'static Entity> {
    let [operator, organisation] = &*HOLDERS;
    match key_id {
        OPERATOR => Some(operator),
        ORGANISATION => Some(organisation),
        _ => None,
    }
}

/// The authority.
pub(crate) fn authority() -> TimestampAuthority {
    TimestampAuthority {
        url: "https://tsa.example.test/".to_owned(),
        policy: None,
        accredited: true,
        anchors_pem: pem(&PKI.root.certificate),
    }
}

/// The authority's answer to a request.
pub(crate) fn timestamp(request: &[u8], at: Timestamp, is_large: bool) -> Vec<u8> {
    let mut chain = PKI.chain(&PKI.tsa);
    if is_large {
        chain.extend_from_slice(&BALLAST);
    }
    timestamp::respond(&PKI.tsa, &chain, request, at)
}

/// What makes a signature differ from the one before.
struct Salt<'c>(&'c Chance);

impl TryRng for Salt<'_> {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let [high, ..] = self.0.bits().to_be_bytes();
        Ok(u32::from(high))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.0.bits())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill_with(|| self.0.bits().to_be_bytes()[0]);
        Ok(())
    }
}

impl TryCryptoRng for Salt<'_> {}
