//! Mail scanners fetch links, run scripts and press buttons. None of that is anybody's view or will: the evidence stays as
//! it is, byte for byte.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Role};
use journeys::browsing::{FINAL_BUTTON, Visitor, enter, run, sign, visit};
use journeys::until;
use local::stack::Stack;
use reqwest::Method;
use url::Url;

use crate::{asked, recorded};

const DEPTH: usize = 3;

/// How a scanner behaves.
#[derive(Clone, Copy, Debug)]
enum Robot {
    /// Asks only whether there is something.
    Head,
    /// Fetches what the link leads to.
    Fetch,
    /// Fetches every link of what it fetched, and so on.
    Crawl,
    /// Opens it in a browser, lets its scripts run and waits.
    Render,
    /// Clicks on the first link or button, and again on the page that comes.
    ClickFirst,
    /// Clicks on what stands out most, and again on the page that comes.
    ClickForemost,
    /// Clicks on the first button of each page, or the first link where it has none.
    ClickButtons,
}

const ROBOTS: [Robot; 7] = [
    Robot::Head,
    Robot::Fetch,
    Robot::Crawl,
    Robot::Render,
    Robot::ClickFirst,
    Robot::ClickForemost,
    Robot::ClickButtons,
];

#[test]
fn robots_leave_no_trace_and_do_nothing() {
    run(async |stack| {
        let (contract, link) = asked(stack, "リンクを調べる機械").await?;
        // The mail's own record comes after the mail.
        until("the mail's record", async || Ok((recorded(stack, &contract, "mailed").await? > 0).then_some(())))
            .await?;
        let status = contract.envelope(stack).await?["status"].clone();
        let before = evidence(stack, &contract.id).await?;
        for robot in ROBOTS {
            robot.scan(stack, &link).await.with_context(|| format!("{robot:?}"))?;
            let after = evidence(stack, &contract.id).await?;
            ensure!(after == before, "{robot:?} left a trace: {:?}", contract.event_types(stack).await?);
        }
        ensure!(contract.envelope(stack).await?["status"] == status, "the envelope has moved on");
        // The link is as good as before.
        visit(stack, Visitor::new(Device::Phone), async |person| sign(&person.open(&link).await?).await).await
    });
}

/// The events, as the sender gets them: the whole answer.
async fn evidence(stack: &Stack, id: &str) -> Result<String> {
    Ok(stack.client().api(Method::GET, &format!("/v1/envelopes/{id}/events"), None, None).await?.text())
}

impl Robot {
    async fn scan(self, stack: &Stack, link: &str) -> Result<()> {
        match self {
            Self::Head => stack.client().request(Method::HEAD, link).await.map(drop),
            Self::Fetch => stack.client().page(link).await.map(drop),
            Self::Crawl => crawl(stack, link).await,
            Self::Render | Self::ClickFirst | Self::ClickForemost | Self::ClickButtons => {
                self.browse(stack, link).await
            }
        }
    }

    async fn browse(self, stack: &Stack, link: &str) -> Result<()> {
        // Its own faults are not the pages': it is left without a judgement.
        let robot = enter(stack, Visitor::new(Device::Desktop)).await?;
        let page = robot.open(link).await?;
        page.wait("scripts to run", "new Promise(done => setTimeout(() => done(true), 1500))").await?;
        if let Some(choice) = self.choice() {
            for _ in 0..DEPTH {
                follow(&page, choice).await?;
            }
        }
        robot.leave().await
    }

    /// What it clicks on, as a JavaScript expression.
    const fn choice(self) -> Option<&'static str> {
        match self {
            Self::ClickFirst => Some("document.querySelector('a[href], button, [type=submit]')"),
            Self::ClickForemost => {
                Some("document.querySelector('.primary') ?? document.querySelector('button, a[href]')")
            }
            Self::ClickButtons => Some(
                "document.querySelector('button, [type=submit]') ?? document.querySelector('main a[href]:not([target])')",
            ),
            Self::Head | Self::Fetch | Self::Crawl | Self::Render => None,
        }
    }
}

/// Clicks by script, as they do: no eye sees whether anything is in the way.
async fn follow(page: &Page<'_>, choice: &str) -> Result<()> {
    let click = format!("(element => {{ element?.click(); return true; }})({choice})");
    page.evaluate::<bool>(&click).await?;
    page.wait("a reaction", "new Promise(done => setTimeout(() => done(true), 500))").await?;
    page.settle().await
}

async fn crawl(stack: &Stack, link: &str) -> Result<()> {
    let mut known = BTreeSet::from([link.to_owned()]);
    let mut layer = vec![link.to_owned()];
    for _ in 0..=DEPTH {
        let mut next = Vec::new();
        for url in layer {
            let answer = stack.client().page(&url).await?;
            let base = Url::parse(&url)?;
            let html = answer.text();
            let linked = html.split(['"', '\'']).filter(|text| text.starts_with(['/', 'h', '?', '#']));
            for target in linked.chain([answer.header("location")]) {
                let Ok(target) = base.join(target) else { continue };
                // Strangers are no business of this test; there are none.
                let ours = [stack.public_url(), stack.endpoint().to_owned()];
                let is_ours = ours.iter().any(|origin| target.as_str().starts_with(origin));
                if is_ours && known.insert(target.to_string()) {
                    next.push(target.to_string());
                }
            }
        }
        layer = next;
    }
    ensure!(known.len() > 3, "it found nothing to follow: {known:?}");
    Ok(())
}

#[test]
fn pressing_the_final_button_alone_signs_nothing() {
    run(async |stack| {
        let (contract, link) = asked(stack, "機械の押すボタン").await?;
        visit(stack, Visitor::new(Device::Desktop), async |person| {
            let page = person.open(&format!("{link}/confirm")).await?;
            page.click(Role::Button, FINAL_BUTTON).await?;
            ensure!(recorded(stack, &contract, "approved").await? == 0, "a single press is no signature");
            sign(&person.open(&link).await?).await
        })
        .await
    });
}
