//! What each fuzz target does with an input, and what must hold: no panic, no memory beyond ten times the input and
//! 64 MB, the same result from memory and from ranges, outputs that can be read again.
//!
//! `tests/fuzz_corpus.rs` includes this file and replays the corpus with it, so nothing of libFuzzer belongs here.

use std::borrow::Cow;
use std::io;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use pades::appearance::{Appearance, FontFile, Image, Placement, Text, TextSize, Visible};
use pades::certificate::certificates_from_pem;
use pades::extend::{self, ValidationData};
use pades::revocation::{Crl, Evidence, OcspRequest, OcspResponse, Question, judge};
use pades::signatures::{Coverage, Status};
use pades::timestamp::{TimeStampRequest, TimeStampToken, TimestampPolicy, check_response};
use pades::verify::{self, Language, Settings};
use pades::{
    Certificate, CertificateChain, Document, DocumentId, FieldName, InputError, Inspection, Preparation,
    SignatureRequest, Source, sign, signatures, timestamping,
};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Signed files that an input may continue: its first byte is the index, the rest is appended.
const BASES: [&[u8]; 4] = [
    include_bytes!("bases/approved.pdf"),
    include_bytes!("bases/approved-streams.pdf"),
    include_bytes!("bases/certified.pdf"),
    include_bytes!("bases/annotatable.pdf"),
];

/// Room for the bytes that the `cms` target puts into a signature.
const CMS_ROOM: usize = 16 << 10;

/// The time that everything is signed and verified at.
static NOW: LazyLock<Timestamp> = LazyLock::new(|| "2026-12-01T01:00:00Z".parse().unwrap());

/// Who signs, with the root of its certificate.
static SIGNER: LazyLock<Signer> = LazyLock::new(|| Signer {
    key: SigningKey::from_pkcs8_pem(include_str!("../../tests/keys/signer-p256.key")).unwrap(),
    chain: CertificateChain::from_pem(concat!(
        include_str!("../../tests/keys/signer-p256.pem"),
        include_str!("../../tests/keys/intermediate.pem")
    ))
    .unwrap(),
});

/// What is trusted: the roots of the bases, of the signer and of the fixtures.
static ANCHORS: LazyLock<Vec<Certificate>> = LazyLock::new(|| {
    let mut anchors = certificates_from_pem(include_str!("../../tests/keys/root.pem")).unwrap();
    anchors.extend(
        [&include_bytes!("bases/root.der")[..], include_bytes!("../../tests/fixtures/root.der")].map(certificate),
    );
    anchors
});

/// Certificates with their issuers, about which responses speak.
static SUBJECTS: LazyLock<[(Certificate, Certificate); 2]> = LazyLock::new(|| {
    [
        (include_bytes!("bases/p256.der").as_slice(), include_bytes!("bases/intermediate.der").as_slice()),
        (include_bytes!("../../tests/fixtures/p256.der"), include_bytes!("../../tests/fixtures/issuing.der")),
    ]
    .map(|(subject, issuer)| (certificate(subject), certificate(issuer)))
});

/// A document that is signed once, as a signature and as a document timestamp, with [`CMS_ROOM`].
static SKELETONS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    let request = SIGNER.request("A").with_reserve(CMS_ROOM);
    let signed = SIGNER.sign(include_bytes!("bases/blank.pdf"), &request).unwrap();
    let (from, to) = (b"/ETSI.CAdES.detached", b"/ETSI.RFC3161       ");
    let at = signed.windows(from.len()).position(|window| window == from).unwrap();
    let mut timestamp = signed.clone();
    timestamp[at..at + to.len()].copy_from_slice(to);
    [signed, timestamp]
});

struct Signer {
    key: SigningKey,
    chain: CertificateChain,
}

impl Signer {
    fn request(&self, field: &str) -> SignatureRequest<'_> {
        SignatureRequest::new(name(field), &self.chain, NOW.to_zoned(TimeZone::UTC)).with_reason("承認".to_owned())
    }

    /// The whole signed file.
    fn sign(&self, file: &[u8], request: &SignatureRequest<'_>) -> Result<Vec<u8>, sign::SignError> {
        let prepared = sign::begin(file, request)?;
        let signature: Signature = self.key.sign_prehash(&prepared.digest_to_sign()).unwrap();
        Ok(prepared.attach(signature.to_der().as_bytes())?.revision().apply(file))
    }
}

/// Bytes of which only ranges can be had.
struct Ranges<'a>(&'a [u8]);

impl Source for Ranges<'_> {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.0.read_at(offset, buffer)
    }
}

/// Everything that is done with a file before and while it is signed.
pub fn pdf(data: &[u8]) {
    let file = &*document(data);
    bounded(file, || {
        let inspection = inspect(file);
        assert_eq!(inspection, inspect(Ranges(file)));
        let fields = ["New", "Other"].map(name);
        let id = DocumentId::new("0123456789abcdeffedcba9876543210").ok();
        let preparation = Preparation::new().with_document_id(id).with_fields(fields.clone());
        let prepare = |document: Document<'_>| document.prepare(&preparation);
        let prepared = Document::open(file).map_err(Into::into).and_then(prepare);
        assert_eq!(prepared, Document::open(Ranges(file)).map_err(Into::into).and_then(prepare));
        // What was asked before does not change what is made.
        let asked = Document::open(file).map_err(Into::into).and_then(|document| {
            let _ = (document.inspect(), document.page_sizes());
            document.prepare(&preparation)
        });
        assert_eq!(prepared, asked);
        if let (Ok(before), Ok(revision)) = (&inspection, &prepared) {
            let after = inspect(revision.apply(file)).unwrap();
            assert_eq!((after.pages, after.damaged), (before.pages, false));
            assert!(after.empty_fields.iter().any(|field| field == "Other"));
        }
        let request = SIGNER.request("New");
        let begun = sign::begin(file, &request).map(|prepared| prepared.digest_to_sign());
        assert_eq!(begun, sign::begin(&Ranges(file), &request).map(|prepared| prepared.digest_to_sign()));
        if let Ok(signed) = SIGNER.sign(file, &request) {
            check_signed(file, &signed);
        }
    });
    bounded(file, || {
        let begin = |source: &dyn Source| timestamping::begin_document_timestamp(&source, &name("New"), 100);
        assert_eq!(begin(&file).map(|begun| begun.imprint()), begin(&Ranges(file)).map(|begun| begun.imprint()));
        for field in inspect(file).map(|inspection| inspection.signatures).unwrap_or_default().into_iter().take(3) {
            let Ok(field) = FieldName::new(field.field) else { continue };
            let pending = timestamping::pending(file, &field).map(|pending| pending.imprint());
            assert_eq!(pending, timestamping::pending(&Ranges(file), &field).map(|pending| pending.imprint()));
        }
    });
}

/// Our own signature holds, and those before it say what they said.
fn check_signed(file: &[u8], signed: &[u8]) {
    assert!(signed.starts_with(file));
    let all = signatures(signed).unwrap();
    let own = all.iter().find(|info| info.field == "New").unwrap();
    assert_eq!((own.digest, own.signature, own.coverage), (Status::Ok, Status::Ok, Coverage::WholeFile));
    for before in signatures(file).unwrap().iter().filter(|before| before.digest == Status::Ok) {
        assert!(all.iter().any(|after| after.field == before.field && after.digest == Status::Ok));
    }
}

/// The bytes in the place of a signature's and of a document timestamp's value, and by themselves.
pub fn cms(data: &[u8]) {
    bounded(data, || {
        let _ = TimeStampToken::from_der(data);
        let _ = Certificate::from_der(data);
    });
    for skeleton in SKELETONS.iter() {
        let file = with_contents(skeleton, data);
        bounded(&file, || {
            assert_eq!(signatures(&file).unwrap().len(), 1);
            assert_eq!(verify_all(&file, &settings()).unwrap().0, 1);
            let _ = timestamping::pending(&file, &name("A"));
        });
    }
}

/// The bytes as the answer of a timestamp authority, of an OCSP responder, of a CRL server.
pub fn response(data: &[u8]) {
    bounded(data, || {
        let request = TimeStampRequest::new([7; 32], &[9; 8], None).unwrap();
        let policy = TimestampPolicy::new(&ANCHORS, *NOW);
        let _ = check_response(data, &request, &policy);
        let mut evidence = Evidence { certificates: ANCHORS.clone(), ..Evidence::default() };
        evidence.ocsps.extend(OcspResponse::from_der(data));
        evidence.crls.extend(Crl::from_der(data));
        for (certificate, issuer) in SUBJECTS.iter() {
            let request = OcspRequest::new(certificate, issuer, Some(&[1; 16])).unwrap();
            let _ = request.check(data, *NOW);
            for crl in &evidence.crls {
                let _ = crl.check(certificate, issuer, *NOW);
            }
            let question = Question { certificate, issuer, at: *NOW, until: NOW.saturating_add(HOUR).unwrap() };
            let _ = judge(&question, &evidence);
        }
    });
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Verification, its report as text and JSON, and the extension by validation data. Curves take most of the time, so
/// an input's bytes choose one of the comparisons, and only one of these trusts anybody.
pub fn verify(data: &[u8]) {
    let file = &*document(data);
    let choice = data.iter().fold(0u8, |sum, &byte| sum.wrapping_mul(31).wrapping_add(byte)) % 4;
    bounded(file, || {
        let settings = if choice == 0 { settings() } else { Settings::new(&[], *NOW) };
        let report = verify_all(&file, &settings);
        let mut gathered = ValidationData::new();
        SUBJECTS.iter().for_each(|(certificate, _)| gathered.add_certificate(certificate));
        match choice {
            0 => {
                let missing = |source: &dyn Source| format!("{:?}", extend::missing(&source, &settings, &gathered));
                assert_eq!(missing(&file), missing(&Ranges(file)));
            }
            1 => assert_eq!(report, verify_all(&Ranges(file), &settings)),
            2 => assert_eq!(signatures(file), signatures(&Ranges(file))),
            _ => check_extended(file, &settings, &gathered, &report),
        }
    });
}

fn check_extended(file: &[u8], settings: &Settings<'_>, gathered: &ValidationData, report: &Outcome) {
    let extended = extend::append(file, settings, gathered);
    assert_eq!(extended, extend::append(&Ranges(file), settings, gathered));
    if let Ok(Some(revision)) = extended {
        let extended = revision.apply(file);
        assert!(extended.starts_with(file));
        let after = verify_all(&extended, settings);
        assert_eq!(after.map(|(count, _)| count), report.as_ref().map(|(count, _)| *count).map_err(Clone::clone));
    }
}

/// How many signatures a report has, and all of it.
type Outcome = Result<(usize, String), InputError>;

/// Verifies and says it in every way.
fn verify_all(source: &dyn Source, settings: &Settings<'_>) -> Outcome {
    let report = verify::verify(&source, settings)?;
    for language in [Language::Japanese, Language::English] {
        assert!(!report.text(language).is_empty());
    }
    Ok((report.signatures.len(), serde_json::to_string(&report).unwrap()))
}

fn inspect(source: impl Source) -> Result<Inspection, InputError> {
    Document::open(source)?.inspect()
}

fn settings() -> Settings<'static> {
    Settings::new(&ANCHORS, *NOW)
}

/// The bytes as the image, or else the font, of a visible signature.
pub fn appearance(data: &[u8]) {
    const PNG: &[u8] = b"\x89PNG";
    bounded(data, || {
        let appearance = if data.starts_with(PNG) {
            let _ = Image { png: data }.check();
            Appearance::Image(Image { png: data })
        } else {
            let lines = ["山田 太郎", "", "Ab 1\u{fe00}\u{301}"].map(str::to_owned).to_vec();
            Appearance::Text(Text { lines, font: FontFile { bytes: data, index: 0 }, size: TextSize::Fit })
        };
        let placement = Placement { page: 1, x: 10.0, y: 10.0, width: 50.0, height: 20.0 };
        let request = SIGNER.request("New").with_visible(Visible::at(placement, appearance));
        let file = include_bytes!("bases/blank.pdf").as_slice();
        if let Ok(signed) = SIGNER.sign(file, &request) {
            check_signed(file, &signed);
        }
    });
}

/// The file that an input stands for.
pub fn document(data: &[u8]) -> Cow<'_, [u8]> {
    match data.split_first().and_then(|(&index, tail)| Some((BASES.get(usize::from(index))?, tail))) {
        Some((base, tail)) => [base, tail].concat().into(),
        None => data.into(),
    }
}

/// The file with a signature's value replaced, the length of its gap kept.
fn with_contents(file: &[u8], value: &[u8]) -> Vec<u8> {
    const KEY: &[u8] = b"/Contents <";
    let start = file.windows(KEY.len()).position(|window| window == KEY).unwrap() + KEY.len();
    let length = file[start..].iter().position(|&byte| byte == b'>').unwrap();
    let mut file = file.to_vec();
    for (digit, place) in value
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .chain(std::iter::repeat(0))
        .zip(&mut file[start..start + length])
    {
        *place = b"0123456789abcdef"[usize::from(digit)];
    }
    file
}

/// Fails if `run` takes more memory than allowed for an input of this size.
fn bounded(input: &[u8], run: impl FnOnce()) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    run();
    let taken = ALLOCATOR.peak_usage().saturating_sub(before);
    let most = 10 * input.len() + (64 << 20);
    assert!(taken <= most, "{taken} bytes taken for an input of {}", input.len());
}

fn name(name: &str) -> FieldName {
    FieldName::new(name).unwrap()
}

fn certificate(der: &[u8]) -> Certificate {
    Certificate::from_der(der).unwrap()
}
