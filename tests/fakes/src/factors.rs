//! Extra factors in memory, as the table's JSON.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use async_trait::async_trait;
use aws::stored::Row;
use domain::digest::Digest;
use domain::factor::{FactorSecret, KnownDevice, OneTimeCode, SignIn};
use domain::ids::{EnvelopeId, RecipientNumber, SecretId};
use domain::ports::{Factors, PortError, SignIns};
use jiff::Timestamp;

type Key = (EnvelopeId, RecipientNumber);
type SecretKey = (EnvelopeId, RecipientNumber, Option<SecretId>);

/// Secrets, codes, sign-ins and devices.
#[derive(Debug, Default)]
pub struct MemoryFactors {
    secrets: Mutex<HashMap<SecretKey, String>>,
    codes: Mutex<HashMap<Key, String>>,
    spent: Mutex<HashSet<(Key, Digest)>>,
    steps: Mutex<HashMap<Digest, i64>>,
    sign_ins: Mutex<HashMap<Digest, String>>,
    devices: Mutex<HashMap<Digest, String>>,
}

fn read<R: Row>(row: Option<&String>) -> Option<R> {
    row.map(|row| R::from_row(row).unwrap())
}

#[async_trait]
impl Factors for MemoryFactors {
    async fn put_secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        id: Option<SecretId>,
        secret: &FactorSecret,
        _: Timestamp,
    ) -> Result<(), PortError> {
        self.secrets.lock().unwrap().insert((envelope, recipient, id), secret.to_row().unwrap());
        Ok(())
    }

    async fn secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        id: Option<SecretId>,
    ) -> Result<Option<FactorSecret>, PortError> {
        Ok(read(self.secrets.lock().unwrap().get(&(envelope, recipient, id))))
    }

    async fn put_code(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        code: &OneTimeCode,
    ) -> Result<(), PortError> {
        self.codes.lock().unwrap().insert((envelope, recipient), code.to_row().unwrap());
        Ok(())
    }

    async fn code(&self, envelope: EnvelopeId, recipient: RecipientNumber) -> Result<Option<OneTimeCode>, PortError> {
        Ok(read(self.codes.lock().unwrap().get(&(envelope, recipient))))
    }

    async fn spend_code(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        digest: Digest,
        _: Timestamp,
    ) -> Result<bool, PortError> {
        Ok(self.spent.lock().unwrap().insert(((envelope, recipient), digest)))
    }

    async fn spend_step(&self, authenticator: Digest, step: i64, _: Timestamp) -> Result<bool, PortError> {
        let mut steps = self.steps.lock().unwrap();
        let is_later = steps.get(&authenticator).is_none_or(|last| *last < step);
        if is_later {
            steps.insert(authenticator, step);
        }
        Ok(is_later)
    }
}

#[async_trait]
impl SignIns for MemoryFactors {
    async fn put_sign_in(&self, sign_in: &SignIn) -> Result<(), PortError> {
        self.sign_ins.lock().unwrap().insert(sign_in.digest, sign_in.to_row().unwrap());
        Ok(())
    }

    async fn sign_in(&self, digest: Digest) -> Result<Option<SignIn>, PortError> {
        Ok(read(self.sign_ins.lock().unwrap().get(&digest)))
    }

    async fn put_device(&self, device: &KnownDevice) -> Result<(), PortError> {
        self.devices.lock().unwrap().insert(device.digest, device.to_row().unwrap());
        Ok(())
    }

    async fn device(&self, digest: Digest) -> Result<Option<KnownDevice>, PortError> {
        Ok(read(self.devices.lock().unwrap().get(&digest)))
    }
}
