//! The list of pages. A new page is one line.

use anyhow::{Context, Result};
use browser::{Page, Person, Role};
use domain::language::Language;
use serde_json::json;

use super::files::{SIGNED, TAMPERED, UNREADABLE, UNSIGNED};
use super::fixtures::{ACCESS_CODE, Fixtures, Scene};
use Scene::{
    AccessCode, Asked, CodesUsedUp, Completed, Declined, DeclinedByAnother, Download, EmailCode, EmailCodeSent, Failed,
    Forwarded, Invited, Locked, RegisteredSeal, Replaced, SealFree, SealPlaced, SealWithdrawn, Sealing, SignIn,
    SignInOrganisation, SignInOver, Signed, Sms, SmsRefused, SmsSent, Status, Totp, Verify, Viewer, Voided, Waiting,
    Wrong,
};
use Step::{Answered, Below, Drawn, Filled, Here, Late, SignedIn, Unfolded, With};
use When::{Busy, Elsewhere, InTime, Overdue, TooLate};

/// When a page is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Before the deadline.
    InTime,
    /// While links open only from a network that nobody is in.
    Elsewhere,
    /// While no timestamps are to be had.
    Busy,
    /// While the sender has been told that it takes too long.
    Overdue,
    /// After the deadline.
    TooLate,
}

/// What leads to a page from the link in a mail.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The link's own page.
    Here,
    /// A page below it, once the document is to be seen.
    Drawn(&'static str),
    /// A page below it, once the access code has been shown.
    SignedIn(&'static str),
    /// A page below it.
    Below(&'static str),
    /// The same, with every fold opened.
    Unfolded(&'static str),
    /// A page below it, whose form with this action was sent with these fields by a browser that checks nothing itself.
    Filled(&'static str, &'static str, &'static [(&'static str, &'static str)]),
    /// A form of a page that was left open for long: to this action, with these fields.
    Late(&'static str, &'static [(&'static str, &'static str)]),
    /// What the link's own page, which sends its form by itself, is answered.
    Answered,
    /// This file was given to the page.
    With(&'static str),
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

const CODE: &[(&str, &str)] = &[("code", "000000")];
const TO_NOBODY: &[(&str, &str)] = &[("email", "tanaka"), ("company", "株式会社〇〇")];

const ANYWHERE: &str = "/seal?seal=round&place_1=point&page_1=1&x_1=160&y_1=30&place_2=nowhere";
const OUTSIDE: &str = "/confirm?seal=round&place_1=point&page_1=1&x_1=205&y_1=30&place_2=nowhere";
const IN_A_CORNER: &str = "/confirm?seal=round&place_1=top-right&page_1=1&place_2=nowhere";

/// All of them.
pub(super) const PAGES: &[PageShot] = &[
    page("review", "文書の確認 Review", InTime, Asked, Drawn("")),
    page("confirm", "最終確認 Last check", InTime, Asked, Below("/confirm")),
    page("confirm-unfolded", "最終確認、開いた状態 Last check, unfolded", InTime, Asked, Unfolded("/confirm")),
    page("confirm-error", "チェックのない最終確認 Box not ticked", InTime, Asked, Filled("/confirm", "/complete", &[])),
    page("seal", "印影の選択 Seal, where the sender wants it", InTime, SealPlaced, Drawn("/seal")),
    page("seal-free", "印影の選択、位置は自由 Seal, anywhere", InTime, SealFree, Drawn(ANYWHERE)),
    page("seal-error", "印影の位置の誤り Seal, out of the page", InTime, SealFree, Below(OUTSIDE)),
    page("confirm-seal", "印影のある最終確認 Last check with a seal", InTime, SealFree, Below(IN_A_CORNER)),
    page("review-viewer", "確認者の画面 Review, to confirm only", InTime, Viewer, Drawn("")),
    page("confirm-viewer", "確認者の最終確認 Last check, to confirm only", InTime, Viewer, Below("/confirm")),
    page("forward", "転送 Forward", InTime, Asked, Below("/forward")),
    page("forward-error", "転送の入力誤り Forward, errors", InTime, Asked, Filled("/forward", "/forward", TO_NOBODY)),
    page("forwarded", "転送した方の画面 Forwarded", InTime, Forwarded, Here),
    page(
        "review-registered",
        "実印タイプでの署名 Review, with the registered seal",
        InTime,
        RegisteredSeal,
        SignedIn(""),
    ),
    page(
        "forward-registered",
        "実印タイプの転送 Forward what takes the registered seal",
        InTime,
        RegisteredSeal,
        SignedIn("/forward"),
    ),
    page(
        "review-refused-seal",
        "使用できない実印タイプ A registered seal that may not be used",
        InTime,
        SealWithdrawn,
        SignedIn(""),
    ),
    page("decline", "辞退 Decline", InTime, Asked, Below("/decline")),
    page("decline-error", "辞退の入力誤り Decline, errors", InTime, Asked, Filled("/decline", "/decline", &[])),
    page("declined", "辞退の受付 Declined", InTime, Declined, Here),
    page("access-code", "アクセスコード Access code", InTime, AccessCode, Here),
    page(
        "access-code-wrong",
        "誤ったアクセスコード Wrong access code",
        InTime,
        AccessCode,
        Filled("", "/factor", CODE),
    ),
    page(
        "sign-in-over",
        "認証の時間切れ Signed in too long ago",
        InTime,
        AccessCode,
        Late("/decline", &[("reason", "金額が相違しています。")]),
    ),
    page("totp", "認証アプリ Authenticator", InTime, Totp, Here),
    page("totp-wrong", "認証アプリの誤ったコード Wrong code of it", InTime, Totp, Filled("", "/factor", CODE)),
    page("sms", "SMSの送信前 Before an SMS", InTime, Sms, Here),
    page("sms-sent", "SMSの送信後 After an SMS", InTime, SmsSent, Here),
    page("sms-wrong", "SMSの誤ったコード Wrong code of an SMS", InTime, SmsSent, Filled("", "/factor", CODE)),
    page("sms-refused", "送信できなかったSMS An SMS that could not be sent", InTime, SmsRefused, Here),
    page("email-code", "メールのコードの送信前 Before a code by mail", InTime, EmailCode, Here),
    page("email-code-sent", "メールのコードの送信後 After a code by mail", InTime, EmailCodeSent, Here),
    page("email-code-wrong", "メールの誤ったコード Wrong code", InTime, EmailCodeSent, Filled("", "/factor", CODE)),
    page("codes-used-up", "上限に達した認証コード No more codes", InTime, CodesUsedUp, Here),
    page("locked", "停止した手続き Locked", InTime, Locked, Here),
    page("factor-needed", "認証前の文書 A document before the code", InTime, AccessCode, Below("/documents/1")),
    page("waiting", "順番待ち Not their turn yet", InTime, Waiting, Here),
    page("sealing", "署名しています… Signing", Busy, Sealing, Here),
    page("sealing-overdue", "時間のかかる署名 Signing takes long", Overdue, Sealing, Here),
    page("status", "送信者が見る処理の状況 How a wait stands, for the sender", Overdue, Status, Here),
    page("done", "署名手続きの完了 Signed, others still have to", InTime, Signed, Here),
    page("completed", "全員の完了 Everybody has signed", InTime, Completed, Here),
    page("download", "ダウンロード Download", InTime, Download, Here),
    page("declined-by-another", "ほかの方の辞退 Declined by somebody else", InTime, DeclinedByAnother, Here),
    page("voided", "取り下げ Taken back", InTime, Voided, Here),
    page("failed", "処理できなかった封筒 Could not go on", InTime, Failed, Here),
    page("replaced", "新しいリンクがある Replaced link", InTime, Replaced, Here),
    page("other-network", "指定外のネットワーク Opened from another network", Elsewhere, Asked, Here),
    page("not-found", "該当なし Not found", InTime, Wrong, Here),
    page("expired", "期限切れ Past the deadline", TooLate, Asked, Here),
    page("link-expired", "古いリンク Old link of a finished envelope", TooLate, Completed, Here),
    page("download-expired", "ダウンロード期間の終了 Past the fourteen days", TooLate, Download, Here),
    page("verify", "PDFの確認 Check a PDF", InTime, Verify, Here),
    page("verify-good", "有効な署名 Good signatures", InTime, Verify, With(SIGNED)),
    page("verify-tampered", "改ざん Tampered with", InTime, Verify, With(TAMPERED)),
    page("verify-unsigned", "署名なし Not signed", InTime, Verify, With(UNSIGNED)),
    page("verify-unreadable", "PDFでないファイル No PDF", InTime, Verify, With(UNREADABLE)),
    page("invitation", "利用者登録のご案内 Invitation", InTime, Invited, Here),
    page("invitation-ended", "古い招待 Invitation that has ended", TooLate, Invited, Here),
    page("sign-in", "組織を選ぶログイン Sign in, to which organisation", InTime, SignIn, Here),
    page("sign-in-unknown", "ない組織 No such organisation", InTime, SignIn, Below("?organisation=takikawo")),
    page("sign-in-organisation", "ログイン Sign in", InTime, SignInOrganisation, Here),
    page("sign-in-too-late", "ログインの時間切れ Sign-in that has ended", InTime, SignInOver, Answered),
];

const fn page(name: &'static str, title: &'static str, when: When, scene: Scene, step: Step) -> PageShot {
    PageShot { name, title, when, scene, step }
}

impl PageShot {
    /// Opens it.
    pub(super) async fn show<'a>(&self, person: &Person<'a>, fixtures: &Fixtures<'_>) -> Result<Page<'a>> {
        let link = fixtures.link(self.scene)?;
        match self.step {
            Here => person.open(link).await,
            Drawn(path) => {
                let page = person.open(&format!("{link}{path}")).await?;
                page.wait("the document to be drawn", DRAWN).await?;
                Ok(page)
            }
            SignedIn(path) => {
                let page = person.open(link).await?;
                // Who was here before is still signed in.
                if page.evaluate::<bool>("document.querySelector('form[action*=\"/factor\"]') !== null").await? {
                    page.evaluate::<bool>(&fill("/factor", &[("code", ACCESS_CODE)]))
                        .await
                        .context("showing the code")?;
                    page.wait("the way in", "document.querySelector('form[action*=\"/factor\"]') === null").await?;
                }
                page.close().await?;
                person.open(&format!("{link}{path}")).await
            }
            Below(path) => person.open(&format!("{link}{path}")).await,
            Unfolded(path) => {
                let page = person.open(&format!("{link}{path}")).await?;
                for name in page.names(Role::Summary).await? {
                    page.click(Role::Summary, &name).await?;
                }
                Ok(page)
            }
            Filled(path, action, fields) => {
                let page = person.open(&format!("{link}{path}")).await?;
                page.evaluate::<bool>(&fill(action, fields)).await.context("filling the form in")?;
                page.wait("the errors", "document.querySelector('.errors') !== null").await?;
                page.settle().await?;
                Ok(page)
            }
            Late(action, fields) => {
                let page = person.open(link).await?;
                page.evaluate::<bool>(&send(&format!("{link}{action}"), fields)).await.context("sending a form")?;
                page.wait("the notice", "document.querySelector('.notice.stop') !== null").await?;
                page.settle().await?;
                Ok(page)
            }
            Answered => {
                let page = person.open(link).await?;
                page.wait("an answer", "document.querySelector('form[data-send]') === null").await?;
                page.settle().await?;
                Ok(page)
            }
            With(file) => {
                let page = person.open(link).await?;
                let (field, button) = match fixtures.language {
                    Language::Ja => ("PDFファイル", "署名を確認する"),
                    Language::En => ("PDF file", "Check the signatures"),
                };
                page.attach(field, &[&fixtures.file(file)]).await?;
                page.click(Role::Button, button).await?;
                page.wait("an answer", "document.querySelector('.verdict, #refused') !== null").await?;
                page.settle().await?;
                Ok(page)
            }
        }
    }
}

/// The first page of the document that is shown has been drawn.
pub(super) const DRAWN: &str = "document.querySelector('.viewer canvas') !== null";

/// A script that sends a form which the page does not have.
fn send(action: &str, fields: &[(&str, &str)]) -> String {
    let (action, fields) = (json!(action), json!(fields));
    format!(
        "(() => {{ const form = document.createElement('form'); form.method = 'post'; form.action = {action}; \
         for (const [name, value] of {fields}) {{ const field = document.createElement('input'); field.type = 'hidden'; \
         field.name = name; field.value = value; form.append(field); }} \
         document.body.append(form); form.submit(); return true; }})()"
    )
}

/// A script that fills the form with this action in and sends it, without asking the browser whether all is well.
pub(super) fn fill(action: &str, fields: &[(&str, &str)]) -> String {
    let (action, fields) = (json!(format!("form[action*=\"{action}\"]")), json!(fields));
    format!(
        "(() => {{ const form = document.querySelector({action}); \
         for (const [name, value] of {fields}) form.elements[name].value = value; form.submit(); return true; }})()"
    )
}
