//! Pages added, removed, moved, or cut to another size.

use super::{Attacks, BASES};
use crate::document::contract::{CONTENTS, PAGE, PAGES, SECOND_PAGE};
use crate::document::{Increment, stream};
use crate::finding::Class::Pages;
use crate::finding::Finding::{
    self, ActionAdded, ContentChanged, FontChanged, Locked, ObjectsHidden, PageAdded, PageChanged, PageRemoved,
    PagesReordered,
};

pub(super) fn add(attacks: &mut Attacks) {
    for (name, original) in [
        ("approved", &BASES.approved),
        ("streams", &BASES.approved_streams),
        ("certified", &BASES.certified),
        ("P=1", &BASES.closed),
    ] {
        attacks.append(Pages, &format!("a page added, {name}"), &[PageAdded], original, |increment| {
            let page = new_page(increment);
            increment.edit(PAGES, "4 0 R]", &format!("4 0 R {page} 0 R]")).edit(PAGES, "/Count 2", "/Count 3");
        });
        attacks.append(Pages, &format!("a page removed, {name}"), &[PageRemoved], original, |increment| {
            increment.edit(PAGES, "4 0 R]", "]").edit(PAGES, "/Count 2", "/Count 1");
        });
    }
    let original = &BASES.approved;
    let mut pages = |name: &str, expected: &[Finding], change: &dyn Fn(&mut Increment)| {
        attacks.append(Pages, name, expected, original, change);
    };
    pages("a page put first", &[PageAdded], &|increment| {
        let page = new_page(increment);
        increment.edit(PAGES, "[3 0 R", &format!("[{page} 0 R 3 0 R")).edit(PAGES, "/Count 2", "/Count 3");
    });
    pages("a branch of pages added", &[PageAdded], &|increment| {
        let page = new_page(increment);
        let branch = increment.add(format!("<< /Type /Pages /Parent 2 0 R /Kids [{page} 0 R] /Count 1 >>"));
        increment.edit(PAGES, "4 0 R]", &format!("4 0 R {branch} 0 R]")).edit(PAGES, "/Count 2", "/Count 3");
    });
    pages("a page added without a word in /Count", &[PageAdded], &|increment| {
        let page = new_page(increment);
        increment.edit(PAGES, "4 0 R]", &format!("4 0 R {page} 0 R]"));
    });
    pages("a page shown twice", &[PageAdded], &|increment| {
        increment.edit(PAGES, "4 0 R]", "4 0 R 3 0 R]").edit(PAGES, "/Count 2", "/Count 3");
    });
    pages("pages in another order", &[PagesReordered, PageChanged], &|increment| {
        increment.edit(PAGES, "[3 0 R 4 0 R]", "[4 0 R 3 0 R]");
    });
    pages("a page freed", &[ObjectsHidden, PageRemoved], &|increment| {
        increment.entry(SECOND_PAGE, crate::document::Entry::Free);
    });
    pages("a page replaced", &[PageAdded, PageRemoved, PageChanged, ContentChanged], &|increment| {
        let page = new_page(increment);
        increment.edit(PAGES, "4 0 R]", &format!("{page} 0 R]"));
    });
    pages("fewer pages by /Count", &[PageChanged, PageRemoved], &|increment| {
        increment.edit(PAGES, "/Count 2", "/Count 1");
    });
    for (name, entry) in [
        ("cropped", "/CropBox [0 100 595 842]"),
        ("turned", "/Rotate 180"),
        ("scaled", "/UserUnit 0.1"),
        ("of another size", "/MediaBox [0 0 595 700]"),
    ] {
        pages(&format!("a page {name}"), &[PageChanged], &|increment| {
            let text = crate::document::read::with_entry(&increment.text(PAGE), entry);
            increment.set(PAGE, text);
        });
    }
    pages("the size that pages inherit", &[PageChanged], &|increment| {
        increment.edit(PAGES, "[0 0 595 842]", "[0 0 595 700]");
    });
    pages("a script of a page", &[ActionAdded, PageChanged], &|increment| {
        increment.edit(PAGE, "/Type /Page", "/Type /Page /AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >>");
    });
    pages("one more content stream", &[ContentChanged, PageChanged], &|increment| {
        let more = increment.add(stream("", b"BT /F1 24 Tf 72 400 Td (You owe a million) Tj ET"));
        increment.edit(PAGE, "/Contents 5 0 R", &format!("/Contents [{CONTENTS} 0 R {more} 0 R]"));
    });
    pages("resources under the old names", &[PageChanged, FontChanged, ContentChanged], &|increment| {
        let font = increment.add("<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>");
        increment.edit(PAGE, "/F1 7 0 R", &format!("/F1 {font} 0 R"));
    });
    attacks.append(Pages, "a page turned, streams", &[PageChanged], &BASES.approved_streams, |increment| {
        increment.edit(PAGE, "/Type /Page", "/Type /Page /Rotate 180");
    });
    attacks.append(Pages, "a page cropped, P=3", &[PageChanged, Locked], &BASES.annotatable, |increment| {
        increment.edit(PAGE, "/Type /Page", "/Type /Page /CropBox [0 100 595 842]");
    });
}

fn new_page(increment: &mut Increment) -> u32 {
    let contents = increment.add(stream("", b"BT /F1 24 Tf 72 700 Td (You owe a million) Tj ET"));
    increment
        .add(format!("<< /Type /Page /Parent 2 0 R /Contents {contents} 0 R /Resources << /Font << /F1 7 0 R >> >> >>"))
}
