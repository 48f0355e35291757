//! poppler's tools, one process for each thing.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result};

use crate::picture::Picture;
use crate::view::{Page, View, Word};

/// Whether all tools are there. It is noted where one is missing.
///
/// # Errors
/// Where one is missing and nothing may be left out.
pub(crate) fn is_there() -> Result<bool> {
    let tools = ["pdftoppm", "pdftocairo", "pdftotext", "pdfinfo"];
    let is_there =
        |tool: &&str| Command::new(tool).arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if tools.iter().all(is_there) {
        return Ok(true);
    }
    let how = "install it (Debian, Ubuntu: apt-get install poppler-utils; macOS: brew install poppler)";
    workspace::left_out("poppler", "not tested: what poppler shows of documents", how)?;
    Ok(false)
}

/// What poppler shows of the file at `path`; `printed` is where the file as it is printed may lie meanwhile.
pub(crate) fn view(path: &Path, printed: &Path, dpi: u32) -> Result<Result<View, String>> {
    let (screen, print, boxes, structure) = std::thread::scope(|scope| {
        let screen = scope.spawn(|| pictures(path, dpi));
        let print = scope.spawn(|| printed_pictures(path, printed, dpi));
        let boxes = run(Command::new("pdftotext").args(["-q", "-bbox", "-cropbox"]).arg(path).arg("-"));
        let structure = run(Command::new("pdfinfo").arg("-struct-text").arg(path));
        let joined = "starting a tool does not panic";
        (screen.join().expect(joined), print.join().expect(joined), boxes, structure)
    });
    let (screen, print) = match (screen?, print?) {
        (Ok(screen), Ok(print)) => (screen, print),
        (Err(said), _) | (_, Err(said)) => return Ok(Err(said)),
    };
    let sizes: Vec<(f64, f64)> = screen.iter().map(|picture| points(picture, dpi)).collect();
    let words = words(&boxes?.unwrap_or_default(), &sizes);
    let structure = structure?.unwrap_or_else(String::into_bytes);
    let structure = String::from_utf8_lossy(&structure).lines().map(|line| line.trim_end().to_owned()).collect();
    let mut words = words.into_iter();
    let pages = screen.into_iter().zip(print).map(|(screen, print)| Page {
        screen,
        print,
        words: words.next().unwrap_or_default(),
        crop: None,
        turn: 0,
    });
    // It rebuilds a file without a word.
    Ok(Ok(View { pages: pages.collect(), structure, is_rebuilt: false }))
}

/// The pages as they are printed, by way of `printed`: only pdftocairo prints, and not into pictures.
fn printed_pictures(path: &Path, printed: &Path, dpi: u32) -> Result<Result<Vec<Picture>, String>> {
    let made = run(Command::new("pdftocairo").args(["-q", "-pdf"]).arg(path).arg(printed))?;
    let pictures = match made {
        Ok(_) => pictures(printed, dpi)?,
        Err(said) => Err(said),
    };
    // Where nothing was printed there is nothing to remove.
    let _ = std::fs::remove_file(printed);
    Ok(pictures.map_err(|said| format!("printing: {said}")))
}

fn pictures(path: &Path, dpi: u32) -> Result<Result<Vec<Picture>, String>> {
    let made = run(Command::new("pdftoppm").args(["-q", "-cropbox", "-r", &dpi.to_string()]).arg(path))?;
    Ok(match made {
        Ok(bytes) => Ok(Picture::all_of_ppm(&bytes)?),
        Err(said) => Err(said),
    })
}

/// Width and height of a page as it is shown.
#[expect(clippy::cast_precision_loss, reason = "pixels")]
fn points(picture: &Picture, dpi: u32) -> (f64, f64) {
    let points = |pixels: usize| pixels as f64 * 72.0 / f64::from(dpi);
    (points(picture.width), points(picture.height))
}

/// What a tool writes, or how it ended instead.
fn run(command: &mut Command) -> Result<Result<Vec<u8>, String>> {
    let Output { status, stdout, .. } =
        command.stdin(Stdio::null()).stderr(Stdio::null()).output().context("running one of the tools of poppler")?;
    Ok(if status.success() { Ok(stdout) } else { Err(format!("{status}")) })
}

/// The words of each page, as `pdftotext -bbox` writes them, sorted: their order follows from how far they are from one
/// another, so that a word in a field that was filled in changes that of others.
///
/// Of a page that is turned, the size that it writes is that of the page before it was turned: `sizes` are as shown.
fn words(html: &[u8], sizes: &[(f64, f64)]) -> Vec<Vec<Word>> {
    let mut pages: Vec<Vec<Word>> = Vec::new();
    let mut size = (1.0, 1.0);
    for line in String::from_utf8_lossy(html).lines() {
        let number = |key: &str| -> f64 {
            let value = line.split_once(&format!("{key}=\"")).and_then(|(_, rest)| rest.split_once('"'));
            value.and_then(|(value, _)| value.parse().ok()).unwrap_or_default()
        };
        let line = line.trim_start();
        if line.starts_with("<page ") {
            size = sizes.get(pages.len()).copied().unwrap_or_else(|| (number("width"), number("height")));
            pages.push(Vec::new());
        } else if let (true, Some(page)) = (line.starts_with("<word "), pages.last_mut()) {
            let text = line.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</word>")).unwrap_or(line);
            let place =
                [number("xMin") / size.0, number("yMin") / size.1, number("xMax") / size.0, number("yMax") / size.1];
            page.push(Word { text: text.to_owned(), place: Some(place) });
        }
    }
    pages.iter_mut().for_each(|page| page.sort_by(|one, other| one.text.cmp(&other.text)));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_with_their_places() {
        let html =
            b"<doc>\n  <page width=\"200.0\" height=\"100.0\">\n    <word xMin=\"20.0\" yMin=\"10.0\" xMax=\"40.0\" \
            yMax=\"20.0\">a</word>\n  </page>\n  <page width=\"1.0\" height=\"1.0\">\n</doc>";
        let place = Some([0.1, 0.1, 0.2, 0.2]);
        assert_eq!(words(html, &[(200.0, 100.0)]), [vec![Word { text: "a".to_owned(), place }], vec![]]);
    }
}
