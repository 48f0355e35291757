//! Development builds only: dying on request.
//!
//! A file called as the function in the folder that `KEIIN_LOCAL_FAULTS` names holds a number `n`: the process aborts
//! after its `n`th effect on the outside from then on, and the file is gone.

use std::path::PathBuf;
use std::sync::Mutex;

static COUNTING: Mutex<()> = Mutex::new(());

/// An effect on the outside has been done.
pub(crate) fn point() {
    let Some(plan) = plan() else { return };
    let Ok(_counting) = COUNTING.lock() else { return };
    let Some(left) = std::fs::read_to_string(&plan).ok().and_then(|text| text.trim().parse::<u32>().ok()) else {
        return;
    };
    if left > 1 {
        drop(std::fs::write(&plan, (left - 1).to_string()));
    } else if std::fs::remove_file(&plan).is_ok() {
        eprintln!("dying on request");
        std::process::abort();
    }
}

fn plan() -> Option<PathBuf> {
    let folder = crate::environment::read("KEIIN_LOCAL_FAULTS")?;
    let function = crate::environment::read("AWS_LAMBDA_FUNCTION_NAME")?;
    Some(PathBuf::from(folder).join(function)).filter(|plan| plan.exists())
}
