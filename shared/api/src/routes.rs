//! Every route of the product, in one table. From it follow the routers of the functions ([`Served`]), the routes and limits
//! in `infra/template.yaml` ([`gateway`]), the OpenAPI document, and the list that the tests of the policies walk.

pub mod gateway;
mod table;

use std::collections::BTreeSet;

use axum::http::{HeaderValue, Method};
use domain::authorisation::Action;

pub use table::*;

/// One route: a method and a path.
#[derive(Debug, PartialEq, Eq)]
pub struct Route {
    /// The operation's name, e.g. `create_envelope`: unique, and stable for programs that are generated from the OpenAPI
    /// document.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// Method.
    pub method: Method,
    /// Path with its parameters in braces, as axum writes it.
    pub path: &'static str,
    /// The function that answers.
    pub function: Function,
    /// Who may call it.
    pub access: Access,
    /// How often all callers together may.
    pub rate: Rate,
}

/// A function that answers HTTP requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// Drafts, sending, reading, voiding; the sender's page about a delay.
    CreateEnvelope,
    /// Organisations, their people, groups and API keys.
    ManageOrganisation,
    /// Signing in by OpenID Connect.
    SignInPerson,
    /// The signer's pages.
    CollectSignature,
    /// The finished documents, the catalogue of problems, and every address that leads nowhere.
    DownloadDocument,
    /// Anybody's PDF.
    VerifyDocument,
    /// Scripts and styles; the OpenAPI document and the reference.
    ServeAssets,
    /// The pages of an organisation's people.
    ServeConsole,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::CreateEnvelope,
        Self::ManageOrganisation,
        Self::SignInPerson,
        Self::CollectSignature,
        Self::DownloadDocument,
        Self::VerifyDocument,
        Self::ServeAssets,
        Self::ServeConsole,
    ];

    /// Its package, in `functions/`.
    pub const fn package(self) -> &'static str {
        match self {
            Self::CreateEnvelope => "create-envelope",
            Self::ManageOrganisation => "manage-organisation",
            Self::SignInPerson => "sign-in-person",
            Self::CollectSignature => "collect-signature",
            Self::DownloadDocument => "download-document",
            Self::VerifyDocument => "verify-document",
            Self::ServeAssets => "serve-assets",
            Self::ServeConsole => "serve-console",
        }
    }

    /// Its resource in the template.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::CreateEnvelope => "CreateEnvelope",
            Self::ManageOrganisation => "ManageOrganisation",
            Self::SignInPerson => "SignInPerson",
            Self::CollectSignature => "CollectSignature",
            Self::DownloadDocument => "DownloadDocument",
            Self::VerifyDocument => "VerifyDocument",
            Self::ServeAssets => "ServeAssets",
            Self::ServeConsole => "ServeConsole",
        }
    }
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Whoever has the link from a mail: its token is in the path.
    Link,
    /// Whoever has signed in, by the cookie of their session; others are led to the sign-in. What they may do is asked where the page
    /// calls the API for them.
    SignedIn,
    /// Whoever may do this ([`domain::authorisation::may`]), known by an API key in the header `Authorization: Bearer` or by the
    /// cookie of a session.
    May(Action),
}

/// How often a route may be called, by all callers together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// Far above what people do, far below what guessing needs.
    Standard,
    /// For what anybody may ask with a large file, which costs seconds of computing.
    Costly,
}

impl Rate {
    /// Requests per second.
    pub const fn per_second(self) -> u32 {
        match self {
            Self::Standard => 100,
            Self::Costly => 10,
        }
    }

    /// Requests at once.
    pub const fn burst(self) -> u32 {
        match self {
            Self::Standard => 200,
            Self::Costly => 20,
        }
    }
}

impl Route {
    /// The path with these values for its parameters, in their order. Values are identifiers, numbers and tokens of ours:
    /// letters, digits, `-` and `_`, which need no escape.
    ///
    /// # Panics
    ///
    /// Where there are more or fewer values than parameters: a link that leads nowhere is not to be mailed.
    pub fn path_of(&self, values: &[&str]) -> String {
        let mut left = values.iter();
        let mut value_of = |segment| match is_parameter(segment) {
            true => left.next().copied().unwrap_or_else(|| panic!("{} has more parameters than {values:?}", self.name)),
            false => segment,
        };
        let path: String = self.path.split('/').skip(1).flat_map(|segment| ["/", value_of(segment)]).collect();
        assert!(left.next().is_none(), "{} has fewer parameters than {values:?}", self.name);
        path
    }

    /// Whether it is a part of the API for programs.
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/v1/")
    }

    /// Whether it is what a form or a script of our pages sends.
    pub fn is_form(&self) -> bool {
        self.method == Method::POST && !self.is_api()
    }
}

/// The methods by which something of the API is asked under this path, for the header `Allow` (RFC 9110 §10.2.1); nothing where nothing
/// of the API is there. A path that a route spells out is no parameter of another: `/v1/contacts/export` is not the contact "export".
/// Pages are not told: nobody learns by another method that there is one.
pub fn allowed_methods(path: &str) -> Option<HeaderValue> {
    let matches = |route: &&Route| {
        let (mut known, mut asked) = (route.path.split('/'), path.split('/'));
        let is_same = known
            .by_ref()
            .zip(asked.by_ref())
            .all(|(known, asked)| known == asked || (is_parameter(known) && !asked.is_empty()));
        is_same && route.path.split('/').count() == path.split('/').count()
    };
    let matching = || ALL.iter().copied().filter(|route| route.is_api()).filter(matches);
    let fewest = matching().map(parameters).min()?;
    let routes = matching().filter(|route| parameters(route) == fewest);
    let methods: BTreeSet<&str> = routes.map(|route| route.method.as_str()).collect();
    HeaderValue::try_from(methods.into_iter().collect::<Vec<_>>().join(", ")).ok()
}

fn parameters(route: &Route) -> usize {
    route.path.split('/').filter(|segment| is_parameter(segment)).count()
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

#[cfg(test)]
mod tests;
