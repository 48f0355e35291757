//! The acts: signing, declining, downloading.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Role};
use journeys::browsing::{FINAL_BUTTON, Visitor, check, confirm, decline, looks_until_done, mailed_link, run, visit};
use journeys::contract::Draft;
use journeys::{judge, mail_to};

use crate::{asked, recorded};

#[test]
fn two_documents_from_the_mail_to_the_download() {
    run(async |stack| {
        for device in Device::BOTH {
            let mut draft = Draft::sample(&format!("二つの文書 {}", device.name()))?;
            draft.documents.push(("付属書".into(), local::sample::contract(5)?));
            let contract = draft.send(stack).await?;
            contract.signers[0].sign(stack).await?;
            let contractor = contract.signers.last().context("a contractor")?;
            let link = contractor.sign_link(stack).await?;
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                check(&page).await.context("the review page")?;
                page.click(Role::Link, "完了する").await?;
                check(&page).await.context("the last page before the act")?;
                confirm(&page).await?;
                page.click(Role::Button, FINAL_BUTTON).await?;
                page.sees("完了しました").await?;
                check(&page).await.context("the page after the act")?;

                let address = &contractor.email;
                let link = mailed_link(stack, address, "電子署名完了のお知らせ", "/download/").await?;
                let page = person.open(&link).await?;
                check(&page).await.context("the download page")?;
                for (number, name) in ["電子契約サービス委託", "付属書"].into_iter().enumerate() {
                    page.click(Role::Button, name).await?;
                    let file = person.download().await?;
                    ensure!(file.name == format!("{name}_署名済み.pdf"), "it is called {}", file.name);
                    judge(stack, &file.bytes, 3).with_context(|| format!("document {}", number + 1))?;
                }
                Ok(())
            })
            .await?;
        }
        Ok(())
    });
}

#[test]
fn in_english_from_the_mail_to_the_download() {
    run(async |stack| {
        let mut draft = Draft { sender_signs: false, ..Draft::sample("Supply contract 7")? };
        draft.documents[0].0 = "Contract".into();
        let contract = draft
            .send_changed(stack, |request| {
                let recipient = &mut request["recipients"][0];
                recipient["language"] = "en".into();
                recipient["name"] = "Taro Suzuki".into();
                recipient["company"] = "Example Ltd".into();
            })
            .await?;
        let address = &contract.signers[0].email;
        let link = mailed_link(stack, address, "asks you to sign: Supply contract 7", "/sign/").await?;
        visit(stack, Visitor::new(Device::Phone), async |person| {
            let page = person.open(&link).await?;
            is_english(&page).await?;
            check(&page).await?;
            page.click(Role::Link, "Continue").await?;
            page.check("I have read the documents").await?;
            is_english(&page).await?;
            check(&page).await?;
            page.click(Role::Button, "Sign now").await?;
            page.wait("the end", "/You have signed|Everybody has finished/.test(document.body.innerText)").await?;
            is_english(&page).await?;

            let link = mailed_link(stack, address, "Your documents are signed", "/download/").await?;
            let page = person.open(&link).await?;
            is_english(&page).await?;
            page.click(Role::Button, "Download").await?;
            let file = person.download().await?;
            ensure!(file.name == "Contract_signed.pdf", "it is called {}", file.name);
            judge(stack, &file.bytes, 2)
        })
        .await
    });
}

/// Nothing is said in Japanese, but for the sender's names and the way to that language.
async fn is_english(page: &Page<'_>) -> Result<()> {
    let named = ["滝川市", "総務課", "佐藤 花子", "日本語"];
    let mut text: String = page.evaluate("document.title + document.querySelector('body').innerText").await?;
    if let Ok(pages) = page.evaluate::<String>("document.querySelector('.viewer-pages').innerText").await {
        text = text.replace(&pages, "");
    }
    let said = named.iter().fold(text, |text, name| text.replace(name, ""));
    let lines = said
        .lines()
        .filter(|line| line.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')));
    let found: Vec<&str> = lines.collect();
    ensure!(found.is_empty(), "{}: {found:?}", page.url());
    Ok(())
}

#[test]
fn without_javascript() {
    run(async |stack| {
        for device in Device::BOTH {
            let (contract, link) = asked(stack, &format!("スクリプトなし {}", device.name())).await?;
            visit(stack, Visitor::new(device).without_javascript(), async |person| {
                let page = person.open(&link).await?;
                check(&page).await?;
                page.click(Role::Link, "完了する").await?;
                confirm(&page).await?;
                page.click(Role::Button, FINAL_BUTTON).await?;
                looks_until_done(&page).await?;
                let address = &contract.signers[0].email;
                let link = mailed_link(stack, address, "電子署名完了のお知らせ", "/download/").await?;
                let page = person.open(&link).await?;
                page.click(Role::Button, "ダウンロード").await?;
                let file = person.download().await?;
                ensure!(file.bytes.starts_with(b"%PDF-"), "{} is no PDF", file.name);
                Ok(())
            })
            .await?;
        }
        Ok(())
    });
}

#[test]
fn by_the_keyboard_alone() {
    run(async |stack| {
        let (contract, link) = asked(stack, "キーボードだけ").await?;
        visit(stack, Visitor::new(Device::Desktop), async |person| {
            let page = person.open(&link).await?;
            press_on(&page, "link", "完了する").await?;
            page.find(Role::Button, FINAL_BUTTON).await?;
            for name in page.names(Role::Checkbox).await? {
                tab_to(&page, "checkbox", &name).await?;
                page.press("Space").await?;
            }
            press_on(&page, "button", FINAL_BUTTON).await?;
            page.sees("完了しました").await
        })
        .await?;
        ensure!(recorded(stack, &contract, "approved").await? == 1, "signed once");
        Ok(())
    });
}

/// Goes there by `Tab` and presses `Enter`.
async fn press_on(page: &Page<'_>, role: &str, name: &str) -> Result<()> {
    tab_to(page, role, name).await?;
    page.press("Enter").await
}

async fn tab_to(page: &Page<'_>, role: &str, name: &str) -> Result<()> {
    for _ in 0..50 {
        page.press("Tab").await?;
        let (focused, named) = page.focused().await?;
        if focused == role && named == name {
            return Ok(());
        }
    }
    anyhow::bail!("Tab does not come to the {role} 「{name}」")
}

#[test]
fn declining_with_a_reason() {
    run(async |stack| {
        for device in Device::BOTH {
            let title = format!("辞退する契約 {}", device.name());
            let (contract, link) = asked(stack, &title).await?;
            let reason = "金額が見積書と異なります。\n再度ご確認ください。";
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                decline(&page, reason).await?;
                check(&page).await?;
                page.reload().await?;
                page.sees("辞退を受け付けました").await?;
                ensure!(!page.has(Role::Link, "完了する").await?, "nothing can be signed any more");
                Ok(())
            })
            .await?;
            contract.reaches(stack, "declined").await?;
            let events = stack.client().events(&contract.id).await?.to_string();
            ensure!(events.contains("金額が見積書と異なります。"), "the reason is kept: {events}");
            let mail = mail_to(stack, "sato@city.takikawa.example", &title).await?;
            ensure!(mail.text.contains("再度ご確認ください。"), "the sender is told: {}", mail.text);
        }
        Ok(())
    });
}
