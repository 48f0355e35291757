//! The rights that a folder gives, as a form shows them and as it sends them.

use domain::authorisation::{AccessLevel, Role};
use web::Language;

use crate::answers::{Grant, GranteeKind, Group, Person};
use crate::words;

/// How far a right goes.
pub(super) const fn level(level: AccessLevel, language: Language) -> &'static str {
    match level {
        AccessLevel::See => language.t("進行状況を見る", "See how documents stand"),
        AccessLevel::Download => language.t("文書をダウンロードする", "Download documents"),
        AccessLevel::Change => language.t("文書を出し入れする", "Move documents in and out"),
        AccessLevel::Manage => language.t("フォルダーを管理する", "Manage the folder"),
    }
}

/// Those to whom rights can be given, as far as whoever visits knows them.
#[derive(Default)]
pub(super) struct Known {
    pub(super) people: Vec<Person>,
    pub(super) groups: Vec<Group>,
}

impl Known {
    /// To whom a right is given.
    pub(super) fn grantee(&self, grant: &Grant, language: Language) -> String {
        let unknown = || language.t("（名前を表示できません）", "(name hidden)").to_owned();
        match grant.to {
            GranteeKind::Everybody => language.t("組織の全員", "Everybody of the organisation").to_owned(),
            GranteeKind::Person => {
                let found = self.people.iter().find(|person| Some(person.id) == grant.person);
                found.map_or_else(unknown, |person| person.name.clone())
            }
            GranteeKind::Group => {
                let found = self.groups.iter().find(|group| Some(group.id) == grant.group);
                let named = |name: &str| format!("{}{name}", language.t("グループ：", "Group "));
                found.map_or_else(unknown, |group| named(&group.name))
            }
            GranteeKind::Role => {
                let role = grant.role.map_or_else(String::new, |role| words::role(role, language).to_owned());
                format!("{}{role}", language.t("役割：", "Role "))
            }
        }
    }

    /// All that can be chosen, each with the value by which the form names it.
    pub(super) fn choices(&self, language: Language) -> Vec<(String, String)> {
        let level = AccessLevel::See;
        let grant = |to, person, group, role| Grant { to, person, group, role, level };
        let everybody = [grant(GranteeKind::Everybody, None, None, None)].into_iter();
        let groups = self.groups.iter().map(|group| grant(GranteeKind::Group, None, Some(group.id), None));
        let people = self.people.iter().map(|person| grant(GranteeKind::Person, Some(person.id), None, None));
        let roles = Role::ALL.into_iter().map(|role| grant(GranteeKind::Role, None, None, Some(role)));
        let all = everybody.chain(groups).chain(people).chain(roles);
        all.map(|grant| (value(&grant), self.grantee(&grant, language))).collect()
    }
}

/// By what a form names to whom a right is given.
pub(super) fn value(grant: &Grant) -> String {
    match (grant.person, grant.group, grant.role) {
        (Some(person), ..) => format!("person:{person}"),
        (_, Some(group), _) => format!("group:{group}"),
        (.., Some(role)) => format!("role:{role}"),
        (None, None, None) => "everybody".to_owned(),
    }
}

/// The rights of a form: pairs of `to` and `level`. Where no level is said the right ends. Nothing where it is no form of ours.
pub(super) fn read(fields: &[(String, String)]) -> Option<Vec<Grant>> {
    let all = |wanted: &'static str| fields.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| &**value);
    let mut grants = Vec::new();
    for (to, level) in all("to").zip(all("level")) {
        if to.is_empty() || level.is_empty() {
            continue;
        }
        let level = level.parse().ok()?;
        let grant = Grant { to: GranteeKind::Everybody, person: None, group: None, role: None, level };
        grants.push(match to.split_once(':') {
            None if to == "everybody" => grant,
            Some(("person", id)) => Grant { to: GranteeKind::Person, person: Some(id.parse().ok()?), ..grant },
            Some(("group", id)) => Grant { to: GranteeKind::Group, group: Some(id.parse().ok()?), ..grant },
            Some(("role", name)) => Grant { to: GranteeKind::Role, role: Some(name.parse().ok()?), ..grant },
            _ => return None,
        });
    }
    Some(grants)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .flat_map(|(to, level)| [("to", to), ("level", level)])
            .map(|(n, v)| (n.into(), (*v).into()))
            .collect()
    }

    #[test]
    fn a_right_that_the_form_shows_comes_back_as_it_was() {
        let id = "01935f2e-7c00-7a11-8b22-9c33ad44be55";
        let (person, group) = (format!("person:{id}"), format!("group:{id}"));
        let pairs = [("everybody", "see"), (&*person, "download"), (&*group, "change"), ("role:sender", "manage")];
        let grants = read(&fields(&pairs)).unwrap();
        let back: Vec<_> = grants.iter().map(|grant| (value(grant), grant.level.as_str())).collect();
        assert_eq!(back, pairs.map(|(to, level)| (to.to_owned(), level)));
    }

    #[test]
    fn a_right_without_a_level_ends_and_what_is_no_right_is_not_guessed() {
        assert_eq!(read(&fields(&[("everybody", ""), ("", "see")])), Some(Vec::new()));
        for wrong in [("everybody", "all"), ("person:me", "see"), ("nobody", "see"), ("role:king", "see")] {
            assert_eq!(read(&fields(&[wrong])), None, "{wrong:?}");
        }
    }
}
