//! What the whole document has: actions, layers, the form's own entries, its description.

use super::{Attacks, BASES};
use crate::document::contract::{CATALOG, CONTENTS, FIELD_FONT, FORM, INFO, LAYER, METADATA};
use crate::document::{Increment, read, stream};
use crate::finding::Class::Catalog;
use crate::finding::Finding::{
    self, ActionAdded, CatalogChanged, ContentChanged, FontChanged, FormChanged, LayersChanged, MetadataChanged,
    ObjectsHidden, TrailerChanged,
};

const SCRIPT: &str = "<< /S /JavaScript /JS (this.getField\\(\"amount\"\\).value = 999) >>";

pub(super) fn add(attacks: &mut Attacks) {
    let original = &BASES.approved;
    let mut change = |name: &str, expected: &[Finding], change: &dyn Fn(&mut Increment)| {
        attacks.append(Catalog, name, expected, original, change);
    };
    let entries: [(&str, String, Finding); 14] = [
        ("a script on opening", format!("/OpenAction {SCRIPT}"), ActionAdded),
        ("another place on opening", "/OpenAction [4 0 R /Fit]".into(), ActionAdded),
        ("scripts on saving and printing", format!("/AA << /WS {SCRIPT} /WP {SCRIPT} >>"), ActionAdded),
        ("a named script", format!("/Names << /JavaScript << /Names [(a) {SCRIPT}] >> >>"), ActionAdded),
        ("an attached file", "/Names << /EmbeddedFiles << /Names [] >> >>".into(), CatalogChanged),
        ("associated files", "/AF []".into(), CatalogChanged),
        ("bookmarks", "/Outlines << /Type /Outlines >>".into(), CatalogChanged),
        ("a base for links", "/URI << /Base (https://attacker.test/) >>".into(), CatalogChanged),
        ("a portfolio", "/Collection << /Type /Collection >>".into(), CatalogChanged),
        ("preferences of the viewer", "/ViewerPreferences << /HideToolbar true >>".into(), CatalogChanged),
        ("page labels", "/PageLabels << /Nums [0 << /P (X) >>] >>".into(), CatalogChanged),
        ("threads", "/Threads []".into(), CatalogChanged),
        ("a demand to draw anew", "/NeedsRendering true".into(), CatalogChanged),
        ("requirements", "/Requirements [<< /Type /Requirement /S /EnableJavaScripts >>]".into(), CatalogChanged),
    ];
    for (name, entry, expected) in entries {
        change(name, &[expected, CatalogChanged], &|increment| {
            let text = read::with_entry(&increment.text(CATALOG), &entry);
            increment.set(CATALOG, text);
        });
    }
    layers(&mut change);
    form(&mut change);
    description(&mut change);
}

type Change<'c> = dyn FnMut(&str, &[Finding], &dyn Fn(&mut Increment)) + 'c;

fn layers(change: &mut Change<'_>) {
    change("a layer switched off", &[LayersChanged], &|increment| {
        increment.edit(CATALOG, "/ON [21 0 R] /OFF []", "/ON [] /OFF [21 0 R]");
    });
    change("all layers off at first", &[LayersChanged], &|increment| {
        increment.edit(CATALOG, "/ON [21 0 R] /OFF []", "/BaseState /OFF");
    });
    change("the layers taken away", &[LayersChanged, CatalogChanged], &|increment| {
        let text = increment.text(CATALOG);
        increment.set(CATALOG, text.replace("/OCProperties", "/XOCProperties"));
    });
    change("the layer shown for printing only", &[LayersChanged, ContentChanged], &|increment| {
        increment.edit(LAYER, "/Type /OCG", "/Type /OCG /Usage << /View << /ViewState /OFF >> >>");
    });
    change("the layer freed", &[LayersChanged, ObjectsHidden], &|increment| {
        increment.entry(LAYER, crate::document::Entry::Free);
    });
}

fn form(change: &mut Change<'_>) {
    for (name, entry) in [
        ("all looks to be drawn anew", "/NeedAppearances true"),
        ("an XFA form", "/XFA [(template) 6 0 R]"),
        ("an order of calculation", "/CO [12 0 R]"),
        ("another alignment", "/Q 2"),
    ] {
        change(&format!("form: {name}"), &[FormChanged], &|increment| {
            let text = read::with_entry(&increment.text(FORM), entry);
            increment.set(FORM, text);
        });
    }
    change("form: the default look", &[FormChanged], &|increment| {
        increment.edit(FORM, "/DA (/Helv 12 Tf 0 g)", "/DA (/Helv 0.1 Tf 1 g)");
    });
    change("form: the font of the resources", &[FormChanged, FontChanged], &|increment| {
        let font = increment.add("<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>");
        increment.edit(FORM, &format!("/Helv {FIELD_FONT} 0 R"), &format!("/Helv {font} 0 R"));
    });
    change("form: a text field", &[FormChanged], &|increment| {
        let field = increment.add("<< /FT /Tx /T (more) /V (1) >>");
        crate::foreign::add_to_array(increment, FORM, "Fields", field);
    });
    change("form: a field taken away", &[FormChanged], &|increment| {
        increment.edit(FORM, "15 0 R", "");
    });
    change("form: the flags cleared", &[FormChanged], &|increment| {
        increment.edit(FORM, "/SigFlags 3", "/SigFlags 0");
    });
}

fn description(change: &mut Change<'_>) {
    change("the title", &[MetadataChanged], &|increment| {
        increment.edit(INFO, "/Title (Lease)", "/Title (Gift)");
    });
    change("the title in the metadata", &[MetadataChanged], &|increment| {
        let xmp = crate::document::contract::xmp("2026-12-02");
        let xmp = xmp.replace("<rdf:Description ", "<rdf:Description xmlns:dc=\"d\" dc:title=\"Gift\" ");
        increment.set(METADATA, stream("/Type /Metadata /Subtype /XML", xmp.as_bytes()));
    });
    change("the description's number given to the text", &[ContentChanged, CatalogChanged, MetadataChanged], &|i| {
        i.edit(CATALOG, "/Metadata 20 0 R", &format!("/Metadata {CONTENTS} 0 R")).edit(CONTENTS, "Lease", "Gift!");
    });
    change("the language", &[CatalogChanged], &|increment| {
        let text = read::with_entry(&increment.text(CATALOG), "/Lang (tlh)");
        increment.set(CATALOG, text);
    });
    change("an encryption in the trailer", &[TrailerChanged], &|increment| {
        increment.trailer("/Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P -1 >>");
    });
    change("another catalog in the trailer", &[TrailerChanged, CatalogChanged], &|increment| {
        let catalog = increment.add("<< /Type /Catalog /Pages 2 0 R >>");
        increment.trailer(&format!("/Root {catalog} 0 R"));
    });
}
