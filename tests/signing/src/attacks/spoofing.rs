//! The signature itself is overridden or taken away; the signed bytes and the CMS stay as they are.

use super::{Attacks, BASES};
use crate::document::contract::{FORM, PAGE};
use crate::document::read;
use crate::finding::Class::Spoofing;
use crate::finding::Finding::{
    AnnotationRemoved, ByteRangeWrong, CatalogChanged, FormChanged, ObjectsHidden, ObjectsRewritten, ReasonSpoofed,
    SignatureRemoved,
};

pub(super) fn add(attacks: &mut Attacks) {
    let original = &BASES.approved;
    let signature = read::number_of(original, "/ByteRange");
    let field = read::number_of(original, &format!("/V {signature} 0 R"));
    let spoofed = [ReasonSpoofed, ByteRangeWrong, SignatureRemoved];
    for (key, value) in [
        ("Reason", "(I give everything)"),
        ("Name", "(The mayor)"),
        ("Location", "(Elsewhere)"),
        ("M", "(D:20200101000000Z)"),
        ("ContactInfo", "(attacker@example.test)"),
    ] {
        let name = format!("/{key} in a new copy of the dictionary");
        attacks.append(Spoofing, &name, &spoofed, original, |increment| {
            let text = increment.text(signature);
            increment.set(signature, with_value(&text, key, value));
        });
    }
    attacks.append(Spoofing, "the field shows another dictionary", &spoofed, original, |increment| {
        let text = with_value(&increment.text(signature), "Reason", "(I give everything)");
        let copy = increment.add(text);
        increment.edit(field, &format!("/V {signature} 0 R"), &format!("/V {copy} 0 R"));
    });
    attacks.append(
        Spoofing,
        "an equal copy of the dictionary",
        &[ReasonSpoofed, ObjectsRewritten],
        original,
        |increment| {
            increment.again(signature);
        },
    );
    let gone = [SignatureRemoved, FormChanged, AnnotationRemoved, ObjectsHidden];
    attacks.append(Spoofing, "the signature taken from the field", &gone, original, |increment| {
        increment.edit(field, &format!("/V {signature} 0 R"), "");
    });
    attacks.append(Spoofing, "the field taken from the form", &gone, original, |increment| {
        increment.edit(FORM, &format!("{field} 0 R"), "");
    });
    attacks.append(Spoofing, "the field taken from the page", &gone, original, |increment| {
        increment.edit(PAGE, &format!("{field} 0 R"), "");
    });
    attacks.append(Spoofing, "the form taken from the catalog", &gone, original, |increment| {
        increment.edit(1, "/AcroForm 11 0 R", "");
    });
    attacks.append(Spoofing, "the field renamed", &[FormChanged, SignatureRemoved], original, |increment| {
        let text = increment.text(field);
        increment.set(field, with_value(&text, "T", "(Approved)"));
    });
    attacks.append(Spoofing, "the field made a text field", &[FormChanged, SignatureRemoved], original, |increment| {
        increment.edit(field, "/FT /Sig", "/FT /Tx");
    });
    let certified = &BASES.certified;
    let certification = read::number_of(certified, "/DocMDP");
    attacks.append(
        Spoofing,
        "the permissions taken from the catalog",
        &[SignatureRemoved, FormChanged, CatalogChanged],
        certified,
        |i| {
            let text = i.text(1);
            let start = text.find("/Perms").unwrap();
            let end = start + text[start..].find(">>").unwrap() + 2;
            i.set(1, format!("{}{}", &text[..start], &text[end..]));
        },
    );
    attacks.append(Spoofing, "a wider permission in a copy of the dictionary", &spoofed, certified, |increment| {
        let signature = read::number_of(certified, "/ByteRange");
        assert!(certification <= signature);
        increment.edit(signature, "/P 2", "/P 3");
    });
}

/// The dictionary with another value of the key; the old value must be a string.
fn with_value(dictionary: &str, key: &str, value: &str) -> String {
    let Some(start) = dictionary.find(&format!("/{key} ")) else {
        return read::with_entry(dictionary, &format!("/{key} {value}"));
    };
    let open = start + key.len() + 2;
    let close = if dictionary[open..].starts_with('(') { ')' } else { '>' };
    let end = open + dictionary[open..].find(close).unwrap() + 1;
    format!("{}/{key} {value}{}", &dictionary[..start], &dictionary[end..])
}
