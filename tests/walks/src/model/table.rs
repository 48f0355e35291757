//! The table of `docs/authorisation.md`, written down once more: what each route takes. A route that is not here ends a walk.

use super::Level;

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 管理者
    Administrator,
    /// 文書管理者
    DocumentManager,
    /// 文書閲覧者
    DocumentViewer,
    /// 送信者
    Sender,
    /// 承認者
    Approver,
}

impl Role {
    pub(crate) const ALL: [Self; 5] =
        [Self::Administrator, Self::DocumentManager, Self::DocumentViewer, Self::Sender, Self::Approver];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::DocumentManager => "document_manager",
            Self::DocumentViewer => "document_viewer",
            Self::Sender => "sender",
            Self::Approver => "approver",
        }
    }
}

/// What a key is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// `envelopes:read`
    Read,
    /// `envelopes:write`
    Write,
    /// `envelopes:send`
    Send,
    /// `organisation:admin`
    Admin,
}

impl Scope {
    pub(crate) const ALL: [Self; 4] = [Self::Read, Self::Write, Self::Send, Self::Admin];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Read => "envelopes:read",
            Self::Write => "envelopes:write",
            Self::Send => "envelopes:send",
            Self::Admin => "organisation:admin",
        }
    }
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The routes that it is about.
    pub routes: &'static [&'static str],
    /// What a key must be good for.
    pub scopes: &'static [Scope],
    /// Roles that may do it with everything of the organisation.
    pub all: &'static [Role],
    /// Roles that may do it with what they sent.
    pub own: &'static [Role],
    /// Whether everybody may who has signed in, whatever their roles.
    pub everybody: bool,
    /// From which level on a folder gives it.
    pub folder: Option<Level>,
}

const NOBODY: Line = Line { routes: &[], scopes: &[Scope::Admin], all: &[], own: &[], everybody: false, folder: None };
const SENDERS: &[Role] = &[Role::Sender];
const MANAGERS: &[Role] = &[Role::DocumentManager];
const READERS: &[Role] = &[Role::DocumentManager, Role::DocumentViewer];
const ADMINISTRATORS: &[Role] = &[Role::Administrator];

/// All lines.
const LINES: &[Line] = &[
    Line {
        routes: &["LIST_ENVELOPES", "GET_ENVELOPE", "LIST_EVENTS", "CHECK_EVIDENCE", "GET_DOCUMENT", "LIST_ACCESS"],
        scopes: &[Scope::Read],
        all: READERS,
        own: SENDERS,
        folder: Some(Level::See),
        ..NOBODY
    },
    Line {
        routes: &["FETCH_FILE"],
        scopes: &[Scope::Read],
        all: READERS,
        own: SENDERS,
        folder: Some(Level::Download),
        ..NOBODY
    },
    Line {
        routes: &["CREATE_ENVELOPE", "CHANGE_DRAFT", "ADD_DOCUMENT", "REMOVE_DOCUMENT"],
        scopes: &[Scope::Write],
        own: SENDERS,
        ..NOBODY
    },
    Line { routes: &["SEND_ENVELOPE"], scopes: &[Scope::Send], own: SENDERS, ..NOBODY },
    Line {
        routes: &["COPY_ENVELOPE"],
        scopes: &[Scope::Write, Scope::Read],
        own: SENDERS,
        folder: Some(Level::Download),
        ..NOBODY
    },
    Line {
        routes: &["DELETE_DRAFT", "SEND_REMINDERS", "VOID_ENVELOPE", "RETRY_ENVELOPE", "REQUEST_AGAIN"],
        scopes: &[Scope::Write],
        all: MANAGERS,
        own: SENDERS,
        ..NOBODY
    },
    Line {
        routes: &["MOVE_ENVELOPE"],
        scopes: &[Scope::Write],
        all: MANAGERS,
        own: SENDERS,
        folder: Some(Level::Change),
        ..NOBODY
    },
    Line {
        routes: &["LIST_FOLDERS", "GET_FOLDER"],
        scopes: &[Scope::Read],
        all: &[Role::Administrator, Role::DocumentManager, Role::DocumentViewer],
        everybody: true,
        folder: Some(Level::See),
        ..NOBODY
    },
    Line {
        routes: &["ADD_FOLDER", "CHANGE_FOLDER", "REMOVE_FOLDER"],
        all: &[Role::Administrator, Role::DocumentManager],
        folder: Some(Level::Manage),
        ..NOBODY
    },
    Line {
        routes: &["LIST_CONTACTS", "EXPORT_CONTACTS", "GET_CONTACT"],
        scopes: &[Scope::Write],
        all: &Role::ALL,
        everybody: true,
        ..NOBODY
    },
    Line {
        routes: &["ADD_CONTACT", "IMPORT_CONTACTS", "CHANGE_CONTACT", "REMOVE_CONTACT"],
        scopes: &[Scope::Write],
        all: &[Role::Administrator, Role::DocumentManager, Role::Sender],
        everybody: true,
        ..NOBODY
    },
    Line { routes: &["GET_ME"], scopes: &[], everybody: true, ..NOBODY },
    Line {
        routes: &[
            "LIST_OWN_SESSIONS",
            "END_OWN_SESSION",
            "LIST_OWN_KEYS",
            "MAKE_OWN_KEY",
            "REVOKE_OWN_KEY",
            "GET_ORGANISATION",
            "LIST_GROUPS",
            "GET_GROUP",
            "LIST_SEALS",
            "GET_SEAL",
        ],
        everybody: true,
        ..NOBODY
    },
    Line {
        routes: &[
            "CHANGE_ORGANISATION",
            "LIST_LOG",
            "LIST_PEOPLE",
            "GET_PERSON",
            "INVITE_PERSON",
            "CHANGE_PERSON",
            "INVITE_AGAIN",
            "DEACTIVATE_PERSON",
            "REACTIVATE_PERSON",
            "LIST_SESSIONS",
            "END_SESSION",
            "END_SESSIONS",
            "ADD_GROUP",
            "RENAME_GROUP",
            "REMOVE_GROUP",
            "CHANGE_SEAL",
            "LIST_SEAL_USES",
            "LIST_KEYS",
            "MAKE_KEY",
            "REVOKE_KEY",
        ],
        all: ADMINISTRATORS,
        ..NOBODY
    },
];

/// The line of a route.
pub fn line_of(route: &str) -> Option<&'static Line> {
    LINES.iter().find(|line| line.routes.contains(&route))
}
