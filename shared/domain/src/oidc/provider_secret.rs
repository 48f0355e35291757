//! The secret of a confidential client.

use crate::factor::Secret;
use crate::organisation::IdentityProvider;

/// By what an organisation's provider knows this service where it is registered as a confidential client (RFC 6749 §2.3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderSecret {
    /// The issuer of the provider that it is for: no other one gets it.
    pub issuer: String,
    /// The client that it is for.
    pub client_id: String,
    /// The secret.
    pub secret: Secret,
}

/// A text that is no client secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a client secret is 1 to {} printable characters of ASCII", ProviderSecret::MAX_LENGTH)]
pub struct InvalidClientSecret;

impl ProviderSecret {
    /// Characters of a secret at most.
    pub const MAX_LENGTH: usize = 512;

    /// Takes a secret as the provider shows it (VSCHAR, RFC 6749 appendix A.2).
    ///
    /// # Errors
    /// It is empty, too long, or holds other characters.
    pub fn new(provider: &IdentityProvider, secret: &str) -> Result<Self, InvalidClientSecret> {
        let is_allowed = |byte: u8| (b' '..=b'~').contains(&byte);
        if secret.is_empty() || secret.len() > Self::MAX_LENGTH || !secret.bytes().all(is_allowed) {
            return Err(InvalidClientSecret);
        }
        let (issuer, client_id) = (provider.issuer.clone(), provider.client_id.clone());
        Ok(Self { issuer, client_id, secret: Secret::new(secret.to_owned()) })
    }

    /// Whether it was made for this provider and client.
    pub fn is_for(&self, provider: &IdentityProvider) -> bool {
        (&self.issuer, &self.client_id) == (&provider.issuer, &provider.client_id)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::organisation::SecondFactorProof;
    use super::*;

    #[test]
    fn a_secret_is_for_one_client_of_one_provider_and_nothing_prints_it() {
        let provider = |issuer: &str| IdentityProvider {
            issuer: issuer.into(),
            client_id: "keiin".into(),
            second_factor: SecondFactorProof::Claimed,
        };
        let secret = ProviderSecret::new(&provider("https://a.example"), "s3cret~ value").expect("a secret");
        assert!(secret.is_for(&provider("https://a.example")));
        assert!(!secret.is_for(&provider("https://b.example")));
        assert!(!format!("{secret:?}").contains("s3cret"));
        for wrong in ["", "a\n", "秘密", &"a".repeat(513)] {
            assert_eq!(ProviderSecret::new(&provider("https://a.example"), wrong), Err(InvalidClientSecret));
        }
    }
}
