//! Which addresses of providers are called.

use url::{Host, Url};

/// How far calls may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To servers that prove who they are, by TLS.
    Tls,
    /// To this machine without it as well: a local stack.
    TlsOrLoopback,
}

impl Reach {
    /// What a deployment may call that answers at this address itself.
    pub fn of(public_url: &str) -> Self {
        let is_local = Url::parse(public_url).is_ok_and(|url| url.scheme() == "http" && is_loopback(&url));
        if is_local { Self::TlsOrLoopback } else { Self::Tls }
    }

    /// Whether this may be called. Addresses with a password in them, or a fragment, are none of a provider.
    pub fn admits(self, text: &str) -> bool {
        let Ok(url) = Url::parse(text) else { return false };
        let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let is_safe = match url.scheme() {
            "https" => url.has_host(),
            "http" => self == Self::TlsOrLoopback && is_loopback(&url),
            _ => false,
        };
        is_plain && is_safe
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deployment_calls_by_tls_alone_and_a_local_stack_this_machine_too() {
        let local = ["http://127.0.0.1:4566/pool", "http://localhost:4566", "http://[::1]/a", "http://x.localhost/"];
        for url in local {
            assert!(!Reach::of("https://sign.example").admits(url), "{url}");
            assert!(Reach::of("http://localhost:4566").admits(url), "{url}");
        }
        for reach in [Reach::Tls, Reach::TlsOrLoopback] {
            assert!(reach.admits("https://id.example/realms/a"));
            for wrong in [
                "http://id.example",
                "http://10.0.0.1/",
                "https://user:pw@id.example",
                "https://id.example/#a",
                "ftp://id.example",
                "file:///etc/passwd",
                "id.example",
                "",
            ] {
                assert!(!reach.admits(wrong), "{wrong}");
            }
        }
        assert_eq!(Reach::of("http://sign.example"), Reach::Tls);
        assert_eq!(Reach::of("https://localhost"), Reach::Tls);
    }
}
