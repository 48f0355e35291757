//! Page trees: readers must find the same pages in the same order, whatever they go by.

use super::*;

/// A file with this tree below the catalog; objects 2, 3, …
fn tree(objects: &[&str]) -> Vec<u8> {
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    for object in objects {
        builder.object(*object);
    }
    builder.finish()
}

const PAGE: &str = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>";

#[test]
fn trees_that_all_readers_walk_alike() {
    for objects in [
        &["<< /Type /Pages /Kids [] /Count 0 >>"][..],
        &["<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", PAGE, PAGE],
        &["<< /Type /Pages /Kids 4 0 R /Count 1 >>", PAGE, "[3 0 R]"],
        &[
            "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            PAGE,
            "<< /Type /Pages /Parent 2 0 R /Kids [5 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 4 0 R >>",
        ],
    ] {
        assert_sound(&tree(objects));
    }
}

#[test]
fn trees_that_readers_walk_differently() {
    let root = |kids: &str, count: &str| format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>");
    for (kids, count) in [
        ("3 0 R 4 0 R", "1"),
        ("3 0 R 4 0 R", "5"),
        ("3 0 R 4 0 R", "-2"),
        ("3 0 R 4 0 R", "(2)"),
        ("3 0 R null 4 0 R", "2"),
        ("3 0 R 9 0 R 4 0 R", "2"),
        ("3 0 R 3 0 R", "2"),
        ("3 0 R 2 0 R", "1"),
        ("3 0 R << /Type /Page /Parent 2 0 R >>", "2"),
        ("3 0 R 1 0 R", "2"),
    ] {
        assert_fault(&tree(&[&root(kids, count), PAGE, PAGE]), SyntaxFault::PageTree);
    }
    assert_fault(&tree(&["<< /Type /Pages /Kids [3 0 R] >>", PAGE]), SyntaxFault::PageTree);
    assert_fault(&tree(&[&root("3 0 R", "1"), &PAGE.replace("2 0 R", "1 0 R")]), SyntaxFault::PageTree);
    assert_fault(&tree(&[&root("3 0 R", "1"), &PAGE.replace("/Parent 2 0 R", "")]), SyntaxFault::PageTree);
    // A tree of nodes that is deeper than readers go.
    let mut objects = vec![root("3 0 R", "1")];
    for number in 3..400 {
        let (above, below) = (number - 1, number + 1);
        objects.push(format!("<< /Type /Pages /Parent {above} 0 R /Kids [{below} 0 R] /Count 1 >>"));
    }
    objects.push("<< /Type /Page /Parent 399 0 R >>".to_owned());
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    assert_fault(&tree(&objects), SyntaxFault::PageTree);
}

#[test]
fn an_update_of_the_tree_is_walked_as_well() {
    let file = tree(&["<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE]);
    let update = |kids: &str, count: usize| {
        let node = format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>");
        updated(&file, &[(2, &node), (4, PAGE)], "2 1\n{2}\n4 1\n{4}\n", TRAILER)
    };
    assert_sound(&update("3 0 R 4 0 R", 2));
    assert_fault(&update("3 0 R 4 0 R", 1), SyntaxFault::PageTree);
}

#[test]
fn a_new_catalog_and_a_page_in_another_place_are_walked_as_well() {
    let file = tree(&["<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", PAGE, PAGE]);
    let page = |body: &str| updated(&file, &[(4, body)], "4 1\n{4}\n", TRAILER);
    assert_sound(&page(&PAGE.replace("/MediaBox", "/Rotate 90 /MediaBox")));
    for body in [PAGE.replace("2 0 R", "1 0 R"), PAGE.replace("/Page ", "/Pages "), PAGE.replace("/MediaBox", "/Kids")]
    {
        assert_fault(&page(&body), SyntaxFault::PageTree);
    }
    let catalog = |count: usize| {
        let node = format!("<< /Type /Pages /Kids [7 0 R] /Count {count} >>");
        let objects = [(5, "<< /Type /Catalog /Pages 6 0 R >>"), (6, &node), (7, &PAGE.replace("2 0 R", "6 0 R"))];
        updated(&file, &objects, "5 3\n{5}\n{6}\n{7}\n", &TRAILER.replace("/Root 1", "/Root 5"))
    };
    assert_sound(&catalog(1));
    assert_fault(&catalog(2), SyntaxFault::PageTree);
}

#[test]
fn a_tree_that_every_revision_has_anew_is_too_complex() {
    const PAGES: usize = 2_000;
    let kids: String = (3..PAGES + 3).map(|number| format!("{number} 0 R ")).collect();
    let node = format!("<< /Type /Pages /Kids {} 0 R /Count {PAGES} >>", PAGES + 3);
    let mut objects = vec![node.as_str()];
    objects.extend([PAGE; PAGES]);
    let kids = format!("[{kids}]");
    objects.push(&kids);
    let mut file = tree(&objects);
    let trailer = TRAILER.replace("/Size 20", "/Size 3000");
    for _ in 0..300 {
        file = updated(&file, &[(2, &node)], "2 1\n{2}\n", &trailer);
    }
    assert_fault(&file, SyntaxFault::TooMany);
}
