//! An API key is made, and shown this once: in the answer to the form, which nobody keeps and no address leads to.

use api::routes;
use axum::http::StatusCode;
use axum::response::Response;
use domain::authorisation::{Action, Scope};
use domain::text::half_width;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::entered::Entered;
use super::form::{Button, Field, Form, Group, TextKind, Tried};
use super::request::Asked;
use super::view::{Block, Link, View};
use super::words;
use crate::answers::MadeKey;
use crate::client::{Call, read_json};
use crate::stop::Stop;

/// The form.
pub(super) async fn page(asked: Asked) -> Response {
    show(&asked, None)
}

/// Makes the key.
pub(super) async fn make(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    let for_service = entered.value("holder") == "service";
    let route = if for_service { &routes::MAKE_KEY } else { &routes::MAKE_OWN_KEY };
    let call = Call::of(route, &[]).once_json(entered.key(), &request(&entered, for_service));
    match asked.ask(call).await? {
        Ok(body) => Ok(asked.show(&made(&asked, read_json(&body)?))),
        Err(problem) => Ok(show(&asked, Some(&Tried { entered: &entered, problem: &problem }))),
    }
}

/// The page that shows the key. Whoever sends the form again is told that it is not shown any more.
fn made(asked: &Asked, MadeKey { label, key }: MadeKey) -> View {
    let mut view = View::new(asked.language(), asked.t("APIキーを発行しました", "The API key was made"));
    view.status = StatusCode::CREATED;
    let view = view.with(Block::Facts(vec![(asked.t("名称", "Label").to_owned(), label)]));
    let view = match key {
        Some(value) => view
            .with(Block::Warning(
                asked
                    .t(
                        "APIキーを表示するのは、この1回だけです。今すぐ写して、安全な場所に保管してください。ほかの画面に移ると、もう表示できません。",
                        "The key is shown this once. Copy it now and keep it in a safe place: no other page shows it.",
                    )
                    .to_owned(),
            ))
            .with(Block::Secret { label: asked.t("APIキー", "API key").to_owned(), value }),
        None => view.with(Block::Warning(
            asked
                .t(
                    "このAPIキーはすでに一度表示したため、もう表示できません。写していない場合は、取り消して発行し直してください。",
                    "This key was shown before, and is not shown again. If you did not copy it, revoke it and make another.",
                )
                .to_owned(),
        )),
    };
    let back = asked.path(&routes::CONSOLE_KEYS, &[]);
    view.with(Block::Buttons(vec![Link::new(back, asked.t("APIキーの一覧に戻る", "Back to the API keys"))]))
}

fn show(asked: &Asked, tried: Option<&Tried<'_>>) -> Response {
    let language = asked.language();
    let scope = |scope: Scope| (scope.as_str().to_owned(), words::scope(scope, language).to_owned(), false);
    let mut groups = vec![Group::of(vec![
        Field::text("label", asked.t("名称", "Label"), "")
            .hint(asked.t("利用するプログラムの名前など", "Such as the program that is to use it")),
        Field::checks("scopes", asked.t("権限", "Good for"), Scope::ALL.map(scope).into()),
        Field::line("expires_at", asked.t("有効期限（任意）", "Last day (optional)"), "", TextKind::Number).hint(
            asked.t(
                "例：2027-03-31。この日の終わり（日本時間）まで使えます。",
                "Such as 2027-03-31: it is good until the end of this day in Japan.",
            ),
        ),
        Field::area("addresses", asked.t("接続元のIPアドレス（任意）", "From these addresses alone (optional)"), "")
            .hint(asked.t(
                "1行に1件。例：203.0.113.0/24。空欄なら、どこからでも使えます。",
                "One a line, such as 203.0.113.0/24. Without any it may be used from everywhere.",
            )),
    ])];
    if asked.may(Action::ManageKeys) {
        let holders = [
            ("own", asked.t("あなた", "You")),
            ("service", asked.t("プログラム（下の送信者名で送信します）", "A program, which sends by the name below")),
        ];
        groups.push(Group::called(
            asked.t("だれの名前で送信するか", "In whose name it sends"),
            vec![
                Field::select("holder", asked.t("送信者", "Sender"), "own", &holders),
                Field::text("service_name", asked.t("送信者名", "Name of the program’s sender"), "").at("/holder/name"),
                Field::line(
                    "service_email",
                    asked.t("お知らせを受け取るメールアドレス", "Address that emails about its envelopes go to"),
                    "",
                    TextKind::Email,
                )
                .at("/holder/email"),
            ],
        ));
    }
    let form = Form::to(asked.path(&routes::CONSOLE_MAKE_KEY, &[]), groups)
        .hidden("key", asked.fresh_key())
        .button(Button::primary(asked.t("発行する", "Make the key")))
        .tried(tried, language);
    let view = View::new(language, asked.t("APIキーを発行する", "Make an API key"))
        .below(asked.path(&routes::CONSOLE_KEYS, &[]), asked.t("APIキーの一覧に戻る", "Back to the API keys"))
        .with(Block::Form(Box::new(form)))
        .tried(tried);
    asked.show(&view)
}

fn request(entered: &Entered, for_service: bool) -> Value {
    let mut request = Map::new();
    request.insert("label".into(), entered.value("label").into());
    request.insert("scopes".into(), entered.all("scopes").map(Value::from).collect());
    request.insert("addresses".into(), entered.lines("addresses").into_iter().map(Value::from).collect());
    request.extend(entered.given("expires_at").map(|day| ("expires_at".into(), end_of(day).into())));
    if for_service {
        let (name, email) = (entered.value("service_name"), entered.value("service_email").trim());
        request.insert("holder".into(), json!({ "type": "service", "name": name, "email": email }));
    }
    Value::Object(request)
}

/// The end of a day in Japan, however people write it: `２０２７／３／３１` too. What is no day goes as it is, and the API says so.
fn end_of(day: &str) -> String {
    let plain: String = day.chars().map(half_width).map(|letter| if letter == '/' { '-' } else { letter }).collect();
    match Date::strptime("%Y-%m-%d", &plain) {
        Ok(day) => format!("{day}T23:59:59+09:00"),
        Err(_) => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it_and_what_is_none_is_left_to_the_api() {
        for day in ["2027-03-31", "2027/3/31", "２０２７／０３／３１"] {
            assert_eq!(end_of(day), "2027-03-31T23:59:59+09:00", "{day}");
        }
        for wrong in ["昨日", "2027-02-30", "31.3.2027"] {
            assert!(end_of(wrong).parse::<jiff::Timestamp>().is_err(), "{wrong}");
        }
    }
}
