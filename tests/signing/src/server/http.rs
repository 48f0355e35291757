//! As much of HTTP/1.1 as the services need: one request on a connection, which is closed after the answer.

use std::io::{self, Read, Write};
use std::net::TcpStream;

/// A request.
pub(super) struct Request {
    pub(super) method: String,
    /// Without the port.
    pub(super) host: String,
    pub(super) path: String,
    pub(super) body: Vec<u8>,
}

pub(super) fn read(stream: &mut TcpStream) -> io::Result<Request> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        more(stream, &mut bytes)?;
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let mut words = lines.next().unwrap_or_default().split(' ').map(ToOwned::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let header = |name: &str| {
        let mut fields = text.lines().filter_map(|line| line.split_once(':'));
        fields.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    let length: usize = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while bytes.len() < head + length {
        more(stream, &mut bytes)?;
    }
    // As a proxy gets it, or as a server does.
    let (host, path) = match target.strip_prefix("http://") {
        Some(rest) => rest.split_once('/').map_or((rest, String::new()), |(host, path)| (host, format!("/{path}"))),
        None => ("", target.clone()),
    };
    let host = if host.is_empty() { header("host").unwrap_or_default() } else { host.to_owned() };
    let host = host.split(':').next().unwrap_or_default().to_owned();
    Ok(Request { method, host, path, body: bytes[head..head + length].to_vec() })
}

pub(super) fn answer(stream: &mut TcpStream, status: u16, body: &[u8]) -> io::Result<()> {
    let head = format!("HTTP/1.1 {status} Answer\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat())
}

fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<()> {
    let mut buffer = [0; 4096];
    match stream.read(&mut buffer)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        count => {
            bytes.extend_from_slice(&buffer[..count]);
            Ok(())
        }
    }
}
