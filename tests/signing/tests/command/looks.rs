//! Signatures that are seen.

use std::path::Path;

use oracles::{Anchors, Oracles};
use signing::command::{Desk, pem};
use signing::pki::PKI;

use crate::{P256, offline, verified};

/// A red square with a hole that one sees through.
fn seal() -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 8, 8);
    encoder.set_color(png::ColorType::Rgba);
    let pixels = (0..64).flat_map(|at| [200, 0, 0, if at == 27 { 0 } else { 255 }]).collect::<Vec<u8>>();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    file
}

fn font() -> String {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/seal-image/assets/fonts");
    fonts.join("IBMPlexSansJP-Regular.ttf").display().to_string()
}

fn holds(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|window| window == text.as_bytes())
}

#[track_caller]
fn assert_accepted(desk: &Desk, file: &str) {
    verified(desk, file);
    let anchors = Anchors::new(&pem(&[&PKI.root]), &pem(&[&PKI.intermediate])).unwrap();
    Oracles::load().unwrap().judge(&desk.path(file), &anchors).unwrap().assert_accepted();
}

#[test]
fn a_seal_is_an_image_on_the_page() {
    let desk = offline();
    desk.put("seal.png", seal());
    desk.run(&format!("sign {P256} --visible 2,150,250,25,25 --image seal.png in.pdf out.pdf")).assert_fine();
    let signed = desk.get("out.pdf");
    let added = &signed[desk.get("in.pdf").len()..];
    // 25 mm to the right of 150 mm, 25 mm below 250 mm, on a page of 842 points
    assert!(holds(added, "/SMask") && holds(added, "/Rect [425.1"), "{}", String::from_utf8_lossy(added));
    assert_accepted(&desk, "out.pdf");
}

#[test]
fn a_text_brings_the_part_of_its_font_that_it_needs() {
    let desk = offline();
    let font = font();
    let more = ["--visible", "1,20,20,80,25", "--text", "電子署名\\n髙﨑 №① 𠮷", "--font", &font];
    desk.run_with(&format!("sign {P256} in.pdf out.pdf"), &more, &[]).assert_fine();
    let signed = desk.get("out.pdf");
    let added = &signed[desk.get("in.pdf").len()..];
    assert!(holds(added, "/FontFile"));
    assert!(added.len() < 200_000, "{} bytes", added.len());
    assert_accepted(&desk, "out.pdf");
}

#[test]
fn a_seal_stands_beside_its_text() {
    let desk = offline();
    desk.put("seal.png", seal());
    let font = font();
    let more = ["--text", "山田太郎", "--font", &font, "--image", "seal.png"];
    desk.run_with(&format!("sign {P256} --visible 1,20,20,80,25 in.pdf out.pdf"), &more, &[]).assert_fine();
    let signed = desk.get("out.pdf");
    assert!(holds(&signed, "/SMask") && holds(&signed, "/FontFile"));
    assert_accepted(&desk, "out.pdf");
}

#[test]
fn what_cannot_be_shown_is_refused() {
    let desk = offline();
    desk.put("seal.png", seal());
    desk.put("font.ttf", seal());
    desk.put("broken.png", &seal()[..40]);
    desk.fails(&format!("sign {P256} --visible 3,1,1,25,25 --image seal.png in.pdf out.pdf"), 1, "page 3");
    desk.fails(&format!("sign {P256} --visible 1,500,1,25,25 --image seal.png in.pdf out.pdf"), 1, "page");
    desk.fails(&format!("sign {P256} --visible 1,1,1,25,25 --image broken.png in.pdf out.pdf"), 1, "PNG");
    desk.fails(&format!("sign {P256} --visible 1,1,1,25,25 --image no.png in.pdf out.pdf"), 1, "no.png");
    desk.fails(&format!("sign {P256} --visible 1,1,1,25,25 --text a --font font.ttf in.pdf out.pdf"), 1, "font");
    // Under a name of its own: a checkout's path may have blanks, at which these arguments are split.
    desk.put("typeface.ttf", std::fs::read(font()).unwrap());
    let arguments = format!("sign {P256} --visible 1,1,1,25,25 --font typeface.ttf --text \u{1F58B} in.pdf out.pdf");
    desk.fails(&arguments, 1, "\u{1F58B}");
}
