//! What the catalog holds beside the pages (ISO 32000-2 §7.7.2): forms in XML, portfolios, attached files, names of scripts.

use super::change::{Change, RewriteError};
use super::graph::Graph;
use super::object::{Dictionary, Object};
use crate::input::InputError;
use crate::pdf::ObjectId;

/// Entries whose removal nobody sees: requirements of a reader, legal attestations, validation data of signatures that
/// there are none of.
const UNSEEN: [&str; 4] = ["Legal", "Requirements", "DSS", "SpiderInfo"];

/// Refuses what no page shows, removes what nothing seen depends on.
pub(super) fn clean(graph: &mut Graph<'_>, root: ObjectId, changes: &mut Vec<Change>) -> Result<(), RewriteError> {
    let Some(mut catalog) = graph.dictionary(&Object::Reference(root)) else { return Ok(()) };
    if catalog.get(b"Collection").is_some() {
        return Err(RewriteError::Portfolio);
    }
    xml_form(graph, &mut catalog, changes)?;
    if catalog.remove(b"Perms").is_some() {
        changes.push(Change::UsageRights);
    }
    let mut names = graph.entry_dictionary(&catalog, b"Names").unwrap_or_default();
    let scripts = names.remove(b"JavaScript");
    let files = names.remove(b"EmbeddedFiles").is_some() | catalog.remove(b"AF").is_some();
    if let Some(scripts) = scripts {
        changes.push(Change::Scripts { count: leaves(graph, &scripts) });
    }
    if files {
        changes.push(Change::Attachments { count: 0, names: Vec::new() }); // counted where they are left out
    }
    if catalog.get(b"Names").is_some() {
        catalog.set("Names", Object::Dictionary(names));
    }
    if catalog.name(b"PageMode") == Some(b"UseAttachments") || catalog.name(b"PageMode") == Some(b"UseOC") {
        catalog.remove(b"PageMode");
    }
    for key in UNSEEN {
        catalog.remove(key.as_bytes());
    }
    graph.set(root, Object::Dictionary(catalog))?;
    Ok(())
}

/// A form in XML beside form fields is removed; one that replaces the pages is refused (§12.7.8).
fn xml_form(graph: &mut Graph<'_>, catalog: &mut Dictionary, changes: &mut Vec<Change>) -> Result<(), RewriteError> {
    let needs_rendering = matches!(graph.entry(catalog, b"NeedsRendering"), Some(Object::Boolean(true)));
    catalog.remove(b"NeedsRendering");
    let Some(mut form) = graph.entry_dictionary(catalog, b"AcroForm") else { return Ok(()) };
    if form.remove(b"XFA").is_none() {
        return Ok(());
    }
    let has_fields = graph.entry_array(&form, b"Fields").is_some_and(|fields| !fields.is_empty());
    if needs_rendering || !has_fields {
        return Err(InputError::XmlForm.into());
    }
    catalog.set("AcroForm", Object::Dictionary(form));
    changes.push(Change::XmlForm);
    Ok(())
}

/// How many values a name tree has, at least one.
fn leaves(graph: &Graph<'_>, tree: &Object) -> usize {
    let tree = graph.dictionary(tree).unwrap_or_default();
    graph.entry_array(&tree, b"Names").map_or(1, |names| names.len() / 2).max(1)
}
