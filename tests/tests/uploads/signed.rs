//! Uploads that others signed before.

use anyhow::{Context, ensure};
use journeys::{judge, run};
use signing::pki::PKI;
use signing::signer::Act;

use crate::sealed::{refusal, sealed};
use crate::{make, read};

#[test]
fn a_signed_upload_is_kept_byte_for_byte_though_it_holds_what_would_be_taken_out_of_another() {
    run(async |stack| {
        let first = sealed(stack, "先の契約", vec![("契約書".to_owned(), local::sample::contract(3)?)]).await?;
        let signed = first.into_iter().next().context("a document")?.file;
        let all = sealed(stack, "署名済みの契約", vec![("署名済み契約書".to_owned(), signed.clone())]).await?;
        let second = all.first().context("a document")?;
        ensure!(second.document["origin"] == "signed", "{}", second.document);
        ensure!(second.told()?.is_empty() && second.evidence["prepared"] == second.evidence["uploaded"]);
        ensure!(second.file.starts_with(&signed), "the earlier file is kept byte for byte");
        judge(stack, &second.file, 6)
    });
}

#[test]
fn a_signed_upload_that_viewers_could_read_in_two_ways_is_refused() {
    run(async |stack| {
        let folder = tempfile::tempdir()?;
        make(folder.path())?;
        let signed = Act::new(&PKI.rsa, "Before").sign(&read(folder.path(), "doubled")?);
        let said = refusal(stack, "doubled", signed).await?;
        ensure!(said.as_deref() == Some("pdf-ambiguous-signed"), "{said:?}");
        Ok(())
    });
}
