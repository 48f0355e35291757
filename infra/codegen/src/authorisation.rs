//! Who may do what, as a table for people: from the table of routes and the domain's rules.

use api::routes::{self, Access, Route};
use domain::authorisation::{Action, Reach, Role};

const HEAD: &str = "\
# Who may do what

`cargo codegen` writes this page from the table of routes (`shared/api/src/routes/table.rs`) and the rules of
`shared/domain/src/authorisation.rs`; a test fails where it was forgotten. `domain::authorisation::may` decides every call
of the first table. `tests/callers` calls each of its routes without a key, with one that has ended, that lacks the scope, that is
used from elsewhere, that is in the URL, by people who have signed in with other roles, in a session that has ended, and for another organisation's
things. `tests/walks` has this table once more, written by hand, and judges by it what random people of three organisations are answered.

## By an API key

The key goes into the header `Authorization: Bearer`. It belongs to one organisation, and what belongs to another is as unknown
to it as what is not there: 404, by the same bytes. A key may be bound to scopes, to a time and to addresses
(`keiin api-key make`, `POST /v1/organisation/keys`): without the scope the answer is 403 `scope-missing`, after the time 401
`api-key-expired`, from another address 403 `address-not-allowed`. A person's key may do no more than that person, and ends with
them: 401 `key-holder-deactivated`. A key in a URL, which logs keep, is refused whatever else is shown: 400 `api-key-in-url` says that
it is to be revoked. An answer holds presigned URLs only for what the key is good for by itself: to upload with
`envelopes:write`, to download with `envelopes:read`.

## By a token of an identity provider

A program of a person may send an ID or access token instead, which the organisation's OpenID provider has issued for this service
(its client is the audience), in the same header. The header `Keiin-Organisation` names the organisation: without it the answer is
401 `token-organisation-missing`. A token stands for the active person with its issuer and subject in that organisation, for a day after
it was issued at most, and is otherwise refused: 401 `token-refused`. It is checked by the provider's keys as they are kept: where these
are not known, or a day old, the answer is 401 `token-keys-unknown`: they are fetched every hour, and whenever somebody signs in. What holds for people who have signed in holds
here: roles, addresses, the second factor (403 `sign-in-factor-needed`). A token that names scopes of any API
(`scope`, or `scp`; also behind an identifier, as `keiin/envelopes:read`) is good for those of this API among them alone, be it none. It
makes no API keys.

## Signed in

A person of an organisation comes with the cookie of a session. What they may do follows from their roles: everything of the
organisation where the table says `all`, what they sent themselves, or the contacts of their own book, where it says `own`. A book of
one's own is never another's, whatever their roles, until the organisation's contract ends: what is handed over to it then holds
people's own books with the rest (`keiin organisation export`). A key of a service has none. Without such a role the answer is 403
`role-missing`; somebody else's envelope is as unknown as none. The role approver (承認者) gives no right by itself. A folder may give more (`/v1/folders`): to everybody, to a person, a group
or a role, over the envelopes in it and in the folders below that inherit, at one of four levels, each of which holds those before
it. The column says from which level on; what is done in one's own name takes a role as well. `GET /v1/envelopes/{id}/access` lists who
may see an envelope, and by what. A session is good for 8 hours unused and for a day at most
(401 `session-ended`), and ends at once when its owner or an administrator ends it, when roles or groups of the person change, and
when the person is deactivated or the organisation's people sign in at another provider. What changes something is taken from pages of this service alone (403 `cross-site`).

Both are refused where the organisation is closed (403 `organisation-closed`), and from other addresses than the organisation's
where it has named some (403 `address-not-allowed`). Calls are counted by the minute, for each key or person and for each
organisation (`CallsPerMinute`): above that the answer is 429 `too-many-calls`, which says by `Retry-After` when the next minute
begins.

| To … | call | with the scope | administrator 管理者 | document manager 文書管理者 | document viewer 文書閲覧者 | sender 送信者 | approver 承認者 | by a folder |
|---|---|---|---|---|---|---|---|---|
";

const BY_LINK: &str = "
## By a link from a mail

The token in the path stands for one person and one envelope; the function looks up what it is good for, and asks for the extra
factor where there is one. Links that their organisation has bound to its addresses open from there alone: before anything else, the
answer is 403 `address-not-allowed` elsewhere.

| Call | |
|---|---|
";

const SIGNED_IN: &str = "
## Whoever has signed in

Pages that call the API in the name of whoever visits: what they show and do is what the table above lets that person.

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
        let roles: Vec<&str> = Role::ALL.iter().map(|role| reach(*role, action)).collect();
        let (calls, roles) = (calls.join(", "), roles.join(" | "));
        let scopes: Vec<String> = action.scopes().map(|scope| format!("`{scope}`")).collect();
        let scopes = if scopes.is_empty() { "any".to_owned() } else { scopes.join(", ") };
        let level = action.level().map(|level| format!("`{level}`")).unwrap_or_default();
        page += &format!("| {} | {calls} | {scopes} | {roles} | {level} |\n", action.as_str());
    }
    page += BY_LINK;
    page += &rows(Access::Link);
    page += SIGNED_IN;
    page += &rows(Access::SignedIn);
    page += PUBLIC;
    page += &rows(Access::Public);
    page
}

/// How far a role's right goes. What concerns oneself everybody may.
pub(crate) fn reach(role: Role, action: Action) -> &'static str {
    match (role.reach(action), action.everybodys()) {
        (Some(Reach::All), _) | (None, Some(Reach::All)) => "all",
        (Some(Reach::Own), _) => "own",
        (None, Some(Reach::Own)) if action == Action::ChangeContacts => "own",
        (None, Some(Reach::Own)) => "yes",
        (None, None) => "",
    }
}

fn rows(access: Access) -> String {
    let routes = routes::ALL.iter().filter(|route| route.access == access);
    routes.map(|route| format!("| {} | {} |\n", call(route), route.summary.trim())).collect()
}

fn call(route: &Route) -> String {
    format!("`{} {}`", route.method, route.path)
}
