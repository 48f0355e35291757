//! How values that lie between two phases are stored.

/// A certificate chain as its certificates' DER in hexadecimal.
pub(crate) mod chain {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::certificate::{Certificate, CertificateChain};

    pub(crate) fn serialize<S: Serializer>(chain: &CertificateChain, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(chain.certificates().iter().map(|certificate| hex::encode(certificate.der())))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CertificateChain, D::Error> {
        let certificates = Vec::<String>::deserialize(deserializer)?.into_iter().map(|text| {
            let der = hex::decode(text).map_err(D::Error::custom)?;
            Certificate::from_der(&der).map_err(D::Error::custom)
        });
        CertificateChain::new(certificates.collect::<Result<_, _>>()?).map_err(D::Error::custom)
    }
}

/// DER values in hexadecimal.
pub(crate) mod ders {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(ders: &[Vec<u8>], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(ders.iter().map(hex::encode))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<u8>>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        texts.into_iter().map(|text| hex::decode(text).map_err(D::Error::custom)).collect()
    }
}
