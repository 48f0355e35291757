//! One file from its first signature to its second renewal.

use std::sync::LazyLock;

use jiff::{Timestamp, ToSpan};
use oracles::PdfA;
use pades::appearance::Visible;
use pades::verify::Level;
use pades::{DocMdp, SignatureAlgorithm};
use signing::extender::{archived, extended};
use signing::inputs::Kind;
use signing::pki::{Entity, Key, Kind as CertificateKind, PKI, Profile, now};
use signing::signer::{Act, document_timestamped_by, timestamped, with_fields, with_visible_fields};

use crate::judge::Sample;
use crate::{looks, structure};

/// A key and how it signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    Rsa,
    RsaPss,
    P256,
    P384,
}

pub(crate) const KEYS: [KeyKind; 4] = [KeyKind::Rsa, KeyKind::RsaPss, KeyKind::P256, KeyKind::P384];

/// Signers whose certificates end a year later: what is renewed outlives them.
static SIGNERS: LazyLock<[Entity; 3]> = LazyLock::new(|| {
    [("Brief RSA", Key::rsa()), ("Brief P-256", Key::p256("brief")), ("Brief P-384", Key::p384("brief"))].map(
        |(name, key)| {
            let until = "2027-12-01T00:00:00Z".parse().unwrap();
            PKI.intermediate.issue(&Profile { until, ..Profile::new(name, CertificateKind::Signer) }, key)
        },
    )
});

/// An authority that timestamps nothing but one renewal.
static OTHER_AUTHORITY: LazyLock<Entity> = LazyLock::new(|| {
    PKI.intermediate.issue(&Profile::new("Other TSA", CertificateKind::TimestampAuthority), Key::p384("other tsa"))
});

impl KeyKind {
    pub(crate) fn signer(self) -> &'static Entity {
        match self {
            Self::Rsa | Self::RsaPss => &SIGNERS[0],
            Self::P256 => &SIGNERS[1],
            Self::P384 => &SIGNERS[2],
        }
    }

    pub(crate) fn algorithm(self) -> SignatureAlgorithm {
        match self {
            Self::Rsa => SignatureAlgorithm::RsaPkcs1Sha256,
            Self::RsaPss => SignatureAlgorithm::RsaPssSha256,
            Self::P256 => SignatureAlgorithm::EcdsaP256Sha256,
            Self::P384 => SignatureAlgorithm::EcdsaP384Sha384,
        }
    }
}

/// A file and how it is signed.
pub(crate) struct Ladder {
    pub(crate) kind: Kind,
    pub(crate) file: Vec<u8>,
    pub(crate) key: KeyKind,
    pub(crate) seen: bool,
    /// The kind of PDF/A that the file is.
    pub(crate) profile: Option<PdfA>,
}

impl Ladder {
    /// One sample for each level and for each of two renewals.
    pub(crate) fn climb(&self) -> Vec<Sample> {
        let (soon, later, last) = (now() + 1.hour(), year(2029), year(2031));
        let prepared = self.prepared();
        let signed = self.act().sign(&prepared);
        structure::check(&prepared, &signed, "Seal");
        let timestamped = timestamped(&signed, "Seal");
        assert_eq!(signed.len(), timestamped.len());
        structure::check(&prepared, &timestamped, "Seal");
        let mut samples = vec![self.sample("B-B", signed, now()), self.sample("B-T", timestamped.clone(), now())];
        samples[1].expect(Level::BT, None);

        let long_term = extended(&timestamped, soon).unwrap();
        structure::check_store(&timestamped, &long_term);
        assert_eq!(extended(&long_term, soon), None, "all of it is there");
        let mut sample = self.sample("B-LT", long_term.clone(), soon);
        sample.expect(Level::BLT, None);
        samples.push(sample);

        let first = document_timestamped_by(&PKI.tsa, &long_term, "Archive1", soon);
        assert_eq!(extended(&first, soon), None, "its authority's chain is there");
        samples.push(self.archive("B-LTA", &long_term, &first, 1, soon));

        // By another authority at first; for either one the file lacks what shows that it was not revoked by then.
        let second = renewed(&first, "Archive2", &OTHER_AUTHORITY, later);
        samples.push(self.archive("renewed", &first, &second, 2, later));
        let third = renewed(&second, "Archive3", &PKI.tsa, last);
        samples.push(self.archive("renewed twice", &second, &third, 3, last));
        samples
    }

    /// Signed and timestamped.
    pub(crate) fn timestamped(&self) -> Sample {
        let prepared = self.prepared();
        let signed = self.act().sign_and_timestamp(&prepared);
        structure::check(&prepared, &signed, "Seal");
        let mut sample = self.sample("B-T", signed, now());
        sample.expect(Level::BT, None);
        sample
    }

    /// With the field made before, where a document is prepared for its signers. What is damaged is repaired by that.
    fn prepared(&self) -> Vec<u8> {
        let prepared = match self.kind {
            Kind::Streams | Kind::Form | Kind::Damaged if self.seen => {
                with_visible_fields(&self.file, &[("Seal", looks::placement(1))])
            }
            Kind::Streams | Kind::Form | Kind::Damaged => with_fields(&self.file, &["Seal", "Second"]),
            _ => self.file.clone(),
        };
        assert_eq!(prepared.starts_with(&self.file), self.kind != Kind::Damaged);
        prepared
    }

    fn act(&self) -> Act<'static> {
        let certify = (self.kind.signatures() == 0).then_some(DocMdp::FormFilling);
        // A text brings a font into the file, for which PDF/A has many rules.
        let look = if self.profile.is_some() { looks::seal_and_text } else { looks::seal };
        let visible: Option<Visible<'static>> = self.seen.then(|| look(1));
        Act { algorithm: Some(self.key.algorithm()), certify, visible, ..Act::new(self.key.signer(), "Seal") }
    }

    fn sample(&self, rung: &str, bytes: Vec<u8>, at: Timestamp) -> Sample {
        let seen = if self.seen { "seen" } else { "unseen" };
        let profile = self.profile.map(|profile| format!(" {profile:?}")).unwrap_or_default();
        let name = format!("{:?}{profile}, {:?}, {seen}: {rung}", self.kind, self.key);
        let mut sample = Sample::new(name, bytes, self.kind.signatures() + 1, at);
        sample.hybrid = self.kind == Kind::Hybrid;
        sample.profile = self.profile;
        sample.expect(Level::BB, None);
        sample
    }

    fn archive(&self, rung: &str, before: &[u8], after: &[u8], timestamps: usize, at: Timestamp) -> Sample {
        structure::check_store(before, after);
        let mut sample = self.sample(rung, after.to_vec(), at);
        sample.signatures += timestamps;
        sample.expect(Level::BLTA, Some(now() + 1.hour()));
        sample
    }
}

/// Renewed, and completed by what proves the new timestamp itself.
fn renewed(before: &[u8], field: &str, tsa: &Entity, at: Timestamp) -> Vec<u8> {
    let timestamped = archived(before, field, tsa, at);
    structure::check_store(before, &timestamped);
    extended(&timestamped, at).unwrap()
}

fn year(year: i16) -> Timestamp {
    format!("{year}-06-01T00:00:00Z").parse().unwrap()
}
