//! `cargo task pictures`: writes the pictures of README.md and README.ja.md to docs/pictures, by one contract that is sent,
//! signed and finished over a local stack. Needs Chromium with Japanese letters, and poppler.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use anyhow::{Context, Result};
use browser::{Device, Role};
use journeys::browsing::{self, FINAL_BUTTON, Visitor, confirm, visit};
use journeys::contract::{Contract, Draft};
use journeys::picture;
use local::stack::Stack;
use oracles::Picture;
use serde_json::json;

/// The page of the sample contract on which both parties put their seals.
const SIGNATURE_PAGE: u32 = 2;
/// So tall that a desktop's picture shows the document too (CSS pixels).
const WINDOW: (u32, u32) = (960, 1240);
/// The document view has drawn the first page.
const DRAWN: &str = "document.querySelector('.viewer canvas') !== null";

fn main() -> Result<()> {
    browser::find_program()?;
    let out = workspace::root().join("docs").join("pictures");
    fs::create_dir_all(&out)?;
    browsing::run(async |stack| {
        let contract = send(stack).await?;
        for signer in &contract.signers {
            let link = signer.sign_link(stack).await?;
            for (device, language) in
                [(Device::Desktop, "ja"), (Device::Phone, "ja"), (Device::Desktop, "en"), (Device::Phone, "en")]
            {
                take(stack, device, language, &link, &out).await?;
            }
            sign_with_seal(stack, &link).await?;
        }
        contract.reaches(stack, "completed").await?;
        let finished = contract.download(stack).await?;
        let page = picture(stack, &finished[0], SIGNATURE_PAGE)?.context("poppler is not installed")?;
        write(&page, &out.join("finished.png"))
    });
    println!("{} has them.", out.display());
    Ok(())
}

/// A contract between a city and its contractor, who both sign with a visible seal beside their names.
async fn send(stack: &Stack) -> Result<Contract> {
    let places = [(186.0, 217.3), (186.0, 236.7)];
    Draft::sample("電子契約サービス委託")?
        .send_changed(stack, |request| {
            for (recipient, (x, y)) in request["recipients"].as_array_mut().into_iter().flatten().zip(places) {
                let place = json!({"document": 1, "page": SIGNATURE_PAGE, "x": x, "y": y, "width": 16, "height": 16});
                recipient["seal_policy"] = json!({"by": "sender", "placements": [place]});
            }
        })
        .await
}

/// The first thing that a signer sees.
async fn take(stack: &Stack, device: Device, language: &str, link: &str, out: &Path) -> Result<()> {
    let path = out.join(format!("review-{}.{language}.png", device.name()));
    visit(stack, Visitor::new(device), async |person| {
        let page = person.open(&format!("{link}?lang={language}")).await?;
        if device == Device::Desktop {
            page.resize(WINDOW.0, WINDOW.1).await?;
        }
        page.wait("the document to be drawn", DRAWN).await?;
        page.settle().await?;
        page.screenshot_view(&path).await
    })
    .await
}

async fn sign_with_seal(stack: &Stack, link: &str) -> Result<()> {
    visit(stack, Visitor::new(Device::Desktop), async |person| {
        let page = person.open(link).await?;
        page.click(Role::Link, "完了する").await?;
        page.sees("印影を選んでください").await?;
        page.click(Role::Button, "最終確認へ進む").await?;
        confirm(&page).await?;
        page.click(Role::Button, FINAL_BUTTON).await?;
        page.sees("完了しました").await
    })
    .await
}

fn write(picture: &Picture, path: &Path) -> Result<()> {
    let (width, height) = (u32::try_from(picture.width)?, u32::try_from(picture.height)?);
    let mut encoder = png::Encoder::new(BufWriter::new(File::create(path)?), width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.write_header()?.write_image_data(picture.pixels.as_flattened())?;
    Ok(())
}
