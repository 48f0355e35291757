//! Damaged and hostile files give no proposal, or that of what is left of them; never a panic, and never much work.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use proposals::{Proposals, propose, propose_from_text};

/// Damaged copies of each PDF. Four hundred of each were tried when this was written.
const ROUNDS: usize = 15;

fn pdfs() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/rendered");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("samples").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a PDF")).collect()
}

/// Numbers that look drawn by chance and are always the same (SplitMix64).
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).expect("below a usize")
    }
}

#[test]
fn files_with_wrong_bytes_or_cut_off_never_panic() {
    let mut draw = Draw(1);
    for pdf in pdfs() {
        for _ in 0..ROUNDS {
            let mut damaged = pdf.clone();
            for _ in 0..=draw.below(20) {
                let at = draw.below(damaged.len());
                damaged[at] = u8::try_from(draw.below(256)).expect("a byte");
            }
            if draw.below(4) == 0 {
                damaged.truncate(draw.below(damaged.len()));
            }
            propose(&damaged, &["滝川市".to_owned()]);
        }
    }
}

#[test]
fn what_is_no_pdf_says_nothing() {
    for file in [&b""[..], b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", "契約締結日 令和8年4月1日".as_bytes()] {
        assert_eq!(propose(file, &[]), Proposals::default());
    }
}

#[test]
fn letters_in_any_order_never_panic() {
    let parts = [
        "令和",
        "8",
        "年",
        "4",
        "月",
        "1",
        "日",
        "金",
        "円也",
        "甲",
        "乙",
        "（以下「",
        "」という。）",
        "と",
        "株式会社",
        "から",
        "まで",
        "\n",
        "　",
        "　　　　",
        "契約期間",
        "契約金額",
        "市長",
        "知事",
        "住所",
        "氏名",
        "印",
        "元",
        "万",
        "億",
        "、",
        "。",
        "(",
        "を",
        "とし",
        "変更後",
        "工期",
        "至",
        "様",
        "\u{c}",
    ];
    let mut draw = Draw(2);
    for _ in 0..3_000 {
        let text: String = (0..draw.below(60)).map(|_| parts[draw.below(parts.len())]).collect();
        propose_from_text(&text, &["株式会社甲".to_owned()]);
    }
}

#[test]
fn texts_that_repeat_what_rules_look_for_cost_no_more_than_their_length() {
    for part in [
        "0",
        "合計",
        "期間:",
        "契約金額金1円",
        "小計1円消費税1円合計2円",
        "甲　",
        "印",
        "は",
        "（以下「甲",
        "株式会社",
        "令和8年",
        "変更後の",
        "滝川市（以下「子」という。）と",
        "山田（以下「甲」という。）と",
        "住所\n",
        "甲\n印\n",
        "¥0 00",
        "から",
        "証する\n",
        "甲　　　乙　　　",
    ] {
        let begun = Instant::now();
        let text = format!("{} 0", part.repeat(100_000 / part.chars().count()));
        propose_from_text(&text, &["滝川市".to_owned()]);
        assert!(begun.elapsed() < Duration::from_secs(10), "{part}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_page_that_paints_itself_without_end_is_left_after_a_while() {
    // A form that paints four times another one, which paints four times the next: 4⁸ pages of text.
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>".to_owned(),
        "<</Length 5>>stream\n/X Do\nendstream".to_owned(),
    ];
    for next in 6..14 {
        let content = format!("/X Do /X Do /X Do /X Do {}", "BT ET ".repeat(20_000));
        objects.push(format!(
            "<</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>/Length {}>>stream\n{content}\nendstream",
            content.len()
        ));
    }
    objects.push(
        "<</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 5>>stream\n/X Do\nendstream".to_owned(),
    );
    let mut file = b"%PDF-1.4\n".to_vec();
    for (number, object) in (1..).zip(&objects) {
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    file.extend(b"trailer<</Root 1 0 R/Size 15>>\nstartxref\n0\n%%EOF\n");
    let begun = Instant::now();
    assert_eq!(propose(&file, &[]), Proposals::default());
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}
