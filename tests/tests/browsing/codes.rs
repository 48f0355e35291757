//! Codes that the signer has: an access code that the sender told, an authenticator.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Role};
use journeys::authenticator::{KEY, code_at, step_now};
use journeys::browsing::{Visitor, check, enter, leave, offers_nothing, run, sign, visit};
use journeys::{mail_to, mails_to};
use local::stack::Stack;
use reqwest::StatusCode;
use reqwest::header::SET_COOKIE;
use serde_json::json;

use crate::{REQUEST, SENDER, asked_for, becomes, recorded, requested, signed_by};

const ACCESS_CODE: &str = "Takikawa-2468";
const FIELD: &str = "アクセスコード";
const LOCKED: &str = "認証が停止されています";

/// Enters a code and sends it.
async fn give(page: &Page<'_>, field: &str, code: &str) -> Result<()> {
    page.fill(field, code).await?;
    page.click(Role::Button, "認証する").await
}

#[test]
fn the_access_code_opens_the_documents_on_this_device_alone() {
    run(async |stack| {
        let factor = json!({"type": "access_code", "code": ACCESS_CODE});
        let (contract, link) = asked_for(stack, "アクセスコード", factor).await?;
        visit(stack, Visitor::new(Device::Desktop), async |person| {
            let page = person.open(&link).await?;
            page.sees("ご本人の確認").await?;
            ensure!(!page.text().await?.contains("電子契約サービス委託"), "it names the document");
            let document = stack.client().page(&format!("{link}/documents/1")).await?;
            ensure!(document.status == StatusCode::FORBIDDEN, "the document: {}", document.status);
            // As a Japanese keyboard writes it.
            give(&page, FIELD, "　Ｔａｋｉｋａｗａ－２４６８").await?;
            page.find(Role::Link, "完了する").await?;

            let again = person.open(&link).await?;
            again.find(Role::Link, "完了する").await.context("the same device is not asked twice")?;
            visit(stack, Visitor::new(Device::Phone), async |other| {
                let page = other.open(&link).await?;
                page.sees("ご本人の確認").await?;
                offers_no_documents(&page).await
            })
            .await?;
            sign(&page).await
        })
        .await?;
        signed_by(stack, &contract, "access_code").await?;
        visit(stack, Visitor::new(Device::Phone), async |other| {
            let page = other.open(&link).await?;
            page.sees("完了しました").await?;
            offers_nothing(&page).await.context("to whoever found the link")
        })
        .await
    });
}

async fn offers_no_documents(page: &Page<'_>) -> Result<()> {
    ensure!(!page.has(Role::Link, "完了する").await?, "it lets everybody sign");
    ensure!(!page.text().await?.contains("電子契約サービス委託"), "it names the document");
    Ok(())
}

#[test]
fn three_wrong_access_codes_lock_until_the_sender_asks_again() {
    run(async |stack| {
        for device in Device::BOTH {
            let title = format!("三度の間違い {}", device.name());
            let factor = json!({"type": "access_code", "code": ACCESS_CODE});
            let (contract, link) = asked_for(stack, &title, factor).await?;
            let phone = enter(stack, Visitor::new(device)).await?;
            let page = phone.open(&link).await?;
            check(&page).await.context("the page that asks")?;
            give(&page, FIELD, "Takikawa-2467").await?;
            page.sees("アクセスコードが違います。").await?;
            page.sees("あと2回").await?;
            check(&page).await.context("the page after a wrong code")?;
            give(&page, FIELD, "takikawa-2468").await?;
            page.sees("あと1回").await?;
            give(&page, FIELD, "2468").await?;
            page.sees(LOCKED).await?;
            check(&page).await.context("the locked page")?;
            offers_nothing(&page).await?;

            stays_locked(stack, &link).await?;
            for (kind, times) in [("factor_tried", 3), ("locked_out", 1), ("authenticated", 0), ("approved", 0)] {
                let found = recorded(stack, &contract, kind).await?;
                ensure!(found == times, "{kind} {found} times: {:?}", contract.event_types(stack).await?);
            }

            // The sender is told, once, and how to go on.
            let subject = format!("【{title}】の手続きが停止しました");
            let told = mail_to(stack, SENDER, &subject).await?;
            let address = &contract.signers[0].email;
            let console = format!("{}/console/envelopes/{}", stack.public_url(), contract.id);
            ensure!(told.text.contains(address) && told.text.contains(&console), "{}", told.text);
            stack.client().request_again(&contract.id, 1, &json!({})).await?;
            let anew = requested(stack, address, 2).await?;
            ensure!(anew != link, "the same link");

            let old = phone.open(&link).await?;
            ensure!(old.status() == 410, "the old link: {}", old.status());
            old.sees("このリンクは使えなくなりました").await?;
            offers_nothing(&old).await?;
            let page = phone.open(&anew).await?;
            page.sees("あと3回").await?;
            give(&page, FIELD, ACCESS_CODE).await?;
            sign(&page).await?;
            leave(phone).await?;
            signed_by(stack, &contract, "access_code").await?;
            contract.reaches(stack, "completed").await?;
            ensure!(mails_to(stack, SENDER, &subject).await?.len() == 1, "the lockout is told once");
            ensure!(mails_to(stack, address, REQUEST).await?.len() == 2, "two requests");
        }
        Ok(())
    });
}

/// Neither without a browser nor on another device does the right code help.
async fn stays_locked(stack: &Stack, link: &str) -> Result<()> {
    let right = [("code".to_owned(), ACCESS_CODE.to_owned())];
    let answer = stack.client().post_form(&format!("{link}/factor"), &right).await?;
    ensure!(answer.status == StatusCode::SEE_OTHER, "the right code: {}: {}", answer.status, answer.text());
    ensure!(!answer.headers.contains_key(SET_COOKIE), "the right code signs in");
    for path in ["/confirm", "/documents/1", "/documents/1/source"] {
        let answer = stack.client().page(&format!("{link}{path}")).await?;
        ensure!(answer.status == StatusCode::SEE_OTHER || answer.status.is_client_error(), "{path}: {}", answer.status);
    }
    visit(stack, Visitor::new(Device::Desktop), async |other| {
        let page = other.open(link).await?;
        page.sees(LOCKED).await?;
        offers_nothing(&page).await
    })
    .await
}

#[test]
fn an_authenticators_code_is_good_once() {
    run(async |stack| {
        let field = "認証コード";
        let factor = json!({"type": "totp", "key": KEY});
        let (other, others_link) = asked_for(stack, "認証アプリ 別の封筒", factor.clone()).await?;
        let (contract, link) = asked_for(stack, "認証アプリ", factor).await?;
        let desk = enter(stack, Visitor::new(Device::Desktop)).await?;
        let page = desk.open(&link).await?;
        page.sees("認証アプリのコード").await?;
        check(&page).await?;
        ensure!(!page.has(Role::Summary, "ほかの方に転送する").await?, "nobody else has the authenticator");
        // One that is none of those which are good now or soon.
        let step = step_now()?;
        let good: Vec<String> = (step - 2..step + 20).map(code_at).collect::<Result<_>>()?;
        let wrong = (0..100).map(|n| format!("{n:06}")).find(|code| !good.contains(code)).context("a wrong code")?;
        give(&page, field, &wrong).await?;
        page.sees("認証コードが違います。").await?;
        check(&page).await?;

        // The next step's code, which is good for at least half a minute from now on.
        let step = step_now()?;
        let code = code_at(step + 1)?;
        let (figures, rest) = code.split_at(3);
        give(&page, field, &format!("{figures} {rest}")).await?;
        page.find(Role::Link, "完了する").await?;
        // Somebody who looked over the shoulder.
        let replayed = [("code".to_owned(), code.clone())];
        let answer = stack.client().post_form(&format!("{link}/factor"), &replayed).await?;
        ensure!(answer.status == StatusCode::UNPROCESSABLE_ENTITY, "the same code again: {}", answer.status);
        ensure!(!answer.headers.contains_key(SET_COOKIE), "the same code signs in again");
        // Nor in another envelope whose signer has the same authenticator; nor with the code of a step before it.
        for code in [&code, &code_at(step)?] {
            let seen = [("code".to_owned(), code.clone())];
            let answer = stack.client().post_form(&format!("{others_link}/factor"), &seen).await?;
            ensure!(answer.status == StatusCode::UNPROCESSABLE_ENTITY, "in another envelope: {}", answer.status);
            ensure!(!answer.headers.contains_key(SET_COOKIE), "the code signs in to another envelope");
        }
        ensure!(recorded(stack, &other, "authenticated").await? == 0, "shown in another envelope");
        visit(stack, Visitor::new(Device::Phone), async |other| {
            let page = other.open(&link).await?;
            give(&page, field, &code).await?;
            page.sees("認証コードが違います。").await?;
            let now = step_now()?;
            ensure!(now <= step + 2, "the code is too old to tell anything: this machine is too slow");
            offers_no_documents(&page).await
        })
        .await?;
        sign(&page).await?;
        leave(desk).await?;
        signed_by(stack, &contract, "totp").await?;
        becomes(stack, &contract, "factor_tried", 4).await?;
        ensure!(recorded(stack, &contract, "authenticated").await? == 1, "shown once");
        Ok(())
    });
}
