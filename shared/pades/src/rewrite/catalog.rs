//! What the catalog holds beside the pages (ISO 32000-2 §7.7.2): forms in XML, portfolios, attached files, names of scripts.

use super::change::{Change, RewriteError};
use super::graph::Graph;
use super::object::{Dictionary, Object};
use super::sweep::MAX_NAMES;
use crate::input::error::InputError;
use crate::pdf::ObjectId;
use crate::pdf::text::told;

/// More nodes of a name tree are not looked at.
const MAX_NODES: usize = 1_000;

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
    let files = names.remove(b"EmbeddedFiles");
    let associated = catalog.remove(b"AF");
    if let Some(scripts) = scripts {
        changes.push(Change::Scripts { count: leaves(graph, &scripts).len().max(1) });
    }
    if files.is_some() || associated.is_some() {
        let mut specifications = files.map(|files| leaves(graph, &files)).unwrap_or_default();
        if let Some(Object::Array(associated)) = associated.map(|associated| graph.resolve(&associated)) {
            specifications.extend(associated);
        }
        changes.push(attachments(graph, &specifications));
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

/// The values of a name tree (§7.9.6), of a huge one the first.
fn leaves(graph: &Graph<'_>, tree: &Object) -> Vec<Object> {
    let mut values = Vec::new();
    let mut open = vec![tree.clone()];
    for _ in 0..MAX_NODES {
        let Some(node) = open.pop() else { break };
        let Some(node) = graph.dictionary(&node) else { continue };
        open.extend(graph.entry_array(&node, b"Kids").unwrap_or_default());
        let names = graph.entry_array(&node, b"Names").unwrap_or_default();
        values.extend(names.into_iter().skip(1).step_by(2));
    }
    values
}

/// The files that these specifications hold, each once.
fn attachments(graph: &Graph<'_>, specifications: &[Object]) -> Change {
    let mut seen: Vec<&Object> = Vec::new();
    let mut names = Vec::new();
    for specification in specifications {
        if specification.as_reference().is_some() && seen.contains(&specification) {
            continue;
        }
        seen.push(specification);
        let own = graph.dictionary(specification).unwrap_or_default();
        let name = [b"UF".as_slice(), b"F"].into_iter().find_map(|key| graph.entry_text(&own, key));
        names.extend(name.filter(|_| names.len() < MAX_NAMES).map(|name| told(&name)));
    }
    Change::Attachments { count: seen.len().max(1), names }
}
