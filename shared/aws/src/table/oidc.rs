//! Signing in by OpenID Connect: sign-ins that have begun, what is known of providers, and their secrets.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::ReturnValue;
use domain::digest::Digest;
use domain::ids::OrganisationId;
use domain::oidc::{KnownProvider, MAX_STALE, ProviderSecret, SignInAttempt};
use domain::ports::{KnownProviders, PortError, ProviderSecrets, SignInAttempts};

use super::{Table, number, row, string, text};
use crate::stored::Row as _;

const ATTEMPT: &str = "ATTEMPT";
const PROVIDER: &str = "PROVIDER";
const SECRET: &str = "SECRET";

#[async_trait]
impl SignInAttempts for Table {
    async fn store(&self, attempt: &SignInAttempt) -> Result<(), PortError> {
        const ACTION: &str = "store the sign-in that begins";
        let put = self.client.put_item().table_name(&self.name);
        let put = put.item("PK", text(attempt_key(attempt.state))).item("SK", text(ATTEMPT));
        let put = put.item("ttl", number(attempt.expires_at.as_second())).item("body", row(ACTION, attempt)?);
        let put = put.condition_expression("attribute_not_exists(PK)");
        put.send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
    }

    async fn take(&self, state: Digest) -> Result<Option<SignInAttempt>, PortError> {
        const ACTION: &str = "take the sign-in that began";
        let delete = self.client.delete_item().table_name(&self.name);
        let delete = delete.key("PK", text(attempt_key(state))).key("SK", text(ATTEMPT));
        let answer = delete.return_values(ReturnValue::AllOld).send().await;
        let item = answer.map_err(|e| PortError::new(ACTION, e))?.attributes.filter(|item| !item.is_empty());
        let Some(item) = item else { return Ok(None) };
        let body = string(&item, "body").ok_or_else(|| PortError::new(ACTION, "the item has no body"))?;
        SignInAttempt::from_row(body).map(Some).map_err(|e| PortError::new(ACTION, e))
    }
}

#[async_trait]
impl KnownProviders for Table {
    async fn find(&self, issuer: &str) -> Result<Option<KnownProvider>, PortError> {
        self.read_row("look up the identity provider", issuer_key(issuer), PROVIDER).await
    }

    async fn store(&self, provider: &KnownProvider) -> Result<(), PortError> {
        const ACTION: &str = "store what is known of the identity provider";
        let put = self.client.put_item().table_name(&self.name);
        let put = put.item("PK", text(issuer_key(&provider.issuer))).item("SK", text(PROVIDER));
        let until = provider.fetched_at.as_second() + MAX_STALE.as_secs();
        let put = put.item("ttl", number(until)).item("body", row(ACTION, provider)?);
        put.send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
    }
}

#[async_trait]
impl ProviderSecrets for Table {
    async fn find(&self, organisation: &OrganisationId) -> Result<Option<ProviderSecret>, PortError> {
        self.read_row("look up the client secret", secret_key(organisation), SECRET).await
    }
}

/// Stores the secret for an organisation's provider, or takes it away. Only whoever operates a deployment does so.
pub async fn put_provider_secret(
    table: &Table,
    organisation: &OrganisationId,
    secret: Option<&ProviderSecret>,
) -> Result<(), PortError> {
    const ACTION: &str = "store the client secret";
    let pk = text(secret_key(organisation));
    match secret {
        Some(secret) => {
            let put = table.client.put_item().table_name(&table.name).item("PK", pk).item("SK", text(SECRET));
            put.item("body", row(ACTION, secret)?).send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
        }
        None => {
            let delete = table.client.delete_item().table_name(&table.name).key("PK", pk).key("SK", text(SECRET));
            delete.send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
        }
    }
}

fn attempt_key(state: Digest) -> String {
    format!("SIGNINATTEMPT#{state}")
}

fn issuer_key(issuer: &str) -> String {
    format!("ISSUER#{}", Digest::of(issuer.as_bytes()))
}

/// Apart from the organisation's rows: policies tell rows by this key alone, and nobody but the function that signs people in may
/// read a secret.
fn secret_key(organisation: &OrganisationId) -> String {
    format!("PROVIDERSECRET#{organisation}")
}
