//! What lists are asked for.

use std::str::FromStr;

use api::problem::Problem;
use api::v1::organisation::{PageQuery, unknown_page};
use axum::extract::RawQuery;
use web::form::{FormFields, fields};

/// The page that a query asks for.
pub(crate) fn page<C: FromStr>(RawQuery(query): RawQuery) -> Result<PageQuery<C>, Problem> {
    let FormFields(fields) = fields(query.unwrap_or_default().as_bytes())?;
    PageQuery::of(&fields).ok_or_else(unknown_page)
}
