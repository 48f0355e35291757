//! What can be done to an envelope from its page.

use std::collections::BTreeMap;

use api::routes::{self, Route};
use serde_json::{Value, json};

/// Something that is done to an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Send,
    Remind,
    Retry,
    Void,
    Copy,
    Delete,
    Request,
}

impl Act {
    pub(crate) const ALL: [Self; 7] =
        [Self::Send, Self::Remind, Self::Retry, Self::Void, Self::Copy, Self::Delete, Self::Request];

    /// Its name in the form's address.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Remind => "remind",
            Self::Retry => "retry",
            Self::Void => "void",
            Self::Copy => "copy",
            Self::Delete => "delete",
            Self::Request => "request",
        }
    }

    /// The route of the API that does it.
    pub(crate) const fn route(self) -> &'static Route {
        match self {
            Self::Send => &routes::SEND_ENVELOPE,
            Self::Remind => &routes::SEND_REMINDERS,
            Self::Retry => &routes::RETRY_ENVELOPE,
            Self::Void => &routes::VOID_ENVELOPE,
            Self::Copy => &routes::COPY_ENVELOPE,
            Self::Delete => &routes::DELETE_DRAFT,
            Self::Request => &routes::REQUEST_AGAIN,
        }
    }

    /// What is said beside the envelope's identifier.
    pub(crate) fn body(self, fields: &BTreeMap<String, String>) -> Value {
        let given = |name: &str| fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
        match self {
            Self::Void => json!({ "reason": fields.get("reason").cloned().unwrap_or_default() }),
            Self::Request => given("email").map_or(json!({}), |email| json!({ "email": email })),
            Self::Send | Self::Remind | Self::Retry | Self::Copy | Self::Delete => json!({}),
        }
    }
}
