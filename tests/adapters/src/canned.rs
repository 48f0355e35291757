//! A service that gives one answer to every request: for what no emulator says.

use aws_config::SdkConfig;
use local::deploy;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What a service answers.
#[derive(Clone, Copy, Debug)]
pub enum Canned {
    /// An error of a service that speaks JSON (SES v2).
    Json(u16, &'static str),
    /// An error of one that speaks XML with `ErrorResponse` around it (SNS).
    Query(u16, &'static str),
    /// An error of S3.
    S3(u16, &'static str),
    /// None: the connection ends.
    Silence,
}

impl Canned {
    /// The answer as HTTP/1.1 has it.
    fn response(self) -> String {
        let (status, header, body) = match self {
            Self::Silence => return String::new(),
            Self::Json(status, code) => {
                (status, format!("x-amzn-errortype: {code}\r\n"), "{\"message\":\"canned\"}".to_owned())
            }
            Self::Query(status, code) => {
                let error = format!("<Error><Type>Sender</Type><Code>{code}</Code><Message>canned</Message></Error>");
                (status, String::new(), format!("<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>"))
            }
            Self::S3(status, code) => {
                (status, String::new(), format!("<Error><Code>{code}</Code><Message>canned</Message></Error>"))
            }
        };
        let length = body.len();
        format!("HTTP/1.1 {status} Canned\r\n{header}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
    }
}

/// Starts such a service; gives the configuration of its clients.
pub async fn service(answer: Canned) -> SdkConfig {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(reply(stream, answer.response()));
        }
    });
    deploy::config(&endpoint).await
}

/// Reads a request with its body, and answers it.
async fn reply(mut stream: TcpStream, response: String) {
    let mut request = Vec::new();
    while !is_whole(&request) {
        match stream.read_buf(&mut request).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
    // Whoever asked may be gone.
    let _ = stream.write_all(response.as_bytes()).await;
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, _)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length = length.map_or(0, |length| length.trim().parse().expect("a number"));
    request.windows(4).position(|end| end == b"\r\n\r\n").is_some_and(|end| request.len() - end - 4 >= length)
}
