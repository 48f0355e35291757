//! The driver does what people do, and its checks find what is wrong. One Chromium, one tab per story.

use std::time::Duration;

use anyhow::{Result, ensure};
use browser::{Axe, Browser, Device, Fault, Page, Person, Role, Setup};

const GOOD: &str = r#"<!doctype html><html lang="ja"><meta charset="utf-8"><title>良いページ</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>a,button{padding:12px;display:inline-block}</style>
<main><h1>見出し</h1><p><a href="second.html">進む</a></p>
<form action="second.html"><label for="name">お名前</label> <input id="name" name="name">
<p><button type="submit">送信する</button></p></form>
<details><summary>詳しく</summary><p>隠れていた文</p></details></main></html>"#;
const SECOND: &str = r#"<!doctype html><html lang="ja"><meta charset="utf-8"><title>次</title><main><h1>次のページ</h1>
<p><a href="good.html" target="_blank">新しいタブ</a></p>
<noscript><p>スクリプトなし</p></noscript><script>document.cookie = "a=b"</script></main></html>"#;
const BAD: &str = r#"<!doctype html><html lang="ja"><meta charset="utf-8"><title>悪いページ</title>
<meta http-equiv="Content-Security-Policy" content="script-src 'none'"><style>a:focus{outline:none}</style>
<main><h1>見出し</h1><p><a href="second.html">進む</a></p><img src="data:,"><p style="width:400px">広い</p>
<script>1</script><img alt="x" src="http://stranger.invalid/x.png"></main></html>"#;

#[tokio::test]
async fn people_find_their_way_and_the_checks_find_what_is_wrong() {
    if browser::is_left_out() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    for (name, html) in [("good", GOOD), ("second", SECOND), ("bad", BAD)] {
        std::fs::write(dir.path().join(format!("{name}.html")), html).unwrap();
    }
    let url = |name: &str| format!("file://{}/{name}.html", dir.path().display());
    let browser = Browser::start(&dir.path().join("browser")).await.unwrap();
    let axe = Axe::load(&workspace::target_dir()).unwrap();
    for device in [Device::Desktop, Device::Phone] {
        let person = browser.person(Setup::new(device)).await.unwrap();
        finds_the_way(&person, &url("good"), &axe).await.unwrap();
        assert_eq!(person.faults(), []);
        person.leave().await.unwrap();
    }
    let setup = Setup { javascript: false, languages: "en".to_owned(), ..Setup::new(Device::Desktop) };
    let person = browser.person(setup).await.unwrap();
    without_scripts(&person.open(&url("second")).await.unwrap(), &axe).await.unwrap();

    let (origins, patience) = (vec!["http://127.0.0.1:1".to_owned()], Duration::from_secs(2));
    let setup = Setup { origins, patience, ..Setup::new(Device::Desktop) };
    let person = browser.person(setup).await.unwrap();
    let page = person.open(&url("bad")).await.unwrap();
    let complaints =
        [page.axe(&axe).await, page.keyboard().await, page.fits().await].map(|c| c.unwrap_err().to_string());
    assert!(complaints[0].contains("image-alt"), "{}", complaints[0]);
    assert!(complaints[1].contains("the focus does not show on <a href"), "{}", complaints[1]);
    assert!(complaints[2].contains("400px"), "{}", complaints[2]);
    let faults = person.faults();
    assert!(faults.iter().any(|fault| matches!(fault, Fault::Policy { .. })), "{faults:?}");
    assert!(faults.iter().any(|fault| matches!(fault, Fault::Stranger { .. })), "{faults:?}");
    let error = page.click(Role::Button, "ない").await.unwrap_err().to_string();
    assert!(error.contains("link 「進む」"), "what there is instead: {error}");
}

async fn finds_the_way(person: &Person<'_>, url: &str, axe: &Axe) -> Result<()> {
    let page = person.open(url).await?;
    page.checked(axe).await?;
    ensure!(!page.text().await?.contains("隠れていた文"), "details are closed");
    page.click(Role::Summary, "詳しく").await?;
    page.sees("隠れていた文").await?;
    page.fill("お名前", "鈴木").await?;
    page.fill("お名前", "佐藤").await?;
    ensure!(page.value("お名前").await? == "佐藤", "it holds {}", page.value("お名前").await?);
    ensure!(page.focused().await? == ("textbox".to_owned(), "お名前".to_owned()), "{:?}", page.focused().await?);
    // From the middle of the page on, once around.
    page.keyboard().await?;
    page.fill("お名前", "佐藤").await?;
    page.press("Enter").await?;
    page.at("second.html?name=").await?;
    page.sees_not("スクリプトなし").await?;
    page.back().await?;
    page.click_text("進む").await?;
    page.sees("次のページ").await?;
    page.click(Role::Link, "新しいタブ").await?;
    let other = person.new_tab().await?;
    ensure!(other.title().await? == "良いページ", "{}", other.title().await?);
    ensure!(page.picture().await?.starts_with(b"\x89PNG"), "a picture");
    other.close().await
}

async fn without_scripts(page: &Page<'_>, axe: &Axe) -> Result<()> {
    page.sees("スクリプトなし").await?;
    page.axe(axe).await?;
    let languages: String = page.evaluate("navigator.languages.join()").await?;
    ensure!(languages == "en", "{languages}");
    Ok(())
}

#[tokio::test]
async fn nothing_is_left_when_it_is_dropped() {
    if browser::is_left_out() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let browser = Browser::start(dir.path()).await.unwrap();
    let person = browser.person(Setup::new(Device::Desktop)).await.unwrap();
    person.open("data:text/html,x").await.unwrap();
    let ours = || {
        let list = std::process::Command::new("ps").args(["-eo", "stat=,args="]).output().unwrap();
        let list = String::from_utf8_lossy(&list.stdout).into_owned();
        let is_ours = |line: &&str| line.contains(&dir.path().display().to_string()) && !line.starts_with('Z');
        list.lines().filter(is_ours).count()
    };
    assert!(ours() > 0);
    drop(person);
    drop(browser);
    assert_eq!(ours(), 0);
}
