//! The folder of pictures and its index.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use askama::Template;
use domain::language::Language;

/// Pictures so far.
#[derive(Debug)]
pub(super) struct Gallery {
    dir: PathBuf,
    only: Option<String>,
    subjects: Vec<Subject>,
}

/// One page or mail.
#[derive(Debug)]
struct Subject {
    name: String,
    title: String,
    pictures: Vec<Picture>,
}

#[derive(Debug)]
struct Picture {
    file: String,
    look: String,
}

#[derive(Template)]
#[template(path = "screenshots/index.html")]
struct Index<'a> {
    subjects: &'a [Subject],
}

impl Gallery {
    /// Opens the folder.
    pub(super) fn open(dir: &Path, only: Option<String>) -> Result<Self> {
        fs::create_dir_all(dir).with_context(|| format!("creating {}", dir.display()))?;
        Ok(Self { dir: std::path::absolute(dir)?, only, subjects: Vec::new() })
    }

    /// Where a picture goes; none when it is not asked for.
    pub(super) fn place(
        &mut self,
        kind: &str,
        name: &str,
        title: &str,
        language: Language,
        look: &str,
    ) -> Result<Option<PathBuf>> {
        if self.only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            return Ok(None);
        }
        let name = format!("{kind}-{name}");
        let look = format!("{}-{look}", language.tag());
        let picture = Picture { file: format!("{name}-{look}.png"), look };
        let path = self.dir.join(&picture.file);
        match self.subjects.iter_mut().find(|subject| subject.name == name) {
            Some(subject) => subject.pictures.push(picture),
            None => self.subjects.push(Subject { name, title: title.to_owned(), pictures: vec![picture] }),
        }
        Ok(Some(path))
    }

    /// How many pictures there are.
    pub(super) fn len(&self) -> usize {
        self.subjects.iter().map(|subject| subject.pictures.len()).sum()
    }

    /// Writes the index.
    pub(super) fn index(&self) -> Result<PathBuf> {
        let path = self.dir.join("index.html");
        fs::write(&path, Index { subjects: &self.subjects }.render()?)?;
        Ok(path)
    }
}
