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
    texts: Vec<Text>,
}

#[derive(Debug)]
struct Picture {
    file: String,
    look: String,
}

#[derive(Debug)]
struct Text {
    language: Language,
    words: String,
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

    /// Whether anything that begins so may be asked for.
    pub(super) fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| name.contains(only.as_str()) || only.starts_with(name))
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
        let Some(subject) = self.subject(kind, name, title) else { return Ok(None) };
        let look = format!("{}-{look}", language.tag());
        let file = format!("{}-{look}.png", subject.name);
        subject.pictures.push(Picture { file: file.clone(), look });
        Ok(Some(self.dir.join(file)))
    }

    /// Keeps words, where they are asked for.
    pub(super) fn text(&mut self, kind: &str, name: &str, title: &str, language: Language, words: &str) -> Result<()> {
        let Some(subject) = self.subject(kind, name, title) else { return Ok(()) };
        subject.texts.push(Text { language, words: words.to_owned() });
        let path = format!("{}-{}.txt", subject.name, language.tag());
        let path = self.dir.join(path);
        fs::write(&path, words).with_context(|| format!("writing {}", path.display()))
    }

    fn subject(&mut self, kind: &str, name: &str, title: &str) -> Option<&mut Subject> {
        if self.only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            return None;
        }
        let name = format!("{kind}-{name}");
        let place = self.subjects.iter().position(|subject| subject.name == name).unwrap_or_else(|| {
            self.subjects.push(Subject { name, title: title.to_owned(), pictures: Vec::new(), texts: Vec::new() });
            self.subjects.len() - 1
        });
        self.subjects.get_mut(place)
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
