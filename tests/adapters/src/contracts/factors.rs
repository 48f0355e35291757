//! Where the secrets of factors are kept.

use anyhow::{Result, ensure};
use domain::factor::{FactorSecret, OneTimeCode, Secret};
use domain::ids::{RecipientNumber, SecretId};
use domain::ports::Factors;
use futures::future::try_join_all;

use crate::contract::contract;
use crate::fixtures::{at, digest, envelope_id};

contract!(
    dyn Factors: nothing_is_known_of_a_recipient_without_a_factor, a_secret_comes_back_as_it_was_stored,
    the_newest_secret_counts, secrets_of_two_changes_of_a_draft_lie_side_by_side, of_two_one_time_codes_the_one_sent_last_counts, a_one_time_code_is_spent_once,
    of_many_who_spend_a_code_at_once_one_succeeds, recipients_spend_codes_for_themselves,
    a_time_step_is_spent_once, steps_before_a_spent_one_are_spent_with_it, of_many_who_spend_a_step_at_once_one_succeeds,
    authenticators_are_told_apart,
);

const FIRST: RecipientNumber = RecipientNumber(1);
const SECOND: RecipientNumber = RecipientNumber(2);

fn code() -> OneTimeCode {
    OneTimeCode { digest: digest(), generation: 2, expires_at: at(600) }
}

fn access_code(phc: &str) -> FactorSecret {
    FactorSecret::AccessCode { phc: Secret::new(phc.to_owned()) }
}

async fn nothing_is_known_of_a_recipient_without_a_factor(factors: &dyn Factors) -> Result<()> {
    let envelope = envelope_id();
    factors.put_secret(envelope, FIRST, None, &access_code("$argon2id$1"), at(0)).await?;
    factors.put_code(envelope, FIRST, &code()).await?;
    ensure!(factors.secret(envelope, SECOND, None).await?.is_none() && factors.code(envelope, SECOND).await?.is_none());
    Ok(())
}

async fn a_secret_comes_back_as_it_was_stored(factors: &dyn Factors) -> Result<()> {
    let totp = FactorSecret::Totp { key: Secret::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned()) };
    for secret in [access_code("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"), totp] {
        let envelope = envelope_id();
        factors.put_secret(envelope, FIRST, None, &secret, at(0)).await?;
        ensure!(factors.secret(envelope, FIRST, None).await? == Some(secret));
    }
    Ok(())
}

async fn the_newest_secret_counts(factors: &dyn Factors) -> Result<()> {
    let envelope = envelope_id();
    for phc in ["$argon2id$1", "$argon2id$2"] {
        factors.put_secret(envelope, FIRST, None, &access_code(phc), at(0)).await?;
    }
    ensure!(factors.secret(envelope, FIRST, None).await? == Some(access_code("$argon2id$2")));
    Ok(())
}

async fn secrets_of_two_changes_of_a_draft_lie_side_by_side(factors: &dyn Factors) -> Result<()> {
    let envelope = envelope_id();
    let ids = [None, Some(SecretId::new([1; 16])), Some(SecretId::new([2; 16]))];
    let secret_of = |n: usize| access_code(&format!("$argon2id${n}"));
    for (n, id) in ids.into_iter().enumerate() {
        factors.put_secret(envelope, FIRST, id, &secret_of(n), at(0)).await?;
    }
    for (n, id) in ids.into_iter().enumerate() {
        ensure!(factors.secret(envelope, FIRST, id).await? == Some(secret_of(n)));
    }
    ensure!(factors.secret(envelope, FIRST, Some(SecretId::new([3; 16]))).await?.is_none());
    Ok(())
}

async fn of_two_one_time_codes_the_one_sent_last_counts(factors: &dyn Factors) -> Result<()> {
    let envelope = envelope_id();
    let (first, last) = (code(), code());
    for code in [&first, &last] {
        factors.put_code(envelope, FIRST, code).await?;
    }
    ensure!(factors.code(envelope, FIRST).await? == Some(last));
    Ok(())
}

async fn a_one_time_code_is_spent_once(factors: &dyn Factors) -> Result<()> {
    let (envelope, code) = (envelope_id(), digest());
    ensure!(factors.spend_code(envelope, FIRST, code, at(0)).await?);
    ensure!(!factors.spend_code(envelope, FIRST, code, at(1)).await?);
    ensure!(factors.spend_code(envelope, FIRST, digest(), at(1)).await?, "another code is another");
    Ok(())
}

async fn of_many_who_spend_a_code_at_once_one_succeeds(factors: &dyn Factors) -> Result<()> {
    let (envelope, code) = (envelope_id(), digest());
    let spent = try_join_all((0..8).map(|_| factors.spend_code(envelope, FIRST, code, at(0)))).await?;
    ensure!(spent.iter().filter(|it| **it).count() == 1, "{spent:?}");
    Ok(())
}

async fn recipients_spend_codes_for_themselves(factors: &dyn Factors) -> Result<()> {
    let (envelope, code) = (envelope_id(), digest());
    ensure!(factors.spend_code(envelope, FIRST, code, at(0)).await?);
    ensure!(factors.spend_code(envelope, SECOND, code, at(0)).await?);
    ensure!(factors.spend_code(envelope_id(), FIRST, code, at(0)).await?);
    Ok(())
}

async fn a_time_step_is_spent_once(factors: &dyn Factors) -> Result<()> {
    let authenticator = digest();
    ensure!(factors.spend_step(authenticator, 58_000_000, at(0)).await?);
    ensure!(!factors.spend_step(authenticator, 58_000_000, at(1)).await?);
    ensure!(factors.spend_step(authenticator, 58_000_001, at(30)).await?);
    Ok(())
}

async fn steps_before_a_spent_one_are_spent_with_it(factors: &dyn Factors) -> Result<()> {
    let authenticator = digest();
    // One digit more: compared as numbers, and not as texts.
    ensure!(factors.spend_step(authenticator, 100, at(0)).await?);
    ensure!(!factors.spend_step(authenticator, 99, at(0)).await?);
    ensure!(factors.spend_step(authenticator, 1_000, at(0)).await?);
    Ok(())
}

async fn of_many_who_spend_a_step_at_once_one_succeeds(factors: &dyn Factors) -> Result<()> {
    let authenticator = digest();
    let spent = try_join_all((0..8).map(|_| factors.spend_step(authenticator, 5, at(0)))).await?;
    ensure!(spent.iter().filter(|it| **it).count() == 1, "{spent:?}");
    Ok(())
}

async fn authenticators_are_told_apart(factors: &dyn Factors) -> Result<()> {
    ensure!(factors.spend_step(digest(), 5, at(0)).await? && factors.spend_step(digest(), 5, at(0)).await?);
    Ok(())
}
