//! By what the list can be narrowed: states, folders, senders.

use web::Language;

use super::filter::Filter;
use crate::answers::{Me, Person, Status};
use crate::folders::Tree;
use crate::words;

/// A link that shows one state.
pub(super) struct Tab {
    pub(super) url: String,
    pub(super) label: &'static str,
    pub(super) is_current: bool,
}

/// A line of a choice.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_current: bool,
}

/// All, and each state, in the order in which an envelope has them. What else is asked for stays.
pub(super) fn tabs(filter: &Filter, list: &str, language: Language) -> Vec<Tab> {
    let tab = |status: Option<Status>, label| Tab {
        url: Filter { status, ..filter.first_page() }.url(list),
        label,
        is_current: filter.status == status,
    };
    let all = tab(None, language.t("すべて", "All"));
    let states = Status::ALL.into_iter().map(|status| tab(Some(status), words::status(status, language)));
    std::iter::once(all).chain(states).collect()
}

/// The folders, each after the one that it is in; nothing where there are none.
pub(super) fn folders(filter: &Filter, folders: &Tree, language: Language) -> Vec<Choice> {
    let choice = |value: String, label: &str, is_current| Choice { value, label: label.to_owned(), is_current };
    let all = choice(String::new(), language.t("すべて", "All"), filter.folder.is_none());
    let each = folders.places().iter().map(|place| {
        let id = place.folder.id;
        choice(id.to_string(), &place.path, filter.folder == Some(id))
    });
    let choices: Vec<_> = std::iter::once(all).chain(each).collect();
    if choices.len() > 1 { choices } else { Vec::new() }
}

/// Everybody, oneself, and the others as far as one may know them.
pub(super) fn senders(filter: &Filter, me: &Me, people: &[Person], language: Language) -> Vec<Choice> {
    let all = Choice {
        value: String::new(),
        label: language.t("全員", "Everybody").to_owned(),
        is_current: filter.sender.is_none(),
    };
    let own = me.person.map(|id| Choice {
        value: id.to_string(),
        label: format!("{}{}", me.name, language.t("（自分）", " (you)")),
        is_current: filter.sender == Some(id),
    });
    let others = people.iter().filter(|person| Some(person.id) != me.person).map(|person| Choice {
        value: person.id.to_string(),
        label: person.name.clone(),
        is_current: filter.sender == Some(person.id),
    });
    let mut choices: Vec<_> = std::iter::once(all).chain(own).chain(others).collect();
    // Somebody whom a kept link names, and who is not among those that were read.
    if let Some(sender) = filter.sender.filter(|_| choices.iter().all(|choice| !choice.is_current)) {
        let label = language.t("選んだ送信者", "The chosen sender").to_owned();
        choices.push(Choice { value: sender.to_string(), label, is_current: true });
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_tab_that_keeps_the_folder_and_begins_with_the_newest() {
        let id = "01935f2e-7c00-7a11-8b22-9c33ad44be55";
        let filter = Filter {
            folder: Some(id.parse().unwrap()),
            status: Some(Status::Sent),
            cursor: Some(id.parse().unwrap()),
            ..Filter::default()
        };
        let tabs = tabs(&filter, "/list", Language::Ja);
        assert_eq!(tabs.len(), Status::ALL.len() + 1);
        assert_eq!((&*tabs[0].url, tabs[0].is_current), (&*format!("/list?folder={id}"), false));
        let current: Vec<_> = tabs.iter().filter(|tab| tab.is_current).map(|tab| tab.label).collect();
        assert_eq!(current, ["封印中"]);
        assert!(tabs.iter().all(|tab| !tab.url.contains("cursor")));
    }

    #[test]
    fn where_there_are_no_folders_there_is_nothing_to_choose() {
        assert!(folders(&Filter::default(), &Tree::default(), Language::Ja).is_empty());
    }
}
