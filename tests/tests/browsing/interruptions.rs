//! Hands that are too fast, tabs that are too many, networks that go away: one act stays one act.

use anyhow::ensure;
use browser::{Device, Role};
use journeys::browsing::{FINAL_BUTTON, Visitor, confirm, run, sign, visit};

use crate::{asked, recorded};

#[test]
fn a_double_click_on_the_final_button_signs_once() {
    run(async |stack| {
        for device in Device::BOTH {
            let (contract, link) = asked(stack, &format!("二度押し {}", device.name())).await?;
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                page.click(Role::Link, "完了する").await?;
                confirm(&page).await?;
                page.double_click(Role::Button, FINAL_BUTTON).await?;
                // The second press may be told that it came too late; either way it says that it is done.
                page.wait("the news that it is done", "/完了し(ました|ています)/.test(document.body.innerText)").await
            })
            .await?;
            ensure!(recorded(stack, &contract, "approved").await? == 1, "signed once");
        }
        Ok(())
    });
}

#[test]
fn two_tabs_sign_once_and_the_second_says_so() {
    run(async |stack| {
        let (contract, link) = asked(stack, "二つのタブ").await?;
        visit(stack, Visitor::new(Device::Desktop), async |person| {
            let (first, second) = (person.open(&link).await?, person.open(&link).await?);
            second.click(Role::Link, "完了する").await?;
            confirm(&second).await?;
            sign(&first).await?;
            second.click(Role::Button, FINAL_BUTTON).await?;
            ensure!(second.status() < 500, "the second tab gets {}", second.status());
            second.sees("完了").await?;
            ensure!(!second.has(Role::Button, FINAL_BUTTON).await?, "it does not offer it again");
            Ok(())
        })
        .await?;
        ensure!(recorded(stack, &contract, "approved").await? == 1, "signed once");
        Ok(())
    });
}

#[test]
fn a_closed_tab_is_taken_up_again() {
    run(async |stack| {
        let (contract, link) = asked(stack, "閉じたタブ").await?;
        visit(stack, Visitor::new(Device::Phone), async |person| {
            // Before the act, everything is as it was.
            let page = person.open(&link).await?;
            page.click(Role::Link, "完了する").await?;
            confirm(&page).await?;
            page.close().await?;
            let page = person.open(&link).await?;
            page.click(Role::Link, "完了する").await?;
            confirm(&page).await?;
            page.click(Role::Button, FINAL_BUTTON).await?;
            // After it, the work goes on by itself.
            page.close().await?;
            let page = person.open(&link).await?;
            ensure!(!page.has(Role::Link, "完了する").await?, "it does not offer it again");
            page.sees("完了しました").await
        })
        .await?;
        ensure!(recorded(stack, &contract, "approved").await? == 1, "signed once");
        Ok(())
    });
}

#[test]
fn the_back_button_after_signing_leads_to_what_was_done() {
    run(async |stack| {
        for device in Device::BOTH {
            let (contract, link) = asked(stack, &format!("戻るボタン {}", device.name())).await?;
            visit(stack, Visitor::new(device).with_windows(), async |person| {
                let page = person.open(&link).await?;
                sign(&page).await?;
                page.back().await?;
                if page.has(Role::Button, FINAL_BUTTON).await? {
                    // A browser with windows shows the page as it was; whoever presses again is told.
                    confirm(&page).await?;
                    page.click(Role::Button, FINAL_BUTTON).await?;
                }
                page.sees("完了").await?;
                ensure!(!page.has(Role::Button, FINAL_BUTTON).await?, "it is not offered again");
                let closed = person.open(&link).await?;
                closed.sees("完了しました").await
            })
            .await?;
            ensure!(recorded(stack, &contract, "approved").await? == 1, "signed once");
        }
        Ok(())
    });
}

#[test]
fn a_network_that_goes_away_in_the_middle_of_the_act() {
    run(async |stack| {
        for device in Device::BOTH {
            let (contract, link) = asked(stack, &format!("圏外 {}", device.name())).await?;
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                page.click(Role::Link, "完了する").await?;
                confirm(&page).await?;
                page.offline(true).await?;
                page.click(Role::Button, FINAL_BUTTON).await?;
                page.at("chrome-error:").await?;
                ensure!(recorded(stack, &contract, "approved").await? == 0, "nothing was signed");

                page.offline(false).await?;
                page.goto(&link).await?;
                sign(&page).await
            })
            .await?;
            ensure!(recorded(stack, &contract, "approved").await? == 1, "signed once");
        }
        Ok(())
    });
}
