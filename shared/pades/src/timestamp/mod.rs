//! Timestamps by RFC 3161 and RFC 5816: asking, checking the answer, the token.

mod chain;
mod check;
mod request;
mod token;

pub use chain::ChainError;
pub use check::{ResponseError, TimestampPolicy, check_response};
pub use der::asn1::ObjectIdentifier;
pub use request::{NonceError, TimeStampRequest};
pub use token::{TimeStampToken, TokenError};

pub(crate) use token::TstInfo;
