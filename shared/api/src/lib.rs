//! The HTTP surface of the product: problems (RFC 9457), JSON bodies, the languages and addresses of clients, and serving
//! behind API Gateway.

pub mod access_code;
mod authentication;
mod call;
mod client_ip;
pub mod idempotency;
pub mod json;
pub mod language;
pub mod problem;
pub mod routes;
mod serve;

pub use authentication::Caller;
pub use call::Call;
pub use client_ip::ClientIp;
pub use serve::serve;
