//! What belongs to the document as a whole: layers, the catalog, metadata, the security store.

use signing::document::stream;

use super::{Family, Trick, trick};
use crate::document::{
    CATALOG, DESTINATIONS, HIDDEN_LAYER, INFO, LAYER, MEMBERSHIP, METADATA, OUTLINE_ITEM, PAGE, POLICY, RESOURCES,
};

pub(super) const TRICKS: &[Trick] = &[
    trick(Family::Layers, "layers are on or off", |update, chance| {
        match chance.below(4) {
            0 => update.edit(CATALOG, "/ON [21 0 R] /OFF [23 0 R]", "/ON [23 0 R] /OFF [21 0 R]"),
            1 => update.edit(CATALOG, "/OFF [23 0 R]", "/OFF []"),
            2 => update.edit(CATALOG, "/BaseState /ON", "/BaseState /OFF"),
            _ => update.edit(CATALOG, "/OFF [23 0 R]", "/OFF [23 0 R 21 0 R]"),
        };
    }),
    trick(Family::Layers, "layers are switched by their use", |update, chance| {
        let (number, state) = ([LAYER, HIDDEN_LAYER][chance.below(2)], chance.one_of(&["ON", "OFF"]));
        update
            .entry(number, &format!("/Usage << /View << /ViewState /{state} >> /Print << /PrintState /{state} >> >>"));
        let event = chance.one_of(&["View", "Print", "Export"]);
        update.edit(
            CATALOG,
            "/Order",
            &format!("/AS [<< /Event /{event} /OCGs [21 0 R 23 0 R] /Category [/{event}] >>] /Order"),
        );
    }),
    trick(Family::Layers, "a layer is another object", |update, chance| {
        let number = [LAYER, HIDDEN_LAYER, MEMBERSHIP][chance.below(3)];
        update.set(
            number,
            chance.one_of(&[
                "<< /Type /OCG /Name (Other) >>",
                "<< /Type /OCMD /OCGs 23 0 R >>",
                "<< /Type /OCMD /OCGs [21 0 R] /P /AllOff >>",
                "null",
                "<< /Type /OCG /Name (Notice) /Intent /Design >>",
                "<< /Type /OCMD /VE [/Not 21 0 R] >>",
            ]),
        );
    }),
    trick(Family::Layers, "content belongs to another layer", |update, chance| {
        update.edit(
            RESOURCES,
            "/L1 21 0 R /L2 23 0 R",
            chance.one_of(&["/L1 23 0 R /L2 21 0 R", "/L1 24 0 R /L2 24 0 R", ""]),
        );
    }),
    trick(Family::Layers, "a membership asks for its layers in another way", |update, chance| {
        update.set(POLICY, chance.one_of(&["/AllOff", "/AnyOff", "null", "/AllOn"]));
    }),
    trick(Family::Layers, "there are no layers any more", |update, chance| {
        match chance.below(2) {
            0 => update.edit(CATALOG, "/OCProperties", "/OCProps"),
            _ => update.edit(CATALOG, "/OCGs [21 0 R 23 0 R]", "/OCGs []"),
        };
    }),
    trick(Family::Catalog, "a name leads elsewhere", |update, chance| {
        update.edit(
            DESTINATIONS,
            "[4 0 R /Fit]",
            chance.one_of(&["[3 0 R /Fit]", "[4 0 R /XYZ 0 0 9]", "null", "(rent)"]),
        );
    }),
    trick(Family::Catalog, "the outline says something else", |update, chance| {
        update.set(
            OUTLINE_ITEM,
            chance.one_of(&[
                "<< /Title (Deed) /Parent 40 0 R /Dest (notice) >>",
                "<< /Title (Notice) /Parent 40 0 R /Dest (rent) >>",
                "<< /Title (Notice) /Parent 40 0 R /A << /S /URI /URI (https://evil.test/) >> >>",
            ]),
        );
    }),
    trick(Family::Catalog, "something happens when it is opened", |update, chance| {
        update.entry(
            CATALOG,
            chance.one_of(&[
                "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
                "/OpenAction [4 0 R /Fit]",
                "/OpenAction << /S /URI /URI (https://evil.test/) >>",
                "/AA << /WC << /S /JavaScript /JS (1) >> >>",
            ]),
        );
    }),
    trick(Family::Catalog, "the catalog says how it is shown", |update, chance| {
        update.entry(
            CATALOG,
            chance.one_of(&[
                "/PageLayout /TwoColumnLeft",
                "/PageMode /UseOutlines",
                "/PageMode /FullScreen",
                "/ViewerPreferences << /HideToolbar true >>",
                "/ViewerPreferences << /Direction /R2L >>",
                "/PageLabels << /Nums [0 << /P (x) >>] >>",
                "/Collection << >>",
                "/Version /1.7",
                "/NeedsRendering true",
                "/URI << /Base (https://evil.test/) >>",
                "/Threads [43 0 R]",
                "/Requirements []",
                "/SpiderInfo << >>",
                "/Legal << >>",
                "/OutputIntents []",
                "/PieceInfo << /X << /LastModified (D:2026) >> >>",
                "/Dests << /x [3 0 R /Fit] >>",
                "/AF []",
                "/DPartRoot 43 0 R",
                "/Extensions << /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> >>",
            ]),
        );
    }),
    trick(Family::Catalog, "there are names for scripts or files", |update, chance| {
        let file = update.add(stream("/Type /EmbeddedFile", b"x"));
        let names = chance.one_of(&[
            "/JavaScript << /Names [(a) << /S /JavaScript /JS (1) >>] >>",
            "/EmbeddedFiles << /Names [(a.txt) << /Type /Filespec /F (a.txt) /EF << /F @ 0 R >> >>] >>",
            "/AP << /Names [(a) 10 0 R] >>",
            "/Pages << /Names [(a) 3 0 R] >>",
        ]);
        update.edit(CATALOG, "/Names << ", &format!("/Names << {} ", names.replace('@', &file.to_string())));
    }),
    trick(Family::Catalog, "the page acts", |update, chance| {
        update.entry(
            PAGE,
            chance.one_of(&[
                "/AA << /O << /S /JavaScript /JS (1) >> >>",
                "/PieceInfo << /X << /Private 43 0 R >> >>",
                "/PresSteps << >>",
                "/TemplateInstantiated /x",
                "/LastModified (D:20261202)",
                "/Metadata 20 0 R",
                "/AF []",
            ]),
        );
    }),
    trick(Family::Metadata, "the title is another one", |update, chance| {
        let key = chance.one_of(&[
            "/Title (Deed)",
            "/Author (Somebody)",
            "/Title <FEFF0044>",
            "/Trapped /True",
            "/Subject 10 0 R",
        ]);
        update.entry(INFO, key);
    }),
    trick(Family::Metadata, "the metadata say something else", |update, chance| {
        let xmp = signing::document::contract::xmp("2026-12-02");
        let xmp = chance
            .one_of(&[
                &*xmp.replace("xmp:ModifyDate", "xmp:CreateDate"),
                &*xmp.replace(
                    "xmp:ModifyDate=\"2026-12-02\"",
                    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" dc:title=\"Deed\"",
                ),
                &*xmp.replace("UTF", "UTF-16"),
                "<x/>",
                "",
            ])
            .to_owned();
        update.set(METADATA, stream("/Type /Metadata /Subtype /XML", xmp.as_bytes()));
    }),
    trick(Family::Metadata, "the metadata are something else", |update, chance| {
        update.edit(
            CATALOG,
            "/Metadata 20 0 R",
            chance.one_of(&["/Metadata 10 0 R", "/Metadata 5 0 R", "", "/Metadata null"]),
        );
    }),
    trick(Family::Store, "the store holds parts of the document", |update, chance| {
        let part = chance.one_of(&["5 0 R", "10 0 R", "9 0 R", "13 0 R", "20 0 R", "3 0 R"]);
        let store = update.add(format!("<< /Type /DSS /Certs [{part}] /OCSPs [] /CRLs [{part}] >>"));
        update.entry(CATALOG, &format!("/DSS {store} 0 R"));
        if chance.percent(50) {
            let number = part.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(5);
            update.set(number, stream("", b"0 0 300 300 re f"));
        }
    }),
    trick(Family::Store, "the store is empty", |update, chance| {
        let store = update.add("<< /Type /DSS /Certs [] >>");
        let catalog = update.text(CATALOG);
        let old = catalog.find("/DSS ").and_then(|at| Some(catalog[at..at + catalog[at..].find('R')? + 1].to_owned()));
        match old {
            Some(old) => update.edit(CATALOG, &old, &format!("/DSS {store} 0 R")),
            None => update.entry(CATALOG, &format!("/DSS {store} 0 R")),
        };
        if chance.percent(50) {
            super::syntax::hide(update, chance);
        }
    }),
    trick(Family::Store, "the store holds something else", |update, chance| {
        let entry = chance.one_of(&[
            "/Foo 5 0 R",
            "/VRI << /00 << /Cert [5 0 R] >> >>",
            "/VRI << /Type /VRI >>",
            "/Certs 5 0 R",
            "/Certs [3 0 R]",
            "/TS 5 0 R",
            "/Type /Page",
            "/AA << >>",
        ]);
        update.entry(CATALOG, &format!("/DSS << {entry} >>"));
    }),
];
