//! Kinds that cannot be put in order.

use anyhow::ensure;
use journeys::run;

use crate::sealed::refusal;
use crate::{make, read};

#[test]
fn uploads_that_cannot_be_put_in_order_are_refused_by_name() {
    run(async |stack| {
        let folder = tempfile::tempdir()?;
        make(folder.path())?;
        for (name, code) in [
            ("restricted", "pdf-restricted"),
            ("look-unknown", "pdf-field-without-appearance"),
            ("look-stale", "pdf-field-without-appearance"),
            ("portfolio", "pdf-portfolio"),
            ("xfa-alone", "pdf-xfa"),
            ("film", "pdf-embedded"),
        ] {
            let said = refusal(stack, name, read(folder.path(), name)?).await?;
            ensure!(said.as_deref() == Some(code), "{name}: {said:?}");
        }
        Ok(())
    });
}
