//! Timestamps by RFC 3161 and RFC 5816: asking, checking the answer, the token.

mod check;
mod request;
mod token;
mod tst_info;

pub use crate::chain::ChainError;
pub use check::{ResponseError, TimestampPolicy, check_response, check_response_of_any_authority};
pub use der::asn1::ObjectIdentifier;
pub use request::{NonceError, TimeStampRequest};
pub use token::{TimeStampToken, TokenError};

pub(crate) use token::Token;
pub(crate) use tst_info::TstInfo;
