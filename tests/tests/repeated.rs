//! Every message twice and late; and those who only get a copy.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use journeys::contract::{Contract, Draft};
use journeys::retrying_sender::{exactly_once, retrying_sender};
use journeys::run;
use local::client::link_in;
use local::stack::Stack;
use serde_json::{Value, json};

#[test]
fn every_message_twice_and_late() {
    run(async |stack| {
        let contract = retrying_sender(stack, "二重配達").await?;
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
    tokio::time::sleep(Duration::from_secs(5)).await;
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
