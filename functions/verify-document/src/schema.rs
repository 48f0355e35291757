//! What this function reads and answers, for the OpenAPI document.

use schemars::{Schema, SchemaGenerator};

use crate::findings::Findings;
use crate::temporary_upload::{Begun, Declared};
use crate::v1::Left;

/// The findings about a file.
pub fn findings(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Findings>()
}

/// The token of a file that was left.
pub fn left(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Left>()
}

/// What is said of a file before it is left.
pub fn declared(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Declared>()
}

/// Where it is to be left.
pub fn begun(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Begun<'_>>()
}
