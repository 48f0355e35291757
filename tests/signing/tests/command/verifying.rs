//! `pades verify`: verdicts, exit statuses, languages, times.

use jiff::Timestamp;
use serde_json::Value;
use signing::attacks;
use signing::document::Layout;
use signing::evidence::Evidence;
use signing::finding::Class;
use signing::honest;
use signing::pki::{CertificateStatus, Key, Kind, PKI, Profile, now, week};
use signing::server::Server;
use signing::signer::document_timestamped;

use crate::{P256, desk, levels, offline, sign};

/// A moment after everything that the generators sign.
const AFTER: &str = "--at 2026-12-01T00:40:00Z";

#[test]
fn zero_is_valid_one_is_not_and_two_is_unreadable() {
    let desk = offline();
    sign(&desk, "").assert_fine();
    desk.put("text.pdf", "Dear Sir or Madam");
    desk.put("empty.pdf", "");
    for (file, code, said) in [
        ("out.pdf", 0, "out.pdf: Valid: 1 signature."),
        ("in.pdf", 1, "in.pdf: This PDF carries no signature."),
        ("text.pdf", 2, "pades: text.pdf: the file is not a PDF"),
        ("empty.pdf", 2, "pades: empty.pdf: the file is empty"),
        ("missing.pdf", 2, "pades: missing.pdf: No such file"),
        (".", 2, "pades: . is not a file"),
    ] {
        let outcome = desk.run(&format!("verify --trust root.pem {file}"));
        assert_eq!(outcome.code, Some(code), "{outcome}");
        assert!(outcome.to_string().contains(said), "{outcome}");
        assert_eq!(outcome.stderr.lines().count(), usize::from(code == 2), "{outcome}");
        assert_eq!(outcome.stdout.is_empty(), code == 2, "{outcome}");
    }
    let stranger = desk.run("verify --trust other-root.pem out.pdf");
    assert_eq!(stranger.code, Some(1), "{stranger}");
    assert!(stranger.stdout.contains("its issuer Test Root (Tests) is not among those trusted"), "{stranger}");
    let nobody = desk.run("verify out.pdf");
    assert_eq!(nobody.code, Some(1), "{nobody}");
    assert!(nobody.stderr.contains("no --trust is given") && !nobody.stdout.is_empty(), "{nobody}");
    desk.fails("verify --trust missing.pem out.pdf", 2, "missing.pem: No such file");
    desk.fails("verify --trust in.pdf out.pdf", 2, "in.pdf: ");
}

#[test]
fn of_several_files_the_worst_counts_and_each_is_told_of() {
    let desk = offline();
    sign(&desk, "").assert_fine();
    desk.put("text.pdf", "Dear Sir or Madam");
    for (files, code) in [
        ("out.pdf out.pdf", 0),
        ("in.pdf out.pdf", 1),
        ("out.pdf in.pdf", 1),
        ("text.pdf in.pdf out.pdf", 2),
        ("missing.pdf out.pdf", 2),
    ] {
        let text = desk.run(&format!("verify --trust root.pem {files}"));
        assert_eq!(text.code, Some(code), "{text}");
        assert_eq!(text.stdout.contains("out.pdf: Valid"), files.contains("out.pdf"), "{text}");
        let json = desk.run(&format!("verify --trust root.pem --json {files}"));
        assert_eq!(json.code, Some(code), "{json}");
        let told: Vec<String> = json.json().iter().map(|report| report["file"].as_str().unwrap().to_owned()).collect();
        assert_eq!(told.join(" "), files);
        for report in json.json() {
            let is_readable = report.get("error").is_none();
            assert_eq!(report["valid"], report["file"] == "out.pdf", "{report}");
            assert_eq!(is_readable, report["signatures"].is_array(), "{report}");
        }
    }
}

#[test]
fn what_was_done_after_signing_is_named() {
    let desk = offline();
    for (class, ja, en) in [
        (Class::Pages, "× 3ページ目: ページが追加されています", "NOT ALLOWED: page 3: pages were added"),
        (Class::Content, "× 1ページ目: ", "NOT ALLOWED: page 1: "),
        (Class::Spoofing, "× 欄「Seal」: 署名の記載", "NOT ALLOWED: field \"Seal\": what the signature says"),
    ] {
        let named = attacks::all().into_iter().filter(|attack| attack.class == class).find(|attack| {
            desk.put("attack.pdf", &attack.bytes);
            let outcome = desk.run(&format!("verify --trust root.pem {AFTER} --lang ja attack.pdf"));
            assert_eq!(outcome.code, Some(1), "{}\n{outcome}", attack.name);
            assert!(outcome.stdout.contains("無効"), "{}\n{outcome}", attack.name);
            outcome.stdout.contains(ja)
        });
        assert!(named.is_some(), "{class:?}");
        let english = desk.run(&format!("verify --trust root.pem {AFTER} attack.pdf"));
        assert!(english.stdout.contains("INVALID: 1 signature."), "{english}");
        assert!(english.stdout.contains(en), "{english}");
    }
}

#[test]
fn allowed_updates_are_told_and_change_no_verdict() {
    let desk = offline();
    let file = honest::archived(Layout::Streams);
    desk.put("kept.pdf", document_timestamped(&Evidence::of(&[&PKI.p256, &PKI.rsa]).appended(&file), "Renewed"));
    let outcome = desk.run(&format!("verify --trust root.pem {AFTER} kept.pdf"));
    outcome.assert_fine();
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "kept.pdf: Valid: 1 signature and 2 document timestamps. Nothing was changed afterwards but what is allowed."
    );
    assert_eq!(lines[1], "Provable until 2034-12-31 23:59:59 UTC; longer if it is renewed before.");
    assert!(lines.contains(&"   allowed: field \"Renewed\": a document timestamp was added"), "{outcome}");
    assert!(!outcome.stdout.contains("NOT"), "{outcome}");
    let japanese = desk.run(&format!("verify --trust root.pem {AFTER} --lang ja kept.pdf"));
    let first = "kept.pdf: 署名1件と文書タイムスタンプ2件は有効です。署名後に認められない変更はありません。";
    assert_eq!(japanese.stdout.lines().next(), Some(first));
    assert!(japanese.stdout.contains("   ○ 欄「Renewed」: タイムスタンプが追加されました\n"), "{japanese}");
}

#[test]
fn a_revocation_in_the_file_is_believed() {
    let desk = offline();
    let since: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let mut evidence = Evidence::of(&[]);
    evidence.ocsp.push(PKI.ocsp(&PKI.p256, CertificateStatus::Revoked(since), week(now())));
    desk.put("revoked.pdf", evidence.appended(&honest::approved(Layout::Table)));
    let outcome = desk.run(&format!("verify --trust root.pem {AFTER} revoked.pdf"));
    assert_eq!(outcome.code, Some(1), "{outcome}");
    let reason = "! the certificate of P-256 Signer (Tests) was revoked at 2026-11-01 00:00:00 UTC";
    assert!(outcome.stdout.contains(reason), "{outcome}");
    let japanese = desk.run(&format!("verify --trust root.pem {AFTER} --lang ja revoked.pdf"));
    assert!(japanese.stdout.contains("2026-11-01 09:00:00(日本時間)に失効しています"), "{japanese}");
}

#[test]
fn a_timestamp_outlives_the_signers_certificate() {
    let server = Server::start();
    let desk = desk(&server);
    let until = "2030-01-01T00:00:00Z".parse().unwrap();
    let profile = Profile { until, ..Profile::new("Brief Signer", Kind::Signer) };
    desk.enrol("brief", &PKI.intermediate.issue(&profile, Key::p256("brief")));
    let sign = "sign --key brief.key --cert brief.pem --chain chain.pem";
    desk.run(&format!("{sign} in.pdf bare.pdf")).assert_fine();
    desk.run(&format!("{sign} --tsa {} --trust root.pem in.pdf timestamped.pdf", server.tsa())).assert_fine();
    let code = |at: &str, file: &str| desk.run(&format!("verify --trust root.pem --at {at} {file}")).code;
    for (at, bare, timestamped) in [
        ("2029-12-31T23:00:00Z", 0, 0),
        ("2032-01-01T00:00:00+09:00", 1, 0),
        // The authority's certificate has ended as well.
        ("2035-06-01T00:00:00Z", 1, 1),
        // Before all certificates, and before the timestamp.
        ("2024-06-01T00:00:00Z", 1, 1),
        ("2025-06-01T00:00:00Z", 0, 1),
    ] {
        assert_eq!([code(at, "bare.pdf"), code(at, "timestamped.pdf")], [Some(bare), Some(timestamped)], "{at}");
    }
    let early = desk.run("verify --trust root.pem --at 2025-06-01T00:00:00Z timestamped.pdf");
    assert!(early.stdout.contains("after the time of this verification"), "{early}");
    assert_eq!(code("tomorrow", "bare.pdf"), Some(2));
}

#[test]
fn json_says_the_same_as_the_text() {
    let desk = offline();
    sign(&desk, "--reason ok").assert_fine();
    desk.run(&format!("sign {P256} --in-place out.pdf")).assert_fine();
    let outcome = desk.run("verify --trust root.pem --json --at 2027-04-01T00:00:00+09:00 out.pdf");
    outcome.assert_fine();
    let report = outcome.json().remove(0);
    assert_eq!(levels(&report), ["B-B", "B-B"]);
    assert_eq!(report["file"], "out.pdf");
    assert_eq!(report["verified_at"], "2027-03-31T15:00:00Z");
    assert_eq!(report["proof_until"], "2034-12-31T23:59:59Z");
    let first = &report["signatures"][0];
    assert_eq!((&first["verdict"], &first["modification"]), (&"valid".into(), &"allowed".into()));
    assert_eq!(first["coverage"]["type"], "revision");
    assert_eq!(report["signatures"][1]["coverage"]["type"], "whole_file");
    assert_eq!(report["revisions"][0]["changes"][0]["kind"], "signature_added");
    assert_snake_case(&report);
    let other = desk.run("verify --trust other-root.pem --json out.pdf").json().remove(0);
    assert_eq!(other["signatures"][0]["verdict"], "indeterminate");
    let reason = &other["signatures"][0]["reasons"][0];
    assert_eq!((&reason["type"], &reason["error"]["type"]), (&"chain".into(), &"no_anchor".into()));
}

fn assert_snake_case(value: &Value) {
    for (key, value) in value.as_object().into_iter().flatten() {
        assert!(
            key.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'),
            "{key}"
        );
        assert_snake_case(value);
    }
    value.as_array().into_iter().flatten().for_each(assert_snake_case);
}

#[test]
fn revocation_is_required_if_asked_for() {
    let desk = offline();
    sign(&desk, "").assert_fine();
    let mut evidence = Evidence::of(&[&PKI.p256]);
    evidence.crls.push(PKI.root_crl(week(now())));
    let proved = evidence.appended(&honest::approved(Layout::Table));
    desk.put("archived.pdf", document_timestamped(&proved, "Archive"));
    for (file, is_shown) in [("out.pdf", false), ("archived.pdf", true)] {
        let plain = desk.run(&format!("verify --trust root.pem --json {AFTER} {file}"));
        assert_eq!(plain.code, Some(0), "{plain}");
        assert_eq!(plain.json()[0]["not_revoked"], is_shown, "{plain}");
        let strict = desk.run(&format!("verify --trust root.pem --require-revocation {AFTER} {file}"));
        assert_eq!(strict.code, Some(i32::from(!is_shown)), "{strict}");
        assert_eq!(strict.stdout.contains("does not show that no certificate was revoked"), !is_shown, "{strict}");
    }
}
