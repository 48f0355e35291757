//! What inspecting, beginning and attaching take in memory: over sizes, objects, and signatures that are there already.
//!
//! Whole processes, against others and with peak memory, are the matter of `compare.py`.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pades::verify::{self, Settings};
use pades::{Document, sign};

use support::Signer;
use support::pdf::Builder;

const KILOBYTES: [usize; 4] = [100, 1_000, 10_000, 50_000];
const OBJECTS: [usize; 3] = [1_000, 20_000, 200_000];
const PAGES_PER_NODE: usize = 200;
const SIGNATURES: [usize; 4] = [1, 10, 20, 50];

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = sizes, objects, signatures, verifying
}
criterion_main!(benches);

fn sizes(criterion: &mut Criterion) {
    let files = KILOBYTES.map(|kilobytes| (kilobytes, with_stream(kilobytes * 1000)));
    phases(criterion, "KB", &files);
}

fn objects(criterion: &mut Criterion) {
    let files = OBJECTS.map(|objects| (objects, with_pages(objects)));
    phases(criterion, "objects", &files);
}

fn signatures(criterion: &mut Criterion) {
    let files = SIGNATURES.map(|signatures| (signatures, signed(signatures)));
    phases(criterion, "signatures", &files);
}

/// All signatures of a file, each timestamped, and a document timestamp over them.
fn verifying(criterion: &mut Criterion) {
    let anchors = [support::certificate("root")];
    let settings = Settings::new(&anchors, support::timestamp());
    let files = SIGNATURES.map(|signatures| (signatures, archived(signatures)));
    over(criterion.benchmark_group("verify/signatures"), &files, |bencher, file| {
        bencher.iter(|| verify::verify(black_box(file), &settings).unwrap());
    });
}

/// `inspect`, `begin` and `attach`, each a group over the files.
fn phases(criterion: &mut Criterion, unit: &str, files: &[(usize, Vec<u8>)]) {
    let signer = Signer::p256();
    let request = signer.request("New");
    over(criterion.benchmark_group(format!("inspect/{unit}")), files, |bencher, file| {
        bencher.iter(|| Document::open(black_box(file)).unwrap().inspect().unwrap());
    });
    over(criterion.benchmark_group(format!("begin/{unit}")), files, |bencher, file| {
        bencher.iter(|| sign::begin(black_box(file), &request).unwrap());
    });
    over(criterion.benchmark_group(format!("attach/{unit}")), files, |bencher, file| {
        let prepared = sign::begin(file, &request).unwrap();
        let signature = signer.sign_digest(&prepared.digest_to_sign());
        let attach = |prepared: sign::Prepared| prepared.attach(&signature).unwrap();
        bencher.iter_batched(|| prepared.clone(), attach, BatchSize::SmallInput);
    });
}

fn over(
    mut group: BenchmarkGroup<'_, WallTime>,
    files: &[(usize, Vec<u8>)],
    bench: impl Fn(&mut criterion::Bencher<'_>, &Vec<u8>),
) {
    for (count, file) in files {
        group.throughput(Throughput::Bytes(file.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(count), file, &bench);
    }
    group.finish();
}

/// A page whose contents have `size` bytes, none of which is looked at.
fn with_stream(size: usize) -> Vec<u8> {
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    builder.object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>");
    builder.stream("", &vec![b' '; size]);
    builder.finish()
}

/// So many objects, nearly all of them pages, in a tree of two levels.
fn with_pages(objects: usize) -> Vec<u8> {
    let nodes = objects.div_ceil(PAGES_PER_NODE + 1);
    let references = |numbers: &mut dyn Iterator<Item = usize>| {
        numbers.map(|number| format!("{number} 0 R")).collect::<Vec<_>>().join(" ")
    };
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    let kids = references(&mut (0..nodes).map(|node| 4 + node * (PAGES_PER_NODE + 1)));
    let count = nodes * PAGES_PER_NODE;
    builder.object(format!("<< /Type /Pages /Count {count} /Kids [{kids}] /MediaBox [0 0 595 842] >>"));
    builder.stream("", b"0 0 595 842 re S");
    for node in 0..nodes {
        let own = 4 + node * (PAGES_PER_NODE + 1);
        let kids = references(&mut (own + 1..=own + PAGES_PER_NODE));
        builder.object(format!("<< /Type /Pages /Parent 2 0 R /Count {PAGES_PER_NODE} /Kids [{kids}] >>"));
        for _ in 0..PAGES_PER_NODE {
            builder.object(format!("<< /Type /Page /Parent {own} 0 R /Contents 3 0 R /Resources << >> >>"));
        }
    }
    builder.finish()
}

/// A small file, signed so many times.
fn signed(signatures: usize) -> Vec<u8> {
    let signer = Signer::p256();
    (0..signatures).fold(with_stream(100_000), |file, number| signer.sign(&file, &format!("Signer{number}")))
}

/// The same with timestamps.
fn archived(signatures: usize) -> Vec<u8> {
    let signer = Signer::p256();
    let timestamped = (0..signatures).map(|number| format!("Signer{number}"));
    let file =
        timestamped.fold(with_stream(100_000), |file, name| support::timestamped(&signer.sign(&file, &name), &name));
    support::document_timestamped(&file, "Archive")
}
