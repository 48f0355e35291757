//! A field of the form as it stands in one revision.

use super::judge::Judge;
use super::names::MAX_DEPTH;
use crate::pdf::text;
use crate::strict::Value;
use crate::strict::view::View;

/// A field or a widget with what it has from its parents.
pub(super) struct Field<'r> {
    pub(super) dictionary: Value<'r>,
    /// Fully qualified.
    pub(super) name: String,
    /// `/FT`; empty if there is none, or none that can be read.
    pub(super) kind: &'r [u8],
    pub(super) value: Option<Value<'r>>,
    /// `/Ff`; `None` if it is no integer.
    pub(super) flags: Option<i32>,
    /// The object that has the name: the field itself, where the rest may be one of its widgets.
    pub(super) terminal: u32,
}

impl<'r> Field<'r> {
    /// The field in the object `number`.
    pub(super) fn of(view: View<'r>, number: u32) -> Option<Self> {
        let dictionary = view.numbered(number)?.value.dictionary()?;
        let mut field =
            Self { dictionary, name: String::new(), kind: b"", value: None, flags: Some(0), terminal: number };
        let (mut names, mut kind, mut flags) = (Vec::new(), None, None);
        let mut level = (number, dictionary);
        for depth in 0.. {
            if depth > MAX_DEPTH {
                view.budget.spend(usize::MAX);
                break;
            }
            if let Some(name) = view.entry(level.1, b"T").and_then(Value::string) {
                if names.is_empty() {
                    field.terminal = level.0;
                }
                names.push(text::decode(name));
            }
            kind = kind.or_else(|| view.entry(level.1, b"FT"));
            flags = flags.or_else(|| view.entry(level.1, b"Ff"));
            field.value = field.value.or_else(|| view.get(level.1, b"V"));
            let parent = view.get(level.1, b"Parent").and_then(Value::reference).and_then(|id| view.object(id));
            let Some((number, dictionary)) = parent.and_then(|it| Some((it.number, it.value.dictionary()?))) else {
                break;
            };
            level = (number, dictionary);
        }
        field.kind = kind.and_then(Value::name).unwrap_or_default();
        field.flags = flags.map_or(Some(0), Value::integer);
        names.reverse();
        field.name = names.join(".");
        Some(field)
    }

    pub(super) fn is_signature(&self) -> bool {
        self.kind == b"Sig"
    }

    /// Whether it is an annotation that belongs to no form.
    pub(super) fn is_other(&self) -> bool {
        let is_widget = self.dictionary.get(b"Subtype").is_none_or(|kind| kind.is_name(b"Widget"));
        !is_widget || (self.kind.is_empty() && self.name.is_empty())
    }

    pub(super) fn signature(&self, view: View<'r>) -> Option<Value<'r>> {
        view.dictionary(self.value)
    }
}

/// The page on which a field says that it is.
pub(super) fn page_of(judge: &Judge<'_, '_>, field: &Field<'_>) -> Option<usize> {
    let page = field.dictionary.get(b"P").and_then(Value::reference)?;
    judge.links.pages.leaves.get(&page.number).copied()
}
