//! The pdf.js that our pages show documents with, in a headless Chromium.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::Path as Name;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use browser::{Browser, Device, Setup};
use tokio::net::TcpListener;

use crate::view::{SentView, View};

const PAGE: &str = include_str!("pdfjs/view.html");
const SCRIPT: &str = include_str!("pdfjs/view.mjs");

/// A file to be shown, and where to say what is seen.
type Job = (Vec<u8>, Sender<Result<SentView>>);

/// A tab that waits for files. It closes, and Chromium with it, when this is dropped.
#[derive(Debug)]
pub(crate) struct Pdfjs {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Pdfjs {
    /// Starts Chromium, with its profile in `folder`.
    pub(crate) fn start(folder: &Path, dpi: u32) -> Result<Self> {
        let (jobs, waiting) = channel();
        let (ready, started) = channel();
        let folder = folder.to_owned();
        let thread = std::thread::spawn(move || {
            let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(ready.send(Err(error.into()))),
            };
            if let Err(error) = runtime.block_on(serve(&folder, dpi, &waiting, &ready)) {
                // Whoever waits for the start hears it; later there is nobody but the next file.
                let _ = ready.send(Err(error));
            }
        });
        started.recv().context("Chromium's thread")??;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// What it shows of a file, or says instead.
    pub(crate) fn view(&self, file: &[u8]) -> Result<Result<View, String>> {
        let (answer, answered) = channel();
        let jobs = self.jobs.as_ref().context("open until it is dropped")?;
        jobs.send((file.to_vec(), answer)).context("the browser has ended")?;
        answered.recv().context("the browser has ended")??.received()
    }
}

impl Drop for Pdfjs {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn serve(folder: &Path, dpi: u32, jobs: &Receiver<Job>, ready: &Sender<Result<()>>) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/", listener.local_addr()?);
    let app = Router::new()
        .route("/", get(async || Html(PAGE)))
        .route("/view.mjs", get(async || ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT)))
        .route("/pdfjs/{*name}", get(asset));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let browser = Browser::start(folder).await?;
    let person = browser.person(Setup::new(Device::Desktop)).await?;
    let page = person.open(&url).await?;
    page.wait("pdf.js", "globalThis.view !== undefined").await?;
    let _ = ready.send(Ok(()));
    while let Ok((file, answer)) = jobs.recv() {
        let seen = page.evaluate(&format!("view({:?}, {dpi})", STANDARD.encode(file))).await;
        // Nobody waits any more: there is nobody to tell.
        let _ = answer.send(seen);
    }
    Ok(())
}

/// A file of pdf.js as it is deployed.
async fn asset(Name(name): Name<String>) -> Response {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/assets/files/pdfjs");
    let is_inside = PathBuf::from(&name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    let kind = if name.ends_with("js") { "text/javascript" } else { "application/octet-stream" };
    match tokio::fs::read(folder.join(&name)).await {
        Ok(bytes) if is_inside => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
