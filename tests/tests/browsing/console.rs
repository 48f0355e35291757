//! An office of the city at work: somebody signs in, sends a contract by the console, and follows it until it is signed.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Person, Role};
use journeys::browsing::{Visitor, check, mailed_link, run, visit};
use journeys::keiin::keiin;
use journeys::person::complete;
use journeys::until;
use local::client::fresh_key;
use local::stack::Stack;
use reqwest::{Method, StatusCode};
use serde_json::json;
use signing::document::{Increment, Layout, contract, stream};

use crate::requested;
use crate::signing_in::{INVITED, api_of, at_the_provider, has_an_account};

/// Invites somebody who sends, and gives their address once they have an account.
async fn sender(stack: &Stack, name: &str) -> Result<String> {
    let email = format!("{name}@city.takikawa.example");
    let invite = ["organisation", "invite", "takikawa", "--name", "高橋 美咲", "--email", &email, "--role", "sender"];
    keiin(stack, &invite)?;
    has_an_account(stack, &email).await?;
    Ok(email)
}

/// Follows the invitation, and comes to the console by its address.
pub(crate) async fn comes_in(stack: &Stack, person: &Person<'static>, email: &str) -> Result<Page<'static>> {
    let link = mailed_link(stack, email, INVITED, "/invitation/").await?;
    let page = person.open(&link).await?;
    page.click(Role::Button, "登録に進む").await?;
    at_the_provider(&page, email).await?;
    if page.has(Role::Button, "ログインを完了する").await? {
        page.click(Role::Button, "ログインを完了する").await?;
    }
    person.open(&format!("{}/console", stack.public_url())).await
}

/// Chooses this PDF, names a contractor, and sends.
async fn sends(page: &Page<'_>, stack: &Stack, file: &str, pdf: &[u8], to: &str) -> Result<()> {
    let path = stack.dir().join("tmp").join(file);
    std::fs::write(&path, pdf)?;
    page.click(Role::Link, "新しい依頼を作る").await?;
    check(page).await.context("the form of a new request")?;
    page.attach("PDFファイル", &[&path]).await?;
    page.fill("氏名", "鈴木 太郎").await?;
    page.fill("メールアドレス", to).await?;
    page.click(Role::Button, "送信する").await
}

#[test]
fn somebody_signs_in_sends_a_contract_by_the_console_and_sees_it_signed() {
    run(async |stack| {
        let visitors = [
            ("takahashi-desk", Visitor::new(Device::Desktop)),
            ("takahashi-phone", Visitor::new(Device::Phone)),
            ("takahashi-plain", Visitor::new(Device::Desktop).without_javascript()),
        ];
        for (name, visitor) in visitors {
            let email = sender(stack, name).await?;
            let contractor = format!("suzuki-{name}@contractor.example");
            visit(stack, visitor, async |person| {
                let page = comes_in(stack, person, &email).await?;
                page.sees("まだ文書がありません").await?;
                check(&page).await.context("the empty list")?;
                let pdf = local::sample::contract(3)?;
                sends(&page, stack, &format!("業務委託契約書 {name}.pdf"), &pdf, &contractor).await?;
                page.sees(&format!("業務委託契約書 {name}")).await?;
                check(&page).await.context("the page of the envelope")?;
                let address = page.url();

                let link = requested(stack, &contractor, 1).await?;
                until("the console to tell whom it waits for", async || {
                    page.goto(&address).await?;
                    Ok(page.text().await?.contains("依頼済み").then_some(()))
                })
                .await?;
                if name != "takahashi-plain" {
                    // On a phone it stands below those who sign, and is drawn when it is looked at.
                    page.evaluate::<bool>("(document.querySelector('.viewer').scrollIntoView(), true)").await?;
                    page.wait("the document to be drawn", "document.querySelector('.viewer canvas') !== null").await?;
                    check(&page).await.context("the document beside those who sign it")?;
                }
                page.click(Role::Link, "文書管理に戻る").await?;
                page.sees("署名手続き中").await?;
                page.sees("鈴木 太郎").await?;
                check(&page).await.context("the list")?;

                complete(stack, &link).await?;
                until("the console to tell that it is signed", async || {
                    page.goto(&address).await?;
                    Ok(page.text().await?.contains("締結済み").then_some(()))
                })
                .await?;
                page.click(Role::Link, "ダウンロード").await?;
                let file = person.download().await?;
                ensure!(file.bytes.starts_with(b"%PDF-"), "{} is no PDF", file.name);
                page.click(Role::Button, "ログアウト").await?;
                let page = person.open(&address).await?;
                page.at("/sign-in").await
            })
            .await
            .with_context(|| name.to_owned())?;
        }
        Ok(())
    });
}

#[test]
fn a_pdf_that_is_too_large_for_a_request_is_put_into_the_store_and_sent() {
    run(async |stack| {
        let email = sender(stack, "takahashi-large").await?;
        let contractor = "suzuki-large@contractor.example";
        let mut large = Increment::new(&contract::contract(Layout::Table));
        large.add(stream("", &vec![b'.'; 6 << 20]));
        visit(stack, Visitor::new(Device::Desktop), async |person| {
            let page = comes_in(stack, person, &email).await?;
            sends(&page, stack, "図面.pdf", &large.finish(), contractor).await?;
            page.sees("操作の記録").await?;
            page.sees("図面").await?;
            requested(stack, contractor, 1).await.map(drop)
        })
        .await
    });
}

/// Pastes into the field with the focus, as a browser does.
async fn pastes(page: &Page<'_>, text: &str) -> Result<()> {
    let script = format!(
        "(() => {{ const data = new DataTransfer(); data.setData('text/plain', '{text}'); \
         const paste = new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}); \
         return document.activeElement.dispatchEvent(paste); }})()"
    );
    let is_left_to_the_browser: bool = page.evaluate(&script).await?;
    ensure!(!is_left_to_the_browser, "the page took 「{text}」 for an ordinary text");
    Ok(())
}

#[test]
fn whoever_likes_keys_uses_them_and_finds_contacts_while_typing() {
    run(async |stack| {
        let email = sender(stack, "takahashi-keys").await?;
        visit(stack, Visitor::new(Device::Desktop), async |person| {
            let page = comes_in(stack, person, &email).await?;
            let contact = json!({"scope": "own", "name": "鈴木 太郎", "kana": "スズキ タロウ", "company": "鈴木建設",
                "email": "suzuki-keys@contractor.example"});
            let api = api_of(stack, person).await?;
            api.api(Method::POST, "/v1/contacts", Some(&fresh_key()?), Some(&contact))
                .await?
                .expect(StatusCode::CREATED)?;

            page.press("?").await?;
            page.find(Role::Dialog, "キーボード操作").await?;
            page.press("n").await?;
            ensure!(page.url().ends_with("/console/envelopes"), "no key works behind a dialog: {}", page.url());
            page.press("Escape").await?;
            page.press("n").await?;
            page.at("/console/new").await?;

            page.fill("氏名", "すず").await?;
            page.wait("contacts", "document.querySelector('[role=option]') !== null").await?;
            check(&page).await.context("the form with contacts below the name")?;
            page.press("Escape").await?;
            page.wait("no contacts", "document.querySelector('.found:not([hidden])') === null").await?;
            page.fill("氏名", "n?すずき").await?;
            ensure!(page.url().ends_with("/console/new"), "letters of a name are no keys: {}", page.url());
            page.fill("氏名", "すずき").await?;
            page.wait("contacts", "document.querySelector('[role=option]') !== null").await?;
            page.press("ArrowDown").await?;
            page.press("Enter").await?;
            let filled = (page.value("氏名").await?, page.value("メールアドレス").await?);
            ensure!(filled == ("鈴木 太郎".to_owned(), "suzuki-keys@contractor.example".to_owned()), "{filled:?}");
            ensure!(page.value("会社名・団体名（任意）").await? == "鈴木建設", "the company is known");

            page.fill("氏名", "").await?;
            pastes(&page, "佐藤 次郎 <jiro@contractor.example>").await?;
            let filled = (page.value("氏名").await?, page.value("メールアドレス").await?);
            ensure!(filled == ("佐藤 次郎".to_owned(), "jiro@contractor.example".to_owned()), "{filled:?}");

            // Whoever does not want them turns them off, for all pages.
            page.goto(&format!("{}/console/shortcuts", stack.public_url())).await?;
            check(&page).await.context("the page that lists the keys")?;
            page.click(Role::Checkbox, "キーボード操作を使う（このブラウザの設定）").await?;
            page.click(Role::Heading, "キーボード操作").await?;
            page.press("g").await?;
            page.press("l").await?;
            ensure!(page.url().ends_with("/console/shortcuts"), "they are turned off: {}", page.url());
            page.click(Role::Checkbox, "キーボード操作を使う（このブラウザの設定）").await?;
            page.press("g").await?;
            page.press("l").await?;
            page.at("/console/envelopes").await
        })
        .await
    });
}

#[test]
fn several_requests_are_withdrawn_at_once_with_scripts_and_without() {
    run(async |stack| {
        let visitors = [
            ("takahashi-several", Visitor::new(Device::Phone)),
            ("takahashi-several-plain", Visitor::new(Device::Desktop).without_javascript()),
        ];
        for (name, visitor) in visitors {
            let email = sender(stack, name).await?;
            let pdf = local::sample::contract(3)?;
            visit(stack, visitor, async |person| {
                let mut page = comes_in(stack, person, &email).await?;
                for at in 1..=2 {
                    let to = format!("suzuki-{name}-{at}@contractor.example");
                    sends(&page, stack, &format!("契約 {at} {name}.pdf"), &pdf, &to).await?;
                    page.sees(&format!("契約 {at} {name}")).await?;
                    requested(stack, &to, 1).await?;
                    page = person.open(&format!("{}/console", stack.public_url())).await?;
                }
                for at in 1..=2 {
                    page.check(&format!("契約 {at} {name}を選ぶ")).await?;
                }
                page.click(Role::Button, "取り下げる").await?;
                page.sees("依頼の取り下げ").await?;
                check(&page).await.context("the page that asks")?;
                page.fill("取り下げの理由（相手の方にも表示されます）", "内容の誤り").await?;
                page.click(Role::Button, "2件を取り下げる").await?;
                page.sees("2件中2件を取り下げました").await?;
                check(&page).await.context("the page that tells")?;
                page.click(Role::Link, &format!("契約 1 {name}")).await?;
                page.sees("取り下げ").await?;
                page.click(Role::Link, "メールの送信状況").await?;
                page.sees("送信済み").await?;
                check(&page).await.context("the mails")
            })
            .await
            .with_context(|| name.to_owned())?;
        }
        Ok(())
    });
}
