//! Whatever cannot go on becomes visible, and goes on when its cause is gone. One test, because there is one clock.

use anyhow::{Context, Result, ensure};
use aws::table::{Setting, SettingsKey, put_setting, remove_setting};
use browser::{Device, Role};
use domain::ports::SealingCertificates;
use journeys::browsing::{self, Visitor};
use journeys::contract::{Contract, Draft};
use journeys::{mail_to, mails_to, run, until};
use local::client::link_in;
use local::stack::{Mail, Stack};
use reqwest::StatusCode;
use serde_json::{Value, json};

const SENDER: &str = "sato@city.takikawa.example";
const SUBJECT: &str = "の処理に時間がかかっています";
const BUTTON: &str = "もう一度試す";

/// What the schedule does every minute.
async fn tick(stack: &Stack) -> Result<()> {
    stack.invoke("expire-envelopes", &json!({"source": "schedule"})).await.map(drop)
}

/// Waits until it is recorded why the contract waits, which no function does within the first minute. The jobs come again
/// by themselves for a while, and by the schedule.
async fn cause(stack: &Stack, contract: &Contract) -> Result<Value> {
    until("the cause", async || {
        tick(stack).await?;
        let waiting = contract.envelope(stack).await?["waiting"].take();
        Ok((!waiting["cause"].is_null()).then_some(waiting))
    })
    .await
}

/// The mail that tells the sender, once the schedule has found out that it takes too long.
async fn told(stack: &Stack, contract: &Contract) -> Result<Mail> {
    tick(stack).await?;
    let subject = format!("【{}】{SUBJECT}", contract.title);
    let mail = mail_to(stack, SENDER, &subject).await?;
    tick(stack).await?;
    ensure!(mails_to(stack, SENDER, &subject).await?.len() == 1, "one mail");
    let waiting = contract.envelope(stack).await?["waiting"].take();
    ensure!(waiting["overdue"] == true && waiting["reported"] == true, "{waiting}");
    Ok(mail)
}

#[test]
fn what_waits_is_told_with_its_cause_and_tried_again_by_a_button_or_a_call() {
    run(async |stack| {
        no_authority_answers(stack).await?;
        a_certificate_is_missing(stack).await
    });
}

async fn no_authority_answers(stack: &Stack) -> Result<()> {
    [0, 1].into_iter().for_each(|authority| stack.trust().stop_timestamping(authority));
    let contract = Draft::sample("全局停止の通知")?.send(stack).await?;
    until("the seal", async || {
        let types = contract.event_types(stack).await?;
        Ok(types.contains(&"document_sealed".to_owned()).then_some(()))
    })
    .await?;
    let waiting = contract.envelope(stack).await?["waiting"].take();
    let timestamp = json!([{"kind": "timestamp", "document": 1, "by": "operator"}]);
    ensure!(waiting["for"] == timestamp && waiting["cause"].is_null() && waiting["overdue"] == false, "{waiting}");

    stack.move_clock(70)?;
    let waiting = cause(stack, &contract).await?;
    ensure!(waiting["cause"]["code"] == "timestamp_authorities" && waiting["reported"] == false, "{waiting}");
    ensure!(mails_to(stack, SENDER, SUBJECT).await?.is_empty(), "it is not long yet");

    stack.move_clock(200)?;
    let mail = told(stack, &contract).await?;
    let cause = "時刻認証局から、有効なタイムスタンプを取得できていません。";
    ensure!(mail.text.contains(cause), "{}", mail.text);
    let link = link_in(&mail.html, "/status/")?;
    let before = contract.envelope(stack).await?;
    let page = stack.client().page(&link).await?.expect(StatusCode::OK)?.text();
    ensure!(page.contains(cause) && page.contains(BUTTON), "{page}");
    see(stack, &link, cause).await?;
    ensure!(contract.envelope(stack).await?["version"] == before["version"], "looking changes nothing");

    [0, 1].into_iter().for_each(|authority| stack.trust().resume_timestamping(authority));
    press(stack, &link).await?;
    contract.reaches(stack, "in_progress").await?;
    let types = contract.event_types(stack).await?;
    ensure!(types.iter().filter(|t| *t == "wait_reported").count() == 1, "{types:?}");
    ensure!(types.iter().filter(|t| *t == "retried").count() == 1, "{types:?}");
    contract.sign_all(stack).await?;
    let page = stack.client().page(&link).await?.expect(StatusCode::OK)?.text();
    ensure!(page.contains("すべての手続きが完了しました") && !page.contains(BUTTON), "{page}");
    Ok(())
}

/// The page at a desk and on a phone. Nobody sees it where browsers are left out.
async fn see(stack: &Stack, link: &str, cause: &str) -> Result<()> {
    if browser::is_left_out() {
        return Ok(());
    }
    for device in Device::BOTH {
        browsing::visit(stack, Visitor::new(device), async |person| {
            let page = person.open(link).await?;
            page.sees(cause).await?;
            page.find(Role::Button, BUTTON).await?;
            browsing::check(&page).await
        })
        .await?;
    }
    Ok(())
}

/// Presses the button, and sees the page turn by itself once nothing is waited for.
async fn press(stack: &Stack, link: &str) -> Result<()> {
    if browser::is_left_out() {
        let answer = stack.client().post_form(&format!("{link}/retry"), &[]).await?;
        ensure!(answer.status == StatusCode::SEE_OTHER, "{}: {}", answer.status, answer.text());
        return Ok(());
    }
    browsing::visit(stack, Visitor::new(Device::Desktop), async |person| {
        let page = person.open(link).await?;
        page.click(Role::Button, BUTTON).await?;
        page.sees("処理は滞っていません").await.context("the page turns by itself")
    })
    .await
}

async fn a_certificate_is_missing(stack: &Stack) -> Result<()> {
    let contract = Draft::sample("証明書の不足")?.send(stack).await?;
    contract.reaches(stack, "in_progress").await?;
    let link = contract.signers[0].sign_link(stack).await?;
    let table = stack.deployment().table()?;
    let certificate = table.find(None).await?.context("the operator's certificate")?;
    remove_setting(&table, &SettingsKey::Certificate(None)).await?;
    contract.signers[0].sign(stack).await?;

    stack.move_clock(270)?;
    let waiting = cause(stack, &contract).await?;
    let seal = json!([{"kind": "seal", "document": 1, "by": {"recipient": 1}}]);
    ensure!(waiting["for"] == seal && waiting["cause"]["code"] == "no_certificate", "{waiting}");

    stack.move_clock(400)?;
    let mail = told(stack, &contract).await?;
    ensure!(mail.text.contains("電子証明書が、システムに登録されていません"), "{}", mail.text);
    ensure!(mail.text.contains("自動では解消しません"), "{}", mail.text);
    let page = stack.client().page(&link).await?.expect(StatusCode::OK)?.text();
    for part in ["署名しています…", "通常より時間がかかっています", "送信者には、このことをお知らせしています"]
    {
        ensure!(page.contains(part), "{part} is missing in {page}");
    }

    put_setting(&table, &Setting::Certificate(None, certificate)).await?;
    let answer = stack.client().retry(&contract.id).await?;
    ensure!(answer["waiting"]["cause"].is_null() && !answer["waiting"]["retried_at"].is_null(), "{answer}");
    contract.signers[1].sign(stack).await?;
    contract.reaches(stack, "completed").await?;
    ensure!(contract.envelope(stack).await?["waiting"].is_null(), "nothing is waited for");
    Ok(())
}
