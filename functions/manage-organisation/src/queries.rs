//! What lists are asked for.

use std::str::FromStr;

use api::problem::{Problem, kinds};
use api::v1::organisation::PageQuery;
use axum::extract::RawQuery;
use domain::language::Localized;
use web::form::{FormFields, fields};

/// The page that a query asks for.
pub(crate) fn page<C: FromStr>(RawQuery(query): RawQuery) -> Result<PageQuery<C>, Problem> {
    let FormFields(fields) = fields(query.unwrap_or_default().as_bytes())?;
    PageQuery::of(&fields).ok_or_else(|| {
        Problem::of(&kinds::UNKNOWN_QUERY).detail(Localized::fixed(
            "使えるクエリは、limit（1～100）、cursor（前の応答のnext_cursor）です。",
            "The query takes limit (1 to 100) and cursor (next_cursor of the answer before).",
        ))
    })
}
