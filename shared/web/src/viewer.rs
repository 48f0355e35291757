//! The documents of an envelope as a page shows them: links for every browser, which a script turns into tabs over a frame.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::ids::DocumentNumber;
use serde::Serialize;

use super::Language;
use super::document_label::label;

/// The view of some documents. Displays as a piece of HTML, for a page sent by
/// [`page_with_viewer`](super::Site::page_with_viewer).
///
/// Without a script it is a list of links. `viewer.mjs` among the [assets] makes tabs of them over one frame.
#[derive(askama::Template)]
#[template(path = "viewer.html")]
pub struct DocumentViewer<'a> {
    language: Language,
    documents: Vec<ViewerDocument<'a>>,
    texts: String,
    /// Whether there is nothing that shows a document outside the view.
    only_saves: bool,
}

/// A document in the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewerDocument<'a> {
    /// Its number.
    pub number: DocumentNumber,
    /// Its name.
    pub name: &'a str,
    /// How many pages it has, where that is known.
    pub pages: Option<u32>,
    /// Path that shows the PDF as the browser likes.
    pub view: String,
    /// Path that saves the PDF.
    pub download: Option<String>,
    /// Path that answers with a [`DocumentSource`].
    pub source: String,
}

impl<'a> DocumentViewer<'a> {
    /// The view of these documents, in this order.
    pub fn new(language: Language, documents: Vec<ViewerDocument<'a>>) -> Self {
        // A map of texts always becomes JSON; if not, the links stay links.
        let texts = serde_json::to_string(&Texts::of(language)).unwrap_or_default();
        Self { language, documents, texts, only_saves: false }
    }

    /// The same where documents are shown in the view alone: the link of each saves it.
    pub fn saving_only(self) -> Self {
        let texts = Texts { unsupported: Texts::unsupported_but_saved(self.language), ..Texts::of(self.language) };
        Self { only_saves: true, texts: serde_json::to_string(&texts).unwrap_or_default(), ..self }
    }

    fn label(&self, document: &ViewerDocument<'_>) -> String {
        label(document.number, document.pages, self.language)
    }
}

/// Where the bytes of a document are for the next minutes: the JSON answer to a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentSource {
    /// A presigned URL.
    pub url: String,
    /// How many bytes there are.
    pub size: u64,
}

impl IntoResponse for DocumentSource {
    fn into_response(self) -> Response {
        let mut response = Json(self).into_response();
        for (name, value) in [
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// What the script says to people; it knows no language itself. Words in braces are filled in by it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Texts {
    tabs: &'static str,
    unread: &'static str,
    read: &'static str,
    tools: &'static str,
    zoom_out: &'static str,
    zoom_in: &'static str,
    fit_width: &'static str,
    enlarge: &'static str,
    shrink: &'static str,
    pages: &'static str,
    page: &'static str,
    page_before: &'static str,
    page_after: &'static str,
    loading: &'static str,
    shown: &'static str,
    all_shown: &'static str,
    failed: &'static str,
    failed_page: &'static str,
    unreadable: &'static str,
    unsupported: &'static str,
    retry: &'static str,
}

impl Texts {
    const fn unsupported_but_saved(language: Language) -> &'static str {
        language.t(
            "お使いのブラウザでは画面内に表示できません。「ダウンロード」から開いてください。",
            "This browser cannot show documents within the page. Download each by its link.",
        )
    }

    const fn of(language: Language) -> Self {
        Self {
            tabs: language.t("文書の切り替え", "Documents"),
            unread: language.t("未読", "Not read"),
            read: language.t("既読", "Read"),
            tools: language.t("表示の操作", "View"),
            zoom_out: language.t("縮小", "Zoom out"),
            zoom_in: language.t("拡大", "Zoom in"),
            fit_width: language.t("幅に合わせる", "Fit width"),
            enlarge: language.t("文書を大きく表示", "Open full screen"),
            shrink: language.t("元の画面に戻る", "Back to the page"),
            // Stands around the input for the page number, which takes the place of the first word in braces.
            pages: language.t("{page} / {pages}ページ", "Page {page} / {pages}"),
            page: language.t("{page}ページ", "Page {page}"),
            page_before: language.t("前のページ", "Previous page"),
            page_after: language.t("次のページ", "Next page"),
            loading: language.t("読み込んでいます…", "Loading…"),
            shown: language.t("「{name}」を表示しました。全{pages}ページ。", "“{name}” is shown, {pages} pages."),
            all_shown: language.t("「{name}」を最後まで表示しました。", "“{name}” has been shown to its end."),
            failed: language.t(
                "文書を読み込めませんでした。通信状態をご確認のうえ、もう一度お試しください。",
                "The document could not be loaded. Check your connection and try again.",
            ),
            failed_page: language.t("このページを表示できませんでした。", "This page could not be shown."),
            unreadable: language.t(
                "この文書は画面内に表示できません。下のリンクから開いてください。",
                "This document cannot be shown here. Open it by the link below.",
            ),
            unsupported: language.t(
                "お使いのブラウザでは画面内に表示できません。「文書を表示」から開いてください。",
                "This browser cannot show documents within the page. Open each by its link.",
            ),
            retry: language.t("もう一度読み込む", "Load again"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn document(name: &str) -> ViewerDocument<'_> {
        ViewerDocument {
            number: DocumentNumber(1),
            name,
            pages: Some(12),
            view: "/sign/t/documents/1".to_owned(),
            download: Some("/sign/t/documents/1/download".to_owned()),
            source: "/sign/t/documents/1/source".to_owned(),
        }
    }

    #[test]
    fn without_a_script_each_document_is_a_link() {
        for (language, view, save) in
            [(Language::Ja, "文書を表示", "ダウンロード"), (Language::En, "Open document", "Download")]
        {
            let html = DocumentViewer::new(language, vec![document("契約書")]).to_string();
            assert!(html.contains("href=\"/sign/t/documents/1\""), "{html}");
            assert!(html.contains("href=\"/sign/t/documents/1/download\""), "{html}");
            assert!(html.contains(view) && html.contains(save) && html.contains("契約書"), "{html}");
        }
    }

    #[test]
    fn where_documents_are_only_saved_no_link_shows_them_elsewhere() {
        for language in Language::ALL {
            let html = DocumentViewer::new(language, vec![document("契約書")]).saving_only().to_string();
            assert!(html.contains("href=\"/sign/t/documents/1/download\""), "{html}");
            assert!(!html.contains("href=\"/sign/t/documents/1\"") && !html.contains("文書を表示"), "{html}");
        }
    }

    #[test]
    fn a_name_stays_a_name() {
        let html = DocumentViewer::new(Language::Ja, vec![document("\"><script>alert(1)</script>")]).to_string();
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn the_script_gets_every_text_in_both_languages() {
        let texts = |language| serde_json::to_value(Texts::of(language)).unwrap();
        let (ja, en) = (texts(Language::Ja), texts(Language::En));
        for (key, text) in ja.as_object().unwrap() {
            let words = |text: &serde_json::Value| {
                let text = text.as_str().unwrap().to_owned();
                ["{page}", "{pages}", "{name}"].map(|word| text.contains(word))
            };
            assert_eq!(words(text), words(&en[key]), "{key}");
            assert_ne!(*text, en[key], "{key}");
        }
    }

    #[test]
    fn the_script_uses_these_texts_and_no_others() {
        let scripts = [
            include_str!("../../assets/files/viewer/viewer.mjs"),
            include_str!("../../assets/files/viewer/pages.mjs"),
            include_str!("../../assets/files/viewer/tabs.mjs"),
            include_str!("../../assets/files/viewer/toolbar.mjs"),
        ];
        let used = scripts.iter().flat_map(|script| script.split("texts.").skip(1)).map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            rest[..end].to_owned()
        });
        let used: BTreeSet<String> = used.collect();
        let texts = serde_json::to_value(Texts::of(Language::Ja)).unwrap();
        assert_eq!(used, texts.as_object().unwrap().keys().cloned().collect());
        for script in scripts {
            // What a person reads comes from the server; what programmers read is English.
            let is_japanese =
                |c: char| ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c);
            let code = script.lines().filter(|line| !line.trim_start().starts_with(['/', '*']));
            assert!(!code.collect::<String>().contains(is_japanese));
        }
    }

    #[test]
    fn a_source_is_kept_by_nobody() {
        let response = DocumentSource { url: "https://store.example/a".to_owned(), size: 3 }.into_response();
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    }
}
