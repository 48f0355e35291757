//! Filling in a form (ISO 32000-2 §12.7.5): a field gets a value and shows it, and nothing else.
//!
//! Without a certification that permits filling, only what was empty when signed may be filled in: a field that showed
//! something was part of what was signed.

use super::appearance;
use super::equal::Difference;
use super::finding::{Change, ChangeKind, Detail};
use super::form::{Field, page_of};
use super::judge::Judge;
use crate::pdf::file::PdfFile;
use crate::pdf::text;
use crate::pdf::value::{Dictionary, Value};

/// Field flag ReadOnly (table 226), annotation flags ReadOnly, Locked, LockedContents (table 167).
const FIELD_LOCK: i64 = 1;
const WIDGET_LOCKS: i64 = 64 | 128 | 512;
/// Field flags of text, choice and button fields (tables 228, 230, 229).
const PASSWORD: i64 = 1 << 13;
const COMBO: i64 = 1 << 17;
const HIDDEN: i64 = 2 | 32;

/// Whether a flags entry only gained flags that lock.
pub(super) fn only_locks(judge: &Judge<'_, '_>, difference: &Difference<'_>) -> bool {
    let locks = if difference.key == b"Ff" { FIELD_LOCK } else { WIDGET_LOCKS };
    let old = difference.old.and_then(|value| judge.pair.before.resolve(value)).and_then(Value::integer).unwrap_or(0);
    let new = difference.new.and_then(|value| judge.pair.after.resolve(value)).and_then(Value::integer).unwrap_or(0);
    old & !new == 0 && new & !old & !locks == 0
}

/// Judges a changed field that is no signature field.
pub(super) fn judge<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: &Field<'r>, new: &Field<'r>) {
    let pair = judge.pair;
    let page = page_of(judge, old);
    let forbidden = || Change::forbidden(ChangeKind::FormChanged).object(number).page(page).field(old.name.as_str());
    if old.kind != new.kind || old.name != new.name {
        judge.push(forbidden().key(b"T"));
        return;
    }
    let is_filled = !pair.equal(old.value, new.value) || value_touched(judge, old);
    let is_button = old.kind == b"Btn";
    let mut is_locked = false;
    let mut has_new_appearance = judge.repainted.contains(&number);
    let (mut is_fine, mut has_new_date) = (true, false);
    for difference in pair.differences(old.dictionary, new.dictionary) {
        let key = difference.key.as_slice();
        match key {
            b"V" => {}
            b"M" => has_new_date = true,
            b"AP" => has_new_appearance = true,
            b"AS" if is_button && is_filled => {}
            b"I" if is_filled && old.kind == b"Ch" => {}
            b"F" | b"Ff" if only_locks(judge, &difference) => is_locked = true,
            b"A" | b"AA" => {
                judge.push(Change { kind: ChangeKind::ActionAdded, ..forbidden().key(key) });
                judge.push(forbidden().key(key));
                is_fine = false;
            }
            _ => {
                judge.push(forbidden().key(key));
                is_fine = false;
            }
        }
    }
    if has_new_appearance && (!is_filled || is_button) {
        judge.push(forbidden().key(b"AP"));
        return;
    }
    if is_filled && is_fine {
        filled(judge, number, old, new);
    } else if is_locked && is_fine {
        judge.push(Change::allowed(ChangeKind::FieldsLocked).object(number).page(page).field(old.name.as_str()));
    } else if has_new_date && is_fine {
        judge.unseen(number, b"M");
    }
}

/// Whether the value is an object of its own that was written over.
fn value_touched(judge: &Judge<'_, '_>, old: &Field<'_>) -> bool {
    old.value.and_then(Value::reference).is_some_and(|id| judge.touched.contains(&id.number))
}

/// A field got another value.
fn filled<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: &Field<'r>, new: &Field<'r>) {
    let pair = judge.pair;
    let page = page_of(judge, old);
    let forbidden = || Change::forbidden(ChangeKind::FormChanged).object(number).page(page).field(old.name.as_str());
    let before = shown_value(pair.before, old.value);
    let after = shown_value(pair.after, new.value);
    let detail = Detail::Value { before: before.clone(), after: after.clone() };
    if !judge.rights.permits_filling() {
        let signed = Field::of(judge.signed, number);
        let was_empty = signed.is_some_and(|field| {
            is_empty(&shown_value(judge.signed, field.value)) && shows_nothing(judge, judge.signed, &field)
        });
        if !was_empty {
            judge.push(forbidden().detail(detail));
            return;
        }
    }
    let Some(whole) = Field::of(pair.after, new.terminal) else { return judge.push(forbidden()) };
    let widgets = widgets(pair.after, &whole);
    let is_shown = match new.kind.as_slice() {
        b"Btn" => Ok(()),
        b"Tx" => widgets.iter().try_for_each(|widget| shows(judge, *widget, new, std::slice::from_ref(&after), true)),
        b"Ch" => {
            let all = choices(pair.after, new);
            let is_exact = new.flags & COMBO != 0;
            widgets.iter().try_for_each(|widget| shows(judge, *widget, new, &all, is_exact))
        }
        _ => Err(None),
    };
    if let Err(shown) = is_shown {
        judge.push(forbidden().detail(Detail::Shown { value: after, shown }));
        return;
    }
    let states: Vec<bool> = widgets.iter().filter_map(|widget| is_in_state(pair.after, *widget, &after)).collect();
    // None of them draws another state, and one draws this.
    let is_drawn = is_empty(&after) || states.is_empty() || states.contains(&true);
    let is_other = widgets.iter().any(|widget| has_other_state(pair.after, *widget, &after));
    if new.kind == b"Btn" && (is_other || !is_drawn) {
        judge.push(forbidden().key(b"AS"));
        return;
    }
    judge.push(
        Change::allowed(ChangeKind::FormFilled).object(new.terminal).page(page).field(new.name.as_str()).detail(detail),
    );
}

/// The widgets of the field: itself, or its kids.
fn widgets<'r>(file: &PdfFile<'r>, field: &Field<'r>) -> Vec<Dictionary<'r>> {
    let kids = Judge::list(file, field.dictionary.get(b"Kids"));
    if kids.is_empty() {
        return vec![field.dictionary];
    }
    kids.into_iter().filter_map(|kid| Judge::dictionary(file, Some(kid))).collect()
}

/// The value as text: a string, a name, or several.
fn shown_value<'r>(file: &PdfFile<'r>, value: Option<Value<'r>>) -> String {
    let Some(value) = value.and_then(|value| file.resolve(value)) else { return String::new() };
    let all = value.array().unwrap_or_else(|| vec![value]);
    let texts = all.into_iter().filter_map(|one| {
        let one = file.resolve(one)?;
        one.string()
            .map(|string| text::decode(&string))
            .or_else(|| Some(String::from_utf8_lossy(&one.name()?).into_owned()))
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn is_empty(value: &str) -> bool {
    value.trim().is_empty() || value == "Off"
}

/// What the chosen options are shown as: an option is a text, or a pair of value and text (table 231).
fn choices<'r>(file: &PdfFile<'r>, field: &Field<'r>) -> Vec<String> {
    let value = shown_value(file, field.value);
    let mut choices = vec![value.clone()];
    for option in Judge::list(file, field.dictionary.get(b"Opt")) {
        let pair = Judge::list(file, Some(option));
        if let [export, text] = pair.as_slice()
            && shown_value(file, Some(*export)) == value
        {
            choices.push(shown_value(file, Some(*text)));
        }
    }
    choices
}

fn normal_appearance<'r>(file: &PdfFile<'r>, widget: Dictionary<'r>) -> Option<Value<'r>> {
    file.entry(widget, b"AP")?.dictionary()?.get(b"N")
}

/// Whether the widgets showed no text.
fn shows_nothing<'r>(judge: &Judge<'_, 'r>, file: &PdfFile<'r>, field: &Field<'r>) -> bool {
    if field.kind == b"Btn" || (field.kind == b"Ch" && field.flags & COMBO == 0) {
        return true; // their states and options are there from the start
    }
    let whole = Field::of(file, field.terminal);
    let all = whole.map(|whole| widgets(file, &whole)).unwrap_or_default();
    all.into_iter().all(|widget| match normal_appearance(file, widget) {
        Some(stream) => {
            appearance::text(file, stream, judge.pair.budget).is_some_and(|text| is_empty(&text.characters))
        }
        None => true,
    })
}

/// Whether a widget shows one of `values`, and if `is_exact` nothing else; otherwise what it shows.
fn shows<'r>(
    judge: &Judge<'_, 'r>,
    widget: Dictionary<'r>,
    field: &Field<'r>,
    values: &[String],
    is_exact: bool,
) -> Result<(), Option<String>> {
    let after = judge.pair.after;
    let flags = after.entry(widget, b"F").and_then(Value::integer).unwrap_or(0);
    let Some(stream) = normal_appearance(after, widget).filter(|_| flags & HIDDEN == 0) else { return Ok(()) };
    let shown = appearance::text(after, stream, judge.pair.budget).ok_or(None)?;
    if field.flags & PASSWORD != 0 && shown.characters.chars().all(|c| matches!(c, '*' | '•' | ' ')) {
        return Ok(());
    }
    // Text in an old font whose characters cannot be told is as good as what that font could say when signed.
    let fonts_are_old = shown.fonts.iter().all(|font| judge.pair.before.object(*font).is_some());
    if !shown.is_readable && fonts_are_old {
        return Ok(());
    }
    let is_shown = values.iter().any(|value| appearance::same(&shown.characters, value, is_exact));
    if shown.is_readable && is_shown { Ok(()) } else { Err(Some(shown.characters)) }
}

/// Whether a button's widget is in the state that the value says and can draw it; `None` if it has no states.
fn is_in_state<'r>(file: &PdfFile<'r>, widget: Dictionary<'r>, value: &str) -> Option<bool> {
    let state = file.entry(widget, b"AS").and_then(Value::name)?;
    let states = normal_appearance(file, widget).and_then(|states| file.resolve(states)).and_then(Value::dictionary);
    Some(state == value.as_bytes() && states.is_some_and(|states| states.get(&state).is_some()))
}

/// Whether a button's widget draws a state that is not the value's.
fn has_other_state<'r>(file: &PdfFile<'r>, widget: Dictionary<'r>, value: &str) -> bool {
    let state = file.entry(widget, b"AS").and_then(Value::name).unwrap_or_else(|| b"Off".to_vec());
    state != b"Off" && is_in_state(file, widget, value) != Some(true)
}
