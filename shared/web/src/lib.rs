//! What every page and mail for people has in common: the deployment's names, the frame of a page, the language, forms and
//! cookies, the progress of an envelope, the view of its documents, and who is visiting.

mod client_info;
mod closed_link;
mod cookie;
mod document_label;
mod entrance;
mod finished;
pub mod form;
mod language;
mod mailed_link;
mod mailto;
mod other_network;
mod page;
mod problem_page;
mod progress;
mod rejection;
mod settings;
mod time;
mod viewer;
mod wait;

use axum::http::Uri;
use domain::policy::Brand;

pub use api::{ClientIp, method_not_allowed};
pub use client_info::ClientInfo;
pub use closed_link::ClosedLink;
pub use cookie::{Cookie, cookie_of, set_host_cookie};
pub use document_label::document_label;
pub use domain::policy::{Accent, InvalidAccent};
pub use entrance::entrance;
pub use finished::FinishedDocuments;
pub use language::{Language, ReaderLanguage, chosen_language};
pub use mailed_link::MailedLink;
pub use mailto::mailto;
pub use other_network::OtherNetwork;
pub use page::{Page, PageAssets};
pub use problem_page::prefers_page;
pub use progress::Progress;
pub use rejection::{Rejection, answer, not_found, redirect};
pub use time::{deadline_time, exact_time, jst, local_time, short_deadline, short_time};
pub use viewer::{DocumentSource, DocumentViewer, ViewerDocument};
pub use wait::{PendingWork, WaitReport, cause_of_wait, needs_operator};

/// How this deployment presents itself. Plain values: reading them from settings is the wiring's work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Origin and stage path under which people reach it, without a trailing slash.
    pub public_url: String,
    /// The product's name to people.
    pub brand: String,
    /// The same for readers of English, where it differs.
    pub brand_en: Option<String>,
    /// What stands after `©`.
    pub copyright: String,
    /// The colour of buttons and lines.
    pub accent: Accent,
    /// Where `brand` is an organisation's: what the service itself is called, and what it is called in English, where that differs.
    pub service: Option<(String, Option<String>)>,
    /// Whom to ask for help (F55).
    pub support: Support,
}

/// Whom to ask for help. Only what is set is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// Telephone number.
    pub phone: Option<String>,
    /// Office hours.
    pub hours: Option<String>,
    /// The same for readers of English, where it differs.
    pub hours_en: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// URL of a form.
    pub form: Option<String>,
}

impl Support {
    /// Whether nothing is set.
    pub const fn is_empty(&self) -> bool {
        self.phone.is_none() && self.hours.is_none() && self.email.is_none() && self.form.is_none()
    }

    /// Office hours, for readers of this language.
    pub fn hours_in(&self, language: Language) -> Option<&str> {
        let english = self.hours_en.as_deref().filter(|_| !language.is_ja());
        english.or(self.hours.as_deref())
    }

    /// The form's URL, if a browser may follow it.
    pub fn form_link(&self) -> Option<&str> {
        self.form.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"))
    }
}

impl Site {
    /// The same as an organisation presents itself.
    #[must_use]
    pub fn branded(&self, brand: &Brand) -> Self {
        let mut site = self.clone();
        site.accent = brand.accent.unwrap_or(site.accent);
        if let Some(name) = &brand.name {
            let before = std::mem::replace(&mut site.brand, name.clone());
            site.service = Some((before, std::mem::replace(&mut site.brand_en, brand.name_en.clone())));
        }
        site
    }

    /// The service's name, for readers of this language, where an organisation's stands at the head.
    pub fn service_in(&self, language: Language) -> Option<&str> {
        let (name, english) = self.service.as_ref()?;
        Some(english.as_deref().filter(|_| !language.is_ja()).unwrap_or(name))
    }

    /// The product's name, for readers of this language.
    pub fn brand_in(&self, language: Language) -> &str {
        let english = self.brand_en.as_deref().filter(|_| !language.is_ja());
        english.unwrap_or(&self.brand)
    }

    /// An absolute URL, for mails.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The same without scheme and host, for pages: it stays right when the site answers under a second name.
    pub fn path(&self, path: &str) -> String {
        let public = self.public_url.parse::<Uri>().unwrap_or_default();
        format!("{}{path}", public.path().trim_end_matches('/'))
    }

    /// The URL of a file of the [assets], for pages.
    pub fn asset(&self, name: &str) -> String {
        self.path(&assets::path(name))
    }
}

#[cfg(test)]
mod tests;
