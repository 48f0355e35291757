//! Sign-ins that have begun.

use anyhow::{Result, ensure};
use domain::factor::Secret;
use domain::oidc::{ReturnPath, SignInAttempt};
use domain::ports::SignInAttempts;

use crate::contract::contract;
use crate::fixtures::{at, digest, organisation};

contract!(
    dyn SignInAttempts: an_attempt_is_taken_once_as_it_was_stored, of_several_who_ask_at_once_one_gets_it,
    what_never_began_is_not_there,
);

fn attempt() -> SignInAttempt {
    SignInAttempt {
        state: digest(),
        browser: digest(),
        organisation: organisation(),
        invitation: Some(digest()),
        issuer: "https://id.example".to_owned(),
        client_id: "keiin".to_owned(),
        is_own_provider: true,
        nonce: Secret::new("nonce".to_owned()),
        verifier: Secret::new("verifier".to_owned()),
        return_to: ReturnPath::parse("/console?page=2").unwrap_or_default(),
        expires_at: at(600),
    }
}

async fn an_attempt_is_taken_once_as_it_was_stored(attempts: &dyn SignInAttempts) -> Result<()> {
    for one in [attempt(), SignInAttempt { invitation: None, is_own_provider: false, ..attempt() }] {
        attempts.store(&one).await?;
        ensure!(attempts.take(one.state).await? == Some(one.clone()));
        ensure!(attempts.take(one.state).await?.is_none(), "it was taken twice");
    }
    Ok(())
}

async fn of_several_who_ask_at_once_one_gets_it(attempts: &dyn SignInAttempts) -> Result<()> {
    let one = attempt();
    attempts.store(&one).await?;
    let take = || attempts.take(one.state);
    let (a, b, c) = futures::future::join3(take(), take(), take()).await;
    let got = [a?, b?, c?].into_iter().flatten().count();
    ensure!(got == 1, "{got} got it");
    Ok(())
}

async fn what_never_began_is_not_there(attempts: &dyn SignInAttempts) -> Result<()> {
    ensure!(attempts.take(digest()).await?.is_none());
    Ok(())
}
