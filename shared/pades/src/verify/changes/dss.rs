//! The document security store (ISO 32000-2 §12.8.4.3, EN 319 142-1 §5.4): certificates and revocation data, nothing else.

use std::collections::BTreeSet;

use super::finding::{Change, ChangeKind};
use super::judge::Judge;
use crate::asn1::{Element, INTEGER, SEQUENCE, context};
use crate::strict::Value;
use crate::strict::view::View;

/// Tags of BIT STRING and ENUMERATED (X.690 §8).
const BIT_STRING: u8 = 0x03;
const ENUMERATED: u8 = 0x0A;

/// What an item of the store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Certificate,
    Ocsp,
    Crl,
    Timestamp,
}

/// The items of a store and what else is in it.
#[derive(Default)]
struct Store {
    items: Vec<(Item, Option<u32>)>,
    foreign: Vec<Vec<u8>>,
}

/// Judges the store as it is after the revision: all of its structure, and the items that came in.
pub(super) fn judge(judge: &mut Judge<'_, '_>) {
    let pair = judge.pair;
    let number = pair.after.catalog().and_then(|catalog| catalog.value.get(b"DSS")?.reference()).map(|id| id.number);
    let (old, new) = (store(pair.before), store(pair.after));
    if !pair.budget().spend(old.items.len() + new.items.len()) {
        return; // the file is called too complex
    }
    for key in &new.foreign {
        judge.push(Change::forbidden(ChangeKind::DssForeign).object(number).key(key));
    }
    let kept: BTreeSet<u32> = old.items.iter().filter_map(|item| item.1).collect();
    let is_touched = |number: &u32| judge.touched.binary_search(number).is_ok();
    let is_kept = |number: &u32| kept.contains(number) && !is_touched(number);
    let mut seen = BTreeSet::new();
    let mut foreign = Vec::new();
    for &(item, id) in &new.items {
        let Some(id) = id else {
            foreign.push(None);
            continue;
        };
        if !is_kept(&id) && seen.insert(id) && !is_item(pair.after, item, id) {
            foreign.push(Some(id));
        }
    }
    for number in foreign {
        judge.push(Change::forbidden(ChangeKind::DssForeign).object(number));
    }
    let now: BTreeSet<u32> = new.items.iter().filter_map(|item| item.1).collect();
    let raw = |view: View<'_>, number: u32| {
        view.numbered(number).and_then(|object| Some(view.raw_stream(object)?.into_owned()))
    };
    let gone: Vec<u32> = kept.iter().copied().filter(|number| !now.contains(number) || is_touched(number)).collect();
    let replaced: BTreeSet<Option<Vec<u8>>> =
        if gone.is_empty() { BTreeSet::new() } else { seen.iter().map(|id| raw(pair.after, *id)).collect() };
    let dropped = gone.into_iter().filter(|id| !replaced.contains(&raw(pair.before, *id))).count();
    if dropped > 0 {
        judge.push(Change::note(ChangeKind::ValidationDataRemoved).object(number));
    }
    judge.push(Change::allowed(ChangeKind::ValidationDataAdded).object(number));
}

fn store(view: View<'_>) -> Store {
    let mut store = Store::default();
    let Some(value) = view.catalog().and_then(|catalog| catalog.value.get(b"DSS")) else { return store };
    let Some(dss) = view.dictionary(Some(value)).filter(|_| view.is_plain_dictionary(value)) else {
        store.foreign.push(b"DSS".to_vec());
        return store;
    };
    for (key, value) in dss.entries() {
        match key {
            b"Type" => {}
            b"Certs" => store.list(view, Item::Certificate, key, value),
            b"OCSPs" => store.list(view, Item::Ocsp, key, value),
            b"CRLs" => store.list(view, Item::Crl, key, value),
            b"VRI" => store.related(view, value),
            _ => store.foreign.push(key.to_vec()),
        }
    }
    store
}

impl Store {
    fn list<'r>(&mut self, view: View<'r>, item: Item, key: &[u8], value: Value<'r>) {
        match view.resolve(value).map(Value::array) {
            Some(Some(all)) => {
                self.items.extend(all.into_iter().map(|one| (item, one.reference().map(|id| id.number))));
            }
            Some(None) => self.foreign.push(key.to_vec()),
            None => {}
        }
    }

    /// Validation-related information, by the digest of the signature that it is for.
    fn related<'r>(&mut self, view: View<'r>, value: Value<'r>) {
        let Some(all) = view.resolve(value) else { return };
        let Some(all) = all.dictionary().filter(|_| view.is_plain_dictionary(value)) else {
            self.foreign.push(b"VRI".to_vec());
            return;
        };
        for (key, related) in all.entries() {
            let dictionary = view.dictionary(Some(related));
            // The standard wants the SHA-1 digest of the signature; programs take others too, and no reader depends on it.
            match dictionary.filter(|_| view.is_plain_dictionary(related)) {
                Some(dictionary) => self.one(view, dictionary),
                None if key == b"Type" => {}
                None => self.foreign.push(key.to_vec()),
            }
        }
    }

    fn one<'r>(&mut self, view: View<'r>, related: Value<'r>) {
        for (key, value) in related.entries() {
            match key {
                b"Type" | b"TU" => {}
                b"Cert" => self.list(view, Item::Certificate, key, value),
                b"OCSP" => self.list(view, Item::Ocsp, key, value),
                b"CRL" => self.list(view, Item::Crl, key, value),
                b"TS" => self.items.push((Item::Timestamp, value.reference().map(|id| id.number))),
                _ => self.foreign.push(key.to_vec()),
            }
        }
    }
}

/// Whether the stream is what its place in the store says.
fn is_item(view: View<'_>, item: Item, number: u32) -> bool {
    let Some(object) = view.numbered(number) else { return true }; // nothing is there
    let is_bare = object.value.dictionary().is_some_and(|dictionary| {
        dictionary.entries().all(|(key, _)| matches!(key, b"Length" | b"Filter" | b"DecodeParms"))
    });
    if !is_bare || !object.is_stream() {
        return false;
    }
    if view.is_encrypted() {
        return true; // what it holds cannot be read
    }
    view.stream(object).is_some_and(|data| is_shaped(item, &data))
}

/// Whether the data has the outer shape of a certificate (RFC 5280 §4.1), a list (§5.1), an OCSP response
/// (RFC 6960 §4.2.1) or a token (RFC 5652 §3).
fn is_shaped(item: Item, data: &[u8]) -> bool {
    // Some programs end the stream with a line end; nothing else may hide behind the encoding.
    let outer = Element::first(data).filter(|outer| data[outer.raw.len()..].trim_ascii().is_empty());
    let Some(outer) = outer.and_then(|outer| outer.tagged(SEQUENCE)) else {
        // Tokens may come in BER of indefinite length.
        return item == Item::Timestamp && data.starts_with(&[SEQUENCE, 0x80]);
    };
    let Some(parts) = outer.children() else { return item == Item::Timestamp };
    let tags: Vec<u8> = parts.iter().map(|part| part.tag).collect();
    let inner = || parts.first().and_then(|part| Element::first(part.content)).map(|first| first.tag);
    match item {
        Item::Certificate => {
            tags == [SEQUENCE, SEQUENCE, BIT_STRING]
                && matches!(inner(), Some(tag) if tag == context(0) || tag == INTEGER)
        }
        Item::Crl => tags == [SEQUENCE, SEQUENCE, BIT_STRING] && matches!(inner(), Some(SEQUENCE | INTEGER)),
        Item::Ocsp => tags.first() == Some(&ENUMERATED),
        Item::Timestamp => tags.first() == Some(&crate::asn1::OBJECT_IDENTIFIER),
    }
}
