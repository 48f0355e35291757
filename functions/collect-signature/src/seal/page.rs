//! The page on which a signer chooses a seal and its place.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::document::Document;
use domain::visible_seal::{PlacedBy, Placement, SealPolicy};
use seal_image::{SealDesign, Style};
use web::form::query_fields;
use web::{DocumentViewer, Language, Page, PageAssets, Rejection};

use super::choice::{Corner, Place, Spot, millimetres, pages};
use super::told::{ImageFault, Told};
use super::{Choice, Seal, Unusable, choosing, find, image_url, offers, size_of};
use crate::documents::{store_url, viewer};
use crate::link_context::LinkContext;
use crate::{Dependencies, registered_seal};

/// Shows what can be chosen; the query may say what was chosen before.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    RawQuery(query): RawQuery,
    context: LinkContext,
) -> Result<Response, Rejection> {
    let (Some(_), Some(seal_policy)) = (context.task(), &context.recipient.seal_policy) else {
        return context.to_page();
    };
    if registered_seal::judge(&deps, &context).await?.refusal.is_some() {
        // The page says why nothing can be signed.
        return context.to_page();
    }
    let choice = Choice::parse(&query_fields(query.as_deref())?, seal_policy, &context.envelope.documents);
    let choice = choice.unwrap_or_else(|| preset(&context, seal_policy));
    respond(&deps, &context, seal_policy, &choice, None).await
}

/// The same for a choice of which nothing can be made.
pub(crate) async fn refusal(
    deps: &Dependencies,
    context: &LinkContext,
    unusable: Unusable,
) -> Result<Response, Rejection> {
    let Some(seal_policy) = &context.recipient.seal_policy else { return context.to_page() };
    match unusable {
        Unusable::Missing => respond(deps, context, seal_policy, &preset(context, seal_policy), None).await,
        Unusable::Faulty(choice, fault) => {
            let told = Told::of_choice(fault, context.language);
            respond(deps, context, seal_policy, &choice, Some(told)).await
        }
    }
}

/// The same for an image that cannot be used.
pub(super) async fn refused_image(
    deps: &Dependencies,
    context: &LinkContext,
    seal_policy: &SealPolicy,
    fault: &ImageFault,
) -> Result<Response, Rejection> {
    let told = Told::of_image(fault, context.language);
    respond(deps, context, seal_policy, &preset(context, seal_policy), Some(told)).await
}

fn preset(context: &LinkContext, seal_policy: &SealPolicy) -> Choice {
    let best = offers(&context.recipient).first().map(choosing);
    Choice::preset(seal_policy, &context.envelope.documents, best)
}

async fn respond(
    deps: &Dependencies,
    context: &LinkContext,
    seal_policy: &SealPolicy,
    choice: &Choice,
    told: Option<Told>,
) -> Result<Response, Rejection> {
    let language = context.language;
    let status = if told.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = match told {
        Some(_) => language.t("エラー：印影の選択", "Error: your seal"),
        None => language.t("印影の選択", "Your seal"),
    };
    let own = match choice.seal {
        Seal::Own(_) => find(&*deps.documents, context, choice.seal).await?.map(|image| image.size),
        Seal::Invisible | Seal::Made(..) => None,
    };
    let content = &Content::of(context, seal_policy, choice, own, told);
    let page = Page { status, language, title, form_target: None, content };
    let store = store_url(deps, context).await?;
    let (scripts, styles) = (&["viewer.mjs", "seal.mjs"], &["viewer.css", "seal.css"]);
    Ok(context.site.page_with_assets(&page, &PageAssets { scripts, styles, store: store.as_deref() }))
}

#[derive(Template)]
#[template(path = "seal.html")]
struct Content<'a> {
    context: &'a LinkContext,
    options: Vec<SealOption>,
    /// Documents on which there can be a seal.
    places: Vec<PlaceRow<'a>>,
    /// Whether the signer says where.
    is_free: bool,
    told: Option<Told>,
    viewer: DocumentViewer<'a>,
}

struct SealOption {
    value: String,
    image: String,
    label: String,
    is_chosen: bool,
    /// On paper, in millimetres.
    width: String,
    height: String,
    /// In pixels, as shown beside the label.
    shown: (u32, u32),
}

struct PlaceRow<'a> {
    document: &'a Document,
    pages: u32,
    place: Place,
    proposed: Option<&'a Placement>,
}

impl<'a> Content<'a> {
    fn of(
        context: &'a LinkContext,
        seal_policy: &'a SealPolicy,
        choice: &Choice,
        own: Option<(u32, u32)>,
        told: Option<Told>,
    ) -> Self {
        let language = context.language;
        let option = |seal: Seal, label: String, (width, height): (u32, u32)| SealOption {
            value: seal.value(),
            image: image_url(context, seal),
            label,
            is_chosen: seal == choice.seal,
            width: millimetres(width),
            height: millimetres(height),
            shown: shown(width, height),
        };
        let offers = offers(&context.recipient);
        let is_square = |design: &&SealDesign| design.style() == Style::SquareSeal;
        let has_endings = offers.iter().filter(is_square).count() > 1;
        let made = offers.iter().filter_map(|design| {
            let label = label(design, has_endings, language);
            Some(option(choosing(design), label, size_of(design)?))
        });
        let own = own.map(|size| option(choice.seal, language.t("追加した画像", "Your own image").to_owned(), size));
        let is_free = seal_policy.by == PlacedBy::Signer;
        let places = context.envelope.documents.iter().enumerate().filter_map(|(index, document)| {
            let proposed = seal_policy.on(document.number);
            let place = match choice.places.get(index) {
                Some(place) => *place,
                None => Place { spot: Spot::Proposed, page: proposed.map(|p| p.page) },
            };
            (is_free || proposed.is_some()).then_some(PlaceRow { document, pages: pages(document), place, proposed })
        });
        Self {
            context,
            options: own.into_iter().chain(made).collect(),
            places: places.collect(),
            is_free,
            told,
            viewer: viewer(context),
        }
    }

    /// Whether none of the seals is chosen.
    fn is_invisible(&self) -> bool {
        self.options.iter().all(|option| !option.is_chosen)
    }

    /// Whether this is what is wrong.
    fn is_wrong(&self, what: &str, row: &PlaceRow<'_>) -> bool {
        self.told.as_ref().is_some_and(|told| told.id == format!("{what}_{}", row.document.number))
    }

    fn corners(&self) -> [(Corner, &'static str); 5] {
        let label = |corner| match corner {
            Corner::BottomRight => self.context.language.t("右下", "Bottom right"),
            Corner::BottomLeft => self.context.language.t("左下", "Bottom left"),
            Corner::TopRight => self.context.language.t("右上", "Top right"),
            Corner::TopLeft => self.context.language.t("左上", "Top left"),
            Corner::Middle => self.context.language.t("中央", "Middle"),
        };
        Corner::ALL.map(|corner| (corner, label(corner)))
    }
}

impl PlaceRow<'_> {
    /// Whether this place is the chosen one.
    fn is_at(&self, value: &str) -> bool {
        self.place.spot.value() == value
    }

    /// For each run of pages of one size: how many, width and height in millimetres. For the page's script.
    fn sizes(&self) -> String {
        let runs = self.document.prepared.iter().flat_map(|prepared| &prepared.sizes);
        let runs = runs.map(|run| format!("{},{},{}", run.pages, millimetres(run.width), millimetres(run.height)));
        runs.collect::<Vec<_>>().join(" ")
    }

    fn page(&self) -> String {
        self.place.page.map(|page| page.to_string()).unwrap_or_default()
    }

    fn x(&self) -> String {
        match self.place.spot {
            Spot::Point(Some(x), _) => millimetres(x),
            _ => String::new(),
        }
    }

    fn y(&self) -> String {
        match self.place.spot {
            Spot::Point(_, Some(y)) => millimetres(y),
            _ => String::new(),
        }
    }
}

/// What a seal that can be made is called: square ones by their ending too, where there are several.
fn label(design: &SealDesign, has_endings: bool, language: Language) -> String {
    let label = design.style().label(language).to_owned();
    if design.style() != Style::SquareSeal || !has_endings {
        return label;
    }
    label
        + match design.text() {
            text if text.ends_with("之印") => language.t("　「之印」付き", ", ending with 之印"),
            text if text.ends_with('印') => language.t("　「印」付き", ", ending with 印"),
            _ => language.t("　「印」なし", ", without 印"),
        }
}

/// Pixels of a seal in the list: four to a millimetre, but no longer than fits beside its name on a phone.
fn shown(width: u32, height: u32) -> (u32, u32) {
    const LONGEST: u32 = 120;
    let (width, height) = (width * 2 / 5, height * 2 / 5);
    match width.max(height) {
        longest if longest > LONGEST => (width * LONGEST / longest, height * LONGEST / longest),
        _ => (width, height),
    }
}
