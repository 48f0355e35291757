//! Something is done to several envelopes at once: chosen in the list, asked for once more on a page of its own, and told of each.
//!
//! Each envelope is a call of its own under a key of its own, which follows from the form's. Whoever loses the answer sends the form
//! again: what is done already is not done twice, and the rest is.

mod deed;
mod outcome;
mod pages;

use std::collections::BTreeMap;
use std::sync::Arc;

use api::routes::{self, CONSOLE_ENVELOPE};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use domain::ids::EnvelopeId;
use futures::stream::{self, StreamExt as _};
use jiff::{SignedDuration, Timestamp};
use web::Rejection;
use web::form::{FormFields, query_fields};

use crate::Dependencies;
use crate::answers::Envelope;
use crate::client::Call;
use crate::stop::Stop;
use crate::visitor::Visitor;

pub(crate) use deed::Deed;
use outcome::{Outcome, Result as Told};

/// Envelopes at once at most: as many as a page of the list can hold.
const MOST: usize = api::v1::LIST_LIMITS.1 as usize;
/// Calls at the same time.
const AT_A_TIME: usize = 4;
/// After so long no further call begins, so that the page is there before the function is stopped (29 seconds).
const PATIENCE: SignedDuration = SignedDuration::from_secs(18);

/// What was chosen in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Chosen {
    deed: Deed,
    /// Each once, in the order of the list.
    ids: Vec<EnvelopeId>,
}

impl Chosen {
    /// Nothing where it does not say what to do, or names more than a page holds.
    fn of(fields: &[(String, String)]) -> Option<Self> {
        let all = |wanted: &'static str| fields.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value);
        let deed = all("act").next().and_then(|name| Deed::named(name))?;
        let mut ids = Vec::new();
        for id in all("id") {
            let id = id.parse().ok()?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        (ids.len() <= MOST).then_some(Self { deed, ids })
    }
}

/// Asks whether that is meant, and for what has to be said.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Stop> {
    let me = deps.me(&visitor).await?;
    let Some(chosen) = Chosen::of(&query_fields(query.as_deref())?) else { return Err(Rejection::NotFound.into()) };
    pages::ask(&deps, &visitor, &me, &chosen, None).await
}

/// Does it, and tells of each what came of it.
pub(crate) async fn act(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, Stop> {
    let me = deps.me(&visitor).await?;
    let Some(chosen) = Chosen::of(&fields) else { return Err(Rejection::NotFound.into()) };
    let said: BTreeMap<String, String> = fields.into_iter().collect();
    if let Some(missing) = chosen.deed.missing(&said, visitor.language) {
        return pages::ask(&deps, &visitor, &me, &chosen, Some(missing)).await;
    }
    let began = deps.clock.now();
    let one = |id: EnvelopeId| carry_out(&deps, &visitor, chosen.deed, id, &said, began);
    let told: Vec<Result<Told, Stop>> = stream::iter(chosen.ids.clone()).map(one).buffered(AT_A_TIME).collect().await;
    let told = told.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(pages::tell(&deps, &visitor, &me, &chosen, &said, told))
}

async fn carry_out(
    deps: &Dependencies,
    visitor: &Visitor,
    deed: Deed,
    id: EnvelopeId,
    said: &BTreeMap<String, String>,
    began: Timestamp,
) -> Result<Told, Stop> {
    let text = id.to_string();
    let url = deps.site.path(&CONSOLE_ENVELOPE.path_of(&[&text]));
    let mut told = Told { id, url, title: None, outcome: Outcome::Left };
    if deps.clock.now().duration_since(began) > PATIENCE {
        return Ok(told);
    }
    // Without the form's key each envelope has none either: what is done once is not done under a key that all share.
    let form = said.get("key").filter(|key| !key.is_empty());
    let key = form.map(|key| format!("{key}-{text}")).unwrap_or_default();
    let call = Call::of(deed.act().route(), &[&text]).once_json(&key, &deed.act().body(said));
    told.outcome = Outcome::of(deps.ask(visitor, call).await, visitor.language)?;
    // Whatever came of it, people know it by its title.
    let envelope = deps.read::<Envelope>(visitor, Call::of(&routes::GET_ENVELOPE, &[&text])).await;
    told.title = envelope.ok().map(|envelope| envelope.title);
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(ids: &[&str], act: &str) -> Vec<(String, String)> {
        let id = |id: &&str| ("id".to_owned(), (*id).to_owned());
        std::iter::once(("act".to_owned(), act.to_owned())).chain(ids.iter().map(id)).collect()
    }

    #[test]
    fn what_was_chosen_twice_is_done_once_and_nothing_that_is_no_choice_is_done() {
        let (a, b) = ("01935f2e-7c00-7a11-8b22-9c33ad44be55", "01935f2e-7c00-7a11-8b22-9c33ad44be56");
        let chosen = Chosen::of(&fields(&[b, a, b], "void")).unwrap();
        assert_eq!((chosen.deed, chosen.ids), (Deed::Void, vec![b.parse().unwrap(), a.parse().unwrap()]));
        for wrong in [fields(&[a], "delete"), fields(&[a, "x"], "void"), fields(&[a], "")] {
            assert_eq!(Chosen::of(&wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn no_more_are_taken_than_a_page_of_the_list_can_hold() {
        let ids: Vec<String> = (0..=MOST).map(|n| format!("01935f2e-7c00-7a11-8b22-{n:012}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        assert!(Chosen::of(&fields(&ids[..MOST], "remind")).is_some_and(|chosen| chosen.ids.len() == MOST));
        assert_eq!(Chosen::of(&fields(&ids, "remind")), None);
    }
}
