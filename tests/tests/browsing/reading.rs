//! Pages for those who have nothing to do here, or not yet, or not any more.

use anyhow::ensure;
use browser::{Device, Role};
use journeys::browsing::{Visitor, check, run, visit};
use journeys::contract::Draft;

use crate::asked;

#[test]
fn a_wrong_link_offers_nothing_to_a_guesser() {
    run(async |stack| {
        for device in Device::BOTH {
            visit(stack, Visitor::new(device), async |person| {
                let mut seen = Vec::new();
                for path in ["/sign/", "/download/"] {
                    let url = format!("{}{path}{}", stack.public_url(), "A".repeat(43));
                    let page = person.open(&url).await?;
                    ensure!(page.status() == 404, "{url}: {}", page.status());
                    check(&page).await?;
                    ensure!(page.names(Role::Button).await?.is_empty(), "it has a button");
                    seen.push(page.text().await?);
                }
                ensure!(seen[0] == seen[1], "{seen:?}");
                Ok(())
            })
            .await?;
        }
        Ok(())
    });
}

#[test]
fn a_contract_that_was_taken_back_says_so_in_the_readers_language() {
    run(async |stack| {
        let (contract, link) = asked(stack, "取り下げる契約").await?;
        stack.client().void(&contract.id, "内容の誤り").await?;
        for (device, text) in [(Device::Desktop, "取り下げられました"), (Device::Phone, "was withdrawn")] {
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                if text.is_ascii() {
                    page.click(Role::Link, "English").await?;
                }
                ensure!(page.status() == 410, "{} on {device:?}", page.status());
                page.sees(text).await?;
                ensure!(!page.has(Role::Link, "完了する").await?, "it offers nothing");
                check(&page).await
            })
            .await?;
        }
        Ok(())
    });
}

#[test]
fn whoever_comes_again_after_signing_sees_how_far_it_is() {
    run(async |stack| {
        let contract = Draft::sample("順番待ち")?.send(stack).await?;
        let link = contract.signers[0].sign_link(stack).await?;
        contract.signers[0].sign(stack).await?;
        visit(stack, Visitor::new(Device::Phone), async |person| {
            let page = person.open(&link).await?;
            page.sees("完了しました").await?;
            page.sees("署名の進行状況").await?;
            ensure!(!page.has(Role::Link, "完了する").await?, "there is nothing left to do");
            check(&page).await
        })
        .await
    });
}
