//! What follows from an entry of an organisation's log: the entry's row is the outbox row too.

use super::{Entry, EntryKind};
use crate::job::Job;

/// The jobs that an entry of an organisation's log gives rise to. Whoever is reactivated without having signed in before is
/// invited anew, and so is whoever has another address; whether they have signed in, and are not written to, the person's row says.
pub fn jobs_of_entry(entry: &Entry) -> Vec<Job> {
    let invited = match &entry.kind {
        EntryKind::PersonInvited { person, .. }
        | EntryKind::InvitationRenewed { person }
        | EntryKind::PersonReactivated { person } => Some(person),
        EntryKind::PersonChanged { person, before, after, .. } => {
            Some(person).filter(|_| !before.email.is_same_mailbox(&after.email))
        }
        EntryKind::OrganisationAdded { .. }
        | EntryKind::OrganisationChanged { .. }
        | EntryKind::InvitationAccepted { .. }
        | EntryKind::PersonDeactivated { .. }
        | EntryKind::SessionsEnded { .. }
        | EntryKind::SessionEnded { .. }
        | EntryKind::GroupAdded { .. }
        | EntryKind::GroupRenamed { .. }
        | EntryKind::GroupRemoved { .. }
        | EntryKind::FolderAdded { .. }
        | EntryKind::FolderChanged { .. }
        | EntryKind::FolderRemoved { .. }
        | EntryKind::KeyMade { .. }
        | EntryKind::KeyRevoked { .. }
        | EntryKind::SealPersonsChanged { .. }
        | EntryKind::SealCertificateImported { .. }
        | EntryKind::SealCertificateReplaced { .. }
        | EntryKind::SealCertificateRemoved { .. }
        | EntryKind::SealNameChanged { .. }
        | EntryKind::SealAskersChanged { .. }
        | EntryKind::ContactAdded { .. }
        | EntryKind::ContactChanged { .. }
        | EntryKind::ContactRemoved { .. }
        | EntryKind::ContactsImported { .. }
        | EntryKind::ContactsKept { .. } => None,
    };
    let (organisation, by_entry) = (&entry.organisation, entry.sequence);
    let invite = |person| Job::Invite { organisation: organisation.clone(), person, by_entry };
    invited.copied().map(invite).into_iter().collect()
}
