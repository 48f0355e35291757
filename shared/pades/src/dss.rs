//! The Document Security Store: certificates, OCSP responses and CRLs that a later verifier needs (EN 319 142-1 §5.4,
//! ISO 32000-2 §12.8.4.3).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::field::AddFieldsError;
use crate::pdf::ObjectId;
use crate::pdf::edit::DictionaryEdit;
use crate::pdf::file::PdfFile;
use crate::pdf::increment::{Increment, NumbersUsedUp, as_dictionary, stream_body};
use crate::pdf::value::{Dictionary, Value};
use crate::stored;
use crate::strict;
use crate::strict::view::View;

/// Streams beyond this number are not read: no honest store comes near.
const MAX_STREAMS: usize = 10_000;

/// The three lists and the names that a store's dictionary gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    Certificates,
    OcspResponses,
    Crls,
}

impl List {
    pub(crate) const ALL: [Self; 3] = [Self::Certificates, Self::OcspResponses, Self::Crls];

    fn key(self) -> &'static str {
        match self {
            Self::Certificates => "Certs",
            Self::OcspResponses => "OCSPs",
            Self::Crls => "CRLs",
        }
    }

    /// The name in an entry of `/VRI`.
    fn key_for_one(self) -> &'static [u8] {
        match self {
            Self::Certificates => b"Cert",
            Self::OcspResponses => b"OCSP",
            Self::Crls => b"CRL",
        }
    }
}

/// What a store holds, DER each, not yet read further.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Store {
    #[serde(with = "stored::ders")]
    pub(crate) certificates: Vec<Vec<u8>>,
    #[serde(with = "stored::ders")]
    pub(crate) ocsp_responses: Vec<Vec<u8>>,
    #[serde(with = "stored::ders")]
    pub(crate) crls: Vec<Vec<u8>>,
}

impl Store {
    pub(crate) fn list(&self, list: List) -> &Vec<Vec<u8>> {
        match list {
            List::Certificates => &self.certificates,
            List::OcspResponses => &self.ocsp_responses,
            List::Crls => &self.crls,
        }
    }

    fn list_mut(&mut self, list: List) -> &mut Vec<Vec<u8>> {
        match list {
            List::Certificates => &mut self.certificates,
            List::OcspResponses => &mut self.ocsp_responses,
            List::Crls => &mut self.crls,
        }
    }

    /// Adds `der` unless it is there.
    pub(crate) fn add(&mut self, list: List, der: &[u8]) {
        let list = self.list_mut(list);
        if !list.iter().any(|known| known == der) {
            list.push(der.to_vec());
        }
    }

    /// What the file's store holds, `/VRI` included; streams that cannot be decoded are left out.
    pub(crate) fn of(file: &PdfFile<'_>) -> Self {
        let mut store = Self::default();
        let Some(dss) = dictionary(file) else { return store };
        let mut seen = BTreeSet::new();
        for list in List::ALL {
            store.read(file, list, file.entry(dss, list.key().as_bytes()), &mut seen);
        }
        let related = file.entry(dss, b"VRI").and_then(Value::dictionary);
        for entry in related.into_iter().flat_map(Dictionary::entries) {
            let Some(entry) = file.resolve(entry.value).and_then(Value::dictionary) else { continue };
            for list in List::ALL {
                store.read(file, list, file.entry(entry, list.key_for_one()), &mut seen);
            }
        }
        store
    }

    /// The same in a revision of a file that was read strictly.
    pub(crate) fn in_view(view: View<'_>) -> Self {
        let mut store = Self::default();
        let mut seen = BTreeSet::new();
        for (list, streams) in Self::lists(view) {
            for stream in view.list(Some(streams)) {
                let Some(id) = stream.reference() else { continue };
                if seen.len() < MAX_STREAMS
                    && seen.insert(id)
                    && let Some(der) = view.object(id).and_then(|object| view.stream(object))
                {
                    store.add(list, &der);
                }
            }
        }
        store
    }

    /// The lists of a revision's store, `/VRI` included.
    fn lists(view: View<'_>) -> Vec<(List, strict::Value<'_>)> {
        let catalog = view.catalog().map(|catalog| catalog.value);
        let Some(dss) = catalog.and_then(|catalog| view.entry(catalog, b"DSS")?.dictionary()) else {
            return Vec::new();
        };
        let related = view.entry(dss, b"VRI").and_then(strict::Value::dictionary);
        let related = related.into_iter().flat_map(strict::Value::entries);
        let related = related.filter_map(|(_, entry)| view.dictionary(Some(entry)));
        let of = |dictionary: strict::Value<'_>, key: &[u8]| view.get(dictionary, key).map(strict::Value::place);
        let mut places: Vec<(List, u32)> = Vec::new();
        for list in List::ALL {
            places.extend(of(dss, list.key().as_bytes()).map(|place| (list, place)));
        }
        for entry in related {
            for list in List::ALL {
                places.extend(of(entry, list.key_for_one()).map(|place| (list, place)));
            }
        }
        places.into_iter().map(|(list, place)| (list, view.document.at(place))).collect()
    }

    /// What tells the store of one revision from that of another: the places of its lists.
    pub(crate) fn places(view: View<'_>) -> Vec<u32> {
        let lists = Self::lists(view).into_iter();
        lists.filter_map(|(_, list)| view.resolve(list).map(strict::Value::place)).collect()
    }

    fn read<'r>(&mut self, file: &PdfFile<'r>, list: List, streams: Option<Value<'r>>, seen: &mut BTreeSet<ObjectId>) {
        for stream in streams.and_then(Value::array).unwrap_or_default() {
            let Some(id) = stream.reference() else { continue };
            if seen.len() < MAX_STREAMS
                && seen.insert(id)
                && let Some(der) = file.stream(id)
            {
                self.add(list, &der);
            }
        }
    }
}

fn dictionary<'r>(file: &PdfFile<'r>) -> Option<Dictionary<'r>> {
    let (_, catalog) = file.catalog()?;
    file.entry(catalog, b"DSS")?.dictionary()
}

/// Adds what `new` holds and the file's store does not. What is there stays, so that each thing is stored once. Whether
/// anything was added.
pub(crate) fn append(increment: &mut Increment<'_>, new: &Store) -> Result<bool, AddFieldsError> {
    let file = increment.file();
    let known = Store::of(file);
    let digest = |der: &[u8]| <[u8; 32]>::from(Sha256::digest(der));
    let (root, catalog) = file.catalog().ok_or(AddFieldsError::Structure)?;
    let mut lists = Vec::new();
    for list in List::ALL {
        let held: BTreeSet<[u8; 32]> = known.list(list).iter().map(|der| digest(der)).collect();
        let missing = new.list(list).iter().filter(|der| !held.contains(&digest(der)));
        let added: Result<Vec<ObjectId>, NumbersUsedUp> =
            missing.map(|der| increment.add(stream_body("", der))).collect();
        let added = added?;
        if !added.is_empty() {
            lists.push((list, added));
        }
    }
    if lists.is_empty() {
        return Ok(false);
    }
    let dss = dictionary(file);
    let empty = Value::parse(b"<< /Type /DSS >>", 0).and_then(Value::dictionary);
    let mut edit = DictionaryEdit::new(dss.or(empty).ok_or(AddFieldsError::Structure)?);
    for (list, added) in lists {
        // The old list may be an object of its own that something else refers to: a new one takes its place.
        let old = dss.and_then(|dss| file.entry(dss, list.key().as_bytes()));
        let added: Vec<String> = added.iter().map(ToString::to_string).collect();
        edit = edit.set(list.key(), crate::pdf::edit::append(old, &added));
    }
    let dss = edit.finish();
    let holder = catalog.get(b"DSS").and_then(Value::reference).filter(|&id| file.object(id).is_some());
    let id = match holder {
        Some(id) => {
            increment.set(id, dss);
            id
        }
        None => increment.add(dss)?,
    };
    let mut edit = DictionaryEdit::new(catalog);
    let extensions = extensions(increment);
    if holder.is_some() && extensions.is_none() {
        return Ok(true);
    }
    edit = edit.set("DSS", id.to_string());
    if let Some(extensions) = extensions {
        edit = edit.set("Extensions", extensions);
    }
    let edited = edit.finish();
    increment.set(root, edited);
    Ok(true)
}

/// The catalog's `/Extensions` with ETSI's entry for the store (EN 319 142-1 §5.4.2.2, ISO 32000-2 §7.12), unless the
/// file has it.
fn extensions(increment: &Increment<'_>) -> Option<Vec<u8>> {
    let file = increment.file();
    let (_, catalog) = file.catalog()?;
    let held = file.entry(catalog, b"Extensions").and_then(Value::dictionary);
    if held.is_some_and(|held| held.get(b"ESIC").is_some()) {
        return None;
    }
    let empty = as_dictionary(b"<< >>");
    let edit = DictionaryEdit::new(held.or(empty)?);
    Some(edit.set("ESIC", "<< /BaseVersion /1.7 /ExtensionLevel 1 >>").finish())
}
