//! `cargo local screenshots`: every page and every mail, as people get them.
//!
//! It takes a stack of its own, even while one is running: it stops the timestamp authorities for a moment, so that the
//! page that waits for them can be seen, and moves the functions' clock past the deadline.

mod backdoor;
mod console;
mod files;
mod fixtures;
mod gallery;
mod mails;
mod pages;
mod scenario;

use std::path::PathBuf;
use std::process;

use anyhow::{Context, Result, anyhow};
use browser::{Browser, Device, Setup};
use domain::language::Language;
use futures::future::try_join_all;
use operate::arguments::BoundLinks;

use crate::progress::{Position, Progress};
use crate::stack::{self, Stack};
use console::Visitor;
use fixtures::Fixtures;
use gallery::Gallery;
use pages::{PAGES, When};
use scenario::Stage;

/// Seconds after which the cause of a wait is recorded, and after which the sender is told.
const CAUSE_DUE: i64 = 70;
const OVERDUE: i64 = 200;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the pictures go.
    pub out: PathBuf,
    /// Only what has this in its name.
    pub only: Option<String>,
}

/// Takes them all.
pub async fn run(options: &Options) -> Result<()> {
    let dir = workspace::target_dir().join("local").join(format!("screenshots-{}", process::id()));
    // Whether there is a browser shows before anything is built.
    let browser = Browser::start(&dir.join("browser")).await?;
    let outcome = async {
        let stack = start(dir.join("stack")).await?;
        take_all(&stack, &browser, options).await
    };
    let gallery = outcome.await.map_err(|error| anyhow!("{error:#}\nThe logs are in {}", dir.display()))?;
    drop(browser);
    std::fs::remove_dir_all(&dir).with_context(|| format!("removing {}", dir.display()))?;
    println!("{} → {}", gallery.len(), gallery.index()?.display());
    Ok(())
}

async fn start(dir: PathBuf) -> Result<Stack> {
    let mut progress = Progress::new();
    let options = stack::Options { schedules: false, ..stack::Options::new(dir) };
    let stack = Stack::start(&options, &mut |stage| progress.show(Position::from(&stage))).await?;
    progress.finish();
    Ok(stack)
}

async fn take_all(stack: &Stack, browser: &Browser, options: &Options) -> Result<Gallery> {
    let mut gallery = Gallery::open(&options.out, options.only.clone())?;
    let english = stack.add_sender(&fixtures::english_sender()?).await?;
    let fixtures = |sender, language| Fixtures::new(Stage { stack, sender, language });
    let casts = tokio::try_join!(fixtures(stack.client(), Language::Ja), fixtures(&english, Language::En))?;
    let mut casts = [casts.0, casts.1];
    take_pages(browser, &casts, When::InTime, &mut gallery).await?;
    let visitors = visit_console(stack, browser, &casts, &mut gallery).await?;
    backdoor::bind_links(stack, BoundLinks::All).await?;
    take_pages(browser, &casts, When::Elsewhere, &mut gallery).await?;
    backdoor::bind_links(stack, BoundLinks::None).await?;
    take_while_sealing(stack, browser, &mut casts, &visitors, &mut gallery).await?;
    fixtures::let_days_pass(stack, 6).await?;
    // It is written when its job is done, not when it is due.
    mails::arrive(stack, "reminder").await?;
    fixtures::let_days_pass(stack, 31).await?;
    take_pages(browser, &casts, When::TooLate, &mut gallery).await?;
    mails::take(stack, browser, &mut gallery).await?;
    Ok(gallery)
}

/// What is to be seen while seals are being made: without timestamps it takes as long as we like.
async fn take_while_sealing(
    stack: &Stack,
    browser: &Browser,
    casts: &mut [Fixtures<'_>],
    visitors: &[Visitor<'_>],
    gallery: &mut Gallery,
) -> Result<()> {
    let authorities = 0..stack.trust().timestamp_urls().len();
    authorities.clone().for_each(|authority| stack.trust().stop_timestamping(authority));
    for fixtures in casts.iter() {
        fixtures.sign_now().await?;
    }
    take_pages(browser, casts, When::Busy, gallery).await?;
    for fixtures in casts.iter() {
        fixtures.until_cause_is_known(stack).await?;
    }
    fixtures::let_pass(stack, OVERDUE).await?;
    for fixtures in casts.iter_mut() {
        fixtures.tell_of_the_wait().await?;
    }
    take_pages(browser, casts, When::Overdue, gallery).await?;
    for visitor in visitors {
        visitor.take(stack, When::Overdue, gallery).await?;
    }
    authorities.for_each(|authority| stack.trust().resume_timestamping(authority));
    Ok(())
}

/// The console, by somebody for each language and device. They stay: there is more to be seen later.
async fn visit_console<'b>(
    stack: &Stack,
    browser: &'b Browser,
    casts: &[Fixtures<'_>],
    gallery: &mut Gallery,
) -> Result<Vec<Visitor<'b>>> {
    let mut visitors = Vec::new();
    if gallery.wants(console::NAME) {
        for cast in casts {
            let sender = cast.sender();
            visitors.extend(console::sign_in(stack, browser, sender, cast.language, cast.sealing()).await?);
        }
    }
    for visitor in &visitors {
        visitor.take(stack, When::InTime, gallery).await?;
    }
    Ok(visitors)
}

/// Every page of this time, for each language and device.
async fn take_pages(browser: &Browser, casts: &[Fixtures<'_>], when: When, gallery: &mut Gallery) -> Result<()> {
    let mut visits = Vec::new();
    for fixtures in casts {
        for device in Device::BOTH {
            let mut shots = Vec::new();
            for page in PAGES.iter().filter(|page| page.when == when) {
                if let Some(file) = gallery.place("page", page.name, page.title, fixtures.language, device.name())? {
                    shots.push((page, file));
                }
            }
            visits.push((fixtures, device, shots));
        }
    }
    let taken = visits.into_iter().map(async |(fixtures, device, shots)| {
        let person = browser.person(setup(device, fixtures.language)).await?;
        for (page, file) in shots {
            let shown = page.show(&person, fixtures).await.with_context(|| format!("the page {}", page.name))?;
            shown.screenshot(&file).await?;
            shown.close().await?;
        }
        person.leave().await
    });
    try_join_all(taken).await.map(drop)
}

fn setup(device: Device, language: Language) -> Setup {
    Setup { languages: language.tag().to_owned(), ..Setup::new(device) }
}
