//! The real emulator, from the real requirements file.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::sync::OnceLock;

use local::emulator::{Emulator, Kind};
use venv::Venv;

fn venv() -> &'static Venv {
    static VENV: OnceLock<Venv> = OnceLock::new();
    VENV.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        venv::install(target, "stack", include_str!("../python/stack.txt"), |step| println!("{step:?}")).unwrap()
    })
}

#[tokio::test]
async fn two_stacks_run_side_by_side_and_end() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) =
        tokio::join!(Emulator::start(venv(), one.path(), &[]), Emulator::start(venv(), two.path(), &[]));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_ne!(first.endpoint(), second.endpoint());

    let attached = Emulator::attach(first.endpoint()).await.unwrap();
    assert_eq!((attached.kind(), attached.version()), (Kind::MiniStack, first.version()));
    drop(attached);
    assert!(Emulator::attach(first.endpoint()).await.is_ok(), "an attached emulator is left running");

    let endpoint = first.endpoint().to_owned();
    drop(first);
    assert!(Emulator::attach(&endpoint).await.is_err());
}
