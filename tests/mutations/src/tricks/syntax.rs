//! How dictionaries and objects are written, and the bytes around a revision.

use signing::document::{read, stream};

use super::pages::replaced;
use super::{Family, Trick, trick};
use crate::chance::Chance;
use crate::document::{CONTENTS, FONT, PAGE, RESOURCES, UNUSED_CONTENTS};
use crate::update::{Form, Row, Update};

pub(super) const TRICKS: &[Trick] = &[
    trick(Family::Keys, "a key is there twice", |update, chance| {
        let both = chance.one_of(&[
            "/Contents 5 0 R /Contents 43 0 R",
            "/Contents 43 0 R /Contents 5 0 R",
            "/Contents null /Contents 43 0 R",
            "/Contents 43 0 R /Contents null",
        ]);
        update.edit(PAGE, "/Contents 5 0 R", both);
    }),
    trick(Family::Keys, "a key of a nested dictionary is there twice", |update, chance| {
        let font = update.add("<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>");
        let (first, second) = if chance.percent(50) { (FONT, font) } else { (font, FONT) };
        update.edit(RESOURCES, "/F1 7 0 R", &format!("/F1 {first} 0 R /F1 {second} 0 R"));
    }),
    trick(Family::Keys, "a key is written by escapes", |update, chance| {
        let key = chance.one_of(&[
            "/Cont#65nts",
            "/#43ontents",
            "/Contents#",
            "/Contents#00",
            "/Cont#6Gents",
            "/Cont#6",
            "/contents",
        ]);
        let order = if chance.percent(50) { "/Contents 5 0 R @ 43 0 R" } else { "@ 43 0 R /Contents 5 0 R" };
        update.edit(PAGE, "/Contents 5 0 R", &order.replace('@', key));
    }),
    trick(Family::Keys, "a stray word stands in a dictionary", |update, chance| {
        let word = chance.one_of(&[
            "stray",
            "12",
            "(text)",
            "null",
            "]",
            ")",
            ">",
            "}",
            "{",
            "endobj",
            "%\r",
            "\u{c}",
            "<<",
            "<zz>",
            "R",
            "5 0 obj",
            "stream",
            "true false",
            "--5",
            "[",
            "/",
            "/ /",
        ]);
        let order = chance.one_of(&[
            "/Contents 5 0 R @ /Contents 43 0 R",
            "@ /Contents 43 0 R",
            "/Contents 43 0 R @",
            "/Contents @ 43 0 R",
            "/Other @ /Contents 43 0 R",
        ]);
        update.edit(PAGE, "/Contents 5 0 R", &order.replace('@', word));
    }),
    trick(Family::Keys, "a reference is written in an odd way", |update, chance| {
        let reference = chance.one_of(&[
            "+43 0 R",
            "043 0 R",
            "43 00 R",
            "43 0R",
            "43 0 R0",
            "43%x\n0 R",
            "43.0 0 R",
            "43 1 R",
            "-43 0 R",
            "4294967339 0 R",
            "43\u{0}0\u{0}R",
            "[43 0 R]",
            "[[43 0 R]]",
            "<< >> 43 0 R",
        ]);
        update.edit(PAGE, "5 0 R", reference);
    }),
    trick(Family::Keys, "an array holds what is none", |update, chance| {
        let list = chance.one_of(&[
            "[5 0 R 43 0 R",
            "[5 0 R stray 43 0 R]",
            "[null 43 0 R]",
            "[43 0 R >>",
            "[5 0 R ] 43 0 R]",
            "[/5 43 0 R]",
            "[43 0 R) 5 0 R]",
        ]);
        update.edit(PAGE, "/Contents 5 0 R", &format!("/Contents {list}"));
    }),
    trick(Family::Objects, "an object is there twice in a revision", |update, chance| {
        let (number, body) = replaced(update, chance);
        let old = update.body(number);
        let (first, second) = if chance.percent(50) { (old, body) } else { (body, old) };
        let is_first = chance.percent(50);
        let row = |is_listed: bool| if is_listed { Row::Right } else { Row::Missing };
        update.push(number, first).row = row(is_first);
        update.push(number, second).row = row(!is_first);
    }),
    trick(Family::Objects, "an object is there that nothing lists", |update, chance| {
        let (number, body) = replaced(update, chance);
        update.push(number, body).row = Row::Missing;
    }),
    trick(Family::Objects, "an object has another generation", |update, chance| {
        let (number, body) = replaced(update, chance);
        let generation = chance.number(&[1, 65_535, 65_536, 0]);
        let object = update.set(number, body);
        object.generation = u32::try_from(generation).unwrap_or_default();
        if chance.percent(50) {
            object.header = Some(format!("{number} {} obj\n", chance.number(&[0, 1, 2])));
        }
    }),
    trick(Family::Objects, "an object's header is odd", |update, chance| {
        let (number, body) = replaced(update, chance);
        let header = chance.one_of(&[
            "+@ 0 obj\n",
            "0@ 0 obj\n",
            "@ 0 obj",
            "@\n0\nobj\n",
            "@ 0 obj%x\n",
            "@ 0  obj\n",
            "@ 00 obj\n",
            "@ 0 OBJ\n",
            " @ 0 obj\n",
            "@.0 0 obj\n",
            "1@ 0 obj\n",
            "\n\n@ 0 obj\n",
            "%@ 0 obj\n@ 0 obj\n",
        ]);
        let header = header.replace('@', &number.to_string());
        update.set(number, body).header = Some(header);
    }),
    trick(Family::Objects, "an object's end is odd", |update, chance| {
        let (number, body) = replaced(update, chance);
        update.set(number, body).footer = chance.one_of(&[
            "",
            "endobjx",
            "end obj",
            "endobj endobj",
            "stray\nendobj",
            "endobj%",
            "endstream\nendobj",
            "null\nendobj",
            "43 0 obj\nendobj",
        ]);
    }),
    trick(Family::Objects, "a stream's length is another one", |update, chance| {
        let length =
            chance.one_of(&["0", "1", "10", "9999", "-1", "44 0 R", "(10)", "null", "10.0", "+10", "99999999999"]);
        let text = b"BT /F1 24 Tf 72 760 Td (Deed) Tj ET\nendstream\nendobj\n99 0 obj\n<< >>\nstream\nBT /F1 24 Tf 72 500 Td (More) Tj ET";
        let body = [format!("<< /Length {length} >>\nstream\n").as_bytes(), text, b"\nendstream"].concat();
        update.set(CONTENTS, body);
    }),
    trick(Family::Objects, "a stream is packed in an odd way", |update, chance| {
        let entries = chance.one_of(&[
            "/Filter /AHx",
            "/Filter [/AHx]",
            "/F (other)",
            "/Filter /ASCIIHexDecode /Filter null",
            "/Filter /Unknown",
            "/DecodeParms << /Predictor 12 >>",
            "/FFilter /AHx",
            "/Fil#74er /ASCIIHexDecode",
        ]);
        update.set(CONTENTS, stream(entries, b"42542f46312032342054662037322037363020546420284465656429546a204554>"));
    }),
    trick(Family::Objects, "an object lies within a stream's data", |update, chance| {
        let (number, body) = replaced(update, chance);
        let inner = [format!("\n{number} 0 obj\n").as_bytes(), &body, b"\nendobj\n"].concat();
        update.add(stream("", &inner));
        if chance.percent(70) {
            // Where it will be is known once the revision was written.
            update.form = Form::Table;
            let file = update.finish();
            if let Some(at) = read::rfind(&file, format!("\n{number} 0 obj\n").as_bytes()) {
                update.oddities.rows.push((number, at + 1, 0, 'n'));
            }
        }
    }),
    trick(Family::Objects, "an object refers to itself, or in circles", |update, chance| {
        let number = [CONTENTS, RESOURCES, FONT, UNUSED_CONTENTS][chance.below(4)];
        update.set(number, format!("{number} 0 R"));
    }),
    trick(Family::Bytes, "bytes follow the end", |update, chance| {
        let tail = chance.one_of(&[
            "\n",
            "x",
            "%%EOF\n",
            "\u{0}\u{0}\u{0}\u{0}",
            "<html>",
            "\n\n\n\n\n",
            "%comment\n",
            "startxref\n0\n%%EOF\n",
            "43 0 obj\n<< >>\nendobj\n",
            "trailer\n<< /Root 43 0 R >>\n",
        ]);
        update.oddities.tail = tail.as_bytes().to_vec();
    }),
    trick(Family::Bytes, "bytes stand in front of the revision", |update, chance| {
        let lead = chance.one_of(&[
            "\n",
            "%PDF-1.7\n",
            "junk\n",
            "%comment\n",
            "%%EOF\n",
            "\u{0}\u{0}",
            "   ",
            "startxref\n9\n%%EOF\n",
            "trailer\n<< /Root 1 0 R >>\n",
        ]);
        update.oddities.lead = match chance.below(2) {
            0 => lead.repeat(1000).into_bytes(),
            _ => lead.as_bytes().to_vec(),
        };
    }),
    trick(Family::Bytes, "bytes stand between objects and cross-reference", |update, chance| {
        let middle = chance.one_of(&[
            "junk\n",
            "%%EOF\n",
            "%comment\n",
            "43 0 obj\n<< /X 1 >>\nendobj\n",
            "\n\n\n",
            "xref\n0 0\ntrailer\n<< /Root 1 0 R >>\n",
            "startxref\n9\n%%EOF\n",
        ]);
        update.oddities.middle = middle.as_bytes().to_vec();
    }),
    trick(Family::Bytes, "many words in a stream look like ends and signatures", |update, chance| {
        hide(update, chance);
        let word = chance.one_of(&["%%EOF\n", "/ByteRange [0 10 20 30]\n", "startxref\n9\n%%EOF\n"]);
        update.add(stream("", word.repeat([10, 1000, 5000][chance.below(3)]).as_bytes()));
    }),
    trick(Family::Bytes, "the end is marked in another way", |update, chance| {
        update.oddities.marker = Some(chance.one_of(&[
            "",
            "%%EOF",
            "%EOF\n",
            "%%EOF%%EOF\n",
            "%%EOF \n",
            "%%eof\n",
            "%%EOF\r",
            "%%EOF\n%%EOF\n",
            "\n%%EOF\n",
            "%%EOFx\n",
        ]));
        hide(update, chance);
    }),
    trick(Family::Bytes, "a revision of nothing", |_, _| {}),
    trick(Family::Bytes, "objects are written again as they are", |update, chance| {
        for number in [CONTENTS, PAGE, crate::document::SQUARE, crate::document::AMOUNT_LOOK, crate::document::CATALOG]
        {
            if chance.percent(50) {
                let body = update.body(number);
                update.set(number, body);
            }
        }
    }),
];

/// Lets the revision draw something else.
pub(super) fn hide(update: &mut Update, chance: &mut Chance) {
    let (number, body) = replaced(update, chance);
    update.set(number, body);
}
