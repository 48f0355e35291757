//! The mail that invites a person to an organisation.
//!
//! Where it is sent a second time, after a crash, it has a second link that is as good as the first. Nothing is sent once there is a newer invitation, or the person has signed in.

use api::routes;
use askama::Template;
use domain::authorisation::Role;
use domain::email_address::EmailAddress;
use domain::ids::{OrganisationId, PersonId};
use domain::language::Language;
use domain::link::SecretToken;
use domain::mail::MailId;
use domain::organisation::{Organisation, Person, PersonState};
use domain::ports::{Invitation, OutgoingMail};
use jiff::Timestamp;
use web::{Site, local_time};

use crate::one_line::one_line;
use crate::{Dependencies, Error, once, people};

/// An invitation that an entry of a log asked for.
#[derive(Clone, Debug)]
pub(crate) struct InvitationJob {
    pub(crate) organisation: OrganisationId,
    pub(crate) person: PersonId,
    pub(crate) by_entry: u64,
}

impl InvitationJob {
    fn id(&self) -> MailId {
        let Self { organisation, person, by_entry } = self.clone();
        MailId::Invitation { organisation, person, by_entry }
    }
}

/// Sends the invitation unless it was sent before or has become pointless.
pub(crate) async fn handle(deps: &Dependencies, job: &InvitationJob) -> Result<(), Error> {
    once::send(deps, &job.id(), attempt(deps, job)).await
}

/// The mail service's identifier of what it took; nothing where nothing is to be sent.
async fn attempt(deps: &Dependencies, job: &InvitationJob) -> Result<Option<String>, Error> {
    let Some(person) = deps.people.person(&job.organisation, job.person).await? else { return Ok(None) };
    let Some(organisation) = deps.organisations.find(&job.organisation).await? else { return Ok(None) };
    let PersonState::Invited { by_entry, until } = person.state else { return Ok(None) };
    if by_entry != job.by_entry || deps.clock.now() >= until || organisation.closed_at.is_some() {
        return Ok(None);
    }
    let token = SecretToken::from_random(deps.randomness.bytes());
    let invitation = Invitation {
        digest: token.digest(),
        organisation: job.organisation.clone(),
        person: job.person,
        by_entry,
        expires_at: until,
    };
    deps.invitations.store(&invitation).await?;
    let link = deps.site.url(&routes::INVITATION_PAGE.path_of(&[token.reveal()]));
    let mail = write(deps, job, &organisation, &person, (until, &link))?;
    Ok(Some(deps.mailer.send(&mail).await?))
}

fn write(
    deps: &Dependencies,
    job: &InvitationJob,
    organisation: &Organisation,
    person: &Person,
    (until, link): (Timestamp, &str),
) -> Result<OutgoingMail, Error> {
    let language = person.profile.language;
    let roles: Vec<&str> = person.profile.roles.iter().map(|role| role_name(*role, language)).collect();
    let context = InvitationContext {
        site: &deps.site,
        language,
        brand: one_line(deps.site.brand_in(language)),
        service: one_line(deps.site.brand_in(language)),
        greeting: people::greeting(None, &person.profile.name, language),
        name: one_line(&person.profile.name),
        reply_to: None,
        organisation: one_line(&organisation.name),
        roles: roles.join(language.t("、", ", ")),
        until: local_time(until, language),
        link,
    };
    let mail = &context;
    let subject = one_line(&InvitationSubject { mail }.render()?);
    let (text, html) = (InvitationText { mail }.render()?, InvitationHtml { mail }.render()?);
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

const fn role_name(role: Role, language: Language) -> &'static str {
    match role {
        Role::Administrator => language.t("管理者", "administrator"),
        Role::DocumentManager => language.t("文書管理者", "document manager"),
        Role::DocumentViewer => language.t("文書閲覧者", "document viewer"),
        Role::Sender => language.t("送信者", "sender"),
        Role::Approver => language.t("承認者", "approver"),
    }
}

/// What the templates may speak of; the layout asks for the same names as in the mails of envelopes.
struct InvitationContext<'a> {
    site: &'a Site,
    language: Language,
    brand: String,
    service: String,
    greeting: Vec<String>,
    name: String,
    reply_to: Option<&'a EmailAddress>,
    organisation: String,
    roles: String,
    until: String,
    link: &'a str,
}

impl InvitationContext<'_> {
    fn t<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        self.language.t(ja, en)
    }

    fn hours(&self) -> Option<&str> {
        self.site.support.hours_in(self.language)
    }
}

#[derive(Template)]
#[template(path = "invitation/subject.txt")]
struct InvitationSubject<'a> {
    mail: &'a InvitationContext<'a>,
}

#[derive(Template)]
#[template(path = "invitation/body.txt")]
struct InvitationText<'a> {
    mail: &'a InvitationContext<'a>,
}

#[derive(Template)]
#[template(path = "invitation/body.html")]
struct InvitationHtml<'a> {
    mail: &'a InvitationContext<'a>,
}
