//! What is refused: keys, files and places that will not do. Nothing is written then.

use std::path::Path;

use signing::attacks;
use signing::document::contract::contract;
use signing::document::{Builder, Layout};
use signing::finding::Class;
use signing::honest;
use signing::pki::PKI;

use crate::{P256, offline, sign, verified};

#[test]
fn keys_and_certificates_that_do_not_go_together() {
    let desk = offline();
    let bare = "in.pdf out.pdf";
    for (arguments, code, why) in [
        ("--key rsa.key --cert p256.pem", 1, "the key does not belong to the certificate of CN=P-256 Signer"),
        ("--key p384.key --cert p256.pem", 1, "the key does not belong"),
        ("--key p256.pem --cert p256.pem", 1, "p256.pem: no private key in PEM"),
        ("--key p256.key --cert p256.key", 1, "p256.key: "),
        ("--key no.key --cert p256.pem", 1, "no.key: No such file"),
        ("--key p256.key --cert p256.pem --chain no.pem", 1, "no.pem: No such file"),
        ("--key p256.key --cert p256.pem --pss", 2, "--pss is for RSA keys"),
        ("--key p256.key --cert p256.pem --level b-t", 2, "--tsa"),
        ("--key p256.key --cert p256.pem --level b-lt --tsa http://127.0.0.1:1/", 2, "--trust"),
    ] {
        desk.fails(&format!("sign {arguments} {bare}"), code, why);
    }
}

#[test]
fn an_encrypted_key_opens_with_its_password_only() {
    let desk = offline();
    let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/pades/tests/keys");
    desk.put("sealed.key", std::fs::read(keys.join("signer-p256-encrypted.key")).unwrap());
    desk.put("sealed.pem", std::fs::read(keys.join("signer-p256.pem")).unwrap());
    let sign = "sign --key sealed.key --cert sealed.pem in.pdf out.pdf";
    desk.fails(sign, 1, "sealed.key: the private key is encrypted; set PADES_KEY_PASSWORD");
    let wrong = desk.run_with(sign, &[], &[("PADES_KEY_PASSWORD", "wrong")]);
    wrong.assert_failed(1, "does not open with the password in PADES_KEY_PASSWORD");
    let right = desk.run_with(sign, &[], &[("PADES_KEY_PASSWORD", "secret")]);
    assert_eq!(right.code, Some(0), "{right}");
}

#[test]
fn places_that_cannot_be_written() {
    let desk = offline();
    desk.put("other.pdf", "other");
    std::fs::create_dir(desk.path("folder")).unwrap();
    for (files, code, why) in [
        ("in.pdf missing/out.pdf", 1, "missing/out.pdf cannot be written: its folder does not exist"),
        ("in.pdf folder", 2, "folder is not a file that can be replaced"),
        ("in.pdf in.pdf", 2, "IN and OUT are the same file; to append to it, use --in-place"),
        ("in.pdf ./folder/../in.pdf", 2, "the same file"),
        ("--in-place in.pdf other.pdf", 2, "leave OUT out"),
        ("missing.pdf out.pdf", 1, "missing.pdf: No such file"),
        ("--in-place missing.pdf", 1, "missing.pdf: No such file"),
        ("folder out.pdf", 1, "folder is not a file"),
    ] {
        desk.fails(&format!("sign {P256} {files}"), code, why);
    }
}

#[test]
fn what_is_no_pdf_or_is_encrypted() {
    let desk = offline();
    desk.put("text.pdf", "Dear Sir or Madam");
    desk.put("cut.pdf", &contract(Layout::Table)[..2000]);
    let mut pdf = Builder::new(Layout::Table);
    pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>");
    pdf.object("<< /Type /Page /Parent 2 0 R >>");
    let words = "00".repeat(32);
    let encrypt = format!("/Encrypt << /Filter /Standard /V 1 /R 2 /O <{words}> /U <{words}> /P -4 >>");
    desk.put("encrypted.pdf", pdf.finish(&encrypt));
    for (file, why) in [
        ("text.pdf", "text.pdf: the file is not a PDF"),
        ("cut.pdf", "cut.pdf: "),
        ("encrypted.pdf", "encrypted.pdf: the PDF is protected by a password"),
    ] {
        desk.fails(&format!("sign {P256} {file} out.pdf"), 1, why);
        desk.fails(&format!("sign {P256} --in-place {file}"), 1, why);
        desk.fails(&format!("timestamp --tsa http://127.0.0.1:1/ --trust root.pem {file} out.pdf"), 1, why);
        desk.fails(&format!("extend --level b-lt --trust root.pem {file} out.pdf"), 1, why);
    }
}

#[test]
fn damage_is_repaired_where_nothing_is_signed() {
    let desk = offline();
    let damaged = [b"junk before it\n".as_slice(), &contract(Layout::Table)].concat();
    desk.put("in.pdf", &damaged);
    sign(&desk, "").assert_warned("in.pdf: the PDF is damaged or can be read in two ways; it is repaired first");
    verified(&desk, "out.pdf");
    assert_eq!(desk.get("in.pdf"), damaged);
    desk.run(&format!("sign {P256} --in-place in.pdf")).assert_warned("it is repaired first");
    verified(&desk, "in.pdf");

    desk.put("signed.pdf", [b"junk before it\n".as_slice(), &honest::approved(Layout::Table)].concat());
    for command in ["sign --key p256.key --cert p256.pem", "extend --level b-lt --trust root.pem"] {
        desk.fails(&format!("{command} signed.pdf other.pdf"), 1, "signed.pdf: the PDF is damaged");
        desk.fails(&format!("{command} --in-place signed.pdf"), 1, "signed.pdf: the PDF is damaged");
    }
}

#[test]
fn what_earlier_signatures_forbid() {
    let desk = offline();
    desk.put("closed.pdf", honest::closed());
    desk.fails(&format!("sign {P256} closed.pdf out.pdf"), 1, "closed.pdf: ");
    sign(&desk, "").assert_fine();
    desk.fails(&format!("sign {P256} --certify out.pdf more.pdf"), 1, "out.pdf: ");
    desk.fails(&format!("sign {P256} --field Signature1 out.pdf more.pdf"), 1, "Signature1");
    let attack = attacks::all().into_iter().find(|attack| attack.class == Class::UniversalForgery).unwrap();
    desk.put("attack.pdf", &attack.bytes);
    let outcome = desk.run("verify --trust root.pem attack.pdf");
    assert_eq!(outcome.code, Some(1), "{outcome}");
}

#[test]
fn a_certificate_that_has_ended_is_warned_of() {
    use signing::pki::{Key, Kind, Profile};
    let desk = offline();
    let until = "2026-01-01T00:00:00Z".parse().unwrap();
    let ended = PKI.intermediate.issue(&Profile { until, ..Profile::new("Ended", Kind::Signer) }, Key::p256("ended"));
    desk.enrol("ended", &ended);
    let sign = "sign --key ended.key --cert ended.pem --chain chain.pem in.pdf out.pdf";
    desk.run(sign).assert_warned("the certificate of CN=Ended,O=Tests,C=JP has ended on 2026-01-01T00:00:00Z");
    assert_eq!(desk.run("verify --trust root.pem out.pdf").code, Some(1));
}
