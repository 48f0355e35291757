//! Layers (optional content, ISO 32000-2 §8.11): what is shown stays for good, what is hidden is removed. A layer that not
//! every viewer shows, or that is shown and not printed, is refused.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::change::RewriteError;
use super::graph::{Graph, Stored};
use super::marked;
use super::object::{Dictionary, Object};
use crate::pdf::ObjectId;
use crate::pdf::scan;
use crate::pdf::text::told;

/// Visibility expressions have no more parts than this altogether: few objects can unfold to any number.
const MAX_EXPRESSIONS: usize = 100_000;
/// Visibility expressions nested deeper than this are not understood.
const MAX_DEPTH: usize = 32;

/// The layers of a document.
pub(super) struct Layers {
    names: BTreeMap<ObjectId, String>,
    hidden: BTreeSet<ObjectId>,
    /// How many parts of visibility expressions may still be looked at.
    budget: Cell<usize>,
}

impl Layers {
    /// Reads the layers and takes the possibility to switch them out of the catalog. `None` if there are none.
    pub(super) fn take(graph: &mut Graph<'_>, root: ObjectId) -> Result<Option<Self>, RewriteError> {
        let Some(mut catalog) = graph.dictionary(&Object::Reference(root)) else { return Ok(None) };
        let Some(properties) = graph.entry_dictionary(&catalog, b"OCProperties") else { return Ok(None) };
        let groups: Vec<ObjectId> = graph
            .entry_array(&properties, b"OCGs")
            .unwrap_or_default()
            .iter()
            .filter_map(Object::as_reference)
            .collect();
        let configuration = graph.entry_dictionary(&properties, b"D").unwrap_or_default();
        let mut layers = Self { names: BTreeMap::new(), hidden: BTreeSet::new(), budget: Cell::new(MAX_EXPRESSIONS) };
        let listed = |key: &[u8]| -> BTreeSet<ObjectId> {
            let items = graph.entry_array(&configuration, key).unwrap_or_default();
            items.iter().filter_map(Object::as_reference).collect()
        };
        let (on, off) = (listed(b"ON"), listed(b"OFF"));
        let is_off_first = configuration.name(b"BaseState") == Some(b"OFF");
        for &id in &groups {
            let group = graph.dictionary(&Object::Reference(id)).unwrap_or_default();
            layers.names.insert(id, told(&graph.entry_text(&group, b"Name").unwrap_or_default()));
            let is_hidden = if is_off_first { !on.contains(&id) || off.contains(&id) } else { off.contains(&id) };
            if is_hidden && is_for_viewing(graph, &group) {
                layers.hidden.insert(id);
            }
        }
        layers.automatic(graph, &configuration)?;
        catalog.remove(b"OCProperties");
        graph.set(root, Object::Dictionary(catalog))?;
        Ok(Some(layers))
    }

    /// Refuses layers that depend on more expressions than were looked at.
    pub(super) fn check(&self) -> Result<(), RewriteError> {
        if self.budget.get() > 0 { Ok(()) } else { Err(self.unread()) }
    }

    /// How many layers are hidden.
    pub(super) fn hidden(&self) -> usize {
        self.hidden.len()
    }

    fn refusal(&self, id: ObjectId, reason: &str) -> RewriteError {
        let layer = self.names.get(&id).cloned().unwrap_or_default();
        RewriteError::Layer { layer, reason: reason.to_owned() }
    }

    /// Refuses layers that a device or a zoom switches (`/AS`, §8.11.4.4).
    fn automatic(&self, graph: &Graph<'_>, configuration: &Dictionary) -> Result<(), RewriteError> {
        for rule in graph.entry_array(configuration, b"AS").unwrap_or_default() {
            let Some(rule) = graph.dictionary(&rule) else { continue };
            let categories = graph.entry_array(&rule, b"Category").unwrap_or_default();
            for id in graph.entry_array(&rule, b"OCGs").unwrap_or_default().iter().filter_map(Object::as_reference) {
                let group = graph.dictionary(&Object::Reference(id)).unwrap_or_default();
                let Some(usage) = graph.entry_dictionary(&group, b"Usage") else { continue };
                for category in &categories {
                    let Some(category) = category.as_name() else { continue };
                    let Some(entry) = graph.entry_dictionary(&usage, category) else { continue };
                    let state = match category {
                        b"View" => entry.name(b"ViewState"),
                        b"Print" => entry.name(b"PrintState"),
                        b"Export" => continue,
                        _ => return Err(self.refusal(id, "is shown depending on zoom, language or reader")),
                    };
                    let is_hidden = self.hidden.contains(&id);
                    if state.is_some_and(|state| (state == b"OFF") != is_hidden) {
                        return Err(self.refusal(id, "is not shown alike on screens and on paper"));
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether what belongs to this layer or membership is shown (§8.11.2).
    pub(super) fn shows(&self, graph: &Graph<'_>, layer: &Object) -> bool {
        if let Some(id) = layer.as_reference().filter(|id| self.names.contains_key(id)) {
            return !self.hidden.contains(&id);
        }
        let Some(membership) = graph.dictionary(layer).filter(|layer| layer.is_type(b"OCMD")) else { return true };
        if let Some(expression) = graph.entry_array(&membership, b"VE") {
            return self.expression(graph, &expression, 0);
        }
        let groups = match membership.get(b"OCGs").map(|groups| (groups, graph.resolve(groups))) {
            Some((_, Object::Array(groups))) => groups,
            Some((group, Object::Dictionary(_))) => vec![group.clone()],
            _ => Vec::new(),
        };
        let mut states = groups.iter().filter_map(Object::as_reference).map(|id| !self.hidden.contains(&id)).peekable();
        if states.peek().is_none() {
            return true;
        }
        match membership.name(b"P") {
            Some(b"AllOn") => states.all(|shown| shown),
            Some(b"AnyOff") => states.any(|shown| !shown),
            Some(b"AllOff") => states.all(|shown| !shown),
            _ => states.any(|shown| shown),
        }
    }

    fn expression(&self, graph: &Graph<'_>, expression: &[Object], depth: usize) -> bool {
        let [operator, operands @ ..] = expression else { return true };
        let value = |operand: &Object| {
            self.budget.set(self.budget.get().saturating_sub(1));
            if let Some(id) = operand.as_reference().filter(|id| self.names.contains_key(id)) {
                return !self.hidden.contains(&id);
            }
            match graph.resolve(operand) {
                Object::Array(inner) if depth < MAX_DEPTH && self.budget.get() > 0 => {
                    self.expression(graph, &inner, depth + 1)
                }
                _ => true,
            }
        };
        match operator.as_name() {
            Some(b"And") => operands.iter().all(value),
            Some(b"Or") => operands.iter().any(value),
            Some(b"Not") => !operands.first().is_some_and(value),
            _ => true,
        }
    }

    /// The names by which these resources call what is hidden.
    fn hidden_names(&self, graph: &Graph<'_>, resources: &Dictionary) -> BTreeSet<Vec<u8>> {
        let Some(properties) = graph.entry_dictionary(resources, b"Properties") else { return BTreeSet::new() };
        let hidden = properties.entries().filter(|(_, layer)| !self.shows(graph, layer));
        hidden.map(|(name, _)| name.to_vec()).collect()
    }

    /// Removes what is hidden from the contents of a page.
    pub(super) fn clean_page(&self, graph: &mut Graph<'_>, page: ObjectId) -> Result<(), RewriteError> {
        if self.hidden.is_empty() {
            return Ok(());
        }
        let Some(Object::Dictionary(mut dictionary)) = graph.value(page) else { return Ok(()) };
        let resources = graph.entry_dictionary(&dictionary, b"Resources").unwrap_or_default();
        let names = self.hidden_names(graph, &resources);
        if names.is_empty() {
            return Ok(());
        }
        let mut data = Vec::new();
        for id in super::pages::contents(&dictionary) {
            data.extend(graph.decoded(id).ok_or_else(|| self.unread())?);
            data.push(b'\n');
        }
        if let Some(cut) = self.cut(&data, &names)? {
            let stream = graph.add_stream(Dictionary::default(), cut);
            dictionary.set("Contents", Object::Reference(stream));
            graph.set(page, Object::Dictionary(dictionary))?;
        }
        Ok(())
    }

    fn cut(&self, data: &[u8], names: &BTreeSet<Vec<u8>>) -> Result<Option<Vec<u8>>, RewriteError> {
        marked::cut(data, |name| names.contains(name)).map_err(|reason| {
            let layer = self.hidden.iter().find_map(|id| self.names.get(id)).cloned().unwrap_or_default();
            RewriteError::Layer { layer, reason: reason.to_owned() }
        })
    }

    fn unread(&self) -> RewriteError {
        let layer = self.hidden.iter().find_map(|id| self.names.get(id)).cloned().unwrap_or_default();
        RewriteError::Layer { layer, reason: "is hidden in contents that cannot be read".to_owned() }
    }

    /// An object without layers: one that is hidden becomes an empty form, contents lose what is hidden in them.
    /// Whether anything was changed.
    pub(super) fn clean<'r>(
        &self,
        graph: &Graph<'r>,
        id: ObjectId,
        stored: &mut Stored<'r>,
    ) -> Result<bool, RewriteError> {
        let Object::Dictionary(dictionary) = &mut stored.value else { return Ok(false) };
        if dictionary.is_type(b"OCG") || dictionary.is_type(b"OCMD") {
            dictionary.retain(|_| false);
            return Ok(true);
        }
        if stored.data.is_none() {
            return self.clean_font(graph, dictionary);
        }
        let mut changed = false;
        if let Some(layer) = dictionary.remove(b"OC") {
            changed = true;
            if !self.shows(graph, &layer) {
                let mut empty = Dictionary::default();
                empty.set("Type", Object::name("XObject"));
                empty.set("Subtype", Object::name("Form"));
                empty.set("BBox", Object::Array(vec![Object::integer(0); 4]));
                empty.set("Resources", Object::Dictionary(Dictionary::default()));
                *stored = Stored { value: Object::Dictionary(empty), data: Some(Vec::new().into()) };
                return Ok(true);
            }
        }
        let is_contents = dictionary.name(b"Subtype") == Some(b"Form") || dictionary.get(b"PatternType").is_some();
        if self.hidden.is_empty() || !is_contents {
            return Ok(changed);
        }
        let Some(resources) = graph.entry_dictionary(dictionary, b"Resources") else {
            // It takes the resources of whoever shows it.
            let data = graph.decoded(id).ok_or_else(|| self.unread())?;
            return if scan::find(&data, b"/OC").is_some() { Err(self.unread()) } else { Ok(changed) };
        };
        let names = self.hidden_names(graph, &resources);
        if names.is_empty() {
            return Ok(changed);
        }
        let data = graph.decoded(id).ok_or_else(|| self.unread())?;
        if let Some(cut) = self.cut(&data, &names)? {
            for key in [b"Filter".as_slice(), b"DecodeParms"] {
                dictionary.remove(key);
            }
            stored.data = Some(cut.into());
            changed = true;
        }
        Ok(changed)
    }

    /// Glyphs with layers in them are not understood.
    fn clean_font(&self, graph: &Graph<'_>, font: &Dictionary) -> Result<bool, RewriteError> {
        if font.name(b"Subtype") == Some(b"Type3") {
            let resources = graph.entry_dictionary(font, b"Resources").unwrap_or_default();
            if !self.hidden_names(graph, &resources).is_empty() {
                return Err(self.unread());
            }
        }
        Ok(false)
    }
}

/// Whether a layer is there to be switched by viewers; others are for those who design the page (§8.11.2.3).
fn is_for_viewing(graph: &Graph<'_>, group: &Dictionary) -> bool {
    let is_view = |intent: &Object| intent.is_name(b"View") || intent.is_name(b"All");
    match graph.entry(group, b"Intent") {
        None => true,
        Some(Object::Array(intents)) => intents.iter().any(is_view),
        Some(intent) => is_view(&intent),
    }
}
