//! The table. A new route is a row here and a line in its function's router; `cargo codegen` writes what follows.

use axum::http::Method;

use super::{Access, Function, Rate, Route};
use domain::authorisation::Action;

/// Names each route, and lists them all.
macro_rules! routes {
    ($(#[doc = $summary:literal] $name:ident: $method:ident $path:literal => $function:ident, $access:expr, $rate:ident;)*) => {
        $(
            #[doc = $summary]
            pub static $name: Route = Route {
                name: stringify!($name),
                summary: $summary,
                method: Method::$method,
                path: $path,
                function: Function::$function,
                access: $access,
                rate: Rate::$rate,
            };
        )*
        /// All routes.
        pub static ALL: &[&Route] = &[$(&$name),*];
    };
}

const fn may(action: Action) -> Access {
    Access::May(action)
}

routes! {
    /// Makes a draft; the answer holds a presigned upload for each document.
    CREATE_ENVELOPE: POST "/v1/envelopes" => CreateEnvelope, may(Action::CreateEnvelope), Standard;
    /// Lists an organisation's envelopes, the newest first.
    LIST_ENVELOPES: GET "/v1/envelopes" => CreateEnvelope, may(Action::ListEnvelopes), Standard;
    /// Reads an envelope.
    GET_ENVELOPE: GET "/v1/envelopes/{id}" => CreateEnvelope, may(Action::ReadEnvelope), Standard;
    /// Changes a draft: what is left out stays.
    CHANGE_DRAFT: PATCH "/v1/envelopes/{id}" => CreateEnvelope, may(Action::ChangeDraft), Standard;
    /// Deletes a draft.
    DELETE_DRAFT: DELETE "/v1/envelopes/{id}" => CreateEnvelope, may(Action::DeleteDraft), Standard;
    /// Adds a document to a draft; the answer holds its presigned upload.
    ADD_DOCUMENT: POST "/v1/envelopes/{id}/documents" => CreateEnvelope, may(Action::AddDocument), Standard;
    /// Reads a document of an envelope.
    GET_DOCUMENT: GET "/v1/envelopes/{id}/documents/{number}" => CreateEnvelope, may(Action::ReadDocument), Standard;
    /// Removes a document from a draft.
    REMOVE_DOCUMENT: DELETE "/v1/envelopes/{id}/documents/{number}" => CreateEnvelope, may(Action::RemoveDocument), Standard;
    /// Tells where a file of a document is to be had.
    FETCH_FILE: GET "/v1/envelopes/{id}/documents/{number}/files/{which}" => CreateEnvelope, may(Action::FetchFile), Standard;
    /// Moves an envelope to another folder, or to none.
    MOVE_ENVELOPE: POST "/v1/envelopes/{id}/move" => CreateEnvelope, may(Action::MoveEnvelope), Standard;
    /// Tells who may see an envelope, and by what, page by page.
    LIST_ACCESS: GET "/v1/envelopes/{id}/access" => CreateEnvelope, may(Action::ReadAccess), Standard;
    /// Makes a draft that asks for the same as an envelope that there is.
    COPY_ENVELOPE: POST "/v1/envelopes/{id}/copy" => CreateEnvelope, may(Action::CopyEnvelope), Standard;
    /// Reads the evidence of an envelope page by page, and checks that it is whole.
    LIST_EVENTS: GET "/v1/envelopes/{id}/events" => CreateEnvelope, may(Action::ReadEvents), Standard;
    /// Compares the seals of a document with the evidence.
    CHECK_EVIDENCE: GET "/v1/envelopes/{id}/documents/{number}/evidence" => CreateEnvelope, may(Action::CheckEvidence), Costly;
    /// Checks what was uploaded and sends the draft.
    SEND_ENVELOPE: POST "/v1/envelopes/{id}/send" => CreateEnvelope, may(Action::SendEnvelope), Standard;
    /// Takes an envelope back.
    VOID_ENVELOPE: POST "/v1/envelopes/{id}/void" => CreateEnvelope, may(Action::VoidEnvelope), Standard;
    /// Has what an envelope waits for tried again.
    RETRY_ENVELOPE: POST "/v1/envelopes/{id}/retry" => CreateEnvelope, may(Action::RetryEnvelope), Standard;
    /// Reminds those whose turn it is, each at most once in an hour.
    SEND_REMINDERS: POST "/v1/envelopes/{id}/remind" => CreateEnvelope, may(Action::SendReminders), Standard;
    /// Asks a recipient again by a new link, at a corrected address or telephone number if one is given.
    REQUEST_AGAIN: POST "/v1/envelopes/{id}/recipients/{number}/request" => CreateEnvelope, may(Action::RequestAgain), Standard;

    /// Tells who calls, and what they may do.
    GET_ME: GET "/v1/me" => ManageOrganisation, may(Action::ReadSelf), Standard;
    /// Lists the caller's own sessions.
    LIST_OWN_SESSIONS: GET "/v1/me/sessions" => ManageOrganisation, may(Action::ManageOwnSessions), Standard;
    /// Ends one of the caller's own sessions.
    END_OWN_SESSION: DELETE "/v1/me/sessions/{session}" => ManageOrganisation, may(Action::ManageOwnSessions), Standard;
    /// Lists the caller's own API keys.
    LIST_OWN_KEYS: GET "/v1/me/keys" => ManageOrganisation, may(Action::ManageOwnKeys), Standard;
    /// Makes an API key of the caller's own, which is shown this once. Whoever calls has signed in.
    MAKE_OWN_KEY: POST "/v1/me/keys" => ManageOrganisation, may(Action::ManageOwnKeys), Standard;
    /// Revokes one of the caller's own API keys. Whoever calls has signed in.
    REVOKE_OWN_KEY: DELETE "/v1/me/keys/{id}" => ManageOrganisation, may(Action::ManageOwnKeys), Standard;
    /// Reads what holds for the organisation.
    GET_ORGANISATION: GET "/v1/organisation" => ManageOrganisation, may(Action::ReadOrganisation), Standard;
    /// Changes what holds for the organisation.
    CHANGE_ORGANISATION: PATCH "/v1/organisation" => ManageOrganisation, may(Action::ChangeOrganisation), Standard;
    /// Reads the organisation's log page by page.
    LIST_LOG: GET "/v1/organisation/log" => ManageOrganisation, may(Action::ReadLog), Standard;
    /// Lists the organisation's people.
    LIST_PEOPLE: GET "/v1/organisation/people" => ManageOrganisation, may(Action::ReadPeople), Standard;
    /// Invites a person by mail.
    INVITE_PERSON: POST "/v1/organisation/people" => ManageOrganisation, may(Action::ManagePeople), Standard;
    /// Reads a person.
    GET_PERSON: GET "/v1/organisation/people/{id}" => ManageOrganisation, may(Action::ReadPeople), Standard;
    /// Changes what is said of a person.
    CHANGE_PERSON: PATCH "/v1/organisation/people/{id}" => ManageOrganisation, may(Action::ManagePeople), Standard;
    /// Sends an invitation again, by a new link.
    INVITE_AGAIN: POST "/v1/organisation/people/{id}/invitation" => ManageOrganisation, may(Action::ManagePeople), Standard;
    /// Lets a person come in no more, from the next request on.
    DEACTIVATE_PERSON: POST "/v1/organisation/people/{id}/deactivate" => ManageOrganisation, may(Action::ManagePeople), Standard;
    /// Lets a person come in again.
    REACTIVATE_PERSON: POST "/v1/organisation/people/{id}/reactivate" => ManageOrganisation, may(Action::ManagePeople), Standard;
    /// Lists a person's sessions.
    LIST_SESSIONS: GET "/v1/organisation/people/{id}/sessions" => ManageOrganisation, may(Action::ManagePeople), Standard;
    /// Ends all sessions of a person.
    END_SESSIONS: DELETE "/v1/organisation/people/{id}/sessions" => ManageOrganisation, may(Action::ManagePeople), Standard;
    /// Ends one session of a person.
    END_SESSION: DELETE "/v1/organisation/people/{id}/sessions/{session}" => ManageOrganisation, may(Action::ManagePeople), Standard;
    /// Lists the organisation's groups.
    LIST_GROUPS: GET "/v1/organisation/groups" => ManageOrganisation, may(Action::ReadGroups), Standard;
    /// Makes a group.
    ADD_GROUP: POST "/v1/organisation/groups" => ManageOrganisation, may(Action::ManageGroups), Standard;
    /// Reads a group.
    GET_GROUP: GET "/v1/organisation/groups/{id}" => ManageOrganisation, may(Action::ReadGroups), Standard;
    /// Renames a group.
    RENAME_GROUP: PATCH "/v1/organisation/groups/{id}" => ManageOrganisation, may(Action::ManageGroups), Standard;
    /// Removes a group. The people who are in it stay.
    REMOVE_GROUP: DELETE "/v1/organisation/groups/{id}" => ManageOrganisation, may(Action::ManageGroups), Standard;
    /// Lists the folders in which the caller may see envelopes.
    LIST_FOLDERS: GET "/v1/folders" => ManageOrganisation, may(Action::ReadFolders), Standard;
    /// Makes a folder.
    ADD_FOLDER: POST "/v1/folders" => ManageOrganisation, may(Action::ManageFolders), Standard;
    /// Reads a folder.
    GET_FOLDER: GET "/v1/folders/{id}" => ManageOrganisation, may(Action::ReadFolders), Standard;
    /// Changes a folder: what it is called, where it is, what rights it gives.
    CHANGE_FOLDER: PATCH "/v1/folders/{id}" => ManageOrganisation, may(Action::ManageFolders), Standard;
    /// Removes a folder in which nothing is.
    REMOVE_FOLDER: DELETE "/v1/folders/{id}" => ManageOrganisation, may(Action::ManageFolders), Standard;
    /// Lists the organisation's registered seals.
    LIST_SEALS: GET "/v1/organisation/seals" => ManageOrganisation, may(Action::ReadSeals), Standard;
    /// Reads a registered seal: its certificate, and who may sign with it.
    GET_SEAL: GET "/v1/organisation/seals/{id}" => ManageOrganisation, may(Action::ReadSeals), Standard;
    /// Changes who may sign with a registered seal.
    CHANGE_SEAL: PATCH "/v1/organisation/seals/{id}" => ManageOrganisation, may(Action::ManageSeals), Standard;
    /// Lists what a registered seal was used for, the newest first.
    LIST_SEAL_USES: GET "/v1/organisation/seals/{id}/uses" => ManageOrganisation, may(Action::ReadSealUses), Standard;
    /// Lists the organisation's API keys.
    LIST_KEYS: GET "/v1/organisation/keys" => ManageOrganisation, may(Action::ReadKeys), Standard;
    /// Makes an API key, which is shown this once.
    MAKE_KEY: POST "/v1/organisation/keys" => ManageOrganisation, may(Action::ManageKeys), Standard;
    /// Revokes an API key.
    REVOKE_KEY: DELETE "/v1/organisation/keys/{id}" => ManageOrganisation, may(Action::ManageKeys), Standard;

    /// Finds contacts of the organisation's and the caller's own address book.
    LIST_CONTACTS: GET "/v1/contacts" => ManageOrganisation, may(Action::ReadContacts), Standard;
    /// Adds a contact.
    ADD_CONTACT: POST "/v1/contacts" => ManageOrganisation, may(Action::ChangeContacts), Standard;
    /// Saves an address book as a CSV file.
    EXPORT_CONTACTS: GET "/v1/contacts/export" => ManageOrganisation, may(Action::ReadContacts), Standard;
    /// Imports contacts from a CSV file: all of them, or none where one is wrong.
    IMPORT_CONTACTS: POST "/v1/contacts/imports" => ManageOrganisation, may(Action::ChangeContacts), Standard;
    /// Reads a contact.
    GET_CONTACT: GET "/v1/contacts/{id}" => ManageOrganisation, may(Action::ReadContacts), Standard;
    /// Changes a contact: what is left out stays.
    CHANGE_CONTACT: PATCH "/v1/contacts/{id}" => ManageOrganisation, may(Action::ChangeContacts), Standard;
    /// Deletes a contact.
    REMOVE_CONTACT: DELETE "/v1/contacts/{id}" => ManageOrganisation, may(Action::ChangeContacts), Standard;

    /// Asks to which organisation somebody wants to sign in.
    SIGN_IN_PAGE: GET "/sign-in" => SignInPerson, Access::Public, Standard;
    /// Leads to the identity provider of an organisation.
    SIGN_IN_ORGANISATION: GET "/sign-in/{organisation}" => SignInPerson, Access::Public, Standard;
    /// Begins a sign-in.
    BEGIN_SIGN_IN: POST "/sign-in/{organisation}" => SignInPerson, Access::Public, Standard;
    /// Where the stack's own identity provider sends browsers back to.
    SIGN_IN_CALLBACK: GET "/sign-in/callback" => SignInPerson, Access::Public, Standard;
    /// Where an organisation's own identity provider sends browsers back to.
    SIGN_IN_OWN_CALLBACK: GET "/sign-in/{organisation}/callback" => SignInPerson, Access::Public, Standard;
    /// Leads back to the page.
    COMPLETE_SIGN_IN_BACK: GET "/sign-in/complete" => SignInPerson, Access::Public, Standard;
    /// Ends a sign-in: a session begins.
    COMPLETE_SIGN_IN: POST "/sign-in/complete" => SignInPerson, Access::Public, Standard;
    /// Ends the session.
    SIGN_OUT: POST "/sign-out" => SignInPerson, Access::Public, Standard;
    /// Shows who invites whom to which organisation.
    INVITATION_PAGE: GET "/invitation/{token}" => SignInPerson, Access::Link, Standard;
    /// Begins a sign-in that accepts the invitation.
    FOLLOW_INVITATION: POST "/invitation/{token}" => SignInPerson, Access::Link, Standard;

    /// Tells who signed a PDF, when, and what was changed since.
    VERIFY_DOCUMENT: POST "/v1/verify" => VerifyDocument, Access::Public, Costly;
    /// Begins the upload of a PDF that is too large for a request.
    BEGIN_VERIFY_UPLOAD: POST "/v1/verify/uploads" => VerifyDocument, Access::Public, Costly;

    /// Leads to the list of envelopes.
    CONSOLE: GET "/console" => ServeConsole, Access::SignedIn, Standard;
    /// Lists envelopes (文書管理).
    CONSOLE_ENVELOPES: GET "/console/envelopes" => ServeConsole, Access::SignedIn, Standard;
    /// Shows an envelope; a draft with the forms that change it.
    CONSOLE_ENVELOPE: GET "/console/envelopes/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// Tells in plain words what happened to an envelope.
    CONSOLE_HISTORY: GET "/console/envelopes/{id}/history" => ServeConsole, Access::SignedIn, Standard;
    /// Saves a document of an envelope.
    CONSOLE_DOCUMENT: GET "/console/envelopes/{id}/documents/{number}" => ServeConsole, Access::SignedIn, Standard;
    /// Where the viewer reads a document of an envelope.
    CONSOLE_SOURCE: GET "/console/envelopes/{id}/documents/{number}/source" => ServeConsole, Access::SignedIn, Standard;
    /// Tells of every mail about an envelope what became of it.
    CONSOLE_MAILS: GET "/console/envelopes/{id}/mails" => ServeConsole, Access::SignedIn, Standard;
    /// Lists who can see an envelope, and by what.
    CONSOLE_ACCESS: GET "/console/envelopes/{id}/access" => ServeConsole, Access::SignedIn, Standard;
    /// Asks whether something is really to be done to several envelopes.
    CONSOLE_SEVERAL_PAGE: GET "/console/envelopes/acts/several" => ServeConsole, Access::SignedIn, Standard;
    /// Does something to several envelopes, and tells of each what came of it.
    CONSOLE_SEVERAL: POST "/console/envelopes/acts/several" => ServeConsole, Access::SignedIn, Standard;
    /// Does something to an envelope, such as reminding or taking it back.
    CONSOLE_ACT: POST "/console/envelopes/{id}/acts/{act}" => ServeConsole, Access::SignedIn, Standard;
    /// The form by which envelopes are made.
    CONSOLE_NEW: GET "/console/new" => ServeConsole, Access::SignedIn, Standard;
    /// Makes an envelope, and sends it where that is wanted.
    CONSOLE_MAKE: POST "/console/new" => ServeConsole, Access::SignedIn, Standard;
    /// Finds contacts while their name is typed, for the script of the form.
    CONSOLE_SUGGESTIONS: GET "/console/suggestions" => ServeConsole, Access::SignedIn, Standard;
    /// Lists folders, with the form that makes them.
    CONSOLE_FOLDERS: GET "/console/folders" => ServeConsole, Access::SignedIn, Standard;
    /// Makes a folder.
    CONSOLE_ADD_FOLDER: POST "/console/folders" => ServeConsole, Access::SignedIn, Standard;
    /// The form that changes a folder and says who may see what is in it.
    CONSOLE_FOLDER: GET "/console/folders/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// Changes or removes a folder.
    CONSOLE_CHANGE_FOLDER: POST "/console/folders/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// Lists the keys by which the console is used.
    CONSOLE_SHORTCUTS: GET "/console/shortcuts" => ServeConsole, Access::SignedIn, Standard;

    /// Where an organisation is administered, and what somebody has to themselves.
    CONSOLE_SETTINGS: GET "/console/settings" => ServeConsole, Access::SignedIn, Standard;
    /// Lists the people of an organisation.
    CONSOLE_PEOPLE: GET "/console/settings/people" => ServeConsole, Access::SignedIn, Standard;
    /// The form by which people are invited.
    CONSOLE_INVITE_PAGE: GET "/console/settings/people/new" => ServeConsole, Access::SignedIn, Standard;
    /// Invites a person.
    CONSOLE_INVITE: POST "/console/settings/people/new" => ServeConsole, Access::SignedIn, Standard;
    /// Shows a person, with the forms that change them.
    CONSOLE_PERSON: GET "/console/settings/people/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// Changes a person, their invitation or their sessions.
    CONSOLE_CHANGE_PERSON: POST "/console/settings/people/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// Asks whether a person is to be deactivated.
    CONSOLE_DEACTIVATE_PAGE: GET "/console/settings/people/{id}/deactivate" => ServeConsole, Access::SignedIn, Standard;
    /// Deactivates a person.
    CONSOLE_DEACTIVATE: POST "/console/settings/people/{id}/deactivate" => ServeConsole, Access::SignedIn, Standard;
    /// Lists groups, with the form that makes them.
    CONSOLE_GROUPS: GET "/console/settings/groups" => ServeConsole, Access::SignedIn, Standard;
    /// Makes a group.
    CONSOLE_ADD_GROUP: POST "/console/settings/groups" => ServeConsole, Access::SignedIn, Standard;
    /// The forms that rename and remove a group.
    CONSOLE_GROUP: GET "/console/settings/groups/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// Renames or removes a group.
    CONSOLE_CHANGE_GROUP: POST "/console/settings/groups/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// Lists one's own sessions.
    CONSOLE_SESSIONS: GET "/console/settings/sessions" => ServeConsole, Access::SignedIn, Standard;
    /// Ends one of one's own sessions.
    CONSOLE_END_SESSION: POST "/console/settings/sessions" => ServeConsole, Access::SignedIn, Standard;
    /// Lists API keys.
    CONSOLE_KEYS: GET "/console/settings/keys" => ServeConsole, Access::SignedIn, Standard;
    /// Revokes an API key.
    CONSOLE_REVOKE_KEY: POST "/console/settings/keys" => ServeConsole, Access::SignedIn, Standard;
    /// The form by which API keys are made.
    CONSOLE_KEY_PAGE: GET "/console/settings/keys/new" => ServeConsole, Access::SignedIn, Standard;
    /// Makes an API key, which its answer shows this once.
    CONSOLE_MAKE_KEY: POST "/console/settings/keys/new" => ServeConsole, Access::SignedIn, Standard;
    /// Lists registered seals.
    CONSOLE_SEALS: GET "/console/settings/seals" => ServeConsole, Access::SignedIn, Standard;
    /// Shows a registered seal: its certificate, who may sign with it, and what it was used for.
    CONSOLE_SEAL: GET "/console/settings/seals/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// Says who may sign with a registered seal.
    CONSOLE_CHANGE_SEAL: POST "/console/settings/seals/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// The rules for envelopes and people.
    CONSOLE_POLICIES: GET "/console/settings/policies" => ServeConsole, Access::SignedIn, Standard;
    /// Changes the rules for envelopes and people.
    CONSOLE_CHANGE_POLICIES: POST "/console/settings/policies" => ServeConsole, Access::SignedIn, Standard;
    /// The data for the archive that an organisation asks for.
    CONSOLE_FIELDS: GET "/console/settings/fields" => ServeConsole, Access::SignedIn, Standard;
    /// Changes the data for the archive that an organisation asks for.
    CONSOLE_CHANGE_FIELDS: POST "/console/settings/fields" => ServeConsole, Access::SignedIn, Standard;
    /// How an organisation presents itself to recipients.
    CONSOLE_BRAND: GET "/console/settings/brand" => ServeConsole, Access::SignedIn, Standard;
    /// Shows how that would look, or changes it.
    CONSOLE_CHANGE_BRAND: POST "/console/settings/brand" => ServeConsole, Access::SignedIn, Standard;
    /// From where an organisation is used.
    CONSOLE_NETWORK: GET "/console/settings/network" => ServeConsole, Access::SignedIn, Standard;
    /// Changes from where an organisation is used.
    CONSOLE_CHANGE_NETWORK: POST "/console/settings/network" => ServeConsole, Access::SignedIn, Standard;
    /// What an organisation is called, and how it counts days.
    CONSOLE_ORGANISATION: GET "/console/settings/organisation" => ServeConsole, Access::SignedIn, Standard;
    /// Changes what an organisation is called, and how it counts days.
    CONSOLE_CHANGE_ORGANISATION: POST "/console/settings/organisation" => ServeConsole, Access::SignedIn, Standard;
    /// Finds contacts of address books.
    CONSOLE_CONTACTS: GET "/console/settings/contacts" => ServeConsole, Access::SignedIn, Standard;
    /// The form by which contacts are added.
    CONSOLE_CONTACT_PAGE: GET "/console/settings/contacts/new" => ServeConsole, Access::SignedIn, Standard;
    /// Adds a contact.
    CONSOLE_ADD_CONTACT: POST "/console/settings/contacts/new" => ServeConsole, Access::SignedIn, Standard;
    /// The form by which contacts are imported.
    CONSOLE_IMPORT_PAGE: GET "/console/settings/contacts/import" => ServeConsole, Access::SignedIn, Standard;
    /// Imports contacts from a CSV file.
    CONSOLE_IMPORT: POST "/console/settings/contacts/import" => ServeConsole, Access::SignedIn, Standard;
    /// Saves an address book as a CSV file.
    CONSOLE_EXPORT: GET "/console/settings/contacts/export" => ServeConsole, Access::SignedIn, Standard;
    /// Shows a contact, with the forms that change it.
    CONSOLE_CONTACT: GET "/console/settings/contacts/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// Changes or removes a contact.
    CONSOLE_CHANGE_CONTACT: POST "/console/settings/contacts/{id}" => ServeConsole, Access::SignedIn, Standard;
    /// Tells in plain words what was changed in an organisation.
    CONSOLE_LOG: GET "/console/settings/log" => ServeConsole, Access::SignedIn, Standard;

    /// Describes the API as an OpenAPI document.
    GET_OPENAPI: GET "/v1/openapi.json" => ServeAssets, Access::Public, Standard;

    /// The page that checks anybody's PDF.
    VERIFY_PAGE: GET "/verify" => VerifyDocument, Access::Public, Costly;
    /// The findings about a PDF, as a page.
    VERIFY_RESULT: POST "/verify" => VerifyDocument, Access::Public, Costly;
    /// Begins the upload of a large PDF from the page.
    BEGIN_VERIFY_PAGE_UPLOAD: POST "/verify/uploads" => VerifyDocument, Access::Public, Costly;

    /// Tells the sender how an envelope stands.
    STATUS_PAGE: GET "/status/{token}" => CreateEnvelope, Access::Link, Standard;
    /// Leads back to the page.
    STATUS_RETRY_BACK: GET "/status/{token}/retry" => CreateEnvelope, Access::Link, Standard;
    /// Has what the envelope waits for tried again.
    STATUS_RETRY: POST "/status/{token}/retry" => CreateEnvelope, Access::Link, Standard;

    /// The page on which a recipient reads the documents.
    SIGN_PAGE: GET "/sign/{token}" => CollectSignature, Access::Link, Standard;
    /// Leads back to the page.
    SIGN_CODE_BACK: GET "/sign/{token}/code" => CollectSignature, Access::Link, Standard;
    /// Has a one-time code sent.
    SIGN_CODE: POST "/sign/{token}/code" => CollectSignature, Access::Link, Standard;
    /// Leads back to the page.
    SIGN_FACTOR_BACK: GET "/sign/{token}/factor" => CollectSignature, Access::Link, Standard;
    /// Shows the factor.
    SIGN_FACTOR: POST "/sign/{token}/factor" => CollectSignature, Access::Link, Standard;
    /// Shows a document.
    SIGN_DOCUMENT: GET "/sign/{token}/documents/{number}" => CollectSignature, Access::Link, Standard;
    /// Saves a document.
    SIGN_DOWNLOAD: GET "/sign/{token}/documents/{number}/download" => CollectSignature, Access::Link, Standard;
    /// Saves a finished document, which is recorded.
    SIGN_DOWNLOAD_FINISHED: POST "/sign/{token}/documents/{number}/download" => CollectSignature, Access::Link, Standard;
    /// Where the viewer reads a document.
    SIGN_SOURCE: GET "/sign/{token}/documents/{number}/source" => CollectSignature, Access::Link, Standard;
    /// The choice of a visible seal.
    SIGN_SEAL: GET "/sign/{token}/seal" => CollectSignature, Access::Link, Standard;
    /// Leads back to the page.
    SIGN_SEAL_UPLOAD_BACK: GET "/sign/{token}/seal/image" => CollectSignature, Access::Link, Standard;
    /// Uploads the image of a seal.
    SIGN_SEAL_UPLOAD: POST "/sign/{token}/seal/image" => CollectSignature, Access::Link, Standard;
    /// The image of a seal.
    SIGN_SEAL_IMAGE: GET "/sign/{token}/seal/{name}" => CollectSignature, Access::Link, Standard;
    /// The last look before the act.
    SIGN_CONFIRM: GET "/sign/{token}/confirm" => CollectSignature, Access::Link, Standard;
    /// Leads back to the page.
    SIGN_COMPLETE_BACK: GET "/sign/{token}/complete" => CollectSignature, Access::Link, Standard;
    /// Signs or confirms.
    SIGN_COMPLETE: POST "/sign/{token}/complete" => CollectSignature, Access::Link, Standard;
    /// Asks for the reason of declining.
    SIGN_DECLINE_PAGE: GET "/sign/{token}/decline" => CollectSignature, Access::Link, Standard;
    /// Declines.
    SIGN_DECLINE: POST "/sign/{token}/decline" => CollectSignature, Access::Link, Standard;
    /// Asks to whom the task goes.
    SIGN_FORWARD_PAGE: GET "/sign/{token}/forward" => CollectSignature, Access::Link, Standard;
    /// Forwards the task to somebody else.
    SIGN_FORWARD: POST "/sign/{token}/forward" => CollectSignature, Access::Link, Standard;

    /// The finished documents.
    DOWNLOAD_PAGE: GET "/download/{token}" => DownloadDocument, Access::Link, Standard;
    /// Saves a finished document, which is recorded.
    DOWNLOAD_DOCUMENT: POST "/download/{token}/documents/{number}" => DownloadDocument, Access::Link, Standard;

    /// Says what this service is.
    START_PAGE: GET "/" => DownloadDocument, Access::Public, Standard;
    /// Lists the problems that there are.
    PROBLEMS: GET "/problems" => DownloadDocument, Access::Public, Standard;
    /// Tells what a problem means and what to do about it.
    PROBLEM: GET "/problems/{code}" => DownloadDocument, Access::Public, Standard;
    /// The API's reference, for people.
    REFERENCE: GET "/reference" => ServeAssets, Access::Public, Standard;
    /// A script, a style or a typeface.
    GET_ASSET: GET "/assets/{version}/{*path}" => ServeAssets, Access::Public, Standard;
}
