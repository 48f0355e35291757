//! What each operation takes and answers. A new route of the API is described here: without that `cargo codegen` ends with an
//! error, and the tests of functions and journeys refuse an answer that is not described.

mod contacts;
mod organisation;

use api::problem::kinds::{self, ProblemKind};
use api::routes::{self, Access, Route};
use api::v1::{
    AccessView, BegunUploadView, ChangeRequest, CopyRequest, CorrectionRequest, DeclaredFile, DocumentRequest,
    DocumentView, EVENT_LIMITS, EnvelopeListView, EnvelopeRequest, EnvelopeView, EnvelopeWithFilesRequest, EventsView,
    EvidenceView, FileView, FindingsView, LIST_LIMITS, LeftFile, MoveRequest, RemindRequest, RetryRequest, VoidRequest,
    status_schema,
};
use schemars::JsonSchema;
use serde_json::{Value, json};

use super::examples::{self, FORM, JSON};
use super::operation::{Body, Operation, Precondition, Success};
use super::schemas::Schemas;

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
/// Where what is asked for may be about one version alone.
static VERSION: [&ProblemKind; 1] = [&kinds::PRECONDITION_FAILED];
/// Where it has to be.
static VERSION_REQUIRED: [&ProblemKind; 2] = [&kinds::PRECONDITION_REQUIRED, &kinds::PRECONDITION_FAILED];
/// Where it must be a draft.
static DRAFT: [&ProblemKind; 4] =
    [&kinds::ALREADY_SENT, &kinds::DRAFT_ENDED, &kinds::ENVELOPE_VOIDED, &kinds::UNWRITABLE];
/// Where the path names a document.
static DOCUMENT: [&ProblemKind; 2] = [&kinds::NOT_FOUND, &kinds::UNKNOWN_DOCUMENT];
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
        schema: Some(schemas.answer::<EnvelopeView>()),
        file: None,
        headers,
    };
    let mut all = organisation::all(schemas);
    all.extend(contacts::all(schemas));
    all.extend(vec![
        Operation {
            takes_key: true,
            body: Some(Body {
                required: true,
                contents: vec![(JSON, schemas.request::<EnvelopeRequest>()), (FORM, form(schemas))],
            }),
            ..operation(
                &routes::CREATE_ENVELOPE,
                envelope(
                    schemas,
                    201,
                    "The draft, or the envelope that is being sent.",
                    &[("Location", "Location"), ("ETag", "ETag")],
                ),
                // A form that is sent again may be of a draft that is none any more.
                &[&BODY[..], &KEY, &DRAFT, &[&kinds::UNKNOWN_ENVELOPE, &kinds::QUOTA_REACHED]],
            )
        },
        Operation {
            takes_version: Precondition::Required,
            body: Some(json_body::<ChangeRequest>(schemas, true)),
            ..operation(
                &routes::CHANGE_DRAFT,
                envelope(schemas, 200, "The draft as it is now.", &[("ETag", "ETag")]),
                &[&BODY[..], &ENVELOPE, &VERSION_REQUIRED, &DRAFT],
            )
        },
        Operation {
            takes_version: Precondition::Required,
            ..operation(
                &routes::DELETE_DRAFT,
                Success::nothing("It is deleted, and unknown from now on."),
                &[&ENVELOPE[..], &VERSION_REQUIRED, &DRAFT, &[&kinds::BODY_TOO_LARGE, &kinds::UNREADABLE_REQUEST]],
            )
        },
        Operation {
            takes_key: true,
            takes_version: Precondition::Possible,
            body: Some(json_body::<DocumentRequest>(schemas, true)),
            ..operation(
                &routes::ADD_DOCUMENT,
                Success {
                    headers: &[("Location", "Location"), ("ETag", "ETag")],
                    ..success(201, "The document, with its upload.", schemas.answer::<DocumentView>())
                },
                &[
                    &BODY[..],
                    &KEY,
                    &ENVELOPE,
                    &VERSION,
                    &DRAFT,
                    &[&kinds::TOO_MANY_DOCUMENTS, &kinds::UNKNOWN_DOCUMENT],
                ],
            )
        },
        operation(
            &routes::GET_DOCUMENT,
            Success {
                headers: &[("ETag", "ETag")],
                ..success(200, "The document as it stands.", schemas.answer::<DocumentView>())
            },
            &[&ENVELOPE[..], &DOCUMENT],
        ),
        Operation {
            takes_version: Precondition::Required,
            ..operation(
                &routes::REMOVE_DOCUMENT,
                envelope(schemas, 200, "The draft without the document.", &[("ETag", "ETag")]),
                &[
                    &ENVELOPE[..],
                    &DOCUMENT,
                    &VERSION_REQUIRED,
                    &DRAFT,
                    &[&kinds::BODY_TOO_LARGE, &kinds::UNREADABLE_REQUEST],
                ],
            )
        },
        operation(
            &routes::FETCH_FILE,
            success(200, "Where the file is to be had.", schemas.answer::<FileView>()),
            &[&ENVELOPE[..], &DOCUMENT, &[&kinds::NO_FILE_YET, &kinds::DOCUMENTS_REMOVED]],
        ),
        Operation {
            takes_key: true,
            takes_version: Precondition::Possible,
            body: Some(json_body::<MoveRequest>(schemas, true)),
            ..operation(
                &routes::MOVE_ENVELOPE,
                envelope(schemas, 200, "The envelope, which is in the folder.", &[("ETag", "ETag")]),
                &[&BODY[..], &KEY, &ENVELOPE, &VERSION, &[&kinds::UNWRITABLE]],
            )
        },
        Operation {
            query: organisation::pages(),
            ..operation(
                &routes::LIST_ACCESS,
                success(200, "A page of those who may see it.", schemas.answer::<AccessView>()),
                &[&ENVELOPE[..], &[&kinds::UNKNOWN_QUERY, &kinds::INVALID_UTF8]],
            )
        },
        Operation {
            takes_key: true,
            body: Some(json_body::<CopyRequest>(schemas, false)),
            ..operation(
                &routes::COPY_ENVELOPE,
                envelope(
                    schemas,
                    201,
                    "The new draft. Documents whose uploads could not be copied await them again.",
                    &[("Location", "Location"), ("ETag", "ETag")],
                ),
                &[&BODY[..], &KEY, &ENVELOPE, &[&kinds::UNWRITABLE]],
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
            takes_version: Precondition::Possible,
            ..operation(
                &routes::SEND_ENVELOPE,
                envelope(schemas, 202, "The envelope, whose documents are being prepared.", &[("ETag", "ETag")]),
                &[
                    &KEY[..],
                    &ENVELOPE,
                    &VERSION,
                    &[
                        &kinds::NO_DOCUMENTS,
                        &kinds::INVALID_FIELDS,
                        &kinds::UNSENDABLE_DOCUMENTS,
                        &kinds::QUOTA_REACHED,
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
            takes_version: Precondition::Possible,
            body: Some(json_body::<VoidRequest>(schemas, true)),
            ..operation(
                &routes::VOID_ENVELOPE,
                envelope(schemas, 200, "The envelope, which is void.", &[("ETag", "ETag")]),
                &[
                    &BODY[..],
                    &KEY,
                    &ENVELOPE,
                    &ENDED,
                    &VERSION,
                    &[&kinds::REASON_NEEDED, &kinds::REASON_REFUSED, &kinds::EVERYBODY_HAS_ACTED, &kinds::UNWRITABLE],
                ],
            )
        },
        Operation {
            takes_key: true,
            takes_version: Precondition::Possible,
            body: Some(json_body::<RetryRequest>(schemas, false)),
            ..operation(
                &routes::RETRY_ENVELOPE,
                envelope(schemas, 200, "The envelope, for which it is being tried again.", &[("ETag", "ETag")]),
                &[
                    &BODY[..],
                    &KEY,
                    &ENVELOPE,
                    &ENDED,
                    &VERSION,
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
            takes_version: Precondition::Possible,
            body: Some(json_body::<RemindRequest>(schemas, false)),
            ..operation(
                &routes::SEND_REMINDERS,
                envelope(schemas, 200, "The envelope, in which reminders are on their way.", &[("ETag", "ETag")]),
                &[
                    &BODY[..],
                    &KEY,
                    &ENVELOPE,
                    &ENDED,
                    &VERSION,
                    &[
                        &kinds::ENVELOPE_NOT_SENT,
                        &kinds::ENVELOPE_IN_PREPARATION,
                        &kinds::NOBODY_TO_REMIND,
                        &kinds::REMINDED_JUST_NOW,
                        &kinds::TOO_MANY_REMINDERS,
                        &kinds::UNWRITABLE,
                    ],
                ],
            )
        },
        Operation {
            takes_key: true,
            takes_version: Precondition::Possible,
            body: Some(json_body::<CorrectionRequest>(schemas, false)),
            ..operation(
                &routes::REQUEST_AGAIN,
                envelope(schemas, 200, "The envelope, in which the recipient is asked again.", &[("ETag", "ETag")]),
                &[
                    &BODY[..],
                    &KEY,
                    &ENVELOPE,
                    &ENDED,
                    &VERSION,
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
            description: Some(
                "It takes no Idempotency-Key: nobody is known here in whose name an answer could be kept, and checking changes \
                 nothing. A file that was left in the store is gone with its first check: whoever loses that answer leaves it there again.",
            ),
            query: vec![language()],
            body: Some(Body {
                required: true,
                contents: vec![(examples::PDF, json!({})), (JSON, schemas.request::<LeftFile>())],
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
            description: Some(
                "It takes no Idempotency-Key: nobody is known here in whose name an answer could be kept. Sent again it gives another \
                 upload, and what is not used is removed by itself. The answer has no Location, since an upload has no address: it is \
                 known by the token alone, which is in no URL.",
            ),
            body: Some(Body { required: true, contents: vec![(JSON, schemas.request::<DeclaredFile>())] }),
            ..operation(
                &routes::BEGIN_VERIFY_UPLOAD,
                success(201, "Where to put the file.", schemas.answer::<BegunUploadView>()),
                &[&BODY[..], &[&kinds::TOO_LARGE]],
            )
        },
        Operation {
            is_kept: true,
            ..operation(
                &routes::GET_OPENAPI,
                Success {
                    headers: &[("ETag", "ContentETag")],
                    ..success(200, "The document.", json!({"$ref": "#/components/schemas/OpenApiDocument"}))
                },
                &[],
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
                &kinds::API_KEY_IN_URL,
                &kinds::TOKEN_REFUSED,
                &kinds::TOKEN_ORGANISATION_MISSING,
                &kinds::TOKEN_KEYS_UNKNOWN,
                &kinds::SCOPE_MISSING,
                &kinds::ADDRESS_NOT_ALLOWED,
                &kinds::SESSION_ENDED,
                &kinds::KEY_HOLDER_DEACTIVATED,
                &kinds::SIGN_IN_FACTOR_NEEDED,
                &kinds::ROLE_MISSING,
                &kinds::TOO_MANY_CALLS,
                &kinds::CROSS_SITE,
                &kinds::ORGANISATION_CLOSED,
                &kinds::NO_CLIENT_ADDRESS,
            ]
        }
        Access::Public | Access::Link | Access::SignedIn => Vec::new(),
    };
    let of_all = [&kinds::PAST_FIREWALL, &kinds::TEMPORARILY_UNAVAILABLE];
    for kind in problems.iter().flat_map(|some| some.iter().copied()).chain(of_all) {
        if !found.contains(&kind) {
            found.push(kind);
        }
    }
    Operation {
        route,
        description: None,
        query: Vec::new(),
        takes_key: false,
        takes_version: Precondition::None,
        is_kept: false,
        body: None,
        success,
        problems: found,
    }
}

const fn success(status: u16, description: &'static str, schema: Value) -> Success {
    Success { status, description, schema: Some(schema), file: None, headers: &[] }
}

fn json_body<T: JsonSchema>(schemas: &mut Schemas, required: bool) -> Body {
    Body { required, contents: vec![(JSON, schemas.request::<T>())] }
}

/// An envelope whose files come with it.
fn form(schemas: &mut Schemas) -> Value {
    json!({
        "type": "object",
        "required": ["envelope", "document"],
        "properties": {
            "envelope": schemas.request::<EnvelopeWithFilesRequest>(),
            "document": {
                "description": "PDFs, together no larger than 4 MB; each part with a file name.",
                "type": "array",
                "minItems": 1,
                "maxItems": domain::draft::MAX_DOCUMENTS,
                "items": {"type": "string", "contentMediaType": "application/pdf"},
            },
        },
    })
}

fn list_query(schemas: &mut Schemas) -> Vec<Value> {
    let status = query_field("status", "Only envelopes that stand so.", &schemas.request_of(status_schema));
    let sender =
        query_field("sender", "Only envelopes that this person sends.", &json!({"type": "string", "format": "uuid"}));
    let folder = query_field("folder", "Only envelopes in this folder.", &json!({"type": "string", "format": "uuid"}));
    vec![sender, folder, status, limit(LIST_LIMITS), cursor(&json!({"type": "string", "format": "uuid"}))]
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
