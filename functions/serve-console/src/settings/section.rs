//! What holds for the organisation, in parts: each is a page with a form, which whoever may not change it reads.

use api::routes::{self, Route};
use axum::response::Response;
use domain::authorisation::Action;
use serde_json::Value;
use web::Language;

use super::entered::Entered;
use super::form::{Button, Form, Group, Tried};
use super::notice::Notice;
use super::request::Asked;
use super::view::{Block, View};
use crate::answers::Organisation;
use crate::client::Call;
use crate::stop::Stop;

/// A part.
pub(super) trait Section {
    /// The address of its page, to which its form goes too.
    fn route() -> &'static Route;
    fn title(language: Language) -> &'static str;
    fn lead(language: Language) -> Option<&'static str>;
    /// The fields as they are stored.
    fn groups(organisation: &Organisation, language: Language) -> Vec<Group>;
    /// What was entered, as the API takes it.
    fn change(entered: &Entered) -> Value;
    /// What is only shown, above the form.
    fn above(_: &Organisation, _: Language) -> Vec<Block> {
        Vec::new()
    }
    /// Buttons beside the one that saves.
    fn buttons(_: Language) -> Vec<Button> {
        Vec::new()
    }
}

/// The page.
pub(super) async fn page<S: Section>(asked: &Asked) -> Result<Response, Stop> {
    let (organisation, version) = read(asked).await?;
    Ok(asked.show(&view::<S>(asked, &organisation, version, None)))
}

/// Saves what was entered.
pub(super) async fn save<S: Section>(asked: &Asked, entered: &Entered) -> Result<Response, Stop> {
    let call = Call::of(&routes::CHANGE_ORGANISATION, &[]).if_version(entered.version()).json(&S::change(entered));
    match asked.ask(call).await? {
        Ok(_) => asked.done(&asked.path(S::route(), &[]), Notice::Saved),
        Err(problem) => {
            let (organisation, version) = read(asked).await?;
            let tried = Tried { entered, problem: &problem };
            Ok(asked.show(&view::<S>(asked, &organisation, version, Some(&tried))))
        }
    }
}

/// The organisation, with its version.
pub(super) async fn read(asked: &Asked) -> Result<(Organisation, u64), Stop> {
    asked.read_versioned(Call::of(&routes::GET_ORGANISATION, &[])).await
}

/// The part's page, with what was entered where it could not be saved.
pub(super) fn view<S: Section>(
    asked: &Asked,
    organisation: &Organisation,
    version: u64,
    tried: Option<&Tried<'_>>,
) -> View {
    let language = asked.language();
    let mut view = View::new(language, S::title(language))
        .below(asked.path(&routes::CONSOLE_SETTINGS, &[]), asked.t("設定に戻る", "Back to the settings"));
    view.notice = asked.notice().map(|notice| notice.text(language));
    view.lead = S::lead(language).map(str::to_owned);
    view.blocks.extend(S::above(organisation, language));
    let groups = S::groups(organisation, language);
    if asked.may(Action::ChangeOrganisation) {
        let form = Form { id: Some("section"), ..Form::to(asked.path(S::route(), &[]), groups) };
        let form = S::buttons(language).into_iter().fold(form, Form::button);
        let form = form
            .hidden("version", version.to_string())
            .button(Button::primary(asked.t("保存する", "Save")).says("then", "save"))
            .tried(tried, language);
        view = view.with(Block::Form(Box::new(form)));
    } else {
        view.blocks.extend(groups.into_iter().flat_map(|group| facts(group, language)));
    }
    view.tried(tried)
}

/// Fields as whoever may not change them reads them.
fn facts(group: Group, language: Language) -> Vec<Block> {
    let facts = group.fields.into_iter().map(|field| (field.label.clone(), field.in_words(language))).collect();
    group.legend.map(Block::Heading).into_iter().chain([Block::Facts(facts)]).collect()
}
