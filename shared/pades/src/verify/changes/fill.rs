//! Filling in a form (ISO 32000-2 §12.7.5): a field gets a value and shows it, and nothing else.
//!
//! Without a certification that permits filling, only what was empty when signed may be filled in: a field that showed
//! something was part of what was signed.

use std::collections::{BTreeMap, BTreeSet};

use super::appearance::{self, Drawn, is_same, is_shown, plain};
use super::blending;
use super::equal::Difference;
use super::field::{Field, page_of};
use super::finding::{Change, ChangeKind, Detail, Verdict};
use super::judge::Judge;
use super::placement::corners;
use crate::pdf::text;
use crate::strict::view::{Indirect, View};
use crate::strict::{Content, Value};

/// Field flag ReadOnly (table 226), annotation flags ReadOnly, Locked, LockedContents (table 167).
const FIELD_LOCK: i32 = 1;
const WIDGET_LOCKS: i32 = 64 | 128 | 512;
/// Field flags of text and choice fields (tables 228, 230).
const PASSWORD: i32 = 1 << 13;
const COMBO: i32 = 1 << 17;
/// Annotation flag Hidden: neither viewed nor printed (table 167).
const HIDDEN: i32 = 2;
/// A box to be ticked is no wider or higher than this (points). What is larger is a picture.
const MAX_BOX: f64 = 100.0;
/// So many characters of a list's options are compared with what it shows.
const MAX_COMPARED: usize = 1_000_000;
/// A look is scaled to its field by this much.
const SCALES: std::ops::RangeInclusive<f64> = 0.5..=10.0;

/// Whether a flags entry only gained flags that lock.
pub(super) fn only_locks(difference: &Difference<'_>) -> bool {
    let locks = if difference.key == b"Ff" { FIELD_LOCK } else { WIDGET_LOCKS };
    // Flags that cannot be read, or stand elsewhere, may be anything.
    let flags = |value: Option<Value<'_>>| value.map_or(Some(0), Value::integer);
    let flags = flags(difference.old).zip(flags(difference.new));
    flags.is_some_and(|(old, new)| old & !new == 0 && new & !old & !locks == 0)
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
        match difference.key {
            b"V" => {}
            b"M" => has_new_date = true,
            b"AP" if only_normal(judge, &difference) => has_new_appearance = true,
            b"AS" if is_button && is_filled => {}
            b"I" if is_filled && old.kind == b"Ch" => {}
            b"F" | b"Ff" if only_locks(&difference) => is_locked = true,
            key @ (b"A" | b"AA") => {
                judge.push(Change { kind: ChangeKind::ActionAdded, ..forbidden().key(key) });
                judge.push(forbidden().key(key));
                is_fine = false;
            }
            key => {
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

/// Whether only the normal look changed: those under the pointer and when pressed are not compared with the value.
fn only_normal(judge: &Judge<'_, '_>, difference: &Difference<'_>) -> bool {
    let pair = judge.pair;
    let old = match difference.old {
        None => Some(Value::empty()),
        Some(old) => pair.before.dictionary(Some(old)),
    };
    let new = match difference.new {
        None => Some(Value::empty()),
        Some(new) => pair.after.dictionary(Some(new)),
    };
    let (Some(old), Some(new)) = (old, new) else { return false };
    pair.differences(old, new).iter().all(|one| one.key == b"N" || one.new.is_none())
}

/// Whether the value is an object of its own that was written over.
fn value_touched(judge: &Judge<'_, '_>, old: &Field<'_>) -> bool {
    old.value.and_then(Value::reference).is_some_and(|id| judge.touched.binary_search(&id.number).is_ok())
}

/// What a widget shows in place of what it should.
enum Wrong {
    /// This text, or something that is no text.
    Other(Option<String>),
    /// It cannot be told.
    Unreadable,
}

/// A field got another value.
fn filled<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: &Field<'r>, new: &Field<'r>) {
    let pair = judge.pair;
    let page = page_of(judge, old);
    let forbidden = || Change::forbidden(ChangeKind::FormChanged).object(number).page(page).field(old.name.as_str());
    let (Some(before), Some(after)) = (text_of(pair.before, old.value), text_of(pair.after, new.value)) else {
        return judge.push(forbidden().key(b"V"));
    };
    let chosen = if new.kind == b"Ch" { chosen(pair.after, new, &after) } else { vec![after.clone()] };
    let named = chosen.join("\n");
    let detail = Detail::Value { before, after: named.clone() };
    if !judge.rights.permits_filling() {
        let was_empty = Field::of(judge.signed, number).is_some_and(|field| {
            let was_empty = text_of(judge.signed, field.value).is_some_and(|text| is_empty(&text));
            was_empty && shows_nothing(judge.signed, &field)
        });
        if !was_empty {
            judge.push(forbidden().detail(detail));
            return;
        }
    }
    let (Some(whole), Some(flags)) = (Field::of(pair.after, new.terminal), new.flags) else {
        return judge.push(forbidden().key(b"Ff"));
    };
    let widgets = widgets(pair.after, &whole);
    let earlier =
        Field::of(pair.before, new.terminal).map(|field| self::widgets(pair.before, &field)).unwrap_or_default();
    let looks = widgets.iter().enumerate().map(|(index, widget)| (*widget, earlier.get(index).copied()));
    let has_no_look = widgets.iter().all(|widget| normal_look(pair.after, *widget).is_none());
    // Its widgets may be on any page.
    let pages: Vec<usize> = judge.links.pages.leaves.values().copied().collect();
    let mut all_looks = widgets.iter().map(|widget| normal_look(pair.after, *widget));
    if all_looks.any(|look| blending::shows_page_otherwise(&pair, &judge.links.pages, &pages, look)) {
        return judge.push(forbidden().key(b"AP"));
    }
    let is_shown = match new.kind {
        b"Btn" => Ok(()),
        // Nothing is nothing, whoever draws it.
        _ if has_no_look && after.is_empty() => Ok(()),
        b"Tx" => {
            let is_password = flags & PASSWORD != 0;
            let is_hidden = |shown: &str| shown.trim().chars().all(|c| matches!(c, '*' | '•' | '\u{ff0a}'));
            let fits = |shown: &str| is_shown(shown, &after) || (is_password && is_hidden(shown));
            looks.into_iter().try_for_each(|(widget, earlier)| shows(judge, widget, earlier, &fits))
        }
        b"Ch" if flags & COMBO != 0 => {
            let fits = |shown: &str| is_shown(shown, &named);
            looks.into_iter().try_for_each(|(widget, earlier)| shows(judge, widget, earlier, &fits))
        }
        b"Ch" => {
            let options = options(pair.after, new);
            let chosen: Vec<Vec<char>> = chosen.iter().map(|text| plain(text)).collect();
            let fits = |shown: &str| is_list(&plain(shown), &options, &chosen);
            looks.into_iter().try_for_each(|(widget, earlier)| shows(judge, widget, earlier, &fits))
        }
        _ => Err(Wrong::Other(None)),
    };
    match is_shown {
        Err(Wrong::Other(shown)) => judge.push(forbidden().detail(Detail::Shown { value: after, shown })),
        Err(Wrong::Unreadable) => {
            let unproved = Change { verdict: Verdict::Unproved, ..forbidden() };
            judge.push(unproved.detail(Detail::Shown { value: after, shown: None }));
        }
        Ok(()) if new.kind == b"Btn" && !is_ticked(pair.after, &widgets, &after) => judge.push(forbidden().key(b"AS")),
        Ok(()) => judge.push(
            Change::allowed(ChangeKind::FormFilled)
                .object(new.terminal)
                .page(page)
                .field(new.name.as_str())
                .detail(detail),
        ),
    }
}

/// The widgets of the field: itself, or its kids.
fn widgets<'r>(view: View<'r>, field: &Field<'r>) -> Vec<Value<'r>> {
    let kids = view.list(view.get(field.dictionary, b"Kids"));
    if kids.is_empty() {
        return vec![field.dictionary];
    }
    kids.into_iter().filter_map(|kid| view.dictionary(Some(kid))).collect()
}

/// The value as text: a string, a name, or several. `None` if it is anything else, as a stream of rich text.
fn text_of<'r>(view: View<'r>, value: Option<Value<'r>>) -> Option<String> {
    let Some(value) = value else { return Some(String::new()) };
    if value.reference().is_some_and(|id| view.object(id).is_some_and(|object| object.is_stream())) {
        return None;
    }
    let Some(value) = view.resolve(value) else { return Some(String::new()) };
    let all = if value.is_array() { view.list(Some(value)) } else { vec![value] };
    let texts = all.into_iter().map(|one| match view.resolve(one)?.content() {
        Content::String(string) => Some(text::decode(string)),
        Content::Name(name) => Some(String::from_utf8_lossy(name).into_owned()),
        _ => None,
    });
    Some(texts.collect::<Option<Vec<_>>>()?.join("\n"))
}

fn is_empty(value: &str) -> bool {
    value.trim().is_empty() || value == "Off"
}

/// What each of the chosen options is shown as: an option is a text, or a pair of value and text (table 231). A value that is
/// none of them is shown itself.
fn chosen<'r>(view: View<'r>, field: &Field<'r>, value: &str) -> Vec<String> {
    let pairs = view.list(view.get(field.dictionary, b"Opt")).into_iter().filter_map(|option| {
        let [export, text] = view.list(Some(option))[..] else { return None };
        Some((text_of(view, Some(export))?, text_of(view, Some(text))?))
    });
    let texts: BTreeMap<String, String> = pairs.collect();
    let shown = |one: &str| texts.get(one).cloned().unwrap_or_else(|| one.to_owned());
    value.split('\n').filter(|one| !one.is_empty()).map(shown).collect()
}

/// All that a list box has to choose from, as it is shown.
fn options<'r>(view: View<'r>, field: &Field<'r>) -> Vec<Vec<char>> {
    let options = view.list(view.get(field.dictionary, b"Opt")).into_iter();
    let texts = options.map(|option| match view.list(Some(option)).as_slice() {
        [_, text] => text_of(view, Some(*text)),
        _ => text_of(view, Some(option)),
    });
    texts.map(|text| plain(&text.unwrap_or_default())).collect()
}

/// Whether `shown` is some of the options, one after the other as the list has them, with the chosen ones among them. A list
/// for which that takes too long is none.
fn is_list(shown: &[char], options: &[Vec<char>], chosen: &[Vec<char>]) -> bool {
    // What shows nothing is anywhere.
    let options: Vec<&Vec<char>> = options.iter().filter(|option| !option.is_empty()).collect();
    let chosen: BTreeSet<&Vec<char>> = chosen.iter().filter(|one| !one.is_empty()).collect();
    let mut left = MAX_COMPARED;
    (0..=options.len()).any(|first| {
        let (mut rest, mut seen) = (shown, BTreeSet::new());
        for option in &options[first..] {
            match rest.split_at_checked(option.len()) {
                Some((head, tail)) if is_same(head, option) => {
                    seen.insert(*option);
                    rest = tail;
                }
                _ => break,
            }
            left = left.saturating_sub(option.len());
            if left == 0 {
                return false;
            }
        }
        rest.is_empty() && chosen.is_subset(&seen)
    })
}

fn normal_look<'r>(view: View<'r>, widget: Value<'r>) -> Option<Value<'r>> {
    view.get(view.entry(widget, b"AP")?.dictionary()?, b"N")
}

/// Whether the widgets showed no text.
fn shows_nothing<'r>(view: View<'r>, field: &Field<'r>) -> bool {
    if field.kind == b"Btn" || (field.kind == b"Ch" && field.flags.is_some_and(|flags| flags & COMBO == 0)) {
        return true; // their states and options are there from the start
    }
    let whole = Field::of(view, field.terminal);
    let all = whole.map(|whole| widgets(view, &whole)).unwrap_or_default();
    all.into_iter().all(|widget| match normal_look(view, widget) {
        None => true,
        Some(look) => {
            let drawn = stream(view, look).and_then(|look| appearance::drawn(view, view, look, turn(view, widget)));
            drawn.is_some_and(|drawn| drawn.is_readable && is_empty(&drawn.characters))
        }
    })
}

/// By how many degrees counterclockwise a widget is turned on its page (table 192).
fn turn<'r>(view: View<'r>, widget: Value<'r>) -> i32 {
    let turn = view.entry(widget, b"MK").and_then(|characteristics| view.entry(characteristics, b"R"));
    turn.map_or(Some(0), Value::integer).unwrap_or(1)
}

fn stream<'r>(view: View<'r>, look: Value<'r>) -> Option<Indirect<'r>> {
    look.reference().and_then(|id| view.object(id)).filter(Indirect::is_stream)
}

/// Whether a widget shows what `fits`, and draws nothing else but what it drew before.
fn shows<'r>(
    judge: &Judge<'_, 'r>,
    widget: Value<'r>,
    earlier: Option<Value<'r>>,
    fits: &dyn Fn(&str) -> bool,
) -> Result<(), Wrong> {
    let (before, after) = (judge.pair.before, judge.pair.after);
    let is_hidden = after.entry(widget, b"F").and_then(Value::integer).is_some_and(|flags| flags & HIDDEN != 0);
    if is_hidden {
        return Ok(());
    }
    // Without a look of its own, or where the form says that looks are not to be believed, each viewer draws the value as
    // it likes.
    let Some(look) = normal_look(after, widget).filter(|_| !redraws(after)) else { return Err(Wrong::Unreadable) };
    let turn = turn(after, widget);
    let drawn =
        stream(after, look).and_then(|look| appearance::drawn(after, before, look, turn)).ok_or(Wrong::Other(None))?;
    let painted = || -> Option<Drawn> {
        appearance::drawn(before, before, stream(before, normal_look(before, earlier?)?)?, turn)
    };
    if !drawn.painted.is_empty() && painted().is_none_or(|earlier| earlier.painted != drawn.painted) {
        return Err(Wrong::Other(Some(drawn.characters)));
    }
    let is_readable = drawn.is_readable && fills(after, widget, drawn.size);
    match (is_readable, fits(&drawn.characters)) {
        (true, true) => Ok(()),
        (true, false) => Err(Wrong::Other(Some(drawn.characters))),
        (false, _) => Err(Wrong::Unreadable),
    }
}

/// Whether viewers are told to draw the values of fields anew (`/NeedAppearances`, table 224).
fn redraws(view: View<'_>) -> bool {
    let wanted = view.form().and_then(|form| view.entry(form, b"NeedAppearances"));
    wanted.is_some_and(|wanted| wanted.content() != Content::Boolean(false))
}

/// Whether a look of this size is about as large as its widget, into which viewers scale it (§12.5.5): otherwise nobody
/// could read what it shows.
fn fills<'r>(view: View<'r>, widget: Value<'r>, (width, height): (f64, f64)) -> bool {
    let Some([left, bottom, right, top]) = corners(view, view.get(widget, b"Rect")) else { return false };
    let is_like = |look: f64, field: f64| SCALES.contains(&(field / look));
    // A field without an area shows nothing.
    right <= left || top <= bottom || (is_like(width, right - left) && is_like(height, top - bottom))
}

/// Whether the widgets of a button are in the states that its value says: none of them draws another one, and one draws
/// this. What they draw is a mark in a small box.
fn is_ticked<'r>(view: View<'r>, widgets: &[Value<'r>], value: &str) -> bool {
    let mut has_states = false;
    let mut is_drawn = is_empty(value);
    for widget in widgets {
        let state = view.entry(*widget, b"AS");
        has_states |= state.is_some();
        let Some(state) = state.map_or(Some(b"Off".as_slice()), Value::name) else { return false };
        if state == b"Off" {
            is_drawn |= value == "Off";
            continue;
        }
        let states = normal_look(view, *widget).and_then(|states| view.dictionary(Some(states)));
        let Some(look) = states.and_then(|states| view.get(states, state)) else { return false };
        if state != value.as_bytes() || !is_mark(view, *widget, look) {
            return false;
        }
        is_drawn = true;
    }
    is_drawn || !has_states
}

/// Whether a widget's look is that of a small box with a mark in it: lines, areas and no text but one character that is
/// no digit, nor a letter other than those by which people tick.
fn is_mark<'r>(view: View<'r>, widget: Value<'r>, look: Value<'r>) -> bool {
    let is_small = corners(view, view.get(widget, b"Rect"))
        .is_some_and(|[left, bottom, right, top]| right - left <= MAX_BOX && top - bottom <= MAX_BOX);
    let drawn = stream(view, look).and_then(|look| appearance::drawn(view, view, look, turn(view, widget)));
    is_small
        && drawn.is_some_and(|drawn| {
            let is_tick = |c: char| !c.is_ascii_alphanumeric() || "xXvVoOl".contains(c);
            let mut characters = drawn.characters.chars();
            drawn.is_of_marks || (characters.next().is_none_or(is_tick) && characters.next().is_none())
        })
}
