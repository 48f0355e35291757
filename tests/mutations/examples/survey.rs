//! What the verifier says of many cases: `cargo run -p mutations --example survey -- 2000 0`.
#![allow(clippy::unwrap_used, reason = "an example for people who work on this")]
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use mutations::{Case, nothing, signed_revisions, verify};

fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>().unwrap());
    let (cases, first) = (arguments.next().unwrap_or(1000), arguments.next().unwrap_or(0));
    let (mut valid, mut refused, mut longest) = (0, 0, (Duration::ZERO, 0));
    let (mut making, mut verifying) = (Duration::ZERO, Duration::ZERO);
    let mut by_trick: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for seed in first..first + cases {
        let start = Instant::now();
        let case = Case::of_seed(seed);
        making += start.elapsed();
        let start = Instant::now();
        let report = verify(&case.bytes);
        verifying += start.elapsed();
        longest = longest.max((start.elapsed(), seed));
        let holds = report.as_ref().is_ok_and(|report| !signed_revisions(report, &nothing).is_empty());
        valid += u32::from(holds);
        refused += u32::from(report.is_err());
        for trick in &case.tricks {
            let (all, passed) = by_trick.entry(format!("{trick:?}")).or_default();
            *all += 1;
            *passed += u32::from(holds);
        }
    }
    println!("{cases} cases: {valid} with a signature that holds over what follows, {refused} refused");
    println!("made in {making:?}, verified in {verifying:?}, the longest {longest:?}");
    for (trick, (all, passed)) in by_trick {
        println!("{passed:5} of {all:5}  {trick}");
    }
}
