//! Whether the people of each organisation can sign in: somebody administers it, and its identity provider answers.

use domain::ids::OrganisationId;
use serde_json::Value;

use super::{Answered, Finding};

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

/// An identity provider that was asked for its configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Who it has to say that it is.
    pub issuer: String,
    /// The configuration.
    pub configuration: Answered<Vec<u8>>,
}

impl Provider {
    /// Where a provider's configuration is (OpenID Connect Discovery 1.0, section 4).
    pub fn configuration_url(issuer: &str) -> String {
        format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
    }

    /// What its answer means. Where it is down nobody signs in who has not signed in for a day.
    pub(super) fn judge(&self) -> Finding {
        let issuer = &self.issuer;
        let missing = |what: String, todo: &str| Finding::Missing { what, todo: todo.to_owned() };
        let bytes = match &self.configuration {
            Ok(bytes) => bytes,
            Err(reason) => {
                let todo = "Ask whoever runs it; `keiin organisation provider` names another";
                return missing(format!("{issuer} does not answer as a provider does: {reason}"), todo);
            }
        };
        let document: Value = serde_json::from_slice(bytes).unwrap_or_default();
        let named = document["issuer"].as_str();
        if named != Some(issuer) {
            let what = match named {
                Some(named) => format!("{issuer} calls itself {named}"),
                None => format!("{issuer} answers with something else than a provider's configuration"),
            };
            return missing(what, "Name it as it names itself, to the letter, by `keiin organisation provider`");
        }
        let parts = ["authorization_endpoint", "token_endpoint", "jwks_uri"];
        if let Some(part) = parts.into_iter().find(|part| !document[*part].is_string()) {
            return missing(format!("the configuration of {issuer} has no {part}"), "Ask whoever runs it");
        }
        Finding::Ok(format!("{issuer} answers"))
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
