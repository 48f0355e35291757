//! Signs a PDF by a key that this program never sees: it goes out as a digest and comes back as a signature.
//!
//! `cargo run -p pades --example sign_with_external_key -- OUT.pdf [IN.pdf]`
//!
//! The file is read in ranges, and what is written is the source with a revision behind it.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Mutex;

use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use pades::{CertificateChain, Document, FieldName, SignatureRequest, Source, sign};

/// A key in an HSM, in a cloud, on a card. This one has a test's key inside.
struct ExternalKey(SigningKey);

impl ExternalKey {
    fn connect() -> Result<Self, Box<dyn Error>> {
        Ok(Self(SigningKey::from_pkcs8_pem(include_str!("../tests/keys/signer-p256.key"))?))
    }

    /// The certificate that was issued for the key, and its issuer's.
    fn certificates(&self) -> Result<CertificateChain, Box<dyn Error>> {
        const SIGNER: &str = include_str!("../tests/keys/signer-p256.pem");
        const ISSUER: &str = include_str!("../tests/keys/intermediate.pem");
        Ok(CertificateChain::from_pem(&[SIGNER, ISSUER].concat())?)
    }

    /// ECDSA over a digest, in DER.
    fn sign(&self, digest: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
        let signature: Signature = self.0.sign_prehash(digest)?;
        Ok(signature.to_der().as_bytes().to_vec())
    }
}

/// A file of which only the ranges that are asked for are read.
struct OnDisk {
    file: Mutex<File>,
    length: u64,
}

impl OnDisk {
    fn open(path: &str) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self { file: Mutex::new(file), length })
    }
}

impl Source for OnDisk {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let mut file = self.file.lock().map_err(|_| io::Error::other("another reader has failed"))?;
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(buffer)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let output = arguments.next().ok_or("say where the signed file is to go: OUT.pdf [IN.pdf]")?;
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/agreement.pdf");
    let input = arguments.next().unwrap_or_else(|| own.to_owned());
    let source = OnDisk::open(&input)?;
    let found = Document::open(&source)?.inspect()?;
    if found.damaged {
        return Err("the file has to be prepared first, which repairs it".into());
    }
    println!("{input}: {} pages, {} signatures", found.pages, found.signatures.len());

    let key = ExternalKey::connect()?;
    let chain = key.certificates()?;
    // The library has no clock: a program gives the time.
    let signed_at = "2026-12-01T09:30:00+09:00[+09:00]".parse()?;
    let field = FieldName::vacant(&source)?;
    let request = SignatureRequest::new(field, &chain, signed_at).with_reason("I agree".to_owned());
    let prepared = sign::begin(&source, &request)?;
    let signature = key.sign(&prepared.digest_to_sign())?;
    let signed = prepared.attach(&signature)?;

    let revision = signed.revision();
    fs::copy(&input, &output)?;
    let mut file = File::options().write(true).open(&output)?;
    file.set_len(revision.kept())?;
    file.seek(SeekFrom::End(0))?;
    file.write_all(revision.bytes())?;
    println!("{output}: {} bytes more", revision.bytes().len());
    Ok(())
}
