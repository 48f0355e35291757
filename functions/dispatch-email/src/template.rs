//! The wording: `templates/<mail>/{subject.txt, body.txt, body.html}`.

use askama::Template;
use domain::mail::MailKind;

use crate::mail_context::MailContext;

/// A mail, worded.
pub(crate) struct Content {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Words a mail.
pub(crate) fn render(kind: MailKind, mail: &MailContext<'_>) -> Result<Content, askama::Error> {
    match kind {
        MailKind::Request => content(RequestSubject { mail }, RequestText { mail }, RequestHtml { mail }),
        MailKind::Reminder => content(ReminderSubject { mail }, ReminderText { mail }, ReminderHtml { mail }),
        MailKind::Completed => content(CompletedSubject { mail }, CompletedText { mail }, CompletedHtml { mail }),
        MailKind::Declined => content(DeclinedSubject { mail }, DeclinedText { mail }, DeclinedHtml { mail }),
        MailKind::Voided => content(VoidedSubject { mail }, VoidedText { mail }, VoidedHtml { mail }),
        MailKind::Expired => content(ExpiredSubject { mail }, ExpiredText { mail }, ExpiredHtml { mail }),
        MailKind::NotSent => content(NotSentSubject { mail }, NotSentText { mail }, NotSentHtml { mail }),
        MailKind::Failed => content(FailedSubject { mail }, FailedText { mail }, FailedHtml { mail }),
        MailKind::Delegated => content(DelegatedSubject { mail }, DelegatedText { mail }, DelegatedHtml { mail }),
        MailKind::Bounced => content(BouncedSubject { mail }, BouncedText { mail }, BouncedHtml { mail }),
        MailKind::LockedOut => content(LockedOutSubject { mail }, LockedOutText { mail }, LockedOutHtml { mail }),
        MailKind::Delayed => content(DelayedSubject { mail }, DelayedText { mail }, DelayedHtml { mail }),
        MailKind::Code => content(CodeSubject { mail }, CodeText { mail }, CodeHtml { mail }),
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
            mail: &'a MailContext<'a>,
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
    CompletedSubject: "completed/subject.txt";
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
    NotSentSubject: "not_sent/subject.txt";
    NotSentText: "not_sent/body.txt";
    NotSentHtml: "not_sent/body.html";
    FailedSubject: "failed/subject.txt";
    FailedText: "failed/body.txt";
    FailedHtml: "failed/body.html";
    DelegatedSubject: "delegated/subject.txt";
    DelegatedText: "delegated/body.txt";
    DelegatedHtml: "delegated/body.html";
    BouncedSubject: "bounced/subject.txt";
    BouncedText: "bounced/body.txt";
    BouncedHtml: "bounced/body.html";
    LockedOutSubject: "locked_out/subject.txt";
    LockedOutText: "locked_out/body.txt";
    LockedOutHtml: "locked_out/body.html";
    DelayedSubject: "delayed/subject.txt";
    DelayedText: "delayed/body.txt";
    DelayedHtml: "delayed/body.html";
    CodeSubject: "code/subject.txt";
    CodeText: "code/body.txt";
    CodeHtml: "code/body.html";
}
