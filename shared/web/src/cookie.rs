//! Cookies of pages (RFC 6265): what a browser keeps for us and no script reads.

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use jiff::SignedDuration;

use super::Site;

/// A cookie to be set.
#[derive(Clone, Copy)]
pub struct Cookie<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value: letters, digits, `-` and `_`.
    pub value: &'a str,
    /// The path under which it is sent back, and on no other.
    pub path: &'a str,
    /// How long the browser keeps it.
    pub lifetime: SignedDuration,
}

impl Site {
    /// The `Set-Cookie` header. `None` where a part cannot be in a header.
    ///
    /// `Lax`, not `Strict`: people come from a link in their mail, and the page that it opens needs the cookie.
    pub fn set_cookie(&self, cookie: &Cookie<'_>) -> Option<HeaderValue> {
        let Cookie { name, value, path, lifetime } = *cookie;
        let path = if path.is_empty() { "/" } else { path };
        let secure = if self.is_on_loopback() { "" } else { "; Secure" };
        let seconds = lifetime.as_secs();
        let text = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::try_from(text).ok()
    }

    /// Plain HTTP on this machine, where some browsers refuse `Secure`: a development stack.
    pub(crate) fn is_on_loopback(&self) -> bool {
        let url: Uri = self.public_url.parse().unwrap_or_default();
        let host = url.host().unwrap_or_default();
        let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost");
        url.scheme_str() == Some("http") && local
    }
}

/// The `Set-Cookie` header of a cookie of the whole host, whose name begins with `__Host-`: `Secure` everywhere, without which that
/// prefix has no browser take it. On a local stack Chromium and Firefox take it without TLS, since `localhost` is trusted.
///
/// `Lax`: a link in a mail leads into what the cookie opens, and what other sites send without being asked does not.
pub fn set_host_cookie(name: &str, value: &str, lifetime: SignedDuration) -> Option<HeaderValue> {
    let seconds = lifetime.as_secs();
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax");
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The value of a cookie that the browser sent.
pub fn cookie_of<'a>(request: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let sent = request.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = sent.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(sent, _)| *sent == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(public_url: &str, path: &str) -> Option<String> {
        let site = Site { public_url: public_url.to_owned(), ..Site::default() };
        let cookie = Cookie { name: "a", value: "b", path, lifetime: SignedDuration::from_hours(2) };
        site.set_cookie(&cookie).and_then(|value| value.to_str().map(str::to_owned).ok())
    }

    #[test]
    fn no_script_reads_it_and_only_a_loopback_does_without_tls() {
        let secure = "a=b; Path=/v; Max-Age=7200; HttpOnly; SameSite=Lax; Secure";
        assert_eq!(set("https://sign.example/v", "/v").as_deref(), Some(secure));
        assert_eq!(set("http://sign.example", "/v").as_deref(), Some(secure));
        for local in ["http://127.0.0.1:4566", "http://x.execute-api.localhost:4566/v", "http://[::1]"] {
            assert_eq!(set(local, "").as_deref(), Some("a=b; Path=/; Max-Age=7200; HttpOnly; SameSite=Lax"), "{local}");
        }
        assert_eq!(set("https://sign.example", "/\n"), None);
    }

    #[test]
    fn one_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("aa=1; a=2;b=3"));
        headers.append(header::COOKIE, HeaderValue::from_static("c=4=5"));
        assert_eq!(cookie_of(&headers, "a"), Some("2"));
        assert_eq!(cookie_of(&headers, "b"), Some("3"));
        assert_eq!(cookie_of(&headers, "c"), Some("4=5"));
        assert_eq!(cookie_of(&headers, "d"), None);
    }
}
