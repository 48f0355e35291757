//! The entrance of a function that has pages.

use std::sync::Arc;

use api::problem::{Problem, kinds};
use api::{Entrance, Firewall};
use axum::Router;
use domain::language::Localized;

use super::Site;
use super::language::reader_language;
use super::problem_page::respond;

/// Puts the [entrance](Entrance) before a router. Whoever comes past the firewall is told, by a page or by JSON, at which address
/// the service is.
pub fn entrance(site: &Arc<Site>, router: Router, firewall: Firewall) -> Entrance {
    let site = Arc::clone(site);
    Entrance::new(router, firewall, move |headers, uri| {
        respond(past_firewall(&site), headers, reader_language(uri, headers), &site)
    })
}

fn past_firewall(Site { public_url, .. }: &Site) -> Problem {
    Problem::of(&kinds::PAST_FIREWALL).detail(Localized::new(
        format!("サービスのURLは {public_url} です。メールのリンクから開いた場合は、URLの先頭をこのURLに置き換えてください。"),
        format!("The service is at {public_url}. Where a link has led you here, put that in the place of the link's beginning."),
    ))
}
