//! The message before the act, which asks once more.

use std::sync::Arc;

use api::problem::Problem;
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::document::Document;
use domain::factor::Factor;
use domain::registered_seal::SealName;
use domain::visible_seal::Placement;
use web::form::query_fields;
use web::{Language, Page, PageAssets, Rejection, redirect};

use crate::decline::DeclineForm;
use crate::form::{Texts, Wrong, field_name};
use crate::forward::ForwardForm;
use crate::link_context::LinkContext;
use crate::page_state::Task;
use crate::pending_action::{Act, PendingAction};
use crate::seal::{self, Chosen, Unusable};
use crate::{Dependencies, factor_page, registered_seal};

/// The message before the act.
pub(crate) async fn confirm(
    State(deps): State<Arc<Dependencies>>,
    RawQuery(query): RawQuery,
    context: LinkContext,
) -> Result<Response, Rejection> {
    let fields = query_fields(query.as_deref())?;
    let Some(task) = context.task() else {
        let pending = PendingAction::new(Act::Complete, Texts(fields), &context);
        return if pending.is_empty() { context.to_page() } else { factor_page::ask(&context, &pending) };
    };
    let seal = registered_seal::judge(&deps, &context).await?;
    if seal.refusal.is_some() {
        // The page says why nothing can be signed.
        return context.to_page();
    }
    match Chosen::of(&*deps.documents, &context, &fields).await? {
        Ok(chosen) => confirmation(&context, task, &chosen, seal.name.as_ref(), Asked::First),
        Err(Unusable::Missing) => Ok(redirect(StatusCode::SEE_OTHER, &context.url("/seal"))?),
        Err(unusable) => seal::refusal(&deps, &context, unusable).await,
    }
}

/// Why it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// For the first time.
    First,
    /// Since the box was not ticked.
    Unticked,
    /// Since the seal is drawn otherwise than the page showed it.
    SealRedrawn,
}

impl Asked {
    const fn status(self) -> StatusCode {
        match self {
            Self::First => StatusCode::OK,
            Self::Unticked => StatusCode::UNPROCESSABLE_ENTITY,
            Self::SealRedrawn => StatusCode::CONFLICT,
        }
    }
}

/// The same, also for whoever is asked again.
pub(crate) fn confirmation(
    context: &LinkContext,
    task: Task,
    chosen: &Chosen,
    seal_name: Option<&SealName>,
    asked: Asked,
) -> Result<Response, Rejection> {
    let language = context.language;
    let title = match asked {
        Asked::First => task.complete(language),
        Asked::Unticked | Asked::SealRedrawn => language.t("エラー：最終確認", "Error: last check"),
    };
    let content = &Confirm::of(context, task, chosen, seal_name, asked)?;
    let page = Page { status: asked.status(), language, title, form_target: None, content };
    Ok(context.site.page_with_assets(&page, &PageAssets { scripts: &["unshown.mjs"], ..PageAssets::default() }))
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct Confirm<'a> {
    context: &'a LinkContext,
    task: Task,
    shown: Vec<Shown<'a>>,
    chosen: &'a Chosen,
    /// What the registered seal is called that is asked for.
    seal_name: Option<&'a str>,
    asked: Asked,
    forward: ForwardForm,
    decline: DeclineForm,
}

/// A document with the digest of the file that the reader would see at this moment.
struct Shown<'a> {
    document: &'a Document,
    field: String,
    sha256: String,
}

impl<'a> Confirm<'a> {
    fn of(
        context: &'a LinkContext,
        task: Task,
        chosen: &'a Chosen,
        seal_name: Option<&'a SealName>,
        asked: Asked,
    ) -> Result<Self, Problem> {
        let shown = context.envelope.documents.iter().map(|document| {
            let sha256 = document.latest()?.sha256.to_string();
            Some(Shown { document, field: field_name(document.number), sha256 })
        });
        let shown = shown.collect::<Option<_>>().ok_or_else(Problem::unavailable)?;
        let (forward, decline) = (ForwardForm::blank(context), DeclineForm::default());
        let seal_name = seal_name.map(|name| name.in_language(context.language));
        Ok(Self { context, task, shown, chosen, seal_name, asked, forward, decline })
    }

    const fn is_unticked(&self) -> bool {
        matches!(self.asked, Asked::Unticked)
    }

    /// What is wrong, and the part of the page that it is about.
    const fn told(&self) -> Option<(&'static str, &'static str)> {
        let language = self.context.language;
        match self.asked {
            Asked::First => None,
            Asked::Unticked => Some((
                "#confirmed",
                language
                    .t("「文書の内容を確認しました」にチェックを入れてください。", "Tick “I have read the documents”."),
            )),
            Asked::SealRedrawn => Some((
                "#seal",
                language.t(
                    "印影の表示が更新されました。表示された印影を確認し、もう一度お手続きください。",
                    "Your seal is drawn differently now. Check how it looks, then complete again.",
                ),
            )),
        }
    }

    /// URL of the page before this one.
    fn back_url(&self) -> String {
        match self.context.recipient.seal_policy {
            Some(_) => self.context.url_with("/seal", &self.chosen.fields(self.context)),
            None => self.context.url(""),
        }
    }

    /// Where the seal is seen on a document.
    fn placement(&self, document: &Document) -> Option<&Placement> {
        self.chosen.placements().iter().find(|placement| placement.document == document.number)
    }

    /// Who signs what by whose hand.
    fn by_whose_hand(&self) -> String {
        let Self { context, task, seal_name, .. } = self;
        let (language, name, count) = (context.language, &context.recipient.name, self.shown.len());
        let service = context.site.service_in(language).unwrap_or_else(|| context.site.brand_in(language));
        let documents = match count {
            1 => "this document".to_owned(),
            count => format!("these {count} documents"),
        };
        match (task, language) {
            (Task::Confirm, Language::Ja) => format!("{name}様が次の{count}件の文書を確認したことを記録します。"),
            (Task::Confirm, Language::En) => {
                format!("It will be recorded that you, {name}, have read {documents}. You are not signing.")
            }
            (Task::Sign, Language::Ja) if self.seals_with_own_certificate() => {
                let seal = seal_name.map(|seal| format!("、登録印章「{seal}」")).unwrap_or_default();
                format!(
                    "{name}様が、貴組織名義の電子証明書{seal}により、次の{count}件の文書に電子署名を行います（実印タイプ）。"
                )
            }
            (Task::Sign, Language::En) if self.seals_with_own_certificate() => {
                let seal = seal_name.map(|seal| format!(", the registered seal “{seal}”")).unwrap_or_default();
                format!("You, {name}, sign {documents} with your organisation's own certificate{seal}.")
            }
            (Task::Sign, Language::Ja) => format!(
                "{name}様のご指示に基づき、{service}が次の{count}件の文書に電子署名を行います（契約印タイプ）。"
            ),
            (Task::Sign, Language::En) => {
                format!("On your instruction, {name}, {service} signs {documents} electronically (contract seal).")
            }
        }
    }

    const fn question(&self) -> &'static str {
        self.task.question(self.context.language)
    }

    const fn complete(&self) -> &'static str {
        self.task.complete(self.context.language)
    }

    const fn seals_with_own_certificate(&self) -> bool {
        self.context.recipient.role.has_registered_seal()
    }
}
