//! The parts of the settings that whoever visits may use.

use api::routes::{self, Route};
use axum::response::Response;
use domain::authorisation::Action;

use super::request::Asked;
use super::view::{Block, Link, View};

/// The page.
pub(super) async fn page(asked: Asked) -> Response {
    let view = View::new(asked.language(), asked.t("設定", "Settings"));
    let sections = [
        (asked.t("利用者", "People"), topics_of_people(&asked)),
        (asked.t("組織", "Organisation"), topics_of_organisation(&asked)),
        (asked.t("あなた", "You"), topics_of_one(&asked)),
    ];
    let view = sections
        .into_iter()
        .filter(|(_, topics)| !topics.is_empty())
        .fold(view, |view, (heading, topics)| view.with(Block::heading(heading)).with(Block::Topics(topics)));
    asked.show(&view)
}

fn topic(asked: &Asked, action: Action, route: &Route, label: &str, about: &str) -> Option<Link> {
    let link = Link { about: Some(about.to_owned()), ..Link::new(asked.path(route, &[]), label) };
    asked.may(action).then_some(link)
}

fn topics_of_people(asked: &Asked) -> Vec<Link> {
    let topic = |action, route, label, about| topic(asked, action, route, label, about);
    [
        topic(
            Action::ReadPeople,
            &routes::CONSOLE_PEOPLE,
            asked.t("利用者の一覧", "People"),
            asked.t("招待、役割とグループの変更、利用の停止", "Invite people, change what they do, deactivate them"),
        ),
        topic(
            Action::ReadGroups,
            &routes::CONSOLE_GROUPS,
            asked.t("グループ（課）", "Groups"),
            asked.t("課や係などのグループ", "Divisions and other groups of people"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn topics_of_organisation(asked: &Asked) -> Vec<Link> {
    let topic = |action, route, label, about| topic(asked, action, route, label, about);
    [
        topic(
            Action::ReadOrganisation,
            &routes::CONSOLE_ORGANISATION,
            asked.t("組織の情報", "About the organisation"),
            asked.t("名称、タイムゾーン、会計年度、送信数の上限", "Names, time zone, fiscal year, limit of sending"),
        ),
        topic(
            Action::ReadOrganisation,
            &routes::CONSOLE_POLICIES,
            asked.t("利用のルール", "Rules"),
            asked.t("多要素認証、転送、署名期限、保存期間など", "Second factors, forwarding, deadlines, retention"),
        ),
        topic(
            Action::ReadOrganisation,
            &routes::CONSOLE_FIELDS,
            asked.t("取引情報の入力項目", "Data for the archive"),
            asked.t("送信前に必ず入力する項目と、組織独自の項目", "What must be filled in, and fields of your own"),
        ),
        topic(
            Action::ReadOrganisation,
            &routes::CONSOLE_BRAND,
            asked.t("画面とメールの表示", "Appearance"),
            asked.t("相手の方に表示される名称と色", "The name and colour that recipients see"),
        ),
        topic(
            Action::ReadOrganisation,
            &routes::CONSOLE_NETWORK,
            asked.t("接続元の制限", "Networks"),
            asked.t("利用できるIPアドレスの範囲", "From which addresses the service is used"),
        ),
        topic(
            Action::ReadSeals,
            &routes::CONSOLE_SEALS,
            asked.t("登録印章（実印タイプ）", "Registered seals"),
            asked.t("証明書の期限、使用できる方、使用の記録", "Certificates, who may sign, and each use"),
        ),
        topic(
            Action::ReadLog,
            &routes::CONSOLE_LOG,
            asked.t("設定変更の記録", "Log"),
            asked.t("だれが、いつ、何を変更したか", "Who changed what, and when"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn topics_of_one(asked: &Asked) -> Vec<Link> {
    let topic = |action, route, label, about| topic(asked, action, route, label, about);
    [
        topic(
            Action::ReadContacts,
            &routes::CONSOLE_CONTACTS,
            asked.t("アドレス帳", "Address books"),
            asked.t("連絡先の検索、追加、取り込み、保存", "Find, add, import and save contacts"),
        ),
        topic(
            Action::ManageOwnKeys,
            &routes::CONSOLE_KEYS,
            asked.t("APIキー", "API keys"),
            asked.t("プログラムから利用するためのキー", "Keys by which programs use the service"),
        ),
        topic(
            Action::ManageOwnSessions,
            &routes::CONSOLE_SESSIONS,
            asked.t("ログイン中の端末", "Sessions"),
            asked.t("ログインしている端末の確認とログアウト", "Where you are signed in"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
