//! The data for the archive that the organisation asks for (F14): which of the usual data must be there, and fields of its own.

use api::routes::{self, Route};
use axum::response::Response;
use domain::policy::{MAX_OWN_FIELDS, TransactionPart};
use serde_json::{Value, json};
use web::Language;

use super::entered::Entered;
use super::form::{Field, Group};
use super::request::Asked;
use super::section::{self, Section};
use crate::answers::{Organisation, OwnField};
use crate::stop::Stop;

/// Empty rows beneath the fields that there are.
const ROOM: usize = 2;

struct OwnFields;

/// The page.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    section::page::<OwnFields>(&asked).await
}

/// Saves them.
pub(super) async fn change(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    section::save::<OwnFields>(&asked, &compacted(&entered)).await
}

impl Section for OwnFields {
    fn route() -> &'static Route {
        &routes::CONSOLE_FIELDS
    }

    fn title(language: Language) -> &'static str {
        language.t("取引情報の入力項目", "Data for the archive")
    }

    fn lead(language: Language) -> Option<&'static str> {
        Some(language.t(
            "送信前に入力する項目を決めます。項目を外しても、すでに入力された内容は文書に残ります。",
            "What senders fill in before they send. A field that is taken away stays in envelopes that have it.",
        ))
    }

    fn groups(organisation: &Organisation, language: Language) -> Vec<Group> {
        let required = &organisation.envelopes.required;
        let part = |part: TransactionPart| {
            let is_required = required.iter().any(|name| name == part.as_str());
            (part.as_str().to_owned(), words(part, language).to_owned(), is_required)
        };
        let usual = Field::checks(
            "required",
            language.t("必ず入力する項目", "What must be filled in"),
            TransactionPart::ALL.map(part).into(),
        );
        let fields = &organisation.envelopes.own_fields;
        let rows = (fields.len() + ROOM).min(MAX_OWN_FIELDS);
        let empty = OwnField::default();
        let row = |at: usize| row(at, fields.get(at).unwrap_or(&empty), language);
        std::iter::once(Group::of(vec![usual.at("/envelopes/required")])).chain((0..rows).map(row)).collect()
    }

    fn change(entered: &Entered) -> Value {
        let rows = (0..MAX_OWN_FIELDS).filter(|at| is_filled_in(entered, *at)).map(|at| own_field(entered, at));
        let rows: Vec<Value> = rows.collect();
        json!({ "envelopes": { "required": entered.all("required").collect::<Vec<_>>(), "own_fields": rows } })
    }
}

fn row(at: usize, field: &OwnField, language: Language) -> Group {
    let kinds = [
        ("text", language.t("文字", "Text")),
        ("number", language.t("数値", "Number")),
        ("date", language.t("日付", "Date")),
        ("choice", language.t("選択肢", "Choice")),
    ];
    let name = |part: &str| name(part, at);
    let pointer = |part: &str| format!("/envelopes/own_fields/{at}/{part}");
    let kind = if field.kind.is_empty() { "text" } else { &field.kind };
    let legend = match language {
        Language::Ja => format!("独自の項目{}", at + 1),
        Language::En => format!("Field of your own {}", at + 1),
    };
    let fields =
        vec![
            Field::text(&name("label"), language.t("項目名", "What people call it"), &field.label)
                .at(&pointer("label"))
                .hint(language.t(
                    "例：決裁番号。次の欄とともに空欄にすると、この項目はなくなります。",
                    "Leave this and the next one empty to take the field away.",
                )),
            Field::text(&name("key"), language.t("プログラム用の名前", "What programs call it"), &field.key)
                .at(&pointer("key"))
                .hint(language.t(
                    "英小文字・数字・_。例：approval_number",
                    "Letters a to z, digits and _, such as approval_number",
                )),
            Field::select(&name("type"), language.t("種類", "Type"), kind, &kinds).at(&pointer("type")),
            Field::area(
                &name("choices"),
                language.t("選択肢（1行に1件）", "Choices, one a line"),
                &field.choices.join("\n"),
            )
            .at(&pointer("choices")),
            Field::check(&name("required"), language.t("必ず入力する", "It must be filled in"), field.required)
                .at(&pointer("required")),
        ];
    Group::called(&legend, fields)
}

/// What the parts of a row are called.
const PARTS: [&str; 5] = ["label", "key", "type", "choices", "required"];

fn name(part: &str, at: usize) -> String {
    format!("own-{part}-{at}")
}

fn is_filled_in(entered: &Entered, at: usize) -> bool {
    ["label", "key"].into_iter().any(|part| entered.given(&name(part, at)).is_some())
}

/// The same with the rows that are filled in one behind the other, so that the API's places are those of the form.
fn compacted(entered: &Entered) -> Entered {
    let rows = (0..MAX_OWN_FIELDS).filter(|at| is_filled_in(entered, *at)).enumerate();
    let moved = rows.flat_map(|(to, from)| {
        let parts = PARTS.into_iter().filter(move |part| entered.has(&name(part, from)));
        parts.map(move |part| (name(part, to), entered.value(&name(part, from)).to_owned()))
    });
    let others = entered.0.iter().filter(|(name, _)| !name.starts_with("own-")).cloned();
    Entered(others.chain(moved).collect())
}

fn own_field(entered: &Entered, at: usize) -> Value {
    let value = |part: &str| entered.value(&name(part, at)).trim();
    // Another type has no choices, whatever was typed there before.
    let choices = if value("type") == "choice" { entered.lines(&name("choices", at)) } else { Vec::new() };
    json!({
        "label": value("label"),
        "key": value("key"),
        "type": value("type"),
        "choices": choices,
        "required": entered.has(&name("required", at)),
    })
}

const fn words(part: TransactionPart, language: Language) -> &'static str {
    match part {
        TransactionPart::Date => language.t("取引年月日", "Date of the transaction"),
        TransactionPart::Counterparty => language.t("取引先", "Counterparty"),
        TransactionPart::Amount => language.t("取引金額", "Amount"),
        TransactionPart::TermStart => language.t("契約の開始日", "First day of the term"),
        TransactionPart::TermEnd => language.t("契約の終了日", "Last day of the term"),
        TransactionPart::Notice => language.t("更新拒絶などの通知期限", "Until when notice is given"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_empty_go_and_those_behind_them_move_up() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let entered = Entered(vec![
            field("required", "date"),
            field("own-label-0", " "),
            field("own-key-0", ""),
            field("own-type-0", "text"),
            field("own-label-1", "決裁番号"),
            field("own-key-1", "approval_number"),
            field("own-type-1", "text"),
            field("own-choices-1", "left over"),
            field("own-required-1", "yes"),
        ]);
        let compacted = compacted(&entered);
        assert_eq!(compacted.value("own-label-0"), "決裁番号");
        assert!(!compacted.has("own-label-1"));
        assert_eq!(
            OwnFields::change(&compacted),
            json!({"envelopes": {"required": ["date"], "own_fields": [
                {"label": "決裁番号", "key": "approval_number", "type": "text", "choices": [], "required": true},
            ]}})
        );
    }
}
