//! Every hour: what all providers say of themselves, so that a program that calls by a token needs nobody to sign in before it.

use std::collections::BTreeMap;

use domain::organisation::{IdentityProvider, Organisation};
use domain::ports::{ListedOrganisations, PortError};
use futures::stream::{self, StreamExt as _};

use crate::Dependencies;
use crate::provider::{Failed, renew};

/// What the schedule calls this.
pub const PROVIDER_KEYS: &str = "provider-keys";
/// Providers that are asked side by side: one that is down takes ten seconds.
const AT_ONCE: usize = 16;

/// Fetches the configuration and the keys of the stack's provider and of every organisation's own, however old those are that are
/// kept. A provider that does not answer keeps nobody else back: it is logged, and asked again within the hour.
///
/// # Errors
/// The table fails.
pub async fn renew_providers(deps: &Dependencies, listed: &dyn ListedOrganisations) -> Result<(), PortError> {
    let providers = providers(deps, listed).await?;
    let all = providers.len();
    let renewals = providers.into_values().map(|provider| async move {
        let renewed = renew(deps, &provider, deps.registry.clock.now()).await;
        (provider.issuer, renewed)
    });
    let mut renewals = stream::iter(renewals).buffer_unordered(AT_ONCE);
    let (mut down, mut failed) = (0_usize, None);
    while let Some((issuer, renewed)) = renewals.next().await {
        match renewed {
            Ok(()) => {}
            Err(Failed::Provider(error)) => {
                down += 1;
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, issuer, "the documents of an identity provider could not be renewed");
            }
            Err(Failed::Table(error)) => failed = Some(error),
        }
    }
    tracing::info!(all, down, "renewed the documents of identity providers");
    failed.map_or(Ok(()), Err)
}

/// Those of the stack and of all organisations that are not closed, by their issuers.
async fn providers(
    deps: &Dependencies,
    listed: &dyn ListedOrganisations,
) -> Result<BTreeMap<String, IdentityProvider>, PortError> {
    let stack = deps.settings.provider.clone();
    let mut all = BTreeMap::from([(stack.issuer.clone(), stack)]);
    let mut after: Option<String> = None;
    loop {
        let page = listed.page(after.as_deref()).await?;
        for reason in page.unreadable {
            tracing::error!(reason, "an organisation's row cannot be read");
        }
        let own = page.organisations.into_iter().filter(|organisation| organisation.closed_at.is_none());
        let own = own.filter_map(|Organisation { provider, .. }| provider);
        all.extend(own.map(|provider| (provider.issuer.clone(), provider)));
        after = page.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}
