//! Address books over the deployed stack, whose policies say what the function may write: a book as large as one may be is imported
//! within the time of a call, or goes on where it was when the same request comes again.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use encoding_rs::SHIFT_JIS;
use journeys::run;
use local::client::{Answer, fresh_key};
use local::stack::Stack;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const CONTACTS: &str = "/v1/contacts";
const LARGEST: u32 = 10_000;

fn file(rows: u32) -> String {
    let row = |n| {
        format!(
            "鈴木 {n}郎,スズキ {n}ロウ,suzuki{n}@example.jp,株式会社〇〇商事,総務部契約課,課長,090-1234-{:04},日本語,夜間不可\r\n",
            n % 10_000
        )
    };
    let header = "氏名,フリガナ,メールアドレス,会社名,部署,役職,電話番号,言語,備考\r\n".to_owned();
    (0..rows).map(row).fold(header, |file, row| file + &row)
}

async fn import(stack: &Stack, key: &str, kind: &str, file: &[u8]) -> Result<Answer> {
    let headers = [("idempotency-key", key), ("content-type", kind)];
    stack.client().api_with(Method::POST, &format!("{CONTACTS}/imports?scope=shared"), &headers, file.to_vec()).await
}

/// As whoever sends it does: the same again, as long as it is told to be unfinished.
async fn import_to_the_end(stack: &Stack, key: &str, file: &[u8]) -> Result<(Answer, u32)> {
    for call in 1..=20 {
        let answer = import(stack, key, "text/csv", file).await?;
        if answer.status != StatusCode::SERVICE_UNAVAILABLE {
            return Ok((answer, call));
        }
        ensure!(answer.json()?["code"] == "import-unfinished", "{}", answer.text());
    }
    anyhow::bail!("the import does not come to its end")
}

async fn get(stack: &Stack, query: &str) -> Result<Answer> {
    stack.client().api(Method::GET, &format!("{CONTACTS}{query}"), None, None).await
}

#[test]
fn a_book_is_imported_searched_changed_and_saved() {
    run(async |stack| {
        let (key, whole) = (fresh_key()?, file(LARGEST));
        let began = Instant::now();
        let (imported, calls) = import_to_the_end(stack, &key, whole.as_bytes()).await?;
        println!("{LARGEST} contacts, {} bytes: {:?} in {calls} calls", whole.len(), began.elapsed());
        let counts = json!({"added": LARGEST, "updated": 0, "unchanged": 0});
        ensure!(imported.expect(StatusCode::OK)?.json()? == counts);
        let again = import(stack, &key, "text/csv", whole.as_bytes()).await?.expect(StatusCode::OK)?;
        ensure!(again.json()? == counts, "the same answer, and nothing is done: {}", again.text());
        let began = Instant::now();
        let unchanged = import(stack, &fresh_key()?, "text/csv", whole.as_bytes()).await?.expect(StatusCode::OK)?;
        println!("without a change: {:?}", began.elapsed());
        ensure!(unchanged.json()? == json!({"added": 0, "updated": 0, "unchanged": LARGEST}), "{}", unchanged.text());

        let (windows, ..) = SHIFT_JIS.encode("氏名,メールアドレス\n髙橋 花子,SUZUKI7@example.jp\n");
        let updated =
            import(stack, &fresh_key()?, "application/octet-stream", &windows).await?.expect(StatusCode::OK)?;
        ensure!(updated.json()? == json!({"added": 0, "updated": 1, "unchanged": 0}), "{}", updated.text());
        single(stack).await?;

        let began = Instant::now();
        let saved = get(stack, "/export?scope=shared&encoding=cp932").await?.expect(StatusCode::OK)?;
        println!("saved: {:?}", began.elapsed());
        let (text, _, is_damaged) = SHIFT_JIS.decode(&saved.body);
        ensure!(!is_damaged && text.lines().count() == 1 + LARGEST as usize && text.contains("髙橋 花子"));
        let saved = get(stack, "/export?scope=shared").await?.expect(StatusCode::OK)?;
        ensure!(saved.body.starts_with(b"\xef\xbb\xbf"), "spreadsheets know UTF-8 by it");
        Ok(())
    });
}

/// One contact, which is found, changed to another address, and deleted.
async fn single(stack: &Stack) -> Result<()> {
    let began = Instant::now();
    let found = get(stack, "?q=%E9%AB%99%E6%A9%8B").await?.expect(StatusCode::OK)?.json()?;
    println!("searched: {:?}", began.elapsed());
    let id = found["contacts"][0]["id"].as_str().context("a contact")?;
    let contact = get(stack, &format!("/{id}")).await?.expect(StatusCode::OK)?;
    ensure!(contact.json()?["earlier"][0]["name"] == "鈴木 7郎", "{}", contact.text());
    let change = json!({"email": "takahashi@example.jp"});
    let path = format!("{CONTACTS}/{id}");
    let headers = [("if-match", contact.header("etag")), ("content-type", "application/json")];
    let changed = stack.client().api_with(Method::PATCH, &path, &headers, change.to_string().into_bytes()).await?;
    let changed = changed.expect(StatusCode::OK)?;
    let id = changed.json()?["id"].as_str().context("an id")?.to_owned();
    ensure!(format!("{CONTACTS}/{id}") != path);
    let full = json!({"scope": "shared", "name": "佐藤 花子", "email": "sato@example.jp"});
    let add = async |body: &Value| stack.client().api(Method::POST, CONTACTS, Some(&fresh_key()?), Some(body)).await;
    ensure!(add(&full).await?.json()?["code"] == "too-many-contacts");
    let headers = [("if-match", changed.header("etag"))];
    let remove = stack.client().api_with(Method::DELETE, &format!("{CONTACTS}/{id}"), &headers, Vec::new()).await?;
    remove.expect(StatusCode::NO_CONTENT)?;
    let added = add(&json!({"scope": "shared", "name": "髙橋 花子", "email": "takahashi@example.jp"})).await?;
    added.expect(StatusCode::CREATED)?;
    Ok(())
}
