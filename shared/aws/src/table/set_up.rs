//! What only whoever operates a deployment does with its settings: changing them, and listing them all. No function calls
//! any of this or may.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use domain::ports::PortError;

use super::settings::{Setting, SettingsKey};
use super::{Item, Table, string, text};

/// Stores a setting, whatever was there before.
pub async fn put_setting(table: &Table, setting: &Setting) -> Result<(), PortError> {
    const ACTION: &str = "store the setting";
    let (pk, sk) = setting.key().parts();
    let body = setting.to_row().map_err(|e| PortError::new(ACTION, e))?;
    let request = table.client.put_item().table_name(&table.name).item("PK", text(pk)).item("SK", text(sk));
    request.item("body", text(body)).send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
}

/// Takes a setting away.
pub async fn remove_setting(table: &Table, key: &SettingsKey) -> Result<(), PortError> {
    let (pk, sk) = key.parts();
    let request = table.client.delete_item().table_name(&table.name).key("PK", text(pk)).key("SK", text(sk));
    request.send().await.map(drop).map_err(|e| PortError::new("take the setting away", e))
}

/// Why a setting was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError<R> {
    /// What is stored, or what was asked for, does not allow it.
    #[error("{0}")]
    Refused(R),
    /// Somebody else changed it between reading and writing.
    #[error("somebody else has changed the setting at the same time; look at it and try again")]
    ChangedMeanwhile,
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
}

/// Makes the next value of a setting of the one that is stored, if any, and stores it unless somebody else was first.
///
/// # Errors
/// What `change` refuses, and the others of [`ChangeError`]; then nothing was stored.
pub async fn change_setting<R>(
    table: &Table,
    key: &SettingsKey,
    change: impl FnOnce(Option<Setting>) -> Result<Setting, R>,
) -> Result<(), ChangeError<R>> {
    const ACTION: &str = "change the setting";
    let (pk, sk) = key.parts();
    let item = table.read(ACTION, pk.clone(), sk).await?;
    let before = item.as_ref().and_then(|item| string(item, "body"));
    let setting = before.map(|body| key.read(body)).transpose().map_err(|e| PortError::new(ACTION, e))?;
    let after = change(setting).map_err(ChangeError::Refused)?;
    let body = after.to_row().map_err(|e| PortError::new(ACTION, e))?;
    let request = table.client.put_item().table_name(&table.name).item("PK", text(pk)).item("SK", text(sk));
    let request = request.item("body", text(body));
    let request = match before {
        None => request.condition_expression("attribute_not_exists(PK)"),
        // The row as it was written, whoever wrote it: the same value may be written in other words.
        Some(before) => request
            .condition_expression("#body = :before")
            .expression_attribute_names("#body", "body")
            .expression_attribute_values(":before", text(before)),
    };
    match request.send().await {
        Ok(_) => Ok(()),
        Err(SdkError::ServiceError(e)) if matches!(e.err(), PutItemError::ConditionalCheckFailedException(_)) => {
            Err(ChangeError::ChangedMeanwhile)
        }
        Err(error) => Err(PortError::new(ACTION, error).into()),
    }
}

/// Every API key and every certificate. The whole table is read for it, so that none is missed, whoever made it; a row
/// that cannot be read is an error, with its key.
pub async fn list_settings(table: &Table) -> Result<Vec<Setting>, PortError> {
    const ACTION: &str = "list the API keys and certificates";
    let mut settings = Vec::new();
    let mut from: Option<Item> = None;
    loop {
        let request = table.client.scan().table_name(&table.name).consistent_read(true);
        let request = request.filter_expression("begins_with(PK, :keys) OR begins_with(PK, :certificates)");
        let request = request.expression_attribute_values(":keys", text("APIKEY#"));
        let request = request.expression_attribute_values(":certificates", text("CERTIFICATE#"));
        let request = request.set_exclusive_start_key(from.take());
        let answer = request.send().await.map_err(|e| PortError::new(ACTION, e))?;
        for item in answer.items() {
            settings.push(setting_of(item).map_err(|e| PortError::new(ACTION, e))?);
        }
        from = answer.last_evaluated_key.filter(|key| !key.is_empty());
        if from.is_none() {
            return Ok(settings);
        }
    }
}

fn setting_of(item: &Item) -> Result<Setting, String> {
    let (pk, sk) = (string(item, "PK").unwrap_or_default(), string(item, "SK").unwrap_or_default());
    let key =
        SettingsKey::from_parts(pk, sk).ok_or_else(|| format!("the row {pk}, {sk} has a key that nothing reads"))?;
    let body = string(item, "body").ok_or_else(|| format!("the row {pk} has no body"))?;
    key.read(body).map_err(|e| format!("the row {pk}: {e}"))
}
