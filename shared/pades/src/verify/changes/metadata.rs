//! The document information and the XMP metadata (ISO 32000-2 §14.3): no page shows them.

use std::collections::BTreeSet;

use super::equal::Pair;
use super::finding::{Change, ChangeKind, Detail};
use super::judge::Judge;
use crate::pdf::text;
use crate::strict::view::Indirect;
use crate::strict::{Content, Value};

/// Dates and programs change with every update; title, author and what else describes the document do not.
pub(super) fn info<'r>(judge: &mut Judge<'_, 'r>, number: u32, old: Option<Value<'r>>, new: Option<Value<'r>>) {
    let Some(new) = new else {
        judge.push(Change::forbidden(ChangeKind::MetadataChanged).object(number));
        return;
    };
    let pair = judge.pair;
    let differences = match old {
        Some(old) => pair.differences(old, new),
        None => Some(Value::empty())
            .and_then(Value::dictionary)
            .map(|empty| pair.differences(empty, new))
            .unwrap_or_default(),
    };
    let text = |value: Option<Value<'r>>| {
        let string = value.and_then(Value::string);
        string.map(text::decode).unwrap_or_default()
    };
    for difference in differences {
        let new = difference.new.and_then(|value| pair.after.resolve(value));
        // Whatever else the dictionary may serve as, strings and names of this kind mean nothing there.
        let is_plain = new.is_none_or(|value| {
            matches!(value.content(), Content::String(_) | Content::Name(_) | Content::Boolean(true))
        });
        let change = match difference.key {
            _ if !is_plain => Change::forbidden(ChangeKind::MetadataChanged).key(difference.key),
            b"ModDate" | b"Producer" | b"CreationDate" | b"Creator" | b"Trapped" => {
                Change::allowed(ChangeKind::MetadataUpdated).key(difference.key)
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
    let Pair { before, after } = judge.pair;
    let is =
        |dictionary: Value<'r>, key: &[u8], name: &[u8]| dictionary.get(key).is_some_and(|value| value.is_name(name));
    let number = new.map(|object| object.number);
    let stream = new.filter(Indirect::is_stream);
    // Nothing else may be said of the stream: not that its data lies in another file (`/F`), nor that it is an image.
    let known: [&[u8]; 6] = [b"Type", b"Subtype", b"Length", b"Filter", b"DecodeParms", b"DL"];
    let said = old.and_then(|object| object.value.dictionary());
    let is_known = |key: &[u8]| known.contains(&key) || said.is_some_and(|said| said.get(key).is_some());
    let is_metadata = stream.and_then(|object| object.value.dictionary()).is_some_and(|dictionary| {
        is(dictionary, b"Type", b"Metadata")
            && is(dictionary, b"Subtype", b"XML")
            && dictionary.entries().all(|(key, _)| is_known(key))
    });
    let is_described_as_before = after.is_encrypted() || {
        // What was there and cannot be read gives nothing to compare with; what came in must be read.
        let old = old.and_then(|object| text_of(before.stream(object)?)).unwrap_or_default();
        let Some(new) = new.and_then(|object| text_of(after.stream(object)?)) else {
            judge.push(Change::forbidden(ChangeKind::MetadataChanged).object(number).key(b"Metadata"));
            return;
        };
        let mut known = BTreeSet::new();
        // Programs copy what the document information says.
        let info = before.dictionary(before.trailer().get(b"Info"));
        let strings =
            info.into_iter().flat_map(Value::entries).filter_map(|(_, value)| before.resolve(value)?.string());
        known.extend(strings.map(|string| words(&text::decode(string))));
        let (said, says) = (described(&old, &DESCRIPTIONS), described(&new, &DESCRIPTIONS));
        known.extend(said.iter().cloned());
        // What the document claims to conform to stays as well: nobody has looked whether it does.
        let conforms = |xmp: &str| described(xmp, &CONFORMANCE);
        before.budget.spend((old.len() + new.len()) / 32)
            && says.is_subset(&known)
            && said.is_subset(&says)
            && conforms(&new) == conforms(&old)
            && has_usual_prefixes(&new)
    };
    let change = if is_metadata && is_described_as_before {
        Change::allowed(ChangeKind::MetadataUpdated)
    } else {
        Change::forbidden(ChangeKind::MetadataChanged)
    };
    judge.push(change.object(number).key(b"Metadata"));
}

/// Metadata as text, `None` unless it is plain UTF-8 (XMP part 1 §7.1 takes UTF-16 as well) without declarations of its
/// own, by which words could be written that no search finds.
fn text_of(data: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(data).ok()?;
    (!text.contains('\0') && !text.contains("<!")).then_some(text)
}

/// Whether the prefixes that descriptions have usually stand for what they usually do, and the other way round.
fn has_usual_prefixes(xmp: &str) -> bool {
    const PREFIXES: [(&str, &str); 6] = [
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("pdf", "http://ns.adobe.com/pdf/1.3/"),
        ("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
        ("pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ];
    xmp.split("xmlns").skip(1).all(|rest| {
        // The namespace of elements without a prefix would have to be followed; no program writes descriptions so.
        let Some((prefix, rest)) = rest.strip_prefix(':').and_then(|rest| rest.split_once('=')) else { return false };
        let rest = rest.trim_start();
        let uri = rest.chars().next().and_then(|quote| rest.get(1..)?.split(quote).next()).unwrap_or_default();
        PREFIXES.iter().all(|(usual, name)| (prefix.trim_end() == *usual) == (uri == *name))
    })
}

/// The properties that describe a document (Dublin Core and the PDF schema).
const DESCRIPTIONS: [&str; 6] = ["title", "creator", "description", "subject", "rights", "Keywords"];
/// Those that say which standard it conforms to (ISO 19005, ISO 14289, ISO 15930).
const CONFORMANCE: [&str; 6] = ["part", "conformance", "amd", "rev", "GTS_PDFXVersion", "GTS_PDFXConformance"];

/// What these properties say, as elements or attributes.
fn described(xmp: &str, properties: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for property in properties {
        for (at, name) in xmp.match_indices(*property) {
            let (before, after) = (&xmp[..at], &xmp[at + name.len()..]);
            // With a prefix, or without one where a namespace is the default.
            if !before.ends_with([':', '<', '/']) && !before.ends_with(char::is_whitespace) {
                continue;
            }
            // A longer name is another one.
            if after.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
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
                let end = inner.match_indices(*property).find(|(at, _)| inner[..*at].ends_with([':', '/']));
                found.extend(end.filter(|_| !is_closing).map(|(end, _)| plain(&inner[..end])));
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
