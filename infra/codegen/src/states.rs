//! What the states of envelopes and recipients are called by other services, for whoever moves from one of them: a page for people
//! (`docs/states.md`), and a section of the reference.

use domain::envelope::Status;
use domain::recipient::RecipientState;

/// A state, and those that mean the same elsewhere.
pub(crate) struct Row {
    /// What answers call it.
    pub(crate) name: &'static str,
    /// What an envelope's or a recipient's `status` is by DocuSign's eSignature REST API.
    pub(crate) docusign: &'static str,
    /// What a document's `status` is by CloudSign's Web API; nothing of recipients.
    pub(crate) cloudsign: &'static str,
    /// What is different.
    pub(crate) note: &'static str,
}

/// Where there is no such state.
const NONE: &str = "–";

const ENVELOPES: [Status; 10] = [
    Status::Draft,
    Status::Sending,
    Status::Sent,
    Status::InProgress,
    Status::Completed,
    Status::Declined,
    Status::Voided,
    Status::Expired,
    Status::Failed,
    Status::Deleted,
];

/// Of envelopes.
pub(crate) fn of_envelopes() -> Vec<Row> {
    ENVELOPES.into_iter().filter_map(of_envelope).collect()
}

/// Nothing where no answer shows it.
const fn of_envelope(status: Status) -> Option<Row> {
    let (name, docusign, cloudsign, note) = match status {
        Status::Draft => (
            "draft",
            "created",
            "0",
            "A draft that is not sent within 30 days of its last change (60 days in all) is `expired`.",
        ),
        Status::Sending => (
            "sending",
            "created",
            "0",
            "Its documents are being prepared. It is a `draft` again if one cannot be sent.",
        ),
        Status::Sent => ("sent", "sent", "1", "Its documents are being sealed; nobody has been asked yet."),
        Status::InProgress => {
            ("in_progress", "sent", "1", "DocuSign's `delivered` is told by the states of the recipients.")
        }
        Status::Completed => ("completed", "completed", "2", "Everybody has acted, and every seal has its timestamp."),
        Status::Declined => ("declined", "declined", "3", "CloudSign does not tell it from `voided`."),
        Status::Voided => ("voided", "voided", "3", "The sender took it back."),
        Status::Expired => (
            "expired",
            "voided",
            NONE,
            "The deadline has passed, or the draft's end. DocuSign voids what has expired, and only its reason tells the two apart.",
        ),
        Status::Failed => ("failed", NONE, NONE, "A document cannot be sealed. The sender sends it anew."),
        Status::Deleted => return None,
    };
    Some(Row { name, docusign, cloudsign, note })
}

/// Of recipients.
pub(crate) fn of_recipients() -> Vec<Row> {
    let (at, recipient) = (jiff::Timestamp::UNIX_EPOCH, domain::ids::RecipientNumber(1));
    let states = [
        RecipientState::Waiting,
        RecipientState::Invited { at },
        RecipientState::Opened { invited_at: at, at },
        RecipientState::Approved { at },
        RecipientState::Sealed { approved_at: at, at },
        RecipientState::Confirmed { at },
        RecipientState::Declined { at },
        RecipientState::Delegated { at, to: recipient },
        RecipientState::NotNeeded { at, by: recipient },
        RecipientState::Bounced { invited_at: at, at },
    ];
    states.iter().map(of_recipient).collect()
}

const fn of_recipient(state: &RecipientState) -> Row {
    let (name, docusign, note) = match state {
        RecipientState::Waiting => ("waiting", "created", "It is not this recipient's turn yet."),
        RecipientState::Invited { .. } => ("invited", "sent", "The request mail is on its way, or has arrived."),
        RecipientState::Opened { .. } => {
            ("opened", "delivered", "By a person, not by a mail scanner. A participant's `4` in CloudSign.")
        }
        RecipientState::Approved { .. } => ("approved", "signed", "The seals of this signer are being made."),
        RecipientState::Sealed { .. } => ("sealed", "completed", "Every document has this signer's seal."),
        RecipientState::Confirmed { .. } => ("confirmed", "completed", "Of a viewer, who does not sign."),
        RecipientState::Declined { .. } => ("declined", "declined", "The envelope is `declined` with it."),
        RecipientState::Delegated { .. } => ("delegated", NONE, "Another recipient has taken the task over (`to`)."),
        RecipientState::NotNeeded { .. } => ("not_needed", NONE, "Another one of the group has acted (`by`)."),
        RecipientState::Bounced { .. } => ("bounced", "autoresponded", "The request mail has come back."),
    };
    Row { name, docusign, cloudsign: "", note }
}

const HEAD: &str = "\
# States, and what others call them

`cargo codegen` writes this page; a test fails where a state has no row. DocuSign's words are the `status` of envelopes and recipients
of its eSignature REST API, CloudSign's numbers the `status` of documents of its Web API. Where they have no such state there is a
dash.
";

/// The page.
pub(crate) fn page() -> String {
    let word = |word: &str| if word == NONE { word.to_owned() } else { format!("`{word}`") };
    let mut page = HEAD.to_owned();
    page += "\n## Envelopes\n\n| Keiin | DocuSign | CloudSign | |\n|---|---|---|---|\n";
    for Row { name, docusign, cloudsign, note } in of_envelopes() {
        page += &format!("| `{name}` | {} | {} | {note} |\n", word(docusign), word(cloudsign));
    }
    page += "\n## Recipients\n\n| Keiin | DocuSign | |\n|---|---|---|\n";
    for Row { name, docusign, cloudsign: _, note } in of_recipients() {
        page += &format!("| `{name}` | {} | {note} |\n", word(docusign));
    }
    page
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    fn names(rows: &[Row]) -> BTreeSet<String> {
        rows.iter().map(|row| row.name.to_owned()).collect()
    }

    /// The values of a schema's cases, or of the field that tells them apart.
    fn described(schema: &Value, field: Option<&str>) -> BTreeSet<String> {
        let cases = schema["oneOf"].as_array().into_iter().flatten();
        let told = cases.map(|case| field.map_or(case, |field| &case["properties"][field]));
        let values = told.flat_map(|told| told["enum"].as_array().into_iter().flatten().chain(told.get("const")));
        values.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    #[test]
    fn every_state_that_answers_show_has_a_row() {
        let document = crate::openapi::document().expect("a document");
        let schemas = &document["components"]["schemas"];
        assert_eq!(names(&of_envelopes()), described(&schemas["Status"], None));
        assert_eq!(names(&of_recipients()), described(&schemas["RecipientState"], Some("name")));
    }
}
