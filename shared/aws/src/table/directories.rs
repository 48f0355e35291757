//! Changes of organisations: the directory, the rows that change and the entry of the log in one transaction, guarded by the
//! directory as it was read.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem};
use domain::digest::Digest;
use domain::folder::Folder;
use domain::ids::OrganisationId;
use domain::organisation::{Decision, Directory, EndedSession, ListedKey, Organisation, Person};
use domain::ports::{Account, CommitError, Directories, PortError, SealPersons, StoredAnswer};
use domain::registered_seal::RegisteredSeal;

use super::envelopes::lost_a_race;
use super::folders::folder_key;
use super::link_rules::{LINK_RULE, link_rule_key};
use super::listed_keys::key_key;
use super::people::{address_key, identity_key, person_key};
use super::seal_persons::seal_persons_key;
use super::settings::{API_KEYS, ORGANISATIONS, SettingsKey};
use super::{DIRECTORY, Table, number, organisation_key, row, string, text};

const ACTION: &str = "commit the change of the organisation";

#[async_trait]
impl Directories for Table {
    async fn load(&self, organisation: &OrganisationId) -> Result<Directory, PortError> {
        let read = self.read_row("read the directory", organisation_key(organisation), DIRECTORY).await?;
        Ok(read.unwrap_or_else(|| Directory::new(organisation.clone())))
    }

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        let mut writes = vec![self.put_directory(decision)?, self.put_entry(decision)?];
        if let Some((before, after)) = &decision.organisation {
            writes.push(self.put_organisation(before.as_ref(), after)?);
            writes.push(self.put_link_rule(after)?);
        }
        if let Some((before, after)) = &decision.person {
            writes.extend(self.put_person(&decision.directory.organisation, before.as_ref(), after)?);
        }
        if let Some((key, account)) = &decision.made_key {
            writes.extend(self.put_key(&decision.directory.organisation, key, account)?);
        }
        if let Some(key) = &decision.revoked_key {
            let organisation = &decision.directory.organisation;
            let (pk, sk) = SettingsKey::ApiKey(key.digest).parts();
            writes.push(self.delete(pk, &sk)?);
            writes.push(self.delete(organisation_key(organisation), &key_key(key.id))?);
        }
        match &decision.folder {
            Some((_, Some(after))) => writes.push(self.put_folder(&decision.directory.organisation, after)?),
            Some((Some(before), None)) => {
                let pk = organisation_key(&decision.directory.organisation);
                writes.push(self.delete(pk, &folder_key(before.id))?);
            }
            Some((None, None)) | None => {}
        }
        for (seal, persons) in &decision.seal_persons {
            writes.push(self.put_seal_persons(seal, persons)?);
        }
        if let Some(contacts) = &decision.contacts {
            writes.extend(self.put_book(contacts)?);
        }
        if let Some(EndedSession { person, session }) = decision.ended_session {
            writes.push(self.delete_session(&decision.directory.organisation, person, session)?);
        }
        if let Some(answer) = answer {
            writes.push(self.put_answer(answer)?);
        }
        let request = self.client.transact_write_items().set_transact_items(Some(writes));
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(()),
            Err(TransactWriteItemsError::TransactionCanceledException(e)) if lost_a_race(&e) => {
                Err(CommitError::Conflict)
            }
            Err(TransactWriteItemsError::TransactionInProgressException(_)) => Err(CommitError::Conflict),
            Err(error) => Err(PortError::new(ACTION, error).into()),
        }
    }

    async fn entries(&self, organisation: &OrganisationId, after: u64, limit: u16) -> Result<Vec<String>, PortError> {
        const ACTION: &str = "read the organisation's log";
        let items = self.page_of(ACTION, log_key(organisation), "ENTRY#", Some(entry_key(after)), limit).await?;
        let body = |item| string(item, "body").ok_or_else(|| PortError::new(ACTION, "an entry has no body"));
        items.iter().map(|item| body(item).map(str::to_owned)).collect()
    }
}

/// A partition of its own, so that a function that changes an organisation can be kept from changing what is recorded of it.
fn log_key(organisation: &OrganisationId) -> String {
    format!("LOG#{organisation}")
}

fn entry_key(sequence: u64) -> String {
    format!("ENTRY#{sequence:012}")
}

fn built(put: Put) -> TransactWriteItem {
    TransactWriteItem::builder().put(put).build()
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> PortError {
    PortError::new(ACTION, error)
}

impl Table {
    fn put_directory(&self, decision: &Decision) -> Result<TransactWriteItem, PortError> {
        let Decision { before, directory, .. } = decision;
        let put = Put::builder().table_name(&self.name);
        let put = put.item("PK", text(organisation_key(&directory.organisation))).item("SK", text(DIRECTORY));
        let put = put.item("version", number(directory.log.sequence)).item("body", row(ACTION, directory)?);
        let put = if before.log.sequence == 0 {
            put.condition_expression("attribute_not_exists(PK)")
        } else {
            let before = number(before.log.sequence);
            put.condition_expression("version = :before").expression_attribute_values(":before", before)
        };
        Ok(built(put.build().map_err(failed)?))
    }

    fn put_entry(&self, decision: &Decision) -> Result<TransactWriteItem, PortError> {
        let entry = &decision.entry;
        let body = entry.to_json().map_err(failed)?;
        let put = Put::builder().table_name(&self.name);
        let put = put.item("PK", text(log_key(&entry.organisation)));
        let put = put.item("SK", text(entry_key(entry.sequence)));
        let put = put.item("digest", text(Digest::of(body.as_bytes()).to_string())).item("body", text(body));
        let put = put.condition_expression("attribute_not_exists(PK)");
        Ok(built(put.build().map_err(failed)?))
    }

    /// The organisation's row, over what was read of it alone: whoever operates the stack may write it anew by itself.
    fn put_organisation(
        &self,
        before: Option<&Organisation>,
        after: &Organisation,
    ) -> Result<TransactWriteItem, PortError> {
        let put = Put::builder().table_name(&self.name);
        let (pk, sk) = SettingsKey::Organisation(after.id.clone()).parts();
        let put = put.item("PK", text(pk)).item("SK", text(sk));
        let put = put.item("setting", text(ORGANISATIONS)).item("body", row(ACTION, after)?);
        let put = match before {
            None => put.condition_expression("attribute_not_exists(PK)"),
            Some(_) => put.condition_expression("attribute_exists(PK)"),
        };
        Ok(built(put.build().map_err(failed)?))
    }

    /// What the pages behind links read of it, whatever of the organisation has changed: so a row that cannot be read is mended.
    fn put_link_rule(&self, organisation: &Organisation) -> Result<TransactWriteItem, PortError> {
        let put = Put::builder().table_name(&self.name);
        let put = put.item("PK", text(link_rule_key(&organisation.id))).item("SK", text(LINK_RULE));
        Ok(built(put.item("body", row(ACTION, &organisation.link_rule())?).build().map_err(failed)?))
    }

    fn put_person(
        &self,
        organisation: &OrganisationId,
        before: Option<&Person>,
        after: &Person,
    ) -> Result<Vec<TransactWriteItem>, PortError> {
        let pk = organisation_key(organisation);
        let put = Put::builder().table_name(&self.name).item("PK", text(&pk)).item("SK", text(person_key(after.id)));
        let mut writes = vec![built(put.item("body", row(ACTION, after)?).build().map_err(failed)?)];
        let owned = |sk: String| {
            let put = Put::builder().table_name(&self.name).item("PK", text(&pk)).item("SK", text(sk));
            put.item("person", text(after.id.to_string())).build().map(built).map_err(failed)
        };
        let address = address_key(&after.profile.email);
        let address_before = before.map(|before| address_key(&before.profile.email));
        if address_before.as_ref() != Some(&address) {
            writes.push(owned(address)?);
            if let Some(before) = address_before {
                writes.push(self.delete(pk.clone(), &before)?);
            }
        }
        let identity_before = before.and_then(|before| before.state.identity());
        if let Some(identity) = after.state.identity().filter(|identity| Some(*identity) != identity_before) {
            writes.push(owned(identity_key(identity))?);
        }
        Ok(writes)
    }

    /// The row by which a call is known, and the one that the organisation lists.
    fn put_key(
        &self,
        organisation: &OrganisationId,
        key: &ListedKey,
        account: &Account,
    ) -> Result<[TransactWriteItem; 2], PortError> {
        let put = Put::builder().table_name(&self.name);
        let put = put.item("PK", text(organisation_key(organisation))).item("SK", text(key_key(key.id)));
        let put = put.item("body", row(ACTION, key)?).condition_expression("attribute_not_exists(PK)");
        let listed = built(put.build().map_err(failed)?);
        let (pk, sk) = SettingsKey::ApiKey(key.digest).parts();
        let put = Put::builder().table_name(&self.name).item("PK", text(pk)).item("SK", text(sk));
        let put = put.item("setting", text(API_KEYS)).item("body", row(ACTION, account)?);
        let put = put.condition_expression("attribute_not_exists(PK)");
        Ok([listed, built(put.build().map_err(failed)?)])
    }

    fn put_folder(&self, organisation: &OrganisationId, folder: &Folder) -> Result<TransactWriteItem, PortError> {
        let put = Put::builder().table_name(&self.name);
        let put = put.item("PK", text(organisation_key(organisation))).item("SK", text(folder_key(folder.id)));
        Ok(built(put.item("body", row(ACTION, folder)?).build().map_err(failed)?))
    }

    fn put_seal_persons(&self, seal: &RegisteredSeal, persons: &SealPersons) -> Result<TransactWriteItem, PortError> {
        let (pk, sk) = seal_persons_key(seal);
        let put = Put::builder().table_name(&self.name).item("PK", text(pk)).item("SK", text(sk));
        Ok(built(put.item("body", row(ACTION, persons)?).build().map_err(failed)?))
    }

    fn delete(&self, pk: String, sk: &str) -> Result<TransactWriteItem, PortError> {
        let delete = Delete::builder().table_name(&self.name).key("PK", text(pk)).key("SK", text(sk));
        Ok(TransactWriteItem::builder().delete(delete.build().map_err(failed)?).build())
    }
}
