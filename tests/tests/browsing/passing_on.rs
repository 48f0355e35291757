//! A task that goes from hand to hand: forwarded, confirmed before it is signed, sent to a wrong address first.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Role};
use domain::ids::RecipientNumber;
use domain::mail::{Addressee, Bounce, MailOrigin};
use journeys::browsing::{Visitor, check, enter, leave, mailed_link, offers_nothing, run, sign, visit};
use journeys::contract::Draft;
use journeys::{judge, mail_to, mails_to};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{REQUEST, SENDER, asked, asked_for, becomes, events, recorded, requested, signed_by};

const FORWARD: &str = "ほかの方に転送する";
const ACCESS_CODE: &str = "Sorachi-1357";
/// A document that was about to be shown when its link died.
const CUT_OFF: &str = "/documents/1/source: status 410";
const CONFIRM_BUTTON: &str = "確認を完了する";

/// Fills the form in and sends it.
async fn forward(page: &Page<'_>, address: &str) -> Result<()> {
    page.fill("転送先の氏名", "高橋 一郎").await?;
    page.fill("会社名", "株式会社△△").await?;
    page.fill("メールアドレス", address).await?;
    page.fill("転送の理由", "契約の担当が替わりました。").await?;
    page.click(Role::Button, "転送する").await
}

#[test]
fn a_forwarded_task_is_done_by_the_other_and_by_nobody_else() {
    run(async |stack| {
        let code = json!({"type": "access_code", "code": ACCESS_CODE});
        for (device, factor, identity) in
            [(Device::Desktop, Value::Null, "mail_link"), (Device::Phone, code, "access_code")]
        {
            let title = format!("転送する契約 {}", device.name());
            let needs_code = !factor.is_null();
            let (contract, link) = asked_for(stack, &title, factor).await?;
            let first = &contract.signers[0].email;
            let other = first.replace("suzuki1", "takahashi");
            let show_code = async |page: &Page<'_>| {
                if needs_code {
                    page.fill("アクセスコード", ACCESS_CODE).await?;
                    page.click(Role::Button, "認証する").await?;
                }
                page.find(Role::Link, "完了する").await
            };

            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                show_code(&page).await?;
                page.click(Role::Summary, FORWARD).await?;
                check(&page).await.context("the page with the form unfolded")?;
                forward(&page, first).await?;
                page.sees("あなたのメールアドレスとは異なるアドレスを入力してください。").await?;
                check(&page).await.context("the form with a mistake")?;
                ensure!(recorded(stack, &contract, "delegated").await? == 0, "forwarded to oneself");
                page.fill("メールアドレス", &other).await?;
                page.click(Role::Button, "転送する").await?;
                page.sees("転送しました").await?;
                page.sees("株式会社△△ 高橋 一郎様").await?;
                check(&page).await.context("the page after forwarding")?;

                // The old link is worth nothing any more, whoever has it.
                let again = person.open(&link).await?;
                again.sees("転送しました").await?;
                offers_nothing(&again).await?;
                let document = stack.client().page(&format!("{link}/documents/1")).await?;
                ensure!(document.status == StatusCode::CONFLICT, "its documents: {}", document.status);
                let form = person.open(&format!("{link}/forward")).await?;
                offers_nothing(&form).await
            })
            .await?;

            let told = mail_to(stack, SENDER, &format!("【{title}】の依頼が転送されました")).await?;
            for needed in ["鈴木 太郎", "高橋 一郎", &other, "契約の担当が替わりました。"] {
                ensure!(told.text.contains(needed), "{needed}: {}", told.text);
            }
            let forwarded = events(stack, &contract, "delegated").await?;
            let [event] = forwarded.as_slice() else { anyhow::bail!("forwarded {} times", forwarded.len()) };
            ensure!(event["email"] == *other && event["session"]["identity"] == identity, "{event}");

            let link = requested(stack, &other, 1).await?;
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                show_code(&page).await?;
                page.sees("高橋 一郎").await?;
                sign(&page).await?;
                let link = mailed_link(stack, &other, "電子署名完了のお知らせ", "/download/").await?;
                person.open(&link).await?.find(Role::Button, "ダウンロード").await
            })
            .await?;
            signed_by(stack, &contract, identity).await?;
            contract.reaches(stack, "completed").await?;
            ensure!(mails_to(stack, first, "電子署名完了").await?.is_empty(), "whoever forwarded gets no documents");
        }
        Ok(())
    });
}

#[test]
fn a_viewer_confirms_first_then_the_signer_signs_and_the_copy_goes_out() {
    run(async |stack| {
        for (device, next) in [(Device::Phone, Device::Desktop), (Device::Desktop, Device::Phone)] {
            let title = format!("確認してから署名 {}", device.name());
            let draft = Draft { sender_signs: false, signers: 3, ..Draft::sample(&title)? };
            let contract = draft
                .send_changed(stack, |request| {
                    for (place, kind) in [(0, "viewer"), (2, "copy")] {
                        request["recipients"][place]["kind"] = json!(kind);
                        request["recipients"][place]["seal"] = Value::Null;
                    }
                })
                .await?;
            let [viewer, signer, copy] = contract.signers.as_slice() else { anyhow::bail!("three people") };
            let link = viewer.sign_link(stack).await?;
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                page.sees("確認の依頼が届いています").await?;
                check(&page).await.context("the viewer's page")?;
                page.click(Role::Link, "完了する").await?;
                page.find(Role::Button, CONFIRM_BUTTON).await?;
                check(&page).await.context("the viewer's last page")?;
                page.check("文書の内容を確認しました").await?;
                ensure!(mails_to(stack, &signer.email, "").await?.is_empty(), "the signer was asked too early");
                page.click(Role::Button, CONFIRM_BUTTON).await?;
                page.sees("確認が完了しました").await?;
                check(&page).await.context("the page after confirming")
            })
            .await?;
            ensure!(recorded(stack, &contract, "confirmed").await? == 1, "confirmed once");

            let link = signer.sign_link(stack).await?;
            visit(stack, Visitor::new(next), async |person| sign(&person.open(&link).await?).await).await?;
            contract.reaches(stack, "completed").await?;
            for person in [viewer, signer, copy] {
                person.completion_mail(stack).await.context("everybody gets the documents")?;
            }
            ensure!(mails_to(stack, &copy.email, REQUEST).await?.is_empty(), "the copy asks for nothing");
            let link = mailed_link(stack, &copy.email, "電子署名完了のお知らせ", "/download/").await?;
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                page.click(Role::Button, "ダウンロード").await?;
                // The operator's seal and the signer's; a viewer leaves none.
                judge(stack, &person.download().await?.bytes, 2)
            })
            .await?;
        }
        Ok(())
    });
}

#[test]
fn a_wrong_address_is_corrected_and_its_link_is_dead() {
    run(async |stack| {
        let title = "届かない宛先";
        let (contract, dead) = asked(stack, title).await?;
        let wrong = &contract.signers[0].email;
        let events = contract.event_types(stack).await?;
        let invited = events.iter().position(|kind| kind == "invited").context("an invitation")?;
        let recipient = Addressee::Recipient(RecipientNumber(1));
        let mail = MailOrigin { envelope: contract.id.parse()?, sequence: invited as u64 + 1, addressee: recipient };
        stack.bounce(mail, wrong, Bounce::Permanent).await?;
        let told = mail_to(stack, SENDER, &format!("【{title}】のメールが届きませんでした")).await?;
        ensure!(told.text.contains(wrong), "{}", told.text);

        // Whoever reads mails at the wrong address has the page open.
        let visitor = Visitor::new(Device::Desktop).expecting(CUT_OFF);
        let stranger = enter(stack, visitor).await?;
        let open = stranger.open(&dead).await?;
        open.find(Role::Link, "完了する").await?;
        let right = wrong.replace("suzuki1", "suzuki-taro");
        stack.client().request_again(&contract.id, 1, &json!({"email": right})).await?;
        let link = requested(stack, &right, 1).await?;
        open.click(Role::Link, "完了する").await?;
        open.sees("このリンクは使えなくなりました").await?;
        ensure!(open.status() == 410, "the dead link: {}", open.status());
        check(&open).await?;
        offers_nothing(&open).await?;
        leave(stranger).await?;

        visit(stack, Visitor::new(Device::Phone), async |person| {
            sign(&person.open(&link).await?).await?;
            let link = mailed_link(stack, &right, "電子署名完了のお知らせ", "/download/").await?;
            person.open(&link).await?.find(Role::Button, "ダウンロード").await
        })
        .await?;
        signed_by(stack, &contract, "mail_link").await?;
        becomes(stack, &contract, "address_corrected", 1).await?;
        ensure!(mails_to(stack, wrong, "電子署名完了").await?.is_empty(), "nothing more to the wrong address");
        Ok(())
    });
}
