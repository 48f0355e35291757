//! The signatures of a file that keeps to the grammar: where each one is, which revision it covers, and whether its
//! `/ByteRange` and `/Contents` are its own (ISO 32000-2 §12.8.1). No cryptography.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{Change, ChangeKind, MAX_DEPTH, SignedRevision, fields, locks};
use crate::asn1::Element;
use crate::evidence::EvidenceAnchor;
use crate::input::SignatureKind;
use crate::pdf::form::Lock;
use crate::pdf::text;
use crate::revision::Gap;
use crate::signatures::{self, Examined, SignatureInfo};
use crate::strict::Value;
use crate::strict::view::View;

/// So many findings about one signature are enough to name the other fields that share it.
const MAX_SHARED: usize = 8;

/// A signature dictionary with the field that leads to it.
struct Held<'d> {
    view: View<'d>,
    field: String,
    /// The field's object; 0 where no field leads to it.
    object: u32,
    signature: Value<'d>,
    is_listed: bool,
}

/// All signatures: each in the revision that it signs, so that one that was overridden later is judged as it was signed;
/// and those of the newest revision that sign none. With them the revisions that they cover.
pub(crate) fn find(view: View<'_>) -> (Vec<Examined>, Vec<SignedRevision>) {
    let mut held = Vec::new();
    let mut signed: Vec<SignedRevision> = Vec::new();
    let Some(last) = view.document.revisions().len().checked_sub(1) else { return Default::default() };
    for index in (0..=last).filter(|index| view.document.revisions()[*index].may_sign) {
        for found in held_in(view.at(index), index == 0) {
            let is_known = |known: &SignedRevision| (known.revision, known.object) == (index, found.object);
            match covered(&found).filter(|covered| covered.revision == index) {
                Some(covered) if !signed.iter().any(is_known) => {
                    signed.push(covered);
                    held.push(found);
                }
                _ => {}
            }
        }
    }
    let newest = view.at(last);
    for found in listed_in(newest) {
        if !signed.iter().any(|known| known.field == found.field && known.object == found.object) {
            held.push(found);
        }
    }
    let known: BTreeSet<u32> = held.iter().map(|held| held.signature.place()).collect();
    let fields: BTreeSet<u32> = held.iter().map(|held| held.object).collect();
    // What took a signature's place in its field is a change, and no signature more.
    for found in unlisted_in(newest, &known).into_iter().filter(|found| !fields.contains(&found.object)) {
        signed.extend(covered(&found));
        held.push(found);
    }
    signed.sort_by_key(|signed| signed.end);
    (examined(held, &signed), signed)
}

/// What the signatures say of themselves. A value that several fields share is one signature, and no sound one.
fn examined(held: Vec<Held<'_>>, signed: &[SignedRevision]) -> Vec<Examined> {
    let mut places: BTreeMap<u32, usize> = BTreeMap::new();
    let mut found: Vec<Examined> = Vec::new();
    let ranges: BTreeMap<u32, Option<usize>> =
        held.iter().map(|held| (held.object, byte_range(held.signature).and_then(end))).collect();
    for held in held {
        let place = held.signature.place();
        if let Some(first) = places.get(&place).and_then(|first| found.get_mut(*first)) {
            let shared = Change::forbidden(ChangeKind::SignatureShared).object(held.object).field(held.field);
            // The first few say enough.
            if first.findings.len() < MAX_SHARED {
                first.findings.push(shared);
            }
            continue;
        }
        places.insert(place, found.len());
        let findings = sanity(&held, signed, &ranges);
        found.push(Examined { findings, ..read(&held) });
    }
    found
}

/// The signatures that came in with a revision, in fields that the form lists.
fn held_in(view: View<'_>, is_first: bool) -> Vec<Held<'_>> {
    let touched = &view.document.revisions()[view.revision].touched;
    let mut held = Vec::new();
    let mut reached = BTreeSet::new();
    let mut new = BTreeSet::new();
    for object in touched.iter().filter_map(|number| view.numbered(*number)) {
        let Some(dictionary) =
            object.value.dictionary().filter(|dictionary| view.budget.spend(dictionary.weight() / 16))
        else {
            continue;
        };
        if is_signature(dictionary) {
            new.insert(dictionary.place());
        }
        let Some(signature) = view.dictionary(dictionary.get(b"V")).filter(|value| is_signature(*value)) else {
            continue;
        };
        if !is_first && let Some(field) = listed(view, object.number) {
            reached.insert(signature.place());
            held.push(Held { view, field, object: object.number, signature, is_listed: true });
        }
    }
    // A field that was there before, or has its value from above, is found by a walk through all of them.
    if is_first || !new.is_subset(&reached) { listed_in(view) } else { held }
}

/// All signatures in fields that the form lists.
fn listed_in(view: View<'_>) -> Vec<Held<'_>> {
    let fields = fields(view).into_iter().filter(|field| field.kind == b"Sig" && field.is_terminal);
    let held = fields.filter_map(|field| {
        let signature = view.dictionary(field.value)?;
        Some(Held { view, field: field.name, object: field.number, signature, is_listed: true })
    });
    held.collect()
}

/// The name of a field without fields below it, if each of its parents lists it, the form the topmost one, and it is one
/// for signatures.
fn listed(view: View<'_>, number: u32) -> Option<String> {
    let is_in = |list: Option<Value<'_>>, number: u32| {
        let mut elements = view.list(list).into_iter().filter_map(Value::reference);
        elements.any(|id| id.number == number)
    };
    let own = view.numbered(number)?.value.dictionary()?;
    let is_field = |kid: &Value<'_>| view.dictionary(Some(*kid)).is_some_and(|kid| kid.get(b"T").is_some());
    if own.get(b"T").is_none() || view.list(view.get(own, b"Kids")).iter().any(is_field) {
        return None;
    }
    let (mut names, mut kind) = (Vec::new(), None);
    let mut level = (number, own);
    for _ in 0..=MAX_DEPTH {
        names.extend(view.entry(level.1, b"T").and_then(Value::string).map(text::decode));
        kind = kind.or_else(|| view.entry(level.1, b"FT"));
        let Some(parent) = view.get(level.1, b"Parent") else {
            let form = view.form().and_then(|form| view.get(form, b"Fields"));
            names.reverse();
            return (is_in(form, level.0) && kind?.is_name(b"Sig")).then(|| names.join("."));
        };
        let parent = view.object(parent.reference()?)?;
        let dictionary = parent.value.dictionary()?;
        if !is_in(view.get(dictionary, b"Kids"), level.0) {
            return None;
        }
        level = (parent.number, dictionary);
    }
    None
}

/// Signatures that something in the document leads to, but no field of its form: some viewers show them, others do not.
fn unlisted_in<'d>(view: View<'d>, known: &BTreeSet<u32>) -> Vec<Held<'d>> {
    let has_any = view.document.revisions().iter().any(|revision| revision.may_sign);
    let Some(catalog) = view.catalog().filter(|_| has_any) else { return Vec::new() };
    let mut found: Vec<Held<'d>> = Vec::new();
    let mut names: BTreeMap<u32, (u32, String)> = BTreeMap::new();
    let mut seen = BTreeSet::from([catalog.number]);
    let mut open = vec![(catalog.number, catalog.value)];
    while let Some((number, value)) = open.pop() {
        if !view.budget.spend(value.weight() / 4) {
            break;
        }
        let mut parts = vec![value];
        while let Some(part) = parts.pop() {
            if let Some(id) = part.reference() {
                let next = seen.insert(id.number).then(|| view.object(id)).flatten();
                open.extend(next.map(|object| (object.number, object.value)));
                continue;
            }
            if is_signature(part) && part.get(b"Contents").is_some() && !known.contains(&part.place()) {
                found.push(Held { view, field: String::new(), object: number, signature: part, is_listed: false });
            }
            if let Some(signature) = view.dictionary(part.get(b"V")).filter(|value| is_signature(*value)) {
                let name = view.entry(part, b"T").and_then(Value::string).map(text::decode);
                names.insert(signature.place(), (number, name.unwrap_or_default()));
            }
            // What permits to use a reader's functions is no signature of anybody on the document (§12.8.6).
            let is_usage = |key: &[u8]| matches!(key, b"UR" | b"UR3");
            match part.is_dictionary() {
                true => parts.extend(part.entries().filter(|(key, _)| !is_usage(key)).map(|(_, value)| value)),
                false => parts.extend(part.is_array().then(|| part.children()).into_iter().flatten()),
            }
        }
    }
    for held in &mut found {
        if let Some((number, name)) = names.remove(&held.signature.place()) {
            (held.object, held.field) = (number, name);
        }
    }
    found
}

fn is_signature(value: Value<'_>) -> bool {
    value.get(b"ByteRange").is_some()
}

/// The numbers of `/ByteRange`, if they are four, not negative, and stand there themselves.
fn byte_range(signature: Value<'_>) -> Option<[usize; 4]> {
    let numbers: Option<Vec<usize>> = signature.get(b"ByteRange")?.elements()?.map(Value::unsigned).collect();
    numbers?.try_into().ok()
}

fn end([_, _, start, length]: [usize; 4]) -> Option<usize> {
    start.checked_add(length)
}

/// Where the hexadecimal `/Contents` of a signature stands.
fn gap(view: View<'_>, signature: Value<'_>) -> Option<Gap> {
    let place = signature.get(b"Contents")?.contents_place()?;
    let is_hexadecimal = view.reader.copy(place.start, 1).is_some_and(|first| first == b"<");
    is_hexadecimal.then_some(Gap { start: place.start, end: place.end })
}

/// Whether all but its own `/Contents` is covered from byte 0 on.
fn has_own_gap(held: &Held<'_>) -> bool {
    let own = byte_range(held.signature).zip(gap(held.view, held.signature));
    own.is_some_and(|(range, gap)| range[0] == 0 && range[1] == gap.start && range[2] == gap.end)
}

/// The revision that a signature covers, if it leaves out nothing but itself and is a part of that revision.
fn covered(held: &Held<'_>) -> Option<SignedRevision> {
    let end = byte_range(held.signature).and_then(end).filter(|_| has_own_gap(held))?;
    let revision = held.view.document.revision_ending_at(end)?;
    let is_within = gap(held.view, held.signature).is_some_and(|gap| gap.end <= end) && revision <= held.view.revision;
    is_within.then(|| SignedRevision { field: held.field.clone(), object: held.object, end, revision })
}

/// What is wrong with a signature in itself. `ends` are those of all signatures, by the objects of their fields.
fn sanity(held: &Held<'_>, signed: &[SignedRevision], ends: &BTreeMap<u32, Option<usize>>) -> Vec<Change> {
    let signature = held.signature;
    let wrong = |kind| Change::forbidden(kind).object(held.object).field(held.field.as_str());
    let mut changes = Vec::new();
    let contents = signature.get(b"Contents").and_then(Value::string).unwrap_or_default();
    if contents.iter().all(|byte| *byte == 0) {
        changes.push(wrong(ChangeKind::ContentsMissing));
    } else if gap(held.view, signature).is_none() {
        changes.push(wrong(ChangeKind::ContentsPadding));
    } else if !has_plain_padding(contents) {
        // It is not covered, but no reader does anything with it either.
        changes.push(Change::note(ChangeKind::ContentsPadding).object(held.object).field(held.field.as_str()));
    }
    let length = held.view.reader.len();
    let range = byte_range(signature).filter(|range| range[0] == 0 && range[1] <= range[2]);
    let Some((range, end)) = range.and_then(|range| Some((range, end(range).filter(|end| *end <= length)?))) else {
        changes.push(wrong(ChangeKind::ByteRangeWrong));
        return changes;
    };
    if !has_own_gap(held) {
        let is_override = signed.iter().any(|one| one.object == held.object && one.end == end);
        let mut others = ends.iter().filter(|(object, _)| **object != held.object).filter_map(|(_, end)| *end);
        changes.push(wrong(if is_override {
            ChangeKind::ReasonSpoofed
        } else if others.any(|other| (range[1]..end).contains(&other)) {
            ChangeKind::ByteRangeOverlap
        } else {
            ChangeKind::ByteRangeWrong
        }));
    }
    changes
}

fn read(held: &Held<'_>) -> Examined {
    let (view, signature) = (held.view, held.signature);
    let text = |key: &[u8]| view.entry(signature, key).and_then(Value::string).map(text::decode);
    let byte_range = byte_range(signature);
    let info = SignatureInfo {
        field: held.field.clone(),
        kind: kind(view, signature),
        sub_filter: String::from_utf8_lossy(
            view.entry(signature, b"SubFilter").and_then(Value::name).unwrap_or_default(),
        )
        .into_owned(),
        reason: text(b"Reason"),
        location: text(b"Location"),
        name: text(b"Name"),
        signed_at: text(b"M"),
        evidence: EvidenceAnchor::in_view(view, signature),
        coverage: signatures::coverage(view.reader, byte_range, gap(view, signature)),
        byte_range,
        ..SignatureInfo::unchecked()
    };
    let contents = signature.get(b"Contents").and_then(Value::string).unwrap_or_default();
    Examined { is_listed: held.is_listed, ..Examined::new(info, contents) }
}

/// What a signature is for; a certification by the least that it permits.
fn kind(view: View<'_>, signature: Value<'_>) -> SignatureKind {
    let is = |key: &[u8], name: &[u8]| view.entry(signature, key).is_some_and(|value| value.is_name(name));
    if is(b"Type", b"DocTimeStamp") || is(b"SubFilter", b"ETSI.RFC3161") {
        return SignatureKind::DocumentTimestamp;
    }
    let permissions = locks(view, signature).into_iter().filter_map(|lock| match lock {
        Lock::Certified(permission) => Some(permission),
        Lock::Fields { .. } => None,
    });
    permissions.min().map_or(SignatureKind::Approval, |permission| SignatureKind::Certification { permission })
}

/// Whether nothing but zeros follows the signature's encoding.
pub(super) fn has_plain_padding(contents: &[u8]) -> bool {
    let end = match contents {
        [_, 0x80, ..] => indefinite_end(contents),
        contents => Element::first(contents).map(|element| element.raw.len()),
    };
    // What is no encoding at all is for the reader of the signature to say.
    end.is_none_or(|end| contents.get(end..).is_some_and(|rest| rest.iter().all(|byte| *byte == 0)))
}

/// The end of an element of indefinite length (X.690 §8.1.3.6).
fn indefinite_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    let mut open = 1usize;
    while open > 0 {
        match bytes.get(at..)? {
            [0, 0, ..] => {
                open -= 1;
                at += 2;
            }
            [_, 0x80, ..] => {
                open += 1;
                at += 2;
            }
            rest => at += Element::first(rest)?.raw.len(),
        }
    }
    Some(at)
}
