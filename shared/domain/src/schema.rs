//! What the values look like in JSON (JSON Schema 2020-12), for the OpenAPI document.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::authorisation::{AccessLevel, AddressRange, Role, Scope};
use crate::digest::Digest;
use crate::email_address::{EmailAddress, MAX_ADDRESS};
use crate::factor::{PHONE_DIGITS, PhoneNumber};
use crate::ids::{
    ContactId, DocumentId, DocumentNumber, EnvelopeId, EnvelopeNumber, FolderId, GroupId, KeyId, OrganisationId,
    PersonId, RecipientNumber, SealId,
};
use crate::policy::{Accent, FiscalYearEnd, TimeZoneName, TransactionPart};
use crate::transaction::FieldKey;

/// Says of each value what it looks like.
macro_rules! looks {
    ($($Value:ident: $schema:tt;)*) => {$(
        impl JsonSchema for $Value {
            fn schema_name() -> Cow<'static, str> {
                stringify!($Value).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

looks! {
    EnvelopeId: {
        "description": "An envelope's identifier: a UUID of version 7, so that it sorts by creation.",
        "type": "string",
        "format": "uuid",
    };
    PersonId: {
        "description": "A person's identifier: a UUID of version 7.",
        "type": "string",
        "format": "uuid",
    };
    GroupId: {
        "description": "A group's identifier.",
        "type": "string",
        "format": "uuid",
    };
    ContactId: {
        "description": "A contact's identifier: a UUID of version 8, which follows from the book and the address.",
        "type": "string",
        "format": "uuid",
    };
    KeyId: {
        "description": "An API key's identifier, which is not the key.",
        "type": "string",
        "format": "uuid",
    };
    Role: {
        "description": "What a person does: 管理者, 文書管理者, 文書閲覧者, 送信者, 承認者. `approver` (承認者) gives no right by itself: it is there for folders to give rights to.",
        "type": "string",
        "enum": (Role::ALL.map(Role::as_str)),
    };
    Scope: {
        "description": "What an API key is good for.",
        "type": "string",
        "enum": (Scope::ALL.map(Scope::as_str)),
    };
    AddressRange: {
        "description": "A range of IPv4 or IPv6 addresses in the notation of CIDR.",
        "type": "string",
    };
    OrganisationId: {
        "description": "An organisation's identifier.",
        "type": "string",
        "minLength": 1,
        "maxLength": (OrganisationId::MAX_LENGTH),
        "pattern": "^[a-z0-9-]+$",
    };
    SealId: {
        "description": "A registered seal's identifier, which no other seal of its organisation has.",
        "type": "string",
        "minLength": 1,
        "maxLength": (SealId::MAX_LENGTH),
        "pattern": "^[a-z0-9-]+$",
    };
    DocumentNumber: {
        "description": "A document's place in its envelope, from 1.",
        "type": "integer",
        "minimum": 1,
        "maximum": (u16::MAX),
    };
    RecipientNumber: {
        "description": "A recipient's place in its envelope's list, from 1. It is not the signing order.",
        "type": "integer",
        "minimum": 1,
        "maximum": (u16::MAX),
    };
    EnvelopeNumber: {
        "description": "The number that people see (封筒番号): ten digits, counted per organisation, never used again by it.",
        "type": "string",
        "pattern": "^[0-9]{10,}$",
    };
    DocumentId: {
        "description": "The identifier that is printed on every page (締結証明書ID).",
        "type": "string",
        "pattern": "^[0-9a-f]{32}$",
    };
    Digest: {
        "description": "SHA-256, in lower-case hexadecimal characters.",
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
    };
    EmailAddress: {
        "description": "An email address as it was typed; its domain may be international.",
        "type": "string",
        // Characters of an international domain are fewer than the octets that are counted.
        "maxLength": MAX_ADDRESS,
    };
    AccessLevel: {
        "description": "How far a right over the envelopes in a folder goes: to see them, to download their files, to change their data for the archive and move them, to manage the folder. Each holds those before it.",
        "type": "string",
        "enum": (AccessLevel::ALL.map(AccessLevel::as_str)),
    };
    FolderId: {
        "description": "A folder's identifier.",
        "type": "string",
        "format": "uuid",
    };
    Accent: {
        "description": "A colour on which white text can be read.",
        "type": "string",
        "pattern": "^#[0-9a-f]{6}$",
    };
    FieldKey: {
        "description": "What programs call a field of an organisation's own.",
        "type": "string",
        "pattern": "^[a-z][a-z0-9_]{0,39}$",
    };
    FiscalYearEnd: {
        "description": "The last day of a fiscal year: month and day.",
        "type": "string",
        "pattern": "^[0-9]{2}-[0-9]{2}$",
    };
    TimeZoneName: {
        "description": "The name of a time zone in the IANA database.",
        "type": "string",
        "minLength": 1,
    };
    TransactionPart: {
        "description": "A part of the data for the archive.",
        "type": "string",
        "enum": (TransactionPart::ALL.map(TransactionPart::as_str)),
    };
    PhoneNumber: {
        "description": "A telephone number (ITU-T E.164).",
        "type": "string",
        "pattern": (format!("^\\+[0-9]{{{},{}}}$", PHONE_DIGITS.start(), PHONE_DIGITS.end())),
    };
}
