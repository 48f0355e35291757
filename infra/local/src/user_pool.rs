//! The user pools of the emulator (Cognito), where people of organisations have their accounts.

use anyhow::{Context, Result, ensure};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

/// The emulator wants a signature and does not check it.
const SIGNATURE: &str = "AWS4-HMAC-SHA256 Credential=test/20260101/ap-northeast-1/cognito-idp/aws4_request, \
                         SignedHeaders=host, Signature=0";

/// Asks the emulator's Cognito to do this.
///
/// # Errors
/// It does not.
pub async fn call(endpoint: &str, action: &str, body: &Value) -> Result<Value> {
    let request = reqwest::Client::builder().no_proxy().build()?.post(endpoint);
    let request = request.header("x-amz-target", format!("AWSCognitoIdentityProviderService.{action}"));
    let request = request.header(AUTHORIZATION, SIGNATURE).header(CONTENT_TYPE, "application/x-amz-json-1.1");
    let answer = request.body(body.to_string()).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    ensure!(status.is_success(), "{action}: {status} {text}");
    if text.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(&text).with_context(|| format!("{action} answers no JSON: {text}"))
}

/// Makes an account with this address and password in a pool, as a person does on its pages.
///
/// # Errors
/// See [`call`].
pub async fn add_account(endpoint: &str, pool: &str, email: &str, password: &str) -> Result<()> {
    let attributes = json!([{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]);
    let user =
        json!({"UserPoolId": pool, "Username": email, "UserAttributes": attributes, "MessageAction": "SUPPRESS"});
    call(endpoint, "AdminCreateUser", &user).await?;
    let password = json!({"UserPoolId": pool, "Username": email, "Password": password, "Permanent": true});
    call(endpoint, "AdminSetUserPassword", &password).await.map(drop)
}
