//! Timestamp authorities: the list of them, and a real question to each.

use anyhow::{Context as _, Result, bail};
use aws::table::{Found, Setting, SettingsKey, Table, change_setting};
use domain::ports::{Randomness, TimestampAuthorities, TimestampAuthority, TimestampTransport};
use jiff::{SignedDuration, Timestamp};
use pades::certificate::certificates_from_pem;
use pades::timestamp::TimeStampToken;
use serde_json::{Value, json};

use crate::answer::{Answer, columns};
use crate::arguments::AuthorityAdd;

/// Adds an authority with its roots in PEM.
pub async fn add(table: &Table, asked: AuthorityAdd, anchors_pem: String) -> Result<Answer> {
    certificates_from_pem(&anchors_pem).context("reading the authority's roots")?;
    let AuthorityAdd { url, policy, accredited, first, replace, .. } = asked;
    let new = TimestampAuthority { url: url.0, policy, accredited, anchors_pem };
    let all = store(table, &new, first, replace).await?;
    let position = all.iter().position(|authority| *authority == new).unwrap_or_default() + 1;
    let text = format!("Added {} as number {position} of {}.", new.url, all.len());
    Ok(Answer::new(text, in_json(&new)).with_note("`keiin authority test` asks it for a timestamp."))
}

/// Puts an authority into the list and gives that back.
pub async fn store(
    table: &Table,
    new: &TimestampAuthority,
    first: bool,
    replace: bool,
) -> Result<Vec<TimestampAuthority>> {
    let mut all = Vec::new();
    change(table, |authorities| {
        all = placed(authorities, new.clone(), first, replace)?;
        Ok(all.clone())
    })
    .await?;
    Ok(all)
}

/// The list with a new authority in its place.
fn placed(
    mut all: Vec<TimestampAuthority>,
    new: TimestampAuthority,
    first: bool,
    replace: bool,
) -> Result<Vec<TimestampAuthority>, String> {
    let there = all.iter().position(|authority| authority.url == new.url);
    match there {
        Some(_) if !replace => {
            return Err(format!("{} is there already; say --replace to put this in its place", new.url));
        }
        None if replace => return Err(format!("{} is not there, so that nothing can be replaced", new.url)),
        Some(place) if first => {
            all.remove(place);
            all.insert(0, new);
        }
        Some(place) => all[place] = new,
        None if first => all.insert(0, new),
        None => all.push(new),
    }
    Ok(all)
}

/// All of them, in the order in which they are tried.
pub async fn list(table: &Table) -> Result<Answer> {
    let all = TimestampAuthorities::list(table).await?;
    let row = |authority: &TimestampAuthority| {
        let accredited = if authority.accredited { "yes" } else { "no" };
        [accredited.to_owned(), authority.policy.clone().unwrap_or_else(|| "any".to_owned()), authority.url.clone()]
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    Ok(Answer::new(columns(["ACCREDITED", "POLICY", "URL"], &rows), all.iter().map(in_json).collect()))
}

/// Takes one away.
pub async fn remove(table: &Table, url: &str) -> Result<Answer> {
    let mut left = 0;
    change(table, |authorities| {
        let kept: Vec<_> = authorities.iter().filter(|authority| authority.url != url).cloned().collect();
        if kept.len() == authorities.len() {
            return Err(format!("{url} is not among the timestamp authorities; `keiin authority list` shows all"));
        }
        left = kept.len();
        Ok(kept)
    })
    .await?;
    let answer = Answer::new(format!("Removed {url}."), json!({"url": url}));
    let note = "It was the last one: no contract can be sealed until another is added.";
    Ok(if left == 0 { answer.with_note(note) } else { answer })
}

async fn change(
    table: &Table,
    next: impl FnOnce(Vec<TimestampAuthority>) -> Result<Vec<TimestampAuthority>, String>,
) -> Result<()> {
    let next = |before: Found| {
        let authorities = match before.readable()? {
            Some(Setting::TimestampAuthorities(authorities)) => authorities,
            _ => Vec::new(),
        };
        next(authorities).map(Setting::TimestampAuthorities)
    };
    change_setting(table, &SettingsKey::TimestampAuthorities, next)
        .await
        .context("the timestamp authorities are as before")
}

/// What an authority's timestamp told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its certificate's subject.
    pub authority: String,
    /// The policy that the token names.
    pub policy: String,
    /// How exact it is by its own word.
    pub accuracy: Option<SignedDuration>,
    /// Its clock minus this machine's, the way there and back included.
    pub difference: SignedDuration,
}

/// What came of asking an authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// Which one.
    pub authority: TimestampAuthority,
    /// What it told, or what was wrong, in words.
    pub outcome: Result<Told, String>,
}

/// Asks an authority for a timestamp of a random digest; it is checked as timestamp-seal checks it.
pub async fn ask(
    authority: TimestampAuthority,
    transport: &dyn TimestampTransport,
    randomness: &dyn Randomness,
    now: impl Fn() -> Timestamp + Send,
) -> Tested {
    let imprint = randomness.bytes::<32>();
    let told = |token: TimeStampToken, now: Timestamp| Told {
        authority: token.authority().to_owned(),
        policy: token.policy().to_string(),
        accuracy: token.accuracy(),
        difference: token.time().duration_since(now),
    };
    let asked = timestamp_seal::ask(&authority, imprint, transport, randomness, now()).await;
    let outcome = asked.map(|token| told(token, now()));
    Tested { authority, outcome }
}

/// Tests one authority, or all.
pub async fn test(
    table: &Table,
    url: Option<&str>,
    transport: &dyn TimestampTransport,
    randomness: &dyn Randomness,
    now: impl Fn() -> Timestamp + Send + Copy,
) -> Result<Answer> {
    let mut all = TimestampAuthorities::list(table).await?;
    all.retain(|authority| url.is_none_or(|url| authority.url == url));
    if all.is_empty() {
        match url {
            Some(url) => bail!("{url} is not among the timestamp authorities; `keiin authority list` shows all"),
            None => bail!("no timestamp authority is set up; add one by `keiin authority add`"),
        }
    }
    let mut tested = Vec::new();
    for authority in all {
        tested.push(ask(authority, transport, randomness, now).await);
    }
    let text = tested.iter().map(in_words).collect::<Vec<_>>().join("\n\n");
    let complete = tested.iter().all(|one| one.outcome.is_ok());
    Ok(Answer { complete, ..Answer::new(text, tested.iter().map(outcome_in_json).collect()) })
}

fn in_words(tested: &Tested) -> String {
    let Tested { authority, outcome } = tested;
    let told = match outcome {
        Err(reason) => return format!("FAILED  {}\n        {reason}", authority.url),
        Ok(told) => told,
    };
    let accredited = if authority.accredited { "yes (総務大臣認定), as it was added" } else { "no (認定外)" };
    let accuracy = told.accuracy.map_or("not stated".to_owned(), |within| format!("{within:#}"));
    format!(
        "OK      {}\n        authority   {}\n        policy      {}\n        accuracy    {accuracy}\n        \
         difference  {:.3} s from this machine's clock\n        accredited  {accredited}",
        authority.url,
        told.authority,
        told.policy,
        told.difference.as_secs_f64(),
    )
}

fn in_json(authority: &TimestampAuthority) -> Value {
    json!({"url": authority.url, "policy": authority.policy, "accredited": authority.accredited})
}

fn outcome_in_json(tested: &Tested) -> Value {
    let Tested { authority, outcome } = tested;
    let mut json = in_json(authority);
    match outcome {
        Ok(told) => {
            json["ok"] = true.into();
            json["authority"] = told.authority.clone().into();
            json["token_policy"] = told.policy.clone().into();
            json["accuracy_seconds"] = told.accuracy.map(|within| within.as_secs_f64()).into();
            json["difference_seconds"] = told.difference.as_secs_f64().into();
        }
        Err(reason) => {
            json["ok"] = false.into();
            json["reason"] = reason.clone().into();
        }
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authority(url: &str, accredited: bool) -> TimestampAuthority {
        TimestampAuthority { url: url.to_owned(), policy: None, accredited, anchors_pem: String::new() }
    }

    #[test]
    fn an_authority_is_put_behind_the_others_or_before_them_and_replaces_none_unasked() {
        let all = || vec![authority("a", false), authority("b", false)];
        let urls = |first, replace, new: &str| {
            placed(all(), authority(new, true), first, replace)
                .map(|all| all.iter().map(|a| a.url.clone()).collect::<String>())
        };
        assert_eq!(urls(false, false, "c").as_deref(), Ok("abc"));
        assert_eq!(urls(true, false, "c").as_deref(), Ok("cab"));
        assert_eq!(urls(false, true, "b").as_deref(), Ok("ab"));
        assert_eq!(urls(true, true, "b").as_deref(), Ok("ba"));
        assert!(placed(all(), authority("b", true), false, true).unwrap()[1].accredited);
        assert!(urls(false, false, "b").unwrap_err().contains("--replace"));
        assert!(urls(false, true, "c").unwrap_err().contains("nothing can be replaced"));
    }
}
