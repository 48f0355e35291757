//! The link of an invitation: who invites whom to what, and the sign-in that accepts it.

use std::sync::Arc;

use api::ClientIp;
use api::routes::FOLLOW_INVITATION;
use askama::Template;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::link::SecretToken;
use domain::organisation::{Actor, Change, Entry, Organisation, Person, PersonState, Refusal as NotChanged};
use domain::ports::{About, ChangeError, Invitation, PortError};
use web::form::FormFields;
use web::{Language, Page, Rejection, chosen_language, local_time};

use crate::Dependencies;
use crate::begin::{Visit, leave};
use crate::pages::SignInOptions;
use crate::provider::IdToken;
use crate::refusal::{Refusal, Stop};

/// An invitation whose link somebody has.
struct Invited {
    invitation: Invitation,
    organisation: Organisation,
    person: Person,
}

impl Invited {
    /// Whatever is no link of ours, or leads to what is not there any more, gets the same page.
    async fn by(deps: &Dependencies, token: &str) -> Result<Self, Rejection> {
        let token = SecretToken::parse(token).ok_or(Rejection::NotFound)?;
        let invitation = deps.invitations.find(token.digest()).await?.ok_or(Rejection::NotFound)?;
        Self::of(deps, invitation).await?.ok_or(Rejection::NotFound)
    }

    async fn of(deps: &Dependencies, invitation: Invitation) -> Result<Option<Self>, PortError> {
        let (organisations, people) = (&deps.registry.organisations, &deps.registry.people);
        let organisation = organisations.find(&invitation.organisation).await?;
        let person = people.person(&invitation.organisation, invitation.person).await?;
        let both = organisation.zip(person);
        Ok(both.map(|(organisation, person)| Self { invitation, organisation, person }))
    }

    /// Why it cannot be accepted now, if it cannot.
    fn refusal(&self, now: jiff::Timestamp) -> Option<Refusal> {
        if self.organisation.closed_at.is_some() {
            return Some(Refusal::Closed);
        }
        match &self.person.state {
            PersonState::Active { .. } => Some(Refusal::InvitationUsed),
            PersonState::Deactivated { .. } => Some(Refusal::Deactivated),
            PersonState::Invited { by_entry, until } => {
                let is_good = *by_entry == self.invitation.by_entry && now < *until;
                (!is_good).then_some(Refusal::InvitationOver)
            }
        }
    }

    /// Why the link does not open for this caller, where the organisation has bound it to addresses. Whoever follows it signs in, and
    /// nobody signs in from anywhere else.
    fn opens_elsewhere(&self, client: Option<ClientIp>) -> Option<Refusal> {
        let (rule, caller) = (self.organisation.link_rule(), client.map(|ClientIp(address)| address));
        rule.admits(&self.person.profile.email, caller).is_err().then(|| {
            tracing::info!(organisation = %self.organisation.id, person = %self.person.id, "link_from_other_network");
            Refusal::Address
        })
    }

    fn language(&self, uri: &Uri) -> Language {
        chosen_language(uri).unwrap_or(self.person.profile.language)
    }

    /// Who has asked for the mail, by name; nobody where that was whoever operates the service, or a program.
    async fn inviter(&self, deps: &Dependencies) -> Result<Option<String>, PortError> {
        let (id, before) = (&self.organisation.id, self.invitation.by_entry.saturating_sub(1));
        let entries = deps.registry.directories.entries(id, before, 1).await?;
        let entry = entries.first().map(|text| Entry::from_json(text));
        let Some(Ok(Entry { by: Actor::Person { person }, .. })) = entry else { return Ok(None) };
        let person = deps.registry.people.person(id, person).await?;
        Ok(person.map(|person| person.profile.name))
    }
}

/// Shows the invitation.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    Path(token): Path<String>,
    uri: Uri,
    client: Option<Extension<ClientIp>>,
) -> Result<Response, Rejection> {
    let invited = Invited::by(&deps, &token).await?;
    let language = invited.language(&uri);
    if let Some(refusal) = invited.opens_elsewhere(client.map(|Extension(client)| client)) {
        return Ok(refusal.page(&deps.site, language, Some(&invited.organisation)));
    }
    if let Some(refusal) = invited.refusal(deps.registry.clock.now()) {
        return Ok(refusal.page(&deps.site, language, Some(&invited.organisation)));
    }
    let until = match &invited.person.state {
        PersonState::Invited { until, .. } => Some(local_time(*until, language)),
        _ => None,
    };
    let inviter = invited.inviter(&deps).await?;
    let chosen = chosen_language(&uri).map(|language| format!("?lang={}", language.tag())).unwrap_or_default();
    let action = deps.site.path(&FOLLOW_INVITATION.path_of(&[&token])) + &chosen;
    let (organisation, person) = (&invited.organisation, &invited.person);
    let brand = deps.site.brand_in(language);
    let content = &InvitationPage { language, brand, organisation, person, inviter, until, action };
    let title = language.t("利用者登録のご案内", "Invitation");
    Ok(deps.site.page_before_sign_in(&Page { status: StatusCode::OK, language, title, form_target: None, content }))
}

/// Begins the sign-in that accepts it.
pub(crate) async fn follow(
    State(deps): State<Arc<Dependencies>>,
    Path(token): Path<String>,
    uri: Uri,
    client: Option<Extension<ClientIp>>,
    headers: HeaderMap,
    FormFields(_): FormFields,
) -> Result<Response, Rejection> {
    let invited = Invited::by(&deps, &token).await?;
    let language = invited.language(&uri);
    if let Some(refusal) = invited.refusal(deps.registry.clock.now()) {
        return Ok(refusal.page(&deps.site, language, Some(&invited.organisation)));
    }
    let visit = Visit { language, headers, client: client.map(|Extension(client)| client) };
    let digest = invited.invitation.digest;
    leave(&deps, &invited.organisation, Some(digest), SignInOptions::default(), &visit).await
}

/// Accepts the invitation for whoever has signed in.
pub(crate) async fn accept(
    deps: &Dependencies,
    organisation: &Organisation,
    invitation: Digest,
    token: &IdToken,
) -> Result<Person, Stop> {
    let invitation = deps.invitations.find(invitation).await?.ok_or(Refusal::InvitationOver)?;
    let invited = Invited::of(deps, invitation).await?.ok_or(Refusal::InvitationOver)?;
    if invited.organisation.id != organisation.id {
        return Err(Refusal::InvitationOver.into());
    }
    if let Some(refusal) = invited.refusal(deps.registry.clock.now()) {
        return Err(refusal.into());
    }
    // An address that the provider has not made sure of says nothing. The link itself proves the mailbox.
    let wanted = &invited.person.profile.email;
    let is_same = |email: &str| email.parse().is_ok_and(|email: EmailAddress| email.is_same_mailbox(wanted));
    if token.verified_email.as_deref().is_some_and(|email| !is_same(email)) {
        return Err(Refusal::OtherMailbox { invited: masked(wanted) }.into());
    }
    let Invitation { person, by_entry, .. } = invited.invitation;
    let about = About { person: Some(person), identity: Some(token.identity.clone()), ..About::default() };
    let actor = Actor::Person { person };
    let accept = |_: &_, _: &_| Ok(Change::AcceptInvitation { by_entry, identity: token.identity.clone() });
    match deps.registry.change(&organisation.id, &about, &actor, None, accept).await {
        Ok(decision) => decision.person.map(|(_, after)| after).ok_or_else(|| Refusal::InvitationOver.into()),
        Err(ChangeError::Refused(NotChanged::IdentityTaken)) => Err(Refusal::IdentityTaken.into()),
        Err(ChangeError::Refused(NotChanged::NotInvited)) => Err(Refusal::InvitationUsed.into()),
        Err(ChangeError::Refused(NotChanged::InvitationOver | NotChanged::UnknownPerson)) => {
            Err(Refusal::InvitationOver.into())
        }
        Err(ChangeError::Refused(NotChanged::TooManyAdministrators)) => Err(Refusal::TooManyAdministrators.into()),
        Err(ChangeError::Port(error)) => Err(error.into()),
        Err(other) => Err(PortError::new("accept the invitation", other).into()),
    }
}

/// An address of which its owner knows which it is, and nobody else.
fn masked(address: &EmailAddress) -> String {
    let text = address.to_string();
    let (local, domain) = text.rsplit_once('@').unwrap_or((&text, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}***@{domain}")
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage<'a> {
    language: Language,
    brand: &'a str,
    organisation: &'a Organisation,
    person: &'a Person,
    inviter: Option<String>,
    until: Option<String>,
    action: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_only_to_whoever_knows_it() {
        let address = |text: &str| text.parse().expect("an address");
        assert_eq!(masked(&address("sato.hanako@city.example")), "s***@city.example");
        assert_eq!(masked(&address("a@city.example")), "a***@city.example");
    }
}
