//! Schemas as tables of fields.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

use super::limits;
use super::markup::Markup;
use super::shape::{Shape, is_object, shown, text, values_of};

/// The document's schemas.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'a> {
    components: &'a Value,
}

/// A line of a table of fields.
pub(super) enum Row {
    Field(Field),
    /// What follows holds in one case.
    Case {
        when: Markup,
        description: Markup,
    },
}

/// A field.
pub(super) struct Field {
    /// Its name after those of the fields that it is in.
    pub(super) path: Markup,
    pub(super) kind: Markup,
    pub(super) is_required: bool,
    pub(super) description: Markup,
    pub(super) limits: Vec<Markup>,
}

/// A type with a section of its own.
pub(super) struct Type {
    pub(super) name: String,
    pub(super) description: Markup,
    pub(super) rows: Vec<Row>,
    /// Which values there are, and what they mean.
    pub(super) values: Vec<(String, Markup)>,
}

/// Where the fields of a field are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inner {
    /// Below it: whoever writes a request sees all of it.
    Here,
    /// In the section of its type.
    ByLink,
}

impl<'a> Schemas<'a> {
    pub(super) const fn of(components: &'a Value) -> Self {
        Self { components }
    }

    /// The fields of a schema.
    pub(super) fn rows(self, schema: &Value, inner: Inner) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        self.collect(&mut rows, schema, "", inner)?;
        Ok(rows)
    }

    /// What kind of value it is, with a link to its section.
    pub(super) fn kind(self, schema: &Value) -> Result<Markup> {
        let shape = Shape::of(self.components, schema)?;
        self.kind_of(&shape, Inner::ByLink)
    }

    /// The same of a value whose section is nowhere, with its limits.
    pub(super) fn value(self, schema: &Value) -> Result<(Markup, Vec<Markup>)> {
        let shape = Shape::of(self.components, schema)?;
        Ok((self.kind_of(&shape, Inner::Here)?, self.limits(&shape, Inner::Here)?))
    }

    /// The sections of all types that are linked from these schemas.
    pub(super) fn types(self, schemas: &[&Value]) -> Result<Vec<Type>> {
        let mut names = BTreeMap::new();
        for schema in schemas {
            self.collect_names(&mut names, schema)?;
        }
        names.into_iter().map(|(name, shape)| self.section(name, &shape)).collect()
    }

    fn section(self, name: String, shape: &Shape) -> Result<Type> {
        let schema = Value::Object(shape.fields.clone());
        let values = shape.variants().filter(|variant| !is_object(variant)).flat_map(|variant| {
            let meaning = Markup::text(text(&variant["description"]));
            values_of(variant).into_iter().map(move |value| (shown(value), meaning.clone()))
        });
        Ok(Type {
            name,
            description: Markup::text(shape.text("description")),
            rows: self.rows(&schema, Inner::ByLink)?,
            values: values.collect(),
        })
    }

    fn collect(self, rows: &mut Vec<Row>, schema: &Value, parents: &str, inner: Inner) -> Result<()> {
        let shape = Shape::of(self.components, schema)?;
        for (name, field) in shape.properties() {
            rows.push(Row::Field(self.field(&shape, parents, name, field, inner)?));
            if inner == Inner::Here {
                let (items, mark) = self.innermost(field)?;
                self.collect(rows, &items, &format!("{parents}{name}{mark}."), inner)?;
            }
        }
        for variant in shape.variants().filter(|variant| is_object(variant)) {
            let fields = variant["properties"].as_object().context("a case without fields")?;
            let told_by = fields.iter().find_map(|(name, field)| Some((name, field.get("const")?)));
            let when = match told_by {
                Some((name, value)) => format!("Where `{parents}{name}` is `{}`", shown(value)),
                None => "Where it is an object".to_owned(),
            };
            let when = Markup::text(&when);
            rows.push(Row::Case { when, description: Markup::text(text(&variant["description"])) });
            let mut others = variant.clone();
            if let (Some(fields), Some((name, _))) = (others["properties"].as_object_mut(), told_by) {
                fields.remove(name);
            }
            self.collect(rows, &others, parents, inner)?;
        }
        Ok(())
    }

    fn field(self, of: &Shape, parents: &str, name: &str, schema: &Value, inner: Inner) -> Result<Field> {
        let shape = Shape::of(self.components, schema)?;
        Ok(Field {
            path: Markup::path(&format!("{parents}{name}")),
            kind: self.kind_of(&shape, inner)?,
            is_required: of.requires(name),
            description: Markup::text(shape.text("description")),
            limits: self.limits(&shape, inner)?,
        })
    }

    /// The schema of a value, or of the values in a list, and what says so in a path.
    fn innermost(self, schema: &Value) -> Result<(Value, &'static str)> {
        let shape = Shape::of(self.components, schema)?;
        Ok(match shape.fields.get("items") {
            Some(items) => (items.clone(), "[]"),
            None => (Value::Object(shape.fields), ""),
        })
    }

    fn kind_of(self, shape: &Shape, inner: Inner) -> Result<Markup> {
        let kind = match (&shape.name, shape.text("type")) {
            (Some(name), _) if has_section(shape, inner) => Markup::link(&format!("#type-{name}"), name),
            (_, "array") => {
                let items = Shape::of(self.components, &shape.fields["items"])?;
                self.kind_of(&items, inner)?.before("[]")
            }
            (_, "object") if shape.fields.get("additionalProperties").is_some_and(Value::is_object) => {
                Markup::text("object of texts")
            }
            (_, "") if shape.variants().any(is_object) => Markup::text("object"),
            (_, "") if shape.variants().next().is_some() => Markup::text("string"),
            (_, "") => Markup::text("anything"),
            (_, kind) => {
                let format = shape.text("format");
                let media = shape.text("contentMediaType");
                match (format, media) {
                    ("", "") => Markup::text(kind),
                    ("", detail) | (detail, _) => Markup::text(&format!("{kind} ({detail})")),
                }
            }
        };
        Ok(if shape.is_nullable { kind.before(" or null") } else { kind })
    }

    fn limits(self, shape: &Shape, inner: Inner) -> Result<Vec<Markup>> {
        let mut limits = limits::of(shape, has_section(shape, inner));
        if let Some(items) = shape.fields.get("items") {
            let items = Shape::of(self.components, items)?;
            let each = limits::of(&items, has_section(&items, inner));
            limits.extend(each.into_iter().map(|limit| limit.after("each ")));
        }
        Ok(limits)
    }

    fn collect_names(self, names: &mut BTreeMap<String, Shape>, schema: &Value) -> Result<()> {
        let shape = Shape::of(self.components, schema)?;
        let inside: Vec<Value> = shape
            .properties()
            .into_iter()
            .map(|(_, field)| field.clone())
            .chain(shape.variants().cloned())
            .chain(shape.fields.get("items").cloned())
            .collect();
        if let Some(name) = shape.name.as_deref().filter(|_| shape.is_composed()) {
            // A field says what the type means there; its section says what it always means.
            let itself = Shape::of(self.components, &self.components["schemas"][name])?;
            if names.insert(name.to_owned(), itself).is_some() {
                return Ok(());
            }
        }
        inside.iter().try_for_each(|schema| self.collect_names(names, schema))
    }
}

/// Whether it is shown in a section of its own.
fn has_section(shape: &Shape, inner: Inner) -> bool {
    inner == Inner::ByLink && shape.name.is_some() && shape.is_composed()
}

#[cfg(test)]
mod tests;
