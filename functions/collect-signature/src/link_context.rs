//! From a token in a URL to a recipient before an envelope.

use std::sync::Arc;

use api::problem::{Problem, kinds};
use api::routes::SIGN_PAGE;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::document::Document;
use domain::envelope::Envelope;
use domain::evidence::{Identity, Session};
use domain::factor::Factor;
use domain::ids::DocumentNumber;
use domain::link::{AccessLink, Purpose};
use domain::mail::Addressee;
use domain::recipient::Recipient;
use url::form_urlencoded;
use web::{ClientInfo, ClosedLink, Language, MailedLink, Rejection, Site, chosen_language, deadline_time, redirect};

use crate::Dependencies;
use crate::authentication::{Authentication, Shown};
use crate::page_state::{Closed, PageState, Task};

/// Somebody who came by a good link, to an envelope that is not closed to them.
pub(crate) struct LinkContext {
    pub(crate) envelope: Envelope,
    pub(crate) recipient: Recipient,
    pub(crate) state: PageState,
    /// Whether the factor was shown.
    pub(crate) authentication: Authentication,
    /// Generation of the link.
    pub(crate) generation: u32,
    /// Path of the link's page.
    pub(crate) path: String,
    /// The site as the sender's organisation presents itself.
    pub(crate) site: Site,
    /// The language of the page.
    pub(crate) language: Language,
    chosen: Option<Language>,
    document: Option<DocumentNumber>,
}

impl LinkContext {
    /// URL of a page or an act of this link; it keeps the language that the reader chose.
    pub(crate) fn url(&self, below: &str) -> String {
        self.url_with(below, &[])
    }

    /// The same with these fields.
    pub(crate) fn url_with(&self, below: &str, fields: &[(String, String)]) -> String {
        let chosen = self.chosen.map(|language| ("lang", language.tag()));
        let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let query =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(chosen.into_iter().chain(fields)).finish();
        if query.is_empty() { format!("{}{below}", self.path) } else { format!("{}{below}?{query}", self.path) }
    }

    /// The language that the reader chose, for a form that is sent by `GET`.
    pub(crate) fn chosen_tag(&self) -> Option<&'static str> {
        self.chosen.map(Language::tag)
    }

    /// How many pages lead to the act: reading, the last check, and for some the choice of a seal before it.
    pub(crate) const fn steps(&self) -> u32 {
        if self.recipient.seal_policy.is_some() { 3 } else { 2 }
    }

    /// URL that shows a document.
    pub(crate) fn view_url(&self, document: &Document) -> String {
        self.url(&format!("/documents/{}", document.number))
    }

    /// URL that tells the viewer where it is.
    pub(crate) fn source_url(&self, document: &Document) -> String {
        self.url(&format!("/documents/{}/source", document.number))
    }

    /// URL that saves it: a link's, and once all is finished a form's, since that is recorded.
    pub(crate) fn download_url(&self, document: &Document) -> String {
        self.url(&format!("/documents/{}/download", document.number))
    }

    /// Sends the browser to the link's page, which shows how things stand.
    pub(crate) fn to_page(&self) -> Result<Response, Rejection> {
        Ok(redirect(StatusCode::SEE_OTHER, &self.url(""))?)
    }

    /// What the sender's organisation is called.
    pub(crate) fn organisation(&self) -> &str {
        self.envelope.sender.organisation_in(self.language)
    }

    /// The deadline as it is shown.
    pub(crate) fn deadline(&self) -> Option<String> {
        self.envelope.deadline().map(|at| deadline_time(at, self.language))
    }

    /// The task, if it is this recipient's turn and the factor was shown.
    pub(crate) const fn task(&self) -> Option<Task> {
        match (self.state, self.authentication) {
            (PageState::Turn(task), Authentication::Done(_)) => Some(task),
            _ => None,
        }
    }

    /// The factor that has to be shown before anything else can be done.
    pub(crate) const fn factor_wanted(&self) -> Option<&Factor> {
        match (self.state, self.authentication) {
            (PageState::Turn(_), Authentication::Required) => self.recipient.factor.as_ref(),
            _ => None,
        }
    }

    /// Whether documents may be shown, their names included.
    pub(crate) const fn sees_documents(&self) -> bool {
        self.state.sees_documents() && self.is_identified()
    }

    /// Whether the others may be named: not to whoever only has the link where a factor is asked for.
    pub(crate) const fn is_identified(&self) -> bool {
        matches!(self.authentication, Authentication::Done(_))
    }

    /// Whether the task can be given to somebody else; the domain judges in the end.
    pub(crate) fn may_forward(&self) -> bool {
        self.envelope.may_forward && self.recipient.factor.as_ref().is_none_or(Factor::can_be_passed_on)
    }

    /// The document that the URL names.
    pub(crate) fn document(&self) -> Result<&Document, Rejection> {
        self.document.and_then(|number| self.envelope.document(number)).ok_or(Rejection::NotFound)
    }

    /// The same context once the factor was shown.
    pub(crate) fn identified(self, identity: Identity) -> Self {
        Self { authentication: Authentication::Done(identity.into()), ..self }
    }

    /// What the person has shown; nothing before the factor was.
    pub(crate) const fn identity(&self) -> Option<Identity> {
        match self.authentication {
            Authentication::Done(Shown { identity, .. }) => Some(identity),
            Authentication::Required => None,
        }
    }

    /// Where an act comes from, and what the person has shown.
    pub(crate) fn session(&self, client: ClientInfo) -> Session {
        match self.authentication {
            Authentication::Done(Shown { identity, proof }) => Session { identity, proof, ..client.0 },
            Authentication::Required => client.0,
        }
    }
}

impl FromRequestParts<Arc<Dependencies>> for LinkContext {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, deps: &Arc<Dependencies>) -> Result<Self, Rejection> {
        let mailed = MailedLink::of(parts, deps, &*deps.links).await?;
        let link = &mailed.link;
        let envelope = deps.envelopes.load(link.envelope).await?.ok_or(Rejection::NotFound)?;
        let (recipient, generation) = recipient_of(link, &envelope).ok_or(Rejection::NotFound)?;
        let recipient = recipient.clone();
        mailed.demand_network(parts, &*deps.link_rules, &envelope, &deps.site).await?;
        mailed.log_fetch(envelope.id);
        let now = deps.clock.now();
        let chosen = chosen_language(&parts.uri);
        let language = chosen.unwrap_or(recipient.language);
        let state = PageState::of(link, &envelope, &recipient, now).map_err(|closed| match closed {
            Closed::NotFound => Rejection::NotFound,
            Closed::Replaced => Problem::of(&kinds::LINK_REVOKED).into(),
            Closed::Ended(kind) => ClosedLink::of(kind, &envelope, &deps.site, language).into(),
        })?;
        let authentication = Authentication::of(&parts.headers, deps, &envelope, &recipient, generation, now).await?;
        let (path, document) = (mailed.page(&deps.site, &SIGN_PAGE), mailed.document);
        let site = deps.site.branded(&envelope.brand);
        Ok(Self { envelope, recipient, state, authentication, generation, path, site, language, chosen, document })
    }
}

fn recipient_of<'a>(link: &AccessLink, envelope: &'a Envelope) -> Option<(&'a Recipient, u32)> {
    match (link.addressee, link.purpose) {
        (Addressee::Recipient(number), Purpose::Act { generation }) => Some((envelope.recipient(number)?, generation)),
        (Addressee::Sender, _) | (_, Purpose::Download | Purpose::Status) => None,
    }
}

/// Refuses a document to whoever may not see it.
pub(crate) fn may_see(context: &LinkContext) -> Result<(), Problem> {
    use domain::command::Refusal;
    match context.state {
        PageState::Waiting => Err(Problem::from(&Refusal::NotYourTurn)),
        PageState::Declined | PageState::Delegated | PageState::NotNeeded => Err(Problem::from(&Refusal::AlreadyActed)),
        PageState::Turn(_) | PageState::Sealing { .. } | PageState::Done(_) | PageState::Completed => {
            match context.authentication {
                Authentication::Done(_) => Ok(()),
                Authentication::Required => Err(Problem::from(&Refusal::FactorNeeded)),
            }
        }
    }
}
