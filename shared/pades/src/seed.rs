//! Seed values: what the author of a form demands of the signature in a field (ISO 32000-2 table 237). What is demanded
//! and cannot be given, or is not understood, is refused by name before anything is signed.

use crate::certificate::CertificateChain;
use crate::key::Hash;
use crate::pdf::file::PdfFile;
use crate::pdf::text;
use crate::pdf::value::{Dictionary, Value};

/// `/Ff` of a seed value dictionary: which entries must be kept to (table 238).
const FILTER: i64 = 1;
const SUB_FILTER: i64 = 1 << 1;
const VERSION: i64 = 1 << 2;
const REASONS: i64 = 1 << 3;
const LEGAL_ATTESTATION: i64 = 1 << 4;
const ADD_REV_INFO: i64 = 1 << 5;
const DIGEST_METHOD: i64 = 1 << 6;
const LOCK_DOCUMENT: i64 = 1 << 7;
const APPEARANCE_FILTER: i64 = 1 << 8;
const ALL: i64 = (1 << 9) - 1;
/// The newest `/V` that is understood, that of PDF 2.0.
const NEWEST: i64 = 3;
/// `/Ff` of a certificate seed value dictionary (table 240): subject and issuer.
const SUBJECT: i64 = 1;
const ISSUER: i64 = 1 << 1;

/// The signature that is offered to a field.
pub(crate) struct Offer<'o> {
    pub(crate) sub_filter: &'static str,
    pub(crate) hash: Hash,
    pub(crate) reason: Option<&'o str>,
    pub(crate) certify: Option<u8>,
    /// `None` for a document timestamp.
    pub(crate) certificates: Option<&'o CertificateChain>,
    /// Whether there is room for a timestamp.
    pub(crate) is_timestamped: bool,
    pub(crate) is_visible: bool,
}

/// The first demand of a field that the offer does not meet, as the words for it in `/SV`.
pub(crate) fn unmet(file: &PdfFile<'_>, field: Dictionary<'_>, offer: &Offer<'_>) -> Option<String> {
    let seed = field.get(b"SV")?;
    let Some(seed) = file.resolve(seed).and_then(Value::dictionary) else { return Some("SV".to_owned()) };
    let flags = match seed.get(b"Ff") {
        None => 0,
        Some(flags) => match file.resolve(flags).and_then(Value::integer) {
            Some(flags) if flags & !ALL == 0 => flags,
            _ => return Some("Ff".to_owned()),
        },
    };
    let demands = |flag: i64, key: &str| flags & flag != 0 && seed.get(key.as_bytes()).is_some();
    let name = |key: &str| file.entry(seed, key.as_bytes()).and_then(Value::name);
    let names = |key: &str| -> Vec<Vec<u8>> {
        let items = file.entry(seed, key.as_bytes()).and_then(Value::array).unwrap_or_default();
        let items = items.into_iter().filter_map(|item| file.resolve(item));
        items.filter_map(|item| item.name().or_else(|| item.string())).collect()
    };
    let is_true = |key: &str| file.entry(seed, key.as_bytes()).is_none_or(|value| value.raw() != b"false");
    if demands(FILTER, "Filter") && name("Filter").as_deref() != Some(b"Adobe.PPKLite") {
        return Some("Filter".to_owned());
    }
    if demands(SUB_FILTER, "SubFilter") && !names("SubFilter").iter().any(|name| name == offer.sub_filter.as_bytes()) {
        return Some("SubFilter".to_owned());
    }
    let version = file.entry(seed, b"V").and_then(Value::number);
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    if demands(VERSION, "V") && version.is_none_or(|version| version > NEWEST as f64) {
        return Some("V".to_owned());
    }
    if flags & REASONS != 0 && !is_reason_allowed(&names("Reasons"), offer.reason) {
        return Some("Reasons".to_owned());
    }
    if demands(DIGEST_METHOD, "DigestMethod") {
        let own = offer.hash.name().replace('-', "");
        if !names("DigestMethod").iter().any(|method| method == own.as_bytes()) {
            return Some("DigestMethod".to_owned());
        }
    }
    // None of these can be given.
    let refused = [
        (LEGAL_ATTESTATION, "LegalAttestation", true),
        (ADD_REV_INFO, "AddRevInfo", is_true("AddRevInfo")),
        (LOCK_DOCUMENT, "LockDocument", is_true("LockDocument")),
        (APPEARANCE_FILTER, "AppearanceFilter", offer.is_visible),
    ];
    if let Some((_, key, _)) = refused.iter().find(|(flag, key, is_asked)| *is_asked && demands(*flag, key)) {
        return Some((*key).to_owned());
    }
    let certification = file.entry(seed, b"MDP").and_then(Value::dictionary);
    if let Some(certification) = certification {
        let permission = file.entry(certification, b"P").and_then(Value::integer);
        if permission != Some(offer.certify.map_or(0, i64::from)) {
            return Some("MDP".to_owned());
        }
    }
    if let Some(timestamp) = file.entry(seed, b"TimeStamp").and_then(Value::dictionary) {
        let is_demanded = file.entry(timestamp, b"Ff").and_then(Value::integer).is_some_and(|flags| flags & 1 != 0);
        if is_demanded && !offer.is_timestamped {
            return Some("TimeStamp".to_owned());
        }
    }
    let certificate = file.entry(seed, b"Cert").and_then(Value::dictionary);
    certificate.filter(|demand| !is_certificate_allowed(file, *demand, offer)).map(|_| "Cert".to_owned())
}

/// Whether a reason is one of those; a single full stop or nothing stands for "none may be given".
fn is_reason_allowed(reasons: &[Vec<u8>], reason: Option<&str>) -> bool {
    let reasons: Vec<String> = reasons.iter().map(|reason| text::decode(reason)).collect();
    match reason.filter(|reason| !reason.is_empty()) {
        None => reasons.is_empty() || reasons == ["."],
        Some(reason) => reasons != ["."] && reasons.iter().any(|allowed| allowed == reason),
    }
}

/// Whether the signer's certificate meets what is demanded of it; demands other than a list of certificates are not met.
fn is_certificate_allowed(file: &PdfFile<'_>, demand: Dictionary<'_>, offer: &Offer<'_>) -> bool {
    let flags = match demand.get(b"Ff") {
        None => 0,
        Some(flags) => file.resolve(flags).and_then(Value::integer).unwrap_or(i64::MAX),
    };
    let listed = |key: &[u8]| -> Vec<Vec<u8>> {
        let items = file.entry(demand, key).and_then(Value::array).unwrap_or_default();
        items.into_iter().filter_map(|item| file.resolve(item)?.string()).collect()
    };
    let Some(chain) = offer.certificates else { return flags == 0 };
    let is_subject = || listed(b"Subject").iter().any(|der| der == chain.signer().der());
    let is_issued = || {
        let issuers = listed(b"Issuer");
        chain.certificates().iter().any(|certificate| issuers.iter().any(|der| der == certificate.der()))
    };
    flags & !(SUBJECT | ISSUER) == 0 && (flags & SUBJECT == 0 || is_subject()) && (flags & ISSUER == 0 || is_issued())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::reader::Reader;

    /// What of this seed value dictionary is not met by an approval signature with SHA-256, without a timestamp.
    fn unmet_by(seed: &str, reason: Option<&str>) -> Option<String> {
        let bytes =
            b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f\r\ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
                .as_slice();
        let reader = Reader::new(bytes);
        let file = PdfFile::open(&reader).unwrap();
        let field = format!("<</SV {seed}>>");
        let field = Value::parse(field.as_bytes(), 0).unwrap().dictionary().unwrap();
        let offer = Offer {
            sub_filter: "ETSI.CAdES.detached",
            hash: Hash::Sha256,
            reason,
            certify: None,
            certificates: None,
            is_timestamped: false,
            is_visible: false,
        };
        // The file lives as long as the field; neither is needed after.
        let field: Dictionary<'static> = Value::parse(field.raw().to_vec().leak(), 0).unwrap().dictionary().unwrap();
        unmet(&file, field, &offer)
    }

    #[test]
    fn what_is_only_proposed_is_not_demanded() {
        assert_eq!(unmet_by("<</SubFilter[/adbe.pkcs7.detached]/Reasons[(a)]/DigestMethod[(SHA1)]>>", None), None);
    }

    #[test]
    fn demands_are_met_or_named() {
        for (seed, unmet) in [
            ("<</Ff 1/Filter/Adobe.PPKLite>>", None),
            ("<</Ff 1/Filter/Other>>", Some("Filter")),
            ("<</Ff 2/SubFilter[/adbe.pkcs7.detached /ETSI.CAdES.detached]>>", None),
            ("<</Ff 2/SubFilter[/adbe.pkcs7.detached]>>", Some("SubFilter")),
            ("<</Ff 4/V 4>>", Some("V")),
            ("<</Ff 64/DigestMethod[(SHA512)(SHA256)]>>", None),
            ("<</Ff 64/DigestMethod[(SHA512)]>>", Some("DigestMethod")),
            ("<</Ff 128/LockDocument true>>", Some("LockDocument")),
            ("<</Ff 128/LockDocument false>>", None),
            ("<</MDP<</P 2>>>>", Some("MDP")),
            ("<</MDP<</P 0>>>>", None),
            ("<</TimeStamp<</URL(x)/Ff 1>>>>", Some("TimeStamp")),
            ("<</Cert<</Ff 1/Subject[<00>]>>>>", Some("Cert")),
            ("<</Ff 4096>>", Some("Ff")),
            ("7", Some("SV")),
        ] {
            assert_eq!(unmet_by(seed, None).as_deref(), unmet, "{seed}");
        }
    }

    #[test]
    fn a_reason_that_is_demanded_is_one_of_those() {
        assert_eq!(unmet_by("<</Ff 8/Reasons[(I agree)]>>", Some("I agree")), None);
        assert_eq!(unmet_by("<</Ff 8/Reasons[(I agree)]>>", Some("No")).as_deref(), Some("Reasons"));
        assert_eq!(unmet_by("<</Ff 8/Reasons[(I agree)]>>", None).as_deref(), Some("Reasons"));
        assert_eq!(unmet_by("<</Ff 8/Reasons[(.)]>>", None), None);
        assert_eq!(unmet_by("<</Ff 8/Reasons[(.)]>>", Some("x")).as_deref(), Some("Reasons"));
    }
}
