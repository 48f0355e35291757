//! Somebody is invited: who they are, what they are to do, and to which groups they belong.

use api::routes;
use axum::response::Response;
use domain::authorisation::Role;
use serde_json::{Value, json};
use web::Language;

use super::entered::Entered;
use super::form::{Button, Field, Form, Group, TextKind, Tried};
use super::notice::Notice;
use super::request::Asked;
use super::view::{Block, View};
use super::words;
use crate::answers::{Group as NamedGroup, GroupList};
use crate::client::Call;
use crate::stop::Stop;

/// The form.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    show(&asked, None).await
}

/// Invites.
pub(super) async fn invite(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    let call = Call::of(&routes::INVITE_PERSON, &[]).once_json(entered.key(), &profile(&entered));
    match asked.ask(call).await? {
        Ok(_) => asked.done(&asked.path(&routes::CONSOLE_PEOPLE, &[]), Notice::Invited),
        Err(problem) => show(&asked, Some(&Tried { entered: &entered, problem: &problem })).await,
    }
}

async fn show(asked: &Asked, tried: Option<&Tried<'_>>) -> Result<Response, Stop> {
    let groups: GroupList = asked.read(Call::of(&routes::LIST_GROUPS, &[])).await?;
    let fields = profile_fields(&Profile::default(), &groups.groups, asked.language());
    let form = Form::to(asked.path(&routes::CONSOLE_INVITE, &[]), vec![Group::of(fields)])
        .hidden("key", asked.fresh_key())
        .button(Button::primary(asked.t("招待メールを送る", "Send the invitation")))
        .tried(tried, asked.language());
    let view = View::new(asked.language(), asked.t("利用者を招待する", "Invite somebody"))
        .below(asked.path(&routes::CONSOLE_PEOPLE, &[]), asked.t("利用者の一覧に戻る", "Back to the people"))
        .lead(asked.t(
            "入力したメールアドレスに、招待メールを送ります。リンクの有効期間は14日間です。",
            "An invitation goes to this address. Its link is good for 14 days.",
        ))
        .with(Block::Form(Box::new(form)))
        .tried(tried);
    Ok(asked.show(&view))
}

/// What is said of a person.
#[derive(Default)]
pub(super) struct Profile<'a> {
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) language: &'a str,
    pub(super) roles: &'a [Role],
    pub(super) groups: &'a [domain::ids::GroupId],
}

/// The fields that say it.
pub(super) fn profile_fields(profile: &Profile<'_>, groups: &[NamedGroup], language: Language) -> Vec<Field> {
    let role = |role: Role| {
        let words = words::role_explained(role, language).to_owned();
        (role.as_str().to_owned(), words, profile.roles.contains(&role))
    };
    let group = |group: &NamedGroup| (group.id.to_string(), group.name.clone(), profile.groups.contains(&group.id));
    let mut fields = vec![
        Field::text("name", language.t("氏名", "Name"), profile.name).hint(
            language.t("相手の方に、送信者の氏名として表示されます。", "Recipients read it as the sender’s name."),
        ),
        Field::line("email", language.t("メールアドレス", "Email address"), profile.email, TextKind::Email),
        Field::select("language", language.t("画面とメールの言語", "Language"), profile.language, &words::LANGUAGES),
        Field::checks("roles", language.t("役割", "Roles"), Role::ALL.map(role).into()),
    ];
    if !groups.is_empty() {
        fields.push(Field::checks("groups", language.t("グループ", "Groups"), groups.iter().map(group).collect()));
    }
    fields
}

/// The same in the API's words.
pub(super) fn profile(entered: &Entered) -> Value {
    json!({
        "name": entered.value("name"),
        "email": entered.value("email").trim(),
        "language": if entered.value("language") == "en" { "en" } else { "ja" },
        "roles": entered.all("roles").collect::<Vec<_>>(),
        "groups": entered.all("groups").collect::<Vec<_>>(),
    })
}
