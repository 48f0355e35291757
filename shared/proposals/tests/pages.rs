//! Which text of a page is read, and where it is said to stand: small PDFs, written by hand.

use proposals::{Proposals, Rectangle, Rule, Tax, propose};

/// A PDF of pages with these contents, in a Japanese font that is not embedded, as older programs write it.
fn pdf(entries: &str, contents: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        "<</Type/Font/Subtype/Type0/BaseFont/Mincho/Encoding/90ms-RKSJ-H/DescendantFonts[4 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Mincho/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>"
            .to_owned(),
    ];
    let mut kids = String::new();
    for content in contents {
        kids.push_str(&format!("{} 0 R ", objects.len() + 1));
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{entries}/Contents {} 0 R/Resources<</Font<</F 3 0 R>>>>>>",
            objects.len() + 2
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {}>>", contents.len());
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = String::new();
    for (number, object) in (1..).zip(&objects) {
        places.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let (start, size) = (file.len(), objects.len() + 1);
    file.extend(
        format!("xref\n0 {size}\n0000000000 65535 f \n{places}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n")
            .bytes(),
    );
    file
}

/// Words in Shift_JIS.
fn line(words: &str) -> String {
    let hex: String = encoding_rs::SHIFT_JIS.encode(words).0.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("<{hex}>")
}

/// 契約日 and the day.
fn day(day: u8) -> String {
    line(&format!("契約日 2026/4/{day:02}"))
}

fn read(file: &[u8]) -> Option<String> {
    propose(file, &[]).date.map(|date| date.value.to_string())
}

#[test]
fn words_are_told_with_the_place_where_they_stand() {
    let content = format!("BT /F 10 Tf 100 700 Td {} Tj ET", day(1));
    let date = propose(&pdf("", &[&content]), &[]).date.expect("a day");
    assert_eq!(date.place.page, 1);
    // Three letters as wide as high, a space and nine of half the width.
    let rectangle = Rectangle { left: 100, bottom: 698, right: 180, top: 709 };
    assert_eq!(date.place.rectangle, Some(rectangle));
    assert_eq!(date.words, "契約日 2026/4/01");
}

#[test]
fn the_last_day_of_a_term_is_shown_where_it_stands() {
    let (first, second) = (line("工期 自 2026/4/1"), line("至 2026/9/30"));
    let content = format!("BT /F 10 Tf 100 700 Td {first} Tj 0 -20 Td {second} Tj ET");
    let proposals = propose(&pdf("", &[&content]), &[]);
    let bottom = |place: proposals::Place| place.rectangle.map(|rectangle| rectangle.bottom);
    assert_eq!(bottom(proposals.start.expect("a first day").place), Some(698));
    assert_eq!(bottom(proposals.end.expect("a last day").place), Some(678));
}

#[test]
fn a_label_in_the_middle_of_its_row_is_read_before_both_lines() {
    let of = |left: u16, baseline: u16| {
        let (label, first, second) = (line("契約金額"), line("金1,100円"), line("(うち消費税100円)"));
        let content = format!(
            "BT /F 10 Tf 1 0 0 1 100 700 Tm {first} Tj 1 0 0 1 100 684 Tm {second} Tj 1 0 0 1 {left} {baseline} Tm {label} Tj ET"
        );
        let amount = propose(&pdf("", &[&content]), &[]).amount.expect("an amount");
        (amount.rule, amount.value.tax)
    };
    assert_eq!(of(50, 692), (Rule::Label, Some(Tax::Included)));
    assert_eq!(of(50, 650), (Rule::OnlyAmount, Some(Tax::Included)), "below both it is no label of theirs");
}

#[test]
fn text_is_read_through_scaling_spacing_and_turned_pages() {
    let day = day(2);
    for (entries, content) in [
        ("", format!("q .5 0 0 .5 0 0 cm BT /F 20 Tf 1 0 0 1 200 900 Tm {day} Tj ET Q")),
        ("", format!("BT /F 10 Tf 3 Tc 120 Tz 50 700 Td {day} Tj ET")),
        ("", format!("BT /F 10 Tf 12 TL 50 700 Td T* [{day}] TJ ET")),
        ("/Rotate 90", format!("BT /F 10 Tf 0 1 -1 0 300 100 Tm {day} Tj ET")),
        ("/Rotate 180", format!("BT /F 10 Tf -1 0 0 -1 400 500 Tm {day} Tj ET")),
        ("/Rotate 270", format!("BT /F 10 Tf 0 -1 1 0 300 700 Tm {day} Tj ET")),
    ] {
        assert_eq!(read(&pdf(entries, &[&content])).as_deref(), Some("2026-04-02"), "{content}");
    }
}

#[test]
fn letters_that_are_painted_twice_are_read_once() {
    let day = day(3);
    let content = format!("BT /F 10 Tf 100 700 Td {day} Tj .3 0 Td {day} Tj ET");
    assert_eq!(read(&pdf("", &[&content])).as_deref(), Some("2026-04-03"));
}

#[test]
fn what_nobody_sees_is_not_read() {
    let day = day(4);
    for content in [
        format!("BT /F 10 Tf 3 Tr 100 700 Td {day} Tj ET"),
        format!("BT /F 10 Tf 700 700 Td {day} Tj ET"),
        format!("BT /F 10 Tf 100 -50 Td {day} Tj ET"),
        format!("BT /F 0 Tf 100 700 Td {day} Tj ET"),
        format!("BT /F 10 Tf .7 .7 -.7 .7 100 300 Tm {day} Tj ET"),
    ] {
        assert_eq!(read(&pdf("", &[&content])), None, "{content}");
    }
}

#[test]
fn the_first_and_the_last_pages_are_read_and_those_between_are_not() {
    let of = |at: usize| {
        let content = format!("BT /F 10 Tf 100 700 Td {} Tj ET", day(5));
        let contents: Vec<&str> = (1..=40).map(|page| if page == at { content.as_str() } else { "" }).collect();
        propose(&pdf("", &contents), &[]).date.map(|date| date.place.page)
    };
    assert_eq!([20, 21, 35, 36, 40].map(of), [Some(20), None, None, Some(36), Some(40)]);
}

#[test]
fn a_file_that_needs_a_password_says_nothing() {
    let content = format!("BT /F 10 Tf 100 700 Td {} Tj ET", day(6));
    let open = pdf("", &[&content]);
    assert!(read(&open).is_some());
    let key = format!("/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>/ID[<00><00>]/Root", "41".repeat(32));
    let at = open.windows(5).rposition(|window| window == b"/Root").expect("the trailer's root");
    let closed = [&open[..at], key.as_bytes(), &open[at + 5..]].concat();
    assert_eq!(propose(&closed, &[]), Proposals::default());
}
