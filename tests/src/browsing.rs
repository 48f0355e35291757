//! People at a real browser. One Chromium for each test file, one profile for each visit.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail, ensure};
use browser::{Axe, Browser, Device, Page, Person, Role, Setup, Weight};
use local::client::link_in;
use local::stack::Stack;
use tokio::sync::OnceCell;

use crate::mail_to;

static BROWSER: OnceCell<Browser> = OnceCell::const_new();
static WITH_WINDOWS: OnceCell<Browser> = OnceCell::const_new();
static AXE: OnceCell<Axe> = OnceCell::const_new();
static WEIGHTS: Mutex<Vec<Weight>> = Mutex::new(Vec::new());

/// Bytes that a page may transfer, everything that it loads included but what is [`APART`].
pub const BUDGET: u64 = 150 << 10;
/// The document view, counted for itself; so are the documents, which come from the store, and the image of a seal that the signer
/// brought, which is as large as they made it.
pub const APART: [&str; 4] = ["/pdfjs/", "/viewer/", "/viewer.", "/seal/own-"];

/// The emulator's own page of a sign-in names no icon, and a browser with windows asks for one by itself. Our pages all name theirs.
const EMULATORS_ICON: &str = "/oauth2/authorize: did not get /favicon.ico: status 404";

/// The variable that names a folder for pictures.
const PICTURES: &str = "KEIIN_PICTURES";

/// The button that signs.
pub const FINAL_BUTTON: &str = "署名手続きを完了する";

/// Somebody who is about to come.
#[derive(Clone, Debug)]
pub struct Visitor {
    setup: Setup,
    with_windows: bool,
}

impl Visitor {
    /// Somebody from Japan on this device.
    pub fn new(device: Device) -> Self {
        Self { setup: Setup { budget: Some(BUDGET), ..Setup::new(device) }, with_windows: false }
    }

    /// Prefers English.
    #[must_use]
    pub fn english(mut self) -> Self {
        self.setup.languages = "en-US,en".to_owned();
        self
    }

    /// Comes by a browser that keeps pages as they were for the back button.
    #[must_use]
    pub fn with_windows(mut self) -> Self {
        self.with_windows = true;
        self
    }

    /// Runs no scripts.
    #[must_use]
    pub fn without_javascript(mut self) -> Self {
        self.setup.javascript = false;
        self
    }

    /// May go to this origin as well.
    #[must_use]
    pub fn also_at(mut self, origin: &str) -> Self {
        self.setup.origins.push(origin.to_owned());
        self
    }

    /// Expects faults that contain this text.
    #[must_use]
    pub fn expecting(mut self, fault: &str) -> Self {
        self.setup.expected.push(fault.to_owned());
        self
    }
}

/// Like [`crate::run`], for journeys that need a browser. Whether there is one shows before a stack starts.
pub fn run(body: impl AsyncFnOnce(&'static Stack) -> Result<()>) {
    if browser::is_left_out() {
        return;
    }
    match browser::find_program() {
        Ok(_) => crate::run(body),
        Err(error) => panic!("{error:#}"),
    }
}

/// Lets somebody come, do something and leave. Whatever a page did wrong meanwhile is an error.
pub async fn visit(
    stack: &Stack,
    visitor: Visitor,
    act: impl AsyncFnOnce(&Person<'static>) -> Result<()>,
) -> Result<()> {
    let device = visitor.setup.device;
    let person = enter(stack, visitor).await?;
    let outcome = act(&person).await;
    leave(person).await?;
    outcome.with_context(|| format!("on a {}", device.name()))
}

/// Lets somebody come; [`leave`] says what was wrong.
pub async fn enter(stack: &Stack, visitor: Visitor) -> Result<Person<'static>> {
    let dir = stack.dir().join("tmp");
    let browser = if visitor.with_windows {
        let start = async || Browser::start_with_windows(&dir.join("browser-with-windows")).await;
        WITH_WINDOWS.get_or_try_init(start).await?
    } else {
        BROWSER.get_or_try_init(async || Browser::start(&dir.join("browser")).await).await?
    };
    let mut setup = visitor.setup;
    setup.expected.push(EMULATORS_ICON.to_owned());
    let store = stack.endpoint();
    setup.origins.extend([stack.public_url(), store.to_owned()]);
    setup.apart = APART.into_iter().map(str::to_owned).chain([format!("{store}/")]).collect();
    browser.person(setup).await
}

/// Lets somebody leave, and fails for whatever a page did wrong.
pub async fn leave(person: Person<'static>) -> Result<()> {
    let faults = person.faults();
    report(person.weights())?;
    person.leave().await?;
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    ensure!(told.is_empty(), "pages did what they may not:\n{}", told.join("\n"));
    Ok(())
}

/// What must hold on every page: axe-core, keyboard, 320 px, 200 %. Where `KEIIN_PICTURES` names a folder, a picture of the page is
/// left there to look at.
pub async fn check(page: &Page<'_>) -> Result<()> {
    if let Some(dir) = std::env::var_os(PICTURES) {
        static COUNT: AtomicUsize = AtomicUsize::new(1);
        let width: u32 = page.evaluate("innerWidth").await?;
        let title: String = page.title().await?.chars().filter(|letter| letter.is_alphanumeric()).collect();
        let name = format!("{:03}-{width}-{title}.png", COUNT.fetch_add(1, Ordering::Relaxed));
        page.screenshot(&std::path::Path::new(&dir).join(name)).await?;
    }
    let axe = AXE.get_or_try_init(async || Axe::load(&workspace::target_dir())).await?;
    page.checked(axe).await
}

/// Reads, presses 「完了する」 and 「署名手続きを完了する」, and sees that it is done.
pub async fn sign(page: &Page<'_>) -> Result<()> {
    page.click(Role::Link, "完了する").await?;
    confirm(page).await?;
    page.click(Role::Button, FINAL_BUTTON).await?;
    page.sees("完了しました").await
}

/// Waits for the seals where no script looks for them: the page says how to look again.
pub async fn looks_until_done(page: &Page<'_>) -> Result<()> {
    const LOOK: &str = "最新の状況を表示する";
    page.sees("手続き").await?;
    while page.has(Role::Link, LOOK).await? {
        page.click(Role::Link, LOOK).await?;
        page.sees("手続き").await?;
    }
    page.sees("完了しました").await
}

/// Ticks what the last page before the act wants to be ticked.
pub async fn confirm(page: &Page<'_>) -> Result<()> {
    page.find(Role::Button, FINAL_BUTTON).await?;
    for name in page.names(Role::Checkbox).await? {
        page.check(&name).await?;
    }
    Ok(())
}

/// Declines for this reason.
pub async fn decline(page: &Page<'_>, reason: &str) -> Result<()> {
    page.click(Role::Link, "完了する").await?;
    page.click(Role::Summary, "辞退する").await?;
    page.fill("辞退の理由", reason).await?;
    page.click(Role::Button, "辞退する").await?;
    page.sees("辞退を受け付けました").await
}

/// Nothing can be done on this page, nor is anything of the documents to be had.
pub async fn offers_nothing(page: &Page<'_>) -> Result<()> {
    for role in [Role::Button, Role::Textbox, Role::Checkbox, Role::Summary] {
        let names = page.names(role).await?;
        ensure!(names.is_empty(), "{} offers {role:?} {names:?}", page.url());
    }
    for link in ["完了する", "ダウンロード", "表示"] {
        ensure!(!page.has(Role::Link, link).await?, "{} offers 「{link}」", page.url());
    }
    Ok(())
}

/// The link to `path` in the first such mail to somebody.
pub async fn mailed_link(stack: &Stack, address: &str, subject: &str, path: &str) -> Result<String> {
    link_in(&mail_to(stack, address, subject).await?.html, path)
}

/// Adds to this test file's report: JSON and a table under target/journeys/browser.
fn report(weights: Vec<Weight>) -> Result<()> {
    let mut all = WEIGHTS.lock().unwrap_or_else(PoisonError::into_inner);
    for weight in weights {
        // The same page on the same device: the heaviest time counts.
        let key = |w: &Weight| (w.page.clone(), w.device.name(), w.status);
        match all.iter_mut().find(|known| key(known) == key(&weight)) {
            Some(known) if known.bytes + known.bytes_apart < weight.bytes + weight.bytes_apart => *known = weight,
            Some(_) => {}
            None => all.push(weight),
        }
    }
    all.sort_by(|a, b| (&a.page, a.device.name()).cmp(&(&b.page, b.device.name())));
    let program = std::env::current_exe()?;
    let Some(stem) = program.file_stem().and_then(|stem| stem.to_str()) else {
        bail!("{} has no name", program.display())
    };
    // Test programs carry a digest behind their name, examples do not.
    let name = stem.rsplit_once('-').map_or(stem, |(name, _)| name);
    let dir = workspace::target_dir().join("journeys").join("weights");
    std::fs::create_dir_all(&dir)?;
    std::fs::write(dir.join(format!("{name}.json")), serde_json::to_vec_pretty(&*all)?)?;
    std::fs::write(dir.join(format!("{name}.txt")), table(&all))?;
    Ok(())
}

fn table(weights: &[Weight]) -> String {
    let head = format!(
        "{:<42} {:<8} {:>6} {:>8} {:>8} {:>8} {:>8}\n",
        "page", "device", "status", "requests", "bytes", "apart", "bytes"
    );
    let rows = weights.iter().map(|w| {
        let Weight { page, device, status, requests, bytes, requests_apart, bytes_apart } = w;
        format!(
            "{page:<42} {:<8} {status:>6} {requests:>8} {bytes:>8} {requests_apart:>8} {bytes_apart:>8}\n",
            device.name()
        )
    });
    head + &rows.collect::<String>()
}
