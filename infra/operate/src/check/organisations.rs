//! Whether the people of each organisation can sign in: somebody administers it, and its identity provider answers.

use domain::ids::OrganisationId;
use lambda::telemetry;
use sign_in_person::provider::{ProviderError, Untrusted};

use super::Finding;

/// An organisation that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Administered {
    /// Which.
    pub id: OrganisationId,
    /// Who may administer it now.
    pub administrators: usize,
    /// Where nobody may: whether somebody is invited to.
    pub has_invited: bool,
    /// Its own identity provider, if it has one.
    pub provider: Option<Provider>,
}

/// An identity provider that was asked for its configuration and its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Who it has to say that it is.
    pub issuer: String,
    /// Whether its answers are such that people can sign in by it.
    pub answers: Result<(), Unusable>,
}

/// Why nobody can sign in at an identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It does not answer, for this reason.
    Silent(String),
    /// It names itself so, and not as it has to.
    OtherIssuer(String),
    /// A sign-in refuses what it answers, for this reason.
    Untrusted(String),
}

impl From<ProviderError> for Unusable {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::Unavailable(error) => Self::Silent(telemetry::chain(&error)),
            ProviderError::Documents(Untrusted::OtherIssuer(named)) => Self::OtherIssuer(named),
            ProviderError::Documents(error) => Self::Untrusted(telemetry::chain(&error)),
            error => Self::Untrusted(telemetry::chain(&error)),
        }
    }
}

impl Provider {
    /// What its answers mean. Where it is down nobody can sign in. Sessions that have begun go on until they were not used for
    /// 8 hours, or for a day in all.
    pub(super) fn judge(&self) -> Finding {
        let issuer = &self.issuer;
        let (what, todo) = match &self.answers {
            Ok(()) => return Finding::Ok(format!("{issuer} answers")),
            Err(Unusable::Silent(reason)) => (
                format!("{issuer} does not answer as a provider does: {reason}"),
                "Ask whoever runs it; `keiin organisation provider` names another",
            ),
            Err(Unusable::OtherIssuer(named)) => (
                format!("{issuer} calls itself {named}"),
                "Name it as it names itself, to the letter, by `keiin organisation provider`",
            ),
            Err(Unusable::Untrusted(reason)) => {
                (format!("sign-ins refuse what {issuer} answers: {reason}"), "Ask whoever runs it")
            }
        };
        Finding::Missing { what, todo: todo.to_owned() }
    }
}

impl Administered {
    /// Whether somebody can administer it.
    pub(super) fn judge(&self) -> Finding {
        let Self { id, administrators, has_invited, .. } = self;
        match (administrators, has_invited) {
            (0, true) => Finding::Ok("an administrator is invited and has not signed in yet".to_owned()),
            (0, false) => Finding::Missing {
                what: "nobody administers it, and nobody is invited to".to_owned(),
                todo: format!("`keiin organisation invite {id} --name NAME --email ADDRESS`"),
            },
            (count, _) => Finding::Ok(format!("active administrators: {count}")),
        }
    }
}
