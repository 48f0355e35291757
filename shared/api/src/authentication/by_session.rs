//! Sessions: the cookie of a browser in which a person has signed in.

use std::net::IpAddr;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use domain::organisation::NotSignedIn;
use jiff::Timestamp;

use super::{Authentication, Known, SessionCookie, address_not_known};
use crate::problem::{Problem, kinds};

impl Authentication {
    pub(super) async fn by_session(
        &self,
        cookie: &SessionCookie,
        parts: &Parts,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Known, Problem> {
        if parts.method != Method::GET && !is_same_origin(&parts.headers) {
            return Err(Problem::of(&kinds::CROSS_SITE));
        }
        let SessionCookie { organisation: id, person, token } = cookie;
        let not_signed_in = || Problem::of(&kinds::SESSION_ENDED);
        let session = self.sessions.find(id, *person, token.digest()).await?.ok_or_else(not_signed_in)?;
        let person = self.people.person(id, *person).await?.ok_or_else(not_signed_in)?;
        let organisation = self.organisations.find(id).await?.ok_or_else(not_signed_in)?;
        if address.is_none() && !organisation.addresses.is_empty() {
            return Err(address_not_known());
        }
        session.judge(&person, &organisation, &self.issuers.stack, address, now).map_err(refused)?;
        // A call does not fail over that: the session ends the earlier for it.
        if session.is_to_be_noted(now)
            && let Err(error) = self.sessions.note_use(id, &session, now).await
        {
            tracing::error!(error = &error as &dyn std::error::Error, "the use of a session was not noted");
        }
        Ok(Known::person(organisation, person, None, session.second_factor))
    }
}

fn refused(reason: NotSignedIn) -> Problem {
    Problem::of(match reason {
        NotSignedIn::Expired | NotSignedIn::Ended | NotSignedIn::Deactivated | NotSignedIn::OtherProvider => {
            &kinds::SESSION_ENDED
        }
        NotSignedIn::Closed => &kinds::ORGANISATION_CLOSED,
        NotSignedIn::SecondFactor => &kinds::SIGN_IN_FACTOR_NEEDED,
        NotSignedIn::Address => &kinds::ADDRESS_NOT_ALLOWED,
    })
}

/// Whether what changes something comes from our own pages: a browser sends cookies with what other sites make it send. All
/// browsers of today say where a request comes from by `Sec-Fetch-Site`, and nobody else has the cookie.
fn is_same_origin(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}
