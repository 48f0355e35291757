//! What each operation takes and answers. A new route of the API is described here: without that `cargo codegen` ends with an
//! error, and the tests of functions and journeys refuse an answer that is not described.

mod organisation;

use api::problem::kinds::{self, ProblemKind};
use api::routes::{self, Access, Route};
use api::v1::{
    BegunUploadView, CorrectionRequest, DeclaredFile, EVENT_LIMITS, EnvelopeListView, EnvelopeRequest, EnvelopeView,
    EventsView, EvidenceView, FindingsView, LIST_LIMITS, LeftFile, RetryRequest, VoidRequest, status_schema,
};
use schemars::JsonSchema;
use serde_json::{Value, json};

use super::operation::{Body, Operation, Success};
use super::schemas::Schemas;

const JSON: &str = "application/json";

/// Where a body is read as JSON.
static BODY: [&ProblemKind; 5] = [
    &kinds::INVALID_UTF8,
    &kinds::INVALID_JSON,
    &kinds::INVALID_FIELDS,
    &kinds::BODY_TOO_LARGE,
    &kinds::UNREADABLE_REQUEST,
];
/// Where an `Idempotency-Key` is asked for. The body is read with it, be it used or not.
static KEY: [&ProblemKind; 6] = [
    &kinds::IDEMPOTENCY_KEY_MISSING,
    &kinds::IDEMPOTENCY_KEY_INVALID,
    &kinds::IDEMPOTENCY_KEY_IN_USE,
    &kinds::IDEMPOTENCY_KEY_REUSED,
    &kinds::BODY_TOO_LARGE,
    &kinds::UNREADABLE_REQUEST,
];
/// Where the path names an envelope.
static ENVELOPE: [&ProblemKind; 2] = [&kinds::UNKNOWN_ENVELOPE, &kinds::INVALID_URL];
/// Where an envelope must not have come to its end.
static ENDED: [&ProblemKind; 6] = [
    &kinds::DRAFT_ENDED,
    &kinds::ENVELOPE_COMPLETED,
    &kinds::ENVELOPE_DECLINED,
    &kinds::ENVELOPE_VOIDED,
    &kinds::ENVELOPE_EXPIRED,
    &kinds::ENVELOPE_FAILED,
];
/// Where a PDF is looked at.
static PDF: [&ProblemKind; 5] =
    [&kinds::NOT_VERIFIABLE, &kinds::PDF_EMPTY, &kinds::PDF_NOT_A_PDF, &kinds::PDF_ENCRYPTED, &kinds::PDF_DAMAGED];

/// All of them.
pub(super) fn all(schemas: &mut Schemas) -> Vec<Operation> {
    let envelope = |schemas: &mut Schemas, status, description, headers| Success {
        status,
        description,
        schema: schemas.answer::<EnvelopeView>(),
        headers,
    };
    let mut all = organisation::all(schemas);
    all.extend(vec![
        Operation {
            takes_key: true,
            body: Some(json_body::<EnvelopeRequest>(schemas, true)),
            ..operation(
                &routes::CREATE_ENVELOPE,
                envelope(schemas, 201, "The draft.", &[("Location", "Location"), ("ETag", "ETag")]),
                &[&BODY[..], &KEY, &[&kinds::UNWRITABLE]],
            )
        },
        Operation {
            query: list_query(schemas),
            ..operation(
                &routes::LIST_ENVELOPES,
                success(200, "A page of the list.", schemas.answer::<EnvelopeListView>()),
                &[&[&kinds::UNKNOWN_QUERY, &kinds::INVALID_UTF8]],
            )
        },
        operation(
            &routes::GET_ENVELOPE,
            envelope(schemas, 200, "The envelope as it stands.", &[("ETag", "ETag")]),
            &[&ENVELOPE],
        ),
        Operation {
            query: vec![limit(EVENT_LIMITS), cursor(&json!({"type": "string", "pattern": "^[0-9]{1,19}$"}))],
            ..operation(
                &routes::LIST_EVENTS,
                success(200, "A page of the evidence, the oldest first.", schemas.answer::<EventsView>()),
                &[&ENVELOPE[..], &[&kinds::UNKNOWN_QUERY, &kinds::INVALID_UTF8]],
            )
        },
        operation(
            &routes::CHECK_EVIDENCE,
            success(200, "What the seals say, and whether it fits.", schemas.answer::<EvidenceView>()),
            &[&ENVELOPE[..], &[&kinds::NOT_FOUND, &kinds::UNKNOWN_DOCUMENT, &kinds::DOCUMENTS_REMOVED]],
        ),
        Operation {
            takes_key: true,
            ..operation(
                &routes::SEND_ENVELOPE,
                envelope(schemas, 202, "The envelope, whose documents are being prepared.", &[("ETag", "ETag")]),
                &[
                    &KEY[..],
                    &ENVELOPE,
                    &[
                        &kinds::UNSENDABLE_DOCUMENTS,
                        &kinds::ALREADY_SENT,
                        &kinds::DRAFT_ENDED,
                        &kinds::ENVELOPE_VOIDED,
                        &kinds::UNWRITABLE,
                    ],
                ],
            )
        },
        Operation {
            takes_key: true,
            body: Some(json_body::<VoidRequest>(schemas, true)),
            ..operation(
                &routes::VOID_ENVELOPE,
                envelope(schemas, 200, "The envelope, which is void.", &[("ETag", "ETag")]),
                &[
                    &BODY[..],
                    &KEY,
                    &ENVELOPE,
                    &ENDED,
                    &[&kinds::REASON_NEEDED, &kinds::REASON_REFUSED, &kinds::EVERYBODY_HAS_ACTED, &kinds::UNWRITABLE],
                ],
            )
        },
        Operation {
            takes_key: true,
            body: Some(json_body::<RetryRequest>(schemas, false)),
            ..operation(
                &routes::RETRY_ENVELOPE,
                envelope(schemas, 200, "The envelope, for which it is being tried again.", &[("ETag", "ETag")]),
                &[
                    &BODY[..],
                    &KEY,
                    &ENVELOPE,
                    &ENDED,
                    &[
                        &kinds::ENVELOPE_NOT_SENT,
                        &kinds::NOTHING_TO_RETRY,
                        &kinds::RETRIED_JUST_NOW,
                        &kinds::UNWRITABLE,
                    ],
                ],
            )
        },
        Operation {
            takes_key: true,
            body: Some(json_body::<CorrectionRequest>(schemas, false)),
            ..operation(
                &routes::REQUEST_AGAIN,
                envelope(schemas, 200, "The envelope, in which the recipient is asked again.", &[("ETag", "ETag")]),
                &[
                    &BODY[..],
                    &KEY,
                    &ENVELOPE,
                    &ENDED,
                    &[
                        &kinds::NOT_FOUND,
                        &kinds::UNKNOWN_RECIPIENT,
                        &kinds::ENVELOPE_NOT_SENT,
                        &kinds::ENVELOPE_IN_PREPARATION,
                        &kinds::NOT_ASKED,
                        &kinds::NOT_ASKED_YET,
                        &kinds::ALREADY_ACTED,
                        &kinds::NO_TELEPHONE,
                        &kinds::UNWRITABLE,
                    ],
                ],
            )
        },
        Operation {
            query: vec![language()],
            body: Some(Body {
                required: true,
                contents: vec![("application/pdf", json!({})), (JSON, schemas.request::<LeftFile>())],
            }),
            ..operation(
                &routes::VERIFY_DOCUMENT,
                Success {
                    headers: &[("Content-Language", "ContentLanguage")],
                    ..success(200, "What was found.", schemas.answer::<FindingsView>())
                },
                &[
                    &BODY[..3],
                    &PDF,
                    &[
                        &kinds::UNREADABLE_REQUEST,
                        &kinds::UNSUPPORTED_CONTENT,
                        &kinds::TOO_LARGE_FOR_A_REQUEST,
                        &kinds::TOO_LARGE,
                        &kinds::UNKNOWN_UPLOAD,
                    ],
                ],
            )
        },
        Operation {
            body: Some(Body { required: true, contents: vec![(JSON, schemas.request::<DeclaredFile>())] }),
            ..operation(
                &routes::BEGIN_VERIFY_UPLOAD,
                success(201, "Where to put the file.", schemas.answer::<BegunUploadView>()),
                &[&BODY[..], &[&kinds::TOO_LARGE]],
            )
        },
    ]);
    all
}

/// An operation without a query, a key or a body.
fn operation(route: &'static Route, success: Success, problems: &[&[&'static ProblemKind]]) -> Operation {
    let mut found: Vec<&'static ProblemKind> = match route.access {
        Access::May(_) => {
            vec![
                &kinds::UNAUTHORIZED,
                &kinds::API_KEY_EXPIRED,
                &kinds::SCOPE_MISSING,
                &kinds::ADDRESS_NOT_ALLOWED,
                &kinds::SESSION_ENDED,
                &kinds::KEY_HOLDER_DEACTIVATED,
                &kinds::SIGN_IN_FACTOR_NEEDED,
                &kinds::ROLE_MISSING,
                &kinds::CROSS_SITE,
                &kinds::ORGANISATION_CLOSED,
                &kinds::NO_CLIENT_ADDRESS,
            ]
        }
        Access::Public | Access::Link => Vec::new(),
    };
    for kind in problems.iter().flat_map(|some| some.iter().copied()).chain([&kinds::TEMPORARILY_UNAVAILABLE]) {
        if !found.contains(&kind) {
            found.push(kind);
        }
    }
    Operation { route, query: Vec::new(), takes_key: false, takes_version: false, body: None, success, problems: found }
}

const fn success(status: u16, description: &'static str, schema: Value) -> Success {
    Success { status, description, schema, headers: &[] }
}

fn json_body<T: JsonSchema>(schemas: &mut Schemas, required: bool) -> Body {
    Body { required, contents: vec![(JSON, schemas.request::<T>())] }
}

fn list_query(schemas: &mut Schemas) -> Vec<Value> {
    let status = query_field("status", "Only envelopes that stand so.", &schemas.request_of(status_schema));
    let sender =
        query_field("sender", "Only envelopes that this person sends.", &json!({"type": "string", "format": "uuid"}));
    vec![sender, status, limit(LIST_LIMITS), cursor(&json!({"type": "string", "format": "uuid"}))]
}

/// How many a page holds: the usual number, and the most.
fn limit((usual, most): (u16, u16)) -> Value {
    let schema = json!({"type": "integer", "minimum": 1, "maximum": most, "default": usual});
    query_field("limit", "How many at most.", &schema)
}

fn cursor(schema: &Value) -> Value {
    query_field("cursor", "`next_cursor` of the page before.", schema)
}

fn query_field(name: &str, description: &str, schema: &Value) -> Value {
    json!({"name": name, "in": "query", "required": false, "description": description, "schema": schema})
}

fn language() -> Value {
    json!({
        "name": "lang",
        "in": "query",
        "required": false,
        "description": "The language of the findings, instead of Accept-Language.",
        "schema": {"type": "string", "enum": ["ja", "en"]},
    })
}
