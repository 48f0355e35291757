//! Whether an emulator that somebody else started has what the template needs.

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Services that LocalStack has in its paid plan alone, with their names for people.
const NEEDED: [(&str, &str); 2] = [("sesv2", "SES v2"), ("apigatewayv2", "HTTP APIs (API Gateway v2)")];

/// Says early and clearly what would otherwise fail in the middle of a deployment.
pub async fn check(endpoint: &str) -> Result<()> {
    crate::use_ring();
    let http = reqwest::Client::builder().no_proxy().build()?;
    let ask = async |path: &str| -> Result<Option<Value>> {
        let answer = http.get(format!("{endpoint}{path}")).send().await;
        let answer = answer.with_context(|| format!("nobody answers at {endpoint}"))?;
        Ok(if answer.status().is_success() { answer.json().await.ok() } else { None })
    };
    // MiniStack answers at LocalStack's address too, so it is asked first.
    if ask("/_ministack/health").await?.is_some_and(|health| health["version"].is_string()) {
        return Ok(());
    }
    match ask("/_localstack/health").await? {
        Some(health) => judge(endpoint, &health),
        None => bail!("{endpoint} answers, but neither as MiniStack nor as LocalStack"),
    }
}

fn judge(endpoint: &str, health: &Value) -> Result<()> {
    let missing: Vec<&str> =
        NEEDED.into_iter().filter(|(service, _)| health["services"][service].is_null()).map(|(_, name)| name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let edition = health["edition"].as_str().unwrap_or("unknown");
    bail!(
        "LocalStack at {endpoint} (edition: {edition}) lacks {}, which its paid plan has. \
         Without --endpoint, `cargo local` starts MiniStack, which has all of it and is free.",
        missing.join(" and ")
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_free_edition_is_refused_with_what_it_lacks() {
        let free = json!({"edition": "community", "version": "4.9.0", "services": {"ses": "available"}});
        let error = judge("http://localhost:4566", &free).unwrap_err().to_string();
        assert!(error.contains("community") && error.contains("SES v2 and HTTP APIs"), "{error}");

        let paid = json!({"edition": "pro", "services": {"sesv2": "available", "apigatewayv2": "running"}});
        assert!(judge("http://localhost:4566", &paid).is_ok());
    }
}
