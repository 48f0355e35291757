//! Signs a PDF by a key that is elsewhere, and verifies it, with what `pades` offers to everybody. `tests/consumer.rs` of
//! pades builds and runs it: `pades-consumer KEYS PDF`.

use std::error::Error;
use std::fs;
use std::path::Path;

use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use pades::certificate::certificates_from_pem;
use pades::verify::{Settings, Verdict, verify};
use pades::{CertificateChain, Document, FieldName, InputError, Preparation, SignatureRequest, sign};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [keys, pdf] = arguments.as_slice() else { return Err("usage: pades-consumer KEYS PDF".into()) };
    let read = |name: &str| fs::read_to_string(Path::new(keys).join(name));
    let file = fs::read(pdf)?;

    let document = Document::open(&file)?;
    let prepared = document.prepare(&Preparation::new().with_fields([FieldName::new("Seller")?]))?.apply(&file);
    assert_eq!(Document::open(&prepared)?.inspect()?.empty_fields, ["Seller"]);

    let chain = CertificateChain::from_pem(&(read("signer-p256.pem")? + &read("intermediate.pem")?))?;
    let signed_at = "2026-12-01T09:30:00+09:00[+09:00]".parse()?;
    let request = SignatureRequest::new(FieldName::new("Seller")?, &chain, signed_at).with_reason("I agree".to_owned());
    let begun = sign::begin(&prepared, &request)?;
    let key = SigningKey::from_pkcs8_pem(&read("signer-p256.key")?)?;
    let signature: Signature = key.sign_prehash(&begun.digest_to_sign())?;
    let signed = begun.attach(signature.to_der().as_bytes())?.revision().apply(&prepared);

    let anchors = certificates_from_pem(&read("root.pem")?)?;
    let settings = Settings::new(&anchors, "2026-12-01T00:30:00Z".parse()?);
    let report = verify(&signed, &settings)?;
    assert!(report.is_valid());
    assert_eq!(report.signatures[0].reason.as_deref(), Some("I agree"));

    // One byte of what was signed
    let mut forged = signed.clone();
    let at = forged.windows(5).position(|word| word == b"sells").ok_or("a word of the page")?;
    forged[at] = b't';
    assert_eq!(verify(&forged, &settings)?.signatures[0].verdict, Verdict::Invalid);

    // Errors may grow, so that a program elsewhere has an arm for what it does not know.
    match Document::open(&b"no PDF"[..]).err() {
        Some(InputError::NotPdf) => {}
        Some(other) => return Err(other.into()),
        None => return Err("this is no PDF".into()),
    }
    println!("signed and verified");
    Ok(())
}
