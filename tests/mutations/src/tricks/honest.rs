//! Updates that a signed document is made for.

use signing::document::contract::xmp;
use signing::document::stream;
use signing::evidence::Evidence;
use signing::pki::PKI;

use super::{Family, Trick, trick};
use crate::document::{
    AGREED, AMOUNT, AMOUNT_LOOK, CATALOG, FORM, INFO, METADATA, MONTH, MONTH_LOOK, NOTES, PAGE, PLAN, PLAN_A, PLAN_B,
    REMARKS, look, look_of,
};

pub(super) const TRICKS: &[Trick] = &[
    trick(Family::Honest, "an empty text field is filled in", |update, chance| {
        let value = chance.one_of(&["None", "Pets", "2026", " "]);
        let drawn = update.add(look(value));
        update.entry(REMARKS, &format!("/V ({value}) /AP << /N {drawn} 0 R >>"));
    }),
    trick(Family::Honest, "a filled text field is filled in again", |update, chance| {
        let value = chance.one_of(&["120", "100", ""]);
        update.edit(AMOUNT, "/V (100)", &format!("/V ({value})"));
        update.set(AMOUNT_LOOK, look(value));
    }),
    trick(Family::Honest, "a filled text field gets a new look for its new value", |update, _| {
        let drawn = update.add(look("120"));
        update.edit(AMOUNT, "/V (100)", "/V (120)");
        update.edit(AMOUNT, "13 0 R", &format!("{drawn} 0 R"));
    }),
    trick(Family::Honest, "several lines are filled in over a page", |update, _| {
        let drawn = update.add(stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 555 802] /Resources << /Font << /Helv 22 0 R >> >>",
            b"/Tx BMC q BT /Helv 12 Tf 0 g 20 400 Td (Agreed) Tj ET Q EMC",
        ));
        update.edit(NOTES, "/AP << /N 36 0 R >>", &format!("/V (Agreed) /AP << /N {drawn} 0 R >>"));
    }),
    trick(Family::Honest, "a box is ticked", |update, _| {
        update.edit(AGREED, "/V /Off /AS /Off", "/V /Yes /AS /Yes");
    }),
    trick(Family::Honest, "another option is chosen", |update, _| {
        update.edit(MONTH, "/V (May)", "/V (June)");
        update.set(MONTH_LOOK, look("June"));
    }),
    trick(Family::Honest, "another radio button is chosen", |update, _| {
        update.edit(PLAN, "/V /A", "/V /B");
        update.edit(PLAN_A, "/AS /A", "/AS /Off");
        update.edit(PLAN_B, "/AS /Off", "/AS /B");
    }),
    trick(Family::Honest, "validation data", |update, _| {
        let evidence = Evidence::of(&[&PKI.p256]);
        let mut arrays = String::new();
        for (key, values) in [("Certs", &evidence.certificates), ("OCSPs", &evidence.ocsp), ("CRLs", &evidence.crls)] {
            let all: Vec<String> =
                values.iter().map(|value| format!("{} 0 R", update.add(stream("", value)))).collect();
            arrays.push_str(&format!(" /{key} [{}]", all.join(" ")));
        }
        let store = update.add(format!("<< /Type /DSS{arrays} >>"));
        let catalog = update.text(CATALOG);
        match catalog.split_once("/DSS ").and_then(|(_, rest)| rest.split_once(" R")) {
            Some((old, _)) => update.edit(CATALOG, &format!("/DSS {old} R"), &format!("/DSS {store} 0 R")),
            None => update.entry(CATALOG, &format!("/DSS {store} 0 R")),
        };
    }),
    trick(Family::Honest, "an empty field for a signature that cannot be seen", |update, chance| {
        let rectangle = chance.one_of(&["[0 0 0 0]", "[50 50 50 50]"]);
        let field = update
            .add(format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Later) /Rect {rectangle} /F 132 /P 3 0 R >>"));
        update.list(PAGE, "Annots", field);
        update.list(FORM, "Fields", field);
    }),
    trick(Family::Honest, "dates", |update, _| {
        update.edit(INFO, "20261101", "20261202");
        update.set(METADATA, stream("/Type /Metadata /Subtype /XML", xmp("2026-12-02").as_bytes()));
    }),
    trick(Family::Honest, "a look without a value", |update, _| {
        let drawn = update.add(look_of("/Tx BMC EMC"));
        update.entry(REMARKS, &format!("/V () /AP << /N {drawn} 0 R >>"));
    }),
];
