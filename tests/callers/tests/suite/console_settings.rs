//! The settings of the console, by people of every role: each page shows what the API lets them do, and what is wrong is said beside
//! what was entered.

use api::routes::{self, Route};
use axum::body::Body;
use axum::http::Method;
use domain::authorisation::Role;
use fakes::{city, readable_certificate};

use crate::by_session::join;
use crate::console::{Console, KEY, page_of, pages};

const SETTINGS: &str = "/console/settings";
/// Bytes of a page at most.
const MAX_PAGE: usize = 100_000;

async fn administrator() -> Console {
    Console::for_person(&[Role::Administrator]).await
}

/// Pages of the settings that are no file and about nobody in particular.
fn lists() -> impl Iterator<Item = &'static Route> {
    pages().filter(|route| {
        route.method == Method::GET
            && route.path.starts_with(SETTINGS)
            && !route.path.contains('{')
            && **route != routes::CONSOLE_EXPORT
    })
}

/// What a hidden field of a page says.
fn hidden<'a>(html: &'a str, name: &str) -> &'a str {
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {html}"));
    rest.split_once('"').unwrap().0
}

fn contains_all(html: &str, texts: &[&str]) {
    for text in texts {
        assert!(html.contains(text), "{text}: {html}");
    }
}

/// Sends the form of a page, with the version and the key that it has.
async fn save(console: &Console, path: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
    let (status, html) = console.get(path).await;
    assert_eq!(status, 200, "{html}");
    let version = hidden(&html, "version");
    console.post(path, &[fields, &[("version", version)]].concat()).await
}

#[tokio::test]
async fn every_page_is_there_in_both_languages_and_of_a_reasonable_size() {
    let console = administrator().await;
    let mut seen = 0;
    for route in lists() {
        for (tag, other) in [("ja", "English"), ("en", "日本語")] {
            let (status, html) = console.get(&format!("{}?lang={tag}", route.path)).await;
            assert_eq!(status, 200, "{}: {html}", route.path);
            assert!(html.contains(&format!("<html lang=\"{tag}\">")) && html.contains(other), "{}", route.path);
            assert!(html.len() < MAX_PAGE, "{}: {} bytes", route.path, html.len());
            assert_eq!(html.matches("<h1>").count(), 1, "{}", route.path);
            // Japanese letters in the English page are names of the organisation and its people alone.
            let main = html.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
            if tag == "en" {
                let main = main.replace("滝川市", "").replace("佐藤 花子", "").replace("日本語", "").replace("様", "");
                let japanese = main.chars().find(|letter| ('ぁ'..='ー').contains(letter));
                assert_eq!(japanese, None, "{}: {main}", route.path);
            }
            seen += 1;
        }
    }
    assert!(seen >= 30, "{seen}");
}

/// What is not for a role is refused by the API, and the start page does not lead there.
#[tokio::test]
async fn each_role_is_led_to_what_it_may_see_and_to_nothing_else() {
    for role in Role::ALL {
        let console = Console::for_person(&[role]).await;
        let (status, start) = console.get(SETTINGS).await;
        assert_eq!(status, 200, "{role}: {start}");
        for route in lists().filter(|route| **route != routes::CONSOLE_SETTINGS) {
            let is_linked = start.contains(&format!("href=\"{}\"", route.path));
            let (status, html) = console.get(route.path).await;
            if is_linked {
                assert_eq!(status, 200, "{role}, {}: {html}", route.path);
            }
            let is_administrators =
                [&routes::CONSOLE_PEOPLE, &routes::CONSOLE_LOG].iter().any(|known| **known == *route);
            if is_administrators {
                let is_one = role == Role::Administrator;
                assert_eq!((is_linked, status == 200), (is_one, is_one), "{role}, {}", route.path);
            }
        }
        let (_, html) = console.get("/console/settings/policies").await;
        assert_eq!(html.contains("<form class=\"settings\""), role == Role::Administrator, "{role}: {html}");
    }
}

#[tokio::test]
async fn whoever_sends_nothing_begins_with_the_settings_and_others_with_the_documents() {
    for (roles, first) in [
        (&[Role::Administrator][..], "/console/settings"),
        (&[Role::Approver], "/console/settings"),
        (&[Role::Sender], "/console/envelopes"),
        (&[Role::Administrator, Role::DocumentViewer], "/console/envelopes"),
    ] {
        let console = Console::for_person(roles).await;
        let headers = [("cookie", &*console.signed_in.cookie)];
        let (status, headers, _) = console.ask("GET", "/console", &headers, Body::empty()).await;
        assert_eq!((status.as_u16(), headers["location"].to_str().unwrap()), (303, first), "{roles:?}");
    }
    let (_, html) = administrator().await.get(SETTINGS).await;
    assert!(!html.contains("/console/envelopes"), "{html}");
}

#[tokio::test]
async fn somebody_is_invited_changed_deactivated_and_reactivated() {
    let console = administrator().await;
    let who = [("name", "高橋 美咲"), ("email", "takahashi@city.example"), ("language", "ja")];
    let invite = |roles: &[(&'static str, &'static str)]| [&[KEY][..], &who, roles].concat();
    let path = "/console/settings/people/new";
    let wrong = [KEY, ("name", "高橋 美咲"), ("email", "takahashi"), ("roles", "sender")];
    let (status, _, html) = console.post(path, &wrong).await;
    assert_eq!(status, 422, "{html}");
    let kept =
        ["role=\"alert\"", "href=\"#email\"", "value=\"高橋 美咲\"", "value=\"takahashi\"", "value=\"sender\" checked"];
    contains_all(&html, &kept);
    let (status, to, html) = console.post(path, &invite(&[("roles", "sender")])).await;
    assert_eq!((status, &*to), (303, "/console/settings/people?done=invited"), "{html}");

    let (_, html) = console.get(&to).await;
    contains_all(&html, &["招待メールを送信しました", "高橋 美咲", "送信者", "招待中", "リンクの期限"]);
    let link = html.split("href=\"").find(|part| part.contains(">高橋 美咲<")).unwrap();
    let person = link.split_once('"').unwrap().0.to_owned();

    let changed = [&[("act", "profile")][..], &who, &[("roles", "document_viewer")]].concat();
    let (status, to, html) = save(&console, &person, &changed).await;
    assert_eq!((status, to), (303, format!("{person}?done=saved")), "{html}");
    let (_, html) = console.get(&person).await;
    assert!(html.contains("value=\"document_viewer\" checked"), "{html}");

    // Somebody who was invited a moment ago is not invited again, and the page says so.
    let (status, _, html) = console.post(&person, &[KEY, ("act", "invite")]).await;
    assert_eq!(status, 409, "{html}");
    contains_all(&html, &["招待メールを送ったばかりです", "高橋 美咲"]);

    let stop = format!("{person}/deactivate");
    let (_, html) = console.get(&stop).await;
    contains_all(&html, &["招待の取り消し", "高橋 美咲"]);
    let (status, to, html) = console.post(&stop, &[KEY, ("of", "invitation")]).await;
    assert_eq!((status, to), (303, format!("{person}?done=invitation-withdrawn")), "{html}");
    let (_, html) = console.get(&person).await;
    contains_all(&html, &["停止中", "利用を再開する"]);
    let (status, _, html) = console.post(&person, &[KEY, ("act", "reactivate")]).await;
    assert_eq!(status, 303, "{html}");
}

#[tokio::test]
async fn the_last_administrator_stays_and_the_page_says_why() {
    let console = Console::for_person(&[Role::Administrator]).await;
    let (_, html) = console.get("/console/settings/people").await;
    let people: Vec<&str> = html
        .split("href=\"")
        .filter(|part| part.starts_with("/console/settings/people/") && part.contains(">佐藤 花子<"))
        .map(|part| part.split_once('"').unwrap().0)
        .collect();
    let own = format!("/console/settings/people/{}", console.signed_in.person);
    let other = people.iter().find(|path| **path != own).unwrap();
    assert_eq!(console.post(&format!("{other}/deactivate"), &[KEY]).await.0, 303);
    let (status, _, html) = console.post(&format!("{own}/deactivate"), &[KEY]).await;
    assert_eq!(status, 409, "{html}");
    contains_all(&html, &["最後の管理者は外せません", "利用を停止する"]);
}

#[tokio::test]
async fn a_person_who_may_not_administer_changes_nobody() {
    let console = Console::for_person(&[Role::Sender]).await;
    let other = join(&console.signed_in.world, 7, &[Role::Sender]).await;
    for (path, fields) in [
        (format!("/console/settings/people/{other}"), vec![KEY, ("act", "reactivate")]),
        (format!("/console/settings/people/{other}/deactivate"), vec![KEY]),
        ("/console/settings/people/new".to_owned(), vec![KEY, ("name", "a"), ("email", "a@city.example")]),
        ("/console/settings/groups".to_owned(), vec![KEY, ("name", "総務課")]),
        ("/console/settings/policies".to_owned(), vec![("version", "1"), ("deadline_days", "10")]),
    ] {
        let (status, _, html) = console.post(&path, &fields).await;
        assert_eq!(status, 403, "{path}: {html}");
    }
}

#[tokio::test]
async fn no_form_of_another_site_changes_anything() {
    let console = administrator().await;
    let mut asked = 0;
    for route in pages().filter(|route| route.method == Method::POST && route.path.starts_with(SETTINGS)) {
        for site in ["cross-site", "same-site"] {
            let headers = [
                ("cookie", &*console.signed_in.cookie),
                ("sec-fetch-site", site),
                ("content-type", "application/x-www-form-urlencoded"),
            ];
            let (status, _, body) = console.ask("POST", &page_of(route), &headers, Body::from("act=remove")).await;
            assert_eq!(status, 403, "{}: {body}", route.name);
            asked += 1;
        }
    }
    assert!(asked >= 30, "{asked}");
}

#[tokio::test]
async fn what_is_no_identifier_is_the_page_of_wrong_addresses() {
    let console = administrator().await;
    for path in ["people/x", "people/x/deactivate", "groups/x", "contacts/x", "seals/X"] {
        assert_eq!(console.get(&format!("{SETTINGS}/{path}")).await.0, 404, "{path}");
    }
    let (status, _, _) = console.post(&format!("{SETTINGS}/sessions"), &[("session", "../me")]).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn groups_are_made_renamed_and_removed() {
    let console = administrator().await;
    let groups = "/console/settings/groups";
    assert_eq!(console.post(groups, &[KEY, ("name", "総務課")]).await.0, 303);
    let (status, _, html) = console.post(groups, &[("key", "another-key"), ("name", "総務課")]).await;
    assert_eq!(status, 409, "{html}");
    contains_all(&html, &["同じ名前のグループがあります", "value=\"総務課\""]);
    let link = html.split("href=\"").find(|part| part.contains(">総務課<")).unwrap();
    let group = link.split_once('"').unwrap().0.to_owned();
    let (_, before) = console.get(&group).await;
    let version = hidden(&before, "version").to_owned();
    assert_eq!(save(&console, &group, &[("act", "rename"), ("name", "総務部総務課")]).await.0, 303);

    // Another tab that has not seen the new name sees both.
    let fields = [("act", "rename"), ("name", "庶務課"), ("version", &*version)];
    let (status, _, html) = console.post(&group, &fields).await;
    assert_eq!(status, 412, "{html}");
    contains_all(&html, &["ほかの操作で変更されています", "value=\"庶務課\"", "現在保存されている内容：総務部総務課"]);
    let (status, _, html) = console.post(&group, &[("act", "remove"), ("version", &version)]).await;
    assert_eq!(status, 412, "{html}");
    assert_eq!(save(&console, &group, &[("act", "remove")]).await.0, 303);
    let (_, html) = console.get(groups).await;
    assert!(!html.contains("総務部総務課"), "{html}");
}

#[tokio::test]
async fn ones_own_session_is_listed_and_ended() {
    let console = Console::for_person(&[Role::Approver]).await;
    let sessions = "/console/settings/sessions";
    let (_, html) = console.get(sessions).await;
    contains_all(&html, &["この端末", "ログアウトさせる"]);
    let session = hidden(&html, "session").to_owned();
    assert_eq!(console.post(sessions, &[("act", "end"), ("session", &session)]).await.0, 303);
    let (status, _, _) = console.post(sessions, &[("act", "end"), ("session", &session)]).await;
    assert_eq!(status, 303, "whoever is signed out is led to the sign-in");
    assert_eq!(console.get(sessions).await.0, 303);
}

#[tokio::test]
async fn a_key_is_shown_once_in_the_answer_and_nowhere_else() {
    let console = administrator().await;
    let make = "/console/settings/keys/new";
    let (status, _, html) = console.post(make, &[KEY, ("label", "会計システム"), ("expires_at", "昨日")]).await;
    assert_eq!(status, 422, "{html}");
    contains_all(&html, &["role=\"alert\"", "value=\"会計システム\"", "value=\"昨日\""]);

    let fields = [
        KEY,
        ("label", "会計システム"),
        ("scopes", "envelopes:read"),
        ("expires_at", "2027-03-31"),
        ("addresses", "203.0.113.0/24\r\n"),
        ("holder", "service"),
        ("service_name", "滝川市会計課"),
        ("service_email", "kaikei@city.example"),
    ];
    let encoded: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let headers = [
        ("cookie", &*console.signed_in.cookie),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let (status, headers, html) =
        console.ask("POST", make, &headers, Body::from(encoded.join("&").replace('@', "%40"))).await;
    assert_eq!(status, 201, "{html}");
    assert_eq!(headers["cache-control"], "no-store");
    let key = hidden_key(&html);
    assert!(key.starts_with("keiin_"), "{key}");
    contains_all(&html, &["この1回だけ"]);

    let (_, list) = console.get("/console/settings/keys").await;
    contains_all(
        &list,
        &["会計システム", "文書を読む", "2027/03/31 23:59", "203.0.113.0/24", "滝川市会計課", "未使用"],
    );
    let (_, log) = console.get("/console/settings/log").await;
    contains_all(&log, &["APIキー「会計システム」を発行しました。"]);
    assert!(!list.contains(key) && !log.contains(key));

    let id = hidden(&list, "id").to_owned();
    let (status, to, _) = console.post("/console/settings/keys", &[("of", "organisation"), ("id", &id)]).await;
    assert_eq!((status, &*to), (303, "/console/settings/keys?done=key-revoked"));
    let (_, list) = console.get(&to).await;
    assert!(!list.contains("会計システム"), "{list}");
}

fn hidden_key(html: &str) -> &str {
    html.split_once("id=\"secret\"").unwrap().1.split_once('>').unwrap().1.split_once('<').unwrap().0
}

#[tokio::test]
async fn of_two_tabs_the_second_is_told_that_the_other_was_faster_and_sees_both() {
    let console = administrator().await;
    let path = "/console/settings/policies";
    let rules = |days: &'static str, retention: &'static str| {
        [
            ("forwarding_allowed", "yes"),
            ("deadline_days", days),
            ("deadline_end", "time_of_sending"),
            ("retention", retention),
            ("tax", ""),
            ("keep_contacts", "off"),
            ("mail_domains", ""),
        ]
    };
    let (_, html) = console.get(path).await;
    let version = hidden(&html, "version").to_owned();
    let (status, to, html) = save(&console, path, &rules("14", "10y")).await;
    assert_eq!((status, &*to), (303, "/console/settings/policies?done=saved"), "{html}");
    let second = [&rules("7", "7y")[..], &[("version", &*version)]].concat();
    let (status, _, html) = console.post(path, &second).await;
    assert_eq!(status, 412, "{html}");
    contains_all(
        &html,
        &["ほかの操作で変更されています", "value=\"7\"", "現在保存されている内容：14", "現在保存されている内容：10年"],
    );
    // Having seen both, the second saves theirs.
    let seen = [&rules("7", "7y")[..], &[("version", hidden(&html, "version"))]].concat();
    assert_eq!(console.post(path, &seen).await.0, 303);

    let (status, _, html) = save(&console, path, &rules("31", "7y")).await;
    assert_eq!(status, 422, "{html}");
    contains_all(&html, &["href=\"#deadline_days\"", "value=\"31\"", "1～30日"]);
    let (_, log) = console.get("/console/settings/log").await;
    contains_all(
        &log,
        &["組織の設定を変更しました。", "保存期間：7年 → 10年", "署名期限（日）：30 → 14", "佐藤 花子様"],
    );
}

#[tokio::test]
async fn the_organisations_own_fields_are_saved_and_a_wrong_row_is_named() {
    let console = administrator().await;
    let path = "/console/settings/fields";
    let fields = [
        ("required", "counterparty"),
        ("own-label-1", "決裁番号"),
        ("own-key-1", "Approval"),
        ("own-type-1", "text"),
        ("own-required-1", "yes"),
    ];
    let (status, _, html) = save(&console, path, &fields).await;
    assert_eq!(status, 422, "{html}");
    contains_all(&html, &["href=\"#own-key-0\"", "value=\"Approval\"", "value=\"決裁番号\""]);
    let right = fields.map(|(name, value)| (name, if value == "Approval" { "approval" } else { value }));
    assert_eq!(save(&console, path, &right).await.0, 303);
    let (_, html) = console.get(path).await;
    contains_all(&html, &["value=\"counterparty\" checked", "value=\"決裁番号\"", "value=\"approval\""]);
}

#[tokio::test]
async fn a_brand_is_looked_at_before_it_is_saved_and_a_pale_colour_is_refused_in_words() {
    let console = administrator().await;
    let path = "/console/settings/brand";
    let brand = |accent: &'static str, then: &'static str| {
        [("name", "滝川市電子契約"), ("name_en", ""), ("accent", accent), ("mail_sender", "滝川市"), ("then", then)]
    };
    let (status, _, html) = save(&console, path, &brand("#6b1f3a", "preview")).await;
    assert_eq!(status, 200, "{html}");
    contains_all(&html, &["fill=\"#6b1f3a\"", "滝川市電子契約</text>", "value=\"#6b1f3a\""]);
    let (_, stored) = console.get(path).await;
    assert!(!stored.contains("#6b1f3a"), "a preview saves nothing: {stored}");
    let (_, _, html) = save(&console, path, &brand("#ffee00", "preview")).await;
    contains_all(&html, &["保存できません", "value=\"#ffee00\""]);
    let (status, _, html) = save(&console, path, &brand("#ffee00", "save")).await;
    assert_eq!(status, 422, "{html}");
    contains_all(&html, &["href=\"#accent\"", "コントラスト比", "value=\"#ffee00\""]);
    assert_eq!(save(&console, path, &brand("#6b1f3a", "save")).await.0, 303);
    let (_, stored) = console.get(path).await;
    contains_all(&stored, &["fill=\"#6b1f3a\"", "滝川市電子契約</text>"]);
}

#[tokio::test]
async fn nobody_locks_themselves_out_and_the_page_says_how_not_to() {
    let console = administrator().await;
    let path = "/console/settings/network";
    let (_, html) = console.get(path).await;
    contains_all(&html, &["203.0.113.7"]);
    let fields = |addresses: &'static str| [("addresses", addresses), ("address_bound_links", "none")];
    let (status, _, html) = save(&console, path, &fields("198.51.100.0/24")).await;
    assert_eq!(status, 409, "{html}");
    contains_all(&html, &["この設定では、あなた自身が利用できなくなります", "198.51.100.0/24"]);
    let (status, _, html) = save(&console, path, &fields("203.0.113.0/24\r\n203.0.113")).await;
    assert_eq!(status, 422, "{html}");
    contains_all(&html, &["href=\"#addresses\"", "203.0.113: "]);
    assert_eq!(save(&console, path, &fields("203.0.113.0/24")).await.0, 303);
}

#[tokio::test]
async fn the_organisations_names_are_changed_and_what_the_operator_says_is_shown() {
    let console = administrator().await;
    let path = "/console/settings/organisation";
    let (_, html) = console.get(path).await;
    contains_all(&html, &["送信できる数", "上限なし", "Asia/Tokyo"]);
    let fields = |zone: &'static str| {
        [("name", "滝川市"), ("name_en", "Takikawa City"), ("time_zone", zone), ("fiscal_year_end", "03-31")]
    };
    let (status, _, html) = save(&console, path, &fields("Mars/Olympus")).await;
    assert!(status == 422 && html.contains("href=\"#time_zone\""), "{status} {html}");
    assert_eq!(save(&console, path, &fields("Asia/Tokyo")).await.0, 303);
    let (_, html) = console.get(path).await;
    contains_all(&html, &["value=\"Takikawa City\"", "value=\"03-31\""]);
}

#[tokio::test]
async fn contacts_are_added_found_changed_and_removed() {
    let console = Console::for_person(&[Role::Sender]).await;
    let new = "/console/settings/contacts/new";
    let contact = |email: &'static str| {
        [KEY, ("scope", "shared"), ("name", "鈴木 太郎"), ("kana", "スズキ タロウ"), ("email", email), ("note", "担当")]
    };
    let (status, _, html) = console.post(new, &contact("suzuki")).await;
    assert_eq!(status, 422, "{html}");
    contains_all(&html, &["href=\"#email\"", "value=\"鈴木 太郎\""]);
    let (status, to, html) = console.post(new, &contact("suzuki@contractor.example")).await;
    assert_eq!((status, &*to), (303, "/console/settings/contacts?done=added"), "{html}");
    let (_, html) = console.get("/console/settings/contacts?q=%E9%88%B4%E6%9C%A8").await;
    contains_all(&html, &["鈴木 太郎", "suzuki@contractor.example", "組織のアドレス帳"]);
    let (_, nothing) = console.get("/console/settings/contacts?q=yamada").await;
    contains_all(&nothing, &["見つかりませんでした"]);
    let link = html.split("href=\"").find(|part| part.contains(">鈴木 太郎<")).unwrap();
    let path = link.split_once('"').unwrap().0.to_owned();
    let changed =
        [("act", "change"), ("name", "鈴木 太郎"), ("email", "suzuki@contractor.example"), ("company", "鈴木工務店")];
    assert_eq!(save(&console, &path, &changed).await.0, 303);
    let (status, _, html) = console.post(&path, &[&changed[..], &[("version", "1")]].concat()).await;
    assert_eq!(status, 412, "{html}");
    let (_, headers, file) = {
        let headers = [("cookie", &*console.signed_in.cookie)];
        console
            .ask("GET", "/console/settings/contacts/export?scope=shared&encoding=utf-8", &headers, Body::empty())
            .await
    };
    assert_eq!(headers["content-disposition"], "attachment; filename=\"contacts.csv\"");
    contains_all(&file, &["氏名,", "鈴木工務店"]);
    assert_eq!(save(&console, &path, &[("act", "remove")]).await.0, 303);
    assert_eq!(console.get(&path).await.0, 404);
}

/// Sends a CSV file.
async fn import(console: &Console, csv: &[u8]) -> (u16, String, String) {
    let mut body = Vec::new();
    for (name, value) in [KEY, ("scope", "own"), ("existing", "update")] {
        let part = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(csv);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let headers = [
        ("cookie", &*console.signed_in.cookie),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    let (status, headers, html) =
        console.ask("POST", "/console/settings/contacts/import", &headers, Body::from(body)).await;
    let to = headers.get("location").map(|value| value.to_str().unwrap().to_owned());
    (status.as_u16(), to.unwrap_or_default(), html)
}

#[tokio::test]
async fn a_file_is_imported_in_either_encoding_and_its_wrong_lines_are_named() {
    let console = Console::for_person(&[Role::Approver]).await;
    let (status, _, html) = import(&console, "氏名,メールアドレス\r\n鈴木 太郎,suzuki\r\n".as_bytes()).await;
    assert_eq!(status, 422, "{html}");
    contains_all(&html, &["CSVファイルに誤りがあります", "次の行を直してください", "2行目", "もう一度選んでください"]);
    // 氏名,メールアドレス and 鈴木,suzuki@contractor.example in code page 932.
    let mut cp932 = b"\x8e\x81\x96\xbc,\x83\x81\x81[\x83\x8b\x83A\x83h\x83\x8c\x83X\r\n".to_vec();
    cp932.extend_from_slice(b"\x97\xe9\x96\xd8,suzuki@contractor.example\r\n");
    let (status, to, html) = import(&console, &cp932).await;
    assert_eq!(status, 303, "{html}");
    let (_, html) = console.get(&to).await;
    contains_all(&html, &["連絡先を取り込みました", "鈴木", "suzuki@contractor.example", "個人のアドレス帳"]);
    // Whoever may only keep their own book is offered no other.
    let (_, html) = console.get("/console/settings/contacts/import").await;
    assert!(!html.contains("value=\"shared\""), "{html}");
}

#[tokio::test]
async fn a_seal_is_shown_with_its_certificate_and_who_may_sign_with_it_is_changed() {
    let console = administrator().await;
    let certificate = readable_certificate(&["mayor@city.example"], &["sorachi"]);
    console.signed_in.world.organisations.put_certificate(Some(&city().organisation), Some(&certificate));
    let (_, list) = console.get("/console/settings/seals").await;
    contains_all(&list, &["1名", "残り"]);
    let seal = format!("/console/settings/seals/{}", city().organisation);
    assert!(list.contains(&seal), "{list}");
    let (_, html) = console.get(&seal).await;
    contains_all(&html, &["発行者", "有効期限", "mayor@city.example</textarea>", "sorachi", "まだ使用されていません"]);

    let (status, _, html) = save(&console, &seal, &[("persons", "mayor@city.example\r\nnobody")]).await;
    assert_eq!(status, 422, "{html}");
    contains_all(&html, &["href=\"#persons\"", "nobody: ", "mayor@city.example\nnobody</textarea>"]);
    let persons = "mayor@city.example\r\ndeputy@city.example";
    assert_eq!(save(&console, &seal, &[("persons", persons)]).await.0, 303);
    let (_, log) = console.get("/console/settings/log").await;
    contains_all(
        &log,
        &["登録印章を使用できる方を変更しました。", "mayor@city.example → mayor@city.example, deputy@city.example"],
    );
    // A second tab that has seen one person alone does not take the other away.
    let (status, _, html) = console.post(&seal, &[("persons", "mayor@city.example"), ("version", "1")]).await;
    assert_eq!(status, 412, "{html}");
    contains_all(&html, &["現在保存されている内容：mayor@city.example、deputy@city.example"]);
}

#[tokio::test]
async fn a_seal_is_read_by_everybody_and_changed_by_administrators_alone() {
    let console = Console::for_person(&[Role::Sender]).await;
    let certificate = readable_certificate(&["mayor@city.example"], &[]);
    console.signed_in.world.organisations.put_certificate(Some(&city().organisation), Some(&certificate));
    let seal = format!("/console/settings/seals/{}", city().organisation);
    let (status, html) = console.get(&seal).await;
    assert_eq!((status, html.contains("<textarea"), html.contains("使用の記録")), (200, false, false), "{html}");
    let (status, _, _) = console.post(&seal, &[("persons", ""), ("version", "1")]).await;
    assert_eq!(status, 403);
}
