//! The organisation, its people, groups, keys and log.

use api::problem::kinds::{self, ProblemKind};
use api::routes;
use api::v1::folders::{FolderChangeRequest, FolderListView, FolderRequest, FolderView};
use api::v1::organisation::{
    GroupListView, GroupRequest, GroupView, KeyListView, KeyRequest, LogView, MadeKeyView, MeView,
    OrganisationChangeRequest, OrganisationView, OwnKeyListView, OwnKeyRequest, PAGE_LIMITS, PersonChangeRequest,
    PersonListView, PersonRequest, PersonView, RegisteredSealListView, RegisteredSealView, SealChangeRequest,
    SealUseListView, SessionListView,
};
use serde_json::{Value, json};

use super::super::operation::{Operation, Precondition, Success};
use super::super::schemas::Schemas;
use super::{BODY, KEY, cursor, json_body, limit, operation, success};

/// Where a version is to be changed.
static VERSION: [&ProblemKind; 2] = [&kinds::PRECONDITION_REQUIRED, &kinds::PRECONDITION_FAILED];
/// Where a list is read page by page.
static PAGE: [&ProblemKind; 2] = [&kinds::UNKNOWN_QUERY, &kinds::INVALID_UTF8];

pub(super) fn all(schemas: &mut Schemas) -> Vec<Operation> {
    let mut all = own(schemas);
    all.extend(organisation(schemas));
    all.extend(people(schemas));
    all.extend(acts_on_people(schemas));
    all.extend(groups(schemas));
    all.extend(folders(schemas));
    all.extend(seals(schemas));
    all.extend(keys(schemas));
    all
}

fn own(schemas: &mut Schemas) -> Vec<Operation> {
    let sessions = success(200, "The sessions that are good, the newest first.", schemas.answer::<SessionListView>());
    vec![
        operation(&routes::GET_ME, success(200, "Who calls.", schemas.answer::<MeView>()), &[]),
        operation(&routes::LIST_OWN_SESSIONS, sessions, &[&[&kinds::UNKNOWN_PERSON]]),
        without_version(operation(
            &routes::END_OWN_SESSION,
            gone("The session has ended."),
            &[&[&kinds::UNKNOWN_SESSION]],
        )),
        operation(
            &routes::LIST_OWN_KEYS,
            success(200, "The caller's own API keys.", schemas.answer::<OwnKeyListView>()),
            &[],
        ),
        Operation {
            takes_key: true,
            body: Some(json_body::<OwnKeyRequest>(schemas, true)),
            ..operation(
                &routes::MAKE_OWN_KEY,
                made_key(schemas),
                &[
                    &BODY,
                    &KEY,
                    &[
                        &kinds::NO_ORGANISATION_ROW,
                        &kinds::UNKNOWN_KEY,
                        &kinds::SIGN_IN_NEEDED,
                        &kinds::TOO_MANY_OWN_KEYS,
                    ],
                ],
            )
        },
        without_version(operation(
            &routes::REVOKE_OWN_KEY,
            gone("The API key is not taken any more."),
            &[&[&kinds::UNKNOWN_KEY, &kinds::SIGN_IN_NEEDED]],
        )),
    ]
}

fn organisation(schemas: &mut Schemas) -> Vec<Operation> {
    let log = success(200, "A page of the log, the oldest first.", schemas.answer::<LogView>());
    let organisation = |schemas: &mut Schemas, description| Success {
        headers: &[("ETag", "ETag")],
        ..success(200, description, schemas.answer::<OrganisationView>())
    };
    vec![
        operation(
            &routes::GET_ORGANISATION,
            organisation(schemas, "What holds for the organisation."),
            &[&[&kinds::NO_ORGANISATION_ROW]],
        ),
        Operation {
            takes_version: Precondition::Required,
            body: Some(json_body::<OrganisationChangeRequest>(schemas, true)),
            ..operation(
                &routes::CHANGE_ORGANISATION,
                organisation(schemas, "What holds for the organisation now."),
                &[&BODY, &VERSION, &[&kinds::NO_ORGANISATION_ROW, &kinds::LOCKS_OUT_CALLER]],
            )
        },
        Operation {
            query: vec![limit(PAGE_LIMITS), cursor(&json!({"type": "string", "pattern": "^[0-9]{1,19}$"}))],
            ..operation(&routes::LIST_LOG, log, &[&PAGE])
        },
    ]
}

fn people(schemas: &mut Schemas) -> Vec<Operation> {
    let list = success(200, "A page of the people.", schemas.answer::<PersonListView>());
    let invited = Success {
        headers: &[("Location", "Location"), ("ETag", "ETag")],
        ..success(201, "The person, to whom an invitation is on its way.", schemas.answer::<PersonView>())
    };
    vec![
        Operation { query: pages(), ..operation(&routes::LIST_PEOPLE, list, &[&PAGE]) },
        Operation {
            takes_key: true,
            body: Some(json_body::<PersonRequest>(schemas, true)),
            ..operation(
                &routes::INVITE_PERSON,
                invited,
                &[
                    &BODY,
                    &KEY,
                    &[
                        &kinds::NO_ORGANISATION_ROW,
                        &kinds::ADDRESS_TAKEN,
                        &kinds::TOO_MANY_PEOPLE,
                        &kinds::UNKNOWN_PERSON,
                    ],
                ],
            )
        },
        operation(&routes::GET_PERSON, person(schemas, "The person."), &[&[&kinds::UNKNOWN_PERSON]]),
        Operation {
            takes_version: Precondition::Required,
            body: Some(json_body::<PersonChangeRequest>(schemas, true)),
            ..operation(
                &routes::CHANGE_PERSON,
                person(schemas, "The person as they are now."),
                &[
                    &BODY,
                    &VERSION,
                    &[
                        &kinds::NO_ORGANISATION_ROW,
                        &kinds::UNKNOWN_PERSON,
                        &kinds::ADDRESS_TAKEN,
                        &kinds::LAST_ADMINISTRATOR,
                        &kinds::TOO_MANY_ADMINISTRATORS,
                    ],
                ],
            )
        },
    ]
}

fn acts_on_people(schemas: &mut Schemas) -> Vec<Operation> {
    let act = |route, success, problems: &[&'static ProblemKind]| Operation {
        takes_key: true,
        ..operation(route, success, &[&KEY, &[&kinds::UNKNOWN_PERSON], problems])
    };
    let sessions = success(200, "The sessions that are good, the newest first.", schemas.answer::<SessionListView>());
    vec![
        act(
            &routes::INVITE_AGAIN,
            person(schemas, "The person, to whom another invitation is on its way."),
            &[&kinds::NOT_INVITED, &kinds::INVITED_JUST_NOW],
        ),
        act(
            &routes::DEACTIVATE_PERSON,
            person(
                schemas,
                "The person, who does not come in any more. An address that was named for the organisation's registered seal is \
                 taken from it with that.",
            ),
            &[&kinds::DEACTIVATED, &kinds::LAST_ADMINISTRATOR],
        ),
        act(
            &routes::REACTIVATE_PERSON,
            person(
                schemas,
                "The person, who may come in again. The right to sign with the registered seal does not come back by itself: \
                 `PATCH /v1/organisation/seals/{id}` names the person anew.",
            ),
            &[&kinds::NOT_DEACTIVATED, &kinds::TOO_MANY_ADMINISTRATORS],
        ),
        operation(&routes::LIST_SESSIONS, sessions, &[&[&kinds::UNKNOWN_PERSON]]),
        without_version(operation(
            &routes::END_SESSIONS,
            gone("All sessions have ended."),
            &[&[&kinds::UNKNOWN_PERSON]],
        )),
        without_version(operation(
            &routes::END_SESSION,
            gone("The session has ended."),
            &[&[&kinds::UNKNOWN_PERSON, &kinds::UNKNOWN_SESSION]],
        )),
    ]
}

fn seals(schemas: &mut Schemas) -> Vec<Operation> {
    let list = success(200, "The organisation's registered seals.", schemas.answer::<RegisteredSealListView>());
    let uses = success(200, "A page of the uses, the newest first.", schemas.answer::<SealUseListView>());
    let seal = |schemas: &mut Schemas, description| Success {
        headers: &[("ETag", "ETag")],
        ..success(200, description, schemas.answer::<RegisteredSealView>())
    };
    vec![
        operation(&routes::LIST_SEALS, list, &[]),
        operation(&routes::GET_SEAL, seal(schemas, "The seal."), &[&[&kinds::UNKNOWN_SEAL]]),
        Operation {
            takes_version: Precondition::Required,
            body: Some(json_body::<SealChangeRequest>(schemas, true)),
            ..operation(
                &routes::CHANGE_SEAL,
                seal(schemas, "The seal as it is now."),
                &[&BODY, &VERSION, &[&kinds::UNKNOWN_SEAL]],
            )
        },
        Operation {
            query: vec![limit(PAGE_LIMITS), cursor(&json!({"type": "string", "pattern": "^[0-9]{14}-[0-9a-f]{64}$"}))],
            ..operation(&routes::LIST_SEAL_USES, uses, &[&PAGE, &[&kinds::UNKNOWN_SEAL]])
        },
    ]
}

fn groups(schemas: &mut Schemas) -> Vec<Operation> {
    let list = success(200, "All groups, by their names.", schemas.answer::<GroupListView>());
    let group = |schemas: &mut Schemas| Success {
        headers: &[("ETag", "ETag")],
        ..success(200, "The group.", schemas.answer::<GroupView>())
    };
    let made = Success {
        headers: &[("Location", "Location"), ("ETag", "ETag")],
        ..success(201, "The group.", schemas.answer::<GroupView>())
    };
    vec![
        operation(&routes::LIST_GROUPS, list, &[]),
        Operation {
            takes_key: true,
            body: Some(json_body::<GroupRequest>(schemas, true)),
            ..operation(
                &routes::ADD_GROUP,
                made,
                &[&BODY, &KEY, &[&kinds::GROUP_NAME_TAKEN, &kinds::TOO_MANY_GROUPS, &kinds::UNKNOWN_GROUP]],
            )
        },
        operation(&routes::GET_GROUP, group(schemas), &[&[&kinds::UNKNOWN_GROUP]]),
        Operation {
            takes_version: Precondition::Required,
            body: Some(json_body::<GroupRequest>(schemas, true)),
            ..operation(
                &routes::RENAME_GROUP,
                group(schemas),
                &[&BODY, &VERSION, &[&kinds::UNKNOWN_GROUP, &kinds::GROUP_NAME_TAKEN]],
            )
        },
        Operation {
            takes_version: Precondition::Required,
            ..operation(
                &routes::REMOVE_GROUP,
                gone("The group is gone."),
                &[&VERSION, &[&kinds::UNKNOWN_GROUP, &kinds::BODY_TOO_LARGE, &kinds::UNREADABLE_REQUEST]],
            )
        },
    ]
}

fn folders(schemas: &mut Schemas) -> Vec<Operation> {
    let list = success(200, "The folders in which the caller may see envelopes.", schemas.answer::<FolderListView>());
    let folder = |schemas: &mut Schemas, description| Success {
        headers: &[("ETag", "ETag")],
        ..success(200, description, schemas.answer::<FolderView>())
    };
    let made = Success {
        headers: &[("Location", "Location"), ("ETag", "ETag")],
        ..success(201, "The folder.", schemas.answer::<FolderView>())
    };
    vec![
        operation(&routes::LIST_FOLDERS, list, &[]),
        Operation {
            takes_key: true,
            body: Some(json_body::<FolderRequest>(schemas, true)),
            ..operation(
                &routes::ADD_FOLDER,
                made,
                &[
                    &BODY,
                    &KEY,
                    &[
                        &kinds::FOLDER_NAME_TAKEN,
                        &kinds::TOO_MANY_FOLDERS,
                        &kinds::FOLDERS_TOO_DEEP,
                        &kinds::UNKNOWN_FOLDER,
                    ],
                ],
            )
        },
        operation(&routes::GET_FOLDER, folder(schemas, "The folder."), &[&[&kinds::UNKNOWN_FOLDER]]),
        Operation {
            takes_version: Precondition::Required,
            body: Some(json_body::<FolderChangeRequest>(schemas, true)),
            ..operation(
                &routes::CHANGE_FOLDER,
                folder(schemas, "The folder as it is now."),
                &[&BODY, &VERSION, &[&kinds::UNKNOWN_FOLDER, &kinds::FOLDER_NAME_TAKEN, &kinds::FOLDERS_TOO_DEEP]],
            )
        },
        Operation {
            takes_version: Precondition::Required,
            ..operation(
                &routes::REMOVE_FOLDER,
                gone("The folder is gone."),
                &[
                    &VERSION,
                    &[
                        &kinds::UNKNOWN_FOLDER,
                        &kinds::FOLDER_NOT_EMPTY,
                        &kinds::BODY_TOO_LARGE,
                        &kinds::UNREADABLE_REQUEST,
                    ],
                ],
            )
        },
    ]
}

fn keys(schemas: &mut Schemas) -> Vec<Operation> {
    let list = success(200, "A page of the API keys.", schemas.answer::<KeyListView>());
    let made = made_key(schemas);
    vec![
        Operation { query: pages(), ..operation(&routes::LIST_KEYS, list, &[&PAGE]) },
        Operation {
            takes_key: true,
            body: Some(json_body::<KeyRequest>(schemas, true)),
            ..operation(
                &routes::MAKE_KEY,
                made,
                &[&BODY, &KEY, &[&kinds::NO_ORGANISATION_ROW, &kinds::UNKNOWN_KEY, &kinds::TOO_MANY_OWN_KEYS]],
            )
        },
        without_version(operation(
            &routes::REVOKE_KEY,
            gone("The API key is not taken any more."),
            &[&[&kinds::UNKNOWN_KEY]],
        )),
    ]
}

/// What ends whatever was seen of it.
fn without_version(operation: Operation) -> Operation {
    let description = "It takes no If-Match: sessions and API keys have no version, and end whatever was seen of them.";
    Operation { description: Some(description), ..operation }
}

fn made_key(schemas: &mut Schemas) -> Success {
    Success {
        headers: &[("Location", "Location")],
        ..success(201, "The API key, shown this once.", schemas.answer::<MadeKeyView>())
    }
}

fn person(schemas: &mut Schemas, description: &'static str) -> Success {
    Success { headers: &[("ETag", "ETag")], ..success(200, description, schemas.answer::<PersonView>()) }
}

const fn gone(description: &'static str) -> Success {
    Success::nothing(description)
}

pub(super) fn pages() -> Vec<Value> {
    vec![limit(PAGE_LIMITS), cursor(&json!({"type": "string", "format": "uuid"}))]
}
