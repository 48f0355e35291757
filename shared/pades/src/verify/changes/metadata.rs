//! The document information and the XMP metadata (ISO 32000-2 §14.3): no page shows them.

use std::collections::BTreeSet;

use super::equal::Pair;
use super::finding::{Change, ChangeKind, Detail};
use super::judge::Judge;
use crate::pdf::file::{Indirect, PdfFile};
use crate::pdf::text;
use crate::pdf::value::{Dictionary, Value};

/// Dates and programs change with every update; title, author and what else describes the document do not.
pub(super) fn info<'r>(
    judge: &mut Judge<'_, 'r>,
    number: u32,
    old: Option<Dictionary<'r>>,
    new: Option<Dictionary<'r>>,
) {
    let Some(new) = new else {
        judge.push(Change::forbidden(ChangeKind::MetadataChanged).object(number));
        return;
    };
    let pair = judge.pair;
    let differences = match old {
        Some(old) => pair.differences(old, new),
        None => Value::parse(b"<<>>", 0)
            .and_then(Value::dictionary)
            .map(|empty| pair.differences(empty, new))
            .unwrap_or_default(),
    };
    let text = |value: Option<Value<'r>>| {
        let string = value.and_then(Value::string);
        string.map(|string| text::decode(&string)).unwrap_or_default()
    };
    for difference in differences {
        let new = difference.new.and_then(|value| pair.after.resolve(value));
        // Whatever else the dictionary may serve as, strings and names of this kind mean nothing there.
        let is_plain =
            new.is_none_or(|value| value.string().is_some() || value.name().is_some() || value.raw() == b"true");
        let change = match difference.key.as_slice() {
            _ if !is_plain => Change::forbidden(ChangeKind::MetadataChanged).key(&difference.key),
            b"ModDate" | b"Producer" | b"CreationDate" | b"Creator" | b"Trapped" => {
                Change::allowed(ChangeKind::MetadataUpdated).key(&difference.key)
            }
            _ => {
                let before = text(difference.old.and_then(|value| pair.before.resolve(value)));
                let detail = Detail::Value { before, after: text(new) };
                Change::forbidden(ChangeKind::MetadataChanged).detail(detail)
            }
        };
        judge.push(change.object(Some(number).filter(|number| *number > 0)));
    }
}

/// The metadata stream may be replaced by one that describes the document as before, and by nothing else.
pub(super) fn xmp<'r>(judge: &mut Judge<'_, 'r>, old: Option<Indirect<'r>>, new: Option<Indirect<'r>>) {
    let Pair { before, after, budget } = judge.pair;
    let is = |dictionary: Dictionary<'r>, key: &[u8], name: &[u8]| {
        dictionary.get(key).is_some_and(|value| value.is_name(name))
    };
    let stream = new.filter(|object| object.is_stream(after.reader()));
    // Nothing else may be said of the stream: not that its data lies in another file (`/F`), nor that it is an image.
    let known: [&[u8]; 6] = [b"Type", b"Subtype", b"Length", b"Filter", b"DecodeParms", b"DL"];
    let said = old.and_then(|object| object.value.dictionary());
    let is_known = |key: &[u8]| known.contains(&key) || said.is_some_and(|said| said.get(key).is_some());
    let is_metadata = stream.and_then(|object| object.value.dictionary()).is_some_and(|dictionary| {
        is(dictionary, b"Type", b"Metadata")
            && is(dictionary, b"Subtype", b"XML")
            && dictionary.entries().all(|entry| is_known(&entry.key))
    });
    let text = |file: &PdfFile<'r>, object: Option<Indirect<'r>>| {
        let data = object.and_then(|object| file.stream(object.id)).unwrap_or_default();
        String::from_utf8_lossy(&data).into_owned()
    };
    let is_described_as_before = after.is_encrypted() || {
        let (old, new) = (text(before, old), text(after, new));
        let mut known = described(&old);
        // Programs copy what the document information says.
        let info = Judge::dictionary(before, before.xref().trailer().get(b"Info"));
        let strings =
            info.into_iter().flat_map(Dictionary::entries).filter_map(|entry| before.resolve(entry.value)?.string());
        known.extend(strings.map(|string| words(&text::decode(&string))));
        budget.spend((old.len() + new.len()) / 64) && described(&new).is_subset(&known)
    };
    let change = if is_metadata && is_described_as_before {
        Change::allowed(ChangeKind::MetadataUpdated)
    } else {
        Change::forbidden(ChangeKind::MetadataChanged)
    };
    judge.push(change.object(new.map(|object| object.id.number)).key(b"Metadata"));
}

/// What the properties say that describe a document (Dublin Core and the PDF schema), as elements or attributes.
fn described(xmp: &str) -> BTreeSet<String> {
    const PROPERTIES: [&str; 6] = ["title", "creator", "description", "subject", "rights", "Keywords"];
    let mut found = BTreeSet::new();
    for property in PROPERTIES {
        for (at, name) in xmp.match_indices(property) {
            let (before, after) = (&xmp[..at], &xmp[at + name.len()..]);
            if !before.ends_with(':') {
                continue;
            }
            let value = after.trim_start();
            if let Some(value) = value.strip_prefix('=') {
                // An attribute: the text in its quotes.
                let value = value.trim_start();
                let quoted = value.chars().next().and_then(|quote| value.get(1..)?.split(quote).next());
                found.extend(quoted.map(words));
            } else if let Some((_, inner)) = value.split_once('>').filter(|(head, _)| !head.ends_with('/')) {
                // An element: the text in it, up to where it is closed; a closing tag has nothing in it.
                let is_closing = before.rsplit('<').next().is_some_and(|tag| tag.starts_with('/'));
                let end = inner.find(&format!(":{property}")).filter(|_| !is_closing);
                found.extend(end.map(|end| plain(&inner[..end])));
            }
        }
    }
    found.remove("");
    found
}

/// The text between tags.
fn plain(markup: &str) -> String {
    let pieces = markup.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
    let first = markup.split('<').next().unwrap_or_default();
    words(&std::iter::once(first).chain(pieces.skip(1)).collect::<Vec<_>>().join(" "))
}

/// White space made equal.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
