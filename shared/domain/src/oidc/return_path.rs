//! Where a browser goes after signing in.

/// A path of this service, never another site (RFC 9700 §4.11): what browsers could read as a host, a scheme or a step upwards is
/// none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPath(String);

impl Default for ReturnPath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl ReturnPath {
    /// Characters at most.
    pub const MAX_LENGTH: usize = 200;

    /// Takes a path that somebody sent. `None` where it may lead elsewhere.
    pub fn parse(text: &str) -> Option<Self> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~?=&".contains(&byte);
        let is_local = text.starts_with('/') && !text.contains("//") && !text.contains("..");
        let is_good = is_local && text.len() <= Self::MAX_LENGTH && text.bytes().all(is_allowed);
        is_good.then(|| Self(text.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_service_are_taken() {
        for path in ["/", "/console", "/console/envelopes?status=sent&page=2", "/a_b-c.d~e"] {
            assert_eq!(ReturnPath::parse(path).map(|path| path.0).as_deref(), Some(path));
        }
        for wrong in [
            "",
            "console",
            "//evil.example",
            "/\\evil.example",
            "/%2f/evil.example",
            "https://evil.example",
            "/a//b",
            "/../x",
            "/a\r\nSet-Cookie: b=c",
            "/\t/evil.example",
            "/@evil.example",
            "javascript:alert(1)",
            &format!("/{}", "a".repeat(200)),
        ] {
            assert_eq!(ReturnPath::parse(wrong), None, "{wrong}");
        }
    }
}
