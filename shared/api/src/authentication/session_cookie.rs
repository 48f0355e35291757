//! The cookie of a session.

use axum::http::{HeaderMap, header};
use domain::ids::{OrganisationId, PersonId};
use domain::link::SecretToken;

/// Its name. The prefix has browsers take it over TLS alone, for this host alone and for all of its paths (RFC 6265bis §4.1.3.2).
pub const SESSION_COOKIE: &str = "__Host-session";

/// Says in which rows a session is looked up, and holds its secret: `organisation.person.token`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionCookie {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Who signed in.
    pub person: PersonId,
    /// The secret, of which only the digest is stored.
    pub token: SecretToken,
}

impl SessionCookie {
    /// Its value.
    pub fn value(&self) -> String {
        format!("{}.{}.{}", self.organisation, self.person, self.token.reveal())
    }

    /// The cookie that the browser sent, if it can be one of ours.
    pub fn sent(headers: &HeaderMap) -> Option<Self> {
        only_cookie(headers, SESSION_COOKIE).and_then(Self::parse)
    }

    fn parse(value: &str) -> Option<Self> {
        let (organisation, rest) = value.split_once('.')?;
        let (person, token) = rest.split_once('.')?;
        let organisation = organisation.to_owned().try_into().ok()?;
        Some(Self { organisation, person: person.parse().ok()?, token: SecretToken::parse(token)? })
    }
}

/// The value of a cookie that the browser sent. Two of the same name are none: one of them was planted.
pub fn only_cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = sent.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(sent, _)| *sent == name).map(|(_, value)| value);
    let value = values.next()?;
    if values.next().is_some() { None } else { Some(value) }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(cookies: &[&str]) -> HeaderMap {
        let pair = |text: &&str| (header::COOKIE, HeaderValue::from_str(text).expect("a header"));
        cookies.iter().map(pair).collect()
    }

    #[test]
    fn a_cookie_is_read_as_it_was_set_and_nothing_else_is() {
        let cookie = SessionCookie {
            organisation: "takikawa-shi".to_owned().try_into().expect("an id"),
            person: "01935f2e-7c00-7a11-8b22-9c33ad44be55".parse().expect("an id"),
            token: SecretToken::from_random([7; 32]),
        };
        let sent = format!("a=b; {SESSION_COOKIE}={}; c=d", cookie.value());
        assert_eq!(SessionCookie::sent(&headers(&[&sent])), Some(cookie.clone()));
        assert_eq!(SessionCookie::sent(&headers(&[&sent, &sent])), None, "one of two was planted");
        let value = cookie.value();
        for wrong in ["", "x", "takikawa..", &value[1..value.len() - 1], &format!("{value}x"), &value.replace('.', "-")]
        {
            assert_eq!(SessionCookie::sent(&headers(&[&format!("{SESSION_COOKIE}={wrong}")])), None, "{wrong}");
        }
        assert_eq!(SessionCookie::sent(&headers(&[&format!("session={value}")])), None, "without the prefix");
    }
}
