//! What viewers show counts, not what a dictionary says of itself; and what cannot be read counts as the strictest.

use super::*;

/// The signed document with a new signature field, and what is seen of it if only `A` is intact.
fn with_field(base: &[u8], entries: &str) -> Vec<ChangeKind> {
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let field = format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) {entries} >>");
    let file = update_kept(base, &[(3, &page), (7, &form), (100, &field)]);
    let history = judge_with(&file, &|name| name == "A");
    history.steps.iter().flat_map(|step| &step.changes).map(|change| change.kind).collect()
}

#[test]
fn only_hidden_fields_and_those_without_area_are_unseen() {
    let signed = sign(&document(), "A");
    for unseen in ["/Rect [0 0 0 0]", "/Rect [5 5 5 90]", "/F 2 /Rect [0 0 600 800]", "/F 134 /Rect [0 0 600 800]"] {
        assert!(!with_field(&signed, unseen).contains(&ChangeKind::UnsignedVisibleField), "{unseen}");
    }
    for seen in [
        "/F 4 /Rect [0 0 600 800]",
        // Not viewed, but printed.
        "/F 36 /Rect [0 0 600 800]",
        "/F 32 /Rect [0 0 600 800]",
        // Beside the page by its corners, which say nothing where it does not turn with the page.
        "/F 20 /Rect [600 0 1200 800]",
        "/Rect [-90 -90 -10 -10]",
        // On another page by its own account.
        "/P 2 0 R /Rect [0 0 600 800]",
        // A flag that no reader knows, and one that is no number.
        "/F (2) /Rect [0 0 600 800]",
        "/F 2.0 /Rect [0 0 600 800]",
    ] {
        let found = with_field(&signed, seen);
        assert!(found.contains(&ChangeKind::UnsignedVisibleField), "{seen}: {found:?}");
    }
}

#[test]
fn the_page_that_lists_a_field_is_named() {
    let signed = sign(&document(), "A");
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /P 2 0 R /Rect [0 0 9 9] >>";
    let history = judge_with(&update_kept(&signed, &[(3, &page), (7, &form), (100, field)]), &|name| name == "A");
    let seen = history.steps[0].changes.iter().find(|change| change.kind == ChangeKind::UnsignedVisibleField);
    assert_eq!(seen.unwrap().page, Some(1));
}

#[test]
fn nothing_new_is_seen_over_a_certification() {
    let visible = |base: &[u8], kind: &str| {
        let name = FieldName::new("B").unwrap();
        let entries = format!("/Type /{kind} /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached");
        let new = NewSignature { field: &name, entries, capacity: 64, certify: None, visible: None };
        let (mut revision, gap) = append_signature(&base, &new).unwrap();
        gap.fill(&mut revision, &[0x30, 3, 2, 1, 5]).unwrap();
        // The field's rectangle has room for another one of the same length.
        let file = revision.apply(base);
        let at = memchr::memmem::rfind(&file, b"/Rect [0 0 0 0]").unwrap();
        [&file[..at], b"/Rect [0 0 9 9]", &file[at + 15..]].concat()
    };
    let found = |file: &[u8]| kinds(file, Verdict::Forbidden);
    assert_eq!(found(&visible(&sign(&document(), "A"), "Sig")), []);
    assert_eq!(found(&visible(&certify(&document(), 2), "Sig")), [ChangeKind::VisibleField]);
    assert_eq!(found(&visible(&sign(&document(), "A"), "DocTimeStamp")), [ChangeKind::VisibleTimestamp]);
}

#[test]
fn fields_draw_nothing_but_text() {
    let field = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>");
    let empty = format!("<< {EMPTY} /V () /AP << /N 100 0 R >> >>");
    assert_honest(&changed(&[(8, &field), (100, &drawn("new"))]), ChangeKind::FormFilled);
    for more in ["0 0 99 99 re f", "0 0 m 99 99 l S", "/Im Do", "/Sh sh", "BI ID x EI", "0 0 99 99 re B*"] {
        let look = drawn("new").replace("ET Q", &format!("ET {more} Q")).replace("/Length 5", "/Length 7");
        let content = look.split("stream\n").nth(1).unwrap().trim_end_matches("\nend");
        let resources = "/Resources << /Font << /Helv 4 0 R >> >>";
        let look = stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 100 20] {resources}"), content);
        assert_caught(&changed(&[(8, &field), (100, &look)]), ChangeKind::FormChanged);
        let bare = stream("/Type /XObject /Subtype /Form /BBox [0 0 100 20]", more);
        assert_caught(&changed(&[(8, &empty), (100, &bare)]), ChangeKind::FormChanged);
    }
}

#[test]
fn permissions_that_cannot_be_read_are_the_strictest() {
    let filled = [(8, format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>")), (100, drawn("new"))];
    let filled: Vec<(usize, &str)> = filled.iter().map(|(number, body)| (*number, body.as_str())).collect();
    let certified = certify(&document(), 2);
    assert_honest(&update_kept(&certified, &filled), ChangeKind::FormFilled);
    let text: Vec<u8> = certified.clone();
    let at = memchr::memmem::rfind(&text, b"/P 2 /V").unwrap();
    for wrong in ["/P(2)/V", "/P/No/V", "/P 0 /V", "/P 9 /V", "/P 2./V"] {
        let file = [&text[..at], wrong.as_bytes(), &text[at + 7..]].concat();
        assert_caught(&update_kept(&file, &filled), ChangeKind::Locked);
    }
    let at = memchr::memmem::rfind(&text, b"/TransformMethod /DocMDP").unwrap();
    let file = [&text[..at], b"/TransformMethod /XocMDP", &text[at + 24..]].concat();
    assert_caught(&update_kept(&file, &filled), ChangeKind::Locked);
}

#[test]
fn harmless_updates_may_be_written_otherwise() {
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
    let field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /P 3 0 R /Rect [0 0 0 0] >>";
    // A form's fields have no order.
    let form = format!("<< /Fields [100 0 R 20 0 R 8 0 R 9 0 R 10 0 R] /SigFlags 3 {FORM} >>");
    assert_honest(&changed(&[(3, &page), (7, &form), (100, field)]), ChangeKind::FieldAdded);
    let doubled = format!("<< /Fields [100 0 R 20 0 R 8 0 R 9 0 R 10 0 R 8 0 R] /SigFlags 3 {FORM} >>");
    assert_caught(&changed(&[(3, &page), (7, &doubled), (100, field)]), ChangeKind::FormChanged);
    // The catalog under another number.
    let moved = |catalog: &str| {
        let file = changed(&[(150, catalog)]);
        let at = memchr::memmem::rfind(&file, b"/Root 1 0 R ").unwrap();
        [&file[..at], b"/Root 150 0 R ", &file[at + 12..]].concat()
    };
    let same = moved(&signed_catalog("/DSS << /Certs [] >>"));
    assert_eq!(kinds(&same, Verdict::Forbidden), []);
    assert_caught(&moved(&signed_catalog("/Lang (ja)")), ChangeKind::TrailerChanged);
}

#[test]
fn a_value_of_two_fields_is_one_signature_and_no_sound_one() {
    let file = sign(&document(), "A");
    let text = String::from_utf8_lossy(&file).into_owned();
    let value = text.rsplit("/V ").next().unwrap().split(" 0 R").next().unwrap().to_owned();
    let twin = format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /P 3 0 R /Rect [0 0 0 0] /V {value} 0 R >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let shared = update_kept(&file, &[(7, &form), (100, &twin)]);
    assert_eq!(examined(&file).1, [vec![]]);
    assert_eq!(examined(&shared).1, [vec![ChangeKind::SignatureShared]]);
}

#[test]
fn the_order_of_annotations_is_kept() {
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let with = |annotations: &str, rectangle: &str| {
        let page = format!("<< {PAGE} {RESOURCES} /Annots [{annotations}] >>");
        let field = format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /P 3 0 R /Rect {rectangle} >>");
        changed(&[(3, &page), (7, &form), (100, &field)])
    };
    assert_honest(&with("8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R", "[0 0 9 9]"), ChangeKind::FieldAdded);
    // What is never seen lies nowhere.
    assert_honest(&with("8 0 R 100 0 R 9 0 R 10 0 R 17 0 R 20 0 R", "[0 0 0 0]"), ChangeKind::FieldAdded);
    assert_caught(&with("8 0 R 100 0 R 9 0 R 10 0 R 17 0 R 20 0 R", "[0 0 9 9]"), ChangeKind::AnnotationChanged);
    assert_caught(&with("9 0 R 8 0 R 10 0 R 17 0 R 20 0 R 100 0 R", "[0 0 9 9]"), ChangeKind::AnnotationChanged);
}

#[test]
fn annotations_without_a_number_are_kept() {
    let page = |more: &str| format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R {more}] >>");
    let note = |text: &str| format!("<< /Type /Annot /Subtype /FreeText /Rect [9 9 99 99] /Contents ({text}) >>");
    let both = [note("a"), note("b")].concat();
    let signed = sign(&update(&document(), 18, &[(3, &page(&both))]), "A");
    for left in [note("a"), note("c"), [note("a"), note("c")].concat(), String::new()] {
        let found = kinds(&update_kept(&signed, &[(3, &page(&format!("{left} 20 0 R")))]), Verdict::Forbidden);
        assert!(
            found.contains(&ChangeKind::AnnotationChanged) || found.contains(&ChangeKind::AnnotationRemoved),
            "{left}"
        );
    }
}

#[test]
fn what_is_hidden_first_and_shown_when_signed_covers_no_certified_page() {
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let field = |more: &str| format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /Rect [0 0 600 800] {more} >>");
    let hidden = update_kept(&certify(&document(), 2), &[(3, &page), (7, &form), (100, &field("/F 2"))]);
    assert_honest(&hidden, ChangeKind::FieldAdded);
    let signature = "<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <3003020105> >>";
    let shown = update_kept(&hidden, &[(100, &field("/F 4 /V 101 0 R")), (101, signature)]);
    assert_caught(&shown, ChangeKind::VisibleField);
}

#[test]
fn a_field_and_its_widget_may_stand_apart() {
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 101 0 R] >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let with = |field: &str, widget: &str| {
        let widget = format!("<< /Type /Annot /Subtype /Widget {widget} >>");
        changed(&[(3, &page), (7, &form), (100, field), (101, &widget)])
    };
    let field = "<< /FT /Sig /T (B) /Kids [101 0 R] >>";
    for widget in ["/Rect [0 0 0 0]", "/Parent 100 0 R /Rect [0 0 0 0]"] {
        assert_honest(&with(field, widget), ChangeKind::FieldAdded);
    }
    // Nobody's widget, one that acts, and one that is seen.
    assert_caught(&with("<< /FT /Sig /T (B) >>", "/Rect [0 0 0 0]"), ChangeKind::AnnotationAdded);
    let script = "/Rect [0 0 0 0] /AA << /E << /S /JavaScript /JS (x) >> >>";
    assert_caught(&with(field, script), ChangeKind::ActionAdded);
    let seen = judge_with(&with(field, "/Rect [0 0 600 800]"), &|name| name == "A");
    assert!(seen.steps[0].changes.iter().any(|change| change.kind == ChangeKind::UnsignedVisibleField));
}

#[test]
fn locks_hold_wherever_they_stand() {
    let filled = [(8, format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>")), (100, drawn("new"))];
    let filled: Vec<(usize, &str)> = filled.iter().map(|(number, body)| (*number, body.as_str())).collect();
    let signed = |field: &str, more: &[(usize, &str)]| {
        let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 60 0 R] >>");
        let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 61 0 R] {FORM} >>");
        let field =
            format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (A) /Parent 61 0 R /Rect [0 0 0 0] {field} >>");
        let mut objects = vec![(3, page.as_str()), (7, form.as_str()), (60, field.as_str())];
        objects.extend_from_slice(more);
        sign(&update(&document(), 62, &objects), "P.A")
    };
    let parent = |more: &str| format!("<< /T (P) /Kids [60 0 R] {more} >>");
    let free = signed("", &[(61, &parent(""))]);
    assert_honest(&update_kept(&free, &filled), ChangeKind::FormFilled);
    let lock = "/Lock << /Type /SigFieldLock /Action /Include /Fields [(empty)] >>";
    assert_caught(&update_kept(&signed(lock, &[(61, &parent(""))]), &filled), ChangeKind::Locked);
    assert_caught(&update_kept(&signed("", &[(61, &parent(lock))]), &filled), ChangeKind::Locked);
    assert_caught(&update_kept(&signed("/Lock (x)", &[(61, &parent(""))]), &filled), ChangeKind::Locked);
}

#[test]
fn metadata_that_cannot_be_searched_is_not_taken() {
    let utf16: String = "\u{feff}<dc:title>Gift</dc:title>".encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let utf16 = stream(&format!("{XMP} /Filter /ASCIIHexDecode"), &format!("{utf16}>"));
    assert_caught(&changed(&[(12, &utf16)]), ChangeKind::MetadataChanged);
    for title in [
        "<title xmlns='http://purl.org/dc/elements/1.1/'><li>Gift</li></title>",
        "<!DOCTYPE x [<!ENTITY t 'Gift'>]><dc:title>&t;</dc:title>",
        "<x dc:title='Gift'/>",
        "<x\n title = 'Gift'/>",
    ] {
        assert_caught(&changed(&[(12, &stream(XMP, title))]), ChangeKind::MetadataChanged);
    }
}

#[test]
fn what_cannot_be_checked_is_no_forgery_and_no_proof() {
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let verdicts = |rectangle: &str, of_b: Standing| {
        let field = format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /P 3 0 R /Rect {rectangle} >>");
        let file = changed(&[(3, &page), (7, &form), (100, &field)]);
        let history = judge_on(&Reader::new(&file), &|name| if name == "A" { Standing::Intact } else { of_b });
        let mut verdicts: Vec<Verdict> =
            history.steps.iter().flat_map(|step| &step.changes).map(|one| one.verdict).collect();
        verdicts.sort();
        verdicts.dedup();
        verdicts
    };
    assert_eq!(verdicts("[0 0 9 9]", Standing::Unchecked), [Verdict::Allowed, Verdict::Unproved]);
    assert_eq!(verdicts("[0 0 9 9]", Standing::Broken), [Verdict::Allowed, Verdict::Forbidden]);
    assert_eq!(verdicts("[0 0 9 9]", Standing::Intact), [Verdict::Allowed]);
    assert_eq!(verdicts("[0 0 0 0]", Standing::Unchecked), [Verdict::Allowed]);
}

#[test]
fn signatures_that_no_form_lists_are_found() {
    let signed = sign(&document(), "A");
    let text = String::from_utf8_lossy(&signed).into_owned();
    // The form's key and the list's, each written as another of the same length.
    for (from, to) in [("/AcroForm", "/XcroForm"), ("/Fields", "/Xields")] {
        let at = memchr::memmem::rfind(&signed, from.as_bytes()).unwrap();
        let file = [&signed[..at], to.as_bytes(), &signed[at + from.len()..]].concat();
        let reader = Reader::new(&file);
        let opened = Opened::open(&reader).unwrap();
        let found: Vec<_> = opened.signatures.iter().map(|one| (one.info.field.as_str(), one.is_listed)).collect();
        assert_eq!(found, [("A", false)], "{from}");
    }
    // At the widget of a field, instead of at the field.
    let value = text.rsplit("/V ").next().unwrap().split(" 0 R").next().unwrap().to_owned();
    let field = "<< /FT /Sig /T (A) /Kids [100 0 R] >>";
    let widget = format!("<< /Type /Annot /Subtype /Widget /Parent 20 0 R /Rect [0 0 0 0] /V {value} 0 R >>");
    let file = update_kept(&signed, &[(20, field), (100, &widget)]);
    assert!(examined(&file).0.iter().all(|one| one.field == "A"));
}

#[test]
fn what_is_read_aloud_of_a_new_field_is_part_of_a_signature() {
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let verdicts = |entries: &str, of_b: Standing| {
        let field = format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /P 3 0 R /Rect [0 0 0 0] {entries} >>");
        let file = changed(&[(3, &page), (7, &form), (100, &field)]);
        let history = judge_on(&Reader::new(&file), &|name| if name == "A" { Standing::Intact } else { of_b });
        history.steps.iter().flat_map(|step| &step.changes).map(|one| one.verdict).max().unwrap()
    };
    for entries in ["/TU (The rent is 900)", "/Contents (The rent is 900)"] {
        assert_eq!(verdicts(entries, Standing::Broken), Verdict::Forbidden, "{entries}");
        assert_eq!(verdicts(entries, Standing::Unchecked), Verdict::Unproved, "{entries}");
        assert_eq!(verdicts(entries, Standing::Intact), Verdict::Allowed, "{entries}");
    }
    assert_eq!(verdicts("/TM (x)", Standing::Broken), Verdict::Allowed);
}

#[test]
fn descriptions_and_claims_of_conformance_stay() {
    let title = "<dc:title><rdf:Alt><rdf:li>Contract</rdf:li></rdf:Alt></dc:title>";
    let part = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>";
    let (both, xmp) = (format!("<x>{title}{part}</x>"), |text: &str| stream(XMP, text));
    let base = sign(&update(&document(), 18, &[(12, &xmp(&both))]), "A");
    let to = |text: &str| update_kept(&base, &[(12, &xmp(text))]);
    assert_honest(
        &to(&format!("<x><xmp:ModifyDate>2026</xmp:ModifyDate>{part}{title}</x>")),
        ChangeKind::MetadataUpdated,
    );
    for other in [
        part.to_owned(),
        title.to_owned(),
        both.replace(">B<", ">A<"),
        both.replace(">2<", ">3<"),
        both.replace("</x>", "<pdfuaid:part>1</pdfuaid:part></x>"),
        both.replace("<x>", "<x pdfxid:GTS_PDFXVersion=\"PDF/X-4\">"),
        both.replace("</x>", "<dc:rights>none</dc:rights></x>"),
        both.replace("</dc:title>", "</dc:titel>"),
        both.replace("<x>", "<x xmlns:dc=\"urn:other\">"),
        both.replace("<x>", "<x xmlns:other=\"http://purl.org/dc/elements/1.1/\">"),
        String::new(),
    ] {
        assert_caught(&to(&format!("<x>{other}</x>")), ChangeKind::MetadataChanged);
    }
}

#[test]
fn what_should_be_a_list_of_annotations_is_one() {
    let new = "<< /Type /Annot /Subtype /FreeText /Rect [0 0 600 800] >>";
    for list in ["100 0 R", new, "(x)"] {
        let page = format!("<< {PAGE} {RESOURCES} /Annots {list} >>");
        assert_caught(&changed(&[(3, &page), (100, new)]), ChangeKind::AnnotationChanged);
    }
}
