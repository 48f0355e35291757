//! Showing an extra factor (F10, L3): asking for a code, trying one.
//!
//! A try is committed before anything is compared, so that many at once are no more than one after the other, and counts as
//! a wrong one until the code was right.

mod proof;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::envelope::Envelope;
use domain::evidence::{Event, Session};
use domain::factor::{Attempts, Factor, MAX_ATTEMPTS};
use domain::ports::{DecideError, decide};
use web::{ClientInfo, Rejection};

use crate::Dependencies;
use crate::factor_page::{CODES, Trouble, page};
use crate::form::{Fields, Texts, TriedCode};
use crate::link_context::LinkContext;
use crate::pending_action::PendingAction;
use crate::{remembered, resume};
use proof::Proof;

/// Asks for a one-time code. Where none is sent any more, the page says so.
pub(crate) async fn request_code(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
    client: ClientInfo,
    fields: Fields,
) -> Result<Response, Rejection> {
    let mut fields = Texts::of(fields)?;
    let (pending, shown) = (PendingAction::take_from(&mut fields, &context), fields.take(CODES).parse::<u8>());
    let Some(factor) = context.factor_wanted() else { return go_on(&context, pending) };
    if shown.is_ok_and(|codes| codes != context.recipient.attempts.codes) {
        // Sent by that page before: whoever presses twice, or whose browser sends the form again, waits for that code.
        return again(&deps, &context, factor, None, pending).await;
    }
    let (recipient, generation, session) = (context.recipient.number, context.generation, client.0);
    let command = Command::RequestCode { recipient, generation, session };
    let trouble = match commit(&deps, &context.envelope, command).await {
        Ok(_) | Err(DecideError::Refused(Refusal::TooManyCodes | Refusal::LockedOut)) => None,
        Err(DecideError::Refused(Refusal::CodeJustSent)) => Some(Trouble::JustSent),
        Err(DecideError::Refused(Refusal::AlreadyActed | Refusal::OutOfStep)) => return context.to_page(),
        Err(error) => return Err(error.into()),
    };
    again(&deps, &context, factor, trouble, pending).await
}

/// Tries a code.
pub(crate) async fn check(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
    client: ClientInfo,
    fields: Fields,
) -> Result<Response, Rejection> {
    let mut fields = Texts::of(fields)?;
    let pending = PendingAction::take_from(&mut fields, &context);
    let form = TriedCode::of(fields);
    let Some(factor) = context.factor_wanted() else { return go_on(&context, pending) };
    let attempts = context.recipient.attempts;
    if context.recipient.is_locked() || (factor.is_sent() && attempts.codes == 0) {
        return again(&deps, &context, factor, None, pending).await;
    }
    let code = match entered(factor, &form.code) {
        Ok(code) => code,
        Err(trouble) => return Ok(page(&context, factor, attempts, Some(trouble), pending.as_ref())),
    };
    let proof = Proof::of(&deps, &context, factor).await?;
    let Some(envelope) = count(&deps, &context, &client.0).await? else {
        return again(&deps, &context, factor, None, pending).await;
    };
    if proof.is_shown_by(&code, &deps, &context).await? {
        let identity = factor.identity();
        let Some(cookies) = pass(&deps, &context, &envelope, factor, client.0, form.remember).await? else {
            return context.to_page();
        };
        let mut response = go_on(&context.identified(identity), pending)?;
        for cookie in cookies {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        return Ok(response);
    }
    let attempts = attempts_in(&envelope, &context);
    if attempts.tries >= MAX_ATTEMPTS {
        lock_out(&deps, &context, &envelope, client.0, true).await?;
        return context.to_page();
    }
    Ok(page(&context, factor, attempts, Some(Trouble::Wrong), pending.as_ref()))
}

/// Where somebody goes on who has shown the factor.
fn go_on(context: &LinkContext, pending: Option<PendingAction>) -> Result<Response, Rejection> {
    match pending {
        Some(pending) => resume::resume(pending, context),
        None => context.to_page(),
    }
}

/// The page once more, as things stand by now. Without trouble or anything that could not be sent it has an address.
async fn again(
    deps: &Dependencies,
    context: &LinkContext,
    factor: &Factor,
    trouble: Option<Trouble>,
    pending: Option<PendingAction>,
) -> Result<Response, Rejection> {
    if trouble.is_none() && pending.is_none() {
        return context.to_page();
    }
    let envelope = deps.envelopes.load(context.envelope.id).await?.ok_or(Rejection::NotFound)?;
    Ok(page(context, factor, attempts_in(&envelope, context), trouble, pending.as_ref()))
}

/// How the recipient fares in a newer version of the envelope.
fn attempts_in(envelope: &Envelope, context: &LinkContext) -> Attempts {
    envelope.recipient(context.recipient.number).map(|r| r.attempts).unwrap_or_default()
}

/// The code as it was meant: people write full-width figures, spaces and hyphens. What cannot be a code costs no try.
fn entered(factor: &Factor, text: &str) -> Result<String, Trouble> {
    let is_figures = !matches!(factor, Factor::AccessCode);
    let code: String =
        text.trim().chars().map(half_width).filter(|c| !(is_figures && matches!(c, ' ' | '-'))).collect();
    if code.is_empty() {
        return Err(Trouble::Empty);
    }
    let is_well_formed = code.len() == domain::factor::CODE_DIGITS && code.bytes().all(|b| b.is_ascii_digit());
    if is_figures && !is_well_formed { Err(Trouble::Malformed) } else { Ok(code) }
}

/// U+FF01 to U+FF5E are the full-width forms of `!` to `~`, U+3000 of the space.
fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' => '-',
        other => other,
    }
}

/// Counts the try. `None` where it is not taken: the page says why.
async fn count(deps: &Dependencies, context: &LinkContext, session: &Session) -> Result<Option<Envelope>, Rejection> {
    let (recipient, generation) = (context.recipient.number, context.generation);
    let command = Command::TryFactor { recipient, generation, session: session.clone() };
    match commit(deps, &context.envelope, command).await {
        Ok((envelope, _)) => Ok(Some(envelope)),
        Err(DecideError::Refused(Refusal::LockedOut)) => {
            // The function that took the last try may have died before it said so.
            lock_out(deps, context, &context.envelope, session.clone(), false).await?;
            Ok(None)
        }
        Err(DecideError::Refused(Refusal::AlreadyActed)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Gives the cookies by which the browser is known from now on; nothing where the try came too late.
async fn pass(
    deps: &Dependencies,
    context: &LinkContext,
    counted: &Envelope,
    factor: &Factor,
    session: Session,
    remember: bool,
) -> Result<Option<Vec<HeaderValue>>, Rejection> {
    let (recipient, generation) = (context.recipient.number, context.generation);
    let session = Session { identity: factor.identity(), ..session };
    // Stored first: it opens nothing until the browser has the cookie, and the browser gets it only after the commit.
    let mut cookies = vec![remembered::sign_in(deps, context, factor.identity(), deps.clock.now()).await?];
    let events = match commit(deps, counted, Command::PassFactor { recipient, generation, session }).await {
        Ok((_, events)) => events,
        Err(DecideError::Refused(Refusal::LockedOut | Refusal::AlreadyActed)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if let (true, Factor::EmailCode, Some(passed)) = (remember, factor, events.first()) {
        // At the moment of the event, which is how evidence of a known device leads to it.
        cookies.push(remembered::remember_device(deps, context, passed.at).await?);
    }
    Ok(Some(cookies.into_iter().flatten().collect()))
}

async fn lock_out(
    deps: &Dependencies,
    context: &LinkContext,
    envelope: &Envelope,
    session: Session,
    is_known_wrong: bool,
) -> Result<(), Rejection> {
    let (recipient, generation) = (context.recipient.number, context.generation);
    let command = Command::LockOut { recipient, generation, session, is_known_wrong };
    match commit(deps, envelope, command).await {
        // Not due: another try was right meanwhile.
        Ok(_) | Err(DecideError::Refused(Refusal::AlreadyRecorded | Refusal::NotDue | Refusal::AlreadyActed)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn commit(
    deps: &Dependencies,
    envelope: &Envelope,
    command: Command,
) -> Result<(Envelope, Vec<Event>), DecideError> {
    decide(&deps.envelopes, &deps.clock, envelope, None, |_| Ok(command.clone())).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_taken_as_people_write_them() {
        assert_eq!(entered(&Factor::Totp, " 123 456 "), Ok("123456".into()));
        assert_eq!(entered(&Factor::EmailCode, "１２３－４５６"), Ok("123456".into()));
        assert_eq!(entered(&Factor::AccessCode, "　Ａbc-１２ "), Ok("Abc-12".into()));
        for empty in ["", "  ", "　", "\u{3000}-"] {
            assert_eq!(entered(&Factor::Totp, empty), Err(Trouble::Empty), "{empty}");
        }
        assert_eq!(entered(&Factor::AccessCode, " "), Err(Trouble::Empty));
        for malformed in ["12345", "1234567", "12345a", "一二三四五六"] {
            assert_eq!(entered(&Factor::Totp, malformed), Err(Trouble::Malformed), "{malformed}");
        }
    }
}
