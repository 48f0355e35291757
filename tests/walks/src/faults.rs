//! Faults that can be put around the ports, to show that a walk finds them.

/// Which faults there are. None in the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// A person is found by their identifier, whatever organisation is asked for.
    pub people_of_all_organisations: bool,
    /// A list of people goes on with those of other organisations.
    pub lists_of_all_organisations: bool,
    /// A list of envelopes that one person sent holds those of others too.
    pub senders_ignored: bool,
    /// A list of the envelopes in one folder holds those of others too.
    pub folders_ignored: bool,
    /// A list of envelopes ends one too early.
    pub lists_cut: bool,
    /// Rights of a folder hold in those below which do not inherit.
    pub inheritance_never_stops: bool,
    /// Answers are remembered by the key alone, whatever organisation has sent it.
    pub answers_of_all_organisations: bool,
    /// Answers are remembered for all people of an organisation together.
    pub answers_of_all_people: bool,
    /// More is read for an envelope that is there than for one that is not.
    pub found_costs_more: bool,
    /// Reading an envelope leaves something in the store, be it allowed or not.
    pub reading_writes: bool,
    /// Every person of an organisation has the same address book.
    pub books_of_all_people: bool,
    /// Keys are good for everything, whatever they were made for.
    pub scopes_ignored: bool,
    /// Sessions do not end when roles change.
    pub sessions_never_end: bool,
    /// A key is found by its identifier, whatever organisation is asked for.
    pub keys_of_all_organisations: bool,
    /// Nobody has the role of document viewers.
    pub viewers_forgotten: bool,
    /// The name that an organisation is shown by is that of another.
    pub names_confused: bool,
}
