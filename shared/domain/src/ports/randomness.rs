//! Unpredictable bytes.

/// A source of unpredictable bytes.
pub trait Randomness: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}
