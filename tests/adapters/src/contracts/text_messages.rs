//! The text message service.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use async_trait::async_trait;
use domain::factor::PhoneNumber;
use domain::ports::TextMessages;

use crate::contract::contract;
use crate::fixtures::fresh;

/// A service, and what it was given.
pub struct Texting {
    /// The service.
    pub texts: Arc<dyn TextMessages>,
    /// What it was given.
    pub taken: Box<dyn TakenTexts>,
}

/// What a service was given.
#[async_trait]
pub trait TakenTexts: Send + Sync {
    /// The texts to this number, oldest first.
    async fn to(&self, number: &PhoneNumber) -> Result<Vec<String>>;
}

contract!(Texting: a_text_goes_to_one_number_as_it_is, every_text_has_an_identifier_of_its_own);

fn number() -> Result<PhoneNumber> {
    format!("+8190{:08}", fresh()).parse().context("a number")
}

async fn a_text_goes_to_one_number_as_it_is(texting: &Texting) -> Result<()> {
    let (to, nobody) = (number()?, number()?);
    let text = "【Keiin】認証コード：012345\n10分以内に入力してください。";
    texting.texts.send(&to, text).await?;
    let taken = texting.taken.to(&to).await?;
    ensure!(taken == [text], "{taken:?}");
    ensure!(texting.taken.to(&nobody).await?.is_empty());
    Ok(())
}

async fn every_text_has_an_identifier_of_its_own(texting: &Texting) -> Result<()> {
    let to = number()?;
    let mut ids = BTreeSet::new();
    for _ in 0..3 {
        ids.insert(texting.texts.send(&to, "012345").await?);
    }
    ensure!(ids.len() == 3 && !ids.contains(""), "{ids:?}");
    ensure!(texting.taken.to(&to).await?.len() == 3, "the same text again is another one");
    Ok(())
}
