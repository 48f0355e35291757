//! What is written is what is read.

use proptest::prelude::*;

use super::*;

/// A value to be written.
#[derive(Clone, Debug)]
enum Written {
    Plain(String),
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<Written>),
    Dictionary(Vec<(Vec<u8>, Written)>),
}

fn values() -> impl Strategy<Value = Written> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..12);
    let name = || prop::collection::vec(1..=255u8, 0..12);
    let leaf = prop_oneof![
        Just(Written::Plain("null".into())),
        any::<bool>().prop_map(|value| Written::Plain(value.to_string())),
        any::<i32>().prop_map(|value| Written::Plain(value.to_string())),
        (any::<i16>(), 0..1000u32).prop_map(|(whole, part)| Written::Plain(format!("{whole}.{part:03}"))),
        (1..=8_388_607u32, any::<u16>())
            .prop_map(|(number, generation)| { Written::Plain(format!("{number} {generation} R")) }),
        name().prop_map(Written::Name),
        bytes().prop_map(Written::String),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        let entries = prop::collection::btree_map(name(), inner.clone(), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Written::Array),
            entries.prop_map(|entries| Written::Dictionary(entries.into_iter().collect())),
        ]
    })
}

fn write(value: &Written, out: &mut Vec<u8>) {
    let name = |name: &[u8], out: &mut Vec<u8>| {
        out.push(b'/');
        for byte in name {
            out.extend_from_slice(format!("#{byte:02x}").as_bytes());
        }
    };
    match value {
        Written::Plain(text) => out.extend_from_slice(text.as_bytes()),
        Written::Name(bytes) => name(bytes, out),
        Written::String(bytes) => {
            out.push(b'(');
            for byte in bytes {
                out.extend_from_slice(format!("\\{byte:03o}").as_bytes());
            }
            out.push(b')');
        }
        Written::Array(elements) => {
            out.push(b'[');
            for element in elements {
                write(element, out);
                out.push(b'\n');
            }
            out.push(b']');
        }
        Written::Dictionary(entries) => {
            out.extend_from_slice(b"<<");
            for (key, value) in entries {
                name(key, out);
                out.push(b' ');
                write(value, out);
            }
            out.extend_from_slice(b">>");
        }
    }
}

/// A parsed value written again, its strings in hexadecimal.
fn again(value: Value<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    match value.content() {
        Content::Null => out.extend_from_slice(b"null"),
        Content::Boolean(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Content::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Content::Real(text) => out.extend_from_slice(text),
        Content::Reference(id) => out.extend_from_slice(id.to_string().as_bytes()),
        Content::Name(bytes) => write(&Written::Name(bytes.to_vec()), &mut out),
        Content::String(bytes) => out.extend_from_slice(format!("<{}>", hex::encode(bytes)).as_bytes()),
        Content::Array => {
            out.push(b'[');
            for element in value.children() {
                out.extend(again(element));
                out.push(b' ');
            }
            out.push(b']');
        }
        Content::Dictionary => {
            out.extend_from_slice(b"<<");
            for (key, value) in value.entries() {
                write(&Written::Name(key.to_vec()), &mut out);
                out.push(b' ');
                out.extend(again(value));
            }
            out.extend_from_slice(b">>");
        }
    }
    out
}

/// Whether a parsed value is what was written.
fn is_same(value: Value<'_>, written: &Written) -> bool {
    match (value.content(), written) {
        (Content::Name(bytes), Written::Name(name)) => bytes == name,
        (Content::String(bytes), Written::String(string)) => bytes == string,
        (Content::Array, Written::Array(elements)) => {
            value.children().count() == elements.len()
                && value.children().zip(elements).all(|(value, element)| is_same(value, element))
        }
        (Content::Dictionary, Written::Dictionary(entries)) => {
            let mut pairs = value.entries().zip(entries);
            value.entries().count() == entries.len()
                && pairs.all(|((key, value), (name, written))| key == name && is_same(value, written))
        }
        (Content::Null, Written::Plain(text)) => text == "null",
        (Content::Boolean(value), Written::Plain(text)) => text.parse() == Ok(value),
        (Content::Integer(value), Written::Plain(text)) => text.parse() == Ok(value),
        (Content::Reference(id), Written::Plain(text)) => *text == id.to_string(),
        (Content::Real(real), Written::Plain(text)) => {
            let number = |text: &str| text.parse::<f64>().ok().filter(|_| text.contains('.'));
            std::str::from_utf8(real).ok().and_then(number) == number(text)
        }
        _ => false,
    }
}

fn file_with(body: &[u8]) -> Vec<u8> {
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    builder.object("<< /Type /Pages /Kids [] /Count 0 >>");
    builder.object([b"[", body, b"]"].concat());
    builder.finish()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(written in values()) {
        let mut body = Vec::new();
        write(&written, &mut body);
        let file = file_with(&body);
        let document = Document::read(&Reader::new(&file));
        prop_assert_eq!(document.faults(), []);
        let value = document.value(document.object(3, 0).unwrap()).children().next().unwrap();
        prop_assert!(is_same(value, &written));
        let second = file_with(&again(value));
        let second = Document::read(&Reader::new(&second));
        prop_assert_eq!(second.faults(), []);
        prop_assert!(is_same(second.value(second.object(3, 0).unwrap()).children().next().unwrap(), &written));
    }
}
