//! Extra factors: their secrets, the codes that were sent, and which browsers have shown what.
//!
//! None of it stands in the envelope's own rows, which many functions may read.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use domain::digest::Digest;
use domain::factor::{FactorSecret, KnownDevice, OneTimeCode, SECRET_LIFETIME, SignIn};
use domain::ids::{EnvelopeId, RecipientNumber, SecretId};
use domain::ports::{Factors, PortError, SignIns};
use jiff::{SignedDuration, Timestamp};

use super::{Table, number, row, text};
use crate::stored::Row;

/// What was used stays noted for longer than it would have been good.
const SPENT_KEPT: SignedDuration = SignedDuration::from_hours(24);

#[async_trait]
impl Factors for Table {
    async fn put_secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        id: Option<SecretId>,
        secret: &FactorSecret,
        now: Timestamp,
    ) -> Result<(), PortError> {
        let place = Place { pk: key_of(envelope, recipient), sk: secret_key(id), until: now + SECRET_LIFETIME };
        self.put_row("store the factor's secret", place, secret).await
    }

    async fn secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        id: Option<SecretId>,
    ) -> Result<Option<FactorSecret>, PortError> {
        self.read_row("look up the factor's secret", key_of(envelope, recipient), &secret_key(id)).await
    }

    async fn put_code(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        code: &OneTimeCode,
    ) -> Result<(), PortError> {
        let place =
            Place { pk: key_of(envelope, recipient), sk: "CODE".to_owned(), until: code.expires_at + SPENT_KEPT };
        self.put_row("store the one-time code", place, code).await
    }

    async fn code(&self, envelope: EnvelopeId, recipient: RecipientNumber) -> Result<Option<OneTimeCode>, PortError> {
        self.read_row("look up the one-time code", key_of(envelope, recipient), "CODE").await
    }

    async fn spend_code(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        digest: Digest,
        now: Timestamp,
    ) -> Result<bool, PortError> {
        let request = self.client.put_item().table_name(&self.name);
        let request = request.item("PK", text(key_of(envelope, recipient))).item("SK", text(format!("SPENT#{digest}")));
        let request = request.item("ttl", number((now + SPENT_KEPT).as_second()));
        spend(request.condition_expression("attribute_not_exists(PK)")).await
    }

    async fn spend_step(&self, authenticator: Digest, step: i64, now: Timestamp) -> Result<bool, PortError> {
        let request = self.client.put_item().table_name(&self.name);
        let request = request.item("PK", text(format!("SPENT#{authenticator}"))).item("SK", text("TOTP"));
        let request = request.item("time_step", number(step)).item("ttl", number((now + SPENT_KEPT).as_second()));
        let request = request.condition_expression("attribute_not_exists(PK) OR time_step < :step");
        spend(request.expression_attribute_values(":step", number(step))).await
    }
}

#[async_trait]
impl SignIns for Table {
    async fn put_sign_in(&self, sign_in: &SignIn) -> Result<(), PortError> {
        let place =
            Place { pk: format!("SIGNIN#{}", sign_in.digest), sk: "SIGNIN".to_owned(), until: sign_in.expires_at };
        self.put_row("store the sign-in", place, sign_in).await
    }

    async fn sign_in(&self, digest: Digest) -> Result<Option<SignIn>, PortError> {
        self.read_row("look up the sign-in", format!("SIGNIN#{digest}"), "SIGNIN").await
    }

    async fn put_device(&self, device: &KnownDevice) -> Result<(), PortError> {
        let place =
            Place { pk: format!("DEVICE#{}", device.digest), sk: KNOWN_DEVICE.to_owned(), until: device.expires_at };
        self.put_row("store the device", place, device).await
    }

    async fn device(&self, digest: Digest) -> Result<Option<KnownDevice>, PortError> {
        self.read_row("look up the device", format!("DEVICE#{digest}"), KNOWN_DEVICE).await
    }
}

/// Rows of an earlier kind, `DEVICE`, do not tell where the address was proved: such a device is new again.
const KNOWN_DEVICE: &str = "DEVICE-2";

struct Place {
    pk: String,
    sk: String,
    /// When it may be cleaned up; whether it is still good never depends on that.
    until: Timestamp,
}

impl Table {
    async fn put_row(&self, action: &'static str, place: Place, body: &(impl Row + Sync)) -> Result<(), PortError> {
        let request = self.client.put_item().table_name(&self.name);
        let request = request.item("PK", text(place.pk)).item("SK", text(place.sk));
        let request = request.item("ttl", number(place.until.as_second())).item("body", row(action, body)?);
        request.send().await.map(drop).map_err(|e| PortError::new(action, e))
    }
}

/// Whether the condition of the request held.
async fn spend(request: PutItemFluentBuilder) -> Result<bool, PortError> {
    match request.send().await.map_err(SdkError::into_service_error) {
        Ok(_) => Ok(true),
        Err(PutItemError::ConditionalCheckFailedException(_)) => Ok(false),
        Err(error) => Err(PortError::new("note that the code was used", error)),
    }
}

fn secret_key(id: Option<SecretId>) -> String {
    id.map_or_else(|| "SECRET".to_owned(), |id| format!("SECRET#{id}"))
}

fn key_of(envelope: EnvelopeId, recipient: RecipientNumber) -> String {
    format!("FACTOR#{envelope}#{:03}", recipient.0)
}
