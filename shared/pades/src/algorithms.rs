//! Until when algorithms and key sizes count as secure.
//!
//! Two tables are known; which one counts is the caller's to say.
//!
//! [`Table::Etsi`]: ETSI TS 119 312 V2.1.1 (2026-02), "Cryptographic Suites", as its machine-readable catalogue states
//! it; it counts for what is signed under eIDAS. [`Table::Cryptrec`]: CRYPTREC LS-0003-2022r1, the strengths that
//! Japan's government asks for: with 112 bits of security nothing new is signed after 2030 and nothing is relied on
//! after 2040, with 128 bits not after 2050. What neither names any more has the date that ETSI gave it at last
//! (TS 102 176-1 V2.1.1, TS 119 312 V1.1.1).
//!
//! | | ETSI | CRYPTREC |
//! |---|---|---|
//! | SHA-1 | 2012-08-01 | the same |
//! | SHA-224, SHA3-224 | 2029-01-01 | 2031-01-01 |
//! | SHA-256, SHA3-256 | open | 2051-01-01 |
//! | SHA-384, SHA-512, SHA3-384, SHA3-512 | open | open |
//! | RSA, 1024 to 1899 bits | 2019-10-01 | the same |
//! | RSA, 1900 to 2999 bits | 2026-04-01 (V1.5.1 of 2024: 2029-01-01) | 2031-01-01 |
//! | RSA from 3000 bits, PKCS#1 v1.5 | 2034-01-01 | 2051-01-01, from 7680 bits open |
//! | RSA from 3000 bits, PSS | open | 2051-01-01, from 7680 bits open |
//! | ECDSA on P-256, brainpoolP256r1 | open | 2051-01-01 |
//! | ECDSA on P-384, P-521, brainpoolP384r1 | open | open |
//!
//! After its date an algorithm still proves what is known, by a timestamp of another algorithm, to be older.

use jiff::Timestamp;
use serde::Serialize;

use crate::certificate::Certificate;
use crate::chain::Path;
use crate::key::{Hash, KeyKind, Scheme};

/// Nothing new is signed with 112 bits of security from here on (CRYPTREC LS-0003-2022r1), in Japan's time.
const END_OF_112_BITS: &str = "2031-01-01T00:00:00+09:00";
/// The same for 128 bits.
const END_OF_128_BITS: &str = "2051-01-01T00:00:00+09:00";

/// Whose dates count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// ETSI TS 119 312 V2.1.1.
    Etsi,
    /// CRYPTREC LS-0003-2022r1.
    #[default]
    Cryptrec,
}

/// Until when something counts as secure. The least secure is the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "type", content = "time")]
pub enum SecureUntil {
    /// Never, as far as any table says.
    Never,
    /// Up to this time.
    Time(Timestamp),
    /// No end is foreseen.
    Open,
}

impl SecureUntil {
    /// Whether something made at this time was secure then.
    #[must_use]
    pub fn holds_at(self, time: Timestamp) -> bool {
        match self {
            Self::Never => false,
            Self::Time(until) => time < until,
            Self::Open => true,
        }
    }
}

/// Until when a hash resists collisions.
#[must_use]
pub fn secure_until_hash(hash: Hash, table: Table) -> SecureUntil {
    match hash {
        Hash::Sha1 => until("2012-08-01T00:00:00Z"),
        Hash::Sha224 | Hash::Sha3_224 => match table {
            Table::Etsi => until("2029-01-01T00:00:00+01:00"),
            Table::Cryptrec => until(END_OF_112_BITS),
        },
        Hash::Sha256 | Hash::Sha3_256 if table == Table::Cryptrec => until(END_OF_128_BITS),
        _ => SecureUntil::Open,
    }
}

/// Until when a key resists, whatever scheme it is used with.
#[must_use]
pub fn secure_until_key(kind: KeyKind, table: Table) -> SecureUntil {
    match kind {
        KeyKind::Rsa { bits: ..1024, .. } => SecureUntil::Never,
        KeyKind::Rsa { bits: 1024..1900, .. } => until("2019-10-01T00:00:00Z"),
        KeyKind::Rsa { bits: 1900..3000, .. } => match table {
            Table::Etsi => until("2026-04-01T00:00:00+01:00"),
            Table::Cryptrec => until(END_OF_112_BITS),
        },
        KeyKind::Rsa { bits: ..7680, .. } | KeyKind::P256 | KeyKind::BrainpoolP256r1 if table == Table::Cryptrec => {
            until(END_OF_128_BITS)
        }
        _ => SecureUntil::Open,
    }
}

/// Until when a signature by this scheme and kind of key resists: the first end of hash, key and scheme.
#[must_use]
pub(crate) fn secure_until(scheme: Scheme, kind: KeyKind, table: Table) -> SecureUntil {
    let padding = match scheme {
        Scheme::RsaPkcs1(_) if table == Table::Etsi => until("2034-01-01T00:00:00+01:00"),
        _ => SecureUntil::Open,
    };
    secure_until_hash(scheme.hash(), table).min(secure_until_key(kind, table)).min(padding)
}

/// Until when the signature on a certificate resists, made by `issuer`; [`SecureUntil::Never`] if its algorithm is not
/// known.
#[must_use]
pub fn secure_until_certificate(certificate: &Certificate, issuer: &Certificate, table: Table) -> SecureUntil {
    match (certificate.signature_scheme(), issuer.key_kind()) {
        (Some(scheme), Some(kind)) => secure_until(scheme, kind, table),
        _ => SecureUntil::Never,
    }
}

/// Until when every signature of a path resists. That of the anchor on itself does not count: it is trusted as it is.
#[must_use]
pub fn secure_until_path(path: &Path, table: Table) -> SecureUntil {
    let each = path.pairs().map(|(certificate, issuer)| secure_until_certificate(certificate, issuer, table));
    each.min().unwrap_or(SecureUntil::Open)
}

fn until(time: &str) -> SecureUntil {
    // The constants of this file are times; one that were not would count as broken, not as secure.
    time.parse().map_or(SecureUntil::Never, SecureUntil::Time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::certificate;

    const PKCS1: Scheme = Scheme::RsaPkcs1(Hash::Sha256);

    fn rsa(bits: u32) -> KeyKind {
        KeyKind::Rsa { bits, pss_only: false }
    }

    #[test]
    fn the_weakest_part_decides() {
        let time: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
        let holds = |scheme, kind, table| secure_until(scheme, kind, table).holds_at(time);
        assert!(holds(PKCS1, rsa(2048), Table::Cryptrec) && !holds(PKCS1, rsa(2048), Table::Etsi));
        assert!(holds(PKCS1, rsa(3072), Table::Etsi));
        assert!(!holds(Scheme::RsaPkcs1(Hash::Sha1), rsa(4096), Table::Cryptrec));
        assert!(!holds(PKCS1, rsa(1024), Table::Cryptrec));
        let long = "2060-01-01T00:00:00Z".parse().unwrap();
        let p256 = |table| secure_until(Scheme::Ecdsa(Hash::Sha256), KeyKind::P256, table).holds_at(long);
        assert!(p256(Table::Etsi) && !p256(Table::Cryptrec));
        assert!(secure_until(Scheme::Ecdsa(Hash::Sha384), KeyKind::P384, Table::Cryptrec).holds_at(long));
        assert!(!secure_until(PKCS1, rsa(4096), Table::Etsi).holds_at(long));
    }

    #[test]
    fn every_date_is_one() {
        for hash in [Hash::Sha1, Hash::Sha224, Hash::Sha3_224] {
            for table in [Table::Etsi, Table::Cryptrec] {
                assert!(matches!(secure_until_hash(hash, table), SecureUntil::Time(_)));
                for bits in [1024, 2048] {
                    assert!(matches!(secure_until_key(rsa(bits), table), SecureUntil::Time(_)));
                }
                assert!(matches!(secure_until(PKCS1, rsa(3072), table), SecureUntil::Time(_)));
                assert_eq!(secure_until_hash(Hash::Sha512, table), SecureUntil::Open);
            }
        }
    }

    #[test]
    fn certificates() {
        let (weak, issuing) = (certificate("weak"), certificate("issuing"));
        let old = "2015-01-01T00:00:00Z".parse().unwrap();
        assert!(secure_until_certificate(&certificate("by-weak"), &weak, Table::Etsi).holds_at(old));
        assert!(!secure_until_certificate(&certificate("by-sha1"), &issuing, Table::Etsi).holds_at(old));
        assert_eq!(secure_until_certificate(&certificate("rsa"), &issuing, Table::Etsi), SecureUntil::Open);
    }
}
