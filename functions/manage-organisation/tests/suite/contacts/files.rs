//! Files that are imported and saved.

use axum::body::Body;
use axum::http::Request;
use conformance::ask_and_demand;
use domain::contact::{Book, BookDecision, BookId, IMPORT_LEASE, ImportCounts, MAX_CONTACTS, RunningImport};
use domain::ids::PersonId;
use domain::organisation::EntryKind;
use domain::ports::Contacts;
use encoding_rs::SHIFT_JIS;
use fakes::city;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{CONTACTS, contact, names};
use crate::world::{Answer, KEY, NOW, World};

const CSV: &str = "text/csv";
const BYTES: &str = "application/octet-stream";

async fn send(w: &World, key: &str, query: &str, kind: &str, file: &[u8]) -> Answer {
    let router = if key == KEY { w.router.clone() } else { w.router_for_keys() };
    let request = Request::post(format!("{CONTACTS}/imports?{query}")).header("authorization", format!("Bearer {key}"));
    let request = request.header("idempotency-key", "a-key").header("content-type", kind);
    let (parts, body) = ask_and_demand(router, request.body(Body::from(file.to_vec())).unwrap()).await;
    let body = serde_json::from_slice(&body).unwrap();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

async fn import(w: &World, query: &str, file: &str) -> Answer {
    send(w, KEY, query, CSV, file.as_bytes()).await
}

/// The file that is saved.
async fn export(w: &World, query: &str) -> (u16, Vec<u8>) {
    let request = Request::get(format!("{CONTACTS}/export?{query}")).header("authorization", format!("Bearer {KEY}"));
    let (parts, body) = ask_and_demand(w.router.clone(), request.body(Body::empty()).unwrap()).await;
    (parts.status.as_u16(), body.to_vec())
}

fn counts(added: u32, updated: u32, unchanged: u32) -> Value {
    json!({"added": added, "updated": updated, "unchanged": unchanged})
}

fn errors(answer: &Answer) -> Vec<(&str, &str)> {
    let errors = answer.body["errors"].as_array().unwrap_or_else(|| panic!("errors: {answer:?}"));
    errors.iter().map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_file_is_imported_whole_with_one_entry_and_again_without_a_change() {
    let w = World::new();
    w.post(CONTACTS, &json!({"scope": "shared", "name": "佐藤", "email": "sato@example.jp", "note": "残る"})).await;
    let file = "\u{feff}氏名,メールアドレス,会社名\r\n鈴木 太郎,suzuki@example.jp,\"株式会社\"\"〇〇\"\"\"\r\n佐藤 花子,SATO@example.jp,\r\n";
    let imported = import(&w, "scope=shared", file).await;
    assert_eq!((imported.status, &imported.body), (200, &counts(1, 1, 0)), "{imported:?}");
    let last = w.log().pop().unwrap();
    let EntryKind::ContactsImported { file: digest, added: 1, updated: 1, unchanged: 0 } = last.kind else {
        panic!("{last:?}")
    };
    assert_eq!(digest, domain::digest::Digest::of(file.as_bytes()));
    assert_eq!(names(&w, KEY, "q=sato").await, ["佐藤 花子"]);
    let listed = w.get(&format!("{CONTACTS}?q=sato")).await;
    let sato = w.get(&format!("{CONTACTS}/{}", listed.body["contacts"][0]["id"].as_str().unwrap())).await;
    assert_eq!((&sato.body["note"], &sato.body["email"]), (&json!("残る"), &json!("SATO@example.jp")));
    assert_eq!(sato.body["earlier"][0]["until_entry"], last.sequence, "{sato:?}");

    let entries = w.log().len();
    let again = import(&w, "scope=shared", file).await;
    assert_eq!((&again.body, w.log().len()), (&counts(0, 0, 2), entries));
}

#[tokio::test]
async fn contacts_that_are_there_are_updated_kept_or_refused() {
    let w = World::new();
    w.post(CONTACTS, &contact("shared", "佐藤", "sato@example.jp")).await;
    let file = "name,email\nHanako Sato,sato@example.jp\nTaro Suzuki,suzuki@example.jp\n";
    let refused = import(&w, "scope=shared&existing=refuse", file).await;
    assert_eq!((refused.code(), errors(&refused)), ("invalid-csv", vec![("/2/メールアドレス", "exists")]));
    assert_eq!(names(&w, KEY, "").await, ["佐藤"], "all or nothing");
    assert_eq!(import(&w, "scope=shared&existing=keep", file).await.body, counts(1, 0, 1));
    assert_eq!(names(&w, KEY, "q=sato").await, ["佐藤"]);
    assert_eq!(import(&w, "scope=shared&existing=update", file).await.body, counts(0, 1, 1));
    assert_eq!(names(&w, KEY, "q=sato").await, ["Hanako Sato"]);
    for wrong in ["", "existing=keep", "scope=all", "scope=shared&existing=merge"] {
        assert_eq!(import(&w, wrong, file).await.code(), "unknown-query", "{wrong}");
    }
}

#[tokio::test]
async fn wrong_lines_are_told_before_anything_is_taken() {
    let w = World::new();
    let file = "氏名,メールアドレス,電話番号\n鈴木,suzuki@example.jp,\n\n,x,12\n\"改\n行\",sato@example.jp,\n田中,SUZUKI@example.jp,\n";
    let refused = import(&w, "scope=shared", file).await;
    assert_eq!((refused.status, refused.code()), (422, "invalid-csv"));
    assert_eq!(
        errors(&refused),
        [
            ("/4/氏名", "missing"),
            ("/4/メールアドレス", "no-at-sign"),
            ("/4/電話番号", "invalid"),
            ("/5/氏名", "line-break"),
            ("/7/メールアドレス", "twice"),
        ],
        "{refused:?}"
    );
    assert!(refused.body["errors"][0]["detail"].as_str().unwrap().starts_with("4行目「氏名」："), "{refused:?}");
    assert_eq!(names(&w, KEY, "").await, [""; 0]);
    let columns = import(&w, "scope=shared", "氏名,住所\n鈴木,滝川市\n").await;
    assert_eq!(errors(&columns), [("/1", "unknown-column"), ("/1/メールアドレス", "missing-column")]);
    let many = format!("氏名,メールアドレス\n{}", "鈴木,x\n".repeat(60));
    let many = import(&w, "scope=shared", &many).await;
    assert_eq!(errors(&many).len(), 50);
    assert!(many.body["detail"].as_str().unwrap().contains("60件"), "{many:?}");
}

#[tokio::test]
async fn a_file_is_read_in_utf8_and_in_the_letters_of_windows() {
    let text = "氏名,メールアドレス,会社名\n髙橋 ①,takahashi@example.jp,㈱はしご髙\n";
    let (windows, ..) = SHIFT_JIS.encode(text);
    for (kind, file) in [
        (CSV, text.as_bytes()),
        ("text/csv; charset=UTF-8", text.as_bytes()),
        (BYTES, &windows),
        ("application/vnd.ms-excel", &windows),
        ("text/csv; charset=\"Shift_JIS\"", &windows),
        ("text/csv;charset=cp932", &windows),
    ] {
        let w = World::new();
        let imported = send(&w, KEY, "scope=shared", kind, file).await;
        assert_eq!(imported.body, counts(1, 0, 0), "{kind}: {imported:?}");
        assert_eq!(names(&w, KEY, "").await, ["髙橋 ①"], "{kind}");
    }
    let w = World::new();
    for kind in ["application/json", "text/plain", "text/csv; charset=utf-16", "text/csv; charset=x"] {
        let refused = send(&w, KEY, "scope=shared", kind, text.as_bytes()).await;
        assert_eq!(refused.code(), "unsupported-content", "{kind}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_told_by_its_place() {
    let w = World::new();
    let file = b"\x8e\x81\x96\xbc,\x83\x81\x81[\x83\x8b\na,b\n\xa0\xff,c\n";
    let refused = send(&w, KEY, "scope=shared", BYTES, file).await;
    assert_eq!(errors(&refused)[0], ("/3", "unreadable"), "{refused:?}");
    let declared = send(&w, KEY, "scope=shared", "text/csv; charset=utf-8", b"name,email\n\x8e\x81,a@b.jp\n").await;
    assert_eq!(errors(&declared)[0], ("/2", "unreadable"));
    assert!(declared.body["errors"][0]["detail"].as_str().unwrap().contains("1文字目をUTF-8"), "{declared:?}");
    // What a gateway has read as UTF-8 already.
    let damaged = import(&w, "scope=shared", "name,email\nab\u{fffd},a@b.jp\n").await;
    assert_eq!(errors(&damaged), [("/2", "unreadable")]);
}

#[tokio::test]
async fn a_book_is_saved_and_comes_back_as_it_was() {
    let w = World::new();
    let all = "氏名,フリガナ,メールアドレス,会社名,部署,役職,電話番号,言語,備考\r\n";
    let rows = "'@鈴木,スズキ,suzuki@example.jp,株式会社〇〇,総務部,部長,090-1234-5678,日本語,'=1+1\r\n\
                Smith,スミス,smith@example.com,,,,010-12025550100,English,\"2行\n目\"\r\n";
    let file = format!("{all}{rows}");
    assert_eq!(import(&w, "scope=shared", &file).await.body, counts(2, 0, 0));
    let stored = w.get(&format!("{CONTACTS}?q=suzuki")).await;
    assert_eq!(
        (&stored.body["contacts"][0]["name"], &stored.body["contacts"][0]["note"]),
        (&json!("@鈴木"), &json!("=1+1"))
    );
    let (status, saved) = export(&w, "scope=shared").await;
    assert_eq!((status, std::str::from_utf8(&saved).unwrap()), (200, format!("\u{feff}{file}").as_str()));
    let (_, windows) = export(&w, "scope=shared&encoding=cp932").await;
    assert_eq!(windows, *SHIFT_JIS.encode(&file).0);
    assert_eq!(send(&w, KEY, "scope=shared", BYTES, &saved).await.body, counts(0, 0, 2));
    assert_eq!(send(&w, KEY, "scope=shared", BYTES, &windows).await.body, counts(0, 0, 2));
    assert_eq!(
        export(&w, "scope=own").await,
        (200, format!("\u{feff}{all}").into_bytes()),
        "a service has no contacts"
    );
}

#[tokio::test]
async fn letters_that_windows_lacks_are_told_and_not_lost() {
    let w = World::new();
    let request = json!({"scope": "shared", "name": "𠮷田", "email": "yoshida@example.jp", "note": "¥100〜髙"});
    w.post(CONTACTS, &request).await;
    let (status, refused) = export(&w, "scope=shared&encoding=cp932").await;
    let refused: Value = serde_json::from_slice(&refused).unwrap();
    assert_eq!((status, &refused["code"]), (422, &json!("letters-not-in-encoding")));
    let details = refused["errors"].as_array().unwrap();
    assert!(details[0]["detail"].as_str().unwrap().contains("「𠮷」（U+20BB7）"), "{refused}");
    assert!(
        details[1]["detail"].as_str().unwrap().contains("「¥」（U+00A5）"),
        "it would be read again as a backslash: {refused}"
    );
    assert_eq!(export(&w, "scope=shared").await.0, 200);
}

#[tokio::test]
async fn a_book_holds_so_many_contacts_and_no_more() {
    let w = World::new();
    let row = |n: u32| format!("鈴木,suzuki{n}@example.jp\n");
    let full: String = (0..MAX_CONTACTS).map(row).collect();
    let imported = import(&w, "scope=shared", &format!("氏名,メールアドレス\n{full}")).await;
    assert_eq!(imported.body, counts(MAX_CONTACTS, 0, 0), "{imported:?}");
    let one_more = import(&w, "scope=shared", &format!("氏名,メールアドレス\n{}", row(MAX_CONTACTS))).await;
    assert_eq!((one_more.status, one_more.code()), (409, "too-many-contacts"));
    let typed = w.post(CONTACTS, &contact("shared", "佐藤", "sato@example.jp")).await;
    assert_eq!(typed.code(), "too-many-contacts");
    let page = w.get(&format!("{CONTACTS}?q=suzuki9999")).await;
    assert_eq!(page.body["contacts"].as_array().unwrap().len(), 1);
}

fn book() -> BookId {
    BookId::shared(city().organisation)
}

/// As an import leaves the book that died on the way, having written some rows that nobody has counted.
async fn leave_an_import(w: &World, seconds_ago: i64) {
    let now: jiff::Timestamp = NOW.parse().unwrap();
    let until = now + IMPORT_LEASE - jiff::SignedDuration::from_secs(seconds_ago);
    let import = RunningImport { id: Uuid::from_u128(7), until, counts: ImportCounts::default(), entry: None };
    let before = w.organisations.book(&book()).await.unwrap();
    let after = Book { version: before.version + 1, import: Some(import), ..before.clone() };
    let (put, removed, finished, recorded) = (Vec::new(), Vec::new(), None, None);
    let decision = BookDecision { before: before.version, book: after, put, removed, finished, kept: None, recorded };
    w.organisations.commit_book(&decision, None).await.unwrap();
}

#[tokio::test]
async fn while_an_import_is_written_others_wait_and_one_that_was_left_keeps_nobody() {
    let w = World::new();
    let added = w.post(CONTACTS, &contact("shared", "鈴木", "suzuki@example.jp")).await;
    leave_an_import(&w, 34).await;
    let file = "name,email\nSato,sato@example.jp\n";
    let path = format!("{CONTACTS}/{}", added.id());
    let waiting = [
        w.post(CONTACTS, &contact("shared", "佐藤", "sato@example.jp")).await,
        w.patch(&path, added.header("etag"), &json!({"name": "鈴木 太郎"})).await,
        w.send("DELETE", &path, &[("if-match", added.header("etag"))], &Value::Null).await,
        import(&w, "scope=shared", file).await,
    ];
    for answer in waiting {
        assert_eq!((answer.status, answer.code(), answer.header("retry-after")), (409, "import-running", "5"));
    }
    let w = World::new();
    leave_an_import(&w, 35).await;
    assert_eq!(import(&w, "scope=shared", file).await.body, counts(1, 0, 0));
    leave_an_import(&w, 35).await;
    assert_eq!(w.post(CONTACTS, &contact("shared", "鈴木", "suzuki@example.jp")).await.status, 201);
    assert_eq!(w.organisations.book(&book()).await.unwrap().contacts, 2, "counted anew");
}

#[tokio::test]
async fn people_import_into_their_own_books_without_an_entry_and_into_the_shared_one_as_their_roles_allow() {
    let w = World::new();
    let person: PersonId = w.person_with_a_key("viewer", &["document_viewer"]).await;
    let file = "name,email\nSato,sato@example.jp\n";
    let entries = w.log().len();
    assert_eq!(send(&w, "viewer", "scope=shared", CSV, file.as_bytes()).await.code(), "role-missing");
    assert_eq!(send(&w, "viewer", "scope=own", CSV, file.as_bytes()).await.body, counts(1, 0, 0));
    assert_eq!(w.log().len(), entries);
    let own = BookId::own(city().organisation, person);
    assert_eq!(w.organisations.list(&own).await.unwrap().len(), 1);
    assert_eq!(import(&w, "scope=own", file).await.body["errors"][0]["code"], "no-own-book");
}
