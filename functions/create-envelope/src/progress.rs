//! How far the uploads of an envelope have come that is not sent yet.

use std::collections::BTreeMap;

use domain::envelope::{Envelope, State};
use domain::ids::DocumentNumber;
use domain::ports::{PortError, UploadProgress};
use domain::preparation::{Progress, Stage};

/// Of each upload of which something is known. What is prepared for this try to send says more than the check before it.
pub(crate) async fn of(
    progress: &dyn UploadProgress,
    envelope: &Envelope,
) -> Result<BTreeMap<DocumentNumber, Progress>, PortError> {
    match envelope.state {
        State::Draft => Ok(progress.all(envelope.id, Stage::Check).await?.into_iter().collect()),
        State::Sending { request, .. } => {
            let mut found: BTreeMap<_, _> = progress.all(envelope.id, Stage::Check).await?.into_iter().collect();
            let prepared = progress.all(envelope.id, Stage::Preparation { request }).await?;
            found.extend(prepared.into_iter().filter(|(_, progress)| *progress != Progress::Begun));
            Ok(found)
        }
        State::Sent { .. }
        | State::InProgress { .. }
        | State::Completed { .. }
        | State::Declined { .. }
        | State::Voided { .. }
        | State::Expired { .. }
        | State::Failed { .. }
        | State::Deleted { .. } => Ok(BTreeMap::new()),
    }
}
