//! Address books.

use api::problem::kinds::{self, ProblemKind};
use api::routes;
use api::v1::contacts::{
    CONTACT_PAGE_LIMITS, ContactChangeRequest, ContactListView, ContactRequest, ContactView, ImportView,
};
use serde_json::{Value, json};

use super::super::examples::{BYTES, CSV};
use super::super::operation::{Body, Operation, Precondition, Success};
use super::super::schemas::Schemas;
use super::{BODY, KEY, VERSION_REQUIRED, cursor, json_body, limit, operation, query_field, success};

/// Where the query says what is wanted.
static QUERY: [&ProblemKind; 2] = [&kinds::UNKNOWN_QUERY, &kinds::INVALID_UTF8];
/// Where a book is changed.
static CHANGE: [&ProblemKind; 2] = [&kinds::IMPORT_RUNNING, &kinds::NO_ORGANISATION_ROW];

pub(super) fn all(schemas: &mut Schemas) -> Vec<Operation> {
    let mut all = single(schemas);
    all.extend(lists(schemas));
    all.extend(files(schemas));
    all
}

fn single(schemas: &mut Schemas) -> Vec<Operation> {
    let contact = |schemas: &mut Schemas, description| Success {
        headers: &[("ETag", "ETag")],
        ..success(200, description, schemas.answer::<ContactView>())
    };
    let added = Success {
        headers: &[("Location", "Location"), ("ETag", "ETag")],
        ..success(201, "The contact.", schemas.answer::<ContactView>())
    };
    vec![
        Operation {
            takes_key: true,
            body: Some(json_body::<ContactRequest>(schemas, true)),
            ..operation(
                &routes::ADD_CONTACT,
                added,
                &[&BODY, &KEY, &CHANGE, &[&kinds::CONTACT_EXISTS, &kinds::TOO_MANY_CONTACTS, &kinds::UNKNOWN_CONTACT]],
            )
        },
        operation(
            &routes::GET_CONTACT,
            contact(schemas, "The contact, with what was said before where it is a shared one."),
            &[&[&kinds::UNKNOWN_CONTACT]],
        ),
        Operation {
            takes_version: Precondition::Required,
            body: Some(json_body::<ContactChangeRequest>(schemas, true)),
            ..operation(
                &routes::CHANGE_CONTACT,
                contact(schemas, "The contact as it is now. With another address it has another `id`."),
                &[&BODY, &VERSION_REQUIRED, &CHANGE, &[&kinds::UNKNOWN_CONTACT, &kinds::CONTACT_EXISTS]],
            )
        },
        Operation {
            takes_version: Precondition::Required,
            ..operation(
                &routes::REMOVE_CONTACT,
                Success::nothing("It is gone, with what was said of it before."),
                &[
                    &VERSION_REQUIRED[..],
                    &CHANGE,
                    &[&kinds::UNKNOWN_CONTACT, &kinds::BODY_TOO_LARGE, &kinds::UNREADABLE_REQUEST],
                ],
            )
        },
    ]
}

fn lists(schemas: &mut Schemas) -> Vec<Operation> {
    let list = success(200, "A page of the contacts that are found.", schemas.answer::<ContactListView>());
    let begins = "Only contacts whose name, its reading, company or address begins so. Case, width, blanks and the kind of kana make no difference.";
    let query = vec![
        scope("Only contacts of this book.", false),
        query_field("q", begins, &json!({"type": "string", "maxLength": 200})),
        limit(CONTACT_PAGE_LIMITS),
        cursor(&json!({"type": "string"})),
    ];
    vec![Operation { query, ..operation(&routes::LIST_CONTACTS, list, &[&QUERY]) }]
}

fn files(schemas: &mut Schemas) -> Vec<Operation> {
    let imported = success(200, "What it came to.", schemas.answer::<ImportView>());
    let there = "What becomes of contacts whose address is there already: they are as the file's columns say (`update`) or stay (`keep`), or the file is refused.";
    let existing = json!({"type": "string", "enum": ["update", "keep", "refuse"], "default": "update"});
    let encoding = json!({"type": "string", "enum": ["utf-8", "cp932"], "default": "utf-8"});
    let file = json!({
        "type": "string",
        "description": "UTF-8, or Windows' Shift_JIS (code page 932), which is known by `charset` or by the bytes. The first line names the columns: 氏名 and メールアドレス, and any of フリガナ, 会社名, 部署, 役職, 電話番号, 言語 and 備考, or their English names. 4 MB and 10,000 contacts at most.",
    });
    // As bytes, which no gateway takes for UTF-8.
    let contents = vec![(CSV, file), (BYTES, json!({"description": "The same in any of these letters."}))];
    vec![
        Operation {
            query: vec![scope("Into this book.", true), query_field("existing", there, &existing)],
            takes_key: true,
            body: Some(Body { required: true, contents }),
            ..operation(
                &routes::IMPORT_CONTACTS,
                imported,
                &[
                    &QUERY,
                    &KEY,
                    &CHANGE,
                    &[
                        &kinds::INVALID_FIELDS,
                        &kinds::INVALID_CSV,
                        &kinds::UNSUPPORTED_CONTENT,
                        &kinds::TOO_MANY_CONTACTS,
                        &kinds::IMPORT_UNFINISHED,
                    ],
                ],
            )
        },
        Operation {
            query: vec![
                scope("This book.", true),
                query_field(
                    "encoding",
                    "The letters of the file: UTF-8 with a byte order mark, or Windows' Shift_JIS.",
                    &encoding,
                ),
            ],
            ..operation(
                &routes::EXPORT_CONTACTS,
                Success::bytes(
                    "A CSV file that can be imported again. Cells that a spreadsheet would take for a formula begin with an apostrophe, which an import takes away.",
                ),
                &[&QUERY, &[&kinds::LETTERS_NOT_IN_ENCODING, &kinds::EXPORT_TOO_LARGE]],
            )
        },
    ]
}

/// Here and not by reference: the reference's commands name the first where one has to be named.
fn scope(description: &str, is_required: bool) -> Value {
    let mut field = query_field("scope", description, &json!({"type": "string", "enum": ["shared", "own"]}));
    field["required"] = json!(is_required);
    field
}
