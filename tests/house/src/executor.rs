//! Runs futures one step at a time, in an order that is drawn.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use crate::chance::Chance;

/// A task of an [`Executor`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TaskId(u64);

/// How it is chosen who goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Anybody, each as likely as the others: all get on about equally fast.
    Even,
    /// Whoever has waited longest: all ask at once, all are answered at once, as over a network whose ways are equally long.
    Rounds,
    /// Mostly who went on last.
    Bursts,
    /// Whoever has the highest of priorities that are drawn, and sometimes drawn anew: some are overtaken by everybody
    /// (Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", 2010).
    Priorities,
}

/// Tasks whose results are `T`.
pub(crate) struct Executor<T> {
    tasks: Vec<Task<T>>,
    order: Order,
    last: u64,
}

struct Task<T> {
    id: TaskId,
    future: Pin<Box<dyn Future<Output = T>>>,
    ready: Arc<Ready>,
    priority: u64,
    /// When it went on last.
    stepped: u64,
}

struct Ready(AtomicBool);

impl Wake for Ready {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl<T> Executor<T> {
    /// Without tasks.
    pub(crate) const fn new(order: Order) -> Self {
        Self { tasks: Vec::new(), order, last: 0 }
    }

    /// Adds a task; it goes on when it is chosen.
    pub(crate) fn spawn(&mut self, chance: &Chance, future: impl Future<Output = T> + 'static) -> TaskId {
        self.last += 1;
        let (id, ready) = (TaskId(self.last), Arc::new(Ready(AtomicBool::new(true))));
        self.tasks.push(Task { id, future: Box::pin(future), ready, priority: chance.bits(), stepped: 0 });
        id
    }

    /// Ends a task where it stands.
    pub(crate) fn kill(&mut self, id: TaskId) {
        self.tasks.retain(|task| task.id != id);
    }

    /// Whether there is no task.
    pub(crate) const fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Whether a task could go on.
    pub(crate) fn is_ready(&self) -> bool {
        self.tasks.iter().any(Task::is_ready)
    }

    /// Lets a task go on to its next point. Gives it and, at its end, its result; `None` when all are asleep.
    pub(crate) fn step(&mut self, chance: &Chance) -> Option<(TaskId, Option<T>)> {
        let at = self.choose(chance)?;
        self.last += 1;
        let task = &mut self.tasks[at];
        task.stepped = self.last;
        task.ready.0.store(false, Ordering::Relaxed);
        let (id, waker) = (task.id, Waker::from(task.ready.clone()));
        match task.future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Pending => Some((id, None)),
            Poll::Ready(result) => {
                self.tasks.swap_remove(at);
                Some((id, Some(result)))
            }
        }
    }

    fn choose(&mut self, chance: &Chance) -> Option<usize> {
        let ready: Vec<usize> = (0..self.tasks.len()).filter(|at| self.tasks[*at].is_ready()).collect();
        if ready.is_empty() {
            return None;
        }
        let any = *chance.one_of(&ready);
        let most =
            |key: fn(&Task<T>) -> u64| ready.iter().copied().max_by_key(|at| key(&self.tasks[*at])).unwrap_or(any);
        Some(match self.order {
            Order::Even => any,
            Order::Rounds => most(|task| u64::MAX - task.stepped),
            Order::Bursts if chance.per_mille(800) => most(|task| task.stepped),
            Order::Bursts => any,
            Order::Priorities => {
                let first = most(|task| task.priority);
                if chance.per_mille(100) {
                    self.tasks[first].priority = chance.bits();
                }
                first
            }
        })
    }
}

impl<T> Task<T> {
    fn is_ready(&self) -> bool {
        self.ready.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::Turn;

    #[test]
    fn a_task_goes_on_only_when_it_is_chosen_and_one_that_sleeps_is_not_chosen() {
        let chance = Chance::of(1);
        let mut executor = Executor::new(Order::Even);
        let id = executor.spawn(&chance, async {
            Turn::of_others().await;
            7
        });
        let asleep = executor.spawn(&chance, std::future::pending());
        let mut steps = Vec::new();
        while let Some(step) = executor.step(&chance) {
            steps.push(step);
        }
        assert!(steps.contains(&(id, None)) && steps.contains(&(id, Some(7))) && steps.contains(&(asleep, None)));
        assert_eq!(steps.len(), 3);
        assert!(!executor.is_ready() && !executor.is_empty());
        executor.kill(asleep);
        assert!(executor.is_empty());
    }
}
