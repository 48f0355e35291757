//! What can be asked of the API by somebody who is known.

use super::Scope;

/// What somebody wants to do. A route of the API that asks who calls names one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// List the organisation's envelopes.
    ListEnvelopes,
    /// Read an envelope.
    ReadEnvelope,
    /// Read an envelope's evidence.
    ReadEvents,
    /// Compare the seals of a document with the evidence.
    CheckEvidence,
    /// Make a draft.
    CreateEnvelope,
    /// Send a draft.
    SendEnvelope,
    /// Take an envelope back.
    VoidEnvelope,
    /// Have what an envelope waits for tried again.
    RetryEnvelope,
    /// Ask a recipient again, at a corrected address if need be.
    RequestAgain,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::ListEnvelopes,
        Self::ReadEnvelope,
        Self::ReadEvents,
        Self::CheckEvidence,
        Self::CreateEnvelope,
        Self::SendEnvelope,
        Self::VoidEnvelope,
        Self::RetryEnvelope,
        Self::RequestAgain,
    ];

    /// The scope without which no API key does it.
    pub const fn scope(self) -> Scope {
        match self {
            Self::ListEnvelopes | Self::ReadEnvelope | Self::ReadEvents | Self::CheckEvidence => Scope::EnvelopesRead,
            Self::CreateEnvelope | Self::VoidEnvelope | Self::RetryEnvelope | Self::RequestAgain => {
                Scope::EnvelopesWrite
            }
            Self::SendEnvelope => Scope::EnvelopesSend,
        }
    }

    /// Its name in documents.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ListEnvelopes => "list envelopes",
            Self::ReadEnvelope => "read an envelope",
            Self::ReadEvents => "read an envelope's evidence",
            Self::CheckEvidence => "compare a document with the evidence",
            Self::CreateEnvelope => "make a draft",
            Self::SendEnvelope => "send a draft",
            Self::VoidEnvelope => "take an envelope back",
            Self::RetryEnvelope => "have something tried again",
            Self::RequestAgain => "ask a recipient again",
        }
    }
}
