//! How much text a form with files may bring beside them: the room of a form without, which many small parts fill as well as few large
//! ones. Otherwise the page that says what is wrong, with all that was entered, could be larger than any answer.

use api::problem::{Problem, kinds};
use web::form::MAX_FORM;

/// Bytes that a part takes beside what stands in it: a row of the page that shows it again.
const PART: usize = 256;

/// What is left.
#[derive(Debug)]
pub(crate) struct Room(usize);

impl Room {
    pub(crate) const fn of_a_form() -> Self {
        Self(MAX_FORM)
    }

    /// Takes as much as this part fills.
    pub(crate) fn take(&mut self, name: &str, text: &[u8]) -> Result<(), Problem> {
        let filled = PART + name.len() + text.len();
        self.0 = self.0.checked_sub(filled).ok_or_else(|| Problem::of(&kinds::BODY_TOO_LARGE))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_long_texts_and_many_empty_ones_fill_it_alike() {
        let mut room = Room::of_a_form();
        let long = vec![b'a'; MAX_FORM];
        assert!(room.take("message", &long).is_err());
        assert!(room.take("message", &long[..MAX_FORM / 2]).is_ok());
        let many = (0..MAX_FORM).take_while(|_| room.take("kind", b"").is_ok()).count();
        assert!((200..1000).contains(&many), "{many}");
    }
}
