/** What the client does beside envelopes, by what it is about. */

export { ContactCalls } from "./contacts.js";
export { FolderCalls } from "./folders.js";
export { GroupCalls } from "./groups.js";
export { KeyCalls, OwnKeyCalls } from "./keys.js";
export { OwnCalls } from "./me.js";
export { OrganisationCalls } from "./organisation.js";
export { PersonCalls } from "./people.js";
export { SealCalls } from "./seals.js";
