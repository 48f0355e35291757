//! What a test program logs, for looking through it.

use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};

use tracing_subscriber::fmt::MakeWriter;

/// Everything that this program has logged since it was first asked for, from the finest level on.
#[derive(Clone, Debug, Default)]
pub struct CapturedLog(Arc<Mutex<Vec<u8>>>);

static OF_THIS_PROGRAM: LazyLock<CapturedLog> = LazyLock::new(|| {
    let log = CapturedLog::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_max_level(tracing::Level::TRACE).finish();
    // For all threads: one subscriber of a single thread is not asked about what others come to first. Whatever other tests of this
    // program log is looked at as well.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    log
});

impl CapturedLog {
    /// Begins to keep what is logged, unless it was begun before.
    pub fn of_this_program() -> Self {
        OF_THIS_PROGRAM.clone()
    }

    /// What has been logged so far.
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Those of these texts that were logged.
    pub fn found<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<&'t str> {
        let log = self.text();
        texts.into_iter().filter(|text| log.contains(text)).collect()
    }
}

impl Write for CapturedLog {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for CapturedLog {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}
