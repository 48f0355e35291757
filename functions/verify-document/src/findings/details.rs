//! What is folded away: certificates, algorithms, numbers.

use pades::verify::SignatureReport;
use pades::verify::report::{CertificateReport, TimestampReport};
use web::Language;

use super::words::plain;

/// More certificates than any honest chain has are not listed.
const MAX_CHAIN: usize = 10;
/// So are more timestamps in one signature.
const MAX_TIMESTAMPS: usize = 10;

/// A certificate.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Subject (RFC 4514).
    pub subject: String,
    /// Issuer (RFC 4514).
    pub issuer: String,
    /// Serial number in hexadecimal.
    pub serial_number: String,
    /// The key.
    pub key: Option<String>,
    /// The subjects from it to the trust anchor; empty if there is no such chain.
    pub chain: Vec<String>,
}

/// A line of the details.
#[derive(Clone, Debug)]
pub struct Detail {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

impl Certificate {
    pub(super) fn of(report: &CertificateReport) -> Self {
        Self {
            subject: plain(&report.subject),
            issuer: plain(&report.issuer),
            serial_number: plain(&report.serial_number),
            key: report.key.map(|key| key.to_string()),
            chain: report.chain.iter().take(MAX_CHAIN).map(|subject| plain(subject)).collect(),
        }
    }
}

/// The lines of one signature.
pub(super) fn details(signature: &SignatureReport, language: Language) -> Vec<Detail> {
    let mut lines = Lines { lines: Vec::new(), language };
    lines.add("署名欄", "Field", &signature.field);
    lines.add("形式", "Format", &signature.sub_filter);
    if let Some(level) = signature.level {
        lines.add("水準（EN 319 142-1）", "Level (EN 319 142-1)", &format!("PAdES {level}"));
    }
    if let Some(hash) = signature.hash {
        lines.add("要約の方式", "Digest algorithm", &hash.to_string());
    }
    if let Some(signer) = &signature.signer {
        lines.certificate(signer);
    }
    for timestamp in signature.timestamps.iter().take(MAX_TIMESTAMPS) {
        lines.timestamp(timestamp, signature.signer.is_none());
    }
    lines.lines
}

struct Lines {
    lines: Vec<Detail>,
    language: Language,
}

impl Lines {
    fn add(&mut self, ja: &str, en: &str, value: &str) {
        self.lines.push(Detail { label: self.language.t(ja, en).to_owned(), value: plain(value) });
    }

    fn certificate(&mut self, report: &CertificateReport) {
        let certificate = Certificate::of(report);
        self.add("証明書の名義", "Certificate of", &certificate.subject);
        self.add("発行者", "Issued by", &certificate.issuer);
        self.add("証明書の番号", "Serial number", &certificate.serial_number);
        if let Some(key) = &certificate.key {
            self.add("鍵", "Key", key);
        }
        if let Some(anchor) = certificate.chain.last() {
            self.add("信頼の起点", "Trust anchor", anchor);
        }
    }

    fn timestamp(&mut self, timestamp: &TimestampReport, is_all: bool) {
        if let Some(time) = timestamp.time {
            self.add("タイムスタンプの時刻（UTC）", "Timestamp's time (UTC)", &time.to_string());
        }
        self.add("タイムスタンプの番号", "Timestamp's number", &timestamp.serial_number);
        if let Some(policy) = &timestamp.policy {
            self.add("タイムスタンプの方針（OID）", "Timestamp policy (OID)", policy);
        }
        if let Some(authority) = &timestamp.authority {
            self.add("時刻認証局", "Timestamp authority", &authority.subject);
            if is_all {
                self.certificate(authority);
            }
        }
    }
}
