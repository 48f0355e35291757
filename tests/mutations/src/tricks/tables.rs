//! Cross-references, object streams and trailers.

use signing::document::{read, stream};

use super::pages::{forged, replaced};
use super::syntax::hide;
use super::{Family, Trick, trick};
use crate::chance::Chance;
use crate::document::{AMOUNT, CONTENTS, FONT, PAGE, SECOND_CONTENTS, SQUARE, UNUSED_CONTENTS};
use crate::update::{Form, Row, Update};

pub(super) const TRICKS: &[Trick] = &[
    trick(Family::Rows, "a row frees what is drawn", |update, chance| {
        let number = [CONTENTS, SQUARE, AMOUNT, FONT][chance.below(4)];
        let generation = chance.number(&[0, 1, 65_535]);
        update.oddities.rows.push((number, 0, u32::try_from(generation).unwrap_or_default(), 'f'));
    }),
    trick(Family::Rows, "a row leads to another object in the signed bytes", |update, chance| {
        let (number, other) =
            [(CONTENTS, UNUSED_CONTENTS), (SECOND_CONTENTS, CONTENTS), (SQUARE, AMOUNT)][chance.below(3)];
        if let Some(at) = read::object_at(update.base(), other) {
            update.oddities.rows.push((number, at, 0, 'n'));
        }
    }),
    trick(Family::Rows, "a row leads beside its object", |update, chance| {
        let (number, body) = replaced(update, chance);
        let by = chance.number(&[-1, 1, 2, -2, 8, -8, 100, -100, 1_000_000]);
        update.set(number, body).row = Row::Beside(by);
    }),
    trick(Family::Rows, "a row frees an object that is there", |update, chance| {
        let (number, body) = replaced(update, chance);
        update.set(number, body).row = Row::Free;
    }),
    trick(Family::Rows, "an object has two rows", |update, chance| {
        hide(update, chance);
        update.form = Form::Table;
        let number = update.objects.last().map_or(CONTENTS, |object| object.number);
        if let Some(at) = read::object_at(update.base(), number) {
            update.oddities.rows.push((number, at, 0, chance.one_of(&["n", "f"]).chars().next().unwrap_or('n')));
            update.oddities.is_split = chance.percent(70);
        }
    }),
    trick(Family::Rows, "a table with a stream beside it", |update, chance| {
        update.form = Form::Hybrid;
        for _ in 0..=chance.below(2) {
            hide(update, chance);
        }
        let body = update.body(PAGE);
        update.push(PAGE, body);
        if chance.percent(60) {
            let number = update.objects.first().map_or(CONTENTS, |object| object.number);
            update.oddities.rows.push((number, 0, 1, 'f'));
        }
    }),
    trick(Family::Rows, "the stream beside the table is that of nothing", |update, chance| {
        hide(update, chance);
        let at = chance.one_of(&["0", "-1", "9", "999999999", "(x)", "1.0"]);
        update.trailer.push(("XRefStm".to_owned(), at.to_owned()));
    }),
    trick(Family::Rows, "a table where streams were, or the other way round", |update, chance| {
        hide(update, chance);
        update.form = if update.form == Form::Table { Form::Stream } else { Form::Table };
    }),
    trick(Family::Rows, "a cross-reference stream with another index or type", |update, chance| {
        hide(update, chance);
        update.form = Form::Stream;
        match chance.below(2) {
            0 => {
                update.oddities.index =
                    Some(chance.one_of(&["", "0 1", "5 1", "3 9999", "-1 3", "3 1 3 1", "(x)", "3.0 2"]).to_owned());
            }
            _ => {
                update.oddities.kind =
                    Some(chance.one_of(&["/ObjStm", "(XRef)", "/xref", "/XRef /Type /ObjStm", "/X#52ef"]));
            }
        }
    }),
    trick(Family::Rows, "startxref names another place", |update, chance| {
        hide(update, chance);
        update.oddities.start = chance.number(&[-1, 1, 4, -4, -100, 100, 1_000_000, -1_000_000]);
    }),
    trick(Family::Rows, "startxref is another word", |update, chance| {
        hide(update, chance);
        let word =
            chance.one_of(&["StartXref", "startxref ", "start xref", "", "xstartxref", "startxref\n0\nstartxref"]);
        update.oddities.start_word = Some(word.to_owned());
    }),
    trick(Family::Rows, "a table is written in an odd way", |update, chance| {
        if chance.percent(50) {
            hide(update, chance);
        }
        oddly_written(update, chance);
    }),
    trick(Family::Trailers, "a cross-reference that nothing leads to has another catalog", |update, chance| {
        let catalog = other_document(update);
        let number = update.number();
        let entries = format!("/Type /XRef /Root {catalog} 0 R");
        let body = match chance.below(3) {
            0 => format!("<< {entries} >>").into_bytes(),
            1 => format!("<< /Type /XR#65f /Root {catalog} 0 R /Encrypt << >> >>").into_bytes(),
            _ => stream(&format!("{entries} /W [1 1 1] /Size 1"), &[0; 3]),
        };
        let object = [format!("{number} 0 obj\n").as_bytes(), &body, b"\nendobj\n"].concat();
        if chance.percent(70) {
            oddly_written(update, chance);
        }
        // Readers that rebuild a file take the last one.
        update.oddities.behind = object;
        let row = update.oddities.rows.len();
        update.oddities.rows.push((number, 0, 0, 'n'));
        if let Some(at) = read::rfind(&update.finish(), format!("\n{number} 0 obj\n").as_bytes()) {
            update.oddities.rows[row].1 = at + 1;
        }
    }),
    trick(Family::Packed, "an object stream's numbers are others", |update, chance| {
        packed(update, chance);
        update.oddities.count = chance.number(&[0, 1, -1, 100, -100]);
        update.oddities.first = chance.number(&[0, 1, -1, 3, -3, 1000]);
    }),
    trick(Family::Packed, "an object stream is odd", |update, chance| {
        packed(update, chance);
        update.oddities.packed = chance
            .one_of(&[
                "/Extends 5 0 R",
                "/N 1",
                "/First 4",
                "/Filter /AHx",
                "/N 43 0 R",
                "/Type /XRef",
                "/#4e 9",
                "/Length 10",
                "/Extends 1 0 R /N 0",
            ])
            .to_owned();
    }),
    trick(Family::Packed, "an object stream holds an object twice", |update, chance| {
        packed(update, chance);
        let number = update.objects.last().map_or(PAGE, |object| object.number);
        let old = update.body(number);
        let row = if chance.percent(50) { Row::Right } else { Row::Missing };
        update.push(number, old).row = row;
    }),
    trick(Family::Packed, "an object stream holds what nothing lists", |update, chance| {
        packed(update, chance);
        if let Some(object) = update.objects.last_mut() {
            object.row = Row::Missing;
        }
    }),
    trick(Family::Trailers, "the trailer has no size, or another one", |update, chance| {
        hide(update, chance);
        update.oddities.size =
            Some([None, Some(1), Some(5), Some(-1), Some(9_999_999), Some(2_147_483_648)][chance.below(6)]);
    }),
    trick(Family::Trailers, "the trailer leads to another revision before, or none", |update, chance| {
        hide(update, chance);
        let length = i64::try_from(update.base().len()).unwrap_or_default();
        update.oddities.previous =
            Some([None, Some(0), Some(-1), Some(length), Some(9), Some(length / 2)][chance.below(6)]);
    }),
    trick(Family::Trailers, "the trailer has another catalog", |update, chance| {
        let catalog = other_document(update);
        let root = ("Root".to_owned(), format!("{catalog} 0 R"));
        match chance.below(4) {
            0 => update.trailer.retain(|(key, _)| key != "Root"),
            1 => update.trailer.insert(0, root),
            2 => update.trailer.push(root),
            _ => {
                update.trailer.retain(|(key, _)| key != "Root");
                update.trailer.push(root);
            }
        }
    }),
    trick(Family::Trailers, "the trailer has other entries", |update, chance| {
        hide(update, chance);
        let (key, value) = [
            ("Encrypt", "43 0 R"),
            ("ID", "[<00> <00>]"),
            ("Prev", "9"),
            ("Size", "5"),
            ("Info", "5 0 R"),
            ("Root", "1 1 R"),
            ("R#6fot", "43 0 R"),
            ("stray /X", "1"),
            ("X", ">> /Y"),
            ("Length", "0"),
            ("X", "("),
        ][chance.below(11)];
        if chance.percent(50) {
            update.trailer.retain(|(other, _)| other != key);
        }
        update.trailer.push((key.to_owned(), value.to_owned()));
    }),
    trick(Family::Trailers, "the trailer names another description", |update, chance| {
        let info =
            update.add(chance.one_of(&[
                "<< /Title (Deed) >>",
                "<< /Producer (tests) /Title (Lease) /ModDate (D:20261202000000Z) >>",
            ]));
        update.trailer.retain(|(key, _)| key != "Info");
        update.trailer.push(("Info".to_owned(), format!("{info} 0 R")));
    }),
];

/// A document of its own that nothing leads to; the number of its catalog.
fn other_document(update: &mut Update) -> u32 {
    let drawn = update.add(forged());
    let (catalog, tree, page) = (update.number(), update.number(), update.number());
    update.push(catalog, format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
    update.push(
        tree,
        format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 /MediaBox [0 0 595 842] /Resources 42 0 R >>"),
    );
    update.push(page, format!("<< /Type /Page /Parent {tree} 0 R /Contents {drawn} 0 R >>"));
    catalog
}

/// What lets some readers rebuild the file.
fn oddly_written(update: &mut Update, chance: &mut Chance) {
    let odd = &mut update.oddities;
    match chance.below(4) {
        0 => {
            let number = chance.number(&[500, 5000, 2_000_000, 4_194_305, 8_388_607]);
            odd.rows.push((u32::try_from(number).unwrap_or_default(), 0, 65_535, 'f'));
        }
        1 => {
            odd.head = Some(chance.one_of(&[
                "@\t#\n", "@  #\n", " @ #\n", "@ # \n", "@ #\r", "@ #\r\n", "@ #  \n", "@ # ", "@\n#\n", "0@ 0#\n",
                "+@ #\n", "@ #\n\n", "@ #%x\n",
            ]));
        }
        2 => {
            odd.row_end = Some(chance.one_of(&["\r\n", " \r", "\n", " \n ", "\n\n", " \r\n", "  \n", "\t\n", "%\n"]));
        }
        _ => {
            let word = chance.one_of(&["startxref\n\n", "startxref%x", "startxref \r", "startxref\0"]).to_owned();
            // So far from its number that some readers do not find it.
            let blanks = if chance.percent(50) { " ".repeat(1100) } else { String::new() };
            odd.start_word = Some(word + &blanks);
        }
    }
    if update.form != Form::Stream && update.form != Form::Packed {
        update.form = Form::Table;
    }
}

/// An object stream that holds an object which draws something else.
fn packed(update: &mut Update, chance: &mut Chance) {
    update.form = Form::Packed;
    update.edit(PAGE, "/Contents 5 0 R", chance.one_of(&["/Contents 43 0 R", "/Contents 5 0 R /Rotate 90"]));
}
