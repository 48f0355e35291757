//! A page of the settings: a heading, what was done or went wrong, and what it consists of.

use askama::Template;
use axum::http::StatusCode;
use web::Language;

use super::form::{Control, Form, TextKind, Tried};
use super::preview::Preview;
use super::table::Table;
use super::words;

/// A page.
#[derive(Template)]
#[template(path = "settings/view.html")]
pub(super) struct View {
    pub(super) status: StatusCode,
    pub(super) language: Language,
    pub(super) title: String,
    /// The page above it.
    pub(super) back: Option<Link>,
    pub(super) lead: Option<String>,
    pub(super) notice: Option<&'static str>,
    pub(super) problem: Option<Told>,
    pub(super) blocks: Vec<Block>,
}

/// A link with its words.
pub(super) struct Link {
    pub(super) url: String,
    pub(super) label: String,
    /// What is found there, in one sentence.
    pub(super) about: Option<String>,
}

impl Link {
    pub(super) fn new(url: String, label: &str) -> Self {
        Self { url, label: label.to_owned(), about: None }
    }
}

/// A part of a page.
pub(super) enum Block {
    Heading(String),
    Text(String),
    /// A state, with its tone.
    Badge(&'static str, String),
    /// Something that must be seen.
    Warning(String),
    /// What is shown this once and copied from here.
    Secret {
        label: String,
        value: String,
    },
    /// Names with what belongs to them.
    Facts(Vec<(String, String)>),
    Table(Table),
    Form(Box<Form>),
    /// Where one can go from here.
    Buttons(Vec<Link>),
    /// The parts of the settings, by topic.
    Topics(Vec<Link>),
    Preview(Box<Preview>),
}

impl Block {
    pub(super) fn heading(text: &str) -> Self {
        Self::Heading(text.to_owned())
    }

    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What the API says against something that was tried.
pub(super) struct Told {
    title: String,
    detail: String,
    /// Each with the identifier of the field that it is about, where the page has it.
    errors: Vec<(Option<String>, String)>,
}

impl View {
    pub(super) fn new(language: Language, title: &str) -> Self {
        Self {
            status: StatusCode::OK,
            language,
            title: title.to_owned(),
            back: None,
            lead: None,
            notice: None,
            problem: None,
            blocks: Vec::new(),
        }
    }

    pub(super) fn below(mut self, url: String, label: &str) -> Self {
        self.back = Some(Link::new(url, label));
        self
    }

    pub(super) fn lead(mut self, text: &str) -> Self {
        self.lead = Some(text.to_owned());
        self
    }

    pub(super) fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Tells what stands against what was tried, at the head of the page and beside the fields of its forms.
    pub(super) fn tried(mut self, tried: Option<&Tried<'_>>) -> Self {
        let Some(problem) = tried.map(|tried| tried.problem) else { return self };
        let mut fields: Vec<_> = self
            .blocks
            .iter_mut()
            .filter_map(|block| if let Block::Form(form) = block { Some(form) } else { None })
            .flat_map(|form| form.groups.iter_mut())
            .flat_map(|group| group.fields.iter_mut())
            .collect();
        let language = self.language;
        let errors = problem.errors.iter().map(|error| {
            let detail = words::of_field(&error.code, language).unwrap_or_else(|| error.detail.in_language(language));
            let field = fields.iter_mut().find(|field| field.is_at(&error.pointer));
            match field {
                Some(field) => (Some(field.name.clone()), field.tell(&error.pointer, detail)),
                None => (None, detail.to_owned()),
            }
        });
        let errors = errors.collect();
        self.status = problem.status();
        self.problem = Some(Told {
            title: problem.kind.title.in_language(language).to_owned(),
            detail: words::of_problem(problem.kind.code, language)
                .unwrap_or_else(|| problem.detail.in_language(language))
                .to_owned(),
            errors,
        });
        self
    }
}
