//! Who may see an envelope: what the list says and what is decided are the same.

use std::collections::BTreeSet;

use domain::access::{Rule, Seer};
use domain::authorisation::{AccessLevel, Action, Member, Principal, Resource, Role, may};
use domain::folder::{Folder, FolderTree, Grant, Grantee};
use domain::ids::{FolderId, GroupId, PersonId};
use domain::language::Language;
use domain::organisation::{Actor, OidcIdentity, Person, PersonState, Profile};
use uuid::Uuid;

use crate::common::{draft, recipient, start};
use domain::draft::RecipientKind;

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn person(number: u128, roles: BTreeSet<Role>, groups: BTreeSet<GroupId>) -> Person {
    let email = format!("person{number}@city.example").parse().expect("an address");
    let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: number.to_string() };
    Person {
        id: PersonId::new(uuid(number)),
        profile: Profile { name: "佐藤 花子".to_owned(), email, language: Language::Ja, roles, groups },
        state: PersonState::Active { identity },
        added_at: start(),
        session_generation: 0,
        key_generation: 0,
        version: 1,
    }
}

fn trees() -> Vec<FolderTree> {
    let folder = |number, parent: Option<u128>, inherits, grants: &[(Grantee, AccessLevel)]| Folder {
        id: FolderId::new(uuid(number)),
        name: number.to_string(),
        parent: parent.map(|parent| FolderId::new(uuid(parent))),
        inherits,
        grants: grants.iter().map(|&(to, level)| Grant { to, level }).collect(),
    };
    let grantees = [
        Grantee::Everybody,
        Grantee::Person(PersonId::new(uuid(1))),
        Grantee::Group(GroupId::new(uuid(70))),
        Grantee::Role(Role::Approver),
    ];
    let mut trees = vec![FolderTree::default()];
    for to in grantees {
        for level in AccessLevel::ALL {
            for inherits in [true, false] {
                trees.push(FolderTree::new([folder(1, None, true, &[(to, level)]), folder(2, Some(1), inherits, &[])]));
            }
        }
    }
    trees
}

#[test]
fn whoever_is_named_may_see_it_and_whoever_may_see_it_is_named_with_what_gives_it() {
    let mut envelope = draft(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]).envelope;
    let subsets: Vec<BTreeSet<Role>> = (0_u32..1 << Role::ALL.len())
        .map(|bits| {
            Role::ALL.into_iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0).map(|(_, role)| role).collect()
        })
        .collect();
    let mut seen = 0;
    for folders in trees() {
        for in_folder in [None, Some(1), Some(2), Some(9)] {
            envelope.folder = in_folder.map(|number| FolderId::new(uuid(number)));
            for sender in [None, Some(1), Some(2)] {
                envelope.sender.person = sender.map(|number| PersonId::new(uuid(number)));
                for roles in &subsets {
                    for groups in [BTreeSet::new(), [GroupId::new(uuid(70))].into()] {
                        let person = person(1, roles.clone(), groups);
                        let principal = Principal {
                            organisation: envelope.sender.organisation.clone(),
                            actor: Actor::Person { person: person.id },
                            scopes: None,
                            member: Some(Member::of(&person, &folders)),
                        };
                        let may = may(&principal, Action::ReadEnvelope, Resource::Envelope(&envelope)).is_ok();
                        let named = Seer::of(&person, &envelope, &folders);
                        assert_eq!(named.is_some(), may, "{roles:?}");
                        assert!(named.as_ref().is_none_or(|seer| !seer.rules.is_empty()), "{named:?}");
                        seen += usize::from(may);
                    }
                }
            }
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn whoever_was_deactivated_sees_nothing_by_whatever_right() {
    let mut envelope = draft(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]).envelope;
    envelope.sender.person = Some(PersonId::new(uuid(1)));
    let active = person(1, Role::ALL.into(), BTreeSet::new());
    let seer = Seer::of(&active, &envelope, &FolderTree::default()).expect("an active person");
    assert!(seer.may_download && seer.rules.contains(&Rule::Sender), "{seer:?}");
    let gone = Person { state: PersonState::Deactivated { identity: None, since: start() }, ..active };
    assert_eq!(Seer::of(&gone, &envelope, &FolderTree::default()), None);
}
