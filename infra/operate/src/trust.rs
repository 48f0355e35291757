//! Trust anchors: the roots to which signatures must lead for the verification page to confirm whose they are.

use anyhow::{Context as _, Result};
use aws::table::{Found, Setting, SettingsKey, Table, change_setting};
use domain::ports::TrustAnchors;
use jiff::Timestamp;
use pades::certificate::{Certificate, certificates_from_pem};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::answer::{Answer, columns};
use crate::certificate::to_pem;

/// Adds the certificates of texts in PEM to those that are there, each as a text of its own.
pub async fn add(table: &Table, texts: &[String], now: Timestamp) -> Result<Answer> {
    let mut new = Vec::new();
    for text in texts {
        new.extend(certificates_from_pem(text)?);
    }
    let mut added = Vec::new();
    let mut known = Vec::new();
    change(table, |mut anchors| {
        for certificate in &new {
            if certificates(&anchors)?.contains(certificate) {
                known.push(certificate.subject());
            } else {
                anchors.push(to_pem(certificate));
                added.push(certificate.clone());
            }
        }
        Ok(anchors)
    })
    .await?;
    let words = added.iter().map(|certificate| format!("Trusted from now on: {}", certificate.subject()));
    let answer = Answer::new(words.collect::<Vec<_>>().join("\n"), added.iter().map(in_json).collect());
    let answer = known.iter().fold(answer, |answer, subject| answer.with_note(format!("Trusted already: {subject}")));
    let odd = added.iter().filter_map(|certificate| oddity(certificate, now));
    Ok(odd.fold(answer, Answer::with_note))
}

/// What somebody who trusts a certificate should know of it.
fn oddity(certificate: &Certificate, now: Timestamp) -> Option<String> {
    let subject = certificate.subject();
    if certificate.not_after() < now {
        let until = certificate.not_after();
        return Some(format!(
            "{subject} has expired on {until}: signatures that it should prove are not confirmed by it."
        ));
    }
    let issuer = certificate.issuer();
    (!certificate.is_self_issued())
        .then(|| format!("{subject} is no root: it is issued by {issuer}. It is trusted all the same."))
}

/// All of them.
pub async fn list(table: &Table) -> Result<Answer> {
    let anchors = certificates(&TrustAnchors::list(table).await?).map_err(anyhow::Error::msg)?;
    let row = |c: &Certificate| [fingerprint(c)[..16].to_owned(), c.not_after().to_string(), c.subject()];
    let rows: Vec<_> = anchors.iter().map(row).collect();
    let text = columns(["SHA-256", "VALID UNTIL", "SUBJECT"], &rows);
    Ok(Answer::new(text, anchors.iter().map(in_json).collect()))
}

/// Takes the one away whose SHA-256 begins so.
pub async fn remove(table: &Table, beginning: &str) -> Result<Answer> {
    let mut removed = Vec::new();
    change(table, |anchors| {
        let (gone, kept): (Vec<_>, Vec<_>) = certificates(&anchors)?
            .into_iter()
            .partition(|certificate| fingerprint(certificate).starts_with(beginning));
        if gone.is_empty() {
            return Err("there is no such trust anchor; `keiin trust list` shows all".to_owned());
        }
        if gone.len() > 1 {
            return Err(format!("{beginning} is the beginning of several; give more digits"));
        }
        removed = gone;
        Ok(kept.iter().map(to_pem).collect())
    })
    .await?;
    let words = removed.iter().map(|certificate| format!("Not trusted any more: {}", certificate.subject()));
    Ok(Answer::new(words.collect::<Vec<_>>().join("\n"), removed.iter().map(in_json).collect()))
}

async fn change(table: &Table, next: impl FnOnce(Vec<String>) -> Result<Vec<String>, String>) -> Result<()> {
    let next = |before: Found| {
        let anchors = match before.readable()? {
            Some(Setting::TrustAnchors(anchors)) => anchors,
            _ => Vec::new(),
        };
        next(anchors).map(Setting::TrustAnchors)
    };
    change_setting(table, &SettingsKey::TrustAnchors, next).await.context("the trust anchors are as before")
}

/// The certificates of stored texts; a text may hold several.
pub(crate) fn certificates(texts: &[String]) -> Result<Vec<Certificate>, String> {
    let read = texts.iter().map(|text| certificates_from_pem(text).map_err(|e| format!("a stored trust anchor: {e}")));
    Ok(read.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// The SHA-256 of a certificate in lower-case hexadecimal.
pub(crate) fn fingerprint(certificate: &Certificate) -> String {
    hex::encode(Sha256::digest(certificate.der()))
}

fn in_json(certificate: &Certificate) -> Value {
    json!({
        "sha256": fingerprint(certificate),
        "subject": certificate.subject(),
        "valid_until": certificate.not_after().to_string(),
    })
}
