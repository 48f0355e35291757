//! Which timestamps count, and for which time.

use jiff::{Timestamp, ToSpan};
use pades::signatures::Fault;
use pades::verify::report::{ProvedBy, SignatureReport};
use pades::verify::{Language, Level, Reason, Verdict};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use signing::document::contract::contract;
use signing::document::{Increment, Layout};
use signing::foreign::Foreign;
use signing::pki::cms::{self, Content, Oddities};
use signing::pki::timestamp::{MD5, SHA_1, SHA_256, TimestampSpec};
use signing::pki::{PKI, now};
use signing::signer::document_timestamped_by;

use super::judged;

/// An ordinary token.
pub(crate) fn sha_256() -> TimestampSpec {
    TimestampSpec::new(SHA_256)
}

fn accurate_to(seconds: u64) -> TimestampSpec {
    TimestampSpec { accuracy: Some(seconds), ..sha_256() }
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The contract with a signature and its timestamp.
pub(crate) fn signed_with(timestamp: &TimestampSpec, at: Timestamp) -> Vec<u8> {
    let token = |value: &[u8]| {
        let digest = match timestamp.hash {
            SHA_1 => Sha1::digest(value).to_vec(),
            // Nobody here computes it: what the token says does not matter.
            MD5 => vec![7; 16],
            _ => Sha256::digest(value).to_vec(),
        };
        vec![timestamp.token(&PKI.tsa, &PKI.chain(&PKI.tsa), &digest, at)]
    };
    let odd = Oddities { timestamps: Some(&token), ..Oddities::default() };
    let contents = |digest: &[u8]| {
        let content = Content::Detached(digest.to_vec());
        cms::odd_signed_data(&PKI.p256, &PKI.chain(&PKI.p256), cms::DATA, &content, &odd)
    };
    let foreign = Foreign { contents: Some(&contents), ..Foreign::new(&PKI.p256, "Seal") };
    foreign.sign(&mut Increment::new(&contract(Layout::Table)))
}

/// The file with a document timestamp.
fn archived_with(file: &[u8], field: &str, timestamp: &TimestampSpec, at: Timestamp) -> Vec<u8> {
    let contents = |digest: &[u8]| timestamp.token(&PKI.tsa, &PKI.chain(&PKI.tsa), digest, at);
    Foreign { contents: Some(&contents), ..Foreign::timestamp(field) }.sign(&mut Increment::new(file))
}

fn signatures(file: &[u8]) -> Vec<SignatureReport> {
    judged(file).signatures
}

fn proved(signature: &SignatureReport) -> Option<Timestamp> {
    signature.proved_time.as_ref().map(|proved| proved.time)
}

#[test]
fn a_timestamp_proves_the_latest_time_that_its_accuracy_allows_for() {
    let at = time("2025-11-01T00:00:00Z");
    for (timestamp, expected) in [
        (sha_256(), "2025-11-01T00:00:00Z"),
        (accurate_to(1), "2025-11-01T00:00:00Z"),
        (accurate_to(60), "2025-11-01T00:01:00Z"),
        (accurate_to(31_536_000), "2026-11-01T00:00:00Z"),
    ] {
        let signed = signed_with(&timestamp, at);
        let report = judged(&signed);
        assert!(report.is_valid());
        assert_eq!(proved(&report.signatures[0]), Some(time(expected)));
        let shown = expected.replace('T', " ").replace('Z', " UTC");
        assert!(report.text(Language::English).contains(&format!("no later than {shown}, proved by")));
        // The same of a document timestamp, and of what it covers.
        let plain = Foreign::new(&PKI.p256, "Seal").sign(&mut Increment::new(&contract(Layout::Table)));
        let report = judged(&archived_with(&plain, "Archive", &timestamp, at));
        assert!(report.is_valid());
        assert!(report.signatures.iter().all(|signature| proved(signature) == Some(time(expected))));
        let is_exact = timestamp.accuracy.is_none_or(|seconds| seconds <= 1);
        let lead = if is_exact { "proves the time: " } else { "proves the time: no later than " };
        assert!(report.text(Language::English).contains(&format!("{lead}{shown}")));
    }
    // A token may allow for a time that is still to come; the certificates are judged by now.
    let report = judged(&signed_with(&accurate_to(31_536_000 * 20), now()));
    assert!(report.is_valid(), "{:?}", report.signatures[0].reasons);
    assert_eq!(report.signatures[0].signer.as_ref().unwrap().judged_at, now());
}

#[test]
fn a_token_with_an_unknown_critical_extension_does_not_count() {
    let timestamp = TimestampSpec { is_beyond_us: true, ..sha_256() };
    let refused = [Reason::TimestampForged { fault: Fault::Unsupported }];
    let found = signatures(&signed_with(&timestamp, now()));
    assert_eq!((found[0].verdict, &found[0].reasons[..]), (Verdict::Indeterminate, &refused[..]));
    assert_eq!(proved(&found[0]), None);
    let plain = Foreign::new(&PKI.p256, "Seal").sign(&mut Increment::new(&contract(Layout::Table)));
    let found = signatures(&archived_with(&plain, "Archive", &timestamp, now()));
    assert_eq!(found[1].verdict, Verdict::Indeterminate);
    assert_eq!(found.iter().map(proved).collect::<Vec<_>>(), [None, None]);
}

#[test]
fn a_timestamp_by_sha1_or_md5_does_not_count() {
    assert_eq!(signatures(&signed_with(&sha_256(), now()))[0].level, Some(Level::BT));
    for (hash, reason, said) in [
        (SHA_1, Reason::TimestampWeak { algorithm: "SHA-1".to_owned() }, "SHA-1 is no longer secure"),
        (MD5, Reason::TimestampForged { fault: Fault::Unsupported }, "a timestamp does not count"),
    ] {
        let report = judged(&signed_with(&TimestampSpec::new(hash), now()));
        let found = &report.signatures[0];
        assert_eq!((found.verdict, &found.reasons), (Verdict::Indeterminate, &vec![reason]));
        assert_eq!((proved(found), found.level), (None, Some(Level::BB)));
        assert_ne!(found.timestamps[0].verdict, Verdict::Valid);
        assert!(report.text(Language::English).contains(said));
    }
}

fn is_out_of_order(signature: &SignatureReport) -> bool {
    signature.verdict == Verdict::Indeterminate
        && matches!(signature.reasons.as_slice(), [Reason::TimestampOrder { .. }])
}

#[test]
fn a_document_timestamp_that_is_older_than_what_it_covers_proves_nothing() {
    let (earlier, later) = (time("2025-10-23T00:00:00Z"), time("2026-11-01T00:00:00Z"));
    let file = archived_with(&signed_with(&sha_256(), later), "Archive", &sha_256(), earlier);
    let report = judged(&file);
    let found = &report.signatures;
    assert!(found.iter().all(is_out_of_order), "{found:?}");
    assert!(found.iter().all(|signature| proved(signature).is_none()));
    let reason = Reason::TimestampOrder { time: earlier, field: "Archive".to_owned(), covered_at: later };
    assert!(found.iter().all(|signature| signature.reasons == [reason.clone()]));
    for (language, said) in
        [(Language::English, "they contradict each other"), (Language::Japanese, "矛盾しているため")]
    {
        assert!(report.text(language).contains(said));
    }
    // In the right order both count, and the earlier time is the signature's.
    let found = signatures(&archived_with(&signed_with(&sha_256(), earlier), "Archive", &sha_256(), later));
    assert_eq!(found.iter().map(proved).collect::<Vec<_>>(), [Some(earlier), Some(later)]);
    assert!(found.iter().all(|signature| signature.verdict == Verdict::Valid));
}

#[test]
fn later_document_timestamps_must_not_be_older_and_nothing_else_rests_on_those_that_are() {
    let (first, second) = (time("2025-10-23T00:00:00Z"), time("2026-10-01T00:00:00Z"));
    let plain = Foreign::new(&PKI.p256, "Seal").sign(&mut Increment::new(&contract(Layout::Table)));
    let inner = archived_with(&plain, "Inner", &sha_256(), second);
    let contradicted = archived_with(&inner, "Outer", &sha_256(), first);
    let found = signatures(&contradicted);
    assert!(found[1..].iter().all(is_out_of_order), "{found:?}");
    assert_eq!(proved(&found[0]), None);
    // One more, which contradicts neither, proves the time of the signature.
    let found = signatures(&archived_with(&contradicted, "Last", &sha_256(), now()));
    assert!(found[1..3].iter().all(is_out_of_order), "{found:?}");
    assert_eq!((found[0].verdict, found[3].verdict), (Verdict::Valid, Verdict::Valid));
    let by = &found[0].proved_time.as_ref().unwrap().by;
    assert_eq!(by, &ProvedBy::DocumentTimestamp { field: "Last".to_owned() });
    assert_eq!(proved(&found[0]), Some(now()));
}

#[test]
fn clocks_may_differ_by_their_accuracies() {
    let at = time("2026-11-01T00:00:00Z");
    let check = |inner: TimestampSpec, outer: TimestampSpec, seconds: i64, is_in_order: bool| {
        let file = archived_with(&signed_with(&inner, at), "Archive", &outer, at - seconds.seconds());
        let found = signatures(&file);
        assert_eq!(found.iter().all(|one| one.verdict == Verdict::Valid), is_in_order, "{seconds}: {found:?}");
        assert_eq!(found.iter().all(is_out_of_order), !is_in_order);
    };
    check(sha_256(), sha_256(), 2, true);
    check(sha_256(), sha_256(), 3, false);
    check(accurate_to(60), accurate_to(30), 90, true);
    check(accurate_to(60), accurate_to(30), 91, false);
}

/// The two cannot both be so; whoever reads the report is told.
#[test]
fn a_claimed_time_after_the_proved_one_is_told() {
    let signed = Foreign::new(&PKI.p256, "Seal").sign(&mut Increment::new(&contract(Layout::Table)));
    for (at, is_told) in [("2026-11-24T00:00:00Z", true), ("2026-12-01T00:20:00Z", false)] {
        let timestamped = document_timestamped_by(&PKI.tsa, &signed, "Archive", time(at));
        let report = judged(&timestamped);
        assert!(report.is_valid());
        let text = report.text(Language::English);
        assert_eq!(text.contains("the signer says 2026-12-01 00:30:00 UTC, which is after"), is_told, "{text}");
    }
}
