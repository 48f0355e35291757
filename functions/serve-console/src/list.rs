//! 文書管理: the list of envelopes.

use std::sync::Arc;

use api::routes::{self, CONSOLE_ENVELOPE, CONSOLE_ENVELOPES};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::authorisation::Action;
use domain::ids::EnvelopeId;
use futures::future::try_join;
use web::form::query_fields;
use web::{Language, short_time};

use crate::Dependencies;
use crate::answers::{EnvelopeList, Me, Status, Summary};
use crate::client::Call;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;
use crate::words;

/// What the list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Filter {
    status: Option<Status>,
    cursor: Option<EnvelopeId>,
}

impl Filter {
    /// What is not understood is left out: a link that somebody has cut off still leads to a list.
    fn of(fields: &[(String, String)]) -> Self {
        let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        Self {
            status: value("status").and_then(|name| Status::ALL.into_iter().find(|status| status.as_str() == name)),
            cursor: value("cursor").and_then(|cursor| cursor.parse().ok()),
        }
    }

    fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some(status) = self.status {
            query.append_pair("status", status.as_str());
        }
        if let Some(cursor) = self.cursor {
            query.append_pair("cursor", &cursor.to_string());
        }
        query.finish()
    }
}

struct Tab {
    url: String,
    label: &'static str,
    is_current: bool,
}

struct Row {
    url: String,
    number: String,
    title: String,
    status: &'static str,
    tone: &'static str,
    sender: String,
    awaited: Option<(String, String, bool)>,
    created_at: String,
    deadline: Option<String>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    language: Language,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    is_filtered: bool,
    newest: Option<String>,
    older: Option<String>,
    new: Option<String>,
}

/// The list.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Stop> {
    let filter = Filter::of(&query_fields(query.as_deref())?);
    let call = filter
        .status
        .iter()
        .fold(Call::of(&routes::LIST_ENVELOPES, &[]), |call, status| call.query("status", status.as_str()));
    let call = filter.cursor.iter().fold(call, |call, cursor| call.query("cursor", &cursor.to_string()));
    let (me, list) = try_join(deps.me(&visitor), deps.read::<EnvelopeList>(&visitor, call)).await?;
    let content = List::of(&deps, &visitor, &me, &filter, list);
    let title = visitor.language.t("文書管理", "Documents");
    Ok(deps.page(&visitor, &me, &Content { status: StatusCode::OK, title, part: Part::Envelopes, html: &content }))
}

impl List {
    fn of(deps: &Dependencies, visitor: &Visitor, me: &Me, filter: &Filter, list: EnvelopeList) -> Self {
        let language = visitor.language;
        let url = |filter: &Filter| {
            let url = format!("{}?{}", deps.site.path(CONSOLE_ENVELOPES.path), filter.query());
            url.trim_end_matches('?').to_owned()
        };
        let tab = |status: Option<Status>, label| Tab {
            url: url(&Filter { status, cursor: None }),
            label,
            is_current: filter.status == status,
        };
        let of_status = |status| tab(Some(status), words::status(status, language));
        let shown =
            [Status::Draft, Status::InProgress, Status::Completed, Status::Declined, Status::Voided, Status::Expired];
        let all = tab(None, language.t("すべて", "All"));
        let older = list.next_cursor.map(|cursor| url(&Filter { cursor: Some(cursor), ..filter.clone() }));
        Self {
            language,
            tabs: std::iter::once(all).chain(shown.map(of_status)).collect(),
            rows: list.envelopes.into_iter().map(|summary| Row::of(deps, summary, language)).collect(),
            is_filtered: filter.status.is_some(),
            newest: filter.cursor.map(|_| url(&Filter { cursor: None, ..filter.clone() })),
            older,
            new: me.may(Action::CreateEnvelope).then(|| deps.site.path(routes::CONSOLE_NEW.path)),
        }
    }
}

impl Row {
    fn of(deps: &Dependencies, summary: Summary, language: Language) -> Self {
        let Summary { id, number, title, status, sender, created_at, deadline, awaited } = summary;
        Self {
            url: deps.site.path(&CONSOLE_ENVELOPE.path_of(&[&id.to_string()])),
            number,
            title,
            status: words::status(status, language),
            tone: words::tone(status),
            sender: sender.name,
            awaited: awaited.map(|awaited| {
                (words::people(&awaited, language), short_time(awaited.since, language), awaited.bounced)
            }),
            created_at: short_time(created_at, language),
            deadline: deadline.map(|deadline| short_time(deadline, language)),
        }
    }
}
