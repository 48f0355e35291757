//! What came of it, for each envelope.

use api::problem::{Problem, kinds};
use domain::ids::EnvelopeId;
use web::{Language, Rejection};

use crate::stop::Stop;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    /// It is not done, and would not be if it were tried again, for this reason.
    Refused(String),
    /// It is not known to be done, and may be tried again.
    Left,
}

/// The same with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Result {
    pub(super) id: EnvelopeId,
    pub(super) url: String,
    pub(super) title: Option<String>,
    pub(super) outcome: Outcome,
}

/// What is said of an envelope that is gone, or that whoever visits may not see.
pub(super) const fn not_found(language: Language) -> &'static str {
    language.t("この文書は見つかりません。", "There is no such document.")
}

impl Outcome {
    /// Of what the API answered. Whoever has to sign in is stopped: nothing more can be done in their name.
    pub(super) fn of(
        answered: std::result::Result<std::result::Result<Vec<u8>, Problem>, Stop>,
        language: Language,
    ) -> std::result::Result<Self, Stop> {
        let problem = match answered {
            Ok(Ok(_)) => return Ok(Self::Done),
            Ok(Err(problem)) => problem,
            Err(Stop::SignIn(url)) => return Err(Stop::SignIn(url)),
            Err(Stop::Rejected(rejection)) => match *rejection {
                Rejection::Problem(problem) => problem,
                Rejection::NotFound | Rejection::OtherNetwork(_) | Rejection::ClosedLink(_) => {
                    return Ok(Self::Refused(not_found(language).to_owned()));
                }
            },
        };
        // Whoever is too fast, and whoever meets a service that does not answer, tries again.
        let is_passing = [kinds::TOO_MANY_CALLS.code, kinds::IDEMPOTENCY_KEY_IN_USE.code].contains(&problem.kind.code);
        if problem.status().is_server_error() || is_passing {
            return Ok(Self::Left);
        }
        let first = problem.wrong_fields(language).into_iter().next().map(|error| error.detail.to_owned());
        Ok(Self::Refused(first.unwrap_or_else(|| problem.detail.in_language(language).to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_service_could_not_do_is_left_and_what_it_says_no_to_is_not_tried_again() {
        let of = |answered| Outcome::of(answered, Language::Ja).unwrap();
        assert_eq!(of(Ok(Ok(Vec::new()))), Outcome::Done);
        assert_eq!(of(Ok(Err(Problem::unavailable()))), Outcome::Left);
        assert_eq!(of(Err(Problem::unavailable().into())), Outcome::Left);
        assert_eq!(of(Ok(Err(Problem::of(&kinds::TOO_MANY_CALLS)))), Outcome::Left);
        assert!(matches!(of(Ok(Err(Problem::of(&kinds::REMINDED_JUST_NOW)))), Outcome::Refused(_)));
        assert!(matches!(of(Ok(Err(Problem::of(&kinds::ROLE_MISSING)))), Outcome::Refused(_)));
        assert!(matches!(of(Err(Rejection::NotFound.into())), Outcome::Refused(_)));
        let signed_out = Outcome::of(Err(Stop::SignIn("/sign-in".to_owned())), Language::Ja);
        assert!(matches!(signed_out, Err(Stop::SignIn(_))));
    }
}
