use house::{Case, Simulation};
use std::collections::BTreeMap;
#[test]
fn survey() {
    let from: u64 = std::env::var("FROM").map(|s| s.parse().unwrap()).unwrap_or(0);
    let n: u64 = std::env::var("N").map(|s| s.parse().unwrap()).unwrap_or(60);
    let mut kinds: BTreeMap<String, (usize, u64, String)> = BTreeMap::new();
    let all = std::time::Instant::now();
    for seed in from..from + n {
        let case = Case::of(seed);
        let t = std::time::Instant::now();
        let r = Simulation::of(&case).run();
        println!(
            "{seed}: {} {:?} {} signers, {:?}, {} steps {} calls {} inv commits {:?} keys {:?} {:#}: {} violations",
            if case.together { "together" } else { "" },
            case.order(),
            case.signers,
            t.elapsed(),
            r.steps,
            r.calls,
            r.invocations,
            r.commits,
            r.key_uses,
            r.duration,
            r.violations.len()
        );
        let mut seen = std::collections::BTreeSet::new();
        for v in &r.violations {
            let text = v.to_string();
            let d = format!("{v:?}");
            let kind = d.split([' ', '{', '(']).next().unwrap().to_owned();
            if seen.insert(kind.clone()) {
                let e = kinds.entry(kind).or_insert((0, seed, text));
                e.0 += 1;
            }
        }
    }
    println!("{:?}", all.elapsed());
    for (k, (n, seed, text)) in kinds {
        println!("{k}: in {n} cases, first {seed}: {}", text.chars().take(400).collect::<String>());
    }
}
#[test]
fn smallest() {
    for signers in 2..6 {
        let t = std::time::Instant::now();
        for seed in 0..200u64 {
            let case = Case::of(seed).with_signers(signers);
            let r = Simulation::of(&case).run();
            if r.violations.iter().any(|v| matches!(v, house::Violation::StandsStill { .. })) {
                println!("{signers} signers: seed {seed}, case {} after {:?}: {case:?}", seed + 1, t.elapsed());
                for v in &r.violations {
                    println!("   {}", v.to_string().chars().take(300).collect::<String>());
                }
                for v in &r.evidence {
                    println!("   {v}");
                }
                return;
            }
        }
    }
}
#[test]
fn one() {
    let case = Case::of(std::env::var("SEED").unwrap().parse().unwrap());
    let r = Simulation::of(&case).run();
    println!("{case:?} {} steps {} calls", r.steps, r.calls);
    for v in &r.violations {
        println!("   {}", v.to_string().chars().take(300).collect::<String>());
    }
    for v in &r.evidence {
        println!("   {v}");
    }
    for v in r.last_calls.iter().rev().take(60).rev() {
        println!("   {v}");
    }
}
