//! Codes that are sent when the signer asks for them: by text message, or by mail to a device not seen before.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Role};
use domain::factor::CODE_PAUSE;
use journeys::browsing::{Visitor, check, enter, leave, offers_nothing, run, sign, visit};
use journeys::contract::{Contract, Draft};
use journeys::{mails_to, nth_mail_to, until};
use local::stack::Stack;
use serde_json::json;
use tokio::time::sleep;

use crate::{asked_for, becomes, recorded, requested, signed_by};

const FIELD: &str = "認証コード（6桁の数字）";
const SEND: &str = "認証コードを送信する";
const SEND_AGAIN: &str = "認証コードを再送する";
const ENTER: &str = "認証する";
const REMEMBER: &str = "この端末では次回から認証コードを省略する";

/// The six digits in a message.
fn code_in(text: &str) -> Result<String> {
    let mut words = text.split(|c: char| !c.is_ascii_digit());
    words.find(|word| word.len() == 6).map(str::to_owned).with_context(|| format!("no code in {text}"))
}

async fn give(page: &Page<'_>, code: &str) -> Result<()> {
    page.fill(FIELD, code).await?;
    page.click(Role::Button, ENTER).await
}

/// The code in the `nth` text message to this telephone.
async fn texted(stack: &Stack, phone: &str, nth: usize) -> Result<String> {
    let text = until("the text message", async || {
        Ok(stack.texts().await?.into_iter().filter(|text| text.to == phone).nth(nth - 1))
    })
    .await?;
    code_in(&text.text)
}

/// The code in the `nth` such mail.
async fn mailed(stack: &Stack, address: &str, nth: usize) -> Result<String> {
    code_in(&nth_mail_to(stack, address, "認証コードのお知らせ", nth).await?.text)
}

#[test]
fn a_text_messages_code_replaces_the_one_before() {
    run(async |stack| {
        for (device, written, phone) in
            [(Device::Desktop, "090-0000-1357", "+819000001357"), (Device::Phone, "+81 80 0000 2468", "+818000002468")]
        {
            let factor = json!({"type": "sms", "phone": written});
            let (contract, link) = asked_for(stack, &format!("SMS {}", device.name()), factor).await?;
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                page.sees(&format!("末尾が{}の電話番号", &phone[phone.len() - 4..])).await?;
                ensure!(!page.text().await?.contains(&phone[3..]), "it tells the whole number");
                check(&page).await.context("the page before a code is sent")?;
                // One code, however often the button is pressed.
                page.double_click(Role::Button, SEND).await?;
                page.sees("認証コードを送信しました。").await?;
                check(&page).await.context("the page that waits for the code")?;
                let first = texted(stack, phone, 1).await?;
                page.click(Role::Button, SEND_AGAIN).await?;
                page.sees("30秒ほど待ってから").await?;
                check(&page).await.context("the page that asks to wait")?;
                sleep(CODE_PAUSE.unsigned_abs()).await;
                page.click(Role::Button, SEND_AGAIN).await?;
                let second = texted(stack, phone, 2).await?;
                give(&page, &first).await?;
                page.sees("最後に届いた数字を入力してください。").await?;
                give(&page, &second).await?;
                sign(&page).await
            })
            .await?;
            signed_by(stack, &contract, "sms_code").await?;
            let codes = recorded(stack, &contract, "code_requested").await?;
            ensure!(codes == 2, "{codes} codes: {:?}", contract.event_types(stack).await?);
            ensure!(mails_to(stack, &contract.signers[0].email, "コード").await?.is_empty(), "a code by mail as well");
        }
        Ok(())
    });
}

/// A contract for a contractor whom a contract came to before.
async fn asked_also(stack: &Stack, title: &str, address: &str) -> Result<Contract> {
    let draft = Draft { sender_signs: false, ..Draft::sample(title)? };
    draft
        .send_changed(stack, |request| {
            request["recipients"][0]["factor"] = json!({"type": "email_code"});
            request["recipients"][0]["email"] = json!(address);
        })
        .await
}

#[test]
fn a_mailed_code_is_asked_for_on_devices_not_seen_before() {
    run(async |stack| {
        let (first, link) = asked_for(stack, "はじめての端末", json!({"type": "email_code"})).await?;
        let address = &first.signers[0].email;
        // Their documents may be about to be shown when the sender asks anew.
        let visitor = |device| Visitor::new(device).expecting("/documents/1/source: status 410");
        let phone = enter(stack, visitor(Device::Phone)).await?;
        let page = phone.open(&link).await?;
        page.sees("はじめてお使いの端末のため").await?;
        check(&page).await.context("the page before a code is sent")?;
        page.click(Role::Button, SEND).await?;
        let code = mailed(stack, address, 1).await?;
        page.check(REMEMBER).await?;
        check(&page).await.context("the page that waits for the code")?;
        give(&page, &code).await?;
        sign(&page).await?;
        signed_by(stack, &first, "email_code").await?;
        first.reaches(stack, "completed").await?;

        // The next contract: a new link, and the phone is known.
        let second = asked_also(stack, "二度目の端末", address).await?;
        let link = requested(stack, address, 2).await?;
        let page = phone.open(&link).await?;
        page.find(Role::Link, "完了する").await.context("the phone is not asked again")?;

        let desk = enter(stack, visitor(Device::Desktop)).await?;
        let page = desk.open(&link).await?;
        page.sees("はじめてお使いの端末のため").await?;
        ensure!(!page.has(Role::Link, "完了する").await?, "another device may sign");
        page.click(Role::Button, SEND).await?;
        give(&page, &mailed(stack, address, 2).await?).await?;
        page.find(Role::Link, "完了する").await?;

        // It did not ask to be remembered; the phone did.
        stack.client().request_again(&second.id, 1, &json!({})).await?;
        let link = requested(stack, address, 3).await?;
        let page = desk.open(&link).await?;
        page.sees("はじめてお使いの端末のため").await?;
        let page = phone.open(&link).await?;
        sign(&page).await?;
        leave(desk).await?;
        leave(phone).await?;
        signed_by(stack, &second, "known_device").await?;
        becomes(stack, &second, "code_requested", 1).await?;

        // A phone that was given away.
        visit(stack, Visitor::new(Device::Phone), async |stranger| {
            let page = stranger.open(&link).await?;
            page.sees("完了しました").await?;
            offers_nothing(&page).await
        })
        .await
    });
}
