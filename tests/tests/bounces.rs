//! What does not arrive, and what arrives by other ways: a bounced request, one-time codes by mail and by text message.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use domain::command::Command;
use domain::evidence::{Identity, Session};
use domain::factor::OneTimeCode;
use domain::ids::{EnvelopeId, RecipientNumber};
use domain::mail::{Addressee, Bounce, MailOrigin};
use domain::ports::{Clock, Envelopes, Factors, decide};
use journeys::contract::{Contract, Draft};
use journeys::{mail_to, mails_to, run, until};
use local::clock::SetClock;
use local::stack::Stack;
use reqwest::StatusCode;
use serde_json::{Value, json};

const FIRST: RecipientNumber = RecipientNumber(1);
const SENDER: &str = "sato@city.takikawa.example";

/// A contract for one signer, whose factor is this.
async fn send(stack: &Stack, title: &str, factor: Value) -> Result<Contract> {
    let draft = Draft { sender_signs: false, ..Draft::sample(title)? };
    draft.send_changed(stack, |request| request["recipients"][0]["factor"] = factor).await
}

/// The place of the only event of this type in the chain.
async fn sequence_of(stack: &Stack, contract: &Contract, event: &str) -> Result<u64> {
    let types = contract.event_types(stack).await?;
    let place = types.iter().position(|t| t == event).with_context(|| format!("no {event}: {types:?}"))?;
    Ok(place as u64 + 1)
}

/// What the page does when its reader asks for a code.
async fn ask_for_code(stack: &Stack, contract: &Contract, generation: u32) -> Result<EnvelopeId> {
    contract.signers[0].sign_link(stack).await?;
    let id: EnvelopeId = contract.id.parse()?;
    let envelopes: Arc<dyn Envelopes> = Arc::new(stack.deployment().table()?);
    let created_at = envelopes.load(id).await?.context("the envelope")?.created_at;
    let clock: Arc<dyn Clock> = Arc::new(SetClock::at(created_at));
    let session = Session { ip: [192, 0, 2, 1].into(), user_agent: None, identity: Identity::MailLink, proof: None };
    let command = Command::RequestCode { recipient: FIRST, generation, session };
    decide(&envelopes, &clock, id, None, |_| Ok(command.clone())).await?;
    Ok(id)
}

/// The digits in a message are those whose digest is kept.
async fn is_kept(stack: &Stack, id: EnvelopeId, text: &str) -> Result<()> {
    let mut words = text.split(|c: char| !c.is_ascii_digit());
    let code = words.find(|word| word.len() == 6).with_context(|| format!("no code in {text}"))?;
    let stored = stack.deployment().table()?.code(id, FIRST).await?.context("a code is kept")?;
    ensure!(stored.digest == OneTimeCode::digest_of(id, FIRST, code), "another code is kept");
    Ok(())
}

#[test]
fn a_request_that_comes_back_is_told_to_the_sender_once() {
    run(async |stack| {
        let contract = send(stack, "届かない依頼", Value::Null).await?;
        let address = &contract.signers[0].email;
        contract.signers[0].sign_link(stack).await?;
        let sequence = sequence_of(stack, &contract, "invited").await?;
        let mail = MailOrigin { envelope: contract.id.parse()?, sequence, addressee: Addressee::Recipient(FIRST) };
        // Killed after it has recorded the first notice, the function gets it again.
        stack.plan_fault("record-bounces", 1)?;
        for _ in 0..2 {
            stack.bounce(mail, address, Bounce::Permanent).await?;
        }
        let told = mail_to(stack, SENDER, "【届かない依頼】のメールが届きませんでした").await?;
        let page = format!("{}/console/envelopes/{}", stack.public_url(), contract.id);
        for needed in [address, "550 5.1.1 user unknown", &page] {
            ensure!(told.text.contains(needed), "{needed}: {}", told.text);
        }
        let envelope = contract.envelope(stack).await?;
        ensure!(envelope["recipients"][0]["state"]["name"] == "bounced", "{envelope}");
        until("both notices", async || Ok((stack.messages_in("BounceQueueUrl").await? == 0).then_some(()))).await?;
        let types = contract.event_types(stack).await?;
        ensure!(types.iter().filter(|t| *t == "bounced").count() == 1, "{types:?}");
        ensure!(mails_to(stack, SENDER, "届かない依頼").await?.len() == 1, "one mail");
        ensure!(stack.messages_in("BounceDeadLettersUrl").await? == 0, "nothing is left over");
        ensure!(!stack.withdraw_fault("record-bounces"), "the function was not killed");
        Ok(())
    });
}

#[test]
fn a_code_comes_by_mail() {
    run(async |stack| {
        let contract = send(stack, "メールのコード", json!({"type": "email_code"})).await?;
        let id = ask_for_code(stack, &contract, 1).await?;
        let mail = mail_to(stack, &contract.signers[0].email, "認証コードのお知らせ").await?;
        is_kept(stack, id, &mail.text).await
    });
}

#[test]
fn a_code_comes_by_text_message() {
    run(async |stack| {
        let contract = send(stack, "SMSのコード", json!({"type": "sms", "phone": "090-0000-4242"})).await?;
        let id = ask_for_code(stack, &contract, 1).await?;
        let text = until("the text message", async || {
            Ok(stack.texts().await?.into_iter().find(|text| text.to == "+819000004242"))
        })
        .await?;
        ensure!(text.text.chars().count() <= 70, "one message: {}", text.text);
        is_kept(stack, id, &text.text).await?;
        ensure!(mails_to(stack, &contract.signers[0].email, "認証コード").await?.is_empty(), "not by mail");
        let types = until("its record", async || {
            let types = contract.event_types(stack).await?;
            Ok((types.last().map(String::as_str) == Some("mailed")).then_some(types))
        })
        .await?;
        ensure!(types.iter().filter(|t| *t == "code_requested").count() == 1, "{types:?}");
        Ok(())
    });
}

#[test]
fn a_code_goes_to_the_number_that_the_sender_corrected() {
    run(async |stack| {
        let contract = send(stack, "番号の訂正", json!({"type": "sms", "phone": "090-0000-4243"})).await?;
        contract.signers[0].sign_link(stack).await?;
        let wrong = json!({"phone": "4244"});
        let refused = stack.client().try_to_request_again(&contract.id, 1, &wrong).await?;
        let problem: Value = refused.expect(StatusCode::UNPROCESSABLE_ENTITY)?.json()?;
        ensure!(problem["errors"][0]["pointer"] == "/phone", "{problem}");
        let right = json!({"phone": "080-0000-4244"});
        let envelope = stack.client().request_again(&contract.id, 1, &right).await?;
        ensure!(envelope["recipients"][0]["factor"]["phone"] == "+818000004244", "{envelope}");
        ask_for_code(stack, &contract, 2).await?;
        until("the text message", async || {
            Ok(stack.texts().await?.into_iter().find(|text| text.to == "+818000004244"))
        })
        .await?;
        ensure!(stack.texts().await?.iter().all(|text| text.to != "+819000004243"), "nothing to the old number");
        Ok(())
    });
}
