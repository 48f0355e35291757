//! The structure that is read aloud.

use super::{Family, Trick, trick};
use crate::document::{CATALOG, FIGURE, FORM, HEADING, PAGE, PARAGRAPH, PARENT_TREE, STRUCTURE};

pub(super) const TRICKS: &[Trick] = &[
    trick(Family::Structure, "an element says something else", |update, chance| {
        let number = [HEADING, PARAGRAPH, FIGURE][chance.below(3)];
        update.entry(
            number,
            chance.one_of(&[
                "/ActualText (The rent is 900)",
                "/Alt (A receipt)",
                "/E (Deed)",
                "/Lang (fr)",
                "/T (Deed)",
                "/ID (x)",
                "/A << /O /Layout /Placement /Block >>",
                "/C /Hidden",
                "/R 1",
            ]),
        );
    }),
    trick(Family::Structure, "an element is of another type", |update, chance| {
        update.edit(
            PARAGRAPH,
            "/S /P ",
            chance.one_of(&["/S /Artifact ", "/S /H1 ", "/S /Figure /Alt (x) ", "/S /Private "]),
        );
    }),
    trick(Family::Structure, "an element has other content", |update, chance| {
        update.edit(
            PARAGRAPH,
            "/K 1",
            chance.one_of(&[
                "/K 0",
                "/K [1 0]",
                "/K 2",
                "/K []",
                "/K [1 27 0 R]",
                "/K << /Type /MCR /Pg 4 0 R /MCID 0 >>",
            ]),
        );
    }),
    trick(Family::Structure, "elements are in another order, more or fewer", |update, chance| {
        let fresh = update.add("<< /Type /StructElem /S /P /P 25 0 R /Pg 3 0 R /ActualText (The rent is 900) /K [] >>");
        let kids =
            chance.one_of(&["[27 0 R 26 0 R 28 0 R]", "[26 0 R]", "[26 0 R 27 0 R 28 0 R @ 0 R]", "[@ 0 R]", "[]"]);
        update.edit(STRUCTURE, "[26 0 R 27 0 R 28 0 R]", &kids.replace('@', &fresh.to_string()));
    }),
    trick(Family::Structure, "roles and classes are mapped", |update, chance| {
        update.entry(
            STRUCTURE,
            chance.one_of(&[
                "/RoleMap << /P /Artifact >>",
                "/RoleMap << /H1 /Figure >>",
                "/ClassMap << >>",
                "/IDTree << /Names [] >>",
                "/Namespaces []",
            ]),
        );
    }),
    trick(Family::Structure, "the number tree leads elsewhere, or in circles", |update, chance| {
        update.set(
            PARENT_TREE,
            chance.one_of(&[
                "<< /Nums [0 [27 0 R 26 0 R 28 0 R]] >>",
                "<< /Kids [29 0 R] >>",
                "<< /Nums [0 26 0 R] >>",
                "<< /Nums [] >>",
                "<< /Kids [29 0 R] /Nums [0 [26 0 R 27 0 R 28 0 R]] >>",
                "null",
            ]),
        );
    }),
    trick(Family::Structure, "a new field has an element", |update, chance| {
        let field = update.add(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Later) /Rect [0 0 0 0] /F 132 /P 3 0 R /StructParent 1 >>",
        );
        update.list(PAGE, "Annots", field);
        update.list(FORM, "Fields", field);
        let entries = chance.one_of(&["", "/Alt (The rent is 900)", "/ActualText (900)", "/T (x)", "/Lang (en)"]);
        let kind = chance.one_of(&["/Form", "/P", "/Annot", "/Figure"]);
        let element = update.add(format!(
            "<< /Type /StructElem /S {kind} /P 25 0 R /Pg 3 0 R /K << /Type /OBJR /Obj {field} 0 R >> {entries} >>"
        ));
        update.edit(STRUCTURE, "28 0 R]", &format!("28 0 R {element} 0 R]"));
        update.edit(PARENT_TREE, "28 0 R]]", &format!("28 0 R] 1 {element} 0 R]"));
        update.edit(STRUCTURE, "NextKey 1", "NextKey 2");
    }),
    trick(Family::Structure, "the document is tagged in another way, or no more", |update, chance| {
        match chance.below(4) {
            0 => update.edit(CATALOG, "/StructTreeRoot 25 0 R", ""),
            1 => update.edit(CATALOG, "/Marked true", "/Marked false"),
            2 => update.edit(CATALOG, "/Lang (en)", "/Lang (ja)"),
            _ => update.edit(PAGE, "/StructParents 0", "/StructParents 7"),
        };
    }),
];
