//! The list of pages. A new page is one line.

use anyhow::Result;
use browser::{Page, Person, Role};

use super::cast::{Cast, Scene};
use Scene::{Asked, Completed, Declined, DeclinedByAnother, Download, Signed, Voided, Wrong};
use Step::{Below, Here, Unfolded};
use When::{InTime, TooLate};

/// When a page is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Before the deadline.
    InTime,
    /// After it.
    TooLate,
}

/// What leads to a page from the link in a mail.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The link's own page.
    Here,
    /// A page below it.
    Below(&'static str),
    /// The same, with every fold opened.
    Unfolded(&'static str),
}

/// A page.
#[derive(Debug)]
pub(super) struct PageShot {
    /// Its file's name.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) title: &'static str,
    pub(super) when: When,
    scene: Scene,
    step: Step,
}

/// All of them.
pub(super) const PAGES: &[PageShot] = &[
    page("review", "文書の確認 Review", InTime, Asked, Here),
    page("confirm", "最終確認 Last check", InTime, Asked, Below("/confirm")),
    page("confirm-unfolded", "最終確認、開いた状態 Last check, unfolded", InTime, Asked, Unfolded("/confirm")),
    page("done", "署名手続きの完了 Signed, others still have to", InTime, Signed, Here),
    page("completed", "全員の完了 Everybody has signed", InTime, Completed, Here),
    page("download", "ダウンロード Download", InTime, Download, Here),
    page("declined", "辞退の受付 Declined", InTime, Declined, Here),
    page("declined-by-another", "ほかの方の辞退 Declined by somebody else", InTime, DeclinedByAnother, Here),
    page("voided", "取り下げ Taken back", InTime, Voided, Here),
    page("not-found", "該当なし Not found", InTime, Wrong, Here),
    page("expired", "期限切れ Past the deadline", TooLate, Asked, Here),
    page("download-expired", "ダウンロード期間の終了 Past the fourteen days", TooLate, Download, Here),
];

const fn page(name: &'static str, title: &'static str, when: When, scene: Scene, step: Step) -> PageShot {
    PageShot { name, title, when, scene, step }
}

impl PageShot {
    /// Opens it.
    pub(super) async fn show<'a>(&self, person: &Person<'a>, cast: &Cast) -> Result<Page<'a>> {
        let link = cast.link(self.scene)?;
        match self.step {
            Here => person.open(link).await,
            Below(path) => person.open(&format!("{link}{path}")).await,
            Unfolded(path) => {
                let page = person.open(&format!("{link}{path}")).await?;
                for name in page.names(Role::Summary).await? {
                    page.click(Role::Summary, &name).await?;
                }
                Ok(page)
            }
        }
    }
}
