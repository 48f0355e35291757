//! Who may do what, as a table for people: from the table of routes and the domain's rules.

use api::routes::{self, Access, Route};
use domain::authorisation::Action;

const HEAD: &str = "\
# Who may do what

`cargo codegen` writes this page from the table of routes (`shared/api/src/routes/table.rs`) and the rules of
`shared/domain/src/authorisation.rs`; a test fails where it was forgotten. `domain::authorisation::may` decides every call
of the first table. `functions/create-envelope/tests/suite/callers.rs` calls each of its routes without a key, with one that
has ended, that lacks the scope, that is used from elsewhere, and for another organisation's envelope.

## By an API key

The key goes into the header `Authorization: Bearer`. It belongs to one organisation, and what belongs to another is as unknown
to it as what is not there: 404, by the same bytes. A key may be bound to scopes, to a time and to addresses
(`keiin api-key make`): without the scope the answer is 403 `scope-missing`, after the time 401 `api-key-expired`, from another
address 403 `address-not-allowed`. The keys of an organisation that is closed get 403 `organisation-closed`. An answer holds
presigned URLs only for what the key is good for by itself: to upload with `envelopes:write`, to download with `envelopes:read`.

| To … | call | with the scope |
|---|---|---|
";

const BY_LINK: &str = "
## By a link from a mail

The token in the path stands for one person and one envelope; the function looks up what it is good for, and asks for the extra
factor where there is one.

| Call | |
|---|---|
";

const PUBLIC: &str = "
## Anybody

| Call | |
|---|---|
";

/// The page.
pub(crate) fn page() -> String {
    let mut page = HEAD.to_owned();
    for action in Action::ALL {
        let routes = routes::ALL.iter().filter(|route| route.access == Access::May(action));
        let calls: Vec<String> = routes.map(|route| call(route)).collect();
        page += &format!("| {} | {} | `{}` |\n", action.as_str(), calls.join(", "), action.scope());
    }
    page += BY_LINK;
    page += &rows(Access::Link);
    page += PUBLIC;
    page += &rows(Access::Public);
    page
}

fn rows(access: Access) -> String {
    let routes = routes::ALL.iter().filter(|route| route.access == access);
    routes.map(|route| format!("| {} | {} |\n", call(route), route.summary.trim())).collect()
}

fn call(route: &Route) -> String {
    format!("`{} {}`", route.method, route.path)
}
