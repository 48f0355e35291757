//! The document security store (ISO 32000-2 §12.8.4.3, EN 319 142-1 §5.4): certificates and revocation data, nothing else.

use std::collections::BTreeSet;

use super::finding::{Change, ChangeKind};
use super::judge::Judge;
use crate::asn1::{Element, INTEGER, SEQUENCE, context};
use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::value::{Dictionary, Value};

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
    items: Vec<(Item, Option<ObjectId>)>,
    foreign: Vec<Vec<u8>>,
}

/// Judges the store as it is after the revision: all of its structure, and the items that came in.
pub(super) fn judge(judge: &mut Judge<'_, '_>) {
    let pair = judge.pair;
    let number = pair.after.catalog().and_then(|(_, catalog)| catalog.get(b"DSS")?.reference()).map(|id| id.number);
    let (old, new) = (store(pair.before), store(pair.after));
    if !pair.budget.spend(old.items.len() + new.items.len()) {
        return; // the file is called too complex
    }
    for key in &new.foreign {
        judge.push(Change::forbidden(ChangeKind::DssForeign).object(number).key(key));
    }
    let kept: BTreeSet<ObjectId> = old.items.iter().filter_map(|item| item.1).collect();
    let is_kept = |id: &ObjectId| kept.contains(id) && !judge.touched.contains(&id.number);
    let mut seen = BTreeSet::new();
    let mut foreign = Vec::new();
    for &(item, id) in &new.items {
        let Some(id) = id else {
            foreign.push(None);
            continue;
        };
        if !is_kept(&id) && seen.insert(id) && !is_item(pair.after, item, id) {
            foreign.push(Some(id.number));
        }
    }
    for number in foreign {
        judge.push(Change::forbidden(ChangeKind::DssForeign).object(number));
    }
    let now: BTreeSet<ObjectId> = new.items.iter().filter_map(|item| item.1).collect();
    let raw = |file: &PdfFile<'_>, id: ObjectId| {
        file.object(id).and_then(|object| Some(file.raw_stream(object)?.into_owned()))
    };
    let gone: Vec<ObjectId> =
        kept.iter().copied().filter(|id| !now.contains(id) || judge.touched.contains(&id.number)).collect();
    let replaced: BTreeSet<Option<Vec<u8>>> =
        if gone.is_empty() { BTreeSet::new() } else { seen.iter().map(|id| raw(pair.after, *id)).collect() };
    let dropped = gone.into_iter().filter(|id| !replaced.contains(&raw(pair.before, *id))).count();
    if dropped > 0 {
        judge.push(Change::note(ChangeKind::ValidationDataRemoved).object(number));
    }
    judge.push(Change::allowed(ChangeKind::ValidationDataAdded).object(number));
}

fn store(file: &PdfFile<'_>) -> Store {
    let mut store = Store::default();
    let Some(value) = file.catalog().and_then(|(_, catalog)| catalog.get(b"DSS")) else { return store };
    let Some(dss) = Judge::dictionary(file, Some(value)).filter(|_| Judge::is_plain_dictionary(file, value)) else {
        store.foreign.push(b"DSS".to_vec());
        return store;
    };
    for entry in dss.entries() {
        match entry.key.as_slice() {
            b"Type" => {}
            b"Certs" => store.list(file, Item::Certificate, &entry.key, entry.value),
            b"OCSPs" => store.list(file, Item::Ocsp, &entry.key, entry.value),
            b"CRLs" => store.list(file, Item::Crl, &entry.key, entry.value),
            b"VRI" => store.related(file, entry.value),
            _ => store.foreign.push(entry.key),
        }
    }
    store
}

impl Store {
    fn list<'r>(&mut self, file: &PdfFile<'r>, item: Item, key: &[u8], value: Value<'r>) {
        match file.resolve(value).map(Value::array) {
            Some(Some(all)) => self.items.extend(all.into_iter().map(|one| (item, one.reference()))),
            Some(None) => self.foreign.push(key.to_vec()),
            None => {}
        }
    }

    /// Validation-related information, by the digest of the signature that it is for.
    fn related<'r>(&mut self, file: &PdfFile<'r>, value: Value<'r>) {
        let Some(all) = file.resolve(value) else { return };
        let Some(all) = all.dictionary().filter(|_| Judge::is_plain_dictionary(file, value)) else {
            self.foreign.push(b"VRI".to_vec());
            return;
        };
        for related in all.entries() {
            let is_digest = related.key.len() == 40 && related.key.iter().all(u8::is_ascii_hexdigit);
            let dictionary = Judge::dictionary(file, Some(related.value));
            let is_plain = Judge::is_plain_dictionary(file, related.value);
            match dictionary.filter(|_| is_digest && is_plain) {
                Some(dictionary) => self.one(file, dictionary),
                None if related.key == b"Type" => {}
                None => self.foreign.push(related.key),
            }
        }
    }

    fn one<'r>(&mut self, file: &PdfFile<'r>, related: Dictionary<'r>) {
        for entry in related.entries() {
            match entry.key.as_slice() {
                b"Type" | b"TU" => {}
                b"Cert" => self.list(file, Item::Certificate, &entry.key, entry.value),
                b"OCSP" => self.list(file, Item::Ocsp, &entry.key, entry.value),
                b"CRL" => self.list(file, Item::Crl, &entry.key, entry.value),
                b"TS" => self.items.push((Item::Timestamp, entry.value.reference())),
                _ => self.foreign.push(entry.key),
            }
        }
    }
}

/// Whether the stream is what its place in the store says.
fn is_item(file: &PdfFile<'_>, item: Item, id: ObjectId) -> bool {
    let Some(object) = file.object(id) else { return true }; // nothing is there
    let is_bare = object.value.dictionary().is_some_and(|dictionary| {
        dictionary.entries().all(|entry| matches!(entry.key.as_slice(), b"Length" | b"Filter" | b"DecodeParms"))
    });
    if !is_bare || !object.is_stream(file.reader()) {
        return false;
    }
    if file.is_encrypted() {
        return true; // what it holds cannot be read
    }
    file.stream(id).is_some_and(|data| is_shaped(item, &data))
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
