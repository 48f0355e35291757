//! A key's policy for the time of one act. Whatever ends the act, the policy for afterwards is put in place.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context as _, Error, Result, anyhow};
use serde_json::Value;

/// How often the policy for afterwards is tried.
const TRIES: u32 = 4;
/// Between the first two of them; twice as long between the next, and so on.
pub(crate) const PAUSE: Duration = Duration::from_secs(2);

/// Why a policy was not put in place.
#[derive(Debug)]
pub(crate) enum NotPut {
    /// The key service refused every try of it, and the one before stands.
    Refused(Error),
    /// No answer, or none that says which policy stands.
    Unknown(Error),
}

impl NotPut {
    pub(crate) fn into_error(self) -> Error {
        match self {
            Self::Refused(error) | Self::Unknown(error) => error,
        }
    }
}

/// Puts `during` in place, acts, and puts `after` in place: also where nobody knows whether `during` was put, and where
/// `stopped` comes first. `pause` is between the first two tries of the latter.
///
/// # Errors
/// Those of the act. Where the policy for afterwards could not be put in place, that, since it must be done by hand.
pub(crate) async fn temporarily<T>(
    put: impl AsyncFn(&Value) -> Result<(), NotPut>,
    during: &Value,
    after: &Value,
    pause: Duration,
    stopped: impl Future<Output = ()>,
    act: impl Future<Output = Result<T>>,
) -> Result<T> {
    // Not given up half-way: what has been sent may be carried out after what would be sent next.
    let done = match put(during).await {
        Ok(()) => tokio::select! {
            biased;
            () = stopped => Err(anyhow!("you have stopped it; the key's policy is put back")),
            done = act => done,
        },
        Err(NotPut::Refused(error)) => return Err(error).context("letting you sign with the key"),
        Err(NotPut::Unknown(error)) => Err(error).context("letting you sign with the key"),
    };
    if let Err(error) = put_back(put, after, pause).await {
        let context = match &done {
            Ok(_) => String::new(),
            Err(first) => format!(" (before that: {first:#})"),
        };
        return Err(error.context(format!(
            "you can still sign with the key, since its policy could not be put back{context}; use `keiin key protect`"
        )));
    }
    done
}

async fn put_back(put: impl AsyncFn(&Value) -> Result<(), NotPut>, policy: &Value, mut pause: Duration) -> Result<()> {
    let mut tries = 1;
    loop {
        match put(policy).await {
            Ok(()) => return Ok(()),
            Err(_) if tries < TRIES => {
                tokio::time::sleep(pause).await;
                (tries, pause) = (tries + 1, pause * 2);
            }
            Err(error) => return Err(error.into_error()),
        }
    }
}

/// Comes when whoever runs the program wants it to end: by Ctrl-C, or where their terminal closes. From this call on nothing
/// of that ends it on its own.
pub(crate) fn stop_signal() -> Result<impl Future<Output = ()>> {
    const ACTION: &str = "listening for signals";
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt()).context(ACTION)?;
        let mut terminate = signal(SignalKind::terminate()).context(ACTION)?;
        let mut hangup = signal(SignalKind::hangup()).context(ACTION)?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hangup.recv() => {}
            }
        })
    }
    #[cfg(windows)]
    {
        let mut interrupt = tokio::signal::windows::ctrl_c().context(ACTION)?;
        let mut close = tokio::signal::windows::ctrl_close().context(ACTION)?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = close.recv() => {}
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::future::{pending, ready};

    use serde_json::json;

    use super::*;

    /// A key service that answers as it is told, one answer a call, and notes which policies it was asked to put.
    struct Service {
        answers: RefCell<Vec<Result<(), NotPut>>>,
        asked: RefCell<Vec<Value>>,
    }

    impl Service {
        fn new(answers: impl IntoIterator<Item = Result<(), NotPut>>) -> Self {
            let mut answers: Vec<_> = answers.into_iter().collect();
            answers.reverse();
            Self { answers: RefCell::new(answers), asked: RefCell::default() }
        }

        async fn run(&self, stopped: impl Future<Output = ()>, act: impl Future<Output = Result<u8>>) -> Result<u8> {
            let put = async |policy: &Value| {
                self.asked.borrow_mut().push(policy.clone());
                self.answers.borrow_mut().pop().expect("no more calls than answers")
            };
            temporarily(put, &json!("during"), &json!("after"), Duration::ZERO, stopped, act).await
        }

        fn asked(&self) -> Vec<Value> {
            self.asked.borrow().clone()
        }
    }

    fn lost() -> Result<(), NotPut> {
        Err(NotPut::Unknown(anyhow!("no answer")))
    }

    fn refused() -> Result<(), NotPut> {
        Err(NotPut::Refused(anyhow!("you may not")))
    }

    #[tokio::test]
    async fn the_policy_is_put_back_after_the_act_and_after_its_failure() {
        for act in [Ok(1), Err(anyhow!("it failed"))] {
            let (service, succeeds) = (Service::new([Ok(()), Ok(())]), act.is_ok());
            assert_eq!(service.run(pending(), ready(act)).await.is_ok(), succeeds);
            assert_eq!(service.asked(), ["during", "after"]);
        }
    }

    #[tokio::test]
    async fn whoever_stops_it_gets_the_policy_put_back_even_before_the_act() {
        let service = Service::new([Ok(()), Ok(())]);
        let error = service.run(ready(()), pending()).await.unwrap_err().to_string();
        assert!(error.contains("you have stopped it"), "{error}");
        assert_eq!(service.asked(), ["during", "after"]);
    }

    #[tokio::test]
    async fn a_change_whose_answer_was_lost_is_taken_back_and_one_that_was_refused_is_none() {
        let service = Service::new([lost(), Ok(())]);
        let error = format!("{:#}", service.run(pending(), pending()).await.unwrap_err());
        assert!(error.contains("no answer"), "{error}");
        assert_eq!(service.asked(), ["during", "after"]);
        let service = Service::new([refused()]);
        let error = format!("{:#}", service.run(pending(), pending()).await.unwrap_err());
        assert!(error.contains("you may not"), "{error}");
        assert_eq!(service.asked(), ["during"]);
    }

    #[tokio::test]
    async fn putting_it_back_is_tried_again_and_in_the_end_it_is_told_what_to_do() {
        let service = Service::new([Ok(()), lost(), lost(), Ok(())]);
        assert_eq!(service.run(pending(), ready(Ok(1))).await.unwrap(), 1);
        assert_eq!(service.asked(), ["during", "after", "after", "after"]);
        for answer in [lost, refused] {
            let service = Service::new([Ok(()), answer(), answer(), answer(), answer()]);
            let error = format!("{:#}", service.run(pending(), ready(Err(anyhow!("it failed")))).await.unwrap_err());
            assert!(error.contains("`keiin key protect`") && error.contains("it failed"), "{error}");
            assert_eq!(service.asked().len(), 5);
        }
    }
}
