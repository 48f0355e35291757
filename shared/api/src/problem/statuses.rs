//! What a status means where nothing else is known: for what the framework refuses before a handler runs.

use axum::http::StatusCode;

use super::Problem;

impl Problem {
    /// A problem that only has a status.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::new(status, "not-found", "見つかりません", "Not found")
                .detail("URLを確認してください。", "Check the URL."),
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::new(status, "method-not-allowed", "この操作は受け付けていません", "Method not allowed")
                    .detail("URLとメソッドを確認してください。", "Check the URL and the method.")
            }
            StatusCode::PAYLOAD_TOO_LARGE => {
                Self::new(status, "body-too-large", "送信内容が大きすぎます", "The request is too large").detail(
                    "入力内容を減らすか、ファイルを小さくして、もう一度送ってください。",
                    "Shorten what you send, or make the file smaller, and send it again.",
                )
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Self::new(status, "unsupported-content", "この形式では受け付けていません", "Unsupported content")
                    .detail(
                        "Content-Typeヘッダーを確認して、もう一度送ってください。",
                        "Check the header Content-Type and send it again.",
                    )
            }
            status if status.is_server_error() => Self::unavailable(),
            status => Self::new(status, "unreadable-request", "送信内容を読み取れません", "The request cannot be read")
                .detail(
                    "送信内容が途中で切れているか、形式が正しくありません。もう一度送ってください。",
                    "The request is cut off or not in the right form. Send it again.",
                ),
        }
    }
}
