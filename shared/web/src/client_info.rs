//! Who is visiting, as far as HTTP tells.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use domain::evidence::{Identity, Session};

use api::ClientIp;
use api::problem::Problem;

const MAX_USER_AGENT: usize = 256;

/// Somebody who came by a mailed link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientInfo(pub Session);

impl<S: Send + Sync> FromRequestParts<S> for ClientInfo {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(ClientIp(ip)) = parts.extensions.get().copied() else {
            tracing::error!("the request carries no client address");
            return Err(Problem::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "no-client-address",
                "接続元を確認できません",
                "The client's address is unknown",
            )
            .detail("お問い合わせ窓口へご連絡ください。", "Tell the operator."));
        };
        let user_agent = parts.headers.get(header::USER_AGENT).map(|value| {
            let text = String::from_utf8_lossy(value.as_bytes());
            text.chars().filter(|c| !c.is_control()).take(MAX_USER_AGENT).collect()
        });
        Ok(Self(Session { ip, user_agent, identity: Identity::MailLink, proof: None }))
    }
}

/// Refuses what another site sends through the reader's browser. Old browsers send no such header, and `Origin` is
/// `null` under `Referrer-Policy: no-referrer`; what really protects is that nobody else knows the URL.
pub fn same_origin(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get("sec-fetch-site") {
        Some(site) if site != "same-origin" => Err(Problem::new(
            StatusCode::FORBIDDEN,
            "cross-site",
            "ほかのサイトからの操作は受け付けていません",
            "Not from another site",
        )
        .detail("メールのリンクを開き直して操作してください。", "Open the link in the mail and act there.")),
        Some(_) | None => Ok(()),
    }
}
