//! Time passes: downloads for 14 days, one reminder, the deadline. The functions' clock is moved by a file that only
//! development builds know; one test, because there is one clock. The functions that time sets going are killed between
//! their effects as well.

use anyhow::{Result, ensure};
use browser::{Device, Page, Person, Role};
use journeys::browsing::{self, Visitor};
use journeys::contract::{Contract, Draft};
use journeys::person::{complete, download};
use journeys::{mail_to, mails_to, run, until};
use local::client::link_in;
use local::stack::Stack;
use reqwest::StatusCode;
use serde_json::json;

const DAY: i64 = 24 * 3600;

/// What the schedule does every minute.
async fn tick(stack: &Stack) -> Result<()> {
    stack.invoke("expire-envelopes", &json!({"source": "schedule"})).await.map(drop)
}

/// The same, by a function that dies after each of its effects in turn.
async fn tick_and_die(stack: &Stack) -> Result<()> {
    let mut died = 0;
    for nth in 1..=8 {
        stack.plan_fault("expire-envelopes", nth)?;
        died += usize::from(tick(stack).await.is_err());
        stack.withdraw_fault("expire-envelopes");
    }
    ensure!(died > 0, "expire-envelopes did not die");
    tick(stack).await
}

/// Clicks on a download button while the function dies after each of its effects in turn.
async fn click_and_die(stack: &Stack, link: &str) -> Result<()> {
    let mut died = 0;
    for nth in 1..=4 {
        stack.plan_fault("download-document", nth)?;
        let click = stack.client().post_form(&format!("{link}/documents/1"), &[]).await?;
        died += usize::from(click.status.is_server_error());
        stack.withdraw_fault("download-document");
    }
    ensure!(died >= 3, "download-document died {died} times");
    Ok(())
}

#[test]
fn thirteen_days_fifteen_days_a_reminder_and_a_deadline() {
    run(async |stack| {
        let finished = Draft::sample("十四日間")?.send(stack).await?;
        let waiting = Draft::sample("手続きを待つ契約")?.send(stack).await?;
        finished.sign_all(stack).await?;
        let mail = finished.signers[1].completion_mail(stack).await?;
        ensure!(mail.text.contains("ダウンロード有効期間：14日間"), "{}", mail.text);
        let link = link_in(&mail.html, "/download/")?;
        let asked = waiting.signers[0].sign_link(stack).await?;
        locked_until_retention_ends(stack, &finished.id).await?;

        stack.move_clock(4 * DAY)?;
        tick(stack).await?;
        let reminders = async || mails_to(stack, &waiting.signers[0].email, "[再送]").await;
        ensure!(reminders().await?.is_empty(), "none in the first five days");
        only_the_finished_file_is_left(stack, &finished).await?;

        stack.move_clock(6 * DAY)?;
        tick_and_die(stack).await?;
        let reminder = mail_to(stack, &waiting.signers[0].email, "[再送]").await?;
        tick(stack).await?;
        until("the reminder's record", async || {
            let types = waiting.event_types(stack).await?;
            Ok((types.iter().filter(|t| *t == "mailed").count() == 2).then_some(()))
        })
        .await?;
        ensure!(reminders().await?.len() == 1, "one reminder");
        ensure!(mails_to(stack, &waiting.signers[1].email, "").await?.is_empty(), "not to whom it is not the turn of");
        let reminded = link_in(&reminder.html, "/sign/")?;
        ensure!(stack.client().page(&reminded).await?.status == StatusCode::OK, "the reminder's link is good");

        stack.move_clock(13 * DAY)?;
        click_and_die(stack, &link).await?;
        let clicks = finished.event_types(stack).await?.iter().filter(|t| *t == "downloaded").count();
        let (answer, bytes) = download(stack, &link, 1).await?;
        ensure!(bytes.starts_with(b"%PDF-"), "{}", answer.status);
        let name = "%E9%9B%BB%E5%AD%90%E5%A5%91%E7%B4%84"; // 電子契約…
        ensure!(answer.header("content-disposition").contains(name), "{:?}", answer.headers);
        let types = finished.event_types(stack).await?;
        let recorded = types.iter().filter(|t| *t == "downloaded").count();
        ensure!(recorded == clicks + 1, "each click is recorded: {types:?}");

        stack.move_clock(15 * DAY)?;
        let gone = stack.client().page(&link).await?;
        ensure!(gone.status == StatusCode::GONE, "{}", gone.status);
        ensure!(gone.text().contains("sato@city.takikawa.example"), "it names whom to ask: {}", gone.text());
        let click = stack.client().post_form(&format!("{link}/documents/1"), &[]).await?;
        ensure!(click.status == StatusCode::GONE, "{}", click.status);

        let overtaken = at_the_last_page(stack, &asked).await?;
        stack.move_clock(31 * DAY)?;
        press_too_late(overtaken).await?;
        ensure!(waiting.envelope(stack).await?["status"] == "expired", "whether recorded or not");
        let late = complete(stack, &asked).await;
        ensure!(late.is_err(), "nobody signs after the deadline");
        tick_and_die(stack).await?;
        for address in [&waiting.signers[0].email, &waiting.signers[1].email] {
            mail_to(stack, address, "期限切れになりました").await?;
        }
        mail_to(stack, "sato@city.takikawa.example", "期限切れになりました").await?;
        let types = waiting.event_types(stack).await?;
        ensure!(types.iter().filter(|t| *t == "expired").count() == 1, "{types:?}");
        ensure!(!types.iter().any(|t| t == "approved"), "signed after the deadline: {types:?}");
        see_expired(stack, &asked).await?;
        ensure!(mails_to(stack, &waiting.signers[0].email, "期限切れになりました").await?.len() == 1, "one mail");
        Ok(())
    });
}

/// Somebody who is about to press the last button. Nobody where browsers are left out.
async fn at_the_last_page(stack: &Stack, link: &str) -> Result<Option<(Person<'static>, Page<'static>)>> {
    if browser::is_left_out() {
        return Ok(None);
    }
    let person = browsing::enter(stack, Visitor::new(Device::Desktop)).await?;
    let page = person.open(&format!("{link}/confirm")).await?;
    browsing::confirm(&page).await?;
    Ok(Some((person, page)))
}

/// The deadline has passed meanwhile.
async fn press_too_late(who: Option<(Person<'static>, Page<'static>)>) -> Result<()> {
    let Some((person, page)) = who else { return Ok(()) };
    page.click(Role::Button, browsing::FINAL_BUTTON).await?;
    is_expired(&page).await?;
    browsing::leave(person).await
}

/// Whoever comes too late is told, and offered nothing.
async fn see_expired(stack: &Stack, link: &str) -> Result<()> {
    if browser::is_left_out() {
        return Ok(());
    }
    for device in Device::BOTH {
        browsing::visit(stack, Visitor::new(device), async |person| {
            let page = person.open(link).await?;
            is_expired(&page).await?;
            browsing::check(&page).await
        })
        .await?;
    }
    Ok(())
}

async fn is_expired(page: &Page<'_>) -> Result<()> {
    page.sees("署名の期限を過ぎています").await?;
    ensure!(page.status() == 410, "the expired page: {}", page.status());
    browsing::offers_nothing(page).await
}

/// The finished documents can be deleted by nobody, and the envelope says until when.
async fn locked_until_retention_ends(stack: &Stack, id: &str) -> Result<()> {
    let until_when = until("the retention lock", async || {
        let envelope = stack.client().envelope(id).await?;
        Ok(envelope["documents"][0]["retained_until"].as_str().map(str::to_owned))
    })
    .await?;
    ensure!(until_when.as_str() > "2034", "seven years and the year's end: {until_when}");
    let s3 = local::deploy::s3(stack.deployment().config());
    let bucket = stack.deployment().output("BucketName")?;
    let versions = s3.list_object_versions().bucket(bucket).prefix(format!("envelopes/{id}/")).send().await?;
    let envelope = stack.client().envelope(id).await?;
    let finished = envelope["documents"][0]["download"]["sha256"].as_str().unwrap_or_default()[..16].to_owned();
    let mut locked = 0;
    for version in versions.versions() {
        let (Some(key), Some(version)) = (version.key(), version.version_id()) else { continue };
        if key.contains(&finished) {
            let deleted = s3.delete_object().bucket(bucket).key(key).version_id(version).send().await;
            locked += usize::from(deleted.is_err());
        }
    }
    ensure!(locked == 1, "the finished document is locked");
    Ok(())
}

/// The schedule asks for what is to be removed, and a function that dies on the way is followed by one that does the rest. All
/// that people and programs see of the contract goes on.
async fn only_the_finished_file_is_left(stack: &Stack, contract: &Contract) -> Result<()> {
    let s3 = local::deploy::s3(stack.deployment().config());
    let bucket = stack.deployment().output("BucketName")?;
    let folder = format!("envelopes/{}/", contract.id);
    let stored = async || {
        let listed = s3.list_objects_v2().bucket(bucket).prefix(&folder).send().await?;
        anyhow::Ok(listed.contents().iter().filter_map(|object| object.key().map(str::to_owned)).collect::<Vec<_>>())
    };
    let before = stored().await?;
    let envelope = contract.envelope(stack).await?;
    let finished = envelope["documents"][0]["download"]["sha256"].as_str().unwrap_or_default()[..16].to_owned();
    // Prepared, and three seals, each before and after its timestamp. Where two timestamped the same seal there is one more.
    ensure!(before.len() >= 7, "{before:?}");
    for nth in 1..=6 {
        stack.plan_fault("enforce-retention", nth)?;
        tick(stack).await?;
        let kept = async || anyhow::Ok(contract.envelope(stack).await?["documents"][0]["kept"] == "finished");
        until("the death of the function, or the end of its work", async || {
            Ok((!stack.has_fault("enforce-retention") || kept().await?).then_some(()))
        })
        .await?;
        stack.withdraw_fault("enforce-retention");
    }
    until("the removal of the earlier revisions", async || {
        Ok((contract.envelope(stack).await?["documents"][0]["kept"] == "finished").then_some(()))
    })
    .await?;
    let after = stored().await?;
    ensure!(after.len() == 1 && after[0].contains(&finished), "{after:?}");
    let types = contract.event_types(stack).await?;
    ensure!(types.iter().filter(|kind| *kind == "revisions_removed").count() == 1, "{types:?}");
    let checked = stack.client().check_evidence(&contract.id, 1).await?;
    ensure!(
        checked["intact"] == true && checked["seals"].as_array().is_some_and(|seals| seals.len() == 3),
        "{checked}"
    );
    let files = contract.download(stack).await?;
    ensure!(files.len() == 1 && files[0].starts_with(b"%PDF-"), "the sender still has it");
    Ok(())
}
