//! From where a request came, as far as that is known for sure.

use std::net::IpAddr;

/// The client's address as API Gateway saw it; the wiring puts it into the request's extensions. Headers such as
/// `X-Forwarded-For` say what the client likes, so that they are not evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);
