//! Fields that are filled in with another look than their value, and the states of buttons.

use signing::document::stream;

use super::{Family, Trick, trick};
use crate::document::{
    AGREED, AMOUNT, AMOUNT_LOOK, FORM, MONTH, MONTH_LOOK, NOTES, NOTES_LOOK, OFF, PLAN, PLAN_A, PLAN_B, REMARKS, YES,
    look, look_of,
};

pub(super) const TRICKS: &[Trick] = &[
    trick(Family::Fills, "a value has the look of another", |update, chance| {
        let (value, shown) = (chance.one_of(&["120", "", " ", "100"]), chance.one_of(&["900", "1200", "", "1 2 0"]));
        update.edit(AMOUNT, "/V (100)", &format!("/V ({value})"));
        update.set(AMOUNT_LOOK, look(shown));
    }),
    trick(Family::Fills, "a look draws more than text", |update, chance| {
        let more = chance.one_of(&[
            "0 0 1 rg 0 0 140 20 re f",
            "0 0 m 140 20 l S",
            "1 g 0 0 140 20 re f 0 g",
            "q 140 0 0 20 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q",
            "/Pattern cs /P1 scn 0 0 140 20 re f",
            "/Fm1 Do",
            "/Sh1 sh",
            "0 0 140 20 re W* n",
        ]);
        let drawn = update.add(look_of(&format!("/Tx BMC q {more} BT /Helv 12 Tf 0 g 2 5 Td (None) Tj ET Q EMC")));
        update.entry(REMARKS, &format!("/V (None) /AP << /N {drawn} 0 R >>"));
    }),
    trick(Family::Fills, "a value is drawn so that it is not seen", |update, chance| {
        let how = chance.one_of(&[
            "1 g",
            "3 Tr",
            "0.01 0 0 0.01 0 0 cm",
            "0 Tz",
            "1000 0 Td",
            "/GS gs",
            "-500 Ts",
            "7 Tr",
            "0 0 0 0 re W n",
        ]);
        let drawn = update.add(look_of(&format!("/Tx BMC q {how} BT /Helv 12 Tf 2 5 Td {how} (None) Tj ET Q EMC")));
        update.entry(REMARKS, &format!("/V (None) /AP << /N {drawn} 0 R >>"));
    }),
    trick(Family::Fills, "a look has a box or a matrix that is larger than its field", |update, chance| {
        let geometry = chance.one_of(&[
            "/BBox [-500 -500 500 500]",
            "/BBox [0 0 1 1]",
            "/BBox [0 0 140 20] /Matrix [50 0 0 50 0 0]",
            "/BBox [0 0 140 20] /Matrix [0 1 -1 0 0 0]",
            "/BBox [0 0 140 20] /Matrix [1 0 0 1 300 300]",
            "/BBox [0 0 0 0]",
            "/BBox [140 20 0 0]",
            "",
        ]);
        let drawn = update.add(stream(
            &format!("/Type /XObject /Subtype /Form {geometry} /Resources << /Font << /Helv 22 0 R >> >>"),
            b"/Tx BMC q BT /Helv 12 Tf 0 g 2 5 Td (None) Tj ET Q EMC",
        ));
        update.entry(REMARKS, &format!("/V (None) /AP << /N {drawn} 0 R >>"));
    }),
    trick(Family::Fills, "a look has resources of its own", |update, chance| {
        let font = update.add(chance.one_of(&[
            "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [78 /M 110 /z] >> >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /TrueType /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 33 /Widths [9000 0] >>",
        ]));
        let entries = chance.one_of(&["", "/OC 23 0 R", "/Group << /S /Transparency /I true >>", "/Ref << >>"]);
        let drawn = update.add(stream(
            &format!(
                "/Type /XObject /Subtype /Form /BBox [0 0 140 20] {entries} /Resources << /Font << /Helv {font} 0 R >> \
                /XObject << /Fm1 10 0 R >> >>"
            ),
            b"/Tx BMC q BT /Helv 12 Tf 0 g 2 5 Td (None) Tj ET Q EMC",
        ));
        update.entry(REMARKS, &format!("/V (None) /AP << /N {drawn} 0 R >>"));
    }),
    trick(Family::Fills, "a page is covered by the look of an empty value", |update, chance| {
        let content = chance.one_of(&[
            "1 g 0 0 555 802 re f",
            "BT /Helv 30 Tf 50 700 Td (Void) Tj ET",
            "q 1 g 40 700 400 60 re f Q",
            "/Tx BMC EMC",
        ]);
        let value = chance.one_of(&["/V ()", "/V ( )", "/V null", "", "/V (Void)"]);
        update.set(
            NOTES_LOOK,
            stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 555 802] /Resources << /Font << /Helv 22 0 R >> >>",
                content.as_bytes(),
            ),
        );
        update.entry(NOTES, value);
    }),
    trick(Family::Fills, "a value of another type", |update, chance| {
        let value = chance.one_of(&[
            "/Name",
            "120",
            "[(1) (2)]",
            "<FEFF00310032>",
            "<3132",
            "(\\061\\062\\60)",
            "true",
            "<< >>",
            "43 0 R",
            "(12\\\n0)",
            "<FFFE31003200>",
            "<EFBBBF3132>",
        ]);
        update.edit(AMOUNT, "/V (100)", &format!("/V {value}"));
        update.set(AMOUNT_LOOK, look("120"));
    }),
    trick(Family::Fills, "a look for pressing or pointing", |update, chance| {
        let drawn = update.add(look("900"));
        let key = chance.one_of(&["/D", "/R", "/X", "/N"]);
        update.edit(AMOUNT, "/AP << /N 13 0 R >>", &format!("/AP << /N 13 0 R {key} {drawn} 0 R >>"));
        update.edit(AMOUNT, "/V (100)", "/V (120)");
        update.set(AMOUNT_LOOK, look("120"));
    }),
    trick(Family::Fills, "a look with states for a text", |update, _| {
        let drawn = update.add(look("900"));
        update.edit(AMOUNT, "/AP << /N 13 0 R >>", &format!("/AP << /N << /On {drawn} 0 R /Off 13 0 R >> >> /AS /On"));
        update.edit(AMOUNT, "/V (100)", "/V (120)");
    }),
    trick(Family::Fills, "a look and no value", |update, _| {
        let drawn = update.add(look("900"));
        update.entry(REMARKS, &format!("/AP << /N {drawn} 0 R >>"));
    }),
    trick(Family::Fills, "a value and no look", |update, chance| {
        match chance.below(3) {
            0 => update.edit(AMOUNT, "/AP << /N 13 0 R >>", ""),
            1 => update.edit(AMOUNT, "/AP << /N 13 0 R >>", "/AP << >>"),
            _ => update.edit(AMOUNT, "13 0 R", "99 0 R"),
        };
        update.edit(AMOUNT, "/V (100)", "/V (120)");
    }),
    trick(Family::Fills, "attributes of a field along with its value", |update, chance| {
        let entry = chance.one_of(&[
            "/MK << /BG [1 0 0] >>",
            "/DA (/Helv 40 Tf 1 g)",
            "/Q 2",
            "/MaxLen 1",
            "/Ff 1",
            "/Ff 8192",
            "/Ff 4096",
            "/Ff 16777216",
            "/DV (900)",
            "/RV (<b>900</b>)",
            "/DS (font-size:40pt)",
            "/TU (Rent)",
            "/TM (x)",
            "/AA << /F << /S /JavaScript /JS (1) >> >>",
            "/Rect [0 0 595 842]",
            "/F 6",
            "/F 36",
            "/F 132",
            "/AS /On",
            "/H /N",
            "/Kids [14 0 R]",
            "/Parent 14 0 R",
            "/P 4 0 R",
            "/OC 23 0 R",
            "/Subtype /FreeText",
            "/FT /Btn",
            "/StructParent 0",
        ]);
        update.entry(AMOUNT, entry);
        update.edit(AMOUNT, "/V (100)", "/V (120)");
        update.set(AMOUNT_LOOK, look("120"));
    }),
    trick(Family::Fills, "another option than the fields shows", |update, chance| {
        update.edit(
            MONTH,
            "/V (May)",
            chance.one_of(&["/V (June)", "/V (July)", "/V [(May) (June)]", "/V (June) /I [0]"]),
        );
        update.set(MONTH_LOOK, look(chance.one_of(&["June", "May", "July", ""])));
        if chance.percent(40) {
            update.edit(MONTH, "[(May) (June)]", chance.one_of(&["[(May) [(June) (July)]]", "[(June)]", "[]"]));
        }
    }),
    trick(Family::Fills, "the form makes viewers draw values anew", |update, chance| {
        update.entry(
            FORM,
            chance.one_of(&[
                "/NeedAppearances true",
                "/DA (/Helv 40 Tf 1 g)",
                "/Q 2",
                "/XFA [(template) 43 0 R]",
                "/CO [12 0 R]",
                "/SigFlags 0",
            ]),
        );
        if chance.percent(50) {
            update.edit(AMOUNT, "/V (100)", "/V (120)");
        }
    }),
    trick(Family::Fills, "the form has other fields or fonts", |update, chance| {
        match chance.below(3) {
            0 => update.edit(FORM, "/Helv 22 0 R", "/Helv 7 0 R /Other 22 0 R"),
            1 => update.edit(FORM, "[12 0 R 14 0 R", "[14 0 R 12 0 R"),
            _ => update.edit(FORM, "12 0 R ", ""),
        };
    }),
    trick(Family::Buttons, "a state draws something else", |update, chance| {
        let number = [YES, OFF][chance.below(2)];
        update.set(number, stream("/Type /XObject /Subtype /Form /BBox [0 0 18 18]", b"0 0 18 18 re f"));
        if chance.percent(50) {
            update.edit(AGREED, "/V /Off /AS /Off", "/V /Yes /AS /Yes");
        }
    }),
    trick(Family::Buttons, "value and state say different things", |update, chance| {
        let states = chance.one_of(&[
            "/V /Yes /AS /Off",
            "/V /Off /AS /Yes",
            "/V /Yes",
            "/AS /Yes",
            "/V /No /AS /No",
            "/V /Yes /AS /Maybe",
            "/V (Yes) /AS /Yes",
            "/V /#59es /AS /Yes",
            "/V /Off /AS /Off /AS /Yes",
            "/V /Off /V /Yes /AS /Off",
        ]);
        update.edit(AGREED, "/V /Off /AS /Off", states);
    }),
    trick(Family::Buttons, "the states lead to other looks", |update, chance| {
        let states = chance.one_of(&[
            "<< /Yes 17 0 R /Off 16 0 R >>",
            "<< /Yes 10 0 R /Off 17 0 R >>",
            "16 0 R",
            "<< /Yes 16 0 R >>",
            "<< /Off 16 0 R /Yes 16 0 R >>",
        ]);
        update.edit(AGREED, "<< /Yes 16 0 R /Off 17 0 R >>", states);
        if chance.percent(50) {
            update.edit(AGREED, "/V /Off /AS /Off", "/V /Yes /AS /Yes");
        }
    }),
    trick(Family::Buttons, "radio buttons are in no state that the value says", |update, chance| {
        update.edit(PLAN, "/V /A", chance.one_of(&["/V /B", "/V /A", "/V /Off", "/V /C", ""]));
        update.edit(PLAN_A, "/AS /A", chance.one_of(&["/AS /A", "/AS /Off", "/AS /B", ""]));
        update.edit(PLAN_B, "/AS /Off", chance.one_of(&["/AS /B", "/AS /Off", "/AS /A", ""]));
    }),
    trick(Family::Buttons, "a button has a caption", |update, chance| {
        update.entry(AGREED, chance.one_of(&["/MK << /CA (l) >>", "/MK << /BG [0] >>", "/Ff 65536", "/Ff 32768"]));
        update.edit(AGREED, "/V /Off /AS /Off", "/V /Yes /AS /Yes");
    }),
];
