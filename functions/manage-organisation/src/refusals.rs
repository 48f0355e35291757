//! Which kind of problem each refusal is.

use api::problem::Problem;
use api::problem::kinds::{self, ProblemKind};
use domain::organisation::Refusal;
use domain::ports::ChangeError;

/// Why a change was not made, for the caller.
pub(crate) fn problem(error: ChangeError) -> Problem {
    match error {
        ChangeError::Fields(errors) => Problem::invalid_fields(errors),
        ChangeError::Refused(refusal) => {
            if let Refusal::Unwritable(reason) = &refusal {
                tracing::error!(reason, "an entry of the log cannot be written");
            }
            Problem::of(kind(&refusal))
        }
        ChangeError::OtherVersion { version } => Problem::of(&kinds::PRECONDITION_FAILED).version(version),
        ChangeError::LocksOut => Problem::of(&kinds::LOCKS_OUT_CALLER),
        ChangeError::Contention => Problem::unavailable().retry_after(1),
        ChangeError::Port(error) => error.into(),
    }
}

const fn kind(refusal: &Refusal) -> &'static ProblemKind {
    match refusal {
        Refusal::UnknownPerson => &kinds::UNKNOWN_PERSON,
        Refusal::UnknownGroup => &kinds::UNKNOWN_GROUP,
        Refusal::UnknownKey => &kinds::UNKNOWN_KEY,
        Refusal::UnknownFolder => &kinds::UNKNOWN_FOLDER,
        Refusal::NoSuchPlace => &kinds::UNKNOWN_FOLDER,
        Refusal::FolderNameTaken => &kinds::FOLDER_NAME_TAKEN,
        Refusal::TooManyFolders => &kinds::TOO_MANY_FOLDERS,
        Refusal::TooDeep => &kinds::FOLDERS_TOO_DEEP,
        Refusal::FolderNotEmpty => &kinds::FOLDER_NOT_EMPTY,
        Refusal::UnknownSeal => &kinds::UNKNOWN_SEAL,
        Refusal::UnknownOrganisation => &kinds::NO_ORGANISATION_ROW,
        Refusal::AddressTaken => &kinds::ADDRESS_TAKEN,
        Refusal::LastAdministrator => &kinds::LAST_ADMINISTRATOR,
        Refusal::GroupNameTaken => &kinds::GROUP_NAME_TAKEN,
        Refusal::TooManyPeople => &kinds::TOO_MANY_PEOPLE,
        Refusal::TooManyGroups => &kinds::TOO_MANY_GROUPS,
        Refusal::TooManyAdministrators => &kinds::TOO_MANY_ADMINISTRATORS,
        Refusal::NotInvited => &kinds::NOT_INVITED,
        // Of a list `seals` says which of them.
        Refusal::Deactivated | Refusal::NamesDeactivated(_) => &kinds::DEACTIVATED,
        Refusal::NotDeactivated => &kinds::NOT_DEACTIVATED,
        Refusal::NotAllowed => &kinds::ROLE_MISSING,
        Refusal::InvitedJustNow => &kinds::INVITED_JUST_NOW,
        // What no call of this function asks for, or what no caller can do anything about.
        Refusal::OrganisationExists
        | Refusal::IncompleteLinkRule(_)
        | Refusal::IdentityTaken
        | Refusal::InvitationOver
        | Refusal::TooManySeals
        | Refusal::Unchanged
        | Refusal::Unwritable(_) => &kinds::TEMPORARILY_UNAVAILABLE,
    }
}
