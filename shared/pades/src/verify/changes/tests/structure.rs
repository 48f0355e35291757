//! The structure tree: new signature fields get their elements, and nothing that was there is read otherwise.

use super::*;

#[test]
fn circles_in_the_structure_end() {
    let tagged = |number: usize| signed_catalog(&format!("/StructTreeRoot {number} 0 R"));
    let base = changed(&[(1, &tagged(101)), (101, "<< /Type /StructTreeRoot /ParentTree 102 0 R >>"), (102, "<< >>")]);
    let signed = sign(&base, "B");
    let circle = update_kept(&signed, &[(102, "<< /ParentTree 103 0 R >>"), (103, "<< /ParentTree 103 0 R >>")]);
    assert_caught(&circle, ChangeKind::CatalogChanged);
}

#[test]
fn the_structure_gets_elements_for_signatures_alone() {
    let tagged = signed_catalog("/StructTreeRoot 50 0 R");
    let root = |more: &str| format!("<< /Type /StructTreeRoot /K [51 0 R {more}] >>");
    let element = "<< /S /P /P 50 0 R /Pg 3 0 R /K 0 >>";
    let signed = sign(&changed(&[(1, &tagged), (50, &root("")), (51, element)]), "B");
    let with = |root: &str, new: &str| update(&signed, 300, &[(50, root), (100, new)]);
    for new in [
        // More is said of what was there.
        "<< /S /P /P 50 0 R /Pg 3 0 R /K 0 /Alt (Gift) >>",
        "<< /S /P /P 50 0 R /Pg 3 0 R /Alt (Gift) >>",
        "<< /S /P /P 50 0 R /Pg 3 0 R /K << /Type /MCR /MCID 0 >> >>",
    ] {
        assert_caught(&with(&root("100 0 R"), new), ChangeKind::CatalogChanged);
    }
    let mapped = root("").replace("/K", "/RoleMap << /P /Artifact >> /K");
    assert_caught(&with(&mapped, "null"), ChangeKind::CatalogChanged);
}

/// A tagged document with a new invisible signature field (100) with its element (101) in
/// it, which stands as `kids` and `numbers` say.
fn with_element(kids: &str, element: &str, numbers: &str) -> Vec<u8> {
    let tagged = signed_catalog("/StructTreeRoot 50 0 R");
    let root = |kids: &str| format!("<< /Type /StructTreeRoot /K [{kids}] /ParentTree 53 0 R >>");
    let paragraph = "<< /S /P /P 50 0 R /Pg 3 0 R /K 0 >>";
    let base = changed(&[
        (1, &tagged),
        (50, &root("51 0 R 52 0 R")),
        (51, paragraph),
        (52, paragraph),
        (53, "<< /Nums [0 [51 0 R]] >>"),
    ]);
    let page = format!("<< {PAGE} {RESOURCES} /Annots [8 0 R 9 0 R 10 0 R 17 0 R 20 0 R 100 0 R] >>");
    let form = format!("<< /Fields [8 0 R 9 0 R 10 0 R 20 0 R 100 0 R] /SigFlags 3 {FORM} >>");
    let field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (C) /P 3 0 R /Rect [0 0 0 0] /StructParent 1 >>";
    let objects = [
        (3, page.as_str()),
        (7, &form),
        (50, &root(kids)),
        (53, &format!("<< /Nums [0 [51 0 R] {numbers}] >>")),
        (100, field),
        (101, &format!("<< {element} >>")),
        (102, "<< /S /Form /P 103 0 R /K [103 0 R] >>"),
        (103, "<< /S /Form /P 102 0 R /K [102 0 R] >>"),
    ];
    update(&base, 300, &objects)
}

/// What the last revision did that may not be, and that may be.
fn last(file: &[u8], verdict: Verdict) -> Vec<ChangeKind> {
    let history = judge_with(file, &|_| true);
    let changes = history.steps.last().unwrap().changes.iter().filter(|change| change.verdict == verdict);
    changes.map(|change| change.kind).collect()
}

const ELEMENT: &str = "/S /Form /P 50 0 R /Pg 3 0 R /K << /Type /OBJR /Obj 100 0 R >>";

#[test]
fn a_new_field_gets_an_element_that_says_nothing() {
    let kids = "51 0 R 52 0 R 101 0 R";
    let file = with_element(kids, ELEMENT, "1 101 0 R");
    assert_eq!(last(&file, Verdict::Forbidden), []);
    assert!(last(&file, Verdict::Allowed).contains(&ChangeKind::StructureExtended));
    for says in ["/Alt (The rent is 900)", "/ActualText (900)", "/T (x)", "/Lang (fr)", "/E (x)", "/C /x", "/A << >>"] {
        let file = with_element(kids, &format!("{ELEMENT} {says}"), "1 101 0 R");
        assert!(last(&file, Verdict::Forbidden).contains(&ChangeKind::CatalogChanged), "{says}");
    }
    let heading = ELEMENT.replace("/Form", "/H1");
    let file = with_element(kids, &heading, "1 101 0 R");
    assert!(last(&file, Verdict::Forbidden).contains(&ChangeKind::CatalogChanged));
}

#[test]
fn what_was_there_is_read_once_and_nothing_in_circles() {
    let kids = "51 0 R 52 0 R 101 0 R";
    let below = |kid: &str| ELEMENT.replace("/K <<", &format!("/K [{kid} <<")).replace(">>", ">>]");
    let parent = |number: u32| ELEMENT.replace("/P 50 0 R", &format!("/P {number} 0 R"));
    for (kids, element, numbers) in [
        ("51 0 R 52 0 R 51 0 R", ELEMENT.to_owned(), ""),
        ("51 0 R 52 0 R 50 0 R", ELEMENT.to_owned(), ""),
        ("51 0 R 52 0 R 101 0 R 101 0 R", ELEMENT.to_owned(), ""),
        ("51 0 R 52 0 R 102 0 R", ELEMENT.to_owned(), ""),
        (kids, below("52 0 R"), ""),
        (kids, below("0"), ""),
        (kids, below("101 0 R"), ""),
        (kids, parent(101), ""),
        (kids, parent(102), ""),
        (kids, ELEMENT.to_owned(), "1 53 0 R"),
        (kids, ELEMENT.to_owned(), "1 102 0 R"),
        (kids, ELEMENT.to_owned(), "1 [50 0 R]"),
    ] {
        let file = with_element(kids, &element, numbers);
        let found = last(&file, Verdict::Forbidden);
        assert!(found.contains(&ChangeKind::CatalogChanged), "{kids} {element} {numbers}: {found:?}");
    }
}

#[test]
fn what_an_element_holds_stays() {
    let element = |kids: &str| format!("<< /S /P /P 50 0 R /Pg 3 0 R {kids} >>");
    let tagged = signed_catalog("/StructTreeRoot 50 0 R");
    let root = "<< /Type /StructTreeRoot /K 51 0 R >>";
    for held in ["/K 1", "/K [1]", "/K << /Type /MCR /MCID 1 >>", "/K [1 2]"] {
        let signed = sign(&changed(&[(1, &tagged), (50, root), (51, &element(held))]), "B");
        for other in ["/K 0", "/K []", "", "/K null", "/K [0 1]", "/K 2", "/K << /Type /MCR /MCID 0 >>"] {
            let found = last(&update(&signed, 300, &[(51, &element(other))]), Verdict::Forbidden);
            assert!(found.contains(&ChangeKind::CatalogChanged), "{held} -> {other}: {found:?}");
        }
    }
}
