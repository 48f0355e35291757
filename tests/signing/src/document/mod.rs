//! PDFs written by hand, and increments that obey no rule.

pub mod append;
pub mod contract;
pub mod read;
pub mod shadowed;

pub use append::{Entry, Increment, Xref};

/// How a file is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// PDF 1.4 with a cross-reference table.
    Table,
    /// PDF 1.5 with an object stream and a cross-reference stream.
    Streams,
}

/// A first revision in the making: objects 1, 2, 3 …; number 1 is the catalog.
pub struct Builder {
    objects: Vec<Vec<u8>>,
    layout: Layout,
}

impl Builder {
    /// Nothing yet.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self { objects: vec![], layout }
    }

    /// Adds the next object and gives its number.
    pub fn object(&mut self, body: impl Into<Vec<u8>>) -> u32 {
        self.objects.push(body.into());
        u32::try_from(self.objects.len()).unwrap()
    }

    /// Adds a stream.
    pub fn stream(&mut self, entries: &str, data: &[u8]) -> u32 {
        self.object(stream(entries, data))
    }

    /// The file; `trailer` are further entries of it.
    #[must_use]
    pub fn finish(self, trailer: &str) -> Vec<u8> {
        let version = if self.layout == Layout::Table { "1.4" } else { "1.5" };
        let mut increment = Increment::first(format!("%PDF-{version}\n%\u{e9}\u{e9}\n").into_bytes());
        increment.trailer(&format!("/Root 1 0 R {trailer}"));
        increment.trailer("/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]");
        if self.layout == Layout::Streams {
            increment.xref(Xref::ObjectStream);
        }
        for (number, body) in (1..).zip(self.objects) {
            increment.set(number, body);
        }
        increment.finish()
    }
}

/// A stream object.
#[must_use]
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< {entries} /Length {} >>\nstream\n", data.len());
    [head.into_bytes(), data.to_vec(), b"\nendstream".to_vec()].concat()
}
