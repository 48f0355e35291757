//! Annotations that are added, changed, moved or hidden, and signature fields that draw something.

use signing::document::stream;

use super::pages::cover;
use super::{Family, Trick, trick};
use crate::chance::Chance;
use crate::document::{AGREED, AMOUNT, FORM, LINK, NOTES, PAGE, REMARKS, SECOND_PAGE, SQUARE, SQUARE_LOOK};
use crate::update::Update;

pub(super) const TRICKS: &[Trick] = &[
    trick(Family::Annotations, "an annotation of some kind is added", |update, chance| {
        let kind = chance.one_of(&[
            "FreeText",
            "Square",
            "Stamp",
            "Text",
            "Highlight",
            "Ink",
            "Redact",
            "Watermark",
            "Link",
            "Widget",
            "Popup",
            "FileAttachment",
            "Caret",
            "Screen",
            "3D",
            "Movie",
            "Unknown",
        ]);
        add(update, chance, &format!("/Subtype /{kind} /Contents (I owe you) /DA (/Helv 20 Tf 0 g) /C [1 0 0]"));
    }),
    trick(Family::Annotations, "an annotation without a kind is added", |update, chance| {
        let kind =
            chance.one_of(&["", "/Subtype /FT", "/Subtype (Widget)", "/Subtype /Widget /FT /Tx /T (new) /V (x)"]);
        add(update, chance, kind);
    }),
    trick(Family::Annotations, "an annotation draws something else", |update, chance| {
        let drawn = chance.one_of(&["0 0 100 100 re f", "", "1 0 0 rg 20 20 60 60 re f"]);
        update.set(SQUARE_LOOK, stream("/Type /XObject /Subtype /Form /BBox [0 0 100 100]", drawn.as_bytes()));
    }),
    trick(Family::Annotations, "an annotation is moved", |update, chance| {
        let rectangle = chance.one_of(&["[100 100 200 200]", "[400 100 500 300]", "[400 100 400 100]"]);
        update.edit(SQUARE, "[400 100 500 200]", rectangle);
    }),
    trick(Family::Annotations, "an annotation or a field has other flags", |update, chance| {
        let number = [SQUARE, AMOUNT, LINK, AGREED][chance.below(4)];
        let flags = chance.number(&[0, 1, 2, 6, 16, 20, 32, 36, 64, 68, 128, 256, 512, -1, 4_294_967_298]);
        update.edit(number, "/F 4", &format!("/F {flags}"));
    }),
    trick(Family::Annotations, "an annotation belongs to a layer", |update, chance| {
        let number = [SQUARE, AMOUNT, LINK][chance.below(3)];
        update.entry(number, chance.one_of(&["/OC 23 0 R", "/OC 21 0 R", "/OC 24 0 R"]));
    }),
    trick(Family::Annotations, "an annotation leads elsewhere", |update, chance| {
        let action = chance.one_of(&[
            "/A << /S /URI /URI (https://evil.test/) >>",
            "/Dest [4 0 R /Fit]",
            "/A << /S /GoTo /D (rent) >>",
            "/A << /S /Launch /F (x) >>",
            "/PA << /S /URI /URI (https://evil.test/) >>",
        ]);
        update.entry(LINK, action);
    }),
    trick(Family::Annotations, "annotations are in another order, or fewer", |update, chance| {
        let list =
            chance.one_of(&["[37 0 R 35 0 R]", "[35 0 R]", "[37 0 R]", "[]", "[35 0 R 37 0 R 37 0 R]", "37 0 R"]);
        update.edit(SECOND_PAGE, "[35 0 R 37 0 R]", list);
    }),
    trick(Family::Annotations, "an annotation is shown on another page as well", |update, chance| {
        let number = [SQUARE, NOTES, AMOUNT][chance.below(3)];
        update.list(PAGE, "Annots", number);
    }),
    trick(Family::Annotations, "an annotation is replaced by another", |update, _| {
        update.set(
            SQUARE,
            "<< /Type /Annot /Subtype /FreeText /F 4 /Rect [100 300 400 340] /Contents (I owe you) \
            /DA (/Helv 20 Tf 0 g) /AP << /N 10 0 R >> >>",
        );
    }),
    trick(Family::Annotations, "a border or a colour is another", |update, chance| {
        let number = [SQUARE, LINK, REMARKS][chance.below(3)];
        update.entry(
            number,
            chance.one_of(&[
                "/Border [0 0 5]",
                "/BS << /W 5 >>",
                "/C [1 0 0]",
                "/MK << /BG [1 0 0] /BC [0] >>",
                "/CA 0.1",
                "/IC [1 0 0]",
                "/BM /Difference",
                "/H /O",
            ]),
        );
    }),
    trick(Family::Signatures, "a field for a signature draws something", |update, chance| {
        let drawn = update.add(cover(chance));
        signature(update, chance, &format!("/AP << /N {drawn} 0 R >>"));
    }),
    trick(Family::Signatures, "a field for a signature draws by its colours", |update, chance| {
        signature(update, chance, "/MK << /BG [1 1 1] /BC [0 0 0] /CA (Paid) >> /DA (/Helv 20 Tf 0 g)");
    }),
    trick(Family::Signatures, "the empty field for a signature is shown", |update, chance| {
        // The number of the field differs between the bases; where there is none, nothing is done.
        let text = String::from_utf8_lossy(update.base()).into_owned();
        let Some(number) = text.rfind("(Second)").and_then(|at| {
            let header = text[..at].rfind(" 0 obj")?;
            text[..header].rsplit('\n').next()?.parse::<u32>().ok()
        }) else {
            return;
        };
        let drawn = update.add(cover(chance));
        update.entry(number, &format!("/Rect [60 400 400 760] /F 4 /AP << /N {drawn} 0 R >>"));
    }),
    trick(Family::Signatures, "the first signature is shown elsewhere, or twice", |update, chance| {
        let text = String::from_utf8_lossy(update.base()).into_owned();
        let Some(number) = text.rfind("(Seal)").and_then(|at| {
            let header = text[..at].rfind(" 0 obj")?;
            text[..header].rsplit('\n').next()?.parse::<u32>().ok()
        }) else {
            return;
        };
        let drawn = update.add(cover(chance));
        match chance.below(3) {
            0 => {
                update.entry(number, &format!("/Rect [60 400 400 760] /AP << /N {drawn} 0 R >>"));
            }
            1 => update.list(SECOND_PAGE, "Annots", number),
            _ => {
                let twin = update.add(format!(
                    "<< /Type /Annot /Subtype /Widget /Parent {number} 0 R /Rect [60 400 400 760] /F 4 /AP << /N {drawn} 0 R >> >>"
                ));
                update.list(PAGE, "Annots", twin);
                update.list(number, "Kids", twin);
            }
        }
    }),
];

fn place(chance: &mut Chance) -> String {
    let rectangle = chance.one_of(&[
        "[60 680 400 720]",
        "[0 0 595 842]",
        "[400 720 60 680]",
        "[60 680 60 680]",
        "[700 10 1200 800]",
        "[-100 -100 -10 -10]",
        "[60 680 60.5 720]",
    ]);
    let flags = chance.number(&[0, 2, 4, 16, 20, 32, 36, 64, 68, 132, 192, 196, 256, 512]);
    format!("/Rect {rectangle} /F {flags}")
}

fn add(update: &mut Update, chance: &mut Chance, entries: &str) {
    let drawn = update.add(cover(chance));
    let place = place(chance);
    let look = if chance.percent(80) { format!("/AP << /N {drawn} 0 R >>") } else { String::new() };
    let annotation = update.add(format!("<< /Type /Annot {entries} {place} {look} >>"));
    update.list([PAGE, SECOND_PAGE][chance.below(2)], "Annots", annotation);
}

fn signature(update: &mut Update, chance: &mut Chance, entries: &str) {
    let place = place(chance);
    let page = [PAGE, SECOND_PAGE][chance.below(2)];
    let named = chance.number(&[i64::from(page), 3, 4, 2]);
    let field =
        update.add(format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Later) {place} /P {named} 0 R {entries} >>"));
    update.list(page, "Annots", field);
    if chance.percent(85) {
        update.list(FORM, "Fields", field);
    }
}
