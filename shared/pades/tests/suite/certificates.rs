//! Certificates, chains and certificate requests.

use der::{Decode, EncodePem};
use pades::certificate::{CertificateError, certificates_from_pem};
use pades::request::{CertificationRequest, RequestError, SubjectName};
use pades::{Certificate, CertificateChain};

use crate::support::{Signer, certificate, pem};

#[test]
fn chains() {
    let both = pem("signer-rsa.pem") + "some text\n" + &pem("intermediate.pem");
    let chain = CertificateChain::from_pem(&both).unwrap();
    assert_eq!(chain.signer().subject(), "CN=滝川市長,OU=総務課,O=滝川市,L=滝川市,ST=北海道,C=JP");
    assert_eq!(chain.signer().issuer(), "CN=Keiin Test Issuing CA,O=Keiin Test,C=JP");
    assert_eq!(chain.signer().serial_number(), "03");
    assert_eq!(chain.signer().not_after().to_string(), "2099-12-31T23:59:59Z");
    let ders: Vec<&[u8]> = chain.certificates().iter().map(Certificate::der).collect();
    assert_eq!(CertificateChain::from_der(&ders).unwrap(), chain);
    assert!(chain.signer().is_for_key(certificate("signer-rsa").spki()));
    assert!(!chain.signer().is_for_key(certificate("signer-p256").spki()));
    let swapped = pem("intermediate.pem") + &pem("signer-rsa.pem");
    assert!(matches!(CertificateChain::from_pem(&swapped), Err(CertificateError::OutOfOrder { position: 0, .. })));
    assert_eq!(CertificateChain::new(vec![]), Err(CertificateError::Empty));
    assert_eq!(CertificateChain::from_pem("no PEM"), Err(CertificateError::NotPem));
    assert!(CertificateChain::from_pem(&pem("tsa-p384.pem")).is_ok());
    let p521 = Certificate::from_der(include_bytes!("../fixtures/p521.der")).unwrap();
    assert!(matches!(CertificateChain::new(vec![p521]), Err(CertificateError::Key { .. })));
    assert_eq!(Certificate::from_der(b"0"), Err(CertificateError::NotDer));
    assert_eq!(certificates_from_pem(&both).unwrap().len(), 2);
}

#[test]
fn requests() {
    let subject = SubjectName {
        country: Some("JP".into()),
        state: Some("北海道".into()),
        locality: Some("滝川市".into()),
        organization: Some("滝川市".into()),
        organizational_unit: None,
        common_name: "滝川市長".into(),
    };
    assert_eq!(subject.to_string(), "CN=滝川市長,O=滝川市,L=滝川市,ST=北海道,C=JP");
    for (signer, name) in [(Signer::rsa(), "signer-rsa"), (Signer::p256(), "signer-p256")] {
        let prepared = CertificationRequest::prepare(certificate(name).spki(), &subject).unwrap();
        assert_eq!(prepared.algorithm(), signer.algorithm());
        let wrong = prepared.clone().attach(&signer.sign_digest(&[0; 32])).unwrap_err();
        assert_eq!(wrong, RequestError::WrongSignature);
        let signature = signer.sign_digest(&prepared.digest_to_sign());
        let request = prepared.attach(&signature).unwrap();
        let read = x509_cert::request::CertReq::from_der(request.der()).unwrap();
        assert_eq!(read.to_pem(der::pem::LineEnding::LF).unwrap(), request.to_pem());
    }
    let spki = certificate("signer-p256");
    for bad in [
        SubjectName { common_name: String::new(), ..subject.clone() },
        SubjectName { country: Some("jp".into()), ..subject.clone() },
        SubjectName { locality: Some("x".repeat(65)), ..subject.clone() },
    ] {
        assert!(matches!(CertificationRequest::prepare(spki.spki(), &bad), Err(RequestError::Name { .. })));
    }
    assert!(matches!(CertificationRequest::prepare(b"key", &subject), Err(RequestError::Key(_))));
}
