//! What a filled field shows is its value, by every way in which it can be shown.

use super::*;

/// The document with another catalog, page or form, which its author had signed.
fn signed_with(objects: &[(usize, &str)]) -> Vec<u8> {
    sign(&update(&document(), 18, objects), "A")
}

fn look_of(resources: &str, entries: &str, content: &str) -> String {
    stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << {resources} >> {entries}"), content)
}

fn text(shown: &str) -> String {
    format!("/Tx BMC q BT /Helv 12 Tf 2 5 Td ({shown}) Tj ET Q EMC")
}

const HELV: &str = "/Font << /Helv 4 0 R >>";

#[test]
fn looks_under_the_pointer_are_not_changed() {
    for other in ["/D 101 0 R", "/R 101 0 R"] {
        let field = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R {other} >> >>");
        let file = changed(&[(8, &field), (100, &drawn("new")), (101, &drawn("other"))]);
        assert_caught(&file, ChangeKind::FormChanged);
    }
}

#[test]
fn what_is_printed_is_looked_at_whatever_is_viewed() {
    let printed = EMPTY.replace("/Rect", "/F 36 /Rect");
    let base = signed_with(&[(8, &format!("<< {printed} >>"))]);
    let fill = |shown: &str| {
        let field = format!("<< {printed} /V (new) /AP << /N 100 0 R >> >>");
        update_kept(&base, &[(8, &field), (100, &drawn(shown))])
    };
    assert_honest(&fill("new"), ChangeKind::FormFilled);
    assert_caught(&fill("other"), ChangeKind::FormChanged);
}

#[test]
fn values_are_texts() {
    for value in ["100 0 R", "900", "<< /A (x) >>", "[(a) 9]"] {
        let field = format!("<< {EMPTY} /V {value} >>");
        let file = changed(&[(8, &field), (100, &stream("", "You owe a million"))]);
        assert_caught(&file, ChangeKind::FormChanged);
    }
}

#[test]
fn flags_that_cannot_be_read_are_no_locks() {
    for flags in ["4097.0", "1.0", "(1)", "100 0 R", "-1"] {
        let field = format!("<< {FULL} /V (old) /AP << /N 13 0 R >> /Ff {flags} >>");
        assert_caught(&changed(&[(9, &field), (100, "4097")]), ChangeKind::FormChanged);
    }
}

#[test]
fn a_list_shows_its_options_and_nothing_else() {
    let list = EMPTY.replace("/FT /Tx", "/FT /Ch /Opt [(one) [(2) (two)] (three)]");
    let base = signed_with(&[(8, &format!("<< {list} >>"))]);
    let fill = |value: &str, shown: &str| {
        let field = format!("<< {list} /V ({value}) /AP << /N 100 0 R >> >>");
        update_kept(&base, &[(8, &field), (100, &drawn(shown))])
    };
    for shown in ["one two three", "two three", "two"] {
        assert_honest(&fill("2", shown), ChangeKind::FormFilled);
    }
    // What is chosen must be among what is shown.
    for shown in ["one", ""] {
        assert_caught(&fill("2", shown), ChangeKind::FormChanged);
        assert_honest(&fill("", shown), ChangeKind::FormFilled);
    }
    for shown in ["one million", "You owe", "three two", "onetwo 3"] {
        assert_caught(&fill("2", shown), ChangeKind::FormChanged);
        assert_caught(&fill("", shown), ChangeKind::FormChanged);
    }
}

#[test]
fn a_choice_is_shown_and_named_by_what_people_choose_it_by() {
    // A combo box whose values are one another's texts.
    let combo = EMPTY.replace("/FT /Tx", "/FT /Ch /Ff 131072 /Opt [[(2) (1)] [(1) (2)] (three)]");
    let base = signed_with(&[(8, &format!("<< {combo} >>"))]);
    let fill = |value: &str, shown: &str| {
        let field = format!("<< {combo} /V ({value}) /AP << /N 100 0 R >> >>");
        update_kept(&base, &[(8, &field), (100, &drawn(shown))])
    };
    for (value, shown) in [("1", "2"), ("2", "1"), ("three", "three"), ("other", "other")] {
        let file = fill(value, shown);
        assert_honest(&file, ChangeKind::FormFilled);
        let history = judge_with(&file, &|_| true);
        let named = history.steps.iter().flat_map(|step| &step.changes).find_map(|change| change.detail.clone());
        assert_eq!(named, Some(Detail::Value { before: String::new(), after: shown.to_owned() }));
    }
    for (value, shown) in [("1", "1"), ("three", "1"), ("other", "1")] {
        assert_caught(&fill(value, shown), ChangeKind::FormChanged);
    }
}

#[test]
fn colours_are_what_they_are_everywhere() {
    let field = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>");
    let with = |spaces: &str| {
        let look = look_of(&format!("{HELV} /ColorSpace {spaces}"), "", &text("new"));
        changed(&[(8, &field), (100, &look)])
    };
    assert_honest(&with("<< /Own /DeviceGray >>"), ChangeKind::FormFilled);
    for odd in ["<< /DefaultGray [/Indexed /DeviceGray 1 <FFFF>] >>", "<< /DefaultRGB /DeviceGray >>", "[]"] {
        assert_caught(&with(odd), ChangeKind::FormChanged);
    }
}

#[test]
fn what_is_changed_in_an_encrypted_file_is_not_proved() {
    let mut file = changed(&[(12, &stream(XMP, "<y/>"))]);
    assert_eq!(kinds(&file, Verdict::Unproved), []);
    let root = memchr::memmem::rfind(&file, b"/Root 1 0 R").unwrap();
    file.splice(root..root, *b"/Encrypt 16 0 R ");
    assert!(kinds(&file, Verdict::Unproved).contains(&ChangeKind::EncryptedChanged));
}

#[test]
fn a_box_is_ticked_with_a_mark() {
    let tick = |rectangle: &str, mark: &str| {
        let field = BOX.replace("[10 70 30 90]", rectangle);
        let base = signed_with(&[(10, &format!("<< {field} /AS /Off >>")), (14, &look_of(HELV, "", mark))]);
        update_kept(&base, &[(10, &format!("<< {field} /V /Yes /AS /Yes >>"))])
    };
    for mark in ["0 0 9 9 re f", "0 0 m 9 9 l S", "BT /Helv 9 Tf (x) Tj ET", ""] {
        assert_honest(&tick("[10 70 30 90]", mark), ChangeKind::FormFilled);
    }
    // A page of another contract, a digit over a digit, a picture.
    assert_caught(&tick("[0 0 600 800]", "0 0 9 9 re f"), ChangeKind::FormChanged);
    for mark in ["BT /Helv 9 Tf (9) Tj ET", "BT /Helv 9 Tf (no) Tj ET", "/Im Do", "/P sh", "(unclosed"] {
        assert_caught(&tick("[10 70 30 90]", mark), ChangeKind::FormChanged);
    }
}

/// What is found where a value is shown by this font and these resources.
fn shown_by(font: &str, more: &[(usize, &str)]) -> (Vec<ChangeKind>, Vec<ChangeKind>) {
    let field = format!("<< {EMPTY} /V (100) /AP << /N 100 0 R >> >>");
    let look = look_of("/Font << /Helv 101 0 R >>", "", &text("100"));
    let mut objects = vec![(8, field.as_str()), (100, look.as_str()), (101, font)];
    objects.extend_from_slice(more);
    let file = changed(&objects);
    (kinds(&file, Verdict::Forbidden), kinds(&file, Verdict::Unproved))
}

#[test]
fn a_new_font_is_believed_only_if_it_has_no_glyphs_of_its_own() {
    let honest = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    assert_eq!(shown_by(honest, &[]), (vec![], vec![]));
    let unproved = (vec![], vec![ChangeKind::FormChanged]);
    let glyphs = "/FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 /FontFile2 102 0 R >>";
    let embedded = format!("<< /Type /Font /Subtype /TrueType /BaseFont /X {glyphs} >>");
    let file = stream("", "glyphs");
    assert_eq!(shown_by(&embedded, &[(102, &file)]), unproved);
    assert_eq!(shown_by("<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>", &[]), unproved);
    assert_eq!(shown_by("<< /Type /Font /Subtype /Type3 >>", &[]), unproved);
    assert_eq!(shown_by("(no font)", &[]), unproved);
    // It says that its 1 is a 9.
    let map = stream("", "1 beginbfchar <31> <0039> endbfchar");
    let lying = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 102 0 R >>";
    assert_eq!(shown_by(lying, &[(102, &map)]), (vec![], vec![]));
}

#[test]
fn a_look_is_always_there_and_read_to_its_end() {
    let fill = |look: &str| {
        let field = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>");
        changed(&[(8, &field), (100, look), (101, "<< /Type /OCG /Name (x) >>")])
    };
    assert_honest(&fill(&look_of(HELV, "", &text("new"))), ChangeKind::FormFilled);
    let wrong = [
        look_of(HELV, "/OC 101 0 R", &text("new")),
        look_of(HELV, "/F (other.txt)", &text("new")),
        look_of(HELV, "", &text("new").replace("/Tx BMC", "/OC /Layer BDC")),
        look_of(HELV, "", &format!("{} (unclosed 0 0 99 99 re f", text("new"))),
        look_of(HELV, "", &format!("{} <0 /Im Do", text("new"))),
        look_of(HELV, "", &format!("{} 0 0 99 99 re f", text("new"))),
    ];
    for look in wrong {
        assert_caught(&fill(&look), ChangeKind::FormChanged);
    }
}

#[test]
fn a_background_that_was_there_may_stay() {
    let painted = |shown: &str, grey: &str| look_of(HELV, "", &format!("{grey} g 0 0 100 20 re f 0 g {}", text(shown)));
    let base = signed_with(&[(8, &format!("<< {EMPTY} /AP << /N 11 0 R >> >>")), (11, &painted("", "0.9"))]);
    let field = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>");
    let fill = |grey: &str| update_kept(&base, &[(8, &field), (100, &painted("new", grey))]);
    assert_honest(&fill("0.9"), ChangeKind::FormFilled);
    assert_caught(&fill("1"), ChangeKind::FormChanged);
}

#[test]
fn fonts_by_which_viewers_draw_are_not_slipped_in() {
    let form = |more: &str, fonts: &str| {
        let resources = format!("/DR << /Font << {fonts} >> >>");
        format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R] /SigFlags 3 {more} /DA (/Mine 0 Tf 0 g) {resources} >>")
    };
    let base = |more: &str| signed_with(&[(7, &form(more, "").replace(" 20 0 R", "").replace("/SigFlags 3", ""))]);
    let slip = |more: &str, name: &str| {
        update_kept(
            &base(more),
            &[(7, &form(more, &format!("/{name} 100 0 R"))), (100, "<< /Type /Font /Subtype /Type3 >>")],
        )
    };
    assert_honest(&slip("", "Mine"), ChangeKind::UnseenChanged);
    assert_caught(&slip("/NeedAppearances true", "Mine"), ChangeKind::FontChanged);
    assert_honest(&slip("/NeedAppearances true", "Other"), ChangeKind::UnseenChanged);
}
