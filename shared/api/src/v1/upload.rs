//! How a document is uploaded.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

/// A request by which a document is uploaded.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UploadView {
    /// HTTP method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// Headers to send exactly so.
    pub headers: BTreeMap<String, String>,
    /// Until when the URL is good.
    pub expires_at: Timestamp,
}
