//! Registered seals (実印タイプ), who may sign with them, and what they were used for.

use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::evidence::Identity as DomainIdentity;
use domain::field_error::FieldError;
use domain::ids::{DocumentNumber, EnvelopeId, EnvelopeNumber, OrganisationId, SealId};
use domain::mirror;
use domain::mirror::Convert;
use domain::ports::SealingCertificate;
use domain::registered_seal::{RegisteredSeal, SealName};
use domain::seal_certificate::{self, CertificateFacts, SealState as DomainSealState};
use domain::seal_expiry::days_left;
use domain::seal_use::SealUseEntry;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::limits;

/// The organisation's registered seals.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegisteredSealListView {
    /// The one that has the organisation's identifier first, then the others by their identifiers.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::SEALS)))]
    pub seals: Vec<RegisteredSealView>,
}

/// A registered seal.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegisteredSealView {
    /// What a signer's `seal` names as `seal`. The seal that an organisation had before it could have several has the organisation's
    /// identifier.
    id: SealId,
    /// The organisation whose seal it is: what a signer's `seal` names as `organisation`.
    organisation: OrganisationId,
    /// What the seal is called, such as 滝川市長之印; the organisation's name where it was given none.
    name: String,
    /// The same for readers of English, where it has another name for them.
    name_en: Option<String>,
    state: SealState,
    /// What its certificate says; nothing where that cannot be read.
    certificate: Option<SealCertificateView>,
    /// Who may sign with it, by their addresses. Nobody else may, and these only by a second factor.
    persons: Vec<EmailAddress>,
    /// The organisations that may ask for it in envelopes of theirs, besides its own. The operator says which.
    may_ask: Vec<OrganisationId>,
}

mirror! {
    /// How a seal stands: `valid`; valid, and to end within 90 days (`expiring`); `expired`; `not_yet_valid`; or `unusable`, where
    /// its certificate cannot be read.
    #[derive(Copy)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    enum SealState = DomainSealState {
        Valid,
        Expiring,
        Expired,
        NotYetValid,
        Unusable,
    }
}

/// A seal's certificate.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct SealCertificateView {
    /// Whom it names (RFC 4514).
    subject: String,
    /// Who has issued it.
    issuer: String,
    /// The number that the issuer gave it.
    serial_number: String,
    /// From when on it and those above it are valid.
    valid_from: Timestamp,
    /// Until when.
    valid_until: Timestamp,
    /// Whole days that are left.
    days_left: u32,
}

impl RegisteredSealView {
    /// A seal of an organisation that is called so.
    pub fn of(
        (seal, organisation_name): (&RegisteredSeal, &str),
        certificate: &SealingCertificate,
        facts: Option<CertificateFacts>,
        now: Timestamp,
    ) -> Self {
        let state = DomainSealState::at(facts.as_ref(), now).convert();
        let view = facts.map(|facts| {
            let CertificateFacts { subject, issuer, serial_number, valid_from, valid_until } = facts;
            let days_left = days_left(valid_until, now);
            SealCertificateView { subject, issuer, serial_number, valid_from, valid_until, days_left }
        });
        // Which key it is concerns whoever operates the service.
        let SealingCertificate { key_id: _, chain_pem: _, name, persons, organisations } = certificate.clone();
        let (name, name_en) = match name {
            Some(SealName { ja, en }) => (ja, en),
            None => (organisation_name.to_owned(), None),
        };
        let (id, organisation) = (seal.id(), seal.owner().clone());
        Self { id, organisation, name, name_en, state, certificate: view, persons, may_ask: organisations }
    }
}

/// What is changed of a registered seal: `PATCH /v1/organisation/seals/{id}`. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SealChangeRequest {
    /// All who may sign with it, by their addresses; nobody where the list is empty. Nobody of the organisation who was deactivated
    /// can be added. An address is taken from the list when its person is deactivated or gets another address, and does not come back
    /// by itself.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::SEAL_PERSONS)))]
    persons: Option<Vec<String>>,
}

impl SealChangeRequest {
    /// Who may sign with it; nothing where that stays.
    ///
    /// # Errors
    /// Everything that is wrong, by the pointers of the request's fields.
    pub fn accept(&self) -> Result<Option<Vec<EmailAddress>>, Vec<FieldError>> {
        self.persons.as_deref().map(seal_certificate::accept_persons).transpose()
    }
}

/// A page of the uses of a seal.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SealUseListView {
    /// The newest first: one for each document that was sealed.
    pub uses: Vec<SealUseView>,
    /// What `cursor` is for the next page; nothing on the last one.
    pub next_cursor: Option<String>,
}

/// A use of a seal: a signature that was made with it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SealUseView {
    /// When the signature was made.
    at: Timestamp,
    /// The organisation that asked for it.
    asked_by: AskingOrganisationView,
    /// The title of the envelope.
    title: String,
    /// The envelope and the document, where the seal's own organisation asked for it. Those of another organisation are its own
    /// affair.
    document: Option<SealUseDocumentView>,
    signer: SealSignerView,
    /// SHA-256 of the signed attributes (RFC 5652 §5.4) that the key has signed, by which a signature is recognised.
    signed: Digest,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct AskingOrganisationView {
    id: OrganisationId,
    name: String,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct SealUseDocumentView {
    envelope: EnvelopeId,
    envelope_number: EnvelopeNumber,
    /// The document's number in the envelope.
    number: DocumentNumber,
    name: String,
}

/// Who signed with a seal.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct SealSignerView {
    name: String,
    email: EmailAddress,
    /// How the signer was identified.
    identity: Option<Identity>,
    /// When the signer approved.
    approved_at: Option<Timestamp>,
}

mirror! {
    /// How a signer was identified, beside the link that was mailed to them.
    #[derive(Copy)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    enum Identity = DomainIdentity {
        MailLink,
        AccessCode,
        Totp,
        SmsCode,
        EmailCode,
        KnownDevice,
    }
}

impl From<SealUseEntry> for SealUseView {
    /// Whoever owns a seal must know of each use who asked for it, what for, who signed and when. The envelope's identifier and
    /// number and the document's name belong to whoever sent it, and are told where that is the owner.
    fn from(entry: SealUseEntry) -> Self {
        let is_own = entry.sender == entry.owner;
        let document = SealUseDocumentView {
            envelope: entry.envelope,
            envelope_number: entry.envelope_number,
            number: entry.document,
            name: entry.document_name,
        };
        let signer = SealSignerView {
            name: entry.name,
            email: entry.email,
            identity: entry.identity.convert(),
            approved_at: entry.approved_at,
        };
        Self {
            at: entry.at,
            asked_by: AskingOrganisationView { id: entry.sender, name: entry.sender_name },
            title: entry.title,
            document: is_own.then_some(document),
            signer,
            signed: entry.signed,
        }
    }
}
