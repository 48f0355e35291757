// The console: files by drag and drop, contacts while a name is typed, addresses that were pasted together with names, and files that
// are too large for a request, which are hashed here and put straight into the store; in the settings, a brand as it is typed; on every
// page, keys. Without this module the same forms are sent by the browser.

import "./shortcuts.mjs";
import { combobox } from "./combobox.mjs";
import { put, sha256, takeDrops } from "./upload.mjs";

const form = document.getElementById("compose");
if (form) start(form);
const preview = document.getElementById("preview");
const brand = document.getElementById("section");
if (preview && brand) brand.addEventListener("input", () => show(brand, preview));

function start(form) {
  const input = form.querySelector("input[type=file]");
  takeDrops(form, input, () => chosen(form, input));
  input.addEventListener("change", () => chosen(form, input));
  for (const name of form.querySelectorAll("input[name=name]")) {
    name.addEventListener("paste", (event) => untangle(event, name));
  }
  for (const person of form.querySelectorAll("fieldset.person")) completes(form, person);
  // What was changed is another request: the service makes one only once under each key.
  form.addEventListener("input", () => {
    form.elements.key.value = crypto.randomUUID();
  });
  form.addEventListener("submit", (event) => send(event, form, input));
}

/** Names the files that were chosen, and proposes the first one's name as the title. */
function chosen(form, input) {
  const files = [...input.files];
  const rows = files.map((file) => {
    const row = document.createElement("li");
    row.textContent = `${file.name} (${(file.size / 1e6).toFixed(1)} MB)`;
    return row;
  });
  document.getElementById("chosen").replaceChildren(...rows);
  const title = form.elements.title;
  if (!files.length || (title.value && title.value !== title.dataset.proposed)) return;
  title.value = title.dataset.proposed = files[0].name.replace(/\.pdf$/i, "");
}

/** Proposes contacts for a recipient's name and address; whichever is taken fills in all that is known. */
function completes(form, person) {
  const field = (name) => person.querySelector(`input[name=${name}]`);
  const find = async (typed) => {
    const url = new URL(form.dataset.contacts, location.href);
    url.searchParams.set("q", typed);
    const answer = await fetch(url, { headers: { accept: "application/json" }, redirect: "error" });
    return answer.ok ? answer.json() : [];
  };
  const take = ({ name, email, company }) => {
    [field("name").value, field("email").value] = [name, email];
    if (company) field("company").value = company;
    form.dispatchEvent(new Event("input"));
  };
  const { found: label, told } = form.dataset;
  for (const name of ["name", "email"]) combobox(field(name), { find, take, label, told });
}

/** `鈴木 太郎 <suzuki@example.jp>` fills both fields. */
function untangle(event, name) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const found = /^\s*"?([^"<＜]*?)"?\s*[<＜]\s*([^<>＜＞\s]+@[^<>＜＞\s]+)\s*[>＞]\s*$/.exec(text);
  if (!found) return;
  event.preventDefault();
  name.value = found[1];
  name.closest("fieldset").querySelector("input[name=email]").value = found[2];
  // A field that is filled in by a script tells nobody.
  name.form.dispatchEvent(new Event("input"));
}

async function send(event, form, input) {
  const files = [...input.files];
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total <= Number(form.dataset.direct)) return; // the browser sends the form
  event.preventDefault();
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  try {
    await leave(form, files, event.submitter?.value ?? "draft");
  } catch (error) {
    say(form, error instanceof Refused ? error.message : form.dataset.failed, true);
    for (const button of buttons) button.disabled = false;
  }
}

/** Something that the server said no to, in its words. */
class Refused extends Error {}

async function leave(form, files, then) {
  say(form, form.dataset.hashing);
  const fields = new FormData(form);
  fields.delete("document");
  fields.append("then", then);
  for (const file of files) {
    fields.append("upload-name", file.name);
    fields.append("upload-size", file.size);
    fields.append("upload-sha256", await sha256(file));
  }
  const answer = await fetch(form.action, { method: "POST", headers: { accept: "application/json" }, body: fields });
  const said = await answer.json();
  if (!answer.ok) throw new Refused([said.title, said.detail, ...(said.errors ?? []).map((e) => e.detail)].filter(Boolean).join(" "));
  for (const [at, upload] of said.uploads.entries()) {
    await put(upload, files[at], (part) => say(form, `${form.dataset.sending} ${at + 1}/${files.length} ${Math.round(part * 100)}%`));
  }
  if (said.send) submit(said.send, `${form.elements.key.value}-send`);
  else location.assign(said.page);
}

/** Presses a button for whoever has pressed the one of the form. */
function submit(action, key) {
  const form = document.createElement("form");
  const field = document.createElement("input");
  Object.assign(form, { method: "post", action });
  Object.assign(field, { type: "hidden", name: "key", value: key });
  form.append(field);
  document.body.append(form);
  form.submit();
}

function say(form, text, isWrong = false) {
  const status = document.getElementById("compose-status");
  status.textContent = text;
  status.classList.toggle("error", isWrong);
}

/** Shows the name, the colour and the sender as they are typed. What is left empty stays as it was shown first. */
function show(brand, preview) {
  const [name, sender] = ["name", "mail_sender"].map((field) => brand.elements[field].value.trim());
  replace(preview.querySelector(".name"), name);
  replace(preview.querySelector(".sender"), sender);
  const accent = brand.elements.accent.value.trim();
  const fault = document.getElementById("preview-fault");
  const isColour = accent === "" || /^#[0-9a-f]{6}$/i.test(accent);
  const isReadable = accent === "" || (isColour && contrastToWhite(accent) >= 4.5);
  fault.textContent = !isColour ? fault.dataset.notation : isReadable ? "" : fault.dataset.contrast;
  const shown = isColour && accent !== "" ? accent : preview.dataset.accent;
  for (const tint of preview.querySelectorAll(".tint")) tint.setAttribute("fill", shown);
}

function replace(element, text) {
  element.dataset.first ??= element.textContent;
  element.textContent = text || element.dataset.first;
}

/** WCAG 2.2, "contrast ratio"; the server judges by the same. */
function contrastToWhite(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
