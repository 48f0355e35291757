//! Anybody's PDF: what the verification page and its API say of documents that this service has signed, and that nothing
//! of them stays.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use anyhow::{Context, Result, ensure};
use journeys::contract::Draft;
use journeys::{conforms, run, until};
use local::client::{Answer, Exchange, declare};
use local::stack::Stack;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use signing::document::{Increment, Layout, contract, stream};
use signing::pki::PKI;
use signing::signer;
use tokio::sync::OnceCell;

const LARGE: usize = 45 << 20;

/// A document signed by the city and one contractor; for all tests of this file.
async fn signed(stack: &Stack) -> Result<&'static Vec<u8>> {
    static SIGNED: OnceCell<Vec<u8>> = OnceCell::const_new();
    let sign = async || {
        let mut draft = Draft::with_registered_seal("検証する契約")?;
        draft.documents = vec![("契約書".into(), contract::contract(Layout::Table))];
        let contract = draft.send(stack).await?;
        contract.sign_all(stack).await?;
        contract.download(stack).await?.pop().context("a document")
    };
    SIGNED.get_or_try_init(sign).await
}

/// A large document, signed by somebody of whom this deployment knows nothing.
fn large() -> Vec<u8> {
    let mut large = Increment::new(&contract::contract(Layout::Table));
    large.add(stream("", &vec![b'.'; LARGE]));
    signer::signed(&signer::with_fields(&large.finish(), &["Seal"]), "Seal", &PKI.p256, None)
}

/// `POST /v1/verify` with the file itself.
async fn verify(stack: &Stack, bytes: &[u8]) -> Result<Value> {
    let answer = post(stack, "/v1/verify", "application/pdf", "application/json", bytes.to_vec()).await?;
    ensure!(answer.status == StatusCode::OK, "{}: {}", answer.status, answer.text());
    answer.json()
}

/// The page's form, as a browser sends it without JavaScript.
async fn drop_file(stack: &Stack, bytes: &[u8]) -> Result<Answer> {
    let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"契約書.pdf\"\r\n\
                Content-Type: application/pdf\r\n\r\n";
    let body = [head.as_bytes(), bytes, b"\r\n--b--\r\n"].concat();
    post(stack, "/verify", "multipart/form-data; boundary=b", "text/html", body).await
}

async fn post(stack: &Stack, path: &str, content: &str, accept: &str, body: Vec<u8>) -> Result<Answer> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let request = http.request(Method::POST, format!("{}{path}", stack.public_url()));
    let request = request.header("content-type", content).header("accept", accept).body(body.clone()).build()?;
    let (method, asked) = (request.method().clone(), request.headers().clone());
    let answer = http.execute(request).await?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let answer = Answer { status, headers, body: answer.bytes().await?.to_vec() };
    conforms(&Exchange { method: &method, target: path, headers: &asked, body: &body, answer: &answer })?;
    Ok(answer)
}

/// What lies in the store for temporary uploads.
async fn temporary_uploads(stack: &Stack) -> Result<Vec<String>> {
    let bucket = stack.deployment().output("TemporaryUploadBucketName")?;
    let listed = local::deploy::s3(stack.deployment().config()).list_objects_v2().bucket(bucket).send().await?;
    Ok(listed.contents().iter().filter_map(|object| object.key()).map(str::to_owned).collect())
}

/// Every sentence of the JSON's verdict is on the page.
fn says_the_same(page: &str, findings: &Value) -> Result<()> {
    // The two sentences stand in two lines.
    for sentence in findings["summary"].as_str().context("a summary")?.split_inclusive('。') {
        ensure!(page.contains(sentence), "{sentence} is missing in {page}");
    }
    let mut said: Vec<&Value> = findings["notes"].as_array().context("notes")?.iter().collect();
    for signature in findings["signatures"].as_array().context("signatures")? {
        said.extend(["title", "state_text", "signer", "coverage_text", "integrity_text"].map(|name| &signature[name]));
        said.push(&signature["time"]["text"]);
        said.extend(signature["reasons"].as_array().context("reasons")?);
        said.extend(signature["changes"]["listed"].as_array().context("changes")?.iter().map(|one| &one["text"]));
    }
    for text in said {
        let text = text.as_str().context("a text")?.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;");
        ensure!(page.contains(&text), "{text} is missing in {page}");
    }
    Ok(())
}

#[test]
fn a_document_of_ours_is_valid_and_so_says_the_page() {
    run(async |stack| {
        let file = signed(stack).await?;
        let findings = verify(stack, file).await?;
        ensure!(findings["outcome"] == "valid", "{findings}");
        let signatures = findings["signatures"].as_array().context("signatures")?;
        ensure!(signatures.len() == 3, "the operator, the city, the contractor: {findings}");
        for signature in signatures {
            let proved = signature["time"]["proved"] == true && signature["signer_confirmed"] == true;
            ensure!(proved && signature["state"] == "valid", "{signature}");
        }
        ensure!(signatures[1]["signer"].as_str().is_some_and(|name| name.contains("滝川市")), "{}", signatures[1]);
        let page = drop_file(stack, file).await?;
        ensure!(page.status == StatusCode::OK, "{}: {}", page.status, page.text());
        ensure!(page.text().contains("<h1>署名2件と送信時の証明1件は、すべて有効です。</h1>"), "{}", page.text());
        // The operator's statements are told from what anybody could write: by the certificates that were imported.
        let stated: Vec<_> = signatures.iter().map(|signature| signature["stated_by"].as_str()).collect();
        ensure!(stated == [Some("operator"), Some("registered_seal"), Some("operator")], "{findings}");
        ensure!(signatures[0]["title"] == "送信時の証明（滝川市）", "{findings}");
        says_the_same(&page.text(), &findings)
    });
}

#[test]
fn the_same_document_manipulated_is_named() {
    run(async |stack| {
        let file = signed(stack).await?;
        let mut redrawn = Increment::new(file);
        redrawn.set(contract::CONTENTS, stream("", b"BT /F1 24 Tf 72 760 Td (Sale) Tj ET"));
        let manipulated = redrawn.finish();
        let findings = verify(stack, &manipulated).await?;
        ensure!(findings["outcome"] == "changed", "{findings}");
        for signature in findings["signatures"].as_array().context("signatures")? {
            let mut changes = signature["changes"]["listed"].as_array().context("changes")?.iter();
            let named = changes.any(|change| change["kind"] == "content_changed" && change["page"] == 1);
            ensure!(named && signature["state"] == "changed", "{signature}");
        }
        let page = drop_file(stack, &manipulated).await?;
        ensure!(page.text().contains("<h1>署名した後に、内容が変更されています。</h1>"), "{}", page.text());
        ensure!(page.text().contains("1ページ目: ページの内容が変わっています"), "{}", page.text());
        says_the_same(&page.text(), &findings)?;

        let stranger = drop_file(stack, &signing::honest::approved(Layout::Table)).await?;
        ensure!(stranger.text().contains("<h1>証明書の発行元を確認できません。</h1>"), "{}", stranger.text());
        Ok(())
    });
}

#[test]
fn a_large_file_goes_by_the_store_and_leaves_nothing_there() {
    run(async |stack| {
        let file = &large();
        let begin = async |bytes: &[u8]| {
            let declared = declare("", bytes);
            let body = json!({"size": declared["size"], "sha256": declared["sha256"]}).to_string().into_bytes();
            post(stack, "/verify/uploads", "application/json", "application/json", body).await
        };
        let begun = begin(file).await?;
        ensure!(begun.status == StatusCode::CREATED, "{}", begun.text());
        let begun = begun.json()?;
        let document = json!({"upload": begun["put"]});

        // The store holds what was declared and nothing else.
        let longer = [file.as_slice(), b"\n"].concat();
        let refused = stack.client().try_upload(&document, longer).await?;
        ensure!(refused.status.is_client_error(), "{}", refused.status);
        ensure!(temporary_uploads(stack).await?.is_empty(), "nothing was taken");
        stack.client().upload(&document, file.clone()).await?;
        let lying = temporary_uploads(stack).await?;
        let token = begun["upload"].as_str().context("a token")?;
        ensure!(lying.len() == 1 && !lying[0].contains(token), "{lying:?}");

        let left = json!({"upload": token}).to_string().into_bytes();
        let ask = async || post(stack, "/v1/verify", "application/json", "application/json", left.clone()).await;
        let answer = ask().await?;
        ensure!(answer.status == StatusCode::OK, "{}: {}", answer.status, answer.text());
        let findings = answer.json()?;
        ensure!(findings["outcome"] == "issuer_unknown" && findings["size"] == file.len(), "{findings}");
        ensure!(findings["signatures"][0]["integrity"] == "intact", "{findings}");
        ensure!(findings["sha256"] == declare("", file)["sha256"], "{findings}");
        ensure!(temporary_uploads(stack).await?.is_empty(), "nothing is kept");
        ensure!(ask().await?.status == StatusCode::NOT_FOUND, "looked at once");
        // The answer may be there before what the function wrote.
        let logs = until("the verdict in the log", async || {
            let logs = local::logs::tail(stack.endpoint(), "verify-document", 1000).await?.join("\n");
            Ok(logs.contains("IssuerUnknown").then_some(logs))
        })
        .await?;
        ensure!(!logs.contains(token) && !logs.contains("契約書") && !logs.contains("Signer"), "{logs}");

        let too_large = json!({"size": (50 << 20) + 1, "sha256": "0".repeat(64)}).to_string().into_bytes();
        let refused = post(stack, "/verify/uploads", "application/json", "application/json", too_large).await?;
        ensure!(refused.status == StatusCode::PAYLOAD_TOO_LARGE, "{}", refused.text());
        ensure!(refused.json()?["code"] == "too-large", "{}", refused.text());
        Ok(())
    });
}

#[test]
fn whatever_else_is_dropped_gets_an_answer_in_words() {
    run(async |stack| {
        let ask = stack.client().page(&format!("{}/verify", stack.public_url())).await?;
        ensure!(ask.status == StatusCode::OK && ask.text().contains(r#"type="file""#), "{}", ask.text());
        let unsigned = drop_file(stack, &local::sample::contract(3)?).await?;
        ensure!(unsigned.text().contains("<h1>電子署名が入っていません。</h1>"), "{}", unsigned.text());
        let other = drop_file(stack, "これはPDFではありません".as_bytes()).await?;
        ensure!(other.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", other.status);
        ensure!(other.text().contains("PDFファイルではありません"), "{}", other.text());
        let large = drop_file(stack, &vec![b'.'; (4 << 20) + 1]).await?;
        ensure!(large.status == StatusCode::PAYLOAD_TOO_LARGE, "{}", large.status);
        ensure!(large.text().contains("4 MBを超えるファイルは"), "{}", large.text());
        Ok(())
    });
}
