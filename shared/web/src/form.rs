//! Forms of pages, and the fields of a query: read strictly, where the usual readers put U+FFFD in place of what they cannot
//! decode, and a text in another encoding would be recorded as nonsense.

use api::problem::{Problem, kinds};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use domain::language::Localized;
use percent_encoding::percent_decode;

const FORM: &str = "application/x-www-form-urlencoded";
/// Bytes of a form without files, as many as the longest texts of a page need several times over. A function that takes files reads
/// larger bodies, and millions of fields would take its memory.
pub const MAX_FORM: usize = 256 << 10;

/// The fields of a form (`application/x-www-form-urlencoded`, WHATWG URL §5.1), in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormFields(pub Vec<(String, String)>);

/// The fields of a body or of a query. An error where they are not UTF-8.
pub fn fields(encoded: &[u8]) -> Result<FormFields, Problem> {
    let pairs = encoded.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    let read = pairs.map(|pair| {
        let at = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = at.map_or((pair, &b""[..]), |at| (&pair[..at], &pair[at + 1..]));
        Ok((decoded(name)?, decoded(value)?))
    });
    read.collect::<Result<_, Problem>>().map(FormFields)
}

/// The fields of a form that was sent by `GET`. An error where they are not UTF-8.
pub fn query_fields(query: Option<&str>) -> Result<Vec<(String, String)>, Problem> {
    fields(query.unwrap_or_default().as_bytes()).map(|FormFields(fields)| fields)
}

fn decoded(text: &[u8]) -> Result<String, Problem> {
    let spaced: Vec<u8> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let decoded = percent_decode(&spaced).decode_utf8().map_err(|_| {
        Problem::of(&kinds::INVALID_UTF8).detail(Localized::fixed(
            "前の画面に戻り、もう一度入力して送信してください。プログラムから送る場合は、UTF-8で送ってください。",
            "Go back, enter it again and send it. A program has to send it in UTF-8.",
        ))
    })?;
    Ok(decoded.into_owned())
}

impl<S: Send + Sync> FromRequest<S> for FormFields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default();
        if !kind.trim().eq_ignore_ascii_case(FORM) {
            return Err(other_form());
        }
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|rejection| Problem::of_status(rejection.status()))?;
        if body.len() > MAX_FORM {
            return Err(Problem::of(&kinds::BODY_TOO_LARGE));
        }
        fields(&body)
    }
}

fn other_form() -> Problem {
    Problem::of(&kinds::UNSUPPORTED_CONTENT).detail(Localized::fixed(
        "前の画面に戻り、もう一度操作してください。プログラムから送る場合は、application/x-www-form-urlencodedで送ってください。",
        "Go back and repeat it. A program has to send it as application/x-www-form-urlencoded.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_keep_their_order() {
        let read = |text: &str| fields(text.as_bytes()).map(|FormFields(fields)| fields);
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            read("b=%E5%A5%91+%E7%B4%84&a=1&&a=2&c&=d&e=f=g%3D&h=100%"),
            Ok(vec![
                pair("b", "契 約"),
                pair("a", "1"),
                pair("a", "2"),
                pair("c", ""),
                pair("", "d"),
                pair("e", "f=g="),
                pair("h", "100%"),
            ])
        );
        assert_eq!(read(""), Ok(Vec::new()));
        assert_eq!(read("a=契約"), Ok(vec![pair("a", "契約")]));
    }

    #[test]
    fn what_is_not_utf8_is_refused_and_not_replaced() {
        // 契約 in Shift_JIS, a byte alone, a surrogate.
        for body in [&b"reason=%8C%5F%96%F1"[..], b"reason=\xff", b"%ff=a", b"reason=%ED%A0%80"] {
            let problem = fields(body).expect_err("not UTF-8");
            assert_eq!((problem.status().as_u16(), problem.kind.code), (400, "invalid-utf8"));
        }
    }
}
