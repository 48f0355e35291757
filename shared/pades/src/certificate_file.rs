//! Files of certificates as authorities publish them (RFC 5280 §4.2.2.1): one in DER, some in PEM, or a SignedData that
//! holds nothing else (`.p7c`, RFC 5652 §5.1, RFC 5751 §3.8).

use crate::asn1::{self, Element};
use crate::certificate::{Certificate, certificates_from_pem};
use crate::{ber, oid};

/// All certificates in the file, in its order. Empty if it is none of the three, or if one of its certificates cannot be
/// read.
#[must_use]
pub fn certificates_from_file(bytes: &[u8]) -> Vec<Certificate> {
    if let Ok(certificate) = Certificate::from_der(bytes) {
        return vec![certificate];
    }
    let in_pem = std::str::from_utf8(bytes).ok().and_then(|pem| certificates_from_pem(pem).ok());
    in_pem.or_else(|| certs_only(&ber::definite(bytes)?)).unwrap_or_default()
}

/// ContentInfo { signedData, [0] SignedData { version, digestAlgorithms, encapContentInfo, [0] certificates, … } }.
fn certs_only(der: &[u8]) -> Option<Vec<Certificate>> {
    let info = Element::first(der)?.tagged(asn1::SEQUENCE)?.children()?;
    let [kind, content] = info.as_slice() else { return None };
    if kind.oid()? != oid::SIGNED_DATA {
        return None;
    }
    let signed_data = Element::only(content.tagged(asn1::context(0))?.content)?.tagged(asn1::SEQUENCE)?.children()?;
    let certificates = signed_data.get(3)?.tagged(asn1::context(0))?.children()?;
    certificates.into_iter().map(|one| Certificate::from_der(one.raw).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::{INTEGER, SEQUENCE, SET, context, encode, encode_oid};
    use crate::fixtures;
    use der::pem::{self, LineEnding};

    const NAMES: [&str; 3] = ["rsa", "issuing", "root"];

    /// A certs-only SignedData; `indefinite` as BER has it.
    fn p7c(certificates: &[&Certificate], indefinite: bool) -> Vec<u8> {
        let wrap = |tag: u8, parts: &[&[u8]]| match indefinite {
            true => [&[tag, 0x80][..], &parts.concat(), &[0, 0]].concat(),
            false => encode(tag, parts),
        };
        let all: Vec<&[u8]> = certificates.iter().map(|certificate| certificate.der()).collect();
        let content = encode(SEQUENCE, &[&encode_oid(&oid::DATA)]);
        let parts: [&[u8]; 5] =
            [&encode(INTEGER, &[&[1]]), &encode(SET, &[]), &content, &wrap(context(0), &all), &encode(SET, &[])];
        wrap(SEQUENCE, &[&encode_oid(&oid::SIGNED_DATA), &wrap(context(0), &[&wrap(SEQUENCE, &parts)])])
    }

    #[test]
    fn one_in_der_some_in_pem_and_a_certs_only_signed_data_are_read() {
        let chain = fixtures::certificates(&NAMES);
        let all: Vec<&Certificate> = chain.iter().collect();
        assert_eq!(certificates_from_file(all[0].der()), [all[0].clone()]);
        let pem: String =
            all.iter().map(|one| pem::encode_string("CERTIFICATE", LineEnding::LF, one.der()).unwrap()).collect();
        assert_eq!(certificates_from_file(pem.as_bytes()), chain);
        for indefinite in [false, true] {
            assert_eq!(certificates_from_file(&p7c(&all, indefinite)), chain, "indefinite: {indefinite}");
        }
    }

    #[test]
    fn what_is_something_else_or_cut_off_gives_nothing() {
        let whole = p7c(&fixtures::certificates(&NAMES).iter().collect::<Vec<_>>(), false);
        assert!(certificates_from_file(&whole[..whole.len() - 9]).is_empty());
        assert!(certificates_from_file(b"<html>gone</html>").is_empty());
        assert!(certificates_from_file(&[]).is_empty());
    }
}
