//! `GET /v1/organisation/log`: who changed what, page by page.

use api::Caller;
use api::problem::Problem;
use api::v1::organisation::LogView;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::digest::Digest;
use domain::mirror::Convert;
use domain::organisation::{Directory, Entry};
use serde_json::value::RawValue;

use crate::answers::json;
use crate::{Dependencies, queries};

pub(crate) async fn list(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    query: RawQuery,
) -> Result<Response, Problem> {
    let query = queries::page::<u64>(query)?;
    let organisation = &caller.sender.organisation;
    // First the head: entries that are written after it are not shown, since it does not vouch for them.
    let directory = dependencies.registry.directories.load(organisation).await?;
    let after = query.after.unwrap_or_default().min(directory.log.sequence);
    // The one before the page too, by which its first one is judged.
    let mut read =
        dependencies.registry.directories.entries(organisation, after.saturating_sub(1), query.to_read() + 1).await?;
    let before = if after == 0 || read.is_empty() { None } else { Some(read.remove(0)) };
    let wanted = directory.log.sequence.saturating_sub(after).min(u64::from(query.limit));
    let is_there = read.len() as u64 >= wanted;
    read.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
    let intact = is_there && is_chain(before.as_deref(), &read, after, &directory);
    if !intact {
        tracing::error!(%organisation, after, "the log of the organisation is broken");
    }
    let next_cursor = (after + wanted < directory.log.sequence).then(|| (after + wanted).to_string());
    let entries: Result<Vec<Box<RawValue>>, _> = read.into_iter().map(RawValue::from_string).collect();
    let entries = entries.map_err(|error| {
        tracing::error!(%error, "an entry of the log is not JSON");
        Problem::unavailable()
    })?;
    Ok(json(StatusCode::OK, &LogView { entries, next_cursor, head: directory.log.convert(), intact }))
}

/// Whether entries follow each other and the one before them, and end with the head where they are the last.
fn is_chain(before: Option<&str>, entries: &[String], after: u64, directory: &Directory) -> bool {
    let mut previous = before.map_or(Digest::ZERO, |text| Digest::of(text.as_bytes()));
    for (sequence, text) in (after + 1..).zip(entries) {
        let Ok(entry) = Entry::from_json(text) else { return false };
        if entry.sequence != sequence || entry.previous != previous || entry.organisation != directory.organisation {
            return false;
        }
        previous = Digest::of(text.as_bytes());
    }
    let is_last = after + entries.len() as u64 == directory.log.sequence;
    !is_last || entries.is_empty() || previous == directory.log.digest
}
