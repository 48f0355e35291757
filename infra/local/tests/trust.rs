//! The real trust services, judged by the oracles.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::process::Command;

use local::trust::Trust;
use oracles::{Anchors, Oracles};
use venv::Venv;

/// A request for a certificate, and its key.
const REQUEST: &str = "
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
key = rsa.generate_private_key(65537, 2048)
name = x509.Name.from_rfc4514_string('CN=印影 1,O=株式会社テスト,C=JP')
request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, SHA256())
open('request.pem', 'wb').write(request.public_bytes(Encoding.PEM))
open('key.pem', 'wb').write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
";

fn stack() -> Venv {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    venv::install(target, "stack", include_str!("../python/stack.txt"), |step| println!("{step:?}")).unwrap()
}

fn python(venv: &Venv, dir: &Path, script: &str, args: &[&str]) -> Result<String, String> {
    let output = Command::new(venv.python()).args(["-I", "-c", script]).args(args).current_dir(dir).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_certifies_and_timestamps_is_trusted() {
    let (venv, oracles) = (stack(), Oracles::load().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    python(&venv, dir, REQUEST, &[]).unwrap();
    let request = fs::read_to_string(dir.join("request.pem")).unwrap();

    let mut trust = Trust::create(&venv, &dir.join("trust")).await.unwrap();
    let chain = trust.issue(&request, "seal-1").await.unwrap();
    fs::write(dir.join("certificate.pem"), &chain[..chain.find("-----END").unwrap() + 26]).unwrap();
    trust.start().await.unwrap();

    let sign = |authority: usize| {
        let url = &trust.timestamp_urls()[authority];
        let script = include_str!("../../../tests/oracles/python/sign.py");
        let args = ["signed.pdf", "key.pem", "certificate.pem", "trust/chain.pem", url];
        python(oracles.venv(), dir, script, &args)
    };
    let anchors = Anchors::new(trust.root_pem(), trust.chain_pem()).unwrap();
    for authority in [0, 1] {
        sign(authority).unwrap();
        oracles.judge(&dir.join("signed.pdf"), &anchors).unwrap().assert_accepted();
        assert!(trust.timestamps_requested(authority) >= 2, "one for the signature, one for the document");
    }

    trust.stop_timestamping(0);
    assert!(sign(0).is_err());
    sign(1).unwrap();
    trust.resume_timestamping(0);
    sign(0).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn ocsp_knows_certificates_that_came_later() {
    let venv = stack();
    let dir = tempfile::tempdir().unwrap();
    let mut trust = Trust::create(&venv, dir.path()).await.unwrap();
    trust.start().await.unwrap();
    for label in ["seal-1", "seal-2"] {
        python(&venv, dir.path(), REQUEST, &[]).unwrap();
        let request = fs::read_to_string(dir.path().join("request.pem")).unwrap();
        let chain = trust.issue(&request, label).await.unwrap();
        fs::write(dir.path().join("asked.pem"), chain).unwrap();
        assert_eq!(python(&venv, dir.path(), OCSP, &[]).unwrap().trim(), "GOOD");
    }

    let broken = fs::read_to_string(dir.path().join("request.pem")).unwrap();
    let error = trust.issue(&broken, "seal-2").await.unwrap_err();
    assert!(error.to_string().contains("already"), "{error}");
    let error = trust.issue(&broken, "../seal").await.unwrap_err();
    assert!(error.to_string().contains("label"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_with_a_wrong_signature_is_refused() {
    let venv = stack();
    let dir = tempfile::tempdir().unwrap();
    let mut trust = Trust::create(&venv, dir.path()).await.unwrap();
    python(&venv, dir.path(), REQUEST, &[]).unwrap();
    let forged = python(&venv, dir.path(), FORGE, &[]).unwrap();
    let error = trust.issue(&forged, "forged").await.unwrap_err();
    assert!(error.to_string().contains("own signature"), "{error}");
}

/// Asks the address in the certificate about it.
const OCSP: &str = "
from urllib.request import Request, urlopen
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
certificate, issuer = x509.load_pem_x509_certificates(open('asked.pem', 'rb').read())
access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
url = next(a for a in access if a.access_method == x509.AuthorityInformationAccessOID.OCSP).access_location.value
request = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA256()).build()
headers = {'Content-Type': 'application/ocsp-request'}
answer = urlopen(Request(url, request.public_bytes(Encoding.DER), headers)).read()
print(ocsp.load_der_ocsp_response(answer).certificate_status.name)
";

/// Flips a bit of the request's signature.
const FORGE: &str = "
from asn1crypto import pem
_, _, der = pem.unarmor(open('request.pem', 'rb').read())
der = der[:-1] + bytes([der[-1] ^ 1])
print(pem.armor('CERTIFICATE REQUEST', der).decode())
";
