//! The organisation's registered seals (実印タイプ).

use api::routes;
use axum::response::Response;
use web::{Language, short_time};

use super::request::Asked;
use super::table::{Cell, Table};
use super::view::{Block, View};
use super::words;
use crate::answers::{Seal, SealList};
use crate::client::Call;
use crate::stop::Stop;

/// The page.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    let found: SealList = asked.read(Call::of(&routes::LIST_SEALS, &[])).await?;
    let heads = [
        asked.t("名称", "Name"),
        asked.t("状態", "State"),
        asked.t("証明書の期限", "Certificate"),
        asked.t("使用できる方", "May sign"),
    ];
    let none = asked.t(
        "登録印章はありません。登録は、サービス運営者が行います。",
        "There are no registered seals. The operator sets them up.",
    );
    let table = Table::new(asked.t("登録印章", "Registered seals"), &heads, none)
        .rows(found.seals.iter().map(|seal| row(&asked, seal)));
    let view = View::new(asked.language(), asked.t("登録印章（実印タイプ）", "Registered seals"))
        .below(asked.path(&routes::CONSOLE_SETTINGS, &[]), asked.t("設定に戻る", "Back to the settings"))
        .with(Block::Table(table));
    Ok(asked.show(&view))
}

fn row(asked: &Asked, seal: &Seal) -> Vec<Cell> {
    let language = asked.language();
    let url = asked.path(&routes::CONSOLE_SEAL, &[seal.id.as_str()]);
    let (tone, state) = words::seal(seal.state, language);
    let until = match &seal.certificate {
        Some(certificate) => {
            Cell::text(short_time(certificate.valid_until, language)).below(days_left(certificate.days_left, language))
        }
        None => Cell::text(asked.t("読み取れません", "Cannot be read")),
    };
    let persons = match (seal.persons.len(), language) {
        (0, _) => asked.t("いません", "Nobody").to_owned(),
        (count, Language::Ja) => format!("{count}名"),
        (1, Language::En) => "1 person".to_owned(),
        (count, Language::En) => format!("{count} people"),
    };
    vec![Cell::link(name(seal, language), url), Cell::badge(tone, state), until, Cell::text(persons)]
}

/// What a seal is called.
pub(super) fn name(seal: &Seal, language: Language) -> &str {
    seal.name_en.as_deref().filter(|_| !language.is_ja()).unwrap_or(&seal.name)
}

/// How long a certificate is still good, in words.
pub(super) fn days_left(days: u32, language: Language) -> String {
    match (days, language) {
        (0, Language::Ja) => "残り1日未満".to_owned(),
        (0, Language::En) => "less than a day left".to_owned(),
        (days, Language::Ja) => format!("残り{days}日"),
        (1, Language::En) => "1 day left".to_owned(),
        (days, Language::En) => format!("{days} days left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_in_words() {
        let told = |days| (days_left(days, Language::Ja), days_left(days, Language::En));
        assert_eq!(told(0), ("残り1日未満".into(), "less than a day left".into()));
        assert_eq!(told(1), ("残り1日".into(), "1 day left".into()));
        assert_eq!(told(89), ("残り89日".into(), "89 days left".into()));
    }
}
