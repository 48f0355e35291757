//! What people do at a real browser, at a desk and on a phone, and what machines do with the same links.

mod interruptions;
mod reading;
mod robots;
mod seals;
mod signing;
mod verifying;
mod viewing;

use anyhow::{Context, Result};
use journeys::contract::{Contract, Draft};
use local::stack::Stack;

/// A contract for one contractor alone, and the link in the mail to them.
async fn asked(stack: &Stack, title: &str) -> Result<(Contract, String)> {
    let mut draft = Draft::sample(title)?;
    draft.sender_signs = false;
    let contract = draft.send(stack).await?;
    let link = contract.signers.first().context("a contractor")?.sign_link(stack).await?;
    Ok((contract, link))
}

/// How often something was recorded.
async fn recorded(stack: &Stack, contract: &Contract, kind: &str) -> Result<usize> {
    Ok(contract.event_types(stack).await?.iter().filter(|each| *each == kind).count())
}
