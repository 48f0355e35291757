//! Lists of envelopes.

use std::sync::Arc;

use anyhow::{Result, ensure};
use domain::command::Command;
use domain::envelope::Status;
use domain::ids::{EnvelopeId, FolderId, OrganisationId, PersonId};
use domain::ports::{EnvelopeList, Envelopes, ListPage, ListQuery};
use domain::summary::EnvelopeSummary;
use uuid::Uuid;

use crate::contract::contract;
use crate::fixtures::{at, draft, draft_by, fresh, organisation, request_sending};

/// Lists, and where what is in them is committed.
pub struct Lists {
    /// The lists.
    pub lists: Arc<dyn EnvelopeList>,
    /// The envelopes in them.
    pub envelopes: Arc<dyn Envelopes>,
}

contract!(
    Lists: an_organisation_without_envelopes_has_an_empty_list, the_newest_comes_first_with_what_a_list_tells_of_it,
    a_page_is_no_longer_than_it_was_asked_to_be, pages_hold_every_envelope_once, a_list_of_a_state_holds_those_of_it_alone,
    a_list_of_a_person_holds_what_they_send, a_list_of_a_folder_holds_what_is_in_it, a_change_moves_an_envelope_to_the_list_of_its_new_state, organisations_do_not_see_each_other,
    a_draft_that_was_deleted_is_in_no_list,
);

impl Lists {
    /// Commits so many drafts; gives their identifiers, the oldest first.
    async fn drafts(&self, organisation: &OrganisationId, count: usize) -> Result<Vec<EnvelopeId>> {
        let mut ids = Vec::new();
        for _ in 0..count {
            let draft = draft(organisation);
            self.envelopes.commit(&draft, None).await?;
            ids.push(draft.envelope.id);
        }
        Ok(ids)
    }

    async fn send(&self, id: EnvelopeId) -> Result<()> {
        let envelope = self.envelopes.load(id).await?.expect("a draft");
        Ok(self.envelopes.commit(&request_sending(&envelope, at(1)), None).await?)
    }

    async fn page(&self, query: &ListQuery) -> Result<ListPage> {
        Ok(self.lists.page(query).await?)
    }
}

async fn a_draft_that_was_deleted_is_in_no_list(lists: &Lists) -> Result<()> {
    let organisation = organisation();
    let drafts = lists.drafts(&organisation, 2).await?;
    let envelope = lists.envelopes.load(drafts[0]).await?.expect("a draft");
    lists.envelopes.commit(&envelope.apply(Command::DeleteDraft, at(1))?, None).await?;
    for status in [None, Some(Status::Draft), Some(Status::Deleted)] {
        let expected = if status == Some(Status::Deleted) { Vec::new() } else { vec![drafts[1]] };
        let page = lists.page(&ListQuery { status, ..all(&organisation) }).await?;
        ensure!(ids(&page) == expected, "{status:?}: {page:?}");
    }
    Ok(())
}

fn all(organisation: &OrganisationId) -> ListQuery {
    ListQuery {
        organisation: organisation.clone(),
        sender: None,
        folder: None,
        status: None,
        older_than: None,
        limit: 50,
    }
}

fn ids(page: &ListPage) -> Vec<EnvelopeId> {
    page.envelopes.iter().map(|summary| summary.id).collect()
}

async fn an_organisation_without_envelopes_has_an_empty_list(lists: &Lists) -> Result<()> {
    let page = lists.page(&all(&organisation())).await?;
    ensure!(page == ListPage { envelopes: Vec::new(), next: None }, "{page:?}");
    Ok(())
}

async fn the_newest_comes_first_with_what_a_list_tells_of_it(lists: &Lists) -> Result<()> {
    let organisation = organisation();
    let drafts = lists.drafts(&organisation, 2).await?;
    lists.send(drafts[0]).await?;
    let page = lists.page(&all(&organisation)).await?;
    let mut expected = Vec::new();
    for id in drafts.iter().rev() {
        expected.extend(EnvelopeSummary::of(&lists.envelopes.load(*id).await?.expect("an envelope")));
    }
    ensure!(page.envelopes == expected, "{page:?}");
    Ok(())
}

async fn a_page_is_no_longer_than_it_was_asked_to_be(lists: &Lists) -> Result<()> {
    let organisation = organisation();
    let drafts = lists.drafts(&organisation, 3).await?;
    let page = lists.page(&ListQuery { limit: 2, ..all(&organisation) }).await?;
    ensure!(ids(&page) == [drafts[2], drafts[1]] && page.next == Some(drafts[1]), "{page:?}");
    Ok(())
}

async fn pages_hold_every_envelope_once(lists: &Lists) -> Result<()> {
    let organisation = organisation();
    let mut drafts = lists.drafts(&organisation, 5).await?;
    drafts.reverse();
    for limit in [1, 2, 5, 6] {
        let mut query = ListQuery { limit, ..all(&organisation) };
        let mut seen = Vec::new();
        loop {
            let page = lists.page(&query).await?;
            seen.extend(ids(&page));
            query.older_than = page.next;
            if page.next.is_none() {
                break;
            }
        }
        ensure!(seen == drafts, "by {limit}: {seen:?}");
    }
    Ok(())
}

async fn a_list_of_a_state_holds_those_of_it_alone(lists: &Lists) -> Result<()> {
    let organisation = organisation();
    let drafts = lists.drafts(&organisation, 3).await?;
    lists.send(drafts[1]).await?;
    let of = async |status| lists.page(&ListQuery { status: Some(status), ..all(&organisation) }).await;
    ensure!(ids(&of(Status::Draft).await?) == [drafts[2], drafts[0]]);
    ensure!(ids(&of(Status::Sending).await?) == [drafts[1]]);
    ensure!(of(Status::Completed).await?.envelopes.is_empty());
    let older = ListQuery { status: Some(Status::Draft), older_than: Some(drafts[1]), ..all(&organisation) };
    ensure!(ids(&lists.page(&older).await?) == [drafts[0]], "a page of it starts after an envelope of another state");
    Ok(())
}

async fn a_list_of_a_person_holds_what_they_send(lists: &Lists) -> Result<()> {
    let (organisation, other) = (organisation(), organisation());
    lists.drafts(&organisation, 1).await?;
    let person = PersonId::new(Uuid::from_u128(u128::from(fresh())));
    let mut own = Vec::new();
    for of in [&organisation, &organisation, &other] {
        let draft = draft_by(of, person);
        lists.envelopes.commit(&draft, None).await?;
        own.push(draft.envelope.id);
    }
    lists.send(own[0]).await?;
    let of = |status| ListQuery { sender: Some(person), status, ..all(&organisation) };
    ensure!(ids(&lists.page(&of(None)).await?) == [own[1], own[0]]);
    ensure!(ids(&lists.page(&of(Some(Status::Sending))).await?) == [own[0]]);
    ensure!(lists.page(&of(Some(Status::Completed))).await?.envelopes.is_empty());
    let nobody = PersonId::new(Uuid::from_u128(u128::from(fresh())));
    let nothing = ListQuery { sender: Some(nobody), ..all(&organisation) };
    ensure!(lists.page(&nothing).await?.envelopes.is_empty());
    Ok(())
}

async fn a_list_of_a_folder_holds_what_is_in_it(lists: &Lists) -> Result<()> {
    let (organisation, other) = (organisation(), organisation());
    let folder = FolderId::new(Uuid::from_u128(u128::from(fresh())));
    let person = PersonId::new(Uuid::from_u128(u128::from(fresh())));
    let mut inside = Vec::new();
    for (of, by) in [(&organisation, Some(person)), (&organisation, None), (&other, None)] {
        let draft = by.map_or_else(|| draft(of), |person| draft_by(of, person));
        lists.envelopes.commit(&draft, None).await?;
        let moved = draft.envelope.apply(Command::Move { to: Some(folder) }, at(1))?;
        lists.envelopes.commit(&moved, None).await?;
        inside.push(draft.envelope.id);
    }
    lists.drafts(&organisation, 1).await?;
    lists.send(inside[1]).await?;
    let of = || ListQuery { folder: Some(folder), ..all(&organisation) };
    let page = lists.page(&of()).await?;
    ensure!(ids(&page) == [inside[1], inside[0]] && page.envelopes[0].folder == Some(folder), "{page:?}");
    ensure!(ids(&lists.page(&ListQuery { status: Some(Status::Sending), ..of() }).await?) == [inside[1]]);
    ensure!(ids(&lists.page(&ListQuery { sender: Some(person), ..of() }).await?) == [inside[0]]);
    let none = ListQuery { sender: Some(person), status: Some(Status::Sending), ..of() };
    ensure!(lists.page(&none).await?.envelopes.is_empty());
    let envelope = lists.envelopes.load(inside[0]).await?.expect("a draft");
    lists.envelopes.commit(&envelope.apply(Command::Move { to: None }, at(2))?, None).await?;
    ensure!(ids(&lists.page(&of()).await?) == [inside[1]]);
    Ok(())
}

async fn a_change_moves_an_envelope_to_the_list_of_its_new_state(lists: &Lists) -> Result<()> {
    let organisation = organisation();
    let drafts = lists.drafts(&organisation, 1).await?;
    let drafted = ListQuery { status: Some(Status::Draft), ..all(&organisation) };
    ensure!(ids(&lists.page(&drafted).await?) == drafts);
    lists.send(drafts[0]).await?;
    ensure!(lists.page(&drafted).await?.envelopes.is_empty());
    Ok(())
}

async fn organisations_do_not_see_each_other(lists: &Lists) -> Result<()> {
    let (one, other) = (organisation(), organisation());
    // Its name begins like that of the first.
    let longer: OrganisationId = format!("{}-b", one.as_str()).try_into()?;
    let drafts = lists.drafts(&one, 1).await?;
    let others = lists.drafts(&longer, 1).await?;
    ensure!(ids(&lists.page(&all(&one)).await?) == drafts);
    ensure!(ids(&lists.page(&all(&longer)).await?) == others);
    ensure!(lists.page(&all(&other)).await?.envelopes.is_empty());
    Ok(())
}
