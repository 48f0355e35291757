//! Signature fields and signatures in the interactive form (ISO 32000-2 §12.7, §12.8).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::ObjectId;
use super::file::PdfFile;
use super::indirect::Indirect;
use super::text;
use super::value::{Dictionary, Value};

/// Fields nested deeper than this are not looked at.
const MAX_DEPTH: usize = 256;
/// The names of all fields together may be this much longer (bytes) than the file: each repeats its parents'.
const MAX_NAMES: usize = 4 << 20;

/// What looking at a field takes of the budget of the file, which counts unpacked bytes.
const FIELD_COST: usize = 512;
/// What it takes more for each cross-reference section in which its object may be.
const SECTION_COST: usize = 8;

/// A signature field.
#[derive(Clone, Debug)]
pub(crate) struct SignatureField<'f> {
    /// Fully qualified name, partial names joined by full stops (§12.7.4.2).
    pub(crate) name: String,
    pub(crate) id: ObjectId,
    pub(crate) dictionary: Dictionary<'f>,
    /// The signature dictionary when the field is signed.
    pub(crate) signature: Option<SignatureDictionary<'f>>,
}

/// A signature dictionary and where it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SignatureDictionary<'f> {
    pub(crate) dictionary: Dictionary<'f>,
    /// Its first byte in the file; `None` in an object stream.
    pub(crate) offset: Option<usize>,
}

/// The fields of type `/Sig` in the order of the form.
pub(crate) fn signature_fields<'f>(file: &PdfFile<'f>) -> Vec<SignatureField<'f>> {
    let fields = fields(file).into_iter().filter(|field| field.is_terminal && field.inherited.is_signature);
    fields
        .map(|field| {
            let Inherited { name, value, .. } = Rc::unwrap_or_clone(field.inherited);
            let signature = value.and_then(|(holder, value)| signature_dictionary(file, holder, value));
            SignatureField { name, id: field.id, dictionary: field.dictionary, signature }
        })
        .collect()
}

/// Whether any field, of whatever type, has this fully qualified name.
pub(crate) fn has_field(file: &PdfFile<'_>, name: &str) -> bool {
    fields(file).iter().any(|field| field.inherited.name == name)
}

/// The fully qualified names of all fields, of whatever type.
pub(crate) fn field_names(file: &PdfFile<'_>) -> BTreeSet<String> {
    fields(file).into_iter().map(|field| Rc::unwrap_or_clone(field.inherited).name).collect()
}

/// The interactive form dictionary.
pub(crate) fn acro_form<'f>(file: &PdfFile<'f>) -> Option<Dictionary<'f>> {
    let (_, catalog) = file.catalog()?;
    file.entry(catalog, b"AcroForm")?.dictionary()
}

/// What a certification signature or a signed field lock permits (§12.8.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lock {
    /// DocMDP with this access permission: 1, 2 or 3.
    Certified(u8),
    /// FieldMDP that covers the fields for which `covers` says so.
    Fields { action: LockAction, names: Vec<String> },
}

/// `/Action` of a FieldMDP transform (table 259).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LockAction {
    All,
    Include,
    Exclude,
}

impl Lock {
    /// Whether a field of this name may no longer change.
    pub(crate) fn covers(&self, field: &str) -> bool {
        match self {
            Self::Certified(permission) => *permission == 1,
            Self::Fields { action, names } => {
                let listed = names.iter().any(|name| {
                    field == name || field.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('.'))
                });
                match action {
                    LockAction::All => true,
                    LockAction::Include => listed,
                    LockAction::Exclude => !listed,
                }
            }
        }
    }
}

/// The locks in a signature dictionary's `/Reference`. What cannot be read forbids everything.
pub(crate) fn locks(file: &PdfFile<'_>, signature: Dictionary<'_>) -> Vec<Lock> {
    let Some(references) = signature.get(b"Reference") else { return Vec::new() };
    let strictest = || vec![Lock::Certified(1)];
    let Some(references) = file.resolve(references).and_then(Value::array) else { return strictest() };
    let locks = references.into_iter().map(|reference| {
        let reference = file.resolve(reference).and_then(Value::dictionary);
        reference.map_or(Some(Lock::Certified(1)), |reference| lock(file, reference))
    });
    locks.flatten().collect()
}

fn lock(file: &PdfFile<'_>, reference: Dictionary<'_>) -> Option<Lock> {
    let method = file.entry(reference, b"TransformMethod").and_then(Value::name);
    let parameters = file.entry(reference, b"TransformParams").and_then(Value::dictionary);
    match method.as_deref() {
        Some(b"DocMDP") => Some(Lock::Certified(permission(file, parameters))),
        Some(b"FieldMDP") => Some(fields_locked(file, parameters)),
        // Usage rights and identity restrict nothing that an update could do.
        Some(b"UR" | b"UR3" | b"Identity") => None,
        _ => Some(Lock::Certified(1)),
    }
}

/// The permission in a `/P` entry: 2 if there is none (table 257), 1 if it is not one of the three.
pub(crate) fn permission(file: &PdfFile<'_>, parameters: Option<Dictionary<'_>>) -> u8 {
    match parameters.and_then(|parameters| parameters.get(b"P")) {
        None => 2,
        Some(value) => {
            let permission = file.resolve(value).and_then(Value::integer).and_then(|p| u8::try_from(p).ok());
            permission.filter(|permission| (1..=3).contains(permission)).unwrap_or(1)
        }
    }
}

fn fields_locked(file: &PdfFile<'_>, parameters: Option<Dictionary<'_>>) -> Lock {
    let all = Lock::Fields { action: LockAction::All, names: Vec::new() };
    let Some(parameters) = parameters else { return all };
    let action = match file.entry(parameters, b"Action").and_then(Value::name).as_deref() {
        Some(b"Include") => LockAction::Include,
        Some(b"Exclude") => LockAction::Exclude,
        _ => return all,
    };
    let names = file.entry(parameters, b"Fields").and_then(Value::array);
    let names = names.and_then(|names| {
        names
            .into_iter()
            .map(|name| Some(text::decode(&file.resolve(name)?.string()?)))
            .collect::<Option<Vec<String>>>()
    });
    names.map_or(all, |names| Lock::Fields { action, names })
}

struct Field<'f> {
    id: ObjectId,
    dictionary: Dictionary<'f>,
    inherited: Rc<Inherited<'f>>,
    /// Whether it has no fields below it; widgets below do not count (§12.7.4.1).
    is_terminal: bool,
}

struct Node<'f> {
    id: ObjectId,
    parent: Rc<Inherited<'f>>,
}

/// All fields, parents before their kids; those whose names together are longer than the file are left out.
fn fields<'f>(file: &PdfFile<'f>) -> Vec<Field<'f>> {
    let mut found = Vec::new();
    if !file.is_within_budget() {
        return found;
    }
    let mut seen = BTreeSet::new();
    let roots = acro_form(file).and_then(|form| file.entry(form, b"Fields")).and_then(Value::array);
    let mut open: Vec<Node<'f>> = Vec::new();
    let push = |open: &mut Vec<Node<'f>>, kids: Vec<Value<'f>>, parent: &Rc<Inherited<'f>>| {
        let ids = kids.into_iter().rev().filter_map(Value::reference);
        open.extend(ids.map(|id| Node { id, parent: Rc::clone(parent) }));
    };
    push(&mut open, roots.unwrap_or_default(), &Rc::default());
    let mut names = file.len().saturating_add(MAX_NAMES);
    let cost = FIELD_COST + SECTION_COST * file.xref().sections().len();
    let mut lists: BTreeMap<ObjectId, bool> = BTreeMap::new();
    while let Some(Node { id, parent }) = open.pop() {
        if parent.depth > MAX_DEPTH || !seen.insert(id) {
            continue;
        }
        // Every revision has its own form to be looked through; all of them together have a limit.
        let budget = &file.reader().budget;
        budget.set(budget.get().saturating_sub(cost));
        if budget.get() == 0 {
            break;
        }
        let Some(object) = file.object(id) else { continue };
        let Some(dictionary) = object.value.dictionary() else { continue };
        let Some(left) = names.checked_sub(parent.name.len()) else { continue };
        let inherited = Rc::new(parent.below(file, object, dictionary));
        names = left.saturating_sub(inherited.name.len().saturating_sub(parent.name.len()));
        // A kid has one parent: a list of kids that several fields share is looked at once.
        let shared = dictionary.get(b"Kids").and_then(Value::reference);
        if let Some(is_terminal) = shared.and_then(|id| lists.get(&id)).copied() {
            found.push(Field { id, dictionary, inherited, is_terminal });
            continue;
        }
        let kids = file.entry(dictionary, b"Kids").and_then(Value::array).unwrap_or_default();
        let is_field =
            |kid: &Value<'f>| file.resolve(*kid).and_then(Value::dictionary).is_some_and(|kid| kid.get(b"T").is_some());
        let is_terminal = !kids.iter().any(is_field);
        if let Some(id) = shared {
            lists.insert(id, is_terminal);
        }
        if !is_terminal {
            push(&mut open, kids, &inherited);
        }
        found.push(Field { id, dictionary, inherited, is_terminal });
    }
    found
}

/// What a field has from its parents (§12.7.4.1).
#[derive(Clone, Default)]
struct Inherited<'f> {
    /// How many fields are above.
    depth: usize,
    name: String,
    is_signature: bool,
    /// The object that holds `/V`, and the value.
    value: Option<(Indirect<'f>, Value<'f>)>,
}

impl<'f> Inherited<'f> {
    fn below(&self, file: &PdfFile<'f>, object: Indirect<'f>, field: Dictionary<'f>) -> Self {
        let mut own = Self { depth: self.depth + 1, ..self.clone() };
        if let Some(partial) = file.entry(field, b"T").and_then(Value::string) {
            if !own.name.is_empty() {
                own.name.push('.');
            }
            own.name.push_str(&text::decode(&partial));
        }
        if let Some(kind) = file.entry(field, b"FT") {
            own.is_signature = kind.is_name(b"Sig");
        }
        if let Some(value) = field.get(b"V") {
            own.value = Some((object, value));
        }
        own
    }
}

fn signature_dictionary<'f>(
    file: &PdfFile<'f>,
    holder: Indirect<'f>,
    value: Value<'f>,
) -> Option<SignatureDictionary<'f>> {
    match value.reference() {
        Some(id) => {
            let object = file.object(id)?;
            let dictionary = object.value.dictionary()?;
            Some(SignatureDictionary { dictionary, offset: object.offset })
        }
        None => {
            let dictionary = value.dictionary()?;
            let within = value.raw().as_ptr().addr().checked_sub(holder.value.raw().as_ptr().addr())?;
            Some(SignatureDictionary { dictionary, offset: holder.offset.map(|start| start + within) })
        }
    }
}
