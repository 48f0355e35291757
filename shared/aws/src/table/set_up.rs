//! What only whoever operates a deployment does with its settings: changing them, and listing them all. No function calls
//! any of this or may.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::types::ReturnValue;
use domain::ports::PortError;

use super::settings::{API_KEYS, CERTIFICATES, ORGANISATIONS, Setting, SettingsKey};
use super::{Item, Table, string, text};

/// Stores a setting, whatever was there before.
pub async fn put_setting(table: &Table, setting: &Setting) -> Result<(), PortError> {
    const ACTION: &str = "store the setting";
    let request = put(table, setting).map_err(|e| PortError::new(ACTION, e))?;
    request.send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
}

fn put(table: &Table, setting: &Setting) -> Result<PutItemFluentBuilder, serde_json::Error> {
    let key = setting.key();
    let (pk, sk) = key.parts();
    let request = table.client.put_item().table_name(&table.name).item("PK", text(pk)).item("SK", text(sk));
    let request = request.item("body", text(setting.to_row()?));
    Ok(match key.list() {
        Some(list) => request.item("setting", text(list)),
        None => request,
    })
}

/// What is stored under a setting's key, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, at an operator's command")]
pub enum Found {
    /// Nothing.
    Nothing,
    /// This.
    Setting(Setting),
    /// A row that could not be read.
    Unreadable(UnreadableSetting),
}

/// What is stored under a setting's key.
pub async fn find_setting(table: &Table, key: &SettingsKey) -> Result<Found, PortError> {
    let (pk, sk) = key.parts();
    let item = table.read("read the setting", pk, &sk).await?;
    Ok(Found::in_item(item.as_ref()))
}

/// Takes a setting away, whatever it says.
pub async fn remove_setting(table: &Table, key: &SettingsKey) -> Result<Found, PortError> {
    let (pk, sk) = key.parts();
    let request = table.client.delete_item().table_name(&table.name).key("PK", text(pk)).key("SK", text(sk));
    let answer = request.return_values(ReturnValue::AllOld).send().await;
    let answer = answer.map_err(|e| PortError::new("take the setting away", e))?;
    let before = answer.attributes.filter(|item| !item.is_empty());
    Ok(Found::in_item(before.as_ref()))
}

impl Found {
    fn in_item(item: Option<&Item>) -> Self {
        item.map_or(Self::Nothing, |item| setting_of(item).map_or_else(Self::Unreadable, Self::Setting))
    }

    /// The setting, if there is one.
    ///
    /// # Errors
    /// The row's key and what is wrong with it, where it cannot be read.
    pub fn readable(self) -> Result<Option<Setting>, String> {
        match self {
            Self::Nothing => Ok(None),
            Self::Setting(setting) => Ok(Some(setting)),
            Self::Unreadable(row) => Err(format!("what is stored cannot be read: {}", row.reason)),
        }
    }
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

/// Makes the next value of a setting of what is stored, and stores it unless somebody else was first.
///
/// # Errors
/// What `change` refuses, and the others of [`ChangeError`]; then nothing was stored.
pub async fn change_setting<R>(
    table: &Table,
    key: &SettingsKey,
    change: impl FnOnce(Found) -> Result<Setting, R>,
) -> Result<(), ChangeError<R>> {
    const ACTION: &str = "change the setting";
    let (pk, sk) = key.parts();
    let item = table.read(ACTION, pk, &sk).await?;
    let after = change(Found::in_item(item.as_ref())).map_err(ChangeError::Refused)?;
    let before = item.as_ref().map(|item| string(item, "body").unwrap_or_default());
    let request = put(table, &after).map_err(|e| PortError::new(ACTION, e))?;
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

/// The settings of which there are many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedSettings {
    /// Those that could be read.
    pub settings: Vec<Setting>,
    /// Rows that could not, by this code. A function of the same version cannot read them either.
    pub unreadable: Vec<UnreadableSetting>,
}

/// A row that is no setting as this code knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableSetting {
    /// What it would be by its key.
    pub key: Option<SettingsKey>,
    /// The row's key, and what is wrong with it.
    pub reason: String,
}

/// Every organisation, API key and certificate, from an index: what was changed in the last moment may be missing.
pub async fn list_settings(table: &Table) -> Result<ListedSettings, PortError> {
    let mut all = ListedSettings::default();
    for list in [ORGANISATIONS, API_KEYS, CERTIFICATES] {
        let query = table.client.query().table_name(&table.name).index_name("settings");
        let query = query.key_condition_expression("setting = :list").expression_attribute_values(":list", text(list));
        let mut items = query.into_paginator().items().send();
        while let Some(item) = items.next().await {
            match setting_of(&item.map_err(|e| PortError::new("list the organisations, API keys and certificates", e))?)
            {
                Ok(Setting::Certificate(Some(seal), certificate)) => {
                    let certificate = table.with_persons(&seal, &certificate).await?;
                    all.settings.push(Setting::Certificate(Some(seal), certificate));
                }
                Ok(setting) => all.settings.push(setting),
                Err(unreadable) => all.unreadable.push(unreadable),
            }
        }
    }
    Ok(all)
}

/// What a row of one of the operator's lists holds.
pub(super) fn setting_of(item: &Item) -> Result<Setting, UnreadableSetting> {
    let (pk, sk) = (string(item, "PK").unwrap_or_default(), string(item, "SK").unwrap_or_default());
    let key = SettingsKey::from_parts(pk, sk);
    let unreadable =
        |reason: &str| UnreadableSetting { key: key.clone(), reason: format!("the row {pk}, {sk}: {reason}") };
    let known = key.as_ref().ok_or_else(|| unreadable("nothing reads a row with this key"))?;
    let body = string(item, "body").ok_or_else(|| unreadable("it has no body"))?;
    let setting = known.setting_in(body).map_err(|e| unreadable(&e.to_string()))?;
    if setting.key() == *known { Ok(setting) } else { Err(unreadable("its body is about something else")) }
}
