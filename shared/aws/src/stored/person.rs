//! People of organisations.

use std::net::IpAddr;

use domain::authorisation::Role;
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::ids::{GroupId, OrganisationId, PersonId};
use domain::mirror;
use domain::mirror::Convert;
use domain::organisation::{OidcIdentity, Person, PersonState, Profile, Session};
use domain::ports::Invitation;
use jiff::Timestamp;

use super::Row;
use super::parts::LanguageRow;

mirror! {
    /// The `body` of `ORGANISATION#id`, `PERSON#id`.
    pub struct StoredPerson = Person {
        id: PersonId,
        version: u64,
        profile: ProfileRow,
        state: PersonStateRow,
        added_at: Timestamp,
        session_generation: u32,
        key_generation: u32,
    }
}

impl Row for Person {
    type Stored = StoredPerson;
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct ProfileRow {
    name: String,
    email: EmailAddress,
    language: LanguageRow,
    roles: Vec<Role>,
    groups: Vec<GroupId>,
}

impl Convert<ProfileRow> for Profile {
    fn convert(self) -> ProfileRow {
        let Self { name, email, language, roles, groups } = self;
        let (roles, groups) = (roles.into_iter().collect(), groups.into_iter().collect());
        ProfileRow { name, email, language: language.convert(), roles, groups }
    }
}

impl Convert<Profile> for ProfileRow {
    fn convert(self) -> Profile {
        let Self { name, email, language, roles, groups } = self;
        let (roles, groups) = (roles.into_iter().collect(), groups.into_iter().collect());
        Profile { name, email, language: language.convert(), roles, groups }
    }
}

mirror! {
    #[serde(tag = "type")]
    enum PersonStateRow = PersonState {
        Invited { by_entry: u64, until: Timestamp },
        Active { identity: IdentityRow },
        Deactivated {
            #[serde(deserialize_with = "Option::deserialize")]
            identity: Option<IdentityRow>,
            since: Timestamp,
        },
    }
}

mirror! {
    struct IdentityRow = OidcIdentity { issuer: String, subject: String }
}

mirror! {
    /// The `body` of `ORGANISATION#id`, `SESSION#person#sha256`.
    pub struct StoredSession = Session {
        digest: Digest,
        person: PersonId,
        generation: u32,
        began_at: Timestamp,
        // Stands in an attribute of its own, which is changed alone.
        #[serde(skip)]
        used_at: Timestamp,
        second_factor: bool,
        #[serde(deserialize_with = "Option::deserialize")]
        address: Option<IpAddr>,
        user_agent: String,
    }
}

impl Row for Session {
    type Stored = StoredSession;
}

mirror! {
    /// The `body` of `INVITATION#sha256`.
    pub struct StoredInvitation = Invitation {
        digest: Digest,
        organisation: OrganisationId,
        person: PersonId,
        by_entry: u64,
        expires_at: Timestamp,
    }
}

impl Row for Invitation {
    type Stored = StoredInvitation;
}
