//! `pades sign` and `pades timestamp` where all goes well.

use std::fs;

use oracles::{Anchors, Oracles};
use signing::command::pem;
use signing::pki::PKI;
use signing::server::Server;

use crate::{P256, desk, large, levels, offline, sign, verified};

const LEVELS: [(&str, &[&str]); 4] =
    [("b-b", &["B-B"]), ("b-t", &["B-T"]), ("b-lt", &["B-LT"]), ("b-lta", &["B-LTA", "-"])];

#[test]
fn every_level_with_rsa() {
    every_level("rsa", "");
}

#[test]
fn every_level_with_rsa_pss() {
    every_level("rsa", "--pss");
}

#[test]
fn every_level_with_p256() {
    every_level("p256", "");
}

#[test]
fn every_level_with_p384() {
    every_level("p384", "");
}

fn every_level(key: &str, options: &str) {
    let server = Server::start();
    let desk = desk(&server);
    let original = desk.get("in.pdf");
    for (level, reached) in LEVELS {
        let tsa = if level == "b-b" { String::new() } else { format!("--tsa {} --trust root.pem", server.tsa()) };
        let who = format!("--key {key}.key --cert {key}.pem --chain chain.pem {options}");
        let outcome = desk.run(&format!("sign {who} --level {level} {tsa} in.pdf {level}.pdf"));
        outcome.assert_fine();
        assert!(outcome.stdout.contains(&format!("{} signature in Signature1", reached[0])), "{outcome}");
        let signed = desk.get(&format!("{level}.pdf"));
        assert!(signed.starts_with(&original), "{level}");
        let report = verified(&desk, &format!("{level}.pdf"));
        assert_eq!(levels(&report), reached, "{level}");
        let signer = &report["signatures"][0]["signer"];
        assert_eq!(signer["key"]["type"], key);
        assert_eq!(signer["chain"].as_array().unwrap().len(), 3);
        // id-RSASSA-PSS
        let is_pss = signed.windows(18).any(|window| window.eq_ignore_ascii_case(b"2a864886f70d01010a"));
        assert_eq!(is_pss, options == "--pss", "{level}");
    }
    assert_eq!(desk.get("in.pdf"), original);
}

#[test]
fn other_validators_agree_at_every_level() {
    let server = Server::start();
    let desk = desk(&server);
    let oracles = Oracles::load().unwrap();
    let anchors = Anchors::new(&pem(&[&PKI.root]), &pem(&[&PKI.intermediate, &PKI.tsa])).unwrap();
    for (level, reached) in LEVELS {
        let tsa = if level == "b-b" { String::new() } else { format!("--tsa {} --trust root.pem", server.tsa()) };
        sign(&desk, &format!("--level {level} {tsa}")).assert_fine();
        let verdict = oracles.judge(&desk.path("out.pdf"), &anchors).unwrap();
        verdict.assert_accepted();
        assert_eq!(verdict.fields().len(), reached.len(), "{verdict}");
        assert_eq!(verdict.fields()[0].timestamp.is_some(), level != "b-b", "{verdict}");
    }
}

#[test]
fn signing_in_place_appends_and_leaves_nothing_else() {
    let desk = offline();
    let original = desk.get("in.pdf");
    desk.run(&format!("sign {P256} --in-place in.pdf")).assert_fine();
    let once = desk.get("in.pdf");
    assert!(once.starts_with(&original) && once.len() > original.len());
    desk.run("sign --key rsa.key --cert rsa.pem --chain chain.pem --in-place in.pdf in.pdf").assert_fine();
    let twice = desk.get("in.pdf");
    assert!(twice.starts_with(&once) && twice.len() > once.len());
    let report = verified(&desk, "in.pdf");
    assert_eq!(levels(&report), ["B-B", "B-B"]);
    assert_eq!([&report["signatures"][0]["field"], &report["signatures"][1]["field"]], ["Signature1", "Signature2"]);
    assert!(fs::read_dir(desk.path("")).unwrap().all(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        !name.starts_with('.') && (name == "in.pdf" || !name.ends_with(".pdf"))
    }));
}

#[test]
fn an_existing_result_is_replaced() {
    let desk = offline();
    desk.put("out.pdf", "something else");
    sign(&desk, "").assert_fine();
    verified(&desk, "out.pdf");
}

#[test]
fn what_the_signer_claims_is_told_as_his_claim() {
    let desk = offline();
    let more = ["--reason", "内容に同意 (a\\b)", "--location", "東京都", "--name", "山田 太郎"];
    desk.run_with(&format!("sign {P256} --field 承認 in.pdf out.pdf"), &more, &[]).assert_fine();
    let report = verified(&desk, "out.pdf");
    let signature = &report["signatures"][0];
    let said = ["field", "reason", "location", "name"].map(|key| signature[key].as_str().unwrap());
    assert_eq!(said, ["承認", "内容に同意 (a\\b)", "東京都", "山田 太郎"]);
    let english = desk.run("verify --trust root.pem out.pdf");
    assert!(english.stdout.contains("reason, as the signer says: 内容に同意 (a\\b)"), "{english}");
    let japanese = desk.run("verify --trust root.pem --lang ja out.pdf");
    assert!(japanese.stdout.contains("氏名(署名者の申告): 山田 太郎"), "{japanese}");
}

#[test]
fn a_certification_permits_what_it_says() {
    let desk = offline();
    sign(&desk, "--certify").assert_fine();
    let report = verified(&desk, "out.pdf");
    let kind = &report["signatures"][0]["kind"];
    assert_eq!((&kind["type"], &kind["permission"]), (&"certification".into(), &2.into()));
    desk.run(&format!("sign {P256} --in-place out.pdf")).assert_fine();
    assert_eq!(levels(&verified(&desk, "out.pdf")), ["B-B", "B-B"]);
}

#[test]
fn without_trust_an_authority_is_taken_with_a_warning() {
    let server = Server::start();
    let desk = desk(&server);
    let unvouched = "no --trust is given, so nobody vouches for the timestamp authority";
    sign(&desk, &format!("--tsa {}", server.tsa())).assert_warned(unvouched);
    assert_eq!(levels(&verified(&desk, "out.pdf")), ["B-T"]);
    desk.run(&format!("timestamp --tsa {} in.pdf timestamped.pdf", server.tsa())).assert_warned(unvouched);
    assert_eq!(levels(&verified(&desk, "timestamped.pdf")), ["-"]);
}

#[test]
fn timestamping_needs_no_signature_and_goes_on_top_of_any() {
    let server = Server::start();
    let desk = desk(&server);
    let timestamp = format!("timestamp --tsa {} --trust root.pem", server.tsa());
    let outcome = desk.run(&format!("{timestamp} in.pdf out.pdf"));
    outcome.assert_fine();
    assert!(outcome.stdout.contains("document timestamp in Timestamp1"), "{outcome}");
    desk.run(&format!("sign {P256} --in-place out.pdf")).assert_fine();
    desk.run(&format!("{timestamp} --field 保存 --in-place out.pdf")).assert_fine();
    let report = verified(&desk, "out.pdf");
    // The timestamp proves the signature's time as one inside would.
    assert_eq!(levels(&report), ["-", "B-T", "-"]);
    assert_eq!(report["signatures"][2]["field"], "保存");
}

#[test]
fn issuers_are_put_in_order_and_fetched_where_they_are_not_given() {
    let server = Server::start();
    let desk = desk(&server);
    desk.put("chain.pem", pem(&[&PKI.root, &PKI.tsa, &PKI.intermediate, &PKI.p256]));
    sign(&desk, "").assert_fine();
    verified(&desk, "out.pdf");

    let alone = "sign --key p256.key --cert p256.pem";
    desk.run(&format!("{alone} in.pdf alone.pdf")).assert_fine();
    let outcome = desk.run("verify --trust root.pem alone.pdf");
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stdout.contains("its issuer Test Intermediate (Tests) is not among those trusted"), "{outcome}");
    let long_term = format!("--level b-lt --tsa {} --trust root.pem", server.tsa());
    desk.run(&format!("{alone} {long_term} in.pdf fetched.pdf")).assert_fine();
    assert_eq!(levels(&verified(&desk, "fetched.pdf")), ["B-LT"]);
}

#[test]
fn a_repaired_file_reaches_every_level() {
    let server = Server::start();
    let desk = desk(&server);
    desk.put("in.pdf", [b"junk before it\n".as_slice(), &desk.get("in.pdf")].concat());
    let authority = format!("--tsa {} --trust root.pem", server.tsa());
    sign(&desk, &format!("--level b-lta {authority}")).assert_warned("it is repaired first");
    assert_eq!(levels(&verified(&desk, "out.pdf")), ["B-LTA", "-"]);
    desk.run(&format!("timestamp {authority} in.pdf out.pdf")).assert_warned("it is repaired first");
    assert_eq!(levels(&verified(&desk, "out.pdf")), ["-"]);
}

#[test]
fn a_large_file_is_signed_and_verified_without_a_bar_on_what_is_no_terminal() {
    let desk = offline();
    desk.put("in.pdf", large(11_000_000));
    sign(&desk, "").assert_fine();
    assert!(desk.get("out.pdf").starts_with(&desk.get("in.pdf")));
    verified(&desk, "out.pdf");
}

#[test]
fn help_has_examples() {
    let desk = offline();
    for (command, example) in [
        ("", "pades verify --trust roots.pem signed.pdf"),
        ("sign", "pades sign --key key.pem --cert cert.pem"),
        ("extend", "pades extend --level b-lt"),
        ("timestamp", "pades timestamp --tsa"),
        ("verify", "pades verify --trust roots.pem"),
    ] {
        let outcome = desk.run(&format!("{command} --help"));
        outcome.assert_fine();
        assert!(outcome.stdout.contains(example), "{outcome}");
    }
}
