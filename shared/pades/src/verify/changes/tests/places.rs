//! Where allowed changes can be seen.

use super::*;

/// Where the history says that something can be seen: page, field and rectangle.
fn places(file: &[u8]) -> Vec<(usize, String, [i64; 4])> {
    let places = judge_with(file, &|_| true).steps.into_iter().flat_map(|step| step.places);
    places.map(|place| (place.page, place.field, place.rectangle)).collect()
}

#[test]
fn the_places_of_allowed_changes_are_named_and_those_of_forbidden_ones_are_not() {
    let filled = format!("<< {EMPTY} /V (new) /AP << /N 101 0 R >> >>");
    let file = changed(&[(8, &filled), (101, &drawn("new"))]);
    assert_eq!(places(&file), [(1, "empty".to_owned(), [10, 10, 110, 30])]);
    let elsewhere = format!("<< {FULL} /V (new) /Rect [10 40 110 600] /AP << /N 13 0 R >> >>");
    assert_eq!(places(&changed(&[(9, &elsewhere)])), []);
}

#[test]
fn a_place_holds_all_that_a_signature_may_cover_whether_or_not_it_turns_with_its_page() {
    let place = |entries: &str| {
        let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
        let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
        let value = "/V << /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 0 0 0] /Contents <00> >>";
        let field = format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) {value} {entries} >>");
        let found = places(&update_kept(&sign(&document(), "A"), &[(3, &page), (7, &form), (100, &field)]));
        found.into_iter().map(|(_, _, rectangle)| rectangle).collect::<Vec<_>>()
    };
    assert_eq!(place("/Rect [10.5 20 110 30.2]"), [[10, 20, 110, 31]]);
    assert_eq!(place("/F 16 /Rect [200 20 300 30]"), [[100, -70, 300, 130]]);
    assert_eq!(place("/Rect [0 0 0 0]"), Vec::<[i64; 4]>::new());
}
