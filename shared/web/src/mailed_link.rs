//! From the token in a URL to the link that was mailed.

use api::ClientIp;
use api::problem::{Problem, kinds};
use api::routes::Route;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::Method;
use axum::http::request::Parts;
use domain::envelope::Envelope;
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::link::{AccessLink, SecretToken};
use domain::mail::Addressee;
use domain::organisation::LinkNotAdmitted;
use domain::ports::{LinkRules, Links};

use super::{OtherNetwork, Rejection, Site, chosen_language};

/// A link that somebody came by. What it opens, and whether it still does, is for the page to judge.
pub struct MailedLink {
    /// The link.
    pub link: AccessLink,
    /// The document that the URL names, if it names one.
    pub document: Option<DocumentNumber>,
    token: SecretToken,
    is_fetch: bool,
}

impl MailedLink {
    /// The link of the path's `{token}`; `{number}` is a document's.
    ///
    /// # Errors
    ///
    /// [`Rejection::NotFound`] where there is none, whatever the reason.
    pub async fn of<S: Send + Sync>(parts: &mut Parts, state: &S, links: &dyn Links) -> Result<Self, Rejection> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Rejection::NotFound)?;
        let param = |wanted: &str| params.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value);
        let token = param("token").and_then(SecretToken::parse).ok_or(Rejection::NotFound)?;
        let link = links.find(token.digest()).await?.ok_or(Rejection::NotFound)?;
        let document = param("number").and_then(|number| number.parse().ok()).map(DocumentNumber);
        let is_fetch = parts.method == Method::GET || parts.method == Method::HEAD;
        Ok(Self { link, document, token, is_fetch })
    }

    /// Path of the link's page.
    pub fn page(&self, site: &Site, page: &Route) -> String {
        site.path(&page.path_of(&[self.token.reveal()]))
    }

    /// Demands that the link opens from where the caller is, as the sender's organisation has said (F50). It is asked before anything
    /// of the envelope is shown, recorded or counted.
    ///
    /// # Errors
    ///
    /// [`Rejection::OtherNetwork`] from other addresses. What the organisation has said cannot be read: then no link opens.
    pub async fn demand_network(
        &self,
        parts: &Parts,
        rules: &dyn LinkRules,
        envelope: &Envelope,
        site: &Site,
    ) -> Result<(), Rejection> {
        let sender = &envelope.sender;
        let (mailbox, own_language) = match self.link.addressee {
            Addressee::Sender => (&sender.email, sender.language),
            Addressee::Recipient(number) => {
                let recipient = envelope.recipient(number).ok_or(Rejection::NotFound)?;
                (&recipient.email, recipient.language)
            }
        };
        let rule = rules.find(&sender.organisation).await?;
        let caller = parts.extensions.get::<ClientIp>().map(|ClientIp(address)| *address);
        match rule.admits(mailbox, caller) {
            Ok(()) => Ok(()),
            Err(LinkNotAdmitted::UnknownAddress) => {
                tracing::error!("the request carries no client address");
                Err(Problem::of(&kinds::NO_CLIENT_ADDRESS).into())
            }
            Err(LinkNotAdmitted::OtherAddress) => {
                let (id, organisation) = (envelope.id, &sender.organisation);
                tracing::info!(envelope = %id, %organisation, addressee = ?self.link.addressee, "link_from_other_network");
                let language = chosen_language(&parts.uri).unwrap_or(own_language);
                let organisation = sender.organisation_in(language).to_owned();
                let site = site.branded(&envelope.brand);
                Err(Rejection::OtherNetwork(Box::new(OtherNetwork { site, language, organisation })))
            }
        }
    }

    /// Logs that a page of this envelope was fetched: programs that check mails do so too, so that it is no evidence.
    pub fn log_fetch(&self, envelope: EnvelopeId) {
        if self.is_fetch {
            tracing::info!(%envelope, addressee = ?self.link.addressee, "link_fetched");
        }
    }
}
