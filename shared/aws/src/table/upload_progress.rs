//! How far the work on uploads has come: a row for each upload and stage, which counts how often the work was begun.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::ports::{Beginning, PortError, UploadProgress};
use domain::preparation::{PREPARATION_LEASE, Progress, Stage, UploadTask};
use jiff::Timestamp;

use super::{Item, Table, envelope_key, number, row, string, text};
use crate::stored::Row;

#[async_trait]
impl UploadProgress for Table {
    async fn begin(&self, task: &UploadTask, now: Timestamp) -> Result<Beginning, PortError> {
        const ACTION: &str = "note that the work on an upload begins";
        let request = self.update_upload(task);
        let request = request.update_expression("SET leased_until = :until REMOVE body, refused ADD begun :one");
        let is_free = "(attribute_not_exists(leased_until) OR leased_until <= :now)";
        let request = match task.stage {
            Stage::Preparation { .. } => {
                request.condition_expression(format!("attribute_not_exists(body) AND {is_free}"))
            }
            Stage::Check => {
                let request = request.expression_attribute_values(":true", AttributeValue::Bool(true));
                request.condition_expression(format!("(attribute_not_exists(body) OR refused = :true) AND {is_free}"))
            }
        };
        let until = now.as_second().saturating_add(PREPARATION_LEASE.as_secs());
        let request = request.expression_attribute_values(":until", number(until));
        let request = request.expression_attribute_values(":now", number(now.as_second()));
        let request = request.expression_attribute_values(":one", number(1));
        match request.return_values(ReturnValue::AllNew).send().await.map_err(SdkError::into_service_error) {
            Ok(answer) => {
                let times = answer.attributes.as_ref().and_then(times_of);
                let times = times.ok_or_else(|| PortError::new(ACTION, "the beginning was not counted"))?;
                Ok(Beginning::Begun { times })
            }
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => {
                let sk = upload_key(task.stage, task.document);
                let item = self.read(ACTION, envelope_key(task.envelope), &sk).await?.unwrap_or_default();
                let known = string(&item, "body").map(Progress::from_row).transpose();
                let known = known.map_err(|e| PortError::new(ACTION, e))?;
                Ok(known.map_or(Beginning::Leased, Beginning::Known))
            }
            Err(error) => Err(PortError::new(ACTION, error)),
        }
    }

    async fn finish(&self, task: &UploadTask, result: &Progress) -> Result<(), PortError> {
        const ACTION: &str = "keep what the work on an upload came to";
        let request = self.update_upload(task);
        let request =
            request.update_expression("SET body = :body, refused = :refused, begun = :zero REMOVE leased_until");
        let request = request.expression_attribute_values(":body", row(ACTION, result)?);
        let is_refused = matches!(result, Progress::Refused(_));
        let request = request.expression_attribute_values(":refused", AttributeValue::Bool(is_refused));
        let request = request.expression_attribute_values(":zero", number(0));
        request.send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
    }

    async fn give_up(&self, task: &UploadTask) -> Result<(), PortError> {
        let request = self.update_upload(task).update_expression("ADD begun :less REMOVE leased_until");
        let request = request.condition_expression("attribute_exists(leased_until) AND attribute_not_exists(body)");
        let request = request.expression_attribute_values(":less", number(-1));
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(PortError::new("note that the work on an upload was given up", error)),
        }
    }

    async fn all(&self, envelope: EnvelopeId, stage: Stage) -> Result<Vec<(DocumentNumber, Progress)>, PortError> {
        const ACTION: &str = "ask how far the uploads have come";
        let query = self.client.query().table_name(&self.name).consistent_read(true);
        let query = query.key_condition_expression("PK = :pk AND begins_with(SK, :prefix)");
        let query = query.expression_attribute_values(":pk", text(envelope_key(envelope)));
        let query = query.expression_attribute_values(":prefix", text(stage_key(stage)));
        let mut pages = query.into_paginator().send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            for item in page.map_err(|e| PortError::new(ACTION, e))?.items.unwrap_or_default() {
                found.extend(progress_of(&item, stage).map_err(|e| PortError::new(ACTION, e))?);
            }
        }
        Ok(found)
    }
}

impl Table {
    fn update_upload(&self, task: &UploadTask) -> UpdateItemFluentBuilder {
        let request = self.client.update_item().table_name(&self.name);
        let request = request.key("PK", text(envelope_key(task.envelope)));
        request.key("SK", text(upload_key(task.stage, task.document)))
    }
}

/// Nothing where the work was begun and given up.
fn progress_of(
    item: &Item,
    stage: Stage,
) -> Result<Option<(DocumentNumber, Progress)>, Box<dyn std::error::Error + Send + Sync>> {
    let document = string(item, "SK").and_then(|sk| sk.strip_prefix(&stage_key(stage)));
    let document = DocumentNumber(document.ok_or("an item is not about an upload")?.parse()?);
    Ok(match string(item, "body") {
        Some(body) => Some((document, Progress::from_row(body)?)),
        None if item.contains_key("leased_until") => Some((document, Progress::Begun)),
        None => None,
    })
}

fn times_of(item: &Item) -> Option<u32> {
    item.get("begun").and_then(|value| value.as_n().ok()).and_then(|times| times.parse().ok())
}

fn stage_key(stage: Stage) -> String {
    match stage {
        Stage::Check => "UPLOAD#check#".to_owned(),
        Stage::Preparation { request } => format!("UPLOAD#{request:08}#"),
    }
}

fn upload_key(stage: Stage, document: DocumentNumber) -> String {
    format!("{}{:03}", stage_key(stage), document.0)
}
