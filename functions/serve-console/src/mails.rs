//! Every mail about an envelope, and what became of it.

mod fate;

use std::sync::Arc;

use api::routes::{self, CONSOLE_ENVELOPE};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::evidence::Event;
use domain::ids::EnvelopeId;
use domain::ports::PortError;
use futures::future::try_join3;
use web::{Language, Rejection, exact_time};

use crate::Dependencies;
use crate::answers::{Envelope, Events};
use crate::client::Call;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;
use crate::words;

use fate::{Fate, Mail, mails};

struct Row {
    at: String,
    what: &'static str,
    to: String,
    address: String,
    tone: &'static str,
    fate: &'static str,
    /// When it came back, and what the mail services said.
    detail: Option<String>,
}

#[derive(Template)]
#[template(path = "mails.html")]
struct Mails {
    language: Language,
    title: String,
    rows: Vec<Row>,
    back: String,
}

/// The page.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Stop> {
    let Ok(id) = id.parse::<EnvelopeId>() else { return Err(Rejection::NotFound.into()) };
    let id = id.to_string();
    let envelope = Call::of(&routes::GET_ENVELOPE, &[&id]);
    let (me, envelope, events) =
        try_join3(deps.me(&visitor), deps.read::<Envelope>(&visitor, envelope), all_events(&deps, &visitor, &id))
            .await?;
    let language = visitor.language;
    // The newest first: it is what somebody looks for.
    let rows = mails(&events, &envelope).into_iter().rev().map(|mail| Row::of(mail, &envelope, language)).collect();
    let back = deps.site.path(&CONSOLE_ENVELOPE.path_of(&[&id]));
    let content = Mails { language, title: envelope.title, rows, back };
    let title = language.t("メールの送信状況", "Emails");
    Ok(deps.page(&visitor, &me, &Content { status: StatusCode::OK, title, part: Part::Envelopes, html: &content }))
}

async fn all_events(deps: &Dependencies, visitor: &Visitor, id: &str) -> Result<Vec<Event>, Stop> {
    let (mut events, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let call = Call::of(&routes::LIST_EVENTS, &[id]).after(cursor.as_deref());
        let page: Events = deps.read(visitor, call).await?;
        for text in page.events {
            events.push(Event::from_json(text.get()).map_err(|e| PortError::new("read the evidence", e))?);
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(events);
        }
    }
}

impl Row {
    fn of(mail: Mail, envelope: &Envelope, language: Language) -> Self {
        let found = mail.recipient.map(|number| envelope.recipients.iter().find(|each| each.number == number));
        let name = match found {
            None => &envelope.sender.name,
            Some(recipient) => recipient.map_or(&mail.address, |recipient| &recipient.name),
        };
        let (tone, fate) = mail.fate.in_words(language);
        let detail = match &mail.fate {
            Fate::Sent => None,
            Fate::Refused(words) => Some(words.clone()),
            Fate::Returned { at, detail, .. } => Some(format!("{} {detail}", exact_time(*at, language))),
        };
        Self {
            at: exact_time(mail.at, language),
            what: words::mail(mail.kind, language),
            to: name.clone(),
            address: mail.address,
            tone,
            fate,
            detail: detail.map(|detail| detail.trim().to_owned()).filter(|detail| !detail.is_empty()),
        }
    }
}
