//! Sessions of people who have signed in.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

use super::{IdentityProvider, Organisation, Person};
use crate::digest::Digest;
use crate::ids::PersonId;

/// How long a session is good that nobody uses.
pub const MAX_IDLE: SignedDuration = SignedDuration::from_hours(8);
/// How long a session is good at most.
pub const MAX_SESSION: SignedDuration = SignedDuration::from_hours(24);
/// Its use is noted no more often than that, so that a page with ten calls does not write ten times.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// A browser in which a person has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's secret.
    pub digest: Digest,
    /// Who signed in.
    pub person: PersonId,
    /// The person's generation of sessions as it was then.
    pub generation: u32,
    /// When.
    pub began_at: Timestamp,
    /// When it was used last, known to five minutes.
    pub used_at: Timestamp,
    /// Whether a second factor was shown.
    pub second_factor: bool,
    /// From where the person signed in.
    pub address: Option<IpAddr>,
    /// What the browser called itself, cut off after 200 characters.
    pub user_agent: String,
}

/// Why a session opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSignedIn {
    /// It was not used for too long, or is too old.
    Expired,
    /// It was ended: by its owner, by an administrator, or because the person's roles have changed.
    Ended,
    /// The person may not come in any more.
    Deactivated,
    /// The organisation's people sign in elsewhere by now.
    OtherProvider,
    /// The organisation's contract has ended.
    Closed,
    /// The organisation demands a second factor, and none was shown.
    SecondFactor,
    /// The organisation does not hear calls from there.
    Address,
}

impl Session {
    /// Whether somebody who comes with it is heard, given where people of organisations without a provider of their own sign in. A
    /// session ends where the organisation's people sign in at another provider since.
    ///
    /// # Errors
    /// Why not.
    pub fn judge(
        &self,
        person: &Person,
        organisation: &Organisation,
        stack: &IdentityProvider,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), NotSignedIn> {
        if organisation.closed_at.is_some() {
            return Err(NotSignedIn::Closed);
        }
        if !person.is_active() || person.id != self.person {
            return Err(NotSignedIn::Deactivated);
        }
        if !person.state.is_of(&organisation.provider_or(stack).issuer) {
            return Err(NotSignedIn::OtherProvider);
        }
        if self.generation != person.session_generation {
            return Err(NotSignedIn::Ended);
        }
        if now >= self.ends_at() {
            return Err(NotSignedIn::Expired);
        }
        if organisation.members.second_factor_required && !self.second_factor {
            return Err(NotSignedIn::SecondFactor);
        }
        if !organisation.admits(address) {
            return Err(NotSignedIn::Address);
        }
        Ok(())
    }

    /// When it ends if nobody uses it.
    pub fn ends_at(&self) -> Timestamp {
        let after = |from: Timestamp, long: SignedDuration| from.checked_add(long).unwrap_or(Timestamp::MAX);
        after(self.used_at, MAX_IDLE).min(after(self.began_at, MAX_SESSION))
    }

    /// Whether its use is to be noted once more.
    pub fn is_to_be_noted(&self, now: Timestamp) -> bool {
        now.duration_since(self.used_at) >= NOTED_EVERY
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{MemberPolicy, OidcIdentity, PersonState, Profile, SecondFactorProof};
    use super::*;
    use crate::language::Language;

    const BEGIN: &str = "2026-12-01T09:00:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn person() -> Person {
        let identity = OidcIdentity { issuer: "https://id.example".into(), subject: "1".into() };
        Person {
            id: PersonId::new(uuid::Uuid::from_u128(7)),
            version: 1,
            profile: Profile {
                name: "佐藤 花子".into(),
                email: "sato@city.example".parse().expect("an address"),
                language: Language::Ja,
                roles: BTreeSet::new(),
                groups: BTreeSet::new(),
            },
            state: PersonState::Active { identity },
            added_at: at("2026-11-01T00:00:00Z"),
            session_generation: 3,
            key_generation: 0,
        }
    }

    fn organisation() -> Organisation {
        Organisation::new("takikawa".to_owned().try_into().expect("an id"), "滝川市".into(), at(BEGIN))
    }

    fn session() -> Session {
        Session {
            digest: Digest::ZERO,
            person: person().id,
            generation: 3,
            began_at: at(BEGIN),
            used_at: at(BEGIN),
            second_factor: false,
            address: None,
            user_agent: String::new(),
        }
    }

    fn judged(session: &Session, person: &Person, organisation: &Organisation, now: &str) -> Result<(), NotSignedIn> {
        session.judge(person, organisation, &provider("https://id.example"), Some([203, 0, 113, 7].into()), at(now))
    }

    fn provider(issuer: &str) -> IdentityProvider {
        let (issuer, client_id) = (issuer.to_owned(), "keiin".to_owned());
        IdentityProvider { issuer, client_id, second_factor: SecondFactorProof::Claimed }
    }

    #[test]
    fn a_session_ends_where_people_sign_in_at_another_provider() {
        let at_own = |issuer: &str| Organisation { provider: Some(provider(issuer)), ..organisation() };
        let judge = |organisation: &Organisation| judged(&session(), &person(), organisation, BEGIN);
        assert_eq!(judge(&organisation()), Ok(()), "at the stack's");
        assert_eq!(judge(&at_own("https://id.example")), Ok(()));
        // A slash more is another issuer.
        for other in ["https://login.city.example", "https://id.example/"] {
            assert_eq!(judge(&at_own(other)), Err(NotSignedIn::OtherProvider), "{other}");
        }
        let elsewhere = OidcIdentity { issuer: "https://login.city.example".into(), subject: "1".into() };
        let person = Person { state: PersonState::Active { identity: elsewhere }, ..person() };
        let judge = |organisation: &Organisation| judged(&session(), &person, organisation, BEGIN);
        assert_eq!(judge(&at_own("https://login.city.example")), Ok(()));
        assert_eq!(judge(&organisation()), Err(NotSignedIn::OtherProvider), "back to the stack's");
    }

    #[test]
    fn a_session_ends_after_eight_hours_unused_and_after_a_day_at_most() {
        let judge = |used_at: &str, now| {
            let session = Session { used_at: at(used_at), ..session() };
            judged(&session, &person(), &organisation(), now)
        };
        assert_eq!(judge(BEGIN, "2026-12-01T16:59:59Z"), Ok(()));
        assert_eq!(judge(BEGIN, "2026-12-01T17:00:00Z"), Err(NotSignedIn::Expired));
        assert_eq!(judge("2026-12-02T08:00:00Z", "2026-12-02T08:59:59Z"), Ok(()));
        assert_eq!(judge("2026-12-02T08:00:00Z", "2026-12-02T09:00:00Z"), Err(NotSignedIn::Expired));
    }

    #[test]
    fn a_session_ends_with_what_was_true_when_it_began() {
        let open = organisation();
        let refused = |person: &Person, organisation: &Organisation| {
            judged(&session(), person, organisation, BEGIN).expect_err("it is refused")
        };
        let changed_since = person().without_sessions();
        assert_eq!(refused(&changed_since, &open), NotSignedIn::Ended);
        let gone = PersonState::Deactivated { identity: None, since: at(BEGIN) };
        assert_eq!(refused(&Person { state: gone, ..person() }, &open), NotSignedIn::Deactivated);
        let invited = PersonState::Invited { by_entry: 1, until: Timestamp::MAX };
        assert_eq!(refused(&Person { state: invited, ..person() }, &open), NotSignedIn::Deactivated);
        let somebody_else = Person { id: PersonId::new(uuid::Uuid::from_u128(8)), ..person() };
        assert_eq!(refused(&somebody_else, &open), NotSignedIn::Deactivated);
        assert_eq!(
            refused(&person(), &Organisation { closed_at: Some(at(BEGIN)), ..organisation() }),
            NotSignedIn::Closed
        );
    }

    #[test]
    fn an_organisation_may_demand_a_second_factor_and_its_own_addresses() {
        let members = MemberPolicy { second_factor_required: true, ..MemberPolicy::default() };
        let strict = Organisation { members, ..organisation() };
        assert_eq!(judged(&session(), &person(), &strict, BEGIN), Err(NotSignedIn::SecondFactor));
        assert_eq!(judged(&Session { second_factor: true, ..session() }, &person(), &strict, BEGIN), Ok(()));

        let range = |text: &str| Organisation { addresses: vec![text.parse().expect("a range")], ..organisation() };
        assert_eq!(judged(&session(), &person(), &range("203.0.113.0/24"), BEGIN), Ok(()));
        assert_eq!(judged(&session(), &person(), &range("198.51.100.0/24"), BEGIN), Err(NotSignedIn::Address));
        assert!(!range("203.0.113.0/24").admits(None), "an address that nobody knows");
    }
}
