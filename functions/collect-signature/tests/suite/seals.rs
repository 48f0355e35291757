//! Visible seals (F4): choosing one, putting it on a page, and what is recorded of it.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use domain::digest::Digest;
use domain::draft::RecipientRequest;
use domain::evidence::EventKind;
use domain::ids::DocumentNumber;
use domain::visible_seal::{PlacedBy, Placement, SealPolicy, VisibleSeal};
use fakes::signer;
use tower::ServiceExt;

use crate::world::{Answer, DEADLINE, World, assert_protected};

const BOUNDARY: &str = "---------------------------9051914041544843365972754266";
const PROPOSED: Placement =
    Placement { document: DocumentNumber(1), page: 2, x: 1500, y: 2000, width: 250, height: 200 };

fn tanaka(by: PlacedBy, placements: Vec<Placement>) -> RecipientRequest {
    RecipientRequest {
        seal_policy: Some(SealPolicy { by, placements }),
        ..signer(1, Some("株式会社北空知"), "田中 太郎", "tanaka")
    }
}

fn world(by: PlacedBy, placements: Vec<Placement>) -> (World, String) {
    let w = World::of(vec![tanaka(by, placements)]);
    let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    (w, path)
}

/// What is recorded of the act.
fn recorded(w: &World) -> Option<VisibleSeal> {
    match w.evidence().last() {
        Some(EventKind::Approved { visible_seal, .. }) => visible_seal.clone(),
        other => panic!("{other:?}"),
    }
}

/// The names and values of the hidden fields of the form that signs.
fn hidden(page: &Answer) -> String {
    let form = page.body.split("/complete").nth(1).unwrap().split("</form>").next().unwrap();
    let fields = form.split(r#"<input type="hidden" name=""#).skip(1).map(|field| {
        let (name, rest) = field.split_once('"').unwrap();
        let value = rest.split(r#"value=""#).nth(1).unwrap().split('"').next().unwrap();
        format!("{name}={value}")
    });
    fields.collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn a_signer_accepts_the_seal_where_the_sender_wants_it() {
    let (w, path) = world(PlacedBy::Sender, vec![PROPOSED]);
    let review = w.get(&path).await;
    assert!(review.body.contains(&format!(r#"href="/v{path}/seal""#)) && review.body.contains("手順 1／3"));
    let page = w.get(&format!("{path}/seal")).await;
    assert_eq!(page.status, 200);
    assert_protected(&page);
    // The seal that suits is chosen; nothing else has to be.
    assert!(page.body.contains(r#"value="square" checked"#), "{}", page.body);
    assert!(page.body.contains("送信者が指定した位置（2ページ）") && !page.body.contains("<select"));

    let confirm = w.get(&format!("{path}/confirm?seal=square")).await;
    assert_eq!(confirm.status, 200);
    assert!(confirm.body.contains("印影：2ページ") && confirm.body.contains("/seal/square.png"));
    let done = w.post(&format!("{path}/complete"), &format!("{}&confirmed=yes", hidden(&confirm)), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);

    let visible_seal = recorded(&w).unwrap();
    assert_eq!(visible_seal.placements, [PROPOSED]);
    let stored = w.documents.stored();
    let png = &stored[&visible_seal.image.object];
    assert!(png.starts_with(b"\x89PNG") && Digest::of(png) == visible_seal.image.sha256);
    assert!(visible_seal.image.object.0.starts_with("uploads/"), "{:?}", visible_seal.image.object);
}

#[tokio::test]
async fn a_signer_may_do_without() {
    let (w, path) = world(PlacedBy::Sender, vec![PROPOSED]);
    let confirm = w.get(&format!("{path}/confirm?seal=none")).await;
    assert!(confirm.body.contains("印影は表示されません"));
    w.post(&format!("{path}/complete"), &format!("{}&confirmed=yes", hidden(&confirm)), &[]).await;
    assert_eq!(recorded(&w), None);
    assert!(w.documents.stored().is_empty());
}

#[tokio::test]
async fn nobody_signs_without_having_chosen() {
    let (w, path) = world(PlacedBy::Signer, Vec::new());
    for query in
        ["", "?lang=ja", "?seal=", "?seal=golden", "?seal=round&place_1=everywhere", "?seal=round&place_1=proposed"]
    {
        let answer = w.get(&format!("{path}/confirm{query}")).await;
        assert_eq!(answer.status, 303, "{query}");
        assert!(answer.location().starts_with(&format!("/v{path}/seal")), "{query}");
    }
    let answer = w.post(&format!("{path}/complete"), &w.form(), &[]).await;
    assert_eq!(answer.status, 200, "it asks for the choice");
    assert!(answer.body.contains("印影を選んでください"));
    assert!(!w.evidence().iter().any(|kind| matches!(kind, EventKind::Approved { .. })));
}

#[tokio::test]
async fn a_signer_says_where_on_each_document() {
    let (w, path) = world(PlacedBy::Signer, vec![PROPOSED]);
    let page = w.get(&format!("{path}/seal")).await;
    assert!(page.body.contains(r#"data-sizes="3,210,297""#));
    // Invisible is the default where nobody asked for a seal.
    assert!(page.body.contains(r#"value="none" checked"#));
    assert!(page.body.contains(r#"<option value="proposed" selected>"#));
    assert!(page.body.contains(r#"<option value="bottom-right" selected>"#));

    let chosen = "seal=round&place_1=proposed&place_2=point&page_2=3&x_2=12.5&y_2=40";
    let confirm = w.get(&format!("{path}/confirm?{chosen}")).await;
    assert_eq!(confirm.status, 200, "{}", confirm.body);
    assert!(confirm.body.contains("印影：2ページ") && confirm.body.contains("印影：3ページ"));
    // Whoever goes back finds the choice as it was.
    let back = confirm.body.split(r#"class="back" href=""#).nth(1).unwrap().split('"').next().unwrap();
    let back = back.replace("&#38;", "&").replace("&amp;", "&");
    let again = w.get(back.strip_prefix("/v").unwrap()).await;
    assert!(again.body.contains(r#"value="round" checked"#) && again.body.contains(r#"value="12.5""#), "{back}");

    // The same without the tick: the choice stays.
    let unticked = w.post(&format!("{path}/complete"), &hidden(&confirm), &[]).await;
    assert_eq!((unticked.status, hidden(&unticked)), (422, hidden(&confirm)));
    w.post(&format!("{path}/complete"), &format!("{}&confirmed=yes", hidden(&unticked)), &[]).await;
    let [first, second] = recorded(&w).unwrap().placements[..] else { panic!("two") };
    assert_eq!(first, PROPOSED);
    assert_eq!((second.page, second.x, second.y), (3, 125, 400));
    assert!(second.width == second.height && second.width > 100, "a round seal: {second:?}");
}

#[tokio::test]
async fn a_companys_seal_ends_as_the_signer_chooses() {
    let (w, path) = world(PlacedBy::Sender, vec![PROPOSED]);
    let page = w.get(&format!("{path}/seal")).await;
    for label in ["「之印」付き", "「印」付き", "「印」なし"] {
        assert_eq!(page.body.matches(label).count(), 1, "{label}: {}", page.body);
    }
    let fitting = page.body.find(r#"value="square" checked"#).unwrap();
    assert!(page.body[fitting..].find("「之印」付き") < page.body[fitting..].find("「印」"), "it fills the square");
    let mut images = Vec::new();
    for ending in ["square", "square-plain", "square-in"] {
        assert!(page.body.contains(&format!(r#"value="{ending}""#)), "{ending}");
        let request = Request::get(format!("{path}/seal/{ending}.png")).body(Body::empty()).unwrap();
        images.push(Digest::of(&raw(&w, request).await.2));
    }
    images.dedup();
    assert_eq!(images.len(), 3, "they look different");
    let confirm = w.get(&format!("{path}/confirm?seal=square-plain")).await;
    assert!(confirm.body.contains("/seal/square-plain.png"), "{}", confirm.body);
    w.post(&format!("{path}/complete"), &format!("{}&confirmed=yes", hidden(&confirm)), &[]).await;
    assert_eq!(recorded(&w).unwrap().image.sha256, images[1]);
}

#[tokio::test]
async fn a_person_without_a_company_has_no_ending_to_choose() {
    let seal_policy = Some(SealPolicy { by: PlacedBy::Signer, placements: Vec::new() });
    let w = World::of(vec![RecipientRequest { seal_policy, ..signer(1, None, "田中 太郎", "tanaka") }]);
    let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    let page = w.get(&format!("{path}/seal")).await;
    assert!(page.body.contains(r#"value="round""#) && !page.body.contains("square"), "{}", page.body);
}

#[tokio::test]
async fn nobody_signs_with_an_image_that_was_not_shown() {
    let (w, path) = world(PlacedBy::Sender, vec![PROPOSED]);
    let confirm = w.get(&format!("{path}/confirm?seal=square")).await;
    let shown = hidden(&confirm);
    let (others, digest) = shown.split_once("&seal_sha256=").unwrap();
    // A page from before the drawing changed shows another image, one from before the field says nothing of it.
    for stale in [format!("{others}&seal_sha256={}", Digest::of(b"as it was drawn")), others.to_owned()] {
        let again = w.post(&format!("{path}/complete"), &format!("{stale}&confirmed=yes"), &[]).await;
        assert_eq!(again.status, 409, "{}", again.body);
        assert!(again.body.contains("印影の表示が更新されました") && again.body.contains("/seal/square.png"));
        assert!(recorded_nothing(&w) && w.documents.stored().is_empty());
        assert_eq!(hidden(&again), shown, "it shows what it will take");
    }
    let image = |digest: &str| Request::get(format!("{path}/seal/square.png?seal_sha256={digest}")).body(Body::empty());
    assert_eq!(raw(&w, image(digest).unwrap()).await.0, 200);
    assert_eq!(raw(&w, image(&"ab".repeat(32)).unwrap()).await.0, 404, "no other image in its place");
    w.post(&format!("{path}/complete"), &format!("{shown}&confirmed=yes"), &[]).await;
    assert_eq!(recorded(&w).unwrap().image.sha256.to_string(), digest);
}

#[tokio::test]
async fn the_places_are_one_part_that_hides_while_no_seal_is_chosen() {
    let (w, path) = world(PlacedBy::Signer, Vec::new());
    let page = w.get(&format!("{path}/seal")).await;
    let (before, rest) = page.body.split_once(r#"<section class="placing">"#).unwrap();
    let (part, after) = rest.split_once("</section>\n<p class=\"actions\">").unwrap();
    for field in ["place_1", "page_1", "x_1", "y_1", "place_2", "data-viewer", "印影の位置"] {
        assert!(part.contains(field) && !before.contains(&format!(r#"name="{field}""#)), "{field}");
    }
    assert!(!after.contains(r#"name="place_"#) && before.contains(r#"id="choice""#));
    // What is hidden holds nobody up: the browser checks nothing, we check everything.
    assert!(before.contains("novalidate"));
    let css = include_str!("../../../../shared/assets/files/seal.css");
    let rule = r#"#choice:has(input[name="seal"][value="none"]:checked) ~ .placing { display: none; }"#;
    assert!(css.contains(rule), "{css}");
    // Whatever the hidden fields hold, a signature without a seal goes on.
    let confirm = w.get(&format!("{path}/confirm?seal=none&place_1=point&page_1=99&x_1=&y_1=")).await;
    assert!(confirm.status == 200 && confirm.body.contains("印影は表示されません"), "{}", confirm.body);
}

#[tokio::test]
async fn corners_are_places_as_well() {
    let (w, path) = world(PlacedBy::Signer, Vec::new());
    let chosen = "seal=round&place_1=bottom-right&page_1=1&place_2=nowhere";
    let confirm = w.get(&format!("{path}/confirm?{chosen}")).await;
    w.post(&format!("{path}/complete"), &format!("{}&confirmed=yes", hidden(&confirm)), &[]).await;
    let [only] = recorded(&w).unwrap().placements[..] else { panic!("one") };
    assert_eq!((only.page, only.x + only.width, only.y + only.height), (1, 1950, 2820));
}

#[tokio::test]
async fn what_cannot_be_is_told_where_it_is_mended() {
    let (w, path) = world(PlacedBy::Signer, Vec::new());
    let cases = [
        ("seal=round&place_1=nowhere&place_2=nowhere", "#place_1", "どの文書にも"),
        ("seal=round&place_1=point&page_1=1&x_1=&y_1=3", "#x_1", "mmで入力"),
        ("seal=round&place_1=point&page_1=1&x_1=3&y_1=-3", "#x_1", "mmで入力"),
        ("seal=round&place_1=point&page_1=1&x_1=205&y_1=3", "#x_1", "はみ出します"),
        ("seal=round&place_2=top-left&page_2=4", "#page_2", "ページ番号"),
        ("seal=round&place_2=top-left&page_2=", "#page_2", "ページ番号"),
        (&format!("seal=own-{}", "ab".repeat(32)), "#seal-image", "もう一度追加"),
    ];
    for (query, at, text) in cases {
        let answer = w.get(&format!("{path}/confirm?{query}")).await;
        assert_eq!(answer.status, 422, "{query}");
        assert!(
            answer.body.contains(&format!(r#"href="{at}""#)) && answer.body.contains(text),
            "{query}: {}",
            answer.body
        );
        let form = format!("{}&{query}", w.form());
        assert_eq!(w.post(&format!("{path}/complete"), &form, &[]).await.status, 422, "{query}");
    }
    assert!(recorded_nothing(&w));
}

fn recorded_nothing(w: &World) -> bool {
    !w.evidence().iter().any(|kind| matches!(kind, EventKind::Approved { .. }))
}

async fn raw(w: &World, request: Request<Body>) -> (StatusCode, String, Vec<u8>) {
    let response = w.router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let kind = parts.headers.get("location").or_else(|| parts.headers.get("content-type"));
    let kind = kind.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    (parts.status, kind, to_bytes(body, 4 << 20).await.unwrap().to_vec())
}

async fn bring(w: &World, path: &str, image: &[u8]) -> (StatusCode, String, Vec<u8>) {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"transparent\"\r\n\r\nyes\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"image\"; filename=\"印.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(image);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    let request = Request::post(format!("{path}/seal/image"))
        .header("accept", "text/html")
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
        .body(Body::from(body));
    raw(w, request.unwrap()).await
}

#[tokio::test]
async fn a_signer_brings_an_image() {
    let (w, path) = world(PlacedBy::Signer, Vec::new());
    let photo = include_bytes!("../../../../shared/seal-image/tests/data/photo.jpg");
    let (status, location, _) = bring(&w, &path, photo).await;
    assert_eq!(status, 303, "{location}");
    let seal = location.split("seal=").nth(1).unwrap().to_owned();
    assert!(location.starts_with(&format!("/v{path}/seal?seal=own-")), "{location}");

    let page = w.get(location.strip_prefix("/v").unwrap()).await;
    assert!(page.body.contains("追加した画像") && page.body.contains(&format!(r#"value="{seal}" checked"#)));
    let request = Request::get(format!("{path}/seal/{seal}.png")).body(Body::empty()).unwrap();
    let (status, kind, png) = raw(&w, request).await;
    assert!(status == 200 && kind == "image/png" && png.starts_with(b"\x89PNG"), "{status} {kind}");

    let confirm = w.get(&format!("{path}/confirm?seal={seal}&place_1=middle&page_1=2&place_2=nowhere")).await;
    w.post(&format!("{path}/complete"), &format!("{}&confirmed=yes", hidden(&confirm)), &[]).await;
    let visible_seal = recorded(&w).unwrap();
    assert_eq!(visible_seal.image.sha256, Digest::of(&png));
    let [only] = visible_seal.placements[..] else { panic!("one") };
    assert!(only.width.max(only.height) == 200 && only.width.min(only.height) >= 50, "{only:?}");
}

#[tokio::test]
async fn an_image_that_nobody_brought_is_not_there_and_no_fault() {
    let (w, path) = world(PlacedBy::Signer, Vec::new());
    let seal = format!("own-{}", "ab".repeat(32));
    let image = Request::get(format!("{path}/seal/{seal}.png")).body(Body::empty()).unwrap();
    assert_eq!(raw(&w, image).await.0, 404);
    assert_eq!(w.get(&format!("{path}/seal?seal={seal}")).await.status, 200);
}

#[tokio::test]
async fn an_image_that_cannot_be_used_is_told_and_not_kept() {
    let (w, path) = world(PlacedBy::Signer, Vec::new());
    let too_large = vec![0xff; (1 << 20) + 1];
    for image in [&b""[..], b"GIF89a", b"<svg/>", &too_large] {
        let (status, _, body) = bring(&w, &path, image).await;
        let body = String::from_utf8(body).unwrap();
        assert!(status == 422 && body.contains("この画像は使えません"), "{status}: {body}");
    }
    let (status, ..) = bring(&w, &path, &vec![0; 2 << 20]).await;
    assert_eq!(status, 413, "more than the form may have");
    assert!(w.documents.stored().is_empty() && recorded_nothing(&w));
}

#[tokio::test]
async fn whoever_may_not_choose_is_not_asked() {
    let w = World::of(vec![signer(1, None, "田中 太郎", "tanaka")]);
    let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    assert!(!w.get(&path).await.body.contains("/seal"));
    assert_eq!(w.get(&format!("{path}/seal")).await.status, 303);
    assert_eq!(w.get(&format!("{path}/seal/round.png")).await.status, 404);
    assert_eq!(bring(&w, &path, b"x").await.0, 303);
    let form = format!("{}&seal=round", w.form());
    assert_eq!(w.post(&format!("{path}/complete"), &form, &[]).await.status, 422);
    assert!(recorded_nothing(&w));
}
