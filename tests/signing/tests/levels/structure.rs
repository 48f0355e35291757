//! The rules of EN 319 142-1 and ISO 32000-2 §12.8, read off the bytes by hand.

use std::collections::BTreeMap;

use signing::der::{elements, oid};
use signing::document::read;

/// `after` is `before` and a revision with one signature in `field`.
pub(crate) fn check(before: &[u8], after: &[u8], field: &str) {
    assert!(after.starts_with(before), "what was there stays, byte for byte");
    let signature = read::object(&after[before.len()..], read::number_of(after, "/Type /Sig\n"));
    let contents = check_byte_range(before, after);
    let head = String::from_utf8_lossy(&signature[..read::find(&signature, b"/Contents").unwrap()]).into_owned();
    for entry in ["/Filter /Adobe.PPKLite", "/SubFilter /ETSI.CAdES.detached", "/M (D:", "/Reason <FEFF", "/Name <FEFF"]
    {
        assert!(head.contains(entry), "{entry} in {head}");
    }
    assert!(!head.contains("/Cert"), "{head}");
    check_field(after, field);
    check_cms(&contents);
}

/// One gap, exactly around the string, to the end of the file. Gives the string's bytes.
fn check_byte_range(before: &[u8], after: &[u8]) -> Vec<u8> {
    let new = &after[before.len()..];
    let at = read::find(new, b"/ByteRange [").unwrap();
    assert_eq!(read::rfind(new, b"/ByteRange ["), Some(at), "one signature");
    let numbers = &new[at + 12..at + read::find(&new[at..], b"]").unwrap()];
    let numbers: Vec<usize> =
        std::str::from_utf8(numbers).unwrap().split_whitespace().map(|number| number.parse().unwrap()).collect();
    let [start, first, second, rest] = numbers[..] else { panic!("{numbers:?}") };
    assert_eq!((start, second + rest), (0, after.len()));
    assert!(first > before.len());
    assert_eq!((after[first], after[second - 1]), (b'<', b'>'));
    hex::decode(&after[first + 1..second - 1]).unwrap()
}

/// The form says that there are signatures; the widget is printed, does not move, and is listed by its page.
fn check_field(pdf: &[u8], field: &str) {
    assert!(read::find(pdf, b"/SigFlags 3").is_some());
    let number = read::number_of(pdf, &format!("/T ({field})"));
    let widget = read::text(pdf, number);
    assert!(widget.contains("/F 132") && widget.contains("/FT /Sig"), "{widget}");
    let page = reference(&widget, "/P ").unwrap();
    let page = read::text(pdf, page);
    let listed = match reference(&page, "/Annots ") {
        Some(list) => read::text(pdf, list),
        None => page[page.find("/Annots").unwrap()..].to_owned(),
    };
    let listed = &listed[..listed.find(']').unwrap()];
    assert!(listed.contains(&format!("{number} 0 R")), "{number} in {listed}");
}

/// The number of the reference that is a key's value.
fn reference(dictionary: &str, key: &str) -> Option<u32> {
    let value = dictionary.split_once(key)?.1.trim_start();
    let (number, rest) = value.split_once(' ')?;
    rest.starts_with("0 R").then(|| number.parse().ok())?
}

/// SignedData by the baseline: three signed attributes that must be there once, none that must not.
fn check_cms(contents: &[u8]) {
    let content_info = elements(elements(contents)[0].2);
    let signed_data = elements(elements(content_info[1].2)[0].2);
    let certificates = signed_data.iter().find(|part| part.0 == 0xA0).unwrap();
    assert_eq!(elements(certificates.2).len(), 2, "the signer's and the intermediate's");
    let encapsulated = elements(signed_data[2].2);
    assert_eq!((encapsulated[0].1, encapsulated.len()), (oid("1.2.840.113549.1.7.1").as_slice(), 1), "detached data");
    let signers = elements(signed_data.last().unwrap().2);
    assert_eq!(signers.len(), 1);
    let signer = elements(signers[0].2);
    let attributes = elements(signer.iter().find(|part| part.0 == 0xA0).unwrap().2);
    let count = |dotted: &str| attributes.iter().filter(|attribute| elements(attribute.2)[0].1 == oid(dotted)).count();
    for once in ["1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"] {
        assert_eq!(count(once), 1, "{once}");
    }
    // signing-time, commitment-type-indication, signature-policy-identifier, signing-certificate (version 1)
    let never = [
        "1.2.840.113549.1.9.5",
        "1.2.840.113549.1.9.16.2.16",
        "1.2.840.113549.1.9.16.2.15",
        "1.2.840.113549.1.9.16.2.12",
    ];
    for never in never {
        assert_eq!(count(never), 0, "{never}");
    }
}

/// The store of `after` holds everything once, all of what `before` had in the same objects, and only what is new was
/// written.
pub(crate) fn check_store(before: &[u8], after: &[u8]) {
    assert!(after.starts_with(before), "what was there stays, byte for byte");
    let (old, new) = (store(before), store(after));
    let all: Vec<&Vec<u8>> = new.values().flatten().map(|(_, der)| der).collect();
    for (index, der) in all.iter().enumerate() {
        assert!(!all[..index].contains(der), "stored twice");
    }
    for (list, held) in &old {
        assert_eq!(new[list][..held.len()], held[..], "{list}");
        // What is there is not even written again without being listed.
        let again = held.iter().find(|(_, der)| read::find(&after[before.len()..], der).is_some());
        assert_eq!(again, None, "{list}");
    }
    assert!(new["Certs"].len() >= 3 && !new["OCSPs"].is_empty() && !new["CRLs"].is_empty());
}

/// The lists of the newest store: object numbers and streams.
fn store(pdf: &[u8]) -> BTreeMap<&'static str, Vec<(u32, Vec<u8>)>> {
    if read::find(pdf, b"/Type /DSS").is_none() {
        return BTreeMap::new();
    }
    let dictionary = read::text(pdf, read::number_of(pdf, "/Type /DSS"));
    let dictionary: Vec<&str> = dictionary.split_whitespace().collect();
    let dictionary = dictionary.join(" ");
    let lists = ["Certs", "OCSPs", "CRLs"].into_iter().filter_map(|list| {
        let (_, rest) = dictionary.split_once(&format!("/{list} ["))?;
        let references = rest[..rest.find(']')?].split(" 0 R").map(str::trim).filter(|number| !number.is_empty());
        let streams = references.map(|number| {
            let number = number.parse().unwrap();
            (number, data(&read::object(pdf, number)))
        });
        Some((list, streams.collect()))
    });
    lists.collect()
}

fn data(stream: &[u8]) -> Vec<u8> {
    let start = read::find(stream, b"stream\n").unwrap() + 7;
    stream[start..read::rfind(stream, b"\nendstream").unwrap()].to_vec()
}
