//! Folders in the console: made, opened, changed and removed by whoever may, and envelopes are put into them.

use domain::authorisation::Role;

use crate::by_session::SignedIn;
use crate::console::{Console, KEY};
use crate::console_list::link;

const FOLDERS: &str = "/console/folders";

async fn manager() -> Console {
    Console::for_person(&[Role::DocumentManager]).await
}

/// Makes a folder, and gives its identifier.
async fn folder(console: &Console, name: &str, more: &[(&str, &str)]) -> String {
    let key: String = format!("{:02x?}", name.as_bytes()).split_whitespace().collect();
    let (status, to, html) = console.post(FOLDERS, &[&[("key", &*key), ("name", name)][..], more].concat()).await;
    assert_eq!((status, &*to), (303, "/console/folders?done=added"), "{html}");
    let (_, html) = console.get(&to).await;
    assert!(html.contains("フォルダーを作成しました"), "{html}");
    link(&html, &format!(">{name}</a>")).rsplit_once('=').unwrap().1.to_owned()
}

fn hidden<'a>(html: &'a str, name: &str) -> &'a str {
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {html}"));
    rest.split_once('"').unwrap().0
}

#[tokio::test]
async fn a_folder_is_made_and_an_envelope_is_put_into_it_and_found_there() {
    let console = manager().await;
    let (_, html) = console.get(FOLDERS).await;
    assert!(html.contains("閲覧できるフォルダーはありません") && html.contains("フォルダーを作る"), "{html}");
    let above = folder(&console, "総務課", &[]).await;
    let id = folder(&console, "令和8年度", &[("parent", &above), ("everybody", "see")]).await;

    let (_, html) = console.get(&format!("/console/envelopes?folder={id}")).await;
    assert!(html.contains("このフォルダーに文書はありません") && html.contains("総務課 / 令和8年度"), "{html}");
    let (_, html) = console.get(&console.envelope()).await;
    assert!(html.contains("フォルダーに移動する") && html.contains("総務課 / 令和8年度"), "{html}");
    let (status, to, html) = console.post(&format!("{}/acts/move", console.envelope()), &[KEY, ("folder", &id)]).await;
    assert_eq!((status, to), (303, format!("{}?done=move", console.envelope())), "{html}");
    let (_, html) = console.get(&format!("/console/envelopes?folder={id}&status=in_progress")).await;
    assert!(html.contains("電子契約サービス委託"), "{html}");
    assert_eq!(link(&html, ">下書き</a>"), format!("/console/envelopes?status=draft&folder={id}"));
    // From the folder above one goes on to those in it.
    let (_, html) = console.get(&format!("/console/envelopes?folder={above}")).await;
    assert_eq!(link(&html, ">令和8年度</a>"), format!("/console/envelopes?folder={id}"));
}

#[tokio::test]
async fn several_are_moved_at_once_and_out_of_all_folders_again() {
    let console = manager().await;
    let id = folder(&console, "契約", &[]).await;
    let envelope = console.signed_in.story.id.to_string();
    let several = "/console/envelopes/acts/several";
    let (_, html) = console.get(&format!("{several}?act=move&id={envelope}")).await;
    assert!(html.contains("<option value=\"none\">") && html.contains(">契約</option>"), "{html}");
    for (to, count) in [(&*id, 1), ("none", 0)] {
        let form = [("key", to), ("act", "move"), ("id", &*envelope), ("folder", to)];
        let (_, _, html) = console.post(several, &form).await;
        assert!(html.contains("1件中1件を移動しました"), "{html}");
        let (_, html) = console.get(&format!("/console/envelopes?folder={id}")).await;
        assert_eq!(html.matches("電子契約サービス委託</a>").count(), count, "{html}");
    }
    let (status, _, html) = console.post(several, &[KEY, ("act", "move"), ("id", &envelope), ("folder", "")]).await;
    assert!(status == 422 && html.contains("移動先を選んでください"), "{html}");
}

#[tokio::test]
async fn whoever_manages_a_folder_says_who_may_see_what_is_in_it() {
    let console = manager().await;
    let id = folder(&console, "契約", &[("everybody", "see")]).await;
    let page = format!("{FOLDERS}/{id}");
    let (status, html) = console.get(&page).await;
    assert!(status == 200 && html.contains("組織の全員") && html.contains("value=\"everybody\""), "{html}");
    let version = hidden(&html, "version").to_owned();
    let form = [
        KEY,
        ("version", &version),
        ("name", "契約書"),
        ("parent", ""),
        ("to", "everybody"),
        ("level", ""),
        ("to", "role:sender"),
        ("level", "download"),
        ("then", "save"),
    ];
    let (status, to, html) = console.post(&page, &form).await;
    assert_eq!((status, &*to), (303, "/console/folders?done=saved"), "{html}");
    let (_, html) = console.get(&page).await;
    assert!(
        html.contains("役割：送信者") && !html.contains("type=\"hidden\" name=\"to\" value=\"everybody\""),
        "{html}"
    );
    assert!(html.contains("value=\"契約書\"") && !html.contains("value=\"yes\" checked"), "{html}");
    // What was shown meanwhile is no longer how it stands.
    let (status, _, html) = console.post(&page, &[&[("key", "another")][..], &form[1..]].concat()).await;
    assert!(status == 412 && html.contains("role=\"alert\""), "{status} {html}");
}

#[tokio::test]
async fn a_folder_is_removed_once_nothing_is_in_it() {
    let console = manager().await;
    let id = folder(&console, "契約", &[]).await;
    let page = format!("{FOLDERS}/{id}");
    let (_, html) = console.get(&page).await;
    let version = hidden(&html, "version").to_owned();
    let act = |folder: &str| [KEY, ("folder", folder)].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let moved = act(&id);
    let moved: Vec<(&str, &str)> = moved.iter().map(|(name, value)| (&**name, &**value)).collect();
    console.post(&format!("{}/acts/move", console.envelope()), &moved).await;
    let remove = [("key", "remove"), ("version", &*version), ("then", "remove")];
    let (status, _, html) = console.post(&page, &remove).await;
    assert!(status == 409 && html.contains("role=\"alert\""), "{status} {html}");
    console.post(&format!("{}/acts/move", console.envelope()), &[("key", "out"), ("folder", "none")]).await;
    let remove = [("key", "remove-again"), ("version", &*version), ("then", "remove")];
    let (status, to, html) = console.post(&page, &remove).await;
    assert_eq!((status, &*to), (303, "/console/folders?done=removed"), "{html}");
    let (_, html) = console.get(&to).await;
    assert!(html.contains("フォルダーを削除しました") && !html.contains(&id), "{html}");
}

/// Whoever sees nothing but by folders, and there are none for them.
#[tokio::test]
async fn whoever_manages_no_folder_is_offered_none_and_finds_no_page_of_one() {
    let console = Console::of(SignedIn::with(&[Role::Sender]).await);
    let (status, html) = console.get(FOLDERS).await;
    assert!(
        status == 200 && !html.contains("フォルダーを作る") && !html.contains("<form class=\"narrowed\""),
        "{html}"
    );
    assert_eq!(console.get(&format!("{FOLDERS}/{}", crate::world::NOBODY)).await.0, 404);
    assert_eq!(console.get(&format!("{FOLDERS}/x")).await.0, 404);
    let (_, html) = console.get("/console/envelopes").await;
    assert!(!html.contains("id=\"folder\"") && !html.contains("フォルダーの一覧"), "{html}");
}
