//! How somebody shows the factor of a registered seal: a code that is sent to the telephone.

use jiff::SignedDuration;

use crate::act::Browser;
use crate::registered::telephone;

/// Codes that somebody asks for before giving up. No more go to a link.
const CODES: usize = 5;
/// So long somebody waits for a code: after an accident it is sent again in a minute and a half.
const PATIENCE_SECONDS: usize = 200;

impl Browser {
    /// Shows the factor, if one is asked for. Whoever is not believed leaves it at that.
    pub(crate) async fn identify(&self) {
        let Some(telephone) = telephone(&self.who) else { return };
        for _ in 0..CODES {
            let before = self.code(&telephone);
            self.post("/code", "").await;
            let mut code = None;
            for _ in 0..PATIENCE_SECONDS {
                self.backend.time.sleep(SignedDuration::from_secs(1)).await;
                code = self.code(&telephone);
                if code != before {
                    break;
                }
            }
            let Some(code) = code else { continue };
            let answer = self.post("/factor", &format!("code={code}")).await;
            if !answer.cookies.is_empty() {
                *self.cookies.lock().unwrap() = answer.cookies;
                return;
            }
        }
    }

    /// The newest code that was sent to a telephone.
    fn code(&self, telephone: &str) -> Option<String> {
        let texts = self.backend.texts.taken();
        let (_, text) = texts.iter().rev().find(|(to, _)| to == telephone)?;
        text.rsplit_once('#').map(|(_, code)| code.to_owned())
    }
}
