//! From a token in a URL to a completed envelope.

use std::sync::Arc;

use api::problem::{Problem, kinds};
use api::routes::DOWNLOAD_PAGE;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::document::{Document, KeptFiles, StoredFile};
use domain::envelope::{Envelope, Status};
use domain::ids::DocumentNumber;
use domain::link::Purpose;
use domain::mail::Addressee;
use jiff::Timestamp;
use web::{ClosedLink, Language, MailedLink, Rejection, Site, chosen_language, local_time};

use crate::Dependencies;

/// Somebody who came by a good link to a completed envelope.
pub(crate) struct LinkContext {
    pub(crate) envelope: Envelope,
    pub(crate) addressee: Addressee,
    /// Path of the link's page.
    pub(crate) path: String,
    /// The site as the sender's organisation presents itself.
    pub(crate) site: Site,
    /// The language of the page.
    pub(crate) language: Language,
    expires_at: Timestamp,
    document: Option<DocumentNumber>,
}

impl LinkContext {
    /// The document that the URL names, and its file with every seal.
    pub(crate) fn document(&self) -> Result<(&Document, &StoredFile), Rejection> {
        let document = self.document.and_then(|number| self.envelope.document(number)).ok_or(Rejection::NotFound)?;
        if document.kept == KeptFiles::Nothing {
            return Err(Problem::of(&kinds::DOCUMENTS_REMOVED).into());
        }
        Ok((document, document.latest().ok_or(Rejection::NotFound)?))
    }

    /// What the sender's organisation is called.
    pub(crate) fn organisation(&self) -> &str {
        self.envelope.sender.organisation_in(self.language)
    }

    /// Until when the link is good, as it is shown.
    pub(crate) fn expires(&self) -> String {
        local_time(self.expires_at, self.language)
    }
}

impl FromRequestParts<Arc<Dependencies>> for LinkContext {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, deps: &Arc<Dependencies>) -> Result<Self, Rejection> {
        let mailed = MailedLink::of(parts, deps, &*deps.links).await?;
        let (link, now) = (&mailed.link, deps.clock.now());
        if link.purpose != Purpose::Download {
            return Err(Rejection::NotFound);
        }
        let envelope = deps.envelopes.load(link.envelope).await?.ok_or(Rejection::NotFound)?;
        if envelope.status_at(now) != Status::Completed {
            return Err(Rejection::NotFound);
        }
        mailed.demand_network(parts, &*deps.link_rules, &envelope, &deps.site).await?;
        mailed.log_fetch(envelope.id);
        let language = chosen_language(&parts.uri).unwrap_or_else(|| language_of(link.addressee, &envelope));
        if link.is_expired_at(now) {
            return Err(ClosedLink::of(&kinds::DOWNLOAD_EXPIRED, &envelope, &deps.site, language).into());
        }
        let (path, document) = (mailed.page(&deps.site, &DOWNLOAD_PAGE), mailed.document);
        let (site, addressee) = (deps.site.branded(&envelope.brand), link.addressee);
        Ok(Self { envelope, addressee, path, site, language, expires_at: link.expires_at, document })
    }
}

/// The language of whose link it is.
fn language_of(addressee: Addressee, envelope: &Envelope) -> Language {
    match addressee {
        Addressee::Sender => envelope.sender.language,
        Addressee::Recipient(number) => envelope.recipient(number).map(|r| r.language).unwrap_or_default(),
    }
}
