//! `/v1/folders`: where envelopes are kept, and who may do what with them there.

use api::idempotency::{Begun, begin};
use api::precondition::IfMatch;
use api::problem::{Problem, kinds};
use api::v1::folders::{FolderChangeRequest, FolderListView, FolderRequest, FolderView};
use api::{Call, Caller, json, routes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authorisation::{AccessLevel, Action, Resource, may};
use domain::field_error::FieldError;
use domain::folder::{Folder, FolderChange, FolderRequest as DomainRequest, FolderTree, Grant, Grantee};
use domain::ids::FolderId;
use domain::language::Localized;
use domain::organisation::{Change, Facts, Refusal};
use domain::ports::{About, ChangeError, ListQuery};

use crate::answers::{demand_version, json as answer_json, version_of, versioned};
use crate::{Dependencies, refusals};

const ABOUT: About = About { person: None, address: None, identity: None, key: None, folders: true, seal: None };

pub(crate) async fn list(State(dependencies): State<Dependencies>, caller: Caller) -> Result<Response, Problem> {
    let folders = all(&dependencies, &caller).await?;
    let seen = folders.all().filter_map(|folder| Some((folder, own_level(&caller, folder.id)?)));
    let mut seen: Vec<_> = seen.map(|(folder, level)| (folder.name.clone(), folder.clone(), level)).collect();
    seen.sort_by(|a, b| a.0.cmp(&b.0));
    let folders = seen.into_iter().map(|(_, folder, level)| FolderView::of(folder, level)).collect();
    Ok(answer_json(StatusCode::OK, &FolderListView { folders }))
}

pub(crate) async fn read(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Response, Problem> {
    let folders = all(&dependencies, &caller).await?;
    let (folder, level) = seen(&folders, &caller, id_of(&id)?)?;
    Ok(answer(StatusCode::OK, folder.clone(), level))
}

pub(crate) async fn add(State(dependencies): State<Dependencies>, call: Call) -> Result<Response, Problem> {
    let request: DomainRequest =
        json::read::<FolderRequest>(&call.body)?.try_into().map_err(Problem::invalid_fields)?;
    let caller = &call.caller;
    let running = match begin(dependencies.idempotency(), &call).await? {
        Begun::Run(running) => running,
        Begun::Answered(answered) => {
            let folders = all(&dependencies, caller).await?;
            let (folder, level) = seen(&folders, caller, FolderId::new(answered.subject))?;
            return Ok(answer(StatusCode::CREATED, folder.clone(), level));
        }
    };
    let made = async {
        let folder = request.accept(FolderId::new(running.id)).map_err(Problem::invalid_fields)?;
        demand_managed(caller, folder.parent)?;
        demand_people(&dependencies, caller, &request.grants, &[]).await?;
        let stored = running.answer(StatusCode::CREATED, folder.id);
        let change = |_: &_, _: &_| Ok(Change::AddFolder(Box::new(folder.clone())));
        let (organisation, actor) = (&caller.sender.organisation, &caller.principal.actor);
        let decided = dependencies.registry.change(organisation, &ABOUT, actor, Some(&stored), change).await;
        decided.map(|_| folder.clone()).map_err(problem)
    };
    match made.await {
        Ok(folder) => {
            let level = level_of_maker(caller, &folder);
            Ok(answer(StatusCode::CREATED, folder, level))
        }
        Err(problem) => Err(running.refuse(&*dependencies.answers, problem).await),
    }
}

pub(crate) async fn change(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (id, caller) = (id_of(&id)?, &call.caller);
    let if_match = IfMatch::required(&call.headers)?;
    let request: FolderChange =
        json::read::<FolderChangeRequest>(&call.body)?.try_into().map_err(Problem::invalid_fields)?;
    let folders = all(&dependencies, caller).await?;
    let (before, level) = seen(&folders, caller, id)?;
    demand_managed(caller, Some(id))?;
    demand_people(&dependencies, caller, request.grants.as_deref().unwrap_or_default(), &before.grants).await?;
    let (organisation, actor) = (&caller.sender.organisation, &caller.principal.actor);
    let decided = dependencies
        .registry
        .change(organisation, &ABOUT, actor, None, |_, facts| {
            let before = facts.folders.get(id).ok_or(Refusal::UnknownFolder)?;
            demand_version(before, &if_match)?;
            Ok(Change::SetFolder(Box::new(request.accept(before).map_err(ChangeError::Fields)?)))
        })
        .await;
    match decided {
        Ok(decision) => {
            let after = decision.folder.and_then(|(_, after)| after).ok_or_else(Problem::unavailable)?;
            Ok(answer(StatusCode::OK, after, level))
        }
        // Nothing to do is no mistake.
        Err(ChangeError::Refused(Refusal::Unchanged)) => Ok(answer(StatusCode::OK, before.clone(), level)),
        Err(error) => Err(problem(error)),
    }
}

/// Only where nothing is in it. An envelope that is moved into it at the same moment is in no folder afterwards, and is seen by
/// whoever may see it without one.
pub(crate) async fn remove(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (id, caller) = (id_of(&id)?, &call.caller);
    let if_match = IfMatch::required(&call.headers)?;
    let folders = all(&dependencies, caller).await?;
    let folder = seen(&folders, caller, id)?.0;
    demand_managed(caller, Some(id))?;
    demand_version(folder, &if_match).map_err(problem)?;
    let organisation = caller.sender.organisation.clone();
    let query = ListQuery { organisation, sender: None, folder: Some(id), status: None, older_than: None, limit: 1 };
    let first = dependencies.list.page(&query).await?;
    if !first.envelopes.is_empty() || first.next.is_some() {
        return Err(Problem::of(&kinds::FOLDER_NOT_EMPTY));
    }
    let (organisation, actor) = (&caller.sender.organisation, &caller.principal.actor);
    let remove = |_: &_, facts: &Facts| {
        demand_version(facts.folders.get(id).ok_or(Refusal::UnknownFolder)?, &if_match)?;
        Ok(Change::RemoveFolder { id })
    };
    match dependencies.registry.change(organisation, &ABOUT, actor, None, remove).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(problem(error)),
    }
}

async fn all(dependencies: &Dependencies, caller: &Caller) -> Result<FolderTree, Problem> {
    Ok(dependencies.authentication.folders.all(&caller.sender.organisation).await?)
}

/// The folder, if the caller may see what is in it: others are as unknown as none.
fn seen<'f>(folders: &'f FolderTree, caller: &Caller, id: FolderId) -> Result<(&'f Folder, AccessLevel), Problem> {
    let unknown = || Problem::of(&kinds::UNKNOWN_FOLDER);
    let folder = folders.get(id).ok_or_else(unknown)?;
    Ok((folder, own_level(caller, id).ok_or_else(unknown)?))
}

/// Whoever does not manage a folder, or the place above all of them, is told so before anything else. Whoever decides the change asks
/// again, by what is stored then.
fn demand_managed(caller: &Caller, place: Option<FolderId>) -> Result<(), Problem> {
    let manages = may(&caller.principal, Action::ManageFolders, Resource::Folder(place)).is_ok();
    if manages { Ok(()) } else { Err(Problem::of(&kinds::ROLE_MISSING)) }
}

/// How far the caller's right over what is in a folder goes; nothing where there is none.
fn own_level(caller: &Caller, id: FolderId) -> Option<AccessLevel> {
    let can = |action| may(&caller.principal, action, Resource::Folder(Some(id))).is_ok();
    if can(Action::ManageFolders) {
        return Some(AccessLevel::Manage);
    }
    let Some(member) = &caller.principal.member else { return Some(AccessLevel::Download) };
    let by_folder = member.folders.get(&id).copied();
    by_folder.or_else(|| can(Action::ReadFolders).then_some(AccessLevel::Download))
}

/// Whoever made a folder may have done so by a right over the one above, which it need not inherit.
fn level_of_maker(caller: &Caller, folder: &Folder) -> AccessLevel {
    let by_role = may(&caller.principal, Action::ManageFolders, Resource::Folder(None)).is_ok();
    if by_role || folder.inherits {
        return AccessLevel::Manage;
    }
    let Some(member) = &caller.principal.member else { return AccessLevel::Manage };
    let tree = FolderTree::new([folder.clone()]);
    let levels = tree.levels(member.id, &member.roles, &member.groups);
    levels.get(&folder.id).copied().unwrap_or(AccessLevel::See)
}

/// People to whom rights are given for the first time must be there.
async fn demand_people(
    dependencies: &Dependencies,
    caller: &Caller,
    grants: &[Grant],
    before: &[Grant],
) -> Result<(), Problem> {
    let mut errors = Vec::new();
    for (at, grant) in grants.iter().enumerate() {
        let Grantee::Person(person) = grant.to else { continue };
        if before.iter().any(|known| known.to == grant.to) {
            continue;
        }
        if dependencies.registry.people.person(&caller.sender.organisation, person).await?.is_none() {
            let detail = Localized::new(
                format!("利用者「{person}」はいません。"),
                format!("The organisation has no person {person}."),
            );
            errors.push(FieldError::new(format!("/grants/{at}/person"), "unknown-person", detail));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Problem::invalid_fields(errors)) }
}

/// A group that is named is a field of the request here, and a folder above too.
fn problem(error: ChangeError) -> Problem {
    let (pointer, code, detail) = match &error {
        ChangeError::Refused(Refusal::UnknownGroup) => (
            "/grants",
            "unknown-group",
            Localized::fixed("指定されたグループの中に、存在しないものがあります。", "One of the groups is not there."),
        ),
        ChangeError::Refused(Refusal::NoSuchPlace) => (
            "/parent",
            "no-such-place",
            Localized::fixed(
                "上位のフォルダーには、存在するフォルダーで、このフォルダー自身とその中のフォルダーではないものを指定してください。",
                "Give a folder that is there, and neither this one nor one in it.",
            ),
        ),
        _ => return refusals::problem(error),
    };
    Problem::invalid_fields(vec![FieldError::new(pointer, code, detail)])
}

/// What is no identifier is no folder's.
fn id_of(text: &str) -> Result<FolderId, Problem> {
    text.parse().map_err(|_| Problem::of(&kinds::UNKNOWN_FOLDER))
}

/// A folder has no counted version: its entity tag is made of what it is.
fn answer(status: StatusCode, folder: Folder, level: AccessLevel) -> Response {
    let (version, location) = (version_of(&folder), routes::GET_FOLDER.path_of(&[&folder.id.to_string()]));
    let location = (status == StatusCode::CREATED).then_some(location);
    versioned(status, &FolderView::of(folder, level), version, location.as_deref())
}
