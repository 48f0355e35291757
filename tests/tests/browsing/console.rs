//! An office of the city at work: somebody signs in, sends a contract by the console, and follows it until it is signed.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Person, Role};
use journeys::browsing::{Visitor, check, mailed_link, run, visit};
use journeys::keiin::keiin;
use journeys::person::complete;
use journeys::until;
use local::stack::Stack;
use signing::document::{Increment, Layout, contract, stream};

use crate::requested;
use crate::signing_in::{INVITED, at_the_provider, has_an_account};

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
