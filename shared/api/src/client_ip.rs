//! From where a request came, as far as that is known for sure.

use std::net::IpAddr;

use axum::http::HeaderMap;

use crate::firewall::{Firewall, VIEWER_ADDRESS_HEADER, Way};

/// The client's address; the [entrance](crate::Entrance) puts it into the request's extensions. Evidence, ranges of addresses
/// and everything else that asks from where a call came take it from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

/// The request did not come through the firewall, as it has to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PastFirewall;

/// The one place where a client's address is found out: it is the address that the gateway saw or, behind a firewall, the one that
/// the firewall saw. Whatever else is in the headers, such as `X-Forwarded-For`, says what the client likes. Where the address
/// cannot be read there is none, so that whatever asks for it refuses.
pub(crate) fn client_ip(
    firewall: &Firewall,
    headers: &HeaderMap,
    seen_by_gateway: Option<IpAddr>,
) -> Result<Option<ClientIp>, PastFirewall> {
    let address = match firewall.way(headers) {
        Way::Direct => seen_by_gateway,
        Way::ThroughFirewall => seen_by_firewall(headers),
        Way::PastFirewall => return Err(PastFirewall),
    };
    Ok(address.map(ClientIp))
}

/// One header with one address. The gateway joins two headers with a comma, which is no address.
fn seen_by_firewall(headers: &HeaderMap) -> Option<IpAddr> {
    let mut values = headers.get_all(VIEWER_ADDRESS_HEADER).iter();
    let (Some(only), None) = (values.next(), values.next()) else { return None };
    only.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};
    use domain::digest::Digest;

    use super::*;
    use crate::firewall::SECRET_HEADER;

    const SECRET: &str = "secret-of-the-firewall";
    const VIEWER: &str = "198.51.100.7";

    fn demanded() -> Firewall {
        Firewall::Demanded { secret: Digest::of(SECRET.as_bytes()), other: None }
    }

    /// What the gateway saw is the firewall's own address.
    fn found(firewall: Firewall, headers: &[(HeaderName, &'static str)]) -> Result<Option<String>, PastFirewall> {
        let headers =
            headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect::<HeaderMap>();
        let found = client_ip(&firewall, &headers, Some("203.0.113.24".parse().expect("an address")))?;
        Ok(found.map(|ClientIp(address)| address.to_string()))
    }

    fn through(address: &'static str) -> Option<String> {
        let headers = [(SECRET_HEADER, SECRET), (VIEWER_ADDRESS_HEADER, address)];
        found(demanded(), &headers).expect("it came through the firewall")
    }

    #[test]
    fn behind_a_firewall_the_address_is_the_one_that_the_firewall_saw() {
        assert_eq!(through(VIEWER).as_deref(), Some(VIEWER));
        assert_eq!(through("2001:db8:0:0::7").as_deref(), Some("2001:db8::7"));
    }

    #[test]
    fn what_the_firewall_does_not_write_so_is_no_address() {
        for text in [
            "",
            "198.51.100.7:443",
            "[2001:db8::7]:443",
            "[2001:db8::7]",
            "198.51.100.7, 198.51.100.8",
            "198.51.100.7,198.51.100.8",
            " 198.51.100.7",
            "198.51.100.0/24",
            "198.051.100.7",
            "unknown",
        ] {
            assert_eq!(through(text), None, "{text:?}");
        }
    }

    #[test]
    fn two_addresses_or_none_are_no_address_and_the_gateways_is_not_taken_instead() {
        let twice = [(SECRET_HEADER, SECRET), (VIEWER_ADDRESS_HEADER, VIEWER), (VIEWER_ADDRESS_HEADER, VIEWER)];
        assert_eq!(found(demanded(), &twice), Ok(None));
        assert_eq!(found(demanded(), &twice[..1]), Ok(None));
    }

    #[test]
    fn without_the_secret_nothing_is_believed() {
        let forged = [(VIEWER_ADDRESS_HEADER, VIEWER)];
        assert_eq!(found(demanded(), &forged), Err(PastFirewall));
        assert_eq!(
            found(demanded(), &[(SECRET_HEADER, "guessed"), (VIEWER_ADDRESS_HEADER, VIEWER)]),
            Err(PastFirewall)
        );
    }

    #[test]
    fn without_a_firewall_the_address_is_the_one_that_the_gateway_saw_whatever_headers_say() {
        let forwarded = HeaderName::from_static("x-forwarded-for");
        for headers in [
            vec![],
            vec![(VIEWER_ADDRESS_HEADER, VIEWER)],
            vec![(SECRET_HEADER, SECRET), (VIEWER_ADDRESS_HEADER, VIEWER)],
            vec![(forwarded, VIEWER), (HeaderName::from_static("cloudfront-viewer-address"), "198.51.100.7:443")],
        ] {
            assert_eq!(found(Firewall::Absent, &headers), Ok(Some("203.0.113.24".to_owned())), "{headers:?}");
        }
        assert_eq!(client_ip(&Firewall::Absent, &HeaderMap::new(), None), Ok(None));
    }
}
