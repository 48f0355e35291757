//! Anybody drops a PDF and reads who signed it, when, and whether it was changed.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Role};
use journeys::browsing::{Visitor, check, run, visit};
use journeys::contract::Draft;
use local::stack::Stack;
use signing::document::{Increment, Layout, contract, stream};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Files that people have on their disks.
struct Files {
    _folder: TempDir,
    signed: PathBuf,
    changed: PathBuf,
    large: PathBuf,
    no_pdf: PathBuf,
}

impl Files {
    async fn of(stack: &Stack) -> Result<&'static Self> {
        static FILES: OnceCell<Files> = OnceCell::const_new();
        FILES.get_or_try_init(async || Self::make(stack).await).await
    }

    async fn make(stack: &Stack) -> Result<Self> {
        let mut draft = Draft::with_registered_seal("確認する契約")?;
        draft.documents = vec![("契約書".into(), contract::contract(Layout::Table))];
        let sent = draft.send(stack).await?;
        sent.sign_all(stack).await?;
        let signed = sent.download(stack).await?.pop().context("a document")?;
        let mut redrawn = Increment::new(&signed);
        redrawn.set(contract::CONTENTS, stream("", b"BT /F1 24 Tf 72 760 Td (Sale) Tj ET"));
        // More than goes along with a form.
        let mut large = Increment::new(&contract::contract(Layout::Table));
        large.add(stream("", &vec![b'.'; 6 << 20]));
        let folder = tempfile::tempdir()?;
        let file = |name: &str, bytes: &[u8]| -> Result<PathBuf> {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes)?;
            Ok(path)
        };
        Ok(Self {
            signed: file("契約書.pdf", &signed)?,
            changed: file("変更後.pdf", &redrawn.finish())?,
            large: file("大きな文書.pdf", &large.finish())?,
            no_pdf: file("写真.pdf", b"\xff\xd8\xff\xe0 no PDF at all")?,
            _folder: folder,
        })
    }
}

/// Chooses a file on the page in Japanese and has it checked.
async fn drop_file(page: &Page<'_>, file: &Path) -> Result<()> {
    page.attach("PDFファイル", &[file]).await?;
    page.click(Role::Button, "署名を確認する").await
}

/// What lies in the store for such files.
async fn kept(stack: &Stack) -> Result<usize> {
    let bucket = stack.deployment().output("TemporaryUploadBucketName")?;
    let listed = local::deploy::s3(stack.deployment().config()).list_objects_v2().bucket(bucket).send().await?;
    Ok(listed.contents().len())
}

#[test]
fn a_document_is_dropped_and_its_signatures_are_told() {
    run(async |stack| {
        let files = Files::of(stack).await?;
        let address = format!("{}/verify", stack.public_url());
        visit(stack, Visitor::new(Device::Phone), async |person| {
            let page = person.open(&address).await?;
            check(&page).await.context("the form")?;
            drop_file(&page, &files.signed).await?;
            page.sees("署名2件と送信時の証明1件は、すべて有効です。").await?;
            page.sees("署名した内容は変更されていません。").await?;
            for text in ["滝川市", "鈴木 太郎様", "タイムスタンプ", "契約書.pdf"] {
                page.sees(text).await?;
            }
            check(&page).await.context("the result")?;

            page.click(Role::Link, "別のPDFを確認する").await?;
            drop_file(&page, &files.changed).await?;
            page.sees("このファイルは使わず、送信者に原本をご確認ください。").await?;
            page.sees("1ページ").await?;
            check(&page).await.context("the result of a changed file")?;

            page.click(Role::Link, "別のPDFを確認する").await?;
            drop_file(&page, &files.no_pdf).await?;
            page.sees("PDF").await?;
            page.find(Role::Button, "署名を確認する").await.context("another file can be chosen at once")?;
            ensure!(page.status() == 422, "{}", page.status());
            check(&page).await.context("the refusal")
        })
        .await
    });
}

#[test]
fn in_english_and_by_way_of_the_store_nothing_is_kept() {
    run(async |stack| {
        let files = Files::of(stack).await?;
        let address = format!("{}/verify", stack.public_url());
        visit(stack, Visitor::new(Device::Desktop).english(), async |person| {
            let page = person.open(&address).await?;
            page.attach("PDF file", &[&files.large]).await?;
            page.click(Role::Button, "Check the signatures").await?;
            page.sees("no electronic signature").await?;
            page.click(Role::Link, "Check another PDF").await?;
            page.attach("PDF file", &[&files.signed]).await?;
            page.click(Role::Button, "Check the signatures").await?;
            page.sees("valid").await?;
            check(&page).await.context("the result")
        })
        .await?;
        ensure!(kept(stack).await? == 0, "the file is gone");
        Ok(())
    });
}

#[test]
fn without_a_script_small_files_are_checked() {
    run(async |stack| {
        let files = Files::of(stack).await?;
        let address = format!("{}/verify", stack.public_url());
        visit(stack, Visitor::new(Device::Desktop).without_javascript(), async |person| {
            let page = person.open(&address).await?;
            drop_file(&page, &files.signed).await?;
            page.sees("署名2件と送信時の証明1件は、すべて有効です。").await
        })
        .await
    });
}
