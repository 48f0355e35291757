//! What a verifier must allow for long-term evidence, used as a carrier.

use super::{Attacks, BASES};
use crate::document::contract::{CATALOG, CONTENTS, FONT, IMAGE, PAGE, PAGES};
use crate::document::{Increment, read, stream};
use crate::evidence::{Evidence as Store, refer};
use crate::finding::Class::Evidence;
use crate::finding::Finding::{
    ByteRangeWrong, ContentChanged, DssForeign, ExtensionsForeign, FontChanged, MetadataChanged, ObjectsHidden,
    PageAdded, PageChanged, TrailerChanged,
};
use crate::foreign::Foreign;
use crate::pki::PKI;

pub(super) fn add(attacks: &mut Attacks) {
    let original = &BASES.approved;
    store(attacks, original);
    extensions(attacks, original);
    let with_store = |change: &dyn Fn(&mut Increment)| {
        let mut increment = Increment::new(original);
        Store::of(&[&PKI.p256]).put(&mut increment);
        change(&mut increment);
        increment
    };
    let mut increment = with_store(&|increment| {
        increment.edit(CONTENTS, "Lease", "Gift!");
    });
    let changed = [ContentChanged];
    attacks.push(Evidence, "a word changed beside the store", &changed, original, increment.finish());
    let timestamped = Foreign::timestamp("Archive").sign(&mut increment);
    attacks.push(Evidence, "a word changed beside store and timestamp", &changed, original, timestamped);
    let mut increment = Increment::new(original);
    increment.edit(CONTENTS, "Lease", "Gift!");
    let timestamped = Foreign::timestamp("Archive").sign(&mut increment);
    attacks.push(Evidence, "a word changed in a timestamp's revision", &changed, original, timestamped);
    let mut increment = Increment::new(original);
    let page = increment.add("<< /Type /Page /Parent 2 0 R >>");
    increment.edit(PAGES, "4 0 R]", &format!("4 0 R {page} 0 R]")).edit(PAGES, "/Count 2", "/Count 3");
    let timestamped = Foreign::timestamp("Archive").sign(&mut increment);
    attacks.push(Evidence, "a page added in a timestamp's revision", &[PageAdded], original, timestamped);
    let archived = &BASES.archived;
    attacks.append(Evidence, "a word changed after the archive timestamp", &changed, archived, |increment| {
        increment.edit(CONTENTS, "Lease", "Gift!");
    });
    let partly = Foreign::timestamp("Archive")
        .sign_over(&mut Increment::new(original), |start, end, length| [0, start - 100, end, length - end]);
    attacks.push(Evidence, "a timestamp that leaves more out", &[ByteRangeWrong], original, partly);
    attacks.append(
        Evidence,
        "/Info leads to the page",
        &[MetadataChanged, PageChanged, TrailerChanged],
        original,
        |i| {
            i.trailer(&format!("/Info {PAGE} 0 R")).edit(PAGE, "/Type /Page", "/Type /Page /Rotate 180");
        },
    );
    attacks.append(Evidence, "the text is the metadata", &[ContentChanged, MetadataChanged], original, |increment| {
        increment.edit(CATALOG, "/Metadata 20 0 R", "/Metadata 5 0 R");
        increment.set(CONTENTS, stream("/Type /Metadata /Subtype /XML", b"<x/>"));
    });
}

fn store(attacks: &mut Attacks, original: &[u8]) {
    let certificate = PKI.root.certificate.as_slice();
    let shared = [ContentChanged, ObjectsHidden, DssForeign];
    for (name, number) in [("text", CONTENTS), ("image", IMAGE)] {
        attacks.append(
            Evidence,
            &format!("the {name} is a certificate of the store"),
            &shared,
            original,
            |increment| {
                increment.set(number, stream("", certificate));
                let store = increment.add(format!("<< /Type /DSS /Certs [{number} 0 R] >>"));
                refer(increment, store);
            },
        );
    }
    attacks.append(Evidence, "the font is an entry of the store", &[FontChanged, DssForeign], original, |increment| {
        increment.edit(FONT, "/Helvetica", "/Symbol");
        let store = increment.add(format!("<< /Type /DSS /Certs [{FONT} 0 R] >>"));
        refer(increment, store);
    });
    attacks.append(Evidence, "the page is the store", &[PageChanged, DssForeign], original, |increment| {
        increment.edit(PAGE, "/Type /Page", "/Type /Page /Rotate 180 /Certs []");
        refer(increment, PAGE);
    });
    for (name, entries) in [
        ("a foreign key", "/Foo << /Type /Page >>"),
        ("an array of pages", "/Certs [3 0 R]"),
        ("a string", "/Certs (no)"),
        ("a script in the VRI", "/VRI << /AA << /S /JavaScript /JS (1) >> >>"),
        ("a foreign entry in the VRI", "/VRI << /0123456789ABCDEF0123456789ABCDEF01234567 << /Foo 3 0 R >> >>"),
    ] {
        attacks.append(Evidence, &format!("store: {name}"), &[DssForeign], original, |increment| {
            let store = increment.add(format!("<< /Type /DSS {entries} >>"));
            refer(increment, store);
        });
    }
    for (name, entries, data) in [
        ("a stream that is no certificate", "", &b"BT (You owe a million) Tj ET"[..]),
        ("bytes behind a certificate", "", &[certificate, b"more"].concat()),
        ("a certificate that says it is an image", "/Type /XObject /Subtype /Image", certificate),
        ("a certificate in a file outside", "/F (other.bin)", certificate),
    ] {
        attacks.append(Evidence, &format!("store: {name}"), &[DssForeign], original, |increment| {
            let value = increment.add(stream(entries, data));
            let store = increment.add(format!("<< /Type /DSS /Certs [{value} 0 R] >>"));
            refer(increment, store);
        });
    }
}

fn extensions(attacks: &mut Attacks, original: &[u8]) {
    for (name, entries) in [
        ("a script", "/ADBE << /BaseVersion /1.7 /ExtensionLevel 3 /S /JavaScript /JS (1) >>"),
        ("a page", "/ESIC 3 0 R"),
        ("a stream of text", "/ESIC << /BaseVersion /1.7 /ExtensionLevel 1 /Contents 5 0 R >>"),
        ("no dictionary", "/ESIC (text)"),
    ] {
        attacks.append(Evidence, &format!("extensions: {name}"), &[ExtensionsForeign], original, |increment| {
            let text = read::with_entry(&increment.text(CATALOG), &format!("/Extensions << {entries} >>"));
            increment.set(CATALOG, text);
        });
    }
}
