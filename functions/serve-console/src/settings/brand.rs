//! How the organisation presents itself to recipients: a name, a colour, and as whom mail programs show the sender. What it looks like
//! is shown before it is saved: by a button, and while it is typed where scripts run.

use api::routes::{self, Route};
use axum::response::Response;
use serde_json::{Value, json};
use web::Language;

use super::entered::Entered;
use super::form::{Button, Field, Form, Group, TextKind};
use super::preview::Preview;
use super::request::Asked;
use super::section::{self, Section};
use super::view::{Block, View};
use crate::answers::{Brand, Organisation};
use crate::stop::Stop;

struct Appearance;

/// The page.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    let (organisation, version) = section::read(&asked).await?;
    let view = section::view::<Appearance>(&asked, &organisation, version, None);
    let preview = Preview::of(&organisation.brand, &organisation.name, asked.language());
    Ok(asked.show(&with_preview(view, preview)))
}

/// Shows how what was entered looks, or saves it.
pub(super) async fn change(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    if entered.value("then") != "preview" {
        return section::save::<Appearance>(&asked, &entered).await;
    }
    let (organisation, version) = section::read(&asked).await?;
    let language = asked.language();
    let mut view = section::view::<Appearance>(&asked, &organisation, version, None);
    for block in &mut view.blocks {
        if let Block::Form(form) = block {
            form.fill(&entered, language);
            // Whoever looks at it first still saves over the version that they have seen.
            form.hidden = vec![("version", entered.version().to_string())];
        }
    }
    let text = |name: &str| entered.given(name).map(str::to_owned);
    let brand = Brand {
        name: text("name"),
        name_en: text("name_en"),
        accent: text("accent"),
        mail_sender: text("mail_sender"),
    };
    Ok(asked.show(&with_preview(view, Preview::of(&brand, &organisation.name, language))))
}

fn with_preview(mut view: View, preview: Preview) -> View {
    view.blocks.insert(0, Block::Preview(Box::new(preview)));
    view
}

impl Section for Appearance {
    fn route() -> &'static Route {
        &routes::CONSOLE_BRAND
    }

    fn title(language: Language) -> &'static str {
        language.t("画面とメールの表示", "Appearance")
    }

    fn lead(language: Language) -> Option<&'static str> {
        Some(language.t(
            "相手の方が見る画面とメールに表示されます。空欄の項目は、このサービスの標準になります。",
            "What recipients see on pages and in emails. Where nothing is said, the service’s own stays.",
        ))
    }

    fn groups(organisation: &Organisation, language: Language) -> Vec<Group> {
        let Brand { name, name_en, accent, mail_sender } = &organisation.brand;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![Group::of(vec![
            Field::text("name", language.t("表示する名称", "Name at the head"), &text(name)).at("/brand/name"),
            Field::text("name_en", language.t("英語の名称", "The same in English"), &text(name_en)).at("/brand/name_en"),
            Field::line("accent", language.t("色", "Colour"), &text(accent), TextKind::Colour)
                .at("/brand/accent")
                .hint(language.t(
                    "ボタンと線の色です。「#」と16進数6桁。例：#17407a。白い文字が読める濃さが必要です。",
                    "Of buttons and lines, as # and six hexadecimal digits, such as #17407a: so dark that white text can be read on it.",
                )),
            Field::text("mail_sender", language.t("メールの差出人名", "Sender name of emails"), &text(mail_sender))
                .at("/brand/mail_sender"),
        ])]
    }

    fn change(entered: &Entered) -> Value {
        json!({ "brand": {
            "name": entered.given("name"),
            "name_en": entered.given("name_en"),
            "accent": entered.given("accent"),
            "mail_sender": entered.given("mail_sender"),
        } })
    }

    fn buttons(language: Language) -> Vec<Button> {
        vec![Button::plain(language.t("表示を確認する", "Preview")).says("then", "preview")]
    }
}

impl Form {
    /// With what was entered, which nobody has tried to save.
    fn fill(&mut self, entered: &Entered, language: Language) {
        for field in self.groups.iter_mut().flat_map(|group| group.fields.iter_mut()) {
            field.take(entered, false, language);
        }
    }
}
