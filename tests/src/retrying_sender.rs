//! Somebody whose every request may fail on the way, and what must be true however it went.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use local::client::{Answer, fresh_key};
use local::stack::Stack;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::contract::{Contract, Draft};
use crate::person::confirmation_by;
use crate::{mails_to, pyhanko_accepts, until};

/// A caller who tries again until there is an answer that is not the server's fault.
async fn insist(what: &str, ask: impl AsyncFn() -> Result<Answer>) -> Result<Answer> {
    until(what, async || {
        let answer = ask().await?;
        let again = answer.status.is_server_error()
            || (answer.status == StatusCode::CONFLICT && answer.text().contains("idempotency-key-in-use"));
        Ok((!again).then_some(answer))
    })
    .await
}

async fn insist_on(stack: &Stack, path: &str, body: Option<&Value>, status: StatusCode) -> Result<Value> {
    let key = fresh_key()?;
    let post = async || stack.client().api(Method::POST, path, Some(&key), body).await;
    let answer = insist(path, post).await?;
    ensure!(answer.status == status, "{path}: {} {}", answer.status, answer.text());
    answer.json()
}

/// A contract by somebody whose every request may fail on the way.
pub async fn retrying_sender(stack: &Stack, title: &str) -> Result<Contract> {
    let draft = Draft::with_registered_seal(title)?;
    draft.name_person(stack).await?;
    let envelope = insist_on(stack, "/v1/envelopes", Some(&draft.request()), StatusCode::CREATED).await?;
    stack.client().upload(&envelope["documents"][0], draft.documents[0].1.clone()).await?;
    let id = envelope["id"].as_str().context("an id")?.to_owned();
    insist_on(stack, &format!("/v1/envelopes/{id}/send"), None, StatusCode::ACCEPTED).await?;
    let contract = Contract { id, title: title.to_owned(), signers: draft.people() };
    for signer in &contract.signers {
        let link = signer.sign_link(stack).await?;
        // Killed after the commit, the function had no time to say by what the browser is known from then on.
        let browser = until("the browser", async || Ok(signer.browser(stack, &link).await.ok())).await?;
        let fields = until("the pages", async || Ok(confirmation_by(&browser, &link).await.ok())).await?;
        let url = format!("{link}/complete");
        let answer = insist("the act", async || browser.post_form(&url, &fields).await).await?;
        // Killed after the commit, the act stands: the second try is told so.
        ensure!(matches!(answer.status, StatusCode::SEE_OTHER | StatusCode::CONFLICT), "{}", answer.text());
    }
    until("completion", async || {
        let answer = stack.client().api(Method::GET, &format!("/v1/envelopes/{}", contract.id), None, None).await?;
        Ok((answer.status == StatusCode::OK && answer.json()?["status"] == "completed").then_some(()))
    })
    .await?;
    Ok(contract)
}

/// What must be true however it went.
pub async fn exactly_once(stack: &Stack, contract: &Contract, spare_mails: usize) -> Result<()> {
    until("retention and mails", async || {
        let types = contract.event_types(stack).await?;
        let done = types.contains(&"retained".to_owned()) && count(&types, "mailed") + spare_mails >= 5;
        Ok(done.then_some(()))
    })
    .await?;
    let types = contract.event_types(stack).await?;
    for (kind, times) in [
        ("sent", 1),
        ("document_sealed", 3),
        ("document_stamped", 3),
        ("originals_fixed", 1),
        ("invited", 2),
        ("approved", 2),
        ("sealed", 2),
        ("completed", 1),
        ("retained", 1),
    ] {
        ensure!(count(&types, kind) == times, "{} {kind} instead of {times}: {types:?}", count(&types, kind));
    }
    let mailed = count(&types, "mailed");
    ensure!(mailed <= 5 && mailed + spare_mails >= 5, "{mailed} mails noted: {types:?}");

    let mut mails: BTreeMap<(String, String), usize> = BTreeMap::new();
    for signer in &contract.signers {
        for mail in mails_to(stack, &signer.email, "").await? {
            *mails.entry((signer.email.clone(), mail.subject)).or_default() += 1;
        }
    }
    let doubled: usize = mails.values().map(|n| n - 1).sum();
    ensure!(mails.len() == 4 && doubled <= spare_mails, "{mails:?}");

    let file = contract.download(stack).await?.remove(0);
    ensure!(pades::signatures(&file)?.len() == 3, "one signature for the operator and each signer");
    pyhanko_accepts(stack, &file)?;
    Ok(())
}

fn count(types: &[String], kind: &str) -> usize {
    types.iter().filter(|t| *t == kind).count()
}
