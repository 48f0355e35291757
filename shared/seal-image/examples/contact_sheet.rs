//! Draws many names on one sheet, for the eye: `cargo run -p seal-image --example contact_sheet -- sheet.png`

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Cursor};

use seal_image::{Ending, SealDesign, SealImage, Style};

const ROUND: &[&str] = &[
    "林",
    "王",
    "一",
    "鈴木",
    "佐藤",
    "髙﨑",
    "𠮷田",
    "滝川",
    "山口",
    "小川",
    "二〇",
    "スミス",
    "さくら",
    "東海林",
    "五十嵐",
    "佐々木",
    "一二三",
    "小鳥遊",
    "渡邊",
    "勅使河原",
    "長曾我部",
    "山田太郎",
    "ローラー",
    "アンナ",
    "長宗我部元",
    "アンダーソン",
    "佐々木 健太郎",
    "長宗我部 元",
    "ジョン",
    "シャルロット",
    "葛󠄀城",
    "辻󠄁",
    "㈱",
    "丼〆",
    "𣘺本",
    "John Smith",
    "K.I.",
    "Nguyen Van An",
    "Maria del Carmen",
    "Schmidt",
];
const SQUARE: &[&str] = &[
    "滝川市長之印",
    "株式会社滝川建設之印",
    "有限会社",
    "株式会社サンプル",
    "株式会社契印",
    "滝川市",
    "山田商店",
    "有限会社東京計算機店",
    "株式会社ABC商事",
    "㈱スーパーマーケット",
    "一般社団法人日本電子契約推進協会",
    "株式会社ヤマダ・コーポレーション",
    "特定非営利活動法人地域情報化支援センター",
    "(株)田中",
    "令和二〇一〇年",
    "合同会社さくら",
    "Keiin Inc.",
    "The Very Long Trading Company of Osaka Ltd.",
    "№①商会",
    "印",
    "株式会社𠮷野",
    "髙﨑工業㈱",
];
const VERTICAL: &[&str] = &[
    "山田 太郎",
    "髙﨑 𠮷郎",
    "株式会社サンプル\n代表取締役\n山田 太郎",
    "スーパー「マーケット」（東京）、ジョン。",
    "㈱№①々ABC-1",
];
const HORIZONTAL: &[&str] =
    &["John Smith", "山田 太郎", "Dr. Ágnes Kővári-Szőke", "株式会社サンプル\n代表取締役 山田 太郎"];

/// A seal of 12 mm at 400 % of its size on a screen, about.
const SIDE: u32 = 200;
const PITCH: u32 = 220;
const ACROSS: u32 = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("say where to write the sheet")?;
    let styles = [
        (Style::RoundSeal, ROUND),
        (Style::SquareSeal, SQUARE),
        (Style::VerticalText, VERTICAL),
        (Style::HorizontalText, HORIZONTAL),
    ];
    let names = styles.iter().flat_map(|(style, names)| names.iter().map(|name| (*style, *name)));
    let mut images = Vec::new();
    let begun = std::time::Instant::now();
    for (style, name) in names {
        let text = if style == Style::SquareSeal { style.inscription(name, Ending::Fitting) } else { name.to_owned() };
        images.push(SealDesign::new(style, &text).map_err(|error| format!("{name}: {error}"))?.draw(SIDE)?);
    }
    println!("{} seals, {:.1} ms each", images.len(), begun.elapsed().as_secs_f64() * 1000.0 / images.len() as f64);
    write_sheet(&path, &images)
}

fn write_sheet(path: &str, images: &[SealImage]) -> Result<(), Box<dyn Error>> {
    let (width, height) = (ACROSS * PITCH, u32::try_from(images.len())?.div_ceil(ACROSS) * PITCH);
    let mut sheet = vec![u8::MAX; (width * height * 3) as usize];
    for (index, image) in (0..).zip(images) {
        let x = index % ACROSS * PITCH + (PITCH - image.width) / 2;
        let y = index / ACROSS * PITCH + (PITCH - image.height) / 2;
        let mut reader = png::Decoder::new(Cursor::new(&image.png)).read_info()?;
        let mut pixels = vec![0; reader.output_buffer_size().ok_or("too large")?];
        reader.next_frame(&mut pixels)?;
        for (at, pixel) in (0..).zip(pixels.chunks_exact(4)) {
            let to = (((y + at / image.width) * width + x + at % image.width) * 3) as usize;
            for channel in 0..3 {
                let (ink, alpha) = (u32::from(pixel[channel]), u32::from(pixel[3]));
                sheet[to + channel] = u8::try_from((ink * alpha + 255 * (255 - alpha)) / 255)?;
            }
        }
    }
    let mut encoder = png::Encoder::new(BufWriter::new(File::create(path)?), width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header()?.write_image_data(&sheet)?;
    Ok(())
}
