//! Digests over more bytes than lie in memory at once.

use sha2::digest::DynDigest;
use sha2::{Sha256, Sha384, Sha512};

use crate::key::Hash;

/// A running digest; a clone goes on from where the original was.
#[derive(Clone)]
pub(crate) struct Hasher(Box<dyn DynDigest>);

impl Hasher {
    pub(crate) fn new(hash: Hash) -> Self {
        Self(match hash {
            Hash::Sha256 => Box::new(Sha256::default()),
            Hash::Sha384 => Box::new(Sha384::default()),
            Hash::Sha512 => Box::new(Sha512::default()),
        })
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0.finalize().into_vec()
    }
}
