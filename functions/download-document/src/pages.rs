//! The download page, and the click on it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::Command;
use domain::file::saved_as;
use domain::mail::Addressee;
use domain::ports::{Disposition, decide};
use web::{ClientInfo, FinishedDocuments, Language, Page, Progress, ReaderLanguage, Rejection, redirect};

use crate::Dependencies;
use crate::link_context::LinkContext;

/// What this is, for whoever comes without a link.
pub(crate) async fn start(State(deps): State<Arc<Dependencies>>, ReaderLanguage(language): ReaderLanguage) -> Response {
    let title = language.t("電子契約サービス", "Electronic contracts");
    let content = &Start { language };
    deps.site.page(&Page { status: StatusCode::OK, language, title, form_target: None, content })
}

/// Lists the finished documents. Changes nothing: mail scanners come here too.
pub(crate) async fn finished(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
) -> Result<Response, Rejection> {
    let reader = match context.addressee {
        Addressee::Sender => None,
        Addressee::Recipient(number) => Some(number),
    };
    let documents = FinishedDocuments::of(&context.envelope, context.language, |document| {
        format!("{}/documents/{}", context.path, document.number)
    });
    let progress = Progress::of(&context.envelope, reader, context.language);
    let content = Finished { context: &context, documents, progress };
    // The forms end at the document store, whose origin only a URL of it tells.
    let form_target = match context.envelope.documents.first().and_then(|d| Some((d, d.latest()?))) {
        Some((document, file)) => {
            Some(deps.documents.presign_view(&file.object, &document.name, Disposition::Attachment).await?)
        }
        None => None,
    };
    let (status, language, form_target) = (StatusCode::OK, context.language, form_target.as_deref());
    let title = language.t("すべての手続きが完了しました", "Everybody has finished");
    Ok(context.site.page(&Page { status, language, title, form_target, content: &content }))
}

/// Records the download and sends the browser to the document.
pub(crate) async fn download(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
    client: ClientInfo,
) -> Result<Response, Rejection> {
    let (document, file) = context.document()?;
    let name = saved_as(&context.envelope, document, file, context.language);
    let url = deps.documents.presign_view(&file.object, &name, Disposition::Attachment).await?;
    let (document, addressee, session) = (document.number, context.addressee, client.0);
    let command = Command::RecordDownload { document, addressee, session };
    decide(&deps.envelopes, &deps.clock, &context.envelope, None, |_| Ok(command.clone())).await?;
    Ok(redirect(StatusCode::SEE_OTHER, &url)?)
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    language: Language,
}

#[derive(Template)]
#[template(path = "finished.html")]
struct Finished<'a> {
    context: &'a LinkContext,
    documents: FinishedDocuments<'a>,
    progress: Progress<'a>,
}
