//! What people do at a real browser, at a desk and on a phone, and what machines do with the same links.

mod codes;
mod console;
mod interruptions;
mod own_provider;
mod passing_on;
mod phone;
mod reading;
mod robots;
mod seals;
mod sent_codes;
mod settings;
mod signing;
mod signing_in;
mod verifying;
mod viewing;

use anyhow::{Context, Result, ensure};
use journeys::contract::{Contract, Draft};
use journeys::{nth_mail_to, until};
use local::client::link_in;
use local::stack::Stack;
use serde_json::Value;

/// Who sends.
const SENDER: &str = "sato@city.takikawa.example";
/// Part of the subject of a request.
const REQUEST: &str = "依頼が届いています";

/// A contract for one contractor alone, and the link in the mail to them.
async fn asked(stack: &Stack, title: &str) -> Result<(Contract, String)> {
    asked_for(stack, title, Value::Null).await
}

/// The same for a contractor who has to show this factor.
async fn asked_for(stack: &Stack, title: &str, factor: Value) -> Result<(Contract, String)> {
    let draft = Draft { sender_signs: false, ..Draft::sample(title)? };
    let contract = draft.send_changed(stack, |request| request["recipients"][0]["factor"] = factor).await?;
    let link = contract.signers.first().context("a contractor")?.sign_link(stack).await?;
    Ok((contract, link))
}

/// How often something was recorded.
async fn recorded(stack: &Stack, contract: &Contract, kind: &str) -> Result<usize> {
    Ok(contract.event_types(stack).await?.iter().filter(|each| *each == kind).count())
}

/// The events of this kind, as the sender gets them.
async fn events(stack: &Stack, contract: &Contract, kind: &str) -> Result<Vec<Value>> {
    let all = stack.client().events(&contract.id).await?;
    let all = all["events"].as_array().context("events")?.clone();
    Ok(all.into_iter().filter(|event| event["type"] == kind).collect())
}

/// The evidence says how the only signer was identified, and once.
async fn signed_by(stack: &Stack, contract: &Contract, identity: &str) -> Result<()> {
    let approved = events(stack, contract, "approved").await?;
    let found: Vec<_> =
        approved.iter().map(|event| event["session"]["identity"].as_str().unwrap_or_default()).collect();
    ensure!(found == [identity], "signed by {found:?} instead of {identity}");
    Ok(())
}

/// Waits until something was recorded as often as this: what functions do by themselves comes later.
async fn becomes(stack: &Stack, contract: &Contract, kind: &str, times: usize) -> Result<()> {
    let what = format!("{kind}, {times} times");
    until(&what, async || Ok((recorded(stack, contract, kind).await? == times).then_some(()))).await
}

/// The link in the `nth` request to this address.
async fn requested(stack: &Stack, address: &str, nth: usize) -> Result<String> {
    link_in(&nth_mail_to(stack, address, REQUEST, nth).await?.html, "/sign/")
}
