//! The wording: `templates/<mail>/{subject.txt, body.txt, body.html}`.

use askama::Template;
use domain::mail::MailKind;

use crate::letter::Letter;

/// A mail, worded.
pub(crate) struct Content {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Words a mail.
pub(crate) fn render(kind: MailKind, mail: &Letter<'_>) -> Result<Content, askama::Error> {
    match kind {
        MailKind::Request => content(RequestSubject { mail }, RequestText { mail }, RequestHtml { mail }),
        MailKind::Reminder => content(ReminderSubject { mail }, ReminderText { mail }, ReminderHtml { mail }),
        MailKind::Completed => content(CompletedSubject, CompletedText { mail }, CompletedHtml { mail }),
        MailKind::Declined => content(DeclinedSubject { mail }, DeclinedText { mail }, DeclinedHtml { mail }),
        MailKind::Voided => content(VoidedSubject { mail }, VoidedText { mail }, VoidedHtml { mail }),
        MailKind::Expired => content(ExpiredSubject { mail }, ExpiredText { mail }, ExpiredHtml { mail }),
        MailKind::Failed | MailKind::Delegated | MailKind::Bounced | MailKind::LockedOut | MailKind::Code => {
            content(FailedSubject { mail }, FailedText { mail }, FailedHtml { mail })
        }
    }
}

fn content(subject: impl Template, text: impl Template, html: impl Template) -> Result<Content, askama::Error> {
    Ok(Content { subject: subject.render()?, text: text.render()?, html: html.render()? })
}

macro_rules! templates {
    ($($name:ident: $path:literal;)*) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> {
            mail: &'a Letter<'a>,
        }
    )*};
}

templates! {
    RequestSubject: "request/subject.txt";
    RequestText: "request/body.txt";
    RequestHtml: "request/body.html";
    ReminderSubject: "reminder/subject.txt";
    ReminderText: "reminder/body.txt";
    ReminderHtml: "reminder/body.html";
    CompletedText: "completed/body.txt";
    CompletedHtml: "completed/body.html";
    DeclinedSubject: "declined/subject.txt";
    DeclinedText: "declined/body.txt";
    DeclinedHtml: "declined/body.html";
    VoidedSubject: "voided/subject.txt";
    VoidedText: "voided/body.txt";
    VoidedHtml: "voided/body.html";
    ExpiredSubject: "expired/subject.txt";
    ExpiredText: "expired/body.txt";
    ExpiredHtml: "expired/body.html";
    FailedSubject: "failed/subject.txt";
    FailedText: "failed/body.txt";
    FailedHtml: "failed/body.html";
}

#[derive(Template)]
#[template(path = "completed/subject.txt")]
struct CompletedSubject;
