//! `GET /v1/me`: who calls.

use api::Caller;
use api::v1::organisation::MeView;
use axum::http::StatusCode;
use axum::response::Response;

use crate::answers::json;

pub(crate) async fn read(caller: Caller) -> Response {
    json(StatusCode::OK, &MeView::of(&caller.principal, &caller.sender))
}
