//! The log of the organisation in plain words: who changed what, when, from what to what; the newest first.

mod difference;
mod names;
mod rules;
mod sentence;

use api::routes;
use axum::response::Response;
use domain::organisation::Entry;
use domain::ports::PortError;
use web::exact_time;

use super::request::Asked;
use super::table::{Cell, Table};
use super::view::{Block, View};
use crate::answers::Log;
use crate::client::Call;
use crate::stop::Stop;

use names::Names;

/// Entries of a page.
const PAGE: u64 = 50;

/// The page.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    // The API tells the oldest first, and where the log ends.
    let end = match asked.queried("before").and_then(|before| before.parse::<u64>().ok()) {
        Some(before) => before.saturating_sub(1),
        None => asked.read::<Log>(Call::of(&routes::LIST_LOG, &[]).query("limit", "1")).await?.head.sequence,
    };
    let after = end.saturating_sub(PAGE);
    let call = Call::of(&routes::LIST_LOG, &[])
        .query("cursor", &after.to_string())
        .query("limit", &end.saturating_sub(after).max(1).to_string());
    let log: Log = asked.read(call).await?;
    let entries: Result<Vec<Entry>, _> = log.entries.iter().map(|text| Entry::from_json(text.get())).collect();
    let entries = entries.map_err(|e| PortError::new("read the log of the organisation", e))?;
    let names = Names::of(&asked, &entries).await?;
    let heads = [
        asked.t("内容", "What"),
        asked.t("日時", "When"),
        asked.t("操作した方", "Who"),
        asked.t("変更前→変更後", "Before → after"),
    ];
    let path = asked.path(&routes::CONSOLE_LOG, &[]);
    let none = asked.t("記録はまだありません。", "There are no entries yet.");
    let table = Table::new(asked.t("設定変更の記録", "Log"), &heads, none)
        .rows(entries.iter().rev().map(|entry| row(&asked, entry, &names)))
        .page(asked.queried("before").map(|_| path.clone()), asked.t("最新に戻る", "Back to the newest"))
        .page(
            (after > 0).then(|| format!("{path}?before={}", after + 1)),
            asked.t("以前の記録を表示", "Older entries"),
        );
    let view = View::new(asked.language(), asked.t("設定変更の記録", "Log"))
        .below(asked.path(&routes::CONSOLE_SETTINGS, &[]), asked.t("設定に戻る", "Back to the settings"));
    let view = match log.intact {
        true => view.lead(asked.t(
            "記録は1件ごとに前の記録とつながっており、このページの記録が書き換えられていないことを確認しました。",
            "Each entry is chained to the one before; it was checked that none of this page was changed.",
        )),
        false => view.with(Block::Warning(
            asked
                .t(
                    "記録のつながりに誤りがあります。システムの管理者にお知らせください。",
                    "The chain of entries is broken. Tell whoever operates this service.",
                )
                .to_owned(),
        )),
    };
    Ok(asked.show(&view.with(Block::Table(table))))
}

fn row(asked: &Asked, entry: &Entry, names: &Names) -> Vec<Cell> {
    let (text, differences) = sentence::sentence(&entry.kind, names);
    let changed = differences.into_iter().map(|difference| difference.in_words(names.language));
    vec![
        Cell::text(text),
        Cell::text(exact_time(entry.at, asked.language())),
        Cell::text(names.actor(&entry.by)),
        changed.fold(Cell::default(), Cell::below),
    ]
}
