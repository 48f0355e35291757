//! What is typed wrongly is told in a sentence, with exit code 2, before anything is asked of AWS.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::process::Command;

use clap::CommandFactory as _;
use operate::arguments::Arguments;

fn keiin(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keiin"));
    command.args(arguments).env_clear().env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", "/nonexistent");
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), text)
}

#[test]
fn the_commands_are_consistent() {
    Arguments::command().debug_assert();
}

#[test]
fn wrong_arguments_get_a_sentence_and_exit_code_2() {
    let sender = ["--sender-name", "佐藤 花子", "--sender-email", "somu@city.example"];
    let add =
        |id: &'static str, name: &'static str| [&["organisation", "add", id, "--name", name], &sender[..]].concat();
    let made = |option: &'static str, value: &'static str| {
        [&["api-key", "make", "takikawa"], &sender[..], &[option, value]].concat()
    };
    for (arguments, words) in [
        (vec!["chekc"], "unrecognized subcommand 'chekc'"),
        (vec!["check", "--verbose"], "unexpected argument '--verbose'"),
        (vec!["check", "--days", "soon"], "invalid value 'soon'"),
        (vec!["check", "--endpoint", "localhost"], "no address"),
        (add("Takikawa City", "滝川市"), "1 to 64 characters of a-z, 0-9 and -"),
        (add("takikawa", " "), "Enter the company"),
        (vec!["api-key", "make", "takikawa"], "--sender-name"),
        (vec!["api-key", "make", "takikawa", "--sender-name", "a", "--sender-email", "not-an-address"], "@"),
        (made("--scope", "envelopes:all"), "envelopes:read, envelopes:write, envelopes:send and organisation:admin"),
        (made("--from", "203.0.113.7/24"), "give 203.0.113.0/24 for the whole range"),
        (made("--expires-in", "0"), "1..=3650"),
        (made("--label", "\u{202e}"), "direction"),
        (vec!["api-key", "revoke"], "required"),
        (vec!["api-key", "revoke", "xyz"], "hexadecimal digits"),
        (vec!["key", "make"], "<--operator|--organisation <ID>>"),
        (vec!["key", "make", "--operator", "--organisation", "takikawa"], "cannot be used with"),
        (vec!["key", "make", "--operator", "--spec", "RSA_1024"], "RSA_3072"),
        (vec!["key", "request-certificate", "--operator"], "--subject"),
        (vec!["key", "request-certificate", "--operator", "--subject", "X=1"], "CN=滝川市"),
        (vec!["key", "allow", "--organisation", "takikawa"], "--person"),
        (vec!["key", "disallow", "--person", "mayor@city.example"], "--organisation"),
        (vec!["key", "remove-certificate", "--operator"], "unexpected argument '--operator'"),
        (vec!["authority", "add", "--url", "tsa.example", "--anchors", "x.pem"], "no address"),
        (vec!["authority", "add", "--url", "https://tsa.example"], "--anchors"),
        (add("callback", "滝川市"), "choose another one"),
        (vec!["organisation", "provider", "takikawa"], "--issuer"),
        (vec!["organisation", "provider", "takikawa", "--issuer", "https://id.example"], "--client-id"),
        (vec!["organisation", "provider", "takikawa", "--issuer", "http://id.example"], "https://"),
        (vec!["organisation", "provider", "takikawa", "--issuer", "https://id.example/?a=b"], "holds no ?"),
        (vec!["organisation", "provider", "takikawa", "--remove", "--client-secret-stdin"], "cannot be used with"),
        (made("--person", "sato@city.example"), "cannot be used with"),
        (vec!["api-key", "make", "takikawa"], "--person"),
        (vec!["api-key", "make", "takikawa", "--person", "sato"], "@"),
        (
            vec!["organisation", "set", "takikawa", "--from", "203.0.113.7/24"],
            "give 203.0.113.0/24 for the whole range",
        ),
        (vec!["organisation", "set", "takikawa", "--from", "::/0", "--from-anywhere"], "cannot be used with"),
        (vec!["organisation", "set", "takikawa", "--members-second-factor", "maybe"], "true, false"),
        (vec!["trust", "add"], "<FILE>"),
    ] {
        let (code, said) = keiin(&arguments);
        assert!(code == 2 && said.contains(words), "{arguments:?}: {code}: {said}");
    }
}

#[test]
fn a_region_that_is_not_set_is_told_before_anything_is_asked() {
    let (code, said) = keiin(&["check"]);
    assert!(code == 2 && said.contains("AWS_REGION"), "{code}: {said}");
}

#[test]
fn missing_credentials_are_told_with_what_to_do() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keiin"));
    command.args(["check", "--endpoint", "http://127.0.0.1:1"]).env_clear().env("AWS_REGION", "ap-northeast-1");
    let output = command.env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", "/nonexistent").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.contains("no credentials were found"), "{said}");
}

#[test]
fn every_command_says_what_it_does() {
    let (code, said) = keiin(&["--help"]);
    assert!(code == 0 && said.contains("From an empty stack to the first envelope"), "{said}");
    for command in ["organisation", "key", "authority", "trust", "api-key", "check"] {
        assert!(said.contains(&format!("  {command} ")), "{command}: {said}");
    }
}
