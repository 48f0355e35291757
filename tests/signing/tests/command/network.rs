//! Authorities that do not do what they should.

use std::thread;

use signing::server::{Fault, Server, Service, Timestamping};

use crate::{P256, desk, offline, sign};

#[test]
fn an_authority_that_cannot_be_reached_is_named() {
    let desk = offline();
    let gone = "http://127.0.0.1:1/tsa: cannot be reached";
    desk.fails(&format!("sign {P256} --tsa http://127.0.0.1:1/tsa --trust root.pem in.pdf out.pdf"), 1, gone);
    desk.fails(&format!("sign {P256} --tsa http://127.0.0.1:1/tsa --trust root.pem --in-place in.pdf"), 1, gone);
    desk.fails("timestamp --tsa http://127.0.0.1:1/tsa --trust root.pem in.pdf out.pdf", 1, gone);
    let other = desk.run("timestamp --tsa ftp://127.0.0.1/ --trust root.pem in.pdf out.pdf");
    assert_eq!(other.code, Some(2), "{other}");
    assert!(other.stderr.contains("give an address that starts with http:// or https://"), "{other}");
}

#[test]
fn answers_that_are_no_timestamps_are_told_apart() {
    let server = Server::start();
    let desk = desk(&server);
    let commands = [
        format!("sign {P256} --tsa {} --trust root.pem in.pdf out.pdf", server.tsa()),
        format!("sign {P256} --tsa {} --trust root.pem --in-place in.pdf", server.tsa()),
        format!("timestamp --tsa {} --trust root.pem in.pdf out.pdf", server.tsa()),
    ];
    for (fault, why) in [
        (Fault::Status(503), "the server answers with status 503"),
        (Fault::Status(404), "the server answers with status 404"),
        (Fault::Garbage, "the answer is no timestamp response"),
        (Fault::Endless, "the answer is longer than"),
    ] {
        server.mend().fail(Service::Timestamps, fault);
        commands.iter().for_each(|command| desk.fails(command, 1, why));
    }
    for (timestamping, why) in [
        (Timestamping::OtherNonce, "the token has not the nonce of the request"),
        (Timestamping::Stranger, "the authority's certificate chain is not accepted"),
        (Timestamping::SlowClock, "more than five minutes away"),
        (Timestamping::Refused, "the authority refused: status 2"),
    ] {
        server.mend().timestamps(timestamping);
        commands.iter().for_each(|command| desk.fails(command, 1, why));
    }
    server.mend();
    sign(&desk, &format!("--tsa {} --trust root.pem", server.tsa())).assert_fine();
}

#[test]
fn an_untrusted_authority_is_only_taken_when_nobody_was_named() {
    let server = Server::start();
    let desk = desk(&server);
    server.timestamps(Timestamping::Stranger);
    sign(&desk, &format!("--tsa {}", server.tsa())).assert_warned("nobody vouches");
    let outcome = desk.run("verify --trust root.pem out.pdf");
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stdout.contains("a timestamp is not by a trusted authority"), "{outcome}");
}

#[test]
fn nobody_waits_for_ever_nor_twice_for_the_same() {
    let server = Server::start();
    let (timestamping, extending) = (desk(&server), desk(&server));
    sign(&extending, &format!("--tsa {} --trust root.pem", server.tsa())).assert_fine();
    server.fail(Service::Timestamps, Fault::Slow).fail(Service::Ocsp, Fault::Slow);
    thread::scope(|scope| {
        scope.spawn(|| {
            let why = "/tsa: no answer within 20 seconds; try again";
            timestamping.fails(&format!("timestamp --tsa {} --trust root.pem in.pdf out.pdf", server.tsa()), 1, why);
        });
        extending.run("extend --level b-lt --trust root.pem out.pdf long.pdf").assert_fine();
    });
    let slow = server.asked().into_iter().filter(|service| *service == Service::Ocsp).count();
    // Both issuers' responders are there.
    assert_eq!(slow, 1);
}
