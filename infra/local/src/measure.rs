//! `cargo local measure`: how long calls of the API take on a local stack, and what each asks of the table.
//!
//! The emulator and this machine say nothing of AWS's own times; that requests to the table stay as few as they are shows here, and so
//! does a call that has become slower than the others of the same run.

mod table_proxy;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, declare, fresh_key};
use crate::deploy::STACK;
use crate::progress::{Position, Progress};
use crate::sample;
use crate::stack::{self, Stack};
use table_proxy::{Counts, TableProxy};

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Calls of each operation.
    pub(crate) calls: usize,
}

/// Calls of each operation before those that count: functions start, and connections are made.
const WARM_UP: usize = 5;

/// What is measured.
struct Call<'a> {
    name: &'a str,
    /// The package of the function that answers.
    function: &'a str,
    method: Method,
    path: &'a str,
    body: Option<&'a Value>,
    expected: StatusCode,
}

/// What came of it.
struct Measured {
    times: Vec<Duration>,
    counts: Counts,
}

/// Starts a stack of its own, measures, prints a table and ends the stack.
///
/// # Errors
/// The stack does not start, or a call is not answered as it should be.
pub(crate) async fn run(options: &Options) -> Result<()> {
    let dir = workspace::target_dir().join("local").join(format!("measure-{}", std::process::id()));
    let proxy = TableProxy::start()?;
    let mut progress = Progress::new();
    let asked = stack::Options { schedules: false, table_endpoint: Some(proxy.url()), ..stack::Options::new(&dir) };
    let stack = Stack::start(&asked, &mut |stage| progress.show(Position::from(&stage))).await?;
    proxy.forward_to(stack.endpoint())?;
    progress.finish();
    let outcome = measure(&stack, &proxy, options.calls).await;
    drop(stack);
    outcome.with_context(|| format!("the calls were not all measured; the logs are in {}", dir.display()))?;
    std::fs::remove_dir_all(&dir).with_context(|| format!("removing {}", dir.display()))
}

async fn measure(stack: &Stack, proxy: &TableProxy, calls: usize) -> Result<()> {
    let client = stack.client();
    let pdf = sample::contract(sample::PAGES)?;
    let draft = json!({
        "title": sample::TITLE,
        "documents": [declare(sample::TITLE, &pdf)],
        "recipients": [{"kind": "signer", "order": 1, "name": "鈴木 太郎", "email": "suzuki@contractor.example",
            "seal": {"type": "contract"}}],
        "transaction": {"date": "2026-11-22", "counterparty": "株式会社〇〇", "amount": {"value": 1_100_000, "currency": "JPY"}},
    });
    let made = client.create(&draft).await?;
    let one = format!("/v1/envelopes/{}", made["id"].as_str().context("an identifier")?);
    let read = |name, path| Call {
        name,
        function: "create-envelope",
        method: Method::GET,
        path,
        body: None,
        expected: StatusCode::OK,
    };
    let made = Call {
        name: "POST /v1/envelopes",
        function: "create-envelope",
        method: Method::POST,
        path: "/v1/envelopes",
        body: Some(&draft),
        expected: StatusCode::CREATED,
    };
    let listed = read("GET /v1/envelopes, 50 a page", "/v1/envelopes?limit=50");
    let one = read("GET /v1/envelopes/{id}", &one);
    let organisation = Call { function: "manage-organisation", ..read("GET /v1/me", "/v1/me") };
    println!("| Call, {calls} times | p50 ms | p95 ms | requests to the table |\n|---|---|---|---|");
    for call in [made, listed, one, organisation] {
        let Measured { mut times, counts } = repeat(client, proxy, &call, calls).await?;
        times.sort_unstable();
        let (median, late) = (percentile(&times, 50), percentile(&times, 95));
        println!("| `{}` | {} | {} | {} |", call.name, millis(median), millis(late), each(&counts, calls));
    }
    Ok(())
}

async fn repeat(client: &Client, proxy: &TableProxy, call: &Call<'_>, calls: usize) -> Result<Measured> {
    let function = format!("{STACK}-{}", call.function);
    for _ in 0..WARM_UP {
        once(client, call).await?;
    }
    proxy.take(&function);
    let mut times = Vec::with_capacity(calls);
    for _ in 0..calls {
        times.push(once(client, call).await?);
    }
    let counts = proxy.take(&function);
    ensure!(!counts.is_empty(), "no request of {function} came by: the functions do not reach the table by this proxy");
    Ok(Measured { times, counts })
}

async fn once(client: &Client, call: &Call<'_>) -> Result<Duration> {
    let key = (call.method == Method::POST).then(fresh_key).transpose()?;
    let begun = Instant::now();
    let answer = client.api(call.method.clone(), call.path, key.as_deref(), call.body).await?;
    let took = begun.elapsed();
    answer.expect(call.expected).map(|_| took)
}

/// The value below which this part of a hundred lies (nearest rank), of what is sorted.
fn percentile(sorted: &[Duration], hundredths: usize) -> Duration {
    let rank = (sorted.len() * hundredths).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

/// Requests of each call, with the operations: `4: 3 GetItem, 1 Query`. A number such as 0.50
/// says that only some of the calls made this request.
fn each(counts: &Counts, calls: usize) -> String {
    let calls = u64::try_from(calls.max(1)).unwrap_or(u64::MAX);
    let part = |count: u64| {
        let whole = count / calls;
        if count.is_multiple_of(calls) {
            whole.to_string()
        } else {
            format!("{whole}.{:02}", count % calls * 100 / calls)
        }
    };
    let operations: Vec<String> = counts.iter().map(|(name, count)| format!("{} {name}", part(*count))).collect();
    format!("{}: {}", part(counts.values().sum()), operations.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let times: Vec<Duration> = (1..=20).map(Duration::from_millis).collect();
        assert_eq!(percentile(&times, 50), Duration::from_millis(10));
        assert_eq!(percentile(&times, 95), Duration::from_millis(19));
        assert_eq!(percentile(&times[..1], 95), Duration::from_millis(1));
        assert_eq!(percentile(&[], 95), Duration::ZERO);
    }

    #[test]
    fn requests_are_told_for_each_call() {
        let counts = Counts::from([("GetItem".to_owned(), 40), ("Query".to_owned(), 5)]);
        assert_eq!(each(&counts, 10), "4.50: 4 GetItem, 0.50 Query");
        assert_eq!(each(&counts, 5), "9: 8 GetItem, 1 Query");
    }
}
