//! Two readers of the same template: the emulator, and the one by which the rules of `tests/template` see it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::process::Command;

#[test]
fn the_emulator_and_the_rules_see_the_same_resources() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let venv =
        venv::install(target, "stack", include_str!("../python/stack.txt"), |step| println!("{step:?}")).unwrap();
    let file = here.join("../template.yaml");
    let output = Command::new(venv.python()).arg(here.join("tests/expand.py")).arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    // The emulator leaves constants beside the texts that they belong into. Its result is a template without loops, so that
    // reading it puts them in.
    let emulator = template::read(&String::from_utf8(output.stdout).unwrap()).unwrap();
    let rules = template::read(&std::fs::read_to_string(file).unwrap()).unwrap();
    for section in ["Conditions", "Resources", "Outputs"] {
        let (emulator, rules) = (emulator[section].as_object().unwrap(), rules[section].as_object().unwrap());
        assert_eq!(emulator.keys().collect::<Vec<_>>(), rules.keys().collect::<Vec<_>>(), "{section}");
        for (id, seen) in rules {
            assert_eq!(emulator[id], *seen, "{section}/{id}");
        }
    }
}
