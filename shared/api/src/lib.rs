//! The HTTP surface of the product: the table of [routes], requests and answers by version ([v1]), problems (RFC 9457), API
//! keys, idempotency, the languages and addresses of clients, and serving behind API Gateway and a firewall.

pub mod access_code;
mod around_document;
mod authentication;
mod call;
mod client_ip;
mod entity_tag;
mod entrance;
mod firewall;
mod form;
pub mod idempotency;
pub mod json;
pub mod language;
pub mod precondition;
pub mod problem;
pub mod routes;
mod serve;
mod served;
pub mod v1;

pub use around_document::AroundDocument;
pub use authentication::{
    Authentication, Caller, KeyUse, ORGANISATION_HEADER, SESSION_COOKIE, SessionCookie, TokenIssuers, only_cookie,
};
pub use call::Call;
pub use client_ip::ClientIp;
pub use entity_tag::entity_tag;
pub use entrance::{Entrance, WITHIN};
pub use firewall::{Firewall, NotDigests, SECRET_HEADER, VIEWER_ADDRESS_HEADER};
pub use form::FormRequest;
pub use serve::{serve, serve_with_schedule, task_of};
pub use served::{Served, method_not_allowed};
