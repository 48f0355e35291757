//! Visible seals (F4): chosen, put on the page, judged, and seen there.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Role};
use journeys::browsing::{FINAL_BUTTON, Visitor, check, confirm, looks_until_done, run, visit};
use journeys::contract::{Contract, Draft};
use journeys::{judge, picture};
use local::stack::Stack;
use serde_json::{Value, json};

/// The paper of the sample, in millimetres.
const A4: [f64; 2] = [210.0, 297.0];

/// Left, top, right and bottom of a seal, in millimetres from the page's upper left corner.
type Rectangle = [f64; 4];

/// A contract for one contractor alone, who may sign visibly.
async fn asked(stack: &Stack, title: &str, seal_policy: Value) -> Result<(Contract, String)> {
    let draft = Draft { sender_signs: false, ..Draft::sample(title)? };
    let contract = draft.send_changed(stack, |request| request["recipients"][0]["seal_policy"] = seal_policy).await?;
    let link = contract.signers[0].sign_link(stack).await?;
    Ok((contract, link))
}

/// The fields for the place take no room.
const PLACES_ARE_HIDDEN: &str = "document.querySelector('.placing').getBoundingClientRect().height === 0";

/// Waits until the seal is shown on the page, loaded.
async fn sees_the_seal(page: &Page<'_>) -> Result<()> {
    let shown = "[...document.querySelectorAll('img.seal-preview')].some(image => image.naturalWidth > 0 && \
                 image.getBoundingClientRect().width > 10)";
    page.wait("the seal on the page", shown).await
}

/// Goes on from the choice and signs.
async fn sign(page: &Page<'_>) -> Result<()> {
    page.click(Role::Button, "最終確認へ進む").await?;
    page.find(Role::Image, "選んだ印影").await?;
    check(page).await.context("the last page before the act")?;
    confirm(page).await?;
    page.click(Role::Button, FINAL_BUTTON).await
}

/// The ink of a seal.
const fn is_red([red, green, blue]: [u8; 3]) -> bool {
    red > 150 && green < 110 && blue < 110
}

/// All validators accept the finished file, and the seal is seen in this rectangle of the page and nowhere else.
async fn is_sealed(stack: &Stack, contract: &Contract, page: u32, within: Rectangle) -> Result<()> {
    contract.reaches(stack, "completed").await?;
    let file = contract.download(stack).await?.pop().context("a document")?;
    judge(stack, &file, 2)?;
    let Some(picture) = picture(stack, &file, page)? else { return Ok(()) };
    let [left, top, right, bottom] = picture.bounds(is_red).context("no seal is seen")?;
    let seen = [left * A4[0], top * A4[1], right * A4[0], bottom * A4[1]];
    let is_inside = seen[0] >= within[0] - 0.5
        && seen[1] >= within[1] - 0.5
        && seen[2] <= within[2] + 0.5
        && seen[3] <= within[3] + 0.5;
    ensure!(is_inside, "seen at {seen:?}, not within {within:?}");
    // The seal fills the shorter side of its box.
    let (width, height) = (within[2] - within[0], within[3] - within[1]);
    let longest = (seen[2] - seen[0]).max(seen[3] - seen[1]);
    ensure!(longest > width.min(height) * 0.8, "seen at {seen:?}, small in {within:?}");
    Ok(())
}

#[test]
fn a_seal_is_accepted_where_the_sender_wants_it() {
    run(async |stack| {
        let place = json!({"document": 1, "page": 2, "x": 150, "y": 220, "width": 24, "height": 24});
        let seal_policy = json!({"by": "sender", "placements": [place]});
        let (contract, link) = asked(stack, "印影の承認", seal_policy).await?;
        visit(stack, Visitor::new(Device::Phone), async |person| {
            let page = person.open(&link).await?;
            page.click(Role::Link, "完了する").await?;
            page.sees("印影を選んでください").await?;
            sees_the_seal(&page).await?;
            check(&page).await.context("the choice")?;
            sign(&page).await?;
            page.sees("完了しました").await
        })
        .await?;
        is_sealed(stack, &contract, 2, [150.0, 220.0, 174.0, 244.0]).await
    });
}

#[test]
fn a_signer_presses_on_the_page_where_the_seal_is_to_be() {
    run(async |stack| {
        for device in Device::BOTH {
            let title = format!("印影の位置 {}", device.name());
            let (contract, link) = asked(stack, &title, json!({"by": "signer"})).await?;
            let mut at = [0.0; 2];
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                page.click(Role::Link, "完了する").await?;
                page.sees("印影を選んでください").await?;
                check(&page).await.context("the choice")?;
                page.wait("no place without a seal", PLACES_ARE_HIDDEN).await?;
                page.click_text("丸印").await?;
                page.wait("places", &format!("!({PLACES_ARE_HIDDEN})")).await?;
                sees_the_seal(&page).await?;
                page.click_text("履行場所").await?;
                page.sees("文書1の1ページ").await?;
                for (number, label) in at.iter_mut().zip(["左端から", "上端から"]) {
                    *number = page.value(label).await?.parse().with_context(|| format!("{label} is no number"))?;
                }
                sees_the_seal(&page).await?;
                sign(&page).await?;
                page.sees("完了しました").await
            })
            .await?;
            let [x, y] = at;
            ensure!(x > 0.0 && y > 0.0, "put at {at:?}");
            is_sealed(stack, &contract, 1, [x, y, x + 12.0, y + 12.0]).await?;
        }
        Ok(())
    });
}

#[test]
fn the_place_may_stay_empty() {
    run(async |stack| {
        let place = json!({"document": 1, "page": 1, "x": 150, "y": 220, "width": 24, "height": 24});
        let seal_policy = json!({"by": "sender", "placements": [place]});
        let (contract, link) = asked(stack, "印影なし", seal_policy).await?;
        visit(stack, Visitor::new(Device::Desktop).english(), async |person| {
            let page = person.open(&format!("{link}?lang=en")).await?;
            page.click(Role::Link, "Continue").await?;
            page.click_text("No seal").await?;
            page.click(Role::Button, "Continue to the last check").await?;
            page.sees("No seal is seen on the page.").await?;
            page.check("I have read the documents").await?;
            page.click(Role::Button, "Sign now").await?;
            page.wait("the end", "/You have signed|Everybody has finished/.test(document.body.innerText)").await
        })
        .await?;
        contract.reaches(stack, "completed").await?;
        let file = contract.download(stack).await?.pop().context("a document")?;
        judge(stack, &file, 2)?;
        let red = picture(stack, &file, 1)?.and_then(|picture| picture.bounds(is_red));
        ensure!(red.is_none(), "a seal is seen at {red:?}");
        Ok(())
    });
}

#[test]
fn a_seal_of_ones_own_without_a_script() {
    run(async |stack| {
        let (contract, link) = asked(stack, "お手持ちの印影", json!({"by": "signer"})).await?;
        let folder = tempfile::tempdir()?;
        let image = folder.path().join("印影.jpg");
        std::fs::write(&image, include_bytes!("../../../shared/seal-image/tests/data/photo.jpg"))?;
        visit(stack, Visitor::new(Device::Desktop).without_javascript(), async |person| {
            let page = person.open(&link).await?;
            page.click(Role::Link, "完了する").await?;
            page.wait("no place without a seal", PLACES_ARE_HIDDEN).await?;
            page.click_text("お手持ちの印影の画像を使う").await?;
            page.attach("画像（PNGまたはJPEG、1MBまで）", &[&image]).await?;
            page.click(Role::Button, "この画像を追加する").await?;
            page.sees("追加した画像").await?;
            check(&page).await.context("the choice")?;
            page.choose("位置", "左上").await?;
            page.fill("ページ（1～3）", "7").await?;
            page.click(Role::Button, "最終確認へ進む").await?;
            page.sees("ページ番号を正しく入力してください").await?;
            page.fill("ページ（1～3）", "3").await?;
            sign(&page).await?;
            looks_until_done(&page).await
        })
        .await?;
        is_sealed(stack, &contract, 3, [15.0, 15.0, 35.0, 35.0]).await
    });
}
