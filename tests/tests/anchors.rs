//! Whoever can write to the table can make a chain of evidence that is whole in itself. It does not fit what was signed.

use anyhow::{Context, Result, ensure};
use aws::stored::Row;
use domain::digest::Digest;
use domain::document::Sealer;
use domain::envelope::{ChainHead, Envelope};
use domain::evidence::{Event, EventKind, verify_chain};
use domain::ids::RecipientNumber;
use domain::ports::{Documents, Envelopes};
use journeys::contract::{Contract, Draft};
use journeys::{run, until};
use local::stack::Stack;
use serde_json::{Value, json};

#[test]
fn a_chain_that_was_written_anew_is_found_out_by_the_seals() {
    run(async |stack| {
        let contract = Draft::sample("書き換え")?.send(stack).await?;
        contract.sign_all(stack).await?;
        nothing_more_is_recorded(stack, &contract).await?;
        let before = stack.client().check_evidence(&contract.id, 1).await?;
        ensure!(before["intact"] == true, "{before}");
        let seals = before["seals"].as_array().context("seals")?;
        ensure!(seals.len() == 3 && seals.iter().all(|seal| seal["fits"] == true), "{seals:?}");
        ensure!(seals.iter().all(|seal| seal["evidence"]["sequence"].as_u64() > Some(1)), "{seals:?}");

        let elsewhere = "203.0.113.7".parse()?;
        rewrite(stack, &contract, |event| {
            if let EventKind::Approved { session, .. } = &mut event.kind {
                session.ip = elsewhere;
            }
        })
        .await?;
        let chain = stack.client().events(&contract.id).await?;
        ensure!(chain["intact"] == true && chain.to_string().contains("203.0.113.7"), "{chain}");
        let after = stack.client().check_evidence(&contract.id, 1).await?;
        ensure!(after["intact"] == false, "{after}");
        let fits: Vec<_> = after["seals"].as_array().context("seals")?.iter().map(|seal| &seal["fits"]).collect();
        // The operator's seal was made before that, over events that are as they were.
        ensure!(fits == [&json!(true), &json!(false), &json!(false)], "{after}");
        ensure!(after["broken"].as_str().is_some_and(|why| why.contains("is not what it was")), "{after}");

        // Nor does it help to write the new digests into the document: the signatures do not hold then.
        redraw(stack, &contract, &before["seals"]).await?;
        let after = stack.client().check_evidence(&contract.id, 1).await?;
        ensure!(after["broken"].as_str().is_some_and(|why| why.contains("signature does not hold")), "{after}");
        Ok(())
    });
}

/// Waits until what follows the completion is recorded too: an event that the product adds while the test writes the chain
/// anew would break the chain by itself.
async fn nothing_more_is_recorded(stack: &Stack, contract: &Contract) -> Result<()> {
    let mails = contract.signers.len() + 1;
    until("the mails about the completion and the lock of the documents", async || {
        let events = stack.client().events(&contract.id).await?;
        let events = events["events"].as_array().context("events")?;
        let sent = events.iter().filter(|event| event["type"] == "mailed" && event["mail"] == "completed").count();
        Ok((sent == mails && events.iter().any(|event| event["type"] == "retained")).then_some(()))
    })
    .await
}

/// Puts a copy of the newest file in its place that names the chain as it is now instead of what it was.
async fn redraw(stack: &Stack, contract: &Contract, was: &Value) -> Result<()> {
    let (table, documents) = (stack.deployment().table()?, stack.deployment().documents()?);
    let mut envelope = table.load(contract.id.parse()?).await?.context("the envelope")?;
    let now: Vec<ChainHead> = [Sealer::Operator, signer(1), signer(2)]
        .map(|by| envelope.anchor(by).context("a seal's evidence"))
        .into_iter()
        .collect::<Result<_>>()?;
    let document = &mut envelope.documents[0];
    let timestamped = document
        .revisions
        .last_mut()
        .and_then(|revision| revision.timestamped.as_mut())
        .context("a timestamped file")?;
    let mut bytes = documents.get(&timestamped.file.object).await?.context("the newest file")?;
    for (was, now) in was.as_array().context("seals")?.iter().zip(now) {
        let was = was["evidence"]["digest"].as_str().context("a digest")?;
        let at =
            bytes.windows(was.len()).position(|bytes| bytes == was.as_bytes()).context("the digest in the file")?;
        bytes[at..at + was.len()].copy_from_slice(now.digest.to_string().as_bytes());
    }
    timestamped.file.object.0.push_str(".copy.pdf");
    timestamped.file.sha256 = Digest::of(&bytes);
    documents.put(&timestamped.file.object, bytes).await?;
    stack.deployment().overwrite(&contract.id, "META", envelope.to_row()?).await
}

const fn signer(number: u16) -> Sealer {
    Sealer::Recipient(RecipientNumber(number))
}

/// Changes events, and makes everything in the table agree with that: the chain, its head, and what the envelope keeps.
async fn rewrite(stack: &Stack, contract: &Contract, change: impl Fn(&mut Event)) -> Result<()> {
    let table = stack.deployment().table()?;
    let mut envelope: Envelope = table.load(contract.id.parse()?).await?.context("the envelope")?;
    let texts = table.events(envelope.id).await?;
    let events = verify_chain(texts.iter().map(String::as_str), envelope.evidence)?;
    let mut head = ChainHead::START;
    for mut event in events {
        change(&mut event);
        event.previous = head.digest;
        let text = event.to_json()?;
        head = ChainHead { sequence: event.sequence, digest: Digest::of(text.as_bytes()) };
        match &event.kind {
            EventKind::Sent { .. } => envelope.sent_evidence = Some(head),
            EventKind::Approved { recipient, .. } => approve(&mut envelope, *recipient, head)?,
            _ => {}
        }
        stack.deployment().overwrite(&contract.id, &format!("EVENT#{:08}", event.sequence), text).await?;
    }
    envelope.evidence = head;
    stack.deployment().overwrite(&contract.id, "META", envelope.to_row()?).await?;
    let rewritten = table.load(envelope.id).await?.context("the envelope")?;
    ensure!(rewritten.anchor(Sealer::Operator).is_some(), "the envelope is as it was but for the digests");
    Ok(())
}

fn approve(envelope: &mut Envelope, number: RecipientNumber, head: ChainHead) -> Result<()> {
    let recipient = envelope.recipients.iter_mut().find(|recipient| recipient.number == number);
    let approval = recipient.and_then(|recipient| recipient.approval.as_mut()).context("an approval")?;
    approval.digest = Some(head.digest);
    Ok(())
}

#[test]
fn a_query_that_is_not_known_is_refused() {
    run(async |stack| {
        let contract = Draft::sample("知らない問い合わせ")?.create(stack).await?;
        let id = contract["id"].as_str().context("an id")?;
        let path = format!("/v1/envelopes/{id}/events?check=everything");
        let answer = stack.client().api(reqwest::Method::GET, &path, None, None).await?;
        ensure!(answer.status == reqwest::StatusCode::BAD_REQUEST, "{}: {}", answer.status, answer.text());
        ensure!(answer.json()?["code"] == "unknown-query", "{}", answer.text());
        Ok(())
    });
}
