//! The form's fields by their fully qualified names (ISO 32000-2 §12.7.4.2). Collected once, so that a revision costs what
//! it adds.

use std::collections::{BTreeMap, BTreeSet};

use crate::pdf::text;
use crate::strict::view::View;
use crate::strict::{self, Operand, Value};

/// Fields nested deeper than this are not followed; what is below them is too complex to be judged.
pub(crate) const MAX_DEPTH: usize = 64;
/// The names of all fields together may be this much longer (bytes) than the file: each repeats its parents'.
const MAX_NAMES: usize = 4 << 20;

/// A field of the form, as the form leads to it.
pub(crate) struct Listed<'d> {
    pub(crate) number: u32,
    pub(crate) dictionary: Value<'d>,
    pub(crate) name: String,
    /// `/FT`, its own or inherited.
    pub(crate) kind: &'d [u8],
    /// `/V`, its own or inherited.
    pub(crate) value: Option<Value<'d>>,
    /// Whether it has no fields below it; widgets below do not count.
    pub(crate) is_terminal: bool,
}

/// Where a walk through the fields is.
struct Node<'d> {
    number: u32,
    name: std::rc::Rc<str>,
    kind: &'d [u8],
    value: Option<Value<'d>>,
    depth: usize,
}

/// The objects that a list leads to, the last first.
fn numbers(list: Vec<Value<'_>>) -> impl Iterator<Item = u32> {
    list.into_iter().rev().filter_map(Value::reference).map(|id| id.number)
}

/// All fields, parents before their kids, each once. A limit that is reached leaves the budget without anything.
pub(crate) fn fields(view: View<'_>) -> Vec<Listed<'_>> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut left = view.reader.len().saturating_add(MAX_NAMES);
    let mut open: Vec<Node<'_>> = Vec::new();
    let roots = view.form().and_then(|form| view.get(form, b"Fields"));
    let name: std::rc::Rc<str> = "".into();
    for number in numbers(view.list(roots)) {
        open.push(Node { number, name: name.clone(), kind: b"", value: None, depth: 0 });
    }
    // A list of kids that several fields share is looked at once: a kid has one parent.
    let mut lists: BTreeMap<u32, bool> = BTreeMap::new();
    while let Some(node) = open.pop() {
        if !seen.insert(node.number) {
            continue;
        }
        if node.depth > MAX_DEPTH {
            view.budget.spend(usize::MAX);
            break;
        }
        let Some(dictionary) = view.numbered(node.number).and_then(|object| object.value.dictionary()) else {
            continue;
        };
        let partial = view.entry(dictionary, b"T").and_then(Value::string);
        let name = match partial {
            Some(partial) if node.name.is_empty() => text::decode(partial).into(),
            Some(partial) => format!("{}.{}", node.name, text::decode(partial)).into(),
            None => node.name.clone(),
        };
        let Some(rest) = left.checked_sub(name.len()) else {
            view.budget.spend(usize::MAX);
            break;
        };
        left = rest;
        let kind = view.entry(dictionary, b"FT").map_or(node.kind, |kind| kind.name().unwrap_or_default());
        let value = view.get(dictionary, b"V").or(node.value);
        let kids = view.get(dictionary, b"Kids");
        let shared = kids.and_then(Value::reference).map(|id| id.number);
        let known = shared.and_then(|shared| lists.get(&shared)).copied();
        let is_terminal = known.unwrap_or_else(|| {
            let kids = view.list(kids);
            let is_field =
                |kid: &Value<'_>| view.dictionary(Some(*kid)).is_some_and(|kid| view.get(kid, b"T").is_some());
            let is_terminal = !kids.iter().any(is_field);
            if !is_terminal {
                let depth = node.depth + 1;
                open.extend(numbers(kids).map(|number| Node { number, name: name.clone(), kind, value, depth }));
            }
            is_terminal
        });
        lists.extend(shared.map(|shared| (shared, is_terminal)));
        found.push(Listed { number: node.number, dictionary, name: name.to_string(), kind, value, is_terminal });
    }
    found
}

/// Which object has each name, and how the fields are drawn.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: BTreeMap<String, u32>,
    /// Names that several fields have.
    doubled: BTreeSet<String>,
    /// Whether viewers draw some value themselves, with the form's fonts, for want of an appearance.
    pub(super) draws_itself: bool,
    /// Whether such a value has nothing but the form to say how it looks.
    pub(super) needs_default: bool,
    /// The fonts that default appearances name (`/DA`, §12.7.4.3).
    pub(super) fonts: BTreeSet<Vec<u8>>,
}

impl Names {
    /// The names of these fields of a revision.
    pub(super) fn of<'r>(view: View<'r>, fields: Vec<Listed<'r>>) -> Self {
        let mut names = Self::default();
        let form = view.form();
        let draws = form.and_then(|form| view.get(form, b"NeedAppearances"));
        names.draws_itself = draws.is_some_and(|value| value.content() != strict::Content::Boolean(false));
        let mut lists = BTreeSet::new();
        for field in fields {
            let list = view.get(field.dictionary, b"Kids").filter(|_| field.is_terminal && field.kind != b"Sig");
            // A list of widgets that many fields share is looked at once.
            let is_new = list.and_then(Value::reference).is_none_or(|id| lists.insert(id.number));
            let widgets = view.list(list.filter(|_| is_new)).into_iter().filter_map(|kid| view.dictionary(Some(kid)));
            let all: Vec<Value<'_>> = widgets.chain([field.dictionary]).collect();
            all.iter().for_each(|one| names.learn_fonts(view.entry(*one, b"DA")));
            let has = |key: &[u8]| all.iter().any(|one| view.get(*one, key).is_some());
            let is_drawn = field.kind != b"Sig" && field.is_terminal && field.value.is_some() && is_new;
            // The last one is the field itself, which has a look of its own only if it is its own widget.
            let looks = all.iter().filter(|one| view.get(**one, b"AP").is_some()).count();
            names.draws_itself |= is_drawn && looks < all.len().saturating_sub(1).max(1);
            names.needs_default |= is_drawn && field.kind != b"Btn" && !has(b"DA");
            names.add(field.name, field.number);
        }
        names.learn_fonts(form.and_then(|form| view.entry(form, b"DA")));
        names
    }

    fn learn_fonts(&mut self, appearance: Option<Value<'_>>) {
        let Some(text) = appearance.and_then(Value::string) else { return };
        match strict::operations(text) {
            Some(all) => {
                let operands = all.into_iter().flat_map(|operation| operation.operands);
                self.fonts.extend(operands.filter_map(|operand| match operand {
                    Operand::Name(name) => Some(name),
                    _ => None,
                }));
            }
            // Whatever viewers make of it, they draw by themselves.
            None => self.draws_itself = true,
        }
    }

    pub(super) fn add(&mut self, name: String, number: u32) {
        match self.numbers.get(&name) {
            Some(known) if *known != number => {
                self.doubled.insert(name);
            }
            Some(_) => {}
            None => {
                self.numbers.insert(name, number);
            }
        }
    }

    /// Whether another object than `number` has the name.
    pub(super) fn has_other(&self, name: &str, number: u32) -> bool {
        self.doubled.contains(name) || self.numbers.get(name).is_some_and(|known| *known != number)
    }
}
