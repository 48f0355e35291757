//! An administrator at work: people are invited and changed, keys made and revoked, the brand and the address book kept.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Role};
use journeys::browsing::{Visitor, check, run, visit};
use journeys::keiin::keiin;
use local::stack::Stack;

use crate::console::comes_in;
use crate::signing_in::has_an_account;

/// Invites somebody who administers and sends nothing, and gives their address once they have an account.
async fn administrator(stack: &Stack, name: &str) -> Result<String> {
    let email = format!("{name}@city.takikawa.example");
    let invite =
        ["organisation", "invite", "takikawa", "--name", "山本 健", "--email", &email, "--role", "administrator"];
    keiin(stack, &invite)?;
    has_an_account(stack, &email).await?;
    Ok(email)
}

/// Goes to a part of the settings, and sees that nothing is wrong with its page.
async fn opens(page: &Page<'_>, link: &str) -> Result<()> {
    page.click(Role::Link, "設定").await?;
    page.click(Role::Link, link).await?;
    check(page).await.with_context(|| link.to_owned())
}

async fn invites_and_changes(page: &Page<'_>, name: &str) -> Result<()> {
    opens(page, "利用者の一覧").await?;
    page.click(Role::Link, "利用者を招待する").await?;
    check(page).await.context("the form of an invitation")?;
    page.fill("氏名", name).await?;
    page.fill("メールアドレス", "yamada").await?;
    page.check("送信者（文書を送信します）").await?;
    page.click(Role::Button, "招待メールを送る").await?;
    page.sees("taro@example.jp").await?;
    check(page).await.context("the form with what is wrong")?;
    page.fill("メールアドレス", &format!("{name}@city.takikawa.example")).await?;
    page.click(Role::Button, "招待メールを送る").await?;
    page.sees("招待メールを送信しました").await?;

    page.click(Role::Link, name).await?;
    check(page).await.context("the page of a person")?;
    page.check("文書閲覧者（組織のすべての文書を閲覧します）").await?;
    page.click(Role::Button, "保存する").await?;
    page.sees("保存しました").await?;
    page.click(Role::Link, "招待を取り消す").await?;
    page.sees("招待の取り消し").await?;
    check(page).await.context("the question before somebody is deactivated")?;
    page.click(Role::Button, "招待を取り消す").await?;
    page.sees("招待を取り消しました").await
}

async fn makes_and_revokes_a_key(page: &Page<'_>, label: &str) -> Result<()> {
    opens(page, "APIキー").await?;
    page.click(Role::Link, "APIキーを発行する").await?;
    check(page).await.context("the form of a key")?;
    page.fill("名称", label).await?;
    page.check("文書を読む").await?;
    page.click(Role::Button, "発行する").await?;
    page.sees("この1回だけ").await?;
    check(page).await.context("the page that shows the key")?;
    let key = page.value("APIキー").await?;
    ensure!(key.starts_with("keiin_") && !page.url().contains("keiin_"), "no key is shown, or the address has it");
    page.click(Role::Link, "APIキーの一覧に戻る").await?;
    page.sees(label).await?;
    ensure!(!page.text().await?.contains(&key), "the key is shown once more");
    page.click(Role::Button, &format!("APIキー「{label}」を取り消す")).await?;
    page.sees("APIキーを取り消しました").await?;
    page.sees_not(label).await
}

async fn sets_the_brand(page: &Page<'_>, has_scripts: bool) -> Result<()> {
    opens(page, "画面とメールの表示").await?;
    page.fill("色", "#ffee00").await?;
    if has_scripts {
        page.sees("より濃い色").await?;
    } else {
        page.click(Role::Button, "表示を確認する").await?;
        page.sees("コントラスト比").await?;
    }
    page.fill("色", "#6b1f3a").await?;
    if has_scripts {
        let tint = "document.querySelector('#preview .tint').getAttribute('fill') === '#6b1f3a'";
        page.wait("the preview to show the colour", tint).await?;
    }
    page.click(Role::Button, "保存する").await?;
    page.sees("保存しました").await
}

async fn adds_a_contact(page: &Page<'_>, name: &str) -> Result<()> {
    opens(page, "アドレス帳").await?;
    page.click(Role::Link, "連絡先を追加する").await?;
    check(page).await.context("the form of a contact")?;
    page.fill("氏名", name).await?;
    page.fill("メールアドレス", &format!("{name}@contractor.example")).await?;
    page.click(Role::Button, "追加する").await?;
    page.sees("追加しました").await?;
    page.fill("氏名・フリガナ・会社名・メールアドレスで検索", name).await?;
    page.click(Role::Button, "検索する").await?;
    page.sees(&format!("{name}@contractor.example")).await
}

#[test]
fn an_administrator_keeps_people_keys_the_brand_and_the_address_book() {
    run(async |stack| {
        // A form that is refused is what this journey wants to see; the icon that is missing is the identity provider's.
        let refused = |visitor: Visitor| visitor.expecting("status 422").expecting("/favicon.ico");
        let visitors = [
            ("yamamoto-desk", true, refused(Visitor::new(Device::Desktop))),
            ("yamamoto-phone", true, refused(Visitor::new(Device::Phone))),
            ("yamamoto-plain", false, refused(Visitor::new(Device::Desktop).without_javascript())),
        ];
        for (name, has_scripts, visitor) in visitors {
            let email = administrator(stack, name).await?;
            visit(stack, visitor, async |person| {
                let page = comes_in(stack, person, &email).await?;
                page.at("/console/settings").await?;
                check(&page).await.context("the parts of the settings")?;
                ensure!(!page.has(Role::Link, "文書管理").await?, "whoever sees no documents is led to them");
                invites_and_changes(&page, &format!("invited-by-{name}")).await?;
                makes_and_revokes_a_key(&page, &format!("会計システム {name}")).await?;
                sets_the_brand(&page, has_scripts).await?;
                adds_a_contact(&page, &format!("contact-of-{name}")).await?;
                for link in [
                    "グループ（課）",
                    "組織の情報",
                    "利用のルール",
                    "取引情報の入力項目",
                    "接続元の制限",
                    "登録印章（実印タイプ）",
                    "ログイン中の端末",
                    "設定変更の記録",
                ] {
                    opens(&page, link).await?;
                }
                page.sees(&format!("invited-by-{name}")).await
            })
            .await
            .with_context(|| name.to_owned())?;
        }
        Ok(())
    });
}
