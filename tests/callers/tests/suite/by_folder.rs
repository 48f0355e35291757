//! By people to whom a folder gives a right over somebody else's envelope, and nothing but that.

use domain::authorisation::{AccessLevel, Action, Role};
use domain::command::Command;
use domain::folder::{Folder, Grant, Grantee};
use domain::ids::FolderId;
use domain::organisation::Change;
use domain::ports::About;
use uuid::Uuid;

use crate::by_session::{SignedIn, change};
use crate::world::{NOBODY, NOW, asked};

fn folder_of(number: u128) -> FolderId {
    FolderId::new(Uuid::from_u128(number))
}

/// A person with these roles, to whom one folder gives this, and another nothing. The envelope, which somebody else sent, is in the
/// folder of this number.
async fn with(roles: &[Role], level: AccessLevel, in_folder: u128) -> SignedIn {
    let w = SignedIn::over_anothers(roles).await;
    for number in [1, 2] {
        let to = Grantee::Person(w.person);
        let grants = if number == 1 { vec![Grant { to, level }] } else { Vec::new() };
        let name = format!("フォルダー{number}");
        let folder = Folder { id: folder_of(number), name, parent: None, inherits: true, grants };
        change(&w.world, &About { folders: true, ..About::default() }, Change::AddFolder(Box::new(folder))).await;
    }
    w.story.apply(Command::Move { to: Some(folder_of(in_folder)) }, NOW);
    w
}

/// Routes about an envelope.
fn of_envelopes() -> impl Iterator<Item = (&'static api::routes::Route, Action)> {
    asked().filter(|(route, _)| route.path.starts_with("/v1/envelopes/{id}"))
}

#[tokio::test]
async fn a_folder_gives_what_its_level_says_and_nothing_else() {
    for level in AccessLevel::ALL {
        for (route, action) in of_envelopes() {
            // What is done in one's own name takes a role besides.
            let may = action.level().is_some_and(|needed| level >= needed) && action != Action::CopyEnvelope;
            let w = with(&[], level, 1).await;
            let (status, code, body) = w.ask(route, &w.story.id.to_string()).await;
            match may {
                true => assert!(![401, 403, 404].contains(&status), "{level}, {}: {status} {body}", route.name),
                false => assert_eq!((status, &*code), (403, "role-missing"), "{level}, {}: {body}", route.name),
            }
        }
    }
}

/// And where a role gives a right to one's own, it is no right to what is in a folder.
#[tokio::test]
async fn a_sender_does_with_a_folders_envelope_what_the_folder_gives_and_is_told_of_no_other() {
    for in_folder in [1, 2] {
        for (route, action) in of_envelopes() {
            let w = with(&[Role::Sender], AccessLevel::Change, in_folder).await;
            let before = w.story.envelope();
            let (status, code, body) = w.ask(route, &w.story.id.to_string()).await;
            if in_folder == 1 && action.level().is_some_and(|needed| AccessLevel::Change >= needed) {
                assert!(![401, 403, 404].contains(&status), "{}: {status} {body}", route.name);
            } else {
                assert_eq!((status, &*code), (404, "unknown-envelope"), "{in_folder}, {}: {body}", route.name);
                assert_eq!(w.ask(route, NOBODY).await.2, body, "{}", route.name);
                assert_eq!(w.story.envelope(), before);
            }
        }
    }
}

/// Pages lead by what `GET /v1/me` says.
#[tokio::test]
async fn whoever_sees_envelopes_by_a_folder_alone_is_told_that_they_may() {
    for (level, lists, moves) in [(AccessLevel::See, true, false), (AccessLevel::Change, true, true)] {
        let w = with(&[], level, 1).await;
        let (_, _, me) = w.ask(&api::routes::GET_ME, "").await;
        let may = |action: Action| me["may"].as_array().unwrap().contains(&action.name().into());
        let told = (may(Action::ListEnvelopes), may(Action::MoveEnvelope), may(Action::CreateEnvelope));
        assert_eq!(told, (lists, moves, false), "{level}: {me}");
    }
}
