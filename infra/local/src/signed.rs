//! Single calls of services for which their whole clients would be much: those take longer to compile than all the rest here.

use anyhow::{Context, Result};
use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;

use crate::clock;
use crate::deploy::{ACCESS_KEY, REGION};

/// Posts this body to a service, signed.
pub(crate) async fn post(
    url: &str,
    service: &str,
    headers: &[(&str, &str)],
    body: String,
) -> Result<reqwest::Response> {
    let mut request = client()?.post(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    for (name, value) in signature(url, service, headers, body.as_bytes())? {
        request = request.header(name, value);
    }
    request.body(body).send().await.with_context(|| format!("calling {service} at {url}"))
}

fn client() -> Result<reqwest::Client> {
    crate::use_ring();
    Ok(reqwest::Client::builder().no_proxy().build()?)
}

fn signature(url: &str, service: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Vec<(String, String)>> {
    let identity = Credentials::from_keys(ACCESS_KEY, ACCESS_KEY, None).into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(REGION)
        .name(service)
        .time(clock::now())
        .settings(SigningSettings::default())
        .build()?
        .into();
    let request = SignableRequest::new("POST", url, headers.iter().copied(), SignableBody::Bytes(body))?;
    let (instructions, _) = sign(request, &parameters)?.into_parts();
    Ok(instructions.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}
