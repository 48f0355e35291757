//! The log of the organisation.

use serde_json::json;

use crate::world::World;

const LOG: &str = "/v1/organisation/log";

#[tokio::test]
async fn the_log_is_read_page_by_page_and_each_page_is_held_against_the_one_before() {
    let w = World::new();
    for n in 0..5 {
        w.invite(&format!("person{n}@city.example"), &[]).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = w.get(&format!("{LOG}?limit=2{cursor}")).await;
        assert_eq!((&page.body["intact"], &page.body["head"]["sequence"]), (&json!(true), &json!(5)), "{page:?}");
        seen.extend(page.body["entries"].as_array().unwrap().iter().map(|entry| entry["sequence"].clone()));
        match page.body["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, [1, 2, 3, 4, 5].map(|n| json!(n)));
    let entry = &w.get(LOG).await.body["entries"][0];
    assert_eq!((&entry["type"], &entry["by"]["type"]), (&json!("person_invited"), &json!("key")), "{entry}");
    let past_the_end = w.get(&format!("{LOG}?cursor=5")).await;
    assert_eq!((&past_the_end.body["entries"], &past_the_end.body["intact"]), (&json!([]), &json!(true)));
}

#[tokio::test]
async fn an_entry_that_was_changed_dropped_or_put_in_another_place_is_told() {
    for (what, spoil) in [
        (
            "changed",
            (|entries: &mut Vec<String>| entries[2] = entries[2].replace("person2", "persona")) as fn(&mut Vec<String>),
        ),
        ("dropped", |entries| drop(entries.remove(2))),
        ("swapped", |entries| entries.swap(1, 2)),
        ("cut off", |entries| drop(entries.pop())),
    ] {
        let w = World::new();
        for n in 0..5 {
            w.invite(&format!("person{n}@city.example"), &[]).await;
        }
        w.organisations.spoil_log(&fakes::city().organisation, spoil);
        let page = w.get(LOG).await;
        assert_eq!((page.status, &page.body["intact"]), (200, &json!(false)), "{what}: {page:?}");
    }
}
