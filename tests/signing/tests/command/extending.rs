//! `pades extend`: to B-LT and B-LTA, renewal, and what is not worth it.

use signing::attacks;
use signing::command::{Desk, pem};
use signing::finding::Class;
use signing::pki::PKI;
use signing::server::{Fault, Server, Service};

use crate::{P256, desk, levels, sign, verified};

/// The arguments that extending takes.
fn extend(server: &Server, level: &str) -> String {
    format!("extend --level {level} --tsa {} --trust root.pem", server.tsa())
}

/// Signs `in.pdf` as `out.pdf` with a timestamp.
fn timestamped(server: &Server, desk: &Desk) {
    sign(desk, &format!("--tsa {} --trust root.pem", server.tsa())).assert_fine();
}

#[test]
fn a_signature_is_raised_step_by_step_and_renewed() {
    let server = Server::start();
    let desk = desk(&server);
    sign(&desk, "").assert_fine();
    let mut before = desk.get("out.pdf");
    // Without a timestamp of its own a signature gets one over the file.
    for (level, reached, said) in [
        ("b-lt", vec!["B-LT", "-"], "extended to B-LT"),
        ("b-lt", vec!["B-LT", "-"], "is B-LT already; nothing was added"),
        ("b-lta", vec!["B-LTA", "-", "-"], "extended to B-LTA"),
        ("b-lta", vec!["B-LTA", "-", "-", "-"], "extended to B-LTA"),
    ] {
        let outcome = desk.run(&format!("{} --in-place out.pdf", extend(&server, level)));
        outcome.assert_fine();
        assert_eq!(outcome.stdout, format!("out.pdf: {said}\n"));
        let after = desk.get("out.pdf");
        assert!(after.starts_with(&before));
        assert_eq!(after.len() == before.len(), said.contains("already"));
        let report = verified(&desk, "out.pdf");
        assert_eq!(levels(&report), reached);
        assert!(report["revisions"].to_string().contains("validation_data_added"), "{report}");
        before = after;
    }
}

#[test]
fn ocsp_is_asked_first_and_each_certificate_once() {
    let server = Server::start();
    let desk = desk(&server);
    timestamped(&server, &desk);
    let _ = server.asked();
    desk.run(&format!("{} out.pdf long.pdf", extend(&server, "b-lt"))).assert_fine();
    // The signer, the authority, the intermediate above both.
    assert_eq!(server.asked(), [Service::Ocsp; 3]);
    desk.run(&format!("{} long.pdf again.pdf", extend(&server, "b-lt"))).assert_fine();
    assert_eq!(server.asked(), []);
    assert_eq!(desk.get("long.pdf"), desk.get("again.pdf"));
}

#[test]
fn crls_do_where_ocsp_fails() {
    let server = Server::start();
    let desk = desk(&server);
    timestamped(&server, &desk);
    for fault in [Fault::Status(503), Fault::Garbage] {
        server.mend().fail(Service::Ocsp, fault);
        let _ = server.asked();
        desk.run(&format!("{} out.pdf long.pdf", extend(&server, "b-lt"))).assert_fine();
        let lists = server.asked().into_iter().filter(|service| *service == Service::Crls).count();
        // Signer and authority are on the same list.
        assert_eq!(lists, 2, "{fault:?}");
        let report = verified(&desk, "long.pdf");
        assert_eq!(levels(&report), ["B-LT"]);
        assert_eq!(report["signatures"][0]["signer"]["revocation"][0]["by"], "crl");
    }
}

#[test]
fn nothing_is_written_without_revocation_data() {
    let server = Server::start();
    let desk = desk(&server);
    timestamped(&server, &desk);
    server.fail(Service::Ocsp, Fault::Status(503)).fail(Service::Crls, Fault::Garbage);
    let unknown = "it cannot be shown that the certificate of CN=P-256 Signer,O=Tests,C=JP was not revoked";
    desk.fails(&format!("{} out.pdf long.pdf", extend(&server, "b-lt")), 1, unknown);
    desk.fails(&format!("{} --in-place out.pdf", extend(&server, "b-lta")), 1, unknown);
    let long_term = format!("--level b-lt --tsa {} --trust root.pem", server.tsa());
    desk.fails(&format!("sign {P256} {long_term} in.pdf other.pdf"), 1, unknown);
    // What was tried is said.
    let outcome = desk.run(&format!("{} out.pdf long.pdf", extend(&server, "b-lt")));
    assert!(outcome.stderr.contains("http://ocsp.example.test/test-intermediate: the server answers with status 503"));
    assert!(outcome.stderr.contains("http://crl.example.test/test-intermediate.crl: "), "{outcome}");
}

#[test]
fn a_signer_who_was_revoked_before_gets_nothing_long_term() {
    let server = Server::start();
    let desk = desk(&server);
    timestamped(&server, &desk);
    server.revoke(&PKI.p256, "2026-01-01T00:00:00Z".parse().unwrap());
    let revoked = "the certificate of P-256 Signer (Tests) was revoked at 2026-01-01 00:00:00 UTC";
    for list_only in [false, true] {
        if list_only {
            server.fail(Service::Ocsp, Fault::Status(404));
        }
        for level in ["b-lt", "b-lta"] {
            desk.fails(&format!("{} out.pdf long.pdf", extend(&server, level)), 1, revoked);
        }
        let long_term = format!("--level b-lta --tsa {} --trust root.pem", server.tsa());
        desk.fails(&format!("sign {P256} {long_term} in.pdf other.pdf"), 1, revoked);
    }
}

#[test]
fn a_revocation_after_the_timestamp_does_no_harm_and_is_told() {
    let server = Server::start();
    let desk = desk(&server);
    timestamped(&server, &desk);
    let report = verified(&desk, "out.pdf");
    let time: jiff::Timestamp = report["signatures"][0]["proved_time"]["time"].as_str().unwrap().parse().unwrap();
    server.revoke(&PKI.p256, time + jiff::SignedDuration::from_secs(1));
    // What a responder says is not later than when it says it.
    std::thread::sleep(std::time::Duration::from_secs(2));
    desk.run(&format!("{} out.pdf long.pdf", extend(&server, "b-lt"))).assert_fine();
    assert_eq!(levels(&verified(&desk, "long.pdf")), ["B-LT"]);
    let told = desk.run("verify --trust root.pem long.pdf");
    assert!(told.stdout.contains("a certificate was revoked afterwards"), "{told}");
}

#[test]
fn a_revoked_authority_proves_no_time() {
    let server = Server::start();
    let desk = desk(&server);
    server.revoke(&PKI.tsa, "2026-01-01T00:00:00Z".parse().unwrap());
    let long_term = format!("--level b-lt --tsa {} --trust root.pem", server.tsa());
    let arguments = format!("sign {P256} {long_term} in.pdf out.pdf");
    desk.fails(
        &arguments,
        1,
        "the signature in Signature1 does not reach B-LT: a timestamp is not by a trusted authority",
    );
}

#[test]
fn of_several_signatures_those_are_raised_that_can_be() {
    let server = Server::start();
    let desk = desk(&server);
    desk.enrol("stranger", &PKI.stranger);
    desk.put("stranger-chain.pem", pem(&[&PKI.other_root]));
    let stranger = "sign --key stranger.key --cert stranger.pem --chain stranger-chain.pem";
    desk.run(&format!("{stranger} in.pdf out.pdf")).assert_fine();
    let unproved = "the certificate of CN=Stranger,O=Tests,C=JP does not lead to one given with --trust";
    desk.fails(&format!("{} out.pdf long.pdf", extend(&server, "b-lt")), 1, unproved);

    desk.run(&format!("sign {P256} --in-place out.pdf")).assert_fine();
    let outcome = desk.run(&format!("{} out.pdf long.pdf", extend(&server, "b-lt")));
    assert_eq!(outcome.code, Some(0), "{outcome}");
    assert_eq!(outcome.stdout, "long.pdf: extended to B-LT\n");
    assert!(outcome.stderr.contains("the signature in Signature1 does not reach B-LT"), "{outcome}");
    let report = desk.run("verify --trust root.pem --json long.pdf").json().remove(0);
    assert_eq!(levels(&report)[1], "B-LT");
}

#[test]
fn what_is_not_valid_is_not_extended() {
    let server = Server::start();
    let desk = desk(&server);
    desk.fails(&format!("{} in.pdf out.pdf", extend(&server, "b-lt")), 1, "the PDF carries no signature");
    sign(&desk, "").assert_fine();
    desk.fails(
        "extend --level b-lt --trust root.pem out.pdf long.pdf",
        2,
        "no timestamp of a trusted authority proves the time of the signature in Signature1",
    );
    desk.fails("extend --level b-lta --trust root.pem out.pdf long.pdf", 2, "--tsa");
    desk.fails(&format!("{} out.pdf long.pdf", extend(&server, "b-t")), 2, "only b-lt and b-lta can be added");
    let attack = attacks::all().into_iter().find(|attack| attack.class == Class::Content).unwrap();
    desk.put("attack.pdf", &attack.bytes);
    desk.fails(&format!("{} attack.pdf long.pdf", extend(&server, "b-lta")), 1, "changed after signing");
}
