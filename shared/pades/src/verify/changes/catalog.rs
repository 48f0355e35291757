//! The trailer and the document catalog (ISO 32000-2 §7.5.5, §7.7.2).

use super::finding::{Change, ChangeKind, Detail, Verdict};
use super::form;
use super::judge::Judge;
use super::{metadata, pages, structure};
use crate::pdf::file::Indirect;
use crate::pdf::value::{Dictionary, Value};

/// The trailer must name the same catalog and encryption. Entries that no reader draws from are not looked at.
pub(super) fn trailer(judge: &mut Judge<'_, '_>) {
    let pair = judge.pair;
    let (old, new) = (pair.before.xref().trailer(), pair.after.xref().trailer());
    if !pair.equal(old.get(b"Encrypt"), new.get(b"Encrypt")) {
        judge.push(Change::forbidden(ChangeKind::TrailerChanged).key(b"Encrypt"));
    }
    let (before, after) = (pair.before.xref().root(), pair.after.xref().root());
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
        let old = Judge::dictionary(pair.before, before);
        metadata::info(judge, number, old, Judge::dictionary(pair.after, after));
    }
    let first = |trailer: Dictionary<'_>| trailer.get(b"ID")?.array()?.first()?.string();
    if old.get(b"ID").is_some_and(Value::is_array) && first(old) != first(new) && new.get(b"ID").is_some() {
        judge.push(Change::note(ChangeKind::MetadataUpdated).key(b"ID"));
    }
}

/// Every entry that differs must be one of those that signing, stamping and filling in need.
pub(super) fn catalog<'r>(judge: &mut Judge<'_, 'r>, old: Indirect<'r>, new: Indirect<'r>) {
    let pair = judge.pair;
    let number = new.id.number;
    let (Some(old), Some(new)) = (old.value.dictionary(), new.value.dictionary()) else {
        judge.push(Change::forbidden(ChangeKind::CatalogChanged).object(number));
        return;
    };
    for difference in pair.differences(old, new) {
        let key = difference.key.as_slice();
        let changed = Change::forbidden(ChangeKind::CatalogChanged).object(number).key(key);
        let (before, after) = (difference.old, difference.new);
        match key {
            b"AcroForm" => {
                let is_plain = after.is_some_and(|form| Judge::is_plain_dictionary(pair.after, form));
                let new = Judge::dictionary(pair.after, after).filter(|_| is_plain);
                form::form(judge, number, Judge::dictionary(pair.before, before), new);
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
            b"MarkInfo" if before.is_none() && after.is_some_and(|it| Judge::is_plain_dictionary(pair.after, it)) => {
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
    let name = |value: Option<Value<'_>>| value.and_then(Value::name);
    let is_version = |name: &[u8]| matches!(name, [b'1', b'.', b'0'..=b'7'] | b"2.0");
    name(new).is_some_and(|new| is_version(&new) && name(old).is_none_or(|old| old < new))
}

/// Private data of programs, by program: dates and what nobody draws (§14.5).
fn is_piece_info<'r>(judge: &Judge<'_, 'r>, value: Option<Value<'r>>) -> bool {
    let after = judge.pair.after;
    let Some(dictionary) = Judge::dictionary(after, value) else { return value.is_none() };
    dictionary.entries().all(|program| {
        let data = Judge::dictionary(after, Some(program.value));
        data.is_some_and(|data| {
            data.entries().all(|entry| matches!(entry.key.as_slice(), b"LastModified" | b"Private"))
        })
    })
}

fn has_new_scripts<'r>(judge: &Judge<'_, 'r>, old: Option<Value<'r>>, new: Option<Value<'r>>) -> bool {
    let scripts = |names: Option<Dictionary<'r>>| names.and_then(|names| names.get(b"JavaScript"));
    let old = scripts(Judge::dictionary(judge.pair.before, old));
    let new = scripts(Judge::dictionary(judge.pair.after, new));
    !judge.pair.equal(old, new)
}

/// `/Perms` may appear along with the certification signature that it names (§12.8.6).
fn permissions<'r>(judge: &mut Judge<'_, 'r>, old: Option<Value<'r>>, new: Option<Value<'r>>, changed: Change) {
    let after = judge.pair.after;
    let named = Judge::dictionary(after, new).filter(|permissions| {
        old.is_none() && permissions.entries().all(|entry| matches!(entry.key.as_slice(), b"DocMDP" | b"Type"))
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
    let Some((number, catalog)) = after.catalog().map(|(id, catalog)| (id.number, catalog)) else { return };
    let Some(value) = catalog.get(b"Extensions") else {
        judge.push(Change::note(ChangeKind::MetadataUpdated).object(number).key(b"Extensions"));
        return;
    };
    let is_plain = Judge::is_plain_dictionary(after, value);
    let is_known = |developer: Value<'_>| {
        developer.dictionary().is_some_and(|developer| {
            developer.entries().all(|entry| match entry.key.as_slice() {
                b"Type" | b"BaseVersion" => entry.value.name().is_some(),
                b"ExtensionLevel" => entry.value.integer().is_some(),
                b"URL" | b"ExtensionRevision" => entry.value.string().is_some(),
                _ => false,
            })
        })
    };
    let is_fine = Judge::dictionary(after, Some(value)).filter(|_| is_plain).is_some_and(|extensions| {
        extensions.entries().all(|entry| match after.resolve(entry.value) {
            Some(value) if entry.key == b"Type" => value.name().is_some(),
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
