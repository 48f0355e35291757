//! HTTP to providers: bounded in time and size, and never elsewhere.

use std::time::{Duration, Instant};

use domain::ports::ProviderTransport;
use sign_in_person::provider::transport::HttpTransport;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server that answers every call so, and then keeps the connection open for a while; its address, and what was sent to it.
async fn server(answer: Vec<u8>, then: Duration) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (told, heard) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 4096];
            let length = socket.read(&mut request).await.unwrap();
            told.send(String::from_utf8_lossy(&request[..length]).into_owned()).ok();
            // A client that has had enough hangs up.
            drop(socket.write_all(&answer).await);
            tokio::time::sleep(then).await;
        }
    });
    (address, heard)
}

fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

#[tokio::test]
async fn a_document_is_read_and_a_form_is_sent() {
    let transport = HttpTransport::new().unwrap();
    let (url, mut heard) = server(http("200 OK", "", "{}"), Duration::ZERO).await;
    assert_eq!(transport.get(&format!("{url}/keys")).await.unwrap(), b"{}");
    assert!(heard.recv().await.unwrap().starts_with("GET /keys HTTP/1.1\r\n"));
    let answer = transport.post_form(&url, Some("Basic YTpi"), "code=c".into()).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (200, &b"{}"[..]));
    let sent = heard.recv().await.unwrap();
    assert!(sent.contains("authorization: Basic YTpi") && sent.contains("application/x-www-form-urlencoded"), "{sent}");
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    let transport = HttpTransport::new().unwrap();
    let (elsewhere, mut heard) = server(http("200 OK", "", "{}"), Duration::ZERO).await;
    let (url, _) = server(http("302 Found", &format!("location: {elsewhere}\r\n"), ""), Duration::ZERO).await;
    let error = transport.get(&url).await.unwrap_err();
    assert!(error.source.to_string().contains("302"), "{}", error.source);
    assert_eq!(transport.post_form(&url, None, "code=c".into()).await.unwrap().status, 302);
    assert!(heard.try_recv().is_err(), "nothing went there");
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read_to_its_end() {
    let transport = HttpTransport::new().unwrap();
    let (url, _) = server(http("200 OK", "", &"a".repeat(200 << 10)), Duration::ZERO).await;
    let error = transport.get(&url).await.unwrap_err();
    assert!(error.source.to_string().contains("larger"), "{}", error.source);
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", "a".repeat(300 << 10));
    let (endless, _) = server(endless.into_bytes(), Duration::from_secs(30)).await;
    assert!(transport.get(&endless).await.is_err());
}

#[tokio::test]
async fn a_provider_that_is_slow_is_left_after_five_seconds() {
    let transport = HttpTransport::new().unwrap();
    let (url, _) = server(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc".to_vec(), Duration::from_secs(30)).await;
    let began = Instant::now();
    let error = transport.get(&format!("{url}/?secret=1")).await.unwrap_err();
    let took = began.elapsed();
    assert!((4..8).contains(&took.as_secs()), "{took:?}");
    assert!(!format!("{error:?}").contains("secret"), "the address may hold what nobody may see: {error:?}");
}
