//! The table of infra/template.yaml.

use anyhow::{Context, Result};
use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement, Projection,
    ProjectionType,
};
use serde_json::Value;

const TEMPLATE: &str = include_str!("../../../../infra/template.yaml");

/// Creates a table with the keys and indexes that the template says.
pub(super) async fn create(config: &SdkConfig, name: &str) -> Result<()> {
    let template = template::read(TEMPLATE)?;
    let said = &template["Resources"]["Table"]["Properties"];
    let request = Client::new(config).create_table().table_name(name).billing_mode(BillingMode::PayPerRequest);
    let attributes = list(&said["AttributeDefinitions"], |attribute| {
        let definition = AttributeDefinition::builder().attribute_name(text(&attribute["AttributeName"])?);
        Ok(definition.attribute_type(text(&attribute["AttributeType"])?.as_str().into()).build()?)
    })?;
    let indexes = list(&said["GlobalSecondaryIndexes"], |index| {
        let projected = list(&index["Projection"]["NonKeyAttributes"], text)?;
        let projection = Projection::builder().set_non_key_attributes(Some(projected));
        let kind: ProjectionType = text(&index["Projection"]["ProjectionType"])?.as_str().into();
        let built = GlobalSecondaryIndex::builder().index_name(text(&index["IndexName"])?);
        let built = built.set_key_schema(Some(keys(&index["KeySchema"])?));
        Ok(built.projection(projection.projection_type(kind).build()).build()?)
    })?;
    let request = request.set_attribute_definitions(Some(attributes)).set_key_schema(Some(keys(&said["KeySchema"])?));
    request.set_global_secondary_indexes(Some(indexes)).send().await?;
    Ok(())
}

/// The rows of a table, beneath the adapter.
#[derive(Debug)]
pub struct Rows {
    pub(super) client: Client,
    pub(super) name: String,
}

impl Rows {
    /// Gives an attribute of a row another text, as code of another version might have written it.
    pub async fn set(&self, pk: &str, sk: &str, attribute: &str, value: &str) -> Result<()> {
        self.set_value(pk, sk, attribute, string(value)).await
    }

    /// The same with a number.
    pub async fn set_number(&self, pk: &str, sk: &str, attribute: &str, value: u64) -> Result<()> {
        self.set_value(pk, sk, attribute, AttributeValue::N(value.to_string())).await
    }

    async fn set_value(&self, pk: &str, sk: &str, attribute: &str, value: AttributeValue) -> Result<()> {
        let request = self.client.update_item().table_name(&self.name).key("PK", string(pk)).key("SK", string(sk));
        let request = request.update_expression("SET #attribute = :value");
        let request = request.expression_attribute_names("#attribute", attribute);
        request.expression_attribute_values(":value", value).send().await?;
        Ok(())
    }
}

fn string(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn keys(schema: &Value) -> Result<Vec<KeySchemaElement>> {
    list(schema, |key| {
        let element = KeySchemaElement::builder().attribute_name(text(&key["AttributeName"])?);
        Ok(element.key_type(text(&key["KeyType"])?.as_str().into()).build()?)
    })
}

fn list<T>(values: &Value, read: impl Fn(&Value) -> Result<T>) -> Result<Vec<T>> {
    values.as_array().context("not a list")?.iter().map(read).collect()
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).with_context(|| format!("not a text: {value}"))
}
