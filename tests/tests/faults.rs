//! Every function is killed between its effects on the outside, and every message comes twice: exactly one signature for
//! each signer and document, one mail for each recipient and kind, one completion.
//!
//! One window remains, and it is the mail service's: a function that dies after the service took a mail and before that is
//! noted sends it again, or, when the recipient has acted by then, never notes it. The test allows one such mail in a round
//! and nothing else.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use journeys::contract::{Contract, Draft};
use journeys::person::confirmation;
use journeys::{run, until};
use local::client::{Answer, fresh_key, link_in};
use local::stack::Stack;
use oracles::{Anchors, Oracles};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// The functions that a contract passes through.
const FUNCTIONS: [&str; 7] = [
    "create-envelope",
    "route-events",
    "seal-document",
    "timestamp-seal",
    "dispatch-email",
    "collect-signature",
    "enforce-retention",
];

/// No function has more effects than this in a contract of one document.
const ROUNDS: u32 = 14;

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
async fn stubborn(stack: &Stack, title: &str) -> Result<Contract> {
    let draft = Draft::sample(title)?;
    let envelope = insist_on(stack, "/v1/envelopes", Some(&draft.request()), StatusCode::CREATED).await?;
    stack.client().upload(&envelope["documents"][0], draft.documents[0].1.clone()).await?;
    let id = envelope["id"].as_str().context("an id")?.to_owned();
    insist_on(stack, &format!("/v1/envelopes/{id}/send"), None, StatusCode::ACCEPTED).await?;
    let contract = Contract { id, title: title.to_owned(), signers: draft.people() };
    for signer in &contract.signers {
        let link = signer.sign_link(stack).await?;
        let fields = until("the pages", async || Ok(confirmation(stack, &link).await.ok())).await?;
        let url = format!("{link}/complete");
        let answer = insist("the act", async || stack.client().post_form(&url, &fields).await).await?;
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
async fn exactly_once(stack: &Stack, contract: &Contract, spare_mails: usize) -> Result<()> {
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
        for mail in journeys::mails_to(stack, &signer.email, "").await? {
            *mails.entry((signer.email.clone(), mail.subject)).or_default() += 1;
        }
    }
    let doubled: usize = mails.values().map(|n| n - 1).sum();
    ensure!(mails.len() == 4 && doubled <= spare_mails, "{mails:?}");

    let file = contract.download(stack).await?.remove(0);
    ensure!(pades::signatures(&file)?.len() == 3, "one signature for the operator and each signer");
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("signed.pdf");
    std::fs::write(&path, &file)?;
    let anchors = Anchors::new(stack.trust().root_pem(), stack.trust().chain_pem())?;
    let verdicts = Oracles::load()?.pyhanko(&path, &anchors)?;
    ensure!(verdicts.iter().all(|v| v.accepted), "{verdicts:?}");
    Ok(())
}

fn count(types: &[String], kind: &str) -> usize {
    types.iter().filter(|t| *t == kind).count()
}

#[test]
fn killed_anywhere_nothing_is_lost_or_done_twice() {
    run(async |stack| {
        let mut killed: BTreeMap<&str, u32> = BTreeMap::new();
        for nth in 1..=ROUNDS {
            for function in FUNCTIONS {
                stack.plan_fault(function, nth)?;
            }
            let contract = stubborn(stack, &format!("障害{nth}")).await?;
            // The mail function dies between the service and its note in one of the rounds.
            exactly_once(stack, &contract, 1).await.with_context(|| format!("killed after effect {nth}"))?;
            for function in FUNCTIONS {
                if !stack.withdraw_fault(function) {
                    *killed.entry(function).or_default() += 1;
                }
            }
        }
        for function in FUNCTIONS {
            let times = killed.get(function).copied().unwrap_or_default();
            ensure!(times >= 3, "{function} was killed {times} times only: {killed:?}");
        }
        println!("killed: {killed:?}");
        Ok(())
    });
}

#[test]
fn every_message_twice_and_late() {
    run(async |stack| {
        let contract = stubborn(stack, "二重配達").await?;
        exactly_once(stack, &contract, 0).await?;
        let before = contract.envelope(stack).await?["version"].clone();
        replay(stack, &contract).await?;
        exactly_once(stack, &contract, 0).await?;
        ensure!(contract.envelope(stack).await?["version"] == before, "nothing was recorded anew");
        Ok(())
    });
}

/// Delivers every record of the envelope's stream again, all at once, and waits until the queues have calmed down.
async fn replay(stack: &Stack, contract: &Contract) -> Result<()> {
    let events = stack.client().events(&contract.id).await?;
    let records: Vec<Value> = events["events"]
        .as_array()
        .context("events")?
        .iter()
        .map(|event| {
            let image = json!({"PK": {"S": format!("ENVELOPE#{}", contract.id)},
                "SK": {"S": format!("EVENT#{:08}", event["sequence"].as_u64().unwrap_or_default())},
                "body": {"S": event.to_string()}});
            json!({"eventID": "1", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
                "awsRegion": "ap-northeast-1", "eventSourceARN": "arn:aws:dynamodb:::table/t/stream/1",
                "dynamodb": {"ApproximateCreationDateTime": 0, "Keys": {}, "NewImage": image,
                    "SequenceNumber": "1", "SizeBytes": 1, "StreamViewType": "NEW_IMAGE"}})
        })
        .collect();
    stack.invoke("route-events", &json!({"Records": records})).await?;
    // The jobs are handed over; what they come to shows within a few seconds.
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    Ok(())
}

#[test]
fn those_who_only_get_a_copy_get_it() {
    run(async |stack| {
        let draft = Draft::sample("写しの宛先")?;
        let mut request = draft.request();
        let copy = "copy@vendor.example";
        let recipients = request["recipients"].as_array_mut().context("recipients")?;
        recipients.push(json!({"kind": "copy", "name": "写し", "email": copy}));
        let envelope = stack.client().create(&request).await?;
        stack.client().upload(&envelope["documents"][0], draft.documents[0].1.clone()).await?;
        let id = envelope["id"].as_str().context("an id")?.to_owned();
        stack.client().send(&id).await?;
        let contract = Contract { id, title: draft.title.clone(), signers: draft.people() };
        contract.sign_all(stack).await?;
        let mail = journeys::mail_to(stack, copy, "電子署名完了のお知らせ").await?;
        link_in(&mail.html, "/download/")?;
        ensure!(journeys::mails_to(stack, copy, "").await?.len() == 1, "and nothing else");
        Ok(())
    });
}
