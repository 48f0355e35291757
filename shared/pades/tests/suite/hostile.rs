//! Nothing that comes in makes the crate panic or run on.

use std::sync::LazyLock;

use pades::timestamp::{TimeStampRequest, TimeStampToken, TimestampPolicy, check_response};
use pades::{Certificate, DocumentId, Preparation, sign, signatures, timestamping};
use proptest::prelude::*;

use crate::support::pdf::{self, Layout};
use crate::support::tsa::Tsa;
use crate::support::{Signer, certificate, document_timestamped, inspect, names, prepare, timestamp, timestamped};

static SIGNER: LazyLock<Signer> = LazyLock::new(Signer::p256);

static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut files = vec![pdf::odd_pages(), pdf::with_form(false)];
    files.extend([Layout::Table, Layout::Streams, Layout::Hybrid].map(pdf::simple));
    let signed = timestamped(&SIGNER.certify(&pdf::simple(Layout::Streams), "A"), "A");
    files.push(document_timestamped(&signed, "B"));
    files.push(signed);
    files
});

fn everything(file: &[u8]) {
    let _ = inspect(file);
    let _ = pades::rewrite::rewrite(file);
    let _ = signatures(file);
    let fields = names(&["New"]);
    let id = DocumentId::new(&"0f".repeat(16)).ok();
    let _ = prepare(file, &Preparation::new().with_document_id(id).with_fields(fields.clone()));
    let _ = sign::begin(file, &SIGNER.request("New"));
    let _ = timestamping::pending(file, &names(&["A"])[0]);
    let _ = timestamping::begin_document_timestamp(file, &fields[0], 100);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_files(
        which in 0..7usize,
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut file = FILES[which].clone();
        for (at, byte) in flips {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        everything(&file);
    }

    #[test]
    fn changed_words(
        which in 0..7usize,
        at in any::<prop::sample::Index>(),
        word in prop::sample::select(vec!["<<", ">>", "[", "]", "(", ")", " R ", "/", "99999999999999999999", "-1", "4294967295 0 R", "obj", "stream", "/Prev 0", "%"]),
    ) {
        let mut file = FILES[which].clone();
        let at = at.index(file.len());
        let end = (at + word.len()).min(file.len());
        file.splice(at..end, word.bytes());
        everything(&file);
    }

    #[test]
    fn changed_responses(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let request = TimeStampRequest::new([7; 32], &[1; 8], None).unwrap();
        static RESPONSE: LazyLock<Vec<u8>> = LazyLock::new(|| {
            Tsa::elliptic().respond(&TimeStampRequest::new([7; 32], &[1; 8], None).unwrap())
        });
        let mut response = RESPONSE.clone();
        for (at, byte) in flips {
            let at = at.index(response.len());
            response[at] = byte;
        }
        let anchors = [certificate("root")];
        let policy = TimestampPolicy::new(&anchors, timestamp());
        let _ = check_response(&response, &request, &policy);
        let _ = TimeStampToken::from_der(&response);
        let _ = Certificate::from_der(&response);
    }
}
