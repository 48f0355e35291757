//! Groups of people, such as a town hall's divisions (課).

use api::routes;
use axum::extract::Path;
use axum::response::Response;
use domain::authorisation::Action;
use domain::ids::GroupId;
use serde_json::json;
use web::Rejection;

use super::entered::Entered;
use super::form::{Button, Field, Form, Group, Tried};
use super::notice::Notice;
use super::request::Asked;
use super::table::{Cell, Table};
use super::view::{Block, View};
use crate::answers::{Group as Named, GroupList};
use crate::client::Call;
use crate::stop::Stop;

/// The list.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    list(&asked, None).await
}

/// Makes a group.
pub(super) async fn add(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    let call = Call::of(&routes::ADD_GROUP, &[]).once_json(entered.key(), &json!({ "name": entered.value("name") }));
    match asked.ask(call).await? {
        Ok(_) => asked.done(&asked.path(&routes::CONSOLE_GROUPS, &[]), Notice::Added),
        Err(problem) => list(&asked, Some(&Tried { entered: &entered, problem: &problem })).await,
    }
}

async fn list(asked: &Asked, tried: Option<&Tried<'_>>) -> Result<Response, Stop> {
    let found: GroupList = asked.read(Call::of(&routes::LIST_GROUPS, &[])).await?;
    let may = asked.may(Action::ManageGroups);
    let row = |group: Named| match may {
        true => vec![Cell::link(group.name, asked.path(&routes::CONSOLE_GROUP, &[&group.id.to_string()]))],
        false => vec![Cell::text(group.name)],
    };
    let none = asked.t("グループはまだありません。", "There are no groups yet.");
    let table = Table::new(asked.t("グループ", "Groups"), &[asked.t("名称", "Name")], none)
        .rows(found.groups.into_iter().map(row));
    let mut view = View::new(asked.language(), asked.t("グループ（課）", "Groups"))
        .below(asked.path(&routes::CONSOLE_SETTINGS, &[]), asked.t("設定に戻る", "Back to the settings"))
        .with(Block::Table(table));
    view.notice = asked.notice().map(|notice| notice.text(asked.language()));
    if may {
        let form = Form::to(asked.path(&routes::CONSOLE_ADD_GROUP, &[]), vec![Group::of(vec![name_field(asked, "")])])
            .hidden("key", asked.fresh_key())
            .button(Button::primary(asked.t("追加する", "Add")))
            .tried(tried, asked.language());
        view = view.with(Block::heading(asked.t("グループの追加", "Add a group"))).with(Block::Form(Box::new(form)));
    }
    Ok(asked.show(&view.tried(tried)))
}

/// The page of one group.
pub(super) async fn one(asked: Asked, Path(id): Path<String>) -> Result<Response, Stop> {
    show(&asked, &id_of(&id)?, None).await
}

/// Renames or removes it.
pub(super) async fn change(asked: Asked, Path(id): Path<String>, entered: Entered) -> Result<Response, Stop> {
    let id = id_of(&id)?;
    let (call, notice) = match entered.value("act") {
        "rename" => {
            let call = Call::of(&routes::RENAME_GROUP, &[&id]).json(&json!({ "name": entered.value("name") }));
            (call, Notice::Saved)
        }
        "remove" => (Call::of(&routes::REMOVE_GROUP, &[&id]), Notice::Removed),
        _ => return Err(Rejection::NotFound.into()),
    };
    match asked.ask(call.if_version(entered.version())).await? {
        Ok(_) => asked.done(&asked.path(&routes::CONSOLE_GROUPS, &[]), notice),
        Err(problem) => show(&asked, &id, Some(&Tried { entered: &entered, problem: &problem })).await,
    }
}

async fn show(asked: &Asked, id: &str, tried: Option<&Tried<'_>>) -> Result<Response, Stop> {
    let (group, version): (Named, u64) = asked.read_versioned(Call::of(&routes::GET_GROUP, &[id])).await?;
    let typed = tried.filter(|tried| tried.entered.value("act") == "rename");
    let action = asked.path(&routes::CONSOLE_CHANGE_GROUP, &[id]);
    let form =
        |act: &str| Form::to(action.clone(), Vec::new()).hidden("act", act).hidden("version", version.to_string());
    let rename = Form { groups: vec![Group::of(vec![name_field(asked, &group.name)])], ..form("rename") }
        .button(Button::primary(asked.t("保存する", "Save")))
        .tried(typed, asked.language());
    let remove = form("remove")
        .button(Button::stop(asked.t("削除する", "Delete")))
        .folded(asked.t("このグループを削除する", "Delete this group"));
    let mut view = View::new(asked.language(), &group.name)
        .below(asked.path(&routes::CONSOLE_GROUPS, &[]), asked.t("グループの一覧に戻る", "Back to the groups"))
        .with(Block::Form(Box::new(rename)));
    if asked.may(Action::ManageGroups) {
        view = view
            .with(Block::text(asked.t(
                "グループを削除すると、このグループに与えられていた権限は使えなくなります。利用者は削除されません。",
                "What was given to a group cannot be used once it is deleted. Its people stay.",
            )))
            .with(Block::Form(Box::new(remove)));
    }
    Ok(asked.show(&view.tried(tried)))
}

fn name_field(asked: &Asked, value: &str) -> Field {
    Field::text("name", asked.t("グループの名称", "Name of the group"), value)
}

/// What is no identifier is no group's.
fn id_of(text: &str) -> Result<String, Stop> {
    text.parse::<GroupId>().map(|id| id.to_string()).map_err(|_| Rejection::NotFound.into())
}
