//! Each rule of the grammar, biting.

use super::*;
use crate::fixtures::pdf;

mod corpora;
mod grammar;
mod hostile;
mod pages;
mod references;
mod roundtrip;
mod streams;

use pdf::{Builder, Layout};

/// What is wrong with a file, each kind once.
fn faults(file: &[u8]) -> Vec<SyntaxFault> {
    let document = Document::read(&Reader::new(file));
    let mut kinds: Vec<SyntaxFault> = document.faults().iter().map(|fault| fault.kind).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

#[track_caller]
fn assert_fault(file: &[u8], expected: SyntaxFault) {
    let found = faults(file);
    assert!(found.contains(&expected), "{expected:?} is not among {found:?} of\n{}", String::from_utf8_lossy(file));
}

#[track_caller]
fn assert_sound(file: &[u8]) {
    assert_eq!(faults(file), [], "{}", String::from_utf8_lossy(file));
}

/// `file` with the first `from` replaced, which must be there.
fn replaced(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = memchr::memmem::find(file, from.as_bytes()).unwrap();
    [&file[..at], to.as_bytes(), &file[at + from.len()..]].concat()
}

/// A file of these objects from number 3 on, behind a catalog and an empty page tree.
fn with(objects: &[&str]) -> Vec<u8> {
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    builder.object("<< /Type /Pages /Kids [] /Count 0 >>");
    for object in objects {
        builder.object(*object);
    }
    builder.finish()
}

/// What the last `startxref` says.
fn start_xref(file: &[u8]) -> usize {
    let text = String::from_utf8_lossy(file);
    text.rsplit("startxref").next().unwrap().split_whitespace().next().unwrap().parse().unwrap()
}

/// An update with these objects and rows behind them as they are given; `{n}` in a row stands for where object n is.
fn updated(file: &[u8], objects: &[(usize, &str)], rows: &str, trailer: &str) -> Vec<u8> {
    let mut out = file.to_vec();
    let mut rows = rows.to_owned();
    for (number, body) in objects {
        rows = rows.replace(&format!("{{{number}}}"), &format!("{:010} 00000 n ", out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let start = out.len();
    let trailer = trailer.replace("{prev}", &start_xref(file).to_string());
    out.extend_from_slice(format!("xref\n{rows}trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n").as_bytes());
    out
}

const TRAILER: &str = "<< /Size 20 /Root 1 0 R /Prev {prev} >>";
