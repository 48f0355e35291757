//! Where looks lie on their pages, and what is seen of them.

use super::*;

/// The signed document with a value in the empty field, whose look has these entries and this content.
fn filled(geometry: &str, content: &str) -> Vec<u8> {
    let field = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>");
    let resources = "/Resources << /Font << /Helv 4 0 R >> >>";
    let look = stream(&format!("/Type /XObject /Subtype /Form {geometry} {resources}"), content);
    changed(&[(8, &field), (100, &look)])
}

const BBOX: &str = "/BBox [0 0 100 20]";
const TEXT: &str = "BT /Helv 12 Tf 2 5 Td (new) Tj ET";

#[test]
fn a_look_is_turned_as_its_field_and_in_no_other_way() {
    for matrix in ["", "/Matrix [1 0 0 1 7 7]", "/Matrix [1.0 0.0 -0.00001 1.0 0 0]"] {
        assert_honest(&filled(&format!("{BBOX} {matrix}"), TEXT), ChangeKind::FormFilled);
    }
    // As the field's own characteristics say, which were signed.
    let turned = |turn: &str, geometry: &str| {
        let empty = EMPTY.replace("/Rect", &format!("/MK << /R {turn} >> /Rect"));
        let base = sign(&update(&document(), 18, &[(8, &format!("<< {empty} >>"))]), "A");
        let field = format!("<< {empty} /V (new) /AP << /N 100 0 R >> >>");
        let resources = "/Resources << /Font << /Helv 4 0 R >> >>";
        let look = stream(&format!("/Type /XObject /Subtype /Form {geometry} {resources}"), TEXT);
        update_kept(&base, &[(8, &field), (100, &look)])
    };
    assert_honest(&turned("180", "/BBox [0 0 100 20] /Matrix [-1 0 0 -1 100 20]"), ChangeKind::FormFilled);
    assert_honest(&turned("90", "/BBox [0 0 20 100] /Matrix [0 1 -1 0 100 0]"), ChangeKind::FormFilled);
    assert_caught(&turned("90", "/BBox [0 0 20 100] /Matrix [0 -1 1 0 0 20]"), ChangeKind::FormChanged);
    assert_caught(&turned("45", "/BBox [0 0 100 20]"), ChangeKind::FormChanged);
    for odd in [
        "",
        "/BBox [0 0 0 0]",
        "/BBox [0 0 100]",
        "/BBox [0 0 100 20] /Matrix [-1 0 0 -1 100 20]",
        "/BBox [0 0 100 20] /Matrix [0.7 0.7 -0.7 0.7 0 0]",
        "/BBox [0 0 100 20] /Matrix [1 0 0.5 1 0 0]",
        "/BBox [0 0 100 20] /Matrix [-1 0 0 1 0 0]",
        "/BBox [0 0 100 20] /Matrix [50 0 0 50 0 0]",
        "/BBox [0 0 100 20] /Matrix [1 0 0 1 0]",
        "/BBox [0 0 100 20] /Matrix /Identity",
    ] {
        assert_caught(&filled(odd, TEXT), ChangeKind::FormChanged);
    }
}

#[test]
fn a_value_is_drawn_where_it_can_be_read() {
    for seen in [
        "BT /Helv 12 Tf 1 0 0 1 2 5 Tm (new) Tj ET",
        "q 1 1 98 18 re W n BT /Helv 12 Tf 2 5 Td (new) Tj ET Q",
        "q 0.5 0 0 0.5 0 0 cm BT /Helv 12 Tf 180 5 Td (new) Tj ET Q",
        "BT /Helv 12 Tf 2 5 Td (n) Tj 8 0 Td (ew) Tj ET",
        "BT /Helv 12 Tf 2 5 Td [(n) 20 (e) -20 (w)] TJ ET",
        "BT /Helv 12 Tf 0 0 0.5 rg 0 Tc 0 Tw 2 5 Td (n) Tj (ew) Tj ET",
        "BT /Helv 8 Tf 9 TL 2 12 Td (ne) Tj T* (w) Tj ET",
    ] {
        assert_honest(&filled(BBOX, seen), ChangeKind::FormFilled);
    }
    for unseen in [
        "BT /Helv 12 Tf 1000 0 Td (new) Tj ET",
        "BT /Helv 12 Tf -500 Ts 2 5 Td (new) Tj ET",
        "q 0.01 0 0 0.01 0 0 cm BT /Helv 12 Tf 2 5 Td (new) Tj ET Q",
        "BT /Helv 0.1 Tf 2 5 Td (new) Tj ET",
        "BT 0 Tz /Helv 12 Tf 2 5 Td (new) Tj ET",
        "BT 900 Tc /Helv 12 Tf 2 5 Td (new) Tj ET",
        "BT -13 Tc /Helv 12 Tf 2 5 Td (new) Tj ET",
        "BT /Helv 12 Tf 2 5 Td 500 TL T* (new) Tj ET",
        "BT /Helv 12 Tf 2 5 Td 0 900 (new) \" ET",
        "q 0 0 0 0 re W n BT /Helv 12 Tf 2 5 Td (new) Tj ET Q",
        "q 50 0 9 9 re W n BT /Helv 12 Tf 2 5 Td (new) Tj ET Q",
        "q 0 0 m 1 1 l W n BT /Helv 12 Tf 2 5 Td (new) Tj ET Q",
        "q 0 0 1 1 re 90 0 1 1 re W n BT /Helv 12 Tf 2 5 Td (new) Tj ET Q",
        "BT /Helv 12 Tf 2 Td (new) Tj ET",
        // Upside down, mirrored, in another order, one over the other, white, in no text object.
        "BT /Helv 12 Tf -1 0 0 -1 50 15 Tm (new) Tj ET",
        "q -1 0 0 1 100 0 cm BT /Helv 12 Tf 2 5 Td (new) Tj ET Q",
        "BT /Helv -12 Tf 50 15 Td (new) Tj ET",
        "BT /Helv 12 Tf 40 5 Td (n) Tj -30 0 Td (ew) Tj ET",
        "BT /Helv 12 Tf 2 5 Td (n) Tj 0 0 Td (ew) Tj ET",
        "BT /Helv 12 Tf 2 5 Td (n) Tj 0 9 Td (ew) Tj ET",
        "BT /Helv 12 Tf 2 5 Td [(n) 900 (ew)] TJ ET",
        "BT /Helv 12 Tf 2 5 Td 1 g (new) Tj ET",
        "BT /Helv 12 Tf 2 5 Td 0.9 0.9 0.8 rg (new) Tj ET",
        "BT /Helv 12 Tf 2 5 Td 0 0 0.1 0 k (new) Tj ET",
        "/Helv 12 Tf (new) Tj",
        "BT /Helv 12 Tf 2 5 Td 1 0 0 1 20 0 cm (new) Tj ET",
        // A font that the look does not have.
        "BT /None 12 Tf 2 5 Td (new) Tj ET",
        "BT 2 5 Td (new) Tj ET",
    ] {
        let found = kinds(&filled(BBOX, unseen), Verdict::Unproved);
        assert_eq!(found, [ChangeKind::FormChanged], "{unseen}");
    }
    // Scaled into its field it is too small.
    let small = filled("/BBox [0 0 2000 400]", TEXT);
    assert_eq!(kinds(&small, Verdict::Unproved), [ChangeKind::FormChanged]);
    // What is marked can be read aloud as something else.
    let marked = "/Span << /ActualText (old) >> BDC BT /Helv 12 Tf 2 5 Td (new) Tj ET EMC";
    assert_caught(&filled(BBOX, marked), ChangeKind::FormChanged);
}

#[test]
fn blanks_are_part_of_a_value() {
    let with = |value: &str, shown: &str| {
        let field = format!("<< {EMPTY} /V ({value}) /AP << /N 100 0 R >> >>");
        let look = format!("BT /Helv 8 Tf 9 TL 2 12 Td {shown} ET");
        let resources = "/Resources << /Font << /Helv 4 0 R >> >>";
        changed(&[(8, &field), (100, &stream(&format!("/Type /XObject /Subtype /Form {BBOX} {resources}"), &look))])
    };
    for (value, shown) in [
        ("1 1/2", "(1 1/2) Tj"),
        ("1 1/2", "( 1  1/2 ) Tj"),
        ("1 1/2", "(1) Tj T* (1/2) Tj"),
        ("1 1/2", "[(1) -250 (1/2)] TJ"),
        ("1\\n1/2", "(1) Tj T* (1/2) Tj"),
        ("1\\r\\n1/2", "(1) Tj T* (1/2) Tj"),
        ("long", "(lo) Tj T* (ng) Tj"),
    ] {
        assert_honest(&with(value, shown), ChangeKind::FormFilled);
    }
    for (value, shown) in [
        ("1 1/2", "(11/2) Tj"),
        ("11/2", "(1 1/2) Tj"),
        ("11/2", "[(1) -250 (1/2)] TJ"),
        ("1 1/2", "(1) Tj 9 0 Td (1/2) Tj"),
        ("1 1/2", "(1) Tj"),
        ("1", "(1) Tj T* (1/2) Tj"),
    ] {
        assert_caught(&with(value, shown), ChangeKind::FormChanged);
    }
}

#[test]
fn a_font_draws_what_its_codes_say() {
    let with = |font: &str| {
        let field = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>");
        let resources = "/Resources << /Font << /Mine 101 0 R >> >>";
        let look =
            stream(&format!("/Type /XObject /Subtype /Form {BBOX} {resources}"), "BT /Mine 12 Tf 2 5 Td (new) Tj ET");
        changed(&[(8, &field), (100, &look), (101, &format!("<< /Type /Font {font} >>"))])
    };
    let widths = |width: &str| format!("/FirstChar 100 /Widths [{}]", format!("{width} ").repeat(30));
    for plain in [
        "/Subtype /Type1 /BaseFont /Helvetica".to_owned(),
        "/Subtype /Type1 /BaseFont /ABCDEF+Helvetica /Encoding /WinAnsiEncoding".to_owned(),
        format!("/Subtype /TrueType /BaseFont /ArialMT /Encoding /WinAnsiEncoding {}", widths("500")),
        "/Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Differences [24 /breve] >>".to_owned(),
    ] {
        assert_honest(&with(&plain), ChangeKind::FormFilled);
    }
    for odd in [
        format!("/Subtype /TrueType /BaseFont /ArialMT {}", widths("0")),
        format!("/Subtype /TrueType /BaseFont /ArialMT {}", widths("-500")),
        format!("/Subtype /TrueType /BaseFont /ArialMT {}", widths("9000")),
        "/Subtype /TrueType /BaseFont /ArialMT /FirstChar 32 /Widths [500]".to_owned(),
        "/Subtype /TrueType /BaseFont /Webdings".to_owned(),
        "/Subtype /Type1 /BaseFont /Symbol".to_owned(),
        "/Subtype /Type1 /BaseFont /Helvetica /Encoding /MacExpertEncoding".to_owned(),
        "/Subtype /Type1 /BaseFont /Helvetica /Encoding << /BaseEncoding /MacExpertEncoding >>".to_owned(),
        "/Subtype /Type3 /BaseFont /Helvetica".to_owned(),
    ] {
        assert_eq!(kinds(&with(&odd), Verdict::Unproved), [ChangeKind::FormChanged], "{odd}");
    }
    let swapped = "/Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [110 /o] >>";
    assert_caught(&with(swapped), ChangeKind::FormChanged);
}

#[test]
fn characters_of_composite_fonts_are_as_wide_as_characters_are() {
    let with = |encoding: &str, widths: &str| {
        let field = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>");
        let resources = "/Resources << /Font << /Mine 101 0 R >> >>";
        let look = stream(
            &format!("/Type /XObject /Subtype /Form {BBOX} {resources}"),
            "BT /Mine 12 Tf 2 5 Td <006E00650077> Tj ET",
        );
        let descendant = format!("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 {widths} >>");
        let font = format!("<< /Type /Font /Subtype /Type0 /Encoding /{encoding} /DescendantFonts [{descendant}] >>");
        changed(&[(8, &field), (100, &look), (101, &font)])
    };
    let usual = "UniJIS-UCS2-H";
    for widths in ["", "/DW 1000", "/W [1 [500 600] 231 389 500]", "/W [231 389 500 1 [500]]"] {
        assert_honest(&with(usual, widths), ChangeKind::FormFilled);
    }
    for odd in [
        "/DW 0",
        "/W [1 [0]]",
        "/W [1 5 -500]",
        "/W [1 [500] 1 [600]]",
        "/W [1 9 500 5 6 600]",
        "/W [5 6 600 1 9 500]",
        "/W [9 1 500]",
        "/W [1]",
        "/W [1 (2) 500]",
    ] {
        assert_eq!(kinds(&with(usual, odd), Verdict::Unproved), [ChangeKind::FormChanged], "{odd}");
    }
    for encoding in ["UniJIS-UCS2-V", "Identity-H", "Other"] {
        assert_eq!(kinds(&with(encoding, ""), Verdict::Unproved), [ChangeKind::FormChanged], "{encoding}");
    }
}

#[test]
fn the_look_of_a_signature_lies_square_in_its_field() {
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let with = |matrix: &str, look: &str| {
        let field = format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /P 3 0 R /Rect [0 0 90 90] /AP << /N {look} >> >>"
        );
        let look = stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 90 90] {matrix}"), "0 0 9 9 re f");
        kinds(
            &update_kept(&sign(&document(), "A"), &[(3, &page), (7, &form), (100, &field), (101, &look)]),
            Verdict::Forbidden,
        )
    };
    assert_eq!(with("", "101 0 R"), []);
    assert_eq!(with("/Matrix [0 -1 1 0 0 90]", "101 0 R"), []);
    assert_eq!(with("/Matrix [0.7 0.7 -0.7 0.7 0 0]", "101 0 R"), [ChangeKind::FormChanged]);
    assert_eq!(with("/Matrix [0.7 0.7 -0.7 0.7 0 0]", "<< /On 101 0 R >>"), [ChangeKind::FormChanged]);
}

#[test]
fn what_viewers_draw_by_themselves_is_not_proved() {
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R] {FORM} /NeedAppearances true >>");
    let base = sign(&update(&document(), 18, &[(7, &form)]), "A");
    let look = drawn("new");
    let with_look = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>");
    let found = |file: &[u8]| kinds(file, Verdict::Unproved);
    assert_eq!(found(&update_kept(&base, &[(8, &with_look), (100, &look)])), [ChangeKind::FormChanged]);
    assert_eq!(found(&changed(&[(8, &with_look), (100, &look)])), []);
    // Without a look, or with control characters in it.
    assert_eq!(found(&changed(&[(8, &format!("<< {EMPTY} /V (new) >>"))])), [ChangeKind::FormChanged]);
    assert_eq!(found(&changed(&[(8, &format!("<< {EMPTY} /Ff 8192 /V (new) >>"))])), []);
    for odd in ["n\\000ew", "n\\new", "n\\177ew"] {
        assert_eq!(found(&changed(&[(8, &with_look), (100, &drawn(odd))])), [ChangeKind::FormChanged], "{odd}");
    }
}
