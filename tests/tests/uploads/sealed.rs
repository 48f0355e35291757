//! A contract of many documents, sent, signed and finished.

use anyhow::{Context, Result, ensure};
use journeys::contract::Draft;
use journeys::judge;
use local::stack::Stack;
use serde_json::Value;

/// A document that everybody has signed.
pub(crate) struct Sealed {
    /// What it was sent as.
    pub(crate) name: String,
    /// What was uploaded.
    pub(crate) upload: Vec<u8>,
    /// As the envelope has it.
    pub(crate) document: Value,
    /// As the evidence of sending has it.
    pub(crate) evidence: Value,
    /// The finished file.
    pub(crate) file: Vec<u8>,
}

impl Sealed {
    /// The identifier that is put onto every page.
    pub(crate) fn document_id(&self) -> Result<String> {
        Ok(self.document["document_id"].as_str().context("a document ID")?.to_owned())
    }

    /// The kinds of what was done to it, as its sender is told and as it is kept.
    pub(crate) fn told(&self) -> Result<Vec<&str>> {
        let kinds = |list: &'_ Value| -> Vec<String> {
            let list = list.as_array().into_iter().flatten();
            list.filter_map(|one| one["kind"].as_str().map(str::to_owned)).collect()
        };
        let rewriting = &self.document["rewriting"];
        ensure!(kinds(rewriting) == kinds(&self.evidence["rewriting"]), "{rewriting}: {}", self.evidence);
        let list = rewriting.as_array().map(Vec::as_slice).unwrap_or_default();
        for one in list {
            let sentence = |key: &str| one[key].as_str().with_context(|| format!("{key} of {one}"));
            ensure!(sentence("detail_ja")?.ends_with('。') && sentence("detail")?.ends_with('.'), "{one}");
        }
        Ok(list.iter().filter_map(|one| one["kind"].as_str()).collect())
    }
}

/// Sends all of them in one contract, which the city and one contractor sign; what is finished is judged.
pub(crate) async fn sealed(stack: &Stack, title: &str, documents: Vec<(String, Vec<u8>)>) -> Result<Vec<Sealed>> {
    let draft = Draft { documents, ..Draft::sample(title)? };
    let contract = draft.send(stack).await?;
    contract.reaches(stack, "in_progress").await?;
    let envelope = contract.envelope(stack).await?;
    let events = stack.client().events(&contract.id).await?;
    let sent = events["events"].as_array().and_then(|events| events.iter().find(|event| event["type"] == "sent"));
    let sent = sent.context("the envelope was sent")?;
    contract.sign_all(stack).await?;
    let files = contract.download(stack).await?;
    ensure!(files.len() == draft.documents.len(), "{} files", files.len());
    let documents = draft.documents.into_iter().zip(files).enumerate();
    let all = documents.map(|(place, ((name, upload), file))| {
        let (document, evidence) = (envelope["documents"][place].clone(), sent["documents"][place].clone());
        ensure!(evidence["uploaded"] == document["sha256"], "{name}: {evidence}");
        ensure!(pades::rewrite::fault(&file).is_none(), "{name}: every viewer reads it alike");
        Ok(Sealed { name, upload, document, evidence, file })
    });
    all.collect()
}

/// All oracles accept a document that was not signed before.
pub(crate) fn is_accepted(stack: &Stack, sealed: &Sealed) -> Result<()> {
    // Two people and a document timestamp.
    judge(stack, &sealed.file, 3).with_context(|| sealed.name.clone())
}

/// The code for which a document cannot be sent; `None` if it can.
pub(crate) async fn refusal(stack: &Stack, name: &str, upload: Vec<u8>) -> Result<Option<String>> {
    let mut draft = Draft::sample(&format!("送れるか {name}"))?;
    draft.documents = vec![(name.to_owned(), upload)];
    let envelope = draft.create(stack).await?;
    let checked = stack.client().checked(envelope["id"].as_str().context("an id")?).await?;
    let document = &checked["documents"][0];
    if document["state"] == "checked" {
        return Ok(None);
    }
    let refusal = &document["refusal"];
    ensure!(refusal["detail_ja"].as_str().is_some_and(|sentence| sentence.ends_with('。')), "{name}: {document}");
    Ok(Some(refusal["code"].as_str().context("a code")?.to_owned()))
}
