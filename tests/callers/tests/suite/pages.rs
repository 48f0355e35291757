//! Every route that asks nobody who calls: those of a link, by links that do not open them, and those for anybody. A new route of a
//! link is asked too; a new public one fails until it is listed here.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::routes::{self, Access, Function, Route};
use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use domain::ids::RecipientNumber;
use domain::link::{AccessLink, Purpose, SecretToken};
use domain::mail::Addressee;
use domain::organisation::{AddressBoundLinks, Organisation};
use domain::ports::{Invitation, Invitations as _, PortError, ProviderTransport, Registry, TokenAnswer};
use fakes::{
    CountingRandomness, FixedAnchors, MemoryCertificates, MemoryFactors, MemoryKnownSeals, MemoryOidc,
    MemoryOrganisations, MemoryTemporaryUploads, PresignedDocuments, StoppedClock, Story, city, signer, stack_provider,
};
use sign_in_person::provider::Reach;
use tower::ServiceExt as _;

use crate::console::console_over;
use crate::world::{KEY, NOBODY, NOW, World, everything};

/// A provider that does not answer.
struct Silent;

#[async_trait]
impl ProviderTransport for Silent {
    async fn get(&self, _: &str) -> Result<Vec<u8>, PortError> {
        Err(PortError::new("ask the identity provider", "it is down"))
    }

    async fn post_form(&self, _: &str, _: Option<&str>, _: String) -> Result<TokenAnswer, PortError> {
        Err(PortError::new("ask the identity provider", "it is down"))
    }
}

/// All functions that people and programs meet, over one envelope that is on its way.
pub(crate) struct Site {
    pub(crate) story: Story,
    routers: BTreeMap<Function, Router>,
    organisations: Arc<MemoryOrganisations>,
    /// Those that the API reads.
    organisations_of_api: Arc<MemoryOrganisations>,
}

impl Site {
    pub(crate) fn new() -> Self {
        let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], NOW);
        story.start(NOW);
        let (clock, site) = (Arc::new(StoppedClock::at(NOW)), Arc::<web::Site>::default());
        let (documents, factors) = (Arc::new(PresignedDocuments::default()), Arc::new(MemoryFactors::default()));
        let (organisations, oidc) = (Arc::<MemoryOrganisations>::default(), Arc::<MemoryOidc>::default());
        organisations.put(&Organisation::new(city().organisation, "滝川市".to_owned(), NOW.parse().unwrap()));
        let registry = Registry {
            organisations: organisations.clone(),
            people: organisations.clone(),
            keys: organisations.clone(),
            directories: organisations.clone(),
            certificates: organisations.clone(),
            clock: clock.clone(),
        };
        let collect_signature = collect_signature::router(collect_signature::Dependencies {
            envelopes: story.envelopes.clone(),
            links: story.links.clone(),
            link_rules: organisations.clone(),
            factors: factors.clone(),
            sign_ins: factors,
            certificates: Arc::new(MemoryCertificates::default()),
            documents: documents.clone(),
            randomness: Arc::new(CountingRandomness::default()),
            clock: clock.clone(),
            site: site.clone(),
        });
        let download_document = download_document::router(download_document::Dependencies {
            envelopes: story.envelopes.clone(),
            links: story.links.clone(),
            link_rules: organisations.clone(),
            documents,
            clock: clock.clone(),
            site: site.clone(),
        });
        let verify_document = verify_document::router(verify_document::Dependencies {
            temporary_uploads: Arc::new(MemoryTemporaryUploads::default()),
            anchors: Arc::new(FixedAnchors(Vec::new())),
            known_seals: Arc::<MemoryKnownSeals>::default(),
            clock,
            randomness: Arc::new(CountingRandomness::default()),
            site: site.clone(),
        });
        let settings =
            sign_in_person::Settings { provider: stack_provider(), configuration_at: None, reach: Reach::Tls };
        let sign_in_person = sign_in_person::router(sign_in_person::Dependencies {
            registry,
            invitations: organisations.clone(),
            sessions: organisations.clone(),
            attempts: oidc.clone(),
            known_providers: oidc.clone(),
            provider_secrets: oidc,
            transport: Arc::new(Silent),
            randomness: Arc::new(CountingRandomness::default()),
            settings: Arc::new(settings),
            site: site.clone(),
        });
        let serve_assets = serve_assets::router(serve_assets::Dependencies { site: site.clone() });
        let api = World::with_links(everything(), story.envelopes.clone(), story.links.clone());
        let routers = [
            (Function::CreateEnvelope, api.router(Function::CreateEnvelope)),
            (Function::ManageOrganisation, api.router(Function::ManageOrganisation)),
            (Function::CollectSignature, collect_signature),
            (Function::DownloadDocument, download_document),
            (Function::VerifyDocument, verify_document),
            (Function::SignInPerson, sign_in_person),
            (Function::ServeAssets, serve_assets),
            (Function::ServeConsole, console_over(&api, site)),
        ];
        let organisations_of_api = api.organisations.clone();
        Self { story, routers: routers.into(), organisations, organisations_of_api }
    }

    /// What a function does.
    pub(crate) fn router(&self, function: Function) -> Router {
        self.routers[&function].clone()
    }

    /// Status and body of the answer of a browser's request.
    async fn ask(&self, route: &Route, path: &str, headers: &[(&str, String)]) -> (u16, String) {
        let (status, _, body) = self.ask_function(route.function, route.method.as_str(), path, headers).await;
        (status, body)
    }

    async fn ask_function(
        &self,
        function: Function,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
    ) -> (u16, HeaderMap, String) {
        let router = self.routers.get(&function).unwrap_or_else(|| panic!("{function:?} is not served here"));
        let request = Request::builder().method(method).uri(path).header("accept", "text/html");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(api::ClientIp([203, 0, 113, 7].into()));
        let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 64 << 20).await.unwrap();
        (parts.status.as_u16(), parts.headers, String::from_utf8_lossy(&body).into_owned())
    }

    /// The one page of addresses that lead nowhere.
    async fn nowhere(&self) -> (u16, String) {
        let (status, _, body) = self.ask_function(Function::DownloadDocument, "GET", "/nowhere", &[]).await;
        (status, body)
    }

    /// A link for this, of this envelope or of one that is not there.
    fn link(&self, purpose: Purpose, is_elsewhere: bool) -> String {
        let token = self.story.link(Addressee::Recipient(RecipientNumber(1)), purpose, "2027-01-01T00:00:00Z");
        if is_elsewhere {
            let (digest, expires_at) = (SecretToken::parse(&token).unwrap().digest(), "2027-01-01T00:00:00Z".parse());
            let (envelope, addressee) = (NOBODY.parse().unwrap(), Addressee::Recipient(RecipientNumber(1)));
            let expires_at = expires_at.unwrap();
            self.story.links.put(&AccessLink { digest, envelope, addressee, purpose, expires_at });
        }
        token
    }

    /// The link of an invitation of somebody who is no person of the organisation any more.
    async fn invitation(&self) -> String {
        let token = SecretToken::from_random([0x11; 32]);
        let (digest, organisation) = (token.digest(), city().organisation);
        let (person, expires_at) = (NOBODY.parse().unwrap(), "2027-01-01T00:00:00Z".parse().unwrap());
        self.organisations.store(&Invitation { digest, organisation, person, by_entry: 1, expires_at }).await.unwrap();
        token.reveal().to_owned()
    }
}

fn of_access(access: Access) -> impl Iterator<Item = &'static Route> {
    routes::ALL.iter().copied().filter(move |route| route.access == access)
}

/// The path of a link's route by this token.
fn by(route: &Route, token: &str) -> String {
    let values: Vec<&str> =
        std::iter::once(token).chain(std::iter::repeat("1")).take(route.path.matches('{').count()).collect();
    route.path_of(&values)
}

/// What the path of a link's route begins with says which links open it.
fn opens(route: &Route, purpose: &Purpose) -> bool {
    route.path.starts_with(match purpose {
        Purpose::Act { .. } => "/sign/",
        Purpose::Download => "/download/",
        Purpose::Status => "/status/",
    })
}

/// What somebody has who comes with more than the link.
fn credentials() -> [Vec<(&'static str, String)>; 2] {
    [
        Vec::new(),
        vec![("authorization", format!("Bearer {KEY}")), ("cookie", "keiin_sign_in=x; keiin_device=x".to_owned())],
    ]
}

#[tokio::test]
async fn a_link_that_opens_nothing_gets_the_one_page_of_wrong_addresses() {
    let site = Site::new();
    let nowhere = site.nowhere().await;
    assert_eq!(nowhere.0, 404);
    let purposes = [Purpose::Act { generation: 0 }, Purpose::Download, Purpose::Status];
    let mut links: Vec<(Option<Purpose>, String)> = vec![
        (None, SecretToken::from_random([0x77; 32]).reveal().to_owned()),
        (None, "x".to_owned()),
        (None, KEY.to_owned()),
        (None, site.invitation().await),
    ];
    for purpose in purposes {
        links.push((None, site.link(purpose, true)));
        let own = site.link(purpose, false);
        links.push((Some(purpose), own));
    }
    let mut asked = 0;
    for route in of_access(Access::Link) {
        for (purpose, token) in &links {
            if purpose.as_ref().is_some_and(|purpose| opens(route, purpose)) {
                continue;
            }
            for headers in credentials() {
                let answer = site.ask(route, &by(route, token), &headers).await;
                assert_eq!(answer, nowhere, "{}, {purpose:?}", route.name);
                asked += 1;
            }
        }
    }
    assert!(asked > 400, "{asked}");
}

/// Otherwise the test above would hold for routes that answer nothing at all.
#[tokio::test]
async fn a_link_opens_the_pages_that_it_is_for() {
    let site = Site::new();
    let generation = site.story.envelope().recipients[0].link_generation;
    let act = site.link(Purpose::Act { generation }, false);
    let status = site.story.link(Addressee::Sender, Purpose::Status, "2027-01-01T00:00:00Z");
    for (route, token) in [(&routes::SIGN_PAGE, act), (&routes::STATUS_PAGE, status)] {
        let (status, body) = site.ask(route, &by(route, &token), &[]).await;
        assert!(status == 200 && body.contains("電子契約サービス委託"), "{}: {status} {body}", route.name);
    }
}

/// A new route behind a link has to ask too. Invitations have a test of their own beside their function.
#[tokio::test]
async fn a_link_that_is_bound_to_addresses_opens_no_route_from_elsewhere() {
    let site = Site::new();
    let generation = site.story.envelope().recipients[0].link_generation;
    site.story.approve(1, NOW);
    for organisations in [&site.organisations, &site.organisations_of_api] {
        organisations.bind_links(AddressBoundLinks::All, &["198.51.100.0/24"]);
    }
    let act = Purpose::Act { generation };
    let links = [
        (act, site.link(act, false)),
        (Purpose::Download, site.link(Purpose::Download, false)),
        (Purpose::Status, site.story.link(Addressee::Sender, Purpose::Status, "2027-01-01T00:00:00Z")),
    ];
    let same_origin = [("sec-fetch-site", "same-origin".to_owned())];
    let mut asked = 0;
    for route in of_access(Access::Link).filter(|route| !route.path.starts_with("/invitation/")) {
        let link = links.iter().find(|(purpose, _)| opens(route, purpose));
        let (_, token) = link.unwrap_or_else(|| panic!("no link opens {}", route.name));
        let (status, body) = site.ask(route, &by(route, token), &same_origin).await;
        assert!(status == 403 && body.contains("滝川市が指定したネットワーク"), "{}: {status} {body}", route.name);
        asked += 1;
    }
    assert!(asked > 20, "{asked}");
}

/// What routes for anybody answer to a request without anything: a page, the way back to one, or what is wrong with the request.
/// Never that somebody should say who they are.
static PUBLIC: [(&Route, u16); 19] = [
    (&routes::SIGN_IN_PAGE, 200),
    (&routes::SIGN_IN_ORGANISATION, 200),
    (&routes::BEGIN_SIGN_IN, 502),
    (&routes::SIGN_IN_CALLBACK, 200),
    (&routes::SIGN_IN_OWN_CALLBACK, 200),
    (&routes::COMPLETE_SIGN_IN_BACK, 303),
    (&routes::COMPLETE_SIGN_IN, 400),
    (&routes::SIGN_OUT, 303),
    (&routes::VERIFY_DOCUMENT, 415),
    (&routes::BEGIN_VERIFY_UPLOAD, 400),
    (&routes::GET_OPENAPI, 200),
    (&routes::VERIFY_PAGE, 200),
    (&routes::VERIFY_RESULT, 400),
    (&routes::BEGIN_VERIFY_PAGE_UPLOAD, 400),
    (&routes::START_PAGE, 200),
    (&routes::PROBLEMS, 200),
    (&routes::PROBLEM, 200),
    (&routes::REFERENCE, 200),
    (&routes::GET_ASSET, 404),
];

#[tokio::test]
async fn what_is_for_anybody_answers_the_same_whoever_comes() {
    let expected: BTreeMap<&str, u16> = PUBLIC.iter().map(|(route, status)| (route.name, *status)).collect();
    let mut found = BTreeMap::new();
    for route in of_access(Access::Public) {
        let value = if *route == routes::PROBLEM { "unauthorized" } else { "takikawa" };
        let path = route.path_of(&vec![value; route.path.matches('{').count()]);
        let answers = credentials().map(async |headers| Site::new().ask(route, &path, &headers).await);
        let [plain, with_credentials] = answers;
        let plain = plain.await;
        assert_eq!(plain, with_credentials.await, "{}", route.name);
        found.insert(route.name, plain.0);
    }
    assert_eq!(found, expected, "a route is not listed, or answers otherwise");
}
