//! Reading documents in the page: tabs, pages, zoom, what is unread, and how little a large one needs.

use anyhow::{Context, ensure};
use browser::{Device, Page, Role};
use journeys::browsing::{Visitor, check, run, visit};
use journeys::contract::Draft;
use journeys::judge;

/// What may be transferred until the first page of a large document is shown.
const FIRST_PAGE: u64 = 2 << 20;
const LARGE: usize = 50 << 20;
const PAGES: usize = 500;
/// Scrolls the frame of the open document to its end, and the end into sight.
const TO_THE_END: &str = "(() => {
    const frame = document.querySelector('.viewer-frame');
    frame.scrollTop = frame.scrollHeight;
    frame.scrollIntoView({ block: 'end' });
    return true;
})()";

/// Whether the first document is marked as read; a dialog above it changes nothing of that.
const IS_READ: &str = "document.querySelector('[role=tab]').textContent.includes('既読')";

/// Waits until this page of the open document is drawn.
async fn drawn(page: &Page<'_>, number: u32) -> anyhow::Result<()> {
    let what = format!("page {number}, drawn");
    // Paper alone is white: something has to stand on it.
    let script = format!(
        "(() => {{
            const canvas = document.querySelectorAll('.viewer-page')[{number} - 1]?.querySelector('canvas');
            if (!canvas || !canvas.width) return false;
            const {{ data }} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            return data.some((value, at) => at % 4 === 0 && value < 100 && data[at + 3] > 0);
        }})()"
    );
    page.wait(&what, &script).await
}

#[test]
fn tabs_show_what_is_still_unread() {
    run(async |stack| {
        for device in Device::BOTH {
            let mut draft = Draft::sample(&format!("読む {}", device.name()))?;
            draft.sender_signs = false;
            draft.documents.push(("付属書".into(), local::sample::contract(5)?));
            let contract = draft.send(stack).await?;
            let link = contract.signers[0].sign_link(stack).await?;
            visit(stack, Visitor::new(device), async |person| {
                let page = person.open(&link).await?;
                page.find(Role::Tab, "電子契約サービス委託 未読").await?;
                page.find(Role::Tab, "付属書 未読").await?;
                drawn(&page, 1).await?;
                check(&page).await?;

                // On a phone the document is a part of the page, and what turns pages is over the whole screen.
                let is_phone = device.has_touch();
                if is_phone {
                    page.click(Role::Button, "文書を大きく表示").await?;
                    drawn(&page, 1).await?;
                }
                // The checks went through the whole page.
                page.fill("ページ", "1").await?;
                page.press("Enter").await?;
                page.click(Role::Button, "次のページ").await?;
                ensure!(page.value("ページ").await? == "2", "the number follows");
                page.fill("ページ", "３").await?;
                page.press("Enter").await?;
                drawn(&page, 3).await?;
                page.evaluate::<bool>(TO_THE_END).await?;
                page.wait("the mark of what was read", IS_READ).await?;
                if is_phone {
                    page.press("Escape").await?;
                }
                page.find(Role::Tab, "電子契約サービス委託 ✓ 既読").await?;
                page.find(Role::Tab, "付属書 未読").await.context("the other one")?;

                page.click(Role::Tab, "付属書 未読").await?;
                drawn(&page, 1).await?;
                if is_phone {
                    page.click(Role::Button, "文書を大きく表示").await?;
                    drawn(&page, 1).await?;
                    page.click(Role::Button, "幅に合わせる").await?;
                }
                page.sees("/ 5ページ").await?;
                let width = "document.querySelector('.viewer-page').getBoundingClientRect().width";
                let before: f64 = page.evaluate(width).await?;
                page.click(Role::Button, "拡大").await?;
                page.wait("a larger page", &format!("{width} > {before} * 1.2")).await?;
                page.click(Role::Button, "幅に合わせる").await?;
                page.wait("the page as it was", &format!("Math.abs({width} - {before}) < 2")).await?;

                // What was read stays so, and what is saved before signing is timestamped.
                page.reload().await?;
                page.find(Role::Tab, "電子契約サービス委託 ✓ 既読").await?;
                page.click(Role::Link, "ダウンロード").await?;
                let saved = person.download().await?;
                ensure!(saved.name == "電子契約サービス委託.pdf", "it is called {}", saved.name);
                judge(stack, &saved.bytes, 1)
            })
            .await?;
        }
        Ok(())
    });
}

#[test]
fn the_first_page_of_a_large_document_comes_by_itself() {
    run(async |stack| {
        let mut draft = Draft::sample("五百ページ")?;
        draft.sender_signs = false;
        draft.documents = vec![("図面集".into(), large())];
        ensure!(draft.documents[0].1.len() > LARGE * 97 / 100, "{} bytes", draft.documents[0].1.len());
        let contract = draft.send(stack).await?;
        let link = contract.signers[0].sign_link(stack).await?;
        visit(stack, Visitor::new(Device::Phone), async |person| {
            let page = person.open(&link).await?;
            drawn(&page, 1).await?;
            page.find(Role::Tab, "（500ページ）").await?;
            let weight = page.weight().context("nothing was loaded")?;
            let bytes = weight.bytes + weight.bytes_apart;
            ensure!(weight.bytes_apart > 100_000, "the document is counted: {weight:?}");
            ensure!(bytes <= FIRST_PAGE, "the first page came after {bytes} bytes");
            // Far behind it, not the whole way there.
            page.click(Role::Button, "文書を大きく表示").await?;
            page.fill("ページ", "400").await?;
            page.press("Enter").await?;
            drawn(&page, 400).await?;
            let weight = page.weight().context("nothing was loaded")?;
            ensure!(weight.bytes + weight.bytes_apart <= 3 * FIRST_PAGE, "{weight:?}");
            Ok(())
        })
        .await
    });
}

/// A PDF of so many bytes and pages: an image on each that no compression makes smaller.
fn large() -> Vec<u8> {
    let side = 316;
    let each = LARGE / PAGES - 1_200;
    let mut noise = 0x2545_f491_4f6c_dd1d_u64;
    let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    let mut add = |file: &mut Vec<u8>, body: &[u8]| {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n", offsets.len()).bytes());
        file.extend(body);
        file.extend(b"\nendobj\n");
    };
    let kids: String = (0..PAGES).map(|page| format!("{} 0 R ", 4 + page * 3)).collect();
    add(&mut file, b"<< /Type /Catalog /Pages 2 0 R >>");
    add(&mut file, format!("<< /Type /Pages /Kids [{kids}] /Count {PAGES} >>").as_bytes());
    add(&mut file, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    for page in 0..PAGES {
        let number = 4 + page * 3;
        let resources = format!("<< /Font << /F 3 0 R >> /XObject << /I {} 0 R >> >>", number + 2);
        let parts = format!("/Contents {} 0 R /Resources {resources}", number + 1);
        add(&mut file, format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {parts} >>").as_bytes());
        let text = format!("BT /F 24 Tf 72 760 Td (Sheet {}) Tj ET q 400 0 0 400 72 200 cm /I Do Q", page + 1);
        add(&mut file, format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()).as_bytes());
        let head = format!(
            "<< /Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray \
             /BitsPerComponent 8 /Length {each} >>\nstream\n"
        );
        let mut image = head.into_bytes();
        image.extend((0..each).map(|_| {
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            noise.to_le_bytes()[3]
        }));
        image.extend(b"\nendstream");
        add(&mut file, &image);
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
    for offset in &offsets {
        file.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let trailer = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", offsets.len() + 1);
    file.extend(trailer.bytes());
    file
}
