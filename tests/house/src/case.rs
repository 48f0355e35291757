//! What a run is like: all of it follows from a seed.

use crate::chance::Chance;
use crate::executor::Order;

/// Signers of a case that is drawn, at least and at most.
const SIGNERS: (i64, i64) = (2, 20);
/// The same for each envelope, where people do as they like.
const FREE_SIGNERS: (i64, i64) = (1, 5);

/// A run: who takes part, and what goes wrong on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// From this everything else is drawn.
    pub seed: u64,
    /// What people do.
    pub conduct: Conduct,
    /// How many sign an envelope.
    pub signers: usize,
    /// Documents of the envelope.
    pub documents: usize,
    /// Places in the signing order over which the signers are spread.
    pub groups: usize,
    /// Whether the signers of a place press the button at the same moment.
    pub together: bool,
    /// By how many seconds a clock may be wrong, either way.
    pub skew: i64,
    /// By how many milliseconds a clock may run backwards from one reading to the next.
    pub backwards: i64,
    /// How many invocations may be killed.
    pub kills: u32,
    /// How many calls of a port may get no answer, whether or not they had an effect.
    pub lost_answers: u32,
    /// How often in a thousand times a commit is turned away because another one is being made at that moment.
    pub conflicts: u32,
    /// How often in a thousand times a message comes twice.
    pub doubled: u32,
    /// Whether the authority's first tokens are too large for the room that a seal leaves.
    pub large_tokens: bool,
    /// For how many hours from the beginning the authority is down.
    pub outage: i64,
    /// Whether the finished files are read: that takes its time.
    pub thorough: bool,
    /// Milliseconds that a step may take.
    pub pace: i64,
    /// Whether the deployment removes finished files when their retention has ended.
    pub deletes: bool,
    /// How many invocations may be killed, and how many calls get no answer, once every envelope has come to its end: while
    /// files are removed.
    pub late_accidents: u32,
    /// Which faults are put around the ports.
    pub faults: Faults,
    pub(crate) order: Order,
}

/// What people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// Everybody signs as soon as they are asked.
    Willing,
    /// Recipients sign, decline, forward, come late, by old links, or never; the sender asks again, corrects addresses and
    /// takes envelopes back; mails come back.
    Free,
}

/// Faults that a run can put around the ports, to show that they are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Signers are sealed in the order of the clock times of their approvals, and not in that in which these were committed.
    pub order_by_clock: bool,
    /// The seal log takes two seals of the same signer for one, even when they go on different files.
    pub log_without_base: bool,
    /// The seal log forgets the signatures that were made.
    pub signatures_forgotten: bool,
    /// The mail log forgets that a mail was begun or sent.
    pub mails_forgotten: bool,
    /// The store takes a version of an envelope over any other.
    pub versions_ignored: bool,
    /// The store loses the first byte of every file.
    pub files_cut: bool,
    /// The queue loses mails.
    pub mails_lost: bool,
    /// The store forgets some commits.
    pub commits_lost: bool,
    /// Every link of a recipient is taken for the newest.
    pub links_never_replaced: bool,
    /// Whoever was turned away tries again without a pause.
    pub no_pauses: bool,
    /// The store forgets its locks.
    pub locks_forgotten: bool,
    /// Finished files are forgotten by the store while nobody looks.
    pub finished_lost: bool,
    /// The queue loses the jobs that keep contacts.
    pub contacts_lost: bool,
}

impl Case {
    /// The case of this seed.
    pub fn of(seed: u64) -> Self {
        let chance = Chance::of(seed);
        let signers = usize::try_from(chance.between(SIGNERS.0..=SIGNERS.1)).expect("some");
        Self::drawn(seed, signers, &chance)
    }

    /// The case of this seed in which people do as they like.
    pub fn of_free_people(seed: u64) -> Self {
        let chance = Chance::of(seed);
        let signers = usize::try_from(chance.between(FREE_SIGNERS.0..=FREE_SIGNERS.1)).expect("some");
        Self { conduct: Conduct::Free, ..Self::drawn(seed, signers, &chance) }
    }

    /// The same seed with so many signers.
    pub fn with_signers(self, signers: usize) -> Self {
        let chance = Chance::of(self.seed);
        chance.between(SIGNERS.0..=SIGNERS.1);
        Self {
            faults: self.faults,
            conduct: self.conduct,
            outage: self.outage,
            ..Self::drawn(self.seed, signers, &chance)
        }
    }

    /// Whether nobody is killed and no answer is lost.
    pub const fn is_calm(&self) -> bool {
        self.kills == 0 && self.lost_answers == 0
    }

    /// The same with an authority that is down for so many hours from the beginning.
    #[must_use]
    pub fn with_outage(self, outage: i64) -> Self {
        Self { outage, ..self }
    }

    /// The same with these faults.
    #[must_use]
    pub fn with_faults(self, faults: Faults) -> Self {
        Self { faults, ..self }
    }

    fn drawn(seed: u64, signers: usize, chance: &Chance) -> Self {
        let one_of = |all: &[i64]| *chance.one_of(all);
        let count = |all: &[u32]| *chance.one_of(all);
        Self {
            seed,
            conduct: Conduct::Willing,
            signers,
            documents: if chance.per_mille(150) { 2 } else { 1 },
            groups: if chance.per_mille(250) { 1 + chance.below(3) } else { 1 },
            together: chance.per_mille(800),
            skew: one_of(&[0, 1, 3, 5]),
            backwards: one_of(&[0, 0, 20, 800]),
            // Half of the runs have no accident: what may happen after one must not happen there.
            kills: count(&[0, 0, 0, 2, 6]),
            lost_answers: count(&[0, 0, 0, 2, 6]),
            conflicts: count(&[0, 50, 300]),
            doubled: count(&[0, 50, 200]),
            large_tokens: chance.per_mille(100),
            outage: 0,
            thorough: chance.per_mille(150),
            pace: one_of(&[2, 20, 100]),
            faults: Faults::default(),
            order: *chance.one_of(&[Order::Even, Order::Rounds, Order::Bursts, Order::Priorities]),
            deletes: chance.per_mille(500),
            late_accidents: count(&[0, 0, 3, 8]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_the_same_when_it_is_run_again_by_its_seed_and_number_of_signers() {
        for case in (0..200).flat_map(|seed| [Case::of(seed), Case::of_free_people(seed)]) {
            assert_eq!(case.clone().with_signers(case.signers), case);
        }
    }
}
