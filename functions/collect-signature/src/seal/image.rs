//! The images of seals: those that are shown, and those that signers bring.

use std::sync::Arc;

use api::problem::Problem;
use axum::extract::{FromRequest, Multipart, Path, RawQuery, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use domain::language::Localized;
use seal_image::{MAX_BYTES, Paper, checked_upload};
use web::form::query_fields;
use web::{Rejection, redirect};

use super::page::refused_image;
use super::told::ImageFault;
use super::{Seal, find, key, shown_in};
use crate::Dependencies;
use crate::link_context::LinkContext;

/// A seal as an image, for the page. Whoever names the digest of an image gets no other.
pub(crate) async fn image(
    State(deps): State<Arc<Dependencies>>,
    Path((_, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    context: LinkContext,
) -> Result<Response, Rejection> {
    if context.task().is_none() || context.recipient.seal_policy.is_none() {
        return Err(Rejection::NotFound);
    }
    let seal = name.strip_suffix(".png").and_then(Seal::parse).ok_or(Rejection::NotFound)?;
    let image = find(&*deps.documents, &context, seal).await?.ok_or(Rejection::NotFound)?;
    let wanted = shown_in(&query_fields(query.as_deref())?);
    if wanted.is_some_and(|wanted| wanted != Digest::of(&image.png)) {
        return Err(Rejection::NotFound);
    }
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/png")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    Ok((headers, image.png).into_response())
}

/// Takes an image that the signer brings. Nobody has signed anything by that.
pub(crate) async fn upload(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
    request: Request,
) -> Result<Response, Rejection> {
    let (Some(_), Some(seal_policy)) = (context.task(), &context.recipient.seal_policy) else {
        return context.to_page();
    };
    let form = Multipart::from_request(request, &()).await;
    let form = form.map_err(|_| unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE))?;
    let (bytes, paper) = read(form).await.map_err(|error| unreadable(error.status()))?;
    if bytes.is_empty() {
        return refused_image(&deps, &context, seal_policy, &ImageFault::Missing).await;
    }
    match checked_upload(&bytes, paper) {
        Ok(made) => {
            let digest = Digest::of(&made.png);
            deps.documents.put(&key(context.envelope.id, digest), made.png).await?;
            let chosen = [("seal".to_owned(), Seal::Own(digest).value())];
            Ok(redirect(StatusCode::SEE_OTHER, &context.url_with("/seal", &chosen))?)
        }
        Err(error) => refused_image(&deps, &context, seal_policy, &ImageFault::Unusable(error)).await,
    }
}

/// The image, and whether its white is to become transparent.
async fn read(mut form: Multipart) -> Result<(Vec<u8>, Paper), axum::extract::multipart::MultipartError> {
    let (mut image, mut paper) = (Vec::new(), Paper::Keep);
    while let Some(mut field) = form.next_field().await? {
        match field.name() {
            Some("image") => {
                while let Some(chunk) = field.chunk().await? {
                    // One byte too many is enough to be told so.
                    let room = (MAX_BYTES + 1).saturating_sub(image.len());
                    image.extend_from_slice(&chunk[..chunk.len().min(room)]);
                }
            }
            Some("transparent") => paper = Paper::MakeTransparent,
            _ => {}
        }
    }
    Ok((image, paper))
}

/// Too large (413), cut off (400), or no such form (415).
fn unreadable(status: StatusCode) -> Problem {
    Problem::of_status(status).detail(Localized::fixed(
        "画像を受け取れませんでした。前の画面に戻り、1MB以下のPNGまたはJPEGをもう一度選んでください。",
        "The image did not arrive. Go back and choose a PNG or JPEG of at most 1 MB again.",
    ))
}
