use async_trait::async_trait;

use super::PortError;
use crate::digest::Digest;
use crate::factor::{KnownDevice, SignIn};

/// Which browsers have shown what.
#[async_trait]
pub trait SignIns: Send + Sync {
    /// Stores a browser that has shown the factor.
    async fn put_sign_in(&self, sign_in: &SignIn) -> Result<(), PortError>;

    /// The browser with this cookie.
    async fn sign_in(&self, digest: Digest) -> Result<Option<SignIn>, PortError>;

    /// Stores a device.
    async fn put_device(&self, device: &KnownDevice) -> Result<(), PortError>;

    /// The device with this cookie.
    async fn device(&self, digest: Digest) -> Result<Option<KnownDevice>, PortError>;
}
