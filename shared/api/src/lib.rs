//! The HTTP surface: what requests and answers of the API look like, by version.

pub mod v1;
