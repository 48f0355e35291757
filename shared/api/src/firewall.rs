//! The firewall that may stand before the service (`infra/firewall.yaml`), and how requests that came through it are known.

use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};
use domain::digest::Digest;
use subtle::{Choice, ConstantTimeEq as _};

/// The header by which the firewall proves itself. It holds a secret that only the firewall knows.
pub const SECRET_HEADER: HeaderName = HeaderName::from_static("keiin-firewall-secret");
/// The header in which the firewall says from where the request came: an address of IPv4 or IPv6, without a port. It writes over
/// whatever a client has put there.
pub const VIEWER_ADDRESS_HEADER: HeaderName = HeaderName::from_static("keiin-viewer-address");

/// Whether every request has to come through a firewall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Firewall {
    /// There is none. What the headers of one say is not believed.
    #[default]
    Absent,
    /// There is one.
    Demanded {
        /// SHA-256 of the secret.
        secret: Digest,
        /// SHA-256 of another that is good as well, while the secret is changed for a new one.
        other: Option<Digest>,
    },
}

/// By which way a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Straight from the gateway, where nothing else is demanded.
    Direct,
    /// Through the firewall.
    ThroughFirewall,
    /// Past the firewall.
    PastFirewall,
}

impl Firewall {
    /// By which way a request with these headers came. Digests are compared in constant time, and always with all that are good.
    pub(crate) fn way(&self, headers: &HeaderMap) -> Way {
        let Self::Demanded { secret, other } = self else { return Way::Direct };
        let mut shown = headers.get_all(SECRET_HEADER).iter();
        let (Some(only), None) = (shown.next(), shown.next()) else { return Way::PastFirewall };
        let shown = Digest::of(only.as_bytes());
        let is_good = [Some(secret), other.as_ref()]
            .into_iter()
            .flatten()
            .fold(Choice::from(0), |good, digest| good | digest.as_bytes().ct_eq(shown.as_bytes()));
        if bool::from(is_good) { Way::ThroughFirewall } else { Way::PastFirewall }
    }
}

/// A setting that names no secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("one SHA-256 digest of 64 hexadecimal digits, or two with a comma between them")]
pub struct NotDigests;

/// As the setting has it: one digest, or two with a comma between them.
impl FromStr for Firewall {
    type Err = NotDigests;

    fn from_str(text: &str) -> Result<Self, NotDigests> {
        let digests: Vec<Digest> =
            text.split(',').map(|digest| digest.trim().parse().map_err(|_| NotDigests)).collect::<Result<_, _>>()?;
        match digests[..] {
            [secret] => Ok(Self::Demanded { secret, other: None }),
            [secret, other] => Ok(Self::Demanded { secret, other: Some(other) }),
            _ => Err(NotDigests),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const OLD: &str = "an-old-secret";
    const NEW: &str = "a-new-secret";

    fn headers(secrets: &[&'static str]) -> HeaderMap {
        secrets.iter().map(|secret| (SECRET_HEADER, HeaderValue::from_static(secret))).collect()
    }

    fn demanding(secrets: &[&str]) -> Firewall {
        let digests: Vec<String> = secrets.iter().map(|secret| Digest::of(secret.as_bytes()).to_string()).collect();
        digests.join(",").parse().expect("digests")
    }

    #[test]
    fn only_the_secret_itself_opens_the_firewall() {
        let firewall = demanding(&[OLD]);
        assert_eq!(firewall.way(&headers(&[OLD])), Way::ThroughFirewall);
        for shown in [&[][..], &[""], &["an-old-secre"], &["an-old-secret2"], &["An-old-secret"], &[NEW]] {
            assert_eq!(firewall.way(&headers(shown)), Way::PastFirewall, "{shown:?}");
        }
        // The digest is in the function's settings, where more people read than the secret has.
        let digest = HeaderValue::from_str(&Digest::of(OLD.as_bytes()).to_string()).expect("a header");
        assert_eq!(firewall.way(&HeaderMap::from_iter([(SECRET_HEADER, digest)])), Way::PastFirewall);
    }

    #[test]
    fn a_secret_that_is_sent_twice_is_not_looked_at() {
        let firewall = demanding(&[OLD]);
        assert_eq!(firewall.way(&headers(&[OLD, OLD])), Way::PastFirewall);
        assert_eq!(firewall.way(&headers(&[NEW, OLD])), Way::PastFirewall);
        // As the gateway joins them.
        assert_eq!(firewall.way(&headers(&["an-old-secret,an-old-secret"])), Way::PastFirewall);
    }

    #[test]
    fn while_the_secret_is_changed_both_are_good_and_afterwards_the_new_one_alone() {
        let (before, between, after) = (demanding(&[OLD]), demanding(&[OLD, NEW]), demanding(&[NEW]));
        let passes = |firewall: Firewall, secret| firewall.way(&headers(&[secret])) == Way::ThroughFirewall;
        assert_eq!([before, between, after].map(|firewall| passes(firewall, OLD)), [true, true, false]);
        assert_eq!([before, between, after].map(|firewall| passes(firewall, NEW)), [false, true, true]);
        assert!(!passes(between, "another-secret"));
    }

    #[test]
    fn without_a_firewall_a_secret_means_nothing() {
        assert_eq!(Firewall::default().way(&headers(&[OLD])), Way::Direct);
        assert_eq!(Firewall::default().way(&headers(&[])), Way::Direct);
    }

    #[test]
    fn a_setting_that_is_no_digest_or_has_too_many_is_refused_instead_of_demanding_nothing() {
        let digest = Digest::of(OLD.as_bytes()).to_string();
        let three = [digest.as_str(); 3].join(",");
        for text in ["", ",", "x", &digest[1..], &format!("{digest},"), &format!("{digest} {digest}"), &three] {
            assert_eq!(text.parse::<Firewall>(), Err(NotDigests), "{text:?}");
        }
        assert_eq!(digest.parse(), Ok(demanding(&[OLD])));
    }
}
