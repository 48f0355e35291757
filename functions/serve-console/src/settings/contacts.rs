//! The address books: the organisation's, and one's own.

use api::routes;
use axum::response::Response;
use domain::authorisation::Action;
use url::form_urlencoded::Serializer;

use super::form::{Button, Field, Form, Group, TextKind};
use super::notice::Notice;
use super::request::Asked;
use super::table::{Cell, Table};
use super::view::{Block, Link, View};
use super::words;
use crate::answers::{Book, Contact, ContactList};
use crate::client::Call;
use crate::stop::Stop;

/// The page.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    let value = |name| asked.queried(name).filter(|text| !text.is_empty());
    let (q, scope, cursor) =
        (value("q"), value("scope").filter(|scope| ["shared", "own"].contains(scope)), value("cursor"));
    let fields = [("q", q), ("scope", scope), ("cursor", cursor)];
    let given = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let call = given.fold(Call::of(&routes::LIST_CONTACTS, &[]), |call, (name, value)| call.query(name, value));
    let found: ContactList = asked.read(call).await?;
    let url = |cursor: Option<&str>| {
        let pairs = [("q", q), ("scope", scope), ("cursor", cursor)];
        let pairs = pairs.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("{}?{query}", asked.path(&routes::CONSOLE_CONTACTS, &[]))
    };
    let none = match q.is_some() || scope.is_some() {
        true => asked.t("見つかりませんでした。", "Nothing was found."),
        false => asked.t("連絡先はまだありません。", "There are no contacts yet."),
    };
    let heads = [
        asked.t("氏名", "Name"),
        asked.t("会社名", "Company"),
        asked.t("電話番号", "Telephone"),
        asked.t("アドレス帳", "Book"),
    ];
    let table = Table::new(asked.t("連絡先", "Contacts"), &heads, none)
        .rows(found.contacts.iter().map(|contact| row(&asked, contact)))
        .page(cursor.map(|_| url(None)), asked.t("最初に戻る", "Back to the first"))
        .page(found.next_cursor.map(|next| url(Some(&next))), asked.t("続きを表示", "More"));
    let mut view = View::new(asked.language(), asked.t("アドレス帳", "Address books"))
        .below(asked.path(&routes::CONSOLE_SETTINGS, &[]), asked.t("設定に戻る", "Back to the settings"));
    view.notice = asked.notice().map(|notice| notice.text(asked.language()));
    if asked.notice() == Some(Notice::Imported) {
        view = imported(&asked, view);
    }
    if asked.may(Action::ChangeContacts) {
        view = view.with(Block::Buttons(vec![
            Link::new(asked.path(&routes::CONSOLE_CONTACT_PAGE, &[]), asked.t("連絡先を追加する", "Add a contact")),
            Link::new(
                asked.path(&routes::CONSOLE_IMPORT_PAGE, &[]),
                asked.t("CSVファイルから取り込む", "Import a CSV file"),
            ),
        ]));
    }
    let view = view.with(Block::Form(Box::new(search(&asked, q, scope)))).with(Block::Table(table));
    Ok(asked.show(&exports(&asked, view)))
}

/// How many an import has added and changed; they stand in the address, as numbers alone.
fn imported(asked: &Asked, view: View) -> View {
    let names = [
        ("added", asked.t("追加", "Added")),
        ("updated", asked.t("更新", "Changed")),
        ("unchanged", asked.t("変更なし", "Unchanged")),
    ];
    let count = |(name, words): (&str, &str)| {
        let count = asked.queried(name)?.parse::<u32>().ok()?;
        Some((words.to_owned(), count.to_string()))
    };
    let counts: Vec<(String, String)> = names.into_iter().filter_map(count).collect();
    if counts.is_empty() { view } else { view.with(Block::Facts(counts)) }
}

fn search(asked: &Asked, q: Option<&str>, scope: Option<&str>) -> Form {
    let books = [
        ("", asked.t("すべて", "All")),
        ("shared", words::book(Book::Shared, asked.language())),
        ("own", words::book(Book::Own, asked.language())),
    ];
    let fields = vec![
        Field::line(
            "q",
            asked.t("氏名・フリガナ・会社名・メールアドレスで検索", "Find by name, company or address"),
            q.unwrap_or_default(),
            TextKind::Search,
        ),
        Field::select("scope", asked.t("アドレス帳", "Book"), scope.unwrap_or_default(), &books),
    ];
    let form = Form::to(asked.path(&routes::CONSOLE_CONTACTS, &[]), vec![Group::of(fields)]);
    Form { asks: true, id: Some("search"), ..form }.button(Button::plain(asked.t("検索する", "Find")))
}

fn exports(asked: &Asked, view: View) -> View {
    let link = |book: Book, scope: &str, encoding: &str, letters: &str| {
        let url = format!("{}?scope={scope}&encoding={encoding}", asked.path(&routes::CONSOLE_EXPORT, &[]));
        Link::new(url, &format!("{}{}", words::book(book, asked.language()), letters))
    };
    let (utf8, cp932) = (asked.t("（UTF-8）", " (UTF-8)"), asked.t("（Shift_JIS）", " (Shift_JIS)"));
    view.with(Block::heading(asked.t("CSVファイルとして保存", "Save as a CSV file"))).with(Block::Buttons(vec![
        link(Book::Shared, "shared", "utf-8", utf8),
        link(Book::Shared, "shared", "cp932", cp932),
        link(Book::Own, "own", "utf-8", utf8),
        link(Book::Own, "own", "cp932", cp932),
    ]))
}

fn row(asked: &Asked, contact: &Contact) -> Vec<Cell> {
    let url = asked.path(&routes::CONSOLE_CONTACT, &[&contact.id.to_string()]);
    let name = contact.kana.iter().fold(Cell::link(&contact.name, url), Cell::below);
    let company = Cell::text(contact.company.clone().unwrap_or_default());
    let place = [&contact.department, &contact.job_title].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let company = if place.is_empty() { company } else { company.below(place) };
    vec![
        name.below(&contact.email),
        company,
        Cell::text(contact.phone.clone().unwrap_or_default()),
        Cell::text(words::book(contact.scope, asked.language())),
    ]
}
