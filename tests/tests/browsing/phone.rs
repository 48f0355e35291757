//! A contractor on a phone: what is in sight, how little it takes to sign, and what an expired link says.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Role};
use domain::ids::RecipientNumber;
use domain::link::{AccessLink, Purpose, SecretToken};
use domain::mail::Addressee;
use domain::ports::{Envelopes, Links};
use journeys::browsing::{FINAL_BUTTON, Visitor, check, run, visit};
use journeys::contract::{Contract, Draft};
use local::stack::Stack;

use crate::{SENDER, asked};

/// Whether 「完了する」 is within the window and nothing covers it.
const BUTTON_IN_SIGHT: &str = "(() => {
    const button = document.querySelector('.dock .button');
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && bottom <= innerHeight && button.contains(hit);
})()";
/// Where the first page of the document begins, from the upper edge of the window, in CSS pixels.
const DOCUMENT_TOP: &str = "document.querySelector('.viewer-page').getBoundingClientRect().top";
/// What hides the window's lower edge begins there.
const BAR_TOP: &str = "document.querySelector('.dock').getBoundingClientRect().top";
const SWIPE: i32 = 300;

#[test]
fn three_taps_sign_what_the_link_in_the_mail_opens() {
    run(async |stack| {
        let (contract, link) = asked(stack, "三回のタップ").await?;
        visit(stack, Visitor::new(Device::Phone), async |person| {
            let page = person.open(&link).await?;
            page.wait("the document", "document.querySelector('.viewer-page canvas') !== null").await?;
            ensure!(page.evaluate::<bool>(BUTTON_IN_SIGHT).await?, "「完了する」 is not in sight");
            let (top, bar): (f64, f64) = (page.evaluate(DOCUMENT_TOP).await?, page.evaluate(BAR_TOP).await?);
            ensure!(top < bar, "the document begins at {top}, behind the bar at {bar}");
            page.click(Role::Link, "完了する").await?;
            page.click(Role::Checkbox, "文書の内容を確認しました").await?;
            page.click(Role::Button, FINAL_BUTTON).await?;
            page.sees("完了しました").await
        })
        .await?;
        contract.reaches(stack, "completed").await.map(drop)
    });
}

#[test]
fn every_swipe_over_the_document_moves_the_page() {
    run(async |stack| {
        let (_, link) = asked(stack, "スワイプ").await?;
        visit(stack, Visitor::new(Device::Phone), async |person| {
            let page = person.open(&link).await?;
            page.wait("the document", "document.querySelector('.viewer-page canvas') !== null").await?;
            for swipe in 0..6 {
                let before: f64 = page.evaluate("scrollY").await?;
                page.swipe_up(SWIPE).await?;
                let moved = format!("scrollY > {before} + {SWIPE} / 2");
                page.wait("the page to move by what was swiped", &moved)
                    .await
                    .with_context(|| format!("swipe {swipe}"))?;
                ensure!(page.evaluate::<bool>(BUTTON_IN_SIGHT).await?, "「完了する」 is gone after swipe {swipe}");
            }
            Ok(())
        })
        .await
    });
}

#[test]
fn the_last_page_names_what_was_not_shown_to_its_end() {
    run(async |stack| {
        let mut draft = Draft { sender_signs: false, ..Draft::sample("読んでいない文書")? };
        draft.documents.push(("付属書".into(), local::sample::contract(5)?));
        let contract = draft.send(stack).await?;
        let link = contract.signers[0].sign_link(stack).await?;
        visit(stack, Visitor::new(Device::Phone), async |person| {
            let page = person.open(&link).await?;
            page.wait("the document", "document.querySelector('.viewer-page canvas') !== null").await?;
            page.evaluate::<bool>("(document.querySelector('.viewer-frame').scrollIntoView({ block: 'end' }), true)")
                .await?;
            page.find(Role::Tab, "電子契約サービス委託 ✓ 既読").await?;
            page.click(Role::Link, "完了する").await?;
            page.sees("文書2「付属書」は、まだ最後まで表示されていません。").await?;
            page.sees_not("文書1「電子契約サービス委託」は").await?;
            check(&page).await?;
            // It is a reminder: whoever has read it elsewhere goes on.
            page.check("文書の内容を確認しました").await?;
            page.click(Role::Button, FINAL_BUTTON).await?;
            page.sees("完了しました").await
        })
        .await
    });
}

#[test]
fn an_expired_download_says_so_and_names_the_sender() {
    run(async |stack| {
        let (contract, link) = asked(stack, "期限の過ぎたリンク").await?;
        visit(stack, Visitor::new(Device::Phone), async |person| {
            let page = person.open(&link).await?;
            journeys::browsing::sign(&page).await
        })
        .await?;
        contract.reaches(stack, "completed").await?;
        let expired = expired_download(stack, &contract).await?;
        for device in Device::BOTH {
            visit(stack, Visitor::new(device).expecting("status 410"), async |person| {
                let page = person.open(&expired).await?;
                ensure!(page.status() == 410, "{}", page.status());
                says_whom_to_ask(&page).await?;
                check(&page).await
            })
            .await?;
        }
        Ok(())
    });
}

async fn says_whom_to_ask(page: &Page<'_>) -> Result<()> {
    page.sees("ダウンロードの有効期間が過ぎています").await?;
    page.sees("滝川市").await?;
    page.find(Role::Link, SENDER).await
}

/// A download link of the first signer that was good until the envelope was made.
async fn expired_download(stack: &Stack, contract: &Contract) -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let token = SecretToken::from_random(bytes);
    let (table, envelope) = (stack.deployment().table()?, contract.id.parse()?);
    let created_at = table.load(envelope).await?.context("the envelope")?.created_at;
    let link = AccessLink {
        digest: token.digest(),
        envelope,
        addressee: Addressee::Recipient(RecipientNumber(1)),
        purpose: Purpose::Download,
        expires_at: created_at,
    };
    table.store(&link).await.context("the link")?;
    Ok(format!("{}/download/{}", stack.public_url(), token.reveal()))
}
