//! Mails as files (RFC 5322). The mail service keeps subject, text and HTML; the message around them is made anew.

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::fmt::rfc2822;

use crate::stack::Mail;

/// Between the parts. Base64 never contains it.
const BOUNDARY: &str = "=_keiin";
/// Bytes of text in an encoded word (RFC 2047): with what is around it, a line stays below 76 characters.
const WORD: usize = 39;

/// The mail as a multipart/alternative message of text and HTML.
pub fn message(mail: &Mail) -> Result<Vec<u8>> {
    let date = rfc2822::to_string(&sent_at(mail)?.to_zoned(jiff::tz::TimeZone::UTC))?;
    let (text, html) = (base64(&mail.text), base64(&mail.html));
    let lines = [
        format!("From: {}", address(&mail.from)),
        format!("To: {}", mail.to.iter().map(|to| address(to)).collect::<Vec<_>>().join(",\r\n ")),
        format!("Subject: {}", encoded(&mail.subject)),
        format!("Date: {date}"),
        format!("Message-ID: <{}>", message_id(&mail.id)),
        "MIME-Version: 1.0".to_owned(),
        format!("Content-Type: multipart/alternative; boundary=\"{BOUNDARY}\""),
        String::new(),
        part("text/plain", &text),
        part("text/html", &html),
        format!("--{BOUNDARY}--"),
        String::new(),
    ];
    Ok(lines.join("\r\n").into_bytes())
}

/// When the service took it.
pub fn sent_at(mail: &Mail) -> Result<Timestamp> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for a while")]
    let milliseconds = (mail.at * 1000.0) as i64;
    Ok(Timestamp::from_millisecond(milliseconds)?)
}

/// MiniStack's identifiers are message identifiers already; those of SES are the part before the @.
fn message_id(id: &str) -> String {
    if id.contains('@') { id.to_owned() } else { format!("{id}@email.amazonses.com") }
}

fn part(kind: &str, body: &str) -> String {
    format!("--{BOUNDARY}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}")
}

fn base64(text: &str) -> String {
    let encoded = STANDARD.encode(text);
    let lines = encoded.as_bytes().chunks(76).map(String::from_utf8_lossy);
    lines.collect::<Vec<_>>().join("\r\n")
}

/// A mailbox, of which only the display name needs encoding.
fn address(mailbox: &str) -> String {
    match mailbox.rsplit_once('<') {
        Some((name, address)) if !name.is_ascii() => {
            format!("{} <{address}", encoded(name.trim().trim_matches('"')))
        }
        _ => mailbox.to_owned(),
    }
}

/// Encoded words (RFC 2047), one per line; no character is torn apart.
fn encoded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut words = vec![String::new()];
    for character in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + character.len_utf8() <= WORD => word.push(character),
            _ => words.push(character.to_string()),
        }
    }
    let words: Vec<_> = words.iter().map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word))).collect();
    words.join("\r\n ")
}

/// The text of encoded words, as people see it. What is none stays as it is.
pub fn decoded(text: &str) -> String {
    // White space between two of them belongs to neither (RFC 2047, 6.2).
    let joined = text.replace("\r\n ", " ").replace("?= =?", "?==?");
    let mut plain = String::new();
    let mut rest = joined.as_str();
    while let Some((before, after)) = rest.split_once("=?UTF-8?B?") {
        let Some((word, after)) = after.split_once("?=") else { break };
        let Some(text) = STANDARD.decode(word).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else { break };
        plain.push_str(before);
        plain.push_str(&text);
        rest = after;
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_becomes_a_message_of_two_parts() {
        let mail = Mail {
            id: "0100".to_owned(),
            from: "電子印鑑Keiin <noreply@keiin.example>".to_owned(),
            to: vec!["suzuki@contractor.example".to_owned()],
            subject: "滝川市 様より【電子契約サービス委託】への署名依頼が届いています".to_owned(),
            text: "本文".repeat(30),
            html: "<p>本文</p>".to_owned(),
            at: 1_795_500_000.5,
        };
        let message = String::from_utf8(message(&mail).unwrap()).unwrap();
        assert!(message.lines().all(|line| line.len() <= 78 && line.is_ascii()), "{message}");
        assert!(!message.replace("\r\n", "").contains('\n'));
        assert!(
            message.starts_with("From: =?UTF-8?B?6Zu75a2Q5Y2w6ZGRS2VpaW4=?= <noreply@keiin.example>\r\nTo: suzuki@")
        );
        assert!(message.contains("\r\nDate: Tue, 24 Nov 2026 "), "{message}");
        assert_eq!(message.matches("--=_keiin\r\n").count(), 2);
        assert!(message.ends_with("\r\n--=_keiin--\r\n"));
    }

    #[test]
    fn encoded_words_join_to_the_subject_again() {
        let subject = "滝川市 様より【▲▲▲】への署名依頼が届いています";
        assert!(encoded(subject).lines().count() > 1);
        assert_eq!(decoded(&encoded(subject)), subject);
        assert_eq!(decoded(&address("電子印鑑Keiin <a@b.example>")), "電子印鑑Keiin <a@b.example>");
        assert_eq!(address("plain@keiin.example"), "plain@keiin.example");
        assert_eq!(decoded("=?UTF-8?B?%?= x"), "=?UTF-8?B?%?= x");
    }
}
