//! Requests and answers, decisions, and what is stored have types of their own: whoever changes one of them changes nothing in
//! the others unawares.
//!
//! Read from the sources, by their lines: `cargo fmt` writes a derive, a field and an import on lines that are told apart
//! easily.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Values of the domain that one text or number stands for everywhere, with the files in which they are. Only they have
/// `serde` of their own, and only they are a part of what is written.
const VALUES: [(&str, &[&str]); 14] = [
    ("src/authorisation/address_range.rs", &["AddressRange"]),
    ("src/authorisation/role.rs", &["Role"]),
    ("src/authorisation/scope.rs", &["Scope"]),
    (
        "src/ids.rs",
        &[
            "ContactId",
            "DocumentId",
            "DocumentNumber",
            "EnvelopeId",
            "EnvelopeNumber",
            "FolderId",
            "GroupId",
            "KeyId",
            "ManagementNumber",
            "ObjectKey",
            "OrganisationId",
            "PersonId",
            "RecipientNumber",
            "SealId",
            "SecretId",
        ],
    ),
    ("src/digest.rs", &["Digest"]),
    ("src/email_address.rs", &["EmailAddress"]),
    ("src/factor/phone.rs", &["PhoneNumber"]),
    ("src/factor/secret.rs", &["Secret"]),
    ("src/authorisation/access_level.rs", &["AccessLevel"]),
    ("src/policy/accent.rs", &["Accent"]),
    ("src/policy/fiscal_year.rs", &["FiscalYearEnd"]),
    ("src/transaction/own_field.rs", &["FieldKey"]),
    ("src/policy/time_zone.rs", &["TimeZoneName"]),
    ("src/policy/transaction_part.rs", &["TransactionPart"]),
];

/// Beside the values: events, which are stored as they are hashed, and the macro that declares such types.
const WRITTEN: [&str; 6] = [
    "src/actor/record.rs",
    "src/evidence/record.rs",
    "src/evidence/record/",
    "src/mirror.rs",
    "src/organisation/entry/record.rs",
    "src/organisation/entry/record/",
];

/// Every Rust file below a folder, by its path from there.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a text");
                found.push((path.strip_prefix(folder).expect("below it").to_owned(), text));
            }
        }
    }
    assert!(!found.is_empty(), "{}", folder.display());
    found
}

/// The code of a line, without its comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// Words that can be names.
fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// The first line on which `serde` derives or implements anything.
fn serde_in(source: &str) -> Option<&str> {
    let is_serde = |line: &&str| words(code(line)).any(|word| matches!(word, "Serialize" | "Deserialize" | "serde"));
    source.lines().find(is_serde)
}

/// The types and modules of the domain that a file imports, by the names that they have there. `mirror` is a macro.
fn imports(source: &str) -> BTreeSet<&str> {
    let of_domain = source.split(';').filter_map(|statement| statement.trim_start().split_once("use domain::"));
    of_domain
        .filter(|(before, _)| before.lines().all(|line| code(line).trim().is_empty() || line.trim() == "pub"))
        .flat_map(|(_, names)| {
            let list = names.split_once('{').map_or(names, |(_, list)| list.trim_end_matches('}'));
            list.split(',').map(|name| {
                let name = name.rsplit(" as ").next().unwrap_or_default();
                name.rsplit("::").next().unwrap_or_default().trim()
            })
        })
        .filter(|name| !name.is_empty() && *name != "mirror")
        .collect()
}

/// What comes after `struct` or `enum`, and after how far that is visible.
fn after_name(code: &str) -> &str {
    ["struct ", "enum "].iter().find_map(|word| code.split_once(word)).map_or("", |(_, after)| after)
}

/// Fields whose type names one of these, or the crate `domain` itself: lines such as `name: Type,` in a struct or a variant
/// of an enum that is written, whether a macro declares it or not.
fn fields_of<'s>(source: &'s str, strange: &BTreeSet<&str>) -> Vec<&'s str> {
    let mut found = Vec::new();
    // How deep the braces are inside of a declared type; nothing outside of one.
    let mut depth = None;
    for line in source.lines() {
        let code = code(line);
        let declares =
            words(code).any(|word| matches!(word, "struct" | "enum")) && !code.trim_start().starts_with("use ");
        if depth.is_none() && declares {
            depth = Some(0_i32);
        }
        let Some(deep) = &mut depth else { continue };
        // The head of a declaration names the domain's type that is mirrored.
        let fields = if declares { after_name(code).split_once(['{', '(']).map_or("", |(_, it)| it) } else { code };
        let types =
            fields.split([',', '{', '}']).map(|field| field.split_once(": ").map_or(field, |(_, r#type)| r#type));
        let is_strange = |word: &str| strange.contains(word) || word == "domain";
        if types.filter(|part| !part.trim_start().starts_with("#[")).any(|part| words(part).any(is_strange)) {
            found.push(line.trim());
        }
        *deep += i32::try_from(code.matches('{').count()).expect("few")
            - i32::try_from(code.matches('}').count()).expect("few");
        if *deep <= 0 && (code.contains('}') || code.contains(';')) {
            depth = None;
        }
    }
    found
}

#[test]
fn no_type_of_the_domain_is_anybodys_json_but_values_and_events() {
    let allowed: Vec<&str> = VALUES.iter().map(|(file, _)| *file).chain(WRITTEN).collect();
    let domain = workspace::root().join("shared/domain");
    for (path, source) in sources(&domain.join("src")) {
        let path = format!("src/{}", path.display());
        if path.ends_with("tests.rs")
            || allowed.iter().any(|file| path == *file || file.ends_with('/') && path.starts_with(file))
        {
            continue;
        }
        assert_eq!(serde_in(&source), None, "shared/domain/{path}");
    }
}

#[test]
fn the_files_of_values_declare_only_values_with_serde() {
    for (file, values) in VALUES {
        let source = std::fs::read_to_string(workspace::root().join("shared/domain").join(file)).expect(file);
        let (mut derives, mut is_in_macro) = (false, false);
        let mut declared = BTreeSet::new();
        for line in source.lines() {
            if let Some(name) = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum ")) {
                if derives {
                    declared.insert(words(name).next().expect("a name"));
                }
                derives = false;
            }
            derives |= line.starts_with("#[derive(") && line.contains("Serialize");
            // By a macro, as `uuid_id! { /// … PersonId }`.
            if line.starts_with("    ") && is_in_macro && !line.trim().starts_with("///") {
                declared.insert(line.trim());
            }
            is_in_macro = line.starts_with("uuid_id! {") || (is_in_macro && !line.starts_with('}'));
        }
        assert_eq!(declared, values.iter().copied().collect(), "{file}");
    }
}

#[test]
fn what_is_written_is_made_of_types_of_its_own_and_values() {
    let values: BTreeSet<&str> = VALUES.iter().flat_map(|(_, values)| values.iter().copied()).collect();
    for folder in ["shared/api/src/v1", "shared/aws/src/stored"] {
        for (path, source) in sources(&workspace::root().join(folder)) {
            let written = source.split("#[cfg(test)]").next().unwrap_or_default();
            let strange = imports(written).difference(&values).copied().collect();
            assert_eq!(fields_of(written, &strange), [""; 0], "{folder}/{}", path.display());
        }
    }
}

#[test]
fn serde_is_found_wherever_it_is_put() {
    for source in [
        "use serde::Serialize;",
        "#[derive(Clone, Serialize)]\nstruct A;",
        "#[derive(serde::Deserialize)]\nstruct A;",
        "impl<'de> Deserialize<'de> for A {}",
    ] {
        assert!(serde_in(source).is_some(), "{source}");
    }
    assert_eq!(serde_in("// what serde makes of it\nstruct A; // Serialize\nfn serde_json() {}"), None);
}

#[test]
fn a_type_of_the_domain_in_what_is_written_is_found() {
    const IMPORTS: &str = "use domain::ids::{EnvelopeId, RecipientNumber};\nuse domain::mail::Addressee as Who;\n\
                           use domain::mirror;\nuse domain::{\n    link::AccessLink,\n};\n";
    let names = imports(IMPORTS);
    assert_eq!(names, BTreeSet::from(["AccessLink", "EnvelopeId", "RecipientNumber", "Who"]));
    let strange = BTreeSet::from(["AccessLink", "Who", "mail"]);
    for (source, found) in [
        ("pub struct A {\n    who: Who,\n}", &["who: Who,"][..]),
        ("struct A {\n    all: Vec<Option<Who>>,\n}", &["all: Vec<Option<Who>>,"]),
        ("pub(super) struct A(Who);", &["pub(super) struct A(Who);"]),
        ("enum A {\n    B {\n        who: Who,\n    },\n    C(Who),\n}", &["who: Who,", "C(Who),"]),
        ("enum A {\n    B { id: u8, who: Who },\n}", &["B { id: u8, who: Who },"]),
        ("struct A {\n    who: domain::mail::Addressee,\n}", &["who: domain::mail::Addressee,"]),
        ("struct A {\n    who: mail::Addressee,\n    mail: u8,\n}", &["who: mail::Addressee,"]),
        ("mirror! {\n    struct A = AccessLink {\n        who: Who,\n    }\n}", &["who: Who,"]),
        ("mirror! {\n    pub(super) struct A = AccessLink {\n        id: EnvelopeId,\n    }\n}", &[]),
        (
            "struct A {\n    id: EnvelopeId, // Who\n}\n\nimpl From<Who> for A {\n    fn from(who: Who) -> Self {}\n}",
            &[],
        ),
    ] {
        assert_eq!(fields_of(source, &strange), found, "{source}");
    }
}
