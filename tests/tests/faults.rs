//! Every function is killed between its effects on the outside, over and over: exactly one signature for each signer and
//! document, one mail for each recipient and kind, one completion, one entry of the organisation's log that keeps who has signed.
//!
//! One window remains, and it is the mail service's: a function that dies after the service took a mail and before that is
//! noted sends it again, or, when the recipient has acted by then, never notes it. The test allows one such mail in a round
//! and nothing else.
//!
//! `KEIIN_KILLS` says how often every function has to die, where the usual three times are not enough: `cargo task soak` asks
//! for more.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use domain::contact::BookId;
use domain::ids::ContactId;
use domain::organisation::EntryKind;
use domain::policy::KeepContacts;
use domain::ports::MAIL_LEASE;
use journeys::contract::Contract;
use journeys::retrying_sender::{exactly_once, retrying_sender};
use journeys::{run, until};
use local::stack::Stack;
use tokio::time::{Instant, sleep};

/// The functions that a contract passes through.
const FUNCTIONS: [&str; 9] = [
    "create-envelope",
    "route-events",
    "prepare-document",
    "seal-document",
    "timestamp-seal",
    "dispatch-email",
    "collect-signature",
    "enforce-retention",
    "keep-contacts",
];

/// No invocation has more effects than this.
const LAST_EFFECT: u32 = 10;
/// Between two deaths of a function, so that the longest invocation gets through in the end, on a busy machine too.
const PAUSE: Duration = Duration::from_secs(6);
/// The same for mails: whoever dies holding one keeps it from others until the lease ends, and a message is handed out
/// so many times only.
const PAUSE_OF_MAILS: Duration = Duration::from_secs(MAIL_LEASE.as_secs().unsigned_abs() + 4);
/// It leaves a document that it was at work on when it died to others after two minutes, and one over which it died three
/// times to nobody: it dies as often as it has to, and no more.
const KEEPS_WHAT_IT_DIES_OVER: &str = "prepare-document";
/// Contracts on their way at once, so that their leases run out side by side.
const CONTRACTS: usize = 6;
/// And so often at least, until every function has died often enough.
const WAVES: usize = 2;
/// How often that is, where nothing else is said.
const KILLS: usize = 3;
/// Waves for each of these deaths, after which it is given up that a function dies often enough.
const MAX_WAVES_A_KILL: usize = 3;

/// How often each function died.
type Kills = BTreeMap<&'static str, usize>;

#[test]
fn killed_anywhere_nothing_is_lost_or_done_twice() {
    run(async |stack| {
        let wanted = wanted()?;
        // In a person's book nothing would be kept: the sender is a program.
        stack.keep_contacts(KeepContacts::Shared).await?;
        let kills = RefCell::new(BTreeMap::new());
        let all = async {
            let mut all = Vec::new();
            for wave in 1..=wanted * MAX_WAVES_A_KILL {
                let titles: Vec<String> = (1..=CONTRACTS).map(|n| format!("障害{wave}-{n}")).collect();
                let contracts = titles.iter().map(|title| retrying_sender(stack, title));
                all.extend(futures::future::try_join_all(contracts).await?);
                if wave >= WAVES && seldom_killed(&kills.borrow(), wanted).is_none() {
                    break;
                }
            }
            anyhow::Ok(all)
        };
        let contracts = tokio::select! {
            contracts = all => contracts?,
            never = keep_killing(stack, &kills, wanted) => never?,
        };
        let kills = kills.into_inner();
        for function in FUNCTIONS {
            stack.withdraw_fault(function);
        }
        println!("killed: {kills:?}");
        if let Some(function) = seldom_killed(&kills, wanted) {
            bail!("{function} was not killed {wanted} times: {kills:?}");
        }
        let spare_mails = kills["dispatch-email"];
        for contract in &contracts {
            exactly_once(stack, contract, spare_mails).await.with_context(|| contract.title.clone())?;
        }
        signers_are_kept_once(stack, &contracts).await
    });
}

/// Each contract's signers are in the organisation's address book by one entry of its log; no other contract has the same signers.
async fn signers_are_kept_once(stack: &Stack, contracts: &[Contract]) -> Result<()> {
    let book = BookId::shared("takikawa".to_owned().try_into()?);
    let mut wanted = BTreeSet::new();
    for contract in contracts {
        let ids = contract.signers.iter().map(|signer| Ok(book.contact(&signer.email.parse()?)));
        wanted.insert(ids.collect::<Result<BTreeSet<ContactId>>>()?);
    }
    let told = async || -> Result<Vec<BTreeSet<ContactId>>> {
        let kinds = stack.log().await?.into_iter().map(|entry| entry.kind);
        Ok(kinds
            .filter_map(|kind| match kind {
                EntryKind::ContactsKept { contacts, .. } => Some(contacts.into_iter().collect()),
                _ => None,
            })
            .collect())
    };
    until("the signers in the address book", async || Ok((told().await?.len() >= wanted.len()).then_some(()))).await?;
    let told = told().await?;
    ensure!(told.len() == contracts.len(), "{} entries for {} contracts", told.len(), contracts.len());
    ensure!(told.into_iter().collect::<BTreeSet<_>>() == wanted, "an entry tells of others than a contract's signers");
    Ok(())
}

/// How often every function has to die.
#[expect(clippy::disallowed_methods, reason = "a test's own setting")]
fn wanted() -> Result<usize> {
    let told = std::env::var("KEIIN_KILLS").ok();
    told.map_or(Ok(KILLS), |told| told.parse().context("KEIIN_KILLS is a number"))
}

/// A function that has not died so often.
fn seldom_killed(kills: &Kills, wanted: usize) -> Option<&'static str> {
    FUNCTIONS.into_iter().find(|function| kills.get(function).is_none_or(|times| *times < wanted))
}

fn pause(function: &str) -> Duration {
    if function == "dispatch-email" { PAUSE_OF_MAILS } else { PAUSE }
}

/// Lets every function die after its first effect, then after the second from there, and so on, over and over.
async fn keep_killing<T>(stack: &Stack, kills: &RefCell<Kills>, wanted: usize) -> Result<T> {
    let mut plans: BTreeMap<&'static str, (u32, Option<Instant>)> =
        FUNCTIONS.into_iter().map(|f| (f, (0, None))).collect();
    loop {
        for (function, (effect, died)) in &mut plans {
            if stack.has_fault(function) {
                continue;
            }
            match died {
                None if *effect > 0 => {
                    *kills.borrow_mut().entry(function).or_default() += 1;
                    *died = Some(Instant::now());
                }
                Some(at) if at.elapsed() < pause(function) => {}
                Some(_) if *function == KEEPS_WHAT_IT_DIES_OVER && kills.borrow()[function] >= wanted => {}
                None | Some(_) => {
                    *effect = *effect % LAST_EFFECT + 1;
                    *died = None;
                    stack.plan_fault(function, *effect)?;
                }
            }
        }
        sleep(Duration::from_millis(200)).await;
    }
}
