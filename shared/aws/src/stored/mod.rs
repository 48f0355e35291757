//! What lies in the table as JSON, and in the queues: types of their own, one module for each kind of row.
//!
//! Rows are read for ever. Each says by `schema` in which shape it was written; the first rows say nothing and are of schema 1.
//! A row of an earlier schema is upgraded when it is read ([`Row::upgrade`]), one of a schema that this version does not know
//! is refused: it may say something that must not be passed over. While a schema stands, fields are only added, with what
//! their absence means.
//!
//! A list (timestamp authorities, trust anchors) has no place for the number: as long as it is a list it is of schema 1.
//!
//! Nothing here needs an AWS client, so that ports in memory keep rows as the table does.

mod answer;
mod contact;
mod document;
mod envelope;
mod factor;
mod folder;
pub mod job;
mod key;
mod link;
mod oidc;
mod organisation;
mod parts;
mod person;
mod policy;
mod recipient;
mod seal;
pub mod setting;
pub mod size;
mod summary;
mod upload_progress;

use domain::mirror::Convert;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Why a row was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is not JSON, or not what belongs there.
    #[error("the row cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// A later version wrote it, or nobody did.
    #[error(
        "the row is of schema {found}, this version reads schemas up to {newest}: deploy the version that wrote it"
    )]
    Schema {
        /// What it says.
        found: u32,
        /// What is written today.
        newest: u32,
    },
}

/// A domain type of which there are rows.
pub trait Row: Clone + Convert<Self::Stored> {
    /// The newest schema: what is written.
    const SCHEMA: u32 = 1;

    /// What is written.
    type Stored: Convert<Self> + Serialize + DeserializeOwned;

    /// Makes what is written today of a row of an earlier schema. Most kinds of rows have had but one.
    fn upgrade(schema: u32, _text: &str) -> Result<Self::Stored, Unreadable> {
        Err(Unreadable::Schema { found: schema, newest: Self::SCHEMA })
    }

    /// The row's JSON.
    fn to_row(&self) -> Result<String, serde_json::Error> {
        #[derive(Serialize)]
        struct Written<S> {
            schema: u32,
            #[serde(flatten)]
            row: S,
        }
        serde_json::to_string(&Written { schema: Self::SCHEMA, row: self.clone().convert() })
    }

    /// Reads a row, whichever version wrote it.
    fn from_row(text: &str) -> Result<Self, Unreadable> {
        #[derive(Deserialize)]
        struct Schema {
            #[serde(default = "first")]
            schema: u32,
        }
        let Schema { schema } = serde_json::from_str(text)?;
        let stored = if schema == Self::SCHEMA { serde_json::from_str(text)? } else { Self::upgrade(schema, text)? };
        Ok(stored.convert())
    }
}

const fn first() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A kind of row that had another name for its one field before.
    #[derive(Clone, Debug, PartialEq)]
    struct Example(u32);

    #[derive(Serialize, Deserialize)]
    struct First {
        count: u32,
    }

    #[derive(Serialize, Deserialize)]
    struct Second {
        number: u32,
    }

    impl Convert<Second> for Example {
        fn convert(self) -> Second {
            Second { number: self.0 }
        }
    }

    impl Convert<Example> for Second {
        fn convert(self) -> Example {
            Example(self.number)
        }
    }

    impl Row for Example {
        const SCHEMA: u32 = 2;
        type Stored = Second;

        fn upgrade(schema: u32, text: &str) -> Result<Second, Unreadable> {
            match schema {
                1 => Ok(Second { number: serde_json::from_str::<First>(text)?.count }),
                found => Err(Unreadable::Schema { found, newest: Self::SCHEMA }),
            }
        }
    }

    #[test]
    fn a_row_is_read_by_the_schema_that_it_names() {
        assert_eq!(Example(7).to_row().unwrap(), r#"{"schema":2,"number":7}"#);
        for row in [r#"{"count":7}"#, r#"{"schema":1,"count":7}"#, r#"{"schema":2,"number":7}"#] {
            assert_eq!(Example::from_row(row).unwrap(), Example(7), "{row}");
        }
    }

    #[test]
    fn a_row_of_a_schema_that_is_not_known_is_refused() {
        for (row, found) in [(r#"{"schema":3,"number":7}"#, 3), (r#"{"schema":0,"count":7}"#, 0)] {
            let error = Example::from_row(row).unwrap_err();
            assert!(matches!(error, Unreadable::Schema { found: it, newest: 2 } if it == found), "{error}");
        }
        for row in [r#"{"schema":"2","number":7}"#, r#"{"schema":-1,"number":7}"#, r#"{"schema":2,"count":7}"#, "7"] {
            assert!(matches!(Example::from_row(row), Err(Unreadable::Json(_))), "{row}");
        }
    }
}
