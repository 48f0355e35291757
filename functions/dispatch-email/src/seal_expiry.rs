//! The mail that tells an administrator that the certificate of a registered seal of the organisation ends (F52).
//!
//! Nothing is sent once another certificate is in its place, more is to be told by now, or the person administers nothing any more.

use askama::Template;
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::ids::PersonId;
use domain::language::Language;
use domain::mail::MailId;
use domain::organisation::{Organisation, Person};
use domain::ports::OutgoingMail;
use domain::registered_seal::{RegisteredSeal, SealName};
use domain::seal_expiry::{ExpiryNotice, days_left};
use jiff::Timestamp;
use web::{Site, local_time};

use crate::one_line::one_line;
use crate::{Dependencies, Error, once, people};

/// What the schedule asked to be told.
#[derive(Clone, Debug)]
pub(crate) struct SealExpiryJob {
    pub(crate) seal: RegisteredSeal,
    pub(crate) person: PersonId,
    pub(crate) certificate: Digest,
    pub(crate) subject: String,
    pub(crate) valid_until: Timestamp,
    pub(crate) notice: ExpiryNotice,
}

impl SealExpiryJob {
    fn id(&self) -> MailId {
        let Self { person, certificate, notice, .. } = *self;
        let (organisation, seal) = (self.seal.owner().clone(), self.seal.further().cloned());
        MailId::SealExpiry { organisation, seal, person, certificate, notice }
    }
}

/// Sends the announcement unless it was sent before or has become pointless.
pub(crate) async fn handle(deps: &Dependencies, job: &SealExpiryJob) -> Result<(), Error> {
    once::send(deps, &job.id(), attempt(deps, job)).await
}

async fn attempt(deps: &Dependencies, job: &SealExpiryJob) -> Result<Option<String>, Error> {
    if ExpiryNotice::due(job.valid_until, deps.clock.now()) != Some(job.notice) {
        return Ok(None);
    }
    let Some(certificate) = deps.certificates.find(Some(&job.seal)).await? else { return Ok(None) };
    if Digest::of(certificate.chain_pem.as_bytes()) != job.certificate {
        return Ok(None);
    }
    let Some(person) = deps.people.person(job.seal.owner(), job.person).await? else { return Ok(None) };
    let Some(organisation) = deps.organisations.find(job.seal.owner()).await? else { return Ok(None) };
    if !person.is_acting_administrator() || organisation.closed_at.is_some() {
        return Ok(None);
    }
    let mail = write(deps, job, certificate.name.as_ref(), &organisation, &person)?;
    Ok(Some(deps.mailer.send(&mail).await?))
}

fn write(
    deps: &Dependencies,
    job: &SealExpiryJob,
    name: Option<&SealName>,
    organisation: &Organisation,
    person: &Person,
) -> Result<OutgoingMail, Error> {
    let language = person.profile.language;
    let context = SealExpiryContext {
        site: &deps.site,
        language,
        brand: one_line(deps.site.brand_in(language)),
        service: one_line(deps.site.brand_in(language)),
        greeting: people::greeting(Some(&organisation.name), &person.profile.name, language),
        reply_to: None,
        organisation: one_line(&organisation.name),
        seal: name.map_or_else(
            || job.seal.further().map(ToString::to_string),
            |name| Some(one_line(name.in_language(language))),
        ),
        subject: one_line(&job.subject),
        until: local_time(job.valid_until, language),
        days: days_left(job.valid_until, deps.clock.now()),
        has_ended: job.notice == ExpiryNotice::Ended,
    };
    let mail = &context;
    let subject = one_line(&SealExpirySubject { mail }.render()?);
    let (text, html) = (SealExpiryText { mail }.render()?, SealExpiryHtml { mail }.render()?);
    Ok(OutgoingMail {
        from_name: context.brand.clone(),
        from_address: deps.from_address.clone(),
        to: person.profile.email.clone(),
        reply_to: None,
        subject,
        text,
        html,
        id: job.id(),
    })
}

/// What the templates may speak of; the layout asks for the same names as in the mails of envelopes.
struct SealExpiryContext<'a> {
    site: &'a Site,
    language: Language,
    brand: String,
    service: String,
    greeting: Vec<String>,
    reply_to: Option<&'a EmailAddress>,
    organisation: String,
    /// What the seal is called; of one that never got a name, its identifier where that is not the organisation's.
    seal: Option<String>,
    subject: String,
    until: String,
    days: u32,
    has_ended: bool,
}

impl SealExpiryContext<'_> {
    fn t<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        self.language.t(ja, en)
    }

    fn hours(&self) -> Option<&str> {
        self.site.support.hours_in(self.language)
    }

    /// `「滝川市長之印」`, ` “Seal of the Mayor”`; nothing of a seal without a name.
    fn named(&self) -> String {
        match (self.language, &self.seal) {
            (_, None) => String::new(),
            (Language::Ja, Some(seal)) => format!("「{seal}」"),
            (Language::En, Some(seal)) => format!(" “{seal}”"),
        }
    }

    /// `残り30日`, `in 30 days`.
    fn left(&self) -> String {
        match (self.language, self.days) {
            (Language::Ja, 0) => "残り1日未満".to_owned(),
            (Language::Ja, days) => format!("残り{days}日"),
            (Language::En, 0) => "within a day".to_owned(),
            (Language::En, 1) => "in 1 day".to_owned(),
            (Language::En, days) => format!("in {days} days"),
        }
    }
}

#[derive(Template)]
#[template(path = "seal_expiry/subject.txt")]
struct SealExpirySubject<'a> {
    mail: &'a SealExpiryContext<'a>,
}

#[derive(Template)]
#[template(path = "seal_expiry/body.txt")]
struct SealExpiryText<'a> {
    mail: &'a SealExpiryContext<'a>,
}

#[derive(Template)]
#[template(path = "seal_expiry/body.html")]
struct SealExpiryHtml<'a> {
    mail: &'a SealExpiryContext<'a>,
}
