//! Text messages in memory.

use std::collections::HashSet;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::factor::PhoneNumber;
use domain::ports::{MailError, PortError, TextMessages};

/// A text message service that keeps what it takes.
#[derive(Debug, Default)]
pub struct MemoryTexts {
    taken: Mutex<Vec<(String, String)>>,
    failures: Mutex<usize>,
    refused: Mutex<HashSet<String>>,
}

impl MemoryTexts {
    /// Number and text of each message so far.
    pub fn taken(&self) -> Vec<(String, String)> {
        self.taken.lock().unwrap().clone()
    }

    /// Refuses this number for good.
    pub fn refuse(&self, number: &str) {
        self.refused.lock().unwrap().insert(number.to_owned());
    }

    /// Takes the next messages and says for so many that it did not.
    pub fn lose_answers(&self, times: usize) {
        *self.failures.lock().unwrap() = times;
    }
}

#[async_trait]
impl TextMessages for MemoryTexts {
    async fn send(&self, to: &PhoneNumber, text: &str) -> Result<String, MailError> {
        if self.refused.lock().unwrap().contains(to.as_str()) {
            return Err(MailError::Refused("Invalid parameter: PhoneNumber".to_owned()));
        }
        let mut taken = self.taken.lock().unwrap();
        taken.push((to.as_str().to_owned(), text.to_owned()));
        let mut failures = self.failures.lock().unwrap();
        if *failures > 0 {
            *failures -= 1;
            return Err(PortError::new("send the text message", "no answer").into());
        }
        Ok(format!("text-{}", taken.len()))
    }
}
