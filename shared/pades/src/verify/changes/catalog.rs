//! The trailer and the document catalog (ISO 32000-2 §7.5.5, §7.7.2).

use super::finding::{Change, ChangeKind, Detail, Verdict};
use super::form;
use super::judge::Judge;
use super::{metadata, pages, structure};
use crate::strict::Value;
use crate::strict::view::Indirect;

/// The trailer must name the same catalog and encryption. Entries that no reader draws from are not looked at.
pub(super) fn trailer<'r>(judge: &mut Judge<'_, 'r>) {
    let pair = judge.pair;
    let (old, new) = (pair.before.trailer(), pair.after.trailer());
    if !pair.equal(old.get(b"Encrypt"), new.get(b"Encrypt")) {
        judge.push(Change::forbidden(ChangeKind::TrailerChanged).key(b"Encrypt"));
    }
    let root = |trailer: Value<'_>| trailer.get(b"Root").and_then(Value::reference);
    let (before, after) = (root(old), root(new));
    if before != after {
        // The catalog may stand under another number, if it is still the same.
        let (before, after) =
            (before.and_then(|id| pair.before.object(id)), after.and_then(|id| pair.after.object(id)));
        match (before, after) {
            (Some(before), Some(after)) => {
                let known = judge.changes.len();
                catalog(judge, before, after);
                if judge.changes[known..].iter().any(|change| change.verdict == Verdict::Forbidden) {
                    judge.push(Change::forbidden(ChangeKind::TrailerChanged).key(b"Root"));
                }
            }
            _ => judge.push(Change::forbidden(ChangeKind::TrailerChanged).key(b"Root")),
        }
    }
    let (before, after) = (old.get(b"Info"), new.get(b"Info"));
    if after.is_some() && !pair.equal(before, after) {
        let number = after.and_then(Value::reference).map_or(0, |id| id.number);
        let old = pair.before.dictionary(before);
        metadata::info(judge, number, old, pair.after.dictionary(after));
    }
    let first = |trailer: Value<'r>| trailer.get(b"ID")?.elements()?.next()?.string();
    if old.get(b"ID").is_some_and(Value::is_array) && first(old) != first(new) && new.get(b"ID").is_some() {
        judge.push(Change::note(ChangeKind::MetadataUpdated).key(b"ID"));
    }
}

/// Every entry that differs must be one of those that signing, timestamping and filling in need.
pub(super) fn catalog<'r>(judge: &mut Judge<'_, 'r>, old: Indirect<'r>, new: Indirect<'r>) {
    let pair = judge.pair;
    let number = new.number;
    let (Some(old), Some(new)) = (old.value.dictionary(), new.value.dictionary()) else {
        judge.push(Change::forbidden(ChangeKind::CatalogChanged).object(number));
        return;
    };
    for difference in pair.differences(old, new) {
        let key = difference.key;
        let changed = Change::forbidden(ChangeKind::CatalogChanged).object(number).key(key);
        let (before, after) = (difference.old, difference.new);
        match key {
            b"AcroForm" => {
                let is_plain = after.is_some_and(|form| pair.after.is_plain_dictionary(form));
                let new = pair.after.dictionary(after).filter(|_| is_plain);
                form::form(judge, number, pair.before.dictionary(before), new);
            }
            b"DSS" => judge.has_new_dss = true,
            b"Extensions" => extensions(judge),
            b"Metadata" => {
                let old = before.and_then(Value::reference).and_then(|id| pair.before.object(id));
                let new = after.and_then(Value::reference).and_then(|id| pair.after.object(id));
                metadata::xmp(judge, old, new);
            }
            b"Perms" => permissions(judge, before, after, changed),
            b"Pages" => pages::compare(judge, number),
            b"StructTreeRoot" => structure::root(judge, number, before, after),
            b"Version" if is_raised(before, after) => {
                judge.push(Change::allowed(ChangeKind::MetadataUpdated).object(number).key(key));
            }
            b"MarkInfo" if before.is_none() && after.is_some_and(|it| pair.after.is_plain_dictionary(it)) => {
                judge.unseen(number, key);
            }
            b"PieceInfo" if is_piece_info(judge, after) => judge.unseen(number, key),
            b"OpenAction" | b"AA" => judge.push(Change { kind: ChangeKind::ActionAdded, ..changed }),
            b"Names" if has_new_scripts(judge, before, after) => {
                judge.push(Change { kind: ChangeKind::ActionAdded, ..changed });
            }
            b"OCProperties" => judge.push(Change { kind: ChangeKind::LayersChanged, ..changed }),
            _ => judge.push(changed),
        }
    }
}

/// Whether the version is one that there is (§7.2.2), and above the one before.
fn is_raised(old: Option<Value<'_>>, new: Option<Value<'_>>) -> bool {
    let is_version = |name: &[u8]| matches!(name, [b'1', b'.', b'0'..=b'7'] | b"2.0");
    new.and_then(Value::name).is_some_and(|new| is_version(new) && old.is_none_or(|old| old.name() < Some(new)))
}

/// Private data of programs, by program: dates and what nobody draws (§14.5).
fn is_piece_info<'r>(judge: &Judge<'_, 'r>, value: Option<Value<'r>>) -> bool {
    let after = judge.pair.after;
    let Some(dictionary) = after.dictionary(value) else { return value.is_none() };
    dictionary.entries().all(|(_, program)| {
        let data = after.dictionary(Some(program));
        data.is_some_and(|data| data.entries().all(|(key, _)| matches!(key, b"LastModified" | b"Private")))
    })
}

fn has_new_scripts<'r>(judge: &Judge<'_, 'r>, old: Option<Value<'r>>, new: Option<Value<'r>>) -> bool {
    let scripts = |names: Option<Value<'r>>| names.and_then(|names| names.get(b"JavaScript"));
    let old = scripts(judge.pair.before.dictionary(old));
    let new = scripts(judge.pair.after.dictionary(new));
    !judge.pair.equal(old, new)
}

/// `/Perms` may appear along with the certification signature that it names (§12.8.6).
fn permissions<'r>(judge: &mut Judge<'_, 'r>, old: Option<Value<'r>>, new: Option<Value<'r>>, changed: Change) {
    let after = judge.pair.after;
    let named = after.dictionary(new).filter(|permissions| {
        old.is_none() && permissions.entries().all(|(key, _)| matches!(key, b"DocMDP" | b"Type"))
    });
    let signature = named.and_then(|permissions| permissions.get(b"DocMDP")?.reference());
    match signature.filter(|id| judge.pair.before.object(*id).is_none()) {
        Some(id) => judge.push(Change::note(ChangeKind::CertificationAdded).object(id.number)),
        None => judge.push(changed),
    }
}

/// Nothing but extensions may be in `/Extensions` (§7.12).
pub(super) fn extensions(judge: &mut Judge<'_, '_>) {
    let after = judge.pair.after;
    let Some((number, catalog)) = after.catalog().map(|catalog| (catalog.number, catalog.value)) else { return };
    let Some(value) = catalog.get(b"Extensions") else {
        judge.push(Change::note(ChangeKind::MetadataUpdated).object(number).key(b"Extensions"));
        return;
    };
    let is_plain = after.is_plain_dictionary(value);
    let is_known = |developer: Value<'_>| {
        developer.dictionary().is_some_and(|developer| {
            developer.entries().all(|(key, value)| match key {
                b"Type" | b"BaseVersion" => value.name().is_some(),
                b"ExtensionLevel" => value.integer().is_some(),
                b"URL" | b"ExtensionRevision" => value.string().is_some(),
                _ => false,
            })
        })
    };
    let is_fine = after.dictionary(Some(value)).filter(|_| is_plain).is_some_and(|extensions| {
        extensions.entries().all(|(key, value)| match after.resolve(value) {
            Some(value) if key == b"Type" => value.name().is_some(),
            Some(value) => match value.array() {
                Some(all) => all.into_iter().all(|one| after.resolve(one).is_some_and(is_known)),
                None => is_known(value),
            },
            None => true,
        })
    });
    let change = if is_fine {
        Change::allowed(ChangeKind::MetadataUpdated)
    } else {
        Change::forbidden(ChangeKind::ExtensionsForeign)
    };
    judge.push(change.object(number).detail(Detail::Key { name: "Extensions".to_owned() }));
}
