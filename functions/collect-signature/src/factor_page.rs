//! The page that asks for the factor, and the one that does so no more.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::factor::{Attempts, CODE_LIFETIME, Factor, MAX_ATTEMPTS, MAX_CODES};
use web::{Language, Page, PageAssets, Rejection};

use crate::link_context::LinkContext;
use crate::pending_action::PendingAction;

/// The field that says how many codes had been sent when the page was made.
pub(crate) const CODES: &str = "codes";

/// What a page with a wrong code answers.
const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// Why a code was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing was entered.
    Empty,
    /// Not six figures.
    Malformed,
    /// It was wrong, and counts.
    Wrong,
    /// None was entered: another one was asked for too soon.
    JustSent,
}

/// The page that asks for the factor. It tells nothing about the documents, nor who else is asked.
pub(crate) fn page(
    context: &LinkContext,
    factor: &Factor,
    attempts: Attempts,
    trouble: Option<Trouble>,
    pending: Option<&PendingAction>,
) -> Response {
    let language = context.language;
    if attempts.locked_at.is_some() {
        let title = language.t("認証が停止されています", "Locked after wrong codes");
        let content = &Locked { context };
        return context.site.page(&Page { status: StatusCode::OK, language, title, form_target: None, content });
    }
    let (status, title) = match trouble {
        None if pending.is_some() => {
            (StatusCode::OK, language.t("未完了：ご本人の確認", "Not done yet: please identify yourself"))
        }
        None => (StatusCode::OK, language.t("ご本人の確認", "Please identify yourself")),
        Some(Trouble::JustSent) => (
            StatusCode::TOO_MANY_REQUESTS,
            language.t("送信済み：ご本人の確認", "Sent already: please identify yourself"),
        ),
        Some(Trouble::Empty | Trouble::Malformed | Trouble::Wrong) => {
            (WRONG, language.t("エラー：ご本人の確認", "Error: please identify yourself"))
        }
    };
    let content = &FactorPage { context, factor, attempts, trouble, pending };
    let page = Page { status, language, title, form_target: None, content };
    let assets = PageAssets { scripts: &["once.mjs"], ..PageAssets::default() };
    if pending.is_some() || trouble.is_some_and(|trouble| trouble == Trouble::JustSent) {
        return context.site.page_without_address(&page, &assets);
    }
    context.site.page_with_assets(&page, &assets)
}

/// Asks for the factor because of an act that was sent without it. Nothing was done.
pub(crate) fn ask(context: &LinkContext, pending: &PendingAction) -> Result<Response, Rejection> {
    let Some(factor) = context.factor_wanted() else { return context.to_page() };
    let mut response = page(context, factor, context.recipient.attempts, None, Some(pending));
    *response.status_mut() = StatusCode::FORBIDDEN;
    Ok(response)
}

#[derive(Template)]
#[template(path = "factor.html")]
struct FactorPage<'a> {
    context: &'a LinkContext,
    factor: &'a Factor,
    attempts: Attempts,
    trouble: Option<Trouble>,
    pending: Option<&'a PendingAction>,
}

impl FactorPage<'_> {
    const fn language(&self) -> Language {
        self.context.language
    }

    /// Whether there is a code to be entered.
    const fn awaits_code(&self) -> bool {
        !self.factor.is_sent() || (self.attempts.codes > 0 && !self.attempts.refused)
    }

    /// Whether another code may be asked for; the last time the answer is that there are no more.
    const fn may_send(&self) -> bool {
        self.factor.is_sent() && (self.attempts.codes < MAX_CODES || self.attempts.no_more_at.is_none())
    }

    /// Whether all codes have been sent: what is left is to tell the sender.
    const fn is_last(&self) -> bool {
        self.attempts.codes >= MAX_CODES
    }

    /// The fields that bring along what could not be sent.
    fn hidden(&self) -> Vec<(String, &str)> {
        self.pending.map(PendingAction::hidden).unwrap_or_default()
    }

    const fn is_figures(&self) -> bool {
        !matches!(self.factor, Factor::AccessCode)
    }

    const fn tries_left(&self) -> u8 {
        MAX_ATTEMPTS.saturating_sub(self.attempts.tries)
    }

    const fn lifetime_minutes(&self) -> i64 {
        CODE_LIFETIME.as_mins()
    }

    const fn label(&self) -> &'static str {
        match self.factor {
            Factor::AccessCode => self.language().t("アクセスコード", "Access code"),
            Factor::Totp | Factor::Sms { .. } | Factor::EmailCode => {
                self.language().t("認証コード（6桁の数字）", "Code (6 digits)")
            }
        }
    }

    const fn hint(&self) -> &'static str {
        match self.factor {
            Factor::AccessCode => self.language().t(
                "送信者から、メールとは別の方法で伝えられたコードです。大文字と小文字は区別されます。わからない場合は送信者へお問い合わせください。",
                "The sender gave you this code by other means than email. Capital and small letters differ. If you do not have it, ask the sender.",
            ),
            Factor::Totp => self.language().t(
                "認証アプリに表示されている6桁の数字です。",
                "The six digits that your authenticator app shows now.",
            ),
            Factor::Sms { .. } | Factor::EmailCode => {
                self.language().t("届いた6桁の数字を入力してください。", "Enter the six digits that you received.")
            }
        }
    }

    fn error(&self) -> Option<&'static str> {
        let language = self.language();
        Some(match (self.trouble?, self.factor) {
            (Trouble::JustSent, _) => return None,
            (Trouble::Empty, Factor::AccessCode) => {
                language.t("アクセスコードを入力してください。", "Enter the access code.")
            }
            (Trouble::Empty | Trouble::Malformed, _) => {
                language.t("6桁の数字を入力してください。", "Enter the six digits.")
            }
            (Trouble::Wrong, Factor::AccessCode) => {
                language.t("アクセスコードが違います。", "This access code is wrong.")
            }
            (Trouble::Wrong, Factor::Totp) => language.t(
                "認証コードが違います。アプリに新しく表示された数字を入力してください。",
                "This code is wrong. Enter the digits that the app shows next.",
            ),
            (Trouble::Wrong, Factor::Sms { .. } | Factor::EmailCode) => language.t(
                "認証コードが違うか、有効期限が切れています。最後に届いた数字を入力してください。",
                "This code is wrong or too old. Enter the digits that you received last.",
            ),
        })
    }
}

#[derive(Template)]
#[template(path = "locked.html")]
struct Locked<'a> {
    context: &'a LinkContext,
}
