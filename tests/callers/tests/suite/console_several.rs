//! Something is done to several envelopes at once: asked for on a page of its own, and told of each.

use domain::authorisation::Role;

use crate::by_session::SignedIn;
use crate::console::{Console, KEY};
use crate::console_list::{drafts, link};
use crate::world::NOBODY;

const SEVERAL: &str = "/console/envelopes/acts/several";

/// The identifiers of a draft, which was made by the console, and of the envelope that is on its way.
async fn draft_and_sent(console: &Console) -> (String, String) {
    drafts(console, 1).await;
    let (_, html) = console.get("/console/envelopes?status=draft").await;
    let draft = link(&html, ">工事請負契約 0").rsplit_once('/').unwrap().1.to_owned();
    (draft, console.signed_in.story.id.to_string())
}

#[tokio::test]
async fn the_page_that_asks_names_what_it_is_about_and_leaves_out_what_cannot_be_done() {
    let console = Console::for_person(&[Role::Sender]).await;
    let (draft, sent) = draft_and_sent(&console).await;
    let (status, html) = console.get(&format!("{SEVERAL}?act=void&id={draft}&id={sent}")).await;
    assert_eq!(status, 200, "{html}");
    for text in ["電子契約サービス委託", "工事請負契約 0", "対象外：取り下げられません（下書き）", "1件を取り下げる"]
    {
        assert!(html.contains(text), "{text}: {html}");
    }
    let hidden = |id: &str| html.contains(&format!("name=\"id\" value=\"{id}\""));
    assert_eq!((hidden(&draft), hidden(&sent)), (false, true), "{html}");
    let (_, html) = console.get(&format!("{SEVERAL}?act=void")).await;
    assert!(
        html.contains("文書が選ばれていません") && !html.contains("method=\"post\" action=\"/console/envelopes"),
        "{html}"
    );
    for wrong in [format!("{SEVERAL}?act=delete&id={sent}"), format!("{SEVERAL}?act=void&id=x"), SEVERAL.to_owned()] {
        assert_eq!(console.get(&wrong).await.0, 404, "{wrong}");
    }
}

#[tokio::test]
async fn of_each_it_is_told_what_came_of_it_and_one_that_fails_holds_up_no_other() {
    let console = Console::for_person(&[Role::Sender]).await;
    let sent = console.signed_in.story.id.to_string();
    let chosen = [KEY, ("act", "void"), ("id", NOBODY), ("id", &*sent)];
    let (status, _, html) = console.post(SEVERAL, &[&chosen[..], &[("reason", " ")]].concat()).await;
    assert!(status == 422 && html.contains("取り下げの理由を入力してください"), "{status} {html}");

    let (status, _, html) = console.post(SEVERAL, &[&chosen[..], &[("reason", "誤送信")]].concat()).await;
    assert_eq!(status, 200, "{html}");
    for text in ["2件中1件を取り下げました", "この文書は見つかりません", "電子契約サービス委託"]
    {
        assert!(html.contains(text), "{text}: {html}");
    }
    assert_eq!((html.matches("badge good").count(), html.matches("badge bad").count()), (1, 1), "{html}");
    let (_, html) = console.get(&console.envelope()).await;
    assert!(html.contains("badge bad\">取り下げ"), "{html}");
    // By another form it is refused, and the page says so.
    let again = [("key", "another-form"), ("act", "void"), ("id", &*sent), ("reason", "誤送信")];
    let (_, _, html) = console.post(SEVERAL, &again).await;
    assert!(html.contains("1件中0件") && html.contains("対象外"), "{html}");
}

#[tokio::test]
async fn whoever_may_not_see_an_envelope_does_nothing_to_it_among_others_either() {
    let console = Console::of(SignedIn::over_anothers(&[Role::Sender]).await);
    let id = console.signed_in.story.id.to_string();
    let before = console.signed_in.story.envelope();
    let page = async |id: &str| console.get(&format!("{SEVERAL}?act=remind&id={id}")).await.1.replace(id, "");
    let asked = page(&id).await;
    assert!(asked.contains("対象外：この文書は見つかりません"), "{asked}");
    assert_eq!(asked, page(NOBODY).await, "as if it never was");
    let (_, _, html) = console.post(SEVERAL, &[KEY, ("act", "remind"), ("id", &id)]).await;
    assert!(html.contains("この文書は見つかりません") && !html.contains("電子契約サービス委託"), "{html}");
    assert_eq!(console.signed_in.story.envelope(), before);
}

#[tokio::test]
async fn those_who_were_asked_are_reminded_and_not_twice_within_an_hour() {
    let console = Console::for_person(&[Role::Sender]).await;
    let id = console.signed_in.story.id.to_string();
    let form = [KEY, ("act", "remind"), ("id", &*id)];
    let (status, _, html) = console.post(SEVERAL, &form).await;
    assert!(status == 200 && html.contains("1件中1件について催促のメールを送りました"), "{html}");
    let again = [("key", "another-key"), ("act", "remind"), ("id", &*id)];
    let (_, _, html) = console.post(SEVERAL, &again).await;
    assert!(html.contains("1時間に1回まで") && html.contains("1件中0件"), "{html}");
    // Nothing to try again: it would be refused again.
    assert!(!html.contains("もう一度試す"), "{html}");
}

#[tokio::test]
async fn whoever_only_looks_is_offered_no_boxes() {
    let console = Console::for_person(&[Role::DocumentViewer]).await;
    let (_, html) = console.get("/console/envelopes").await;
    assert!(html.contains("電子契約サービス委託") && !html.contains("type=\"checkbox\" name=\"id\""), "{html}");
}
