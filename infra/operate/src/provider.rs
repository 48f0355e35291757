//! Identity providers of organisations: where their people sign in, and the secret by which a provider knows this service.

use std::io::Read as _;

use anyhow::{Context as _, Result, bail};
use aws::table::{Table, put_provider_secret};
use domain::ids::OrganisationId;
use domain::oidc::ProviderSecret;
use domain::organisation::{Actor, Change, Facts, IdentityProvider, Refusal, SecondFactorProof};
use domain::ports::{About, ChangeError, ProviderSecrets};
use serde_json::json;
use sign_in_person::provider::Reach;

use crate::Usage;
use crate::answer::Answer;
use crate::arguments::{OrganisationProvider, ProofOfSecondFactor};
use crate::connection::Connection;
use crate::registry::registry;

/// Sets where an organisation's people sign in. The log of the organisation says so, without the secret.
///
/// # Errors
/// A provider without TLS for a stack that would not call it; or nothing was changed.
pub async fn set(connection: &Connection, asked: OrganisationProvider) -> Result<Answer> {
    // As the function that signs people in decides it, which would call no other.
    let reach = Reach::of(connection.stack.output("PublicUrl")?);
    if asked.issuer.as_deref().is_some_and(|issuer| !reach.admits(issuer)) {
        bail!(Usage("only a local stack calls a provider without TLS: an issuer starts with https://".to_owned()));
    }
    let secret = if asked.client_secret_stdin { Some(secret_of_input()?) } else { None };
    set_with_secret(&connection.table()?, asked, secret.as_deref()).await
}

/// The same with a secret that was read before.
pub async fn set_with_secret(table: &Table, asked: OrganisationProvider, secret: Option<&str>) -> Result<Answer> {
    let OrganisationProvider { organisation, issuer, client_id, second_factor, .. } = asked;
    let provider = match (issuer, client_id, second_factor) {
        (Some(issuer), Some(client_id), Some(proof)) => {
            Some(IdentityProvider { issuer, client_id, second_factor: proof.into() })
        }
        _ => None,
    };
    let secret = match (&provider, secret) {
        (Some(provider), Some(secret)) => Some(ProviderSecret::new(provider, secret)?),
        _ => None,
    };
    let next = |_: &_, facts: &Facts| {
        let mut after = facts.organisation.clone().ok_or(Refusal::UnknownOrganisation)?;
        after.provider.clone_from(&provider);
        Ok(Change::SetOrganisation(Box::new(after)))
    };
    // What was there comes back where nothing is changed: without it nobody could sign in at the provider that stays.
    let before =
        ProviderSecrets::find(table, &organisation).await.context("reading the client secret that there is")?;
    // The secret names its provider: until the row does too, nobody sends it anywhere.
    if secret.is_some() {
        put_provider_secret(table, &organisation, secret.as_ref()).await?;
    }
    match registry(table).change(&organisation, &About::default(), &Actor::Operator, None, next).await {
        Ok(_) | Err(ChangeError::Refused(Refusal::Unchanged)) => {}
        Err(ChangeError::Refused(Refusal::UnknownOrganisation)) => {
            put_provider_secret(table, &organisation, before.as_ref()).await?;
            bail!("there is no organisation {organisation}, or it has no row yet; `keiin organisation set` writes one")
        }
        Err(error) => {
            put_provider_secret(table, &organisation, before.as_ref()).await?;
            return Err(error).context("nothing was changed");
        }
    }
    if secret.is_none() {
        put_provider_secret(table, &organisation, None).await?;
    }
    Ok(answer(&organisation, provider.as_ref(), secret.is_some()))
}

fn answer(organisation: &OrganisationId, provider: Option<&IdentityProvider>, has_secret: bool) -> Answer {
    let Some(IdentityProvider { issuer, client_id, second_factor }) = provider else {
        let text = format!("People of {organisation} sign in at the stack's own identity provider.");
        return Answer::new(text, json!({"organisation": organisation.as_str(), "provider": null}));
    };
    let proof = match second_factor {
        SecondFactorProof::Claimed => "claimed",
        SecondFactorProof::Always => "always",
    };
    let text = format!("People of {organisation} sign in at {issuer} as {client_id}.");
    let json = json!({
        "organisation": organisation.as_str(),
        "provider": {"issuer": issuer, "client_id": client_id, "second_factor": proof, "has_secret": has_secret},
    });
    Answer::new(text, json).with_note(
        "Register /sign-in/ID/callback of this service there as the redirect URI. People who have signed in elsewhere before are \
         known by that account alone.",
    )
}

fn secret_of_input() -> Result<String> {
    let mut text = String::new();
    std::io::stdin().take(4096).read_to_string(&mut text).context("reading the client secret from standard input")?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

impl From<ProofOfSecondFactor> for SecondFactorProof {
    fn from(proof: ProofOfSecondFactor) -> Self {
        match proof {
            ProofOfSecondFactor::Claimed => Self::Claimed,
            ProofOfSecondFactor::Always => Self::Always,
        }
    }
}
