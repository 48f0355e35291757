//! What pages draw, with what, and how the pages are put together.

use signing::document::stream;

use super::{Family, Trick, trick};
use crate::chance::Chance;
use crate::document::{
    CATALOG, CONTENTS, ENCODING, FIELD_FONT, FONT, IMAGE, PAGE, PAGES, RESOURCES, SECOND_CONTENTS, SECOND_PAGE, STAMP,
};
use crate::update::Update;

pub(super) const TRICKS: &[Trick] = &[
    trick(Family::Content, "the text is another one", |update, _| {
        update.set(CONTENTS, forged());
    }),
    trick(Family::Content, "an object of what is drawn is replaced", |update, chance| {
        let (number, body) = replaced(update, chance);
        update.set(number, body);
    }),
    trick(Family::Content, "a stream that was not used is drawn", |update, _| {
        update.edit(PAGE, "/Contents 5 0 R", "/Contents 43 0 R");
    }),
    trick(Family::Content, "a stream is drawn as well", |update, chance| {
        let more = update.add(cover(chance));
        update.edit(SECOND_PAGE, "[6 0 R]", &format!("[6 0 R {more} 0 R]"));
    }),
    trick(Family::Content, "nothing is drawn any more", |update, chance| {
        let number = [CONTENTS, SECOND_CONTENTS, IMAGE, STAMP][chance.below(4)];
        update.set(number, chance.one_of(&["null", "<< >>", "[]"]));
    }),
    trick(Family::Content, "the image is a form", |update, chance| {
        let drawn = cover(chance);
        update.set(IMAGE, drawn);
    }),
    trick(Family::Content, "the image is masked", |update, _| {
        update.edit(IMAGE, "/Subtype /Image", "/Subtype /Image /Mask [0 0]");
    }),
    trick(Family::Content, "the font is another one", |update, chance| {
        let name = chance.one_of(&["/ZapfDingbats", "/Symbol", "/Courier", "/Times-Roman"]);
        update.edit(FONT, "/Helvetica", name);
    }),
    trick(Family::Content, "letters of the font are others", |update, _| {
        update.edit(ENCODING, "[160 /space]", "[97 /z 101 /q 160 /space]");
    }),
    trick(Family::Content, "the font draws by procedures", |update, _| {
        let shape = update.add(stream("", b"1000 0 0 0 750 750 d1 0 0 750 750 re f"));
        update.set(FONT, format!(
            "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 32 \
             /LastChar 126 /Widths [{}] /Encoding << /Differences [32 {}] >> /CharProcs << /x {shape} 0 R >> >>",
            "1000 ".repeat(95), "/x ".repeat(95)
        ));
    }),
    trick(Family::Content, "the font means other characters", |update, _| {
        let map = update.add(stream("", b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def \
            1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <20> <7e> <0041> endbfrange endcmap end end"));
        update.edit(FONT, "/Subtype /Type1", &format!("/Subtype /Type1 /ToUnicode {map} 0 R"));
    }),
    trick(Family::Content, "the shared resources name another object", |update, chance| {
        let drawn = update.add(cover(chance));
        update.edit(RESOURCES, "/Fm1 10 0 R", &format!("/Fm1 {drawn} 0 R"));
    }),
    trick(Family::Content, "the page has resources of its own", |update, _| {
        let font = update.add("<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>");
        update
            .entry(PAGE, &format!("/Resources << /Font << /F1 {font} 0 R >> /XObject << /Im1 9 0 R /Fm1 10 0 R >> >>"));
    }),
    trick(Family::Content, "the fields' font is another one", |update, _| {
        update.edit(FIELD_FONT, "/Helvetica", "/ZapfDingbats");
    }),
    trick(Family::Pages, "a page is turned", |update, chance| {
        let number = chance.number(&[i64::from(PAGE), i64::from(SECOND_PAGE), i64::from(PAGES)]);
        let turn = chance.number(&[90, 180, 270, -90, 450, 45]);
        update.entry(u32::try_from(number).unwrap_or(PAGE), &format!("/Rotate {turn}"));
    }),
    trick(Family::Pages, "a page shows less or more", |update, chance| {
        let key = chance.one_of(&["CropBox", "MediaBox", "TrimBox", "BleedBox", "ArtBox"]);
        let rectangle = chance.one_of(&["[0 0 300 842]", "[-50 -50 645 900]", "[595 842 0 0]", "[0 0 0 0]"]);
        update.entry(PAGE, &format!("/{key} {rectangle}"));
    }),
    trick(Family::Pages, "a page has another unit", |update, chance| {
        update.entry(PAGE, chance.one_of(&["/UserUnit 2", "/UserUnit 0.5"]));
    }),
    trick(Family::Pages, "a page is added", |update, chance| {
        let drawn = update.add(forged());
        let page = update.add(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {drawn} 0 R >>"));
        let kids = chance.one_of(&["[3 0 R 4 0 R @ 0 R]", "[@ 0 R 3 0 R 4 0 R]", "[3 0 R @ 0 R]", "[@ 0 R 4 0 R]"]);
        update.edit(PAGES, "[3 0 R 4 0 R]", &kids.replace('@', &page.to_string()));
        update.edit(PAGES, "/Count 2", chance.one_of(&["/Count 2", "/Count 3"]));
    }),
    trick(Family::Pages, "pages are in another order, or fewer", |update, chance| {
        let kids = chance.one_of(&["[4 0 R 3 0 R]", "[3 0 R]", "[4 0 R]", "[3 0 R 3 0 R]", "[]"]);
        update.edit(PAGES, "[3 0 R 4 0 R]", kids);
    }),
    trick(Family::Pages, "the number of pages is another one", |update, chance| {
        update.edit(PAGES, "/Count 2", chance.one_of(&["/Count 1", "/Count 3", "/Count 0", "/Count -1", "/Count 2.0"]));
    }),
    trick(Family::Pages, "the catalog has other pages", |update, _| {
        let drawn = update.add(forged());
        let (tree, page) = (update.number(), update.number());
        update.push(tree, format!("<< /Type /Pages /Kids [{page} 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] >>"));
        update.push(page, format!("<< /Type /Page /Parent {tree} 0 R /Contents {drawn} 0 R >>"));
        update.edit(CATALOG, "/Pages 2 0 R", &format!("/Pages {tree} 0 R"));
    }),
    trick(Family::Pages, "a page is a node of the tree", |update, _| {
        update.edit(PAGE, "/Type /Page ", "/Type /Pages /Kids [4 0 R] /Count 1 ");
    }),
    trick(Family::Pages, "the page's type is another one", |update, chance| {
        update.edit(PAGE, "/Type /Page ", chance.one_of(&["/Type /Pages ", "/Type /Template ", "", "/Type (Page) "]));
    }),
    trick(Family::Pages, "a page fades in, or has a thumbnail", |update, chance| {
        update.entry(
            PAGE,
            chance.one_of(&["/Trans << /S /Dissolve >>", "/Thumb 9 0 R", "/Dur 1", "/Tabs /S", "/B [9 0 R]"]),
        );
    }),
];

/// Another text for the first page.
pub(super) fn forged() -> Vec<u8> {
    stream("", b"/P << /MCID 0 >> BDC BT /F1 24 Tf 72 760 Td (Deed of gift) Tj ET EMC")
}

/// Something that draws over what is there.
pub(super) fn cover(chance: &mut Chance) -> Vec<u8> {
    let drawn =
        chance.one_of(&["1 g 70 690 300 50 re f", "0 g 100 100 200 400 re f", "BT /F1 20 Tf 72 650 Td (not) Tj ET"]);
    stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 7 0 R >> >>", drawn.as_bytes())
}

/// An object that is drawn, with a body that draws something else.
pub(super) fn replaced(update: &Update, chance: &mut Chance) -> (u32, Vec<u8>) {
    let text = |number, from: &str, to: &str| {
        let text = update.text(number).replace(from, to);
        (number, text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect())
    };
    match chance.below(7) {
        0 => (CONTENTS, forged()),
        1 => text(SECOND_CONTENTS, "with notice", "at any time"),
        2 => (STAMP, cover(chance)),
        3 => text(FONT, "/Helvetica", "/ZapfDingbats"),
        4 => text(PAGE, "/Contents 5 0 R", "/Contents 43 0 R"),
        5 => text(RESOURCES, "/L1 21 0 R", "/L1 23 0 R"),
        _ => (crate::document::AMOUNT_LOOK, crate::document::look("900")),
    }
}
