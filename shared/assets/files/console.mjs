// The console: files by drag and drop, addresses that were pasted together with names, and files that are too large for a request,
// which are hashed here and put straight into the store. Without this module the same forms are sent by the browser.

const form = document.getElementById("compose");
if (form) start(form);

function start(form) {
  const input = form.querySelector("input[type=file]");
  for (const type of ["dragover", "drop"]) window.addEventListener(type, (event) => event.preventDefault());
  form.addEventListener("dragover", () => form.classList.add("over"));
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    chosen(form, input);
  });
  input.addEventListener("change", () => chosen(form, input));
  for (const name of form.querySelectorAll("input[name=name]")) {
    name.addEventListener("paste", (event) => untangle(event, name));
  }
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

/** `鈴木 太郎 <suzuki@example.jp>` fills both fields. */
function untangle(event, name) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const found = /^\s*"?([^"<＜]*?)"?\s*[<＜]\s*([^<>＜＞\s]+@[^<>＜＞\s]+)\s*[>＞]\s*$/.exec(text);
  if (!found) return;
  event.preventDefault();
  name.value = found[1];
  name.closest("fieldset").querySelector("input[name=email]").value = found[2];
}

async function send(event, form, input) {
  const files = [...input.files];
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total <= Number(form.dataset.direct)) return; // the browser sends the form
  event.preventDefault();
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  try {
    await leave(form, files, event.submitter?.value === "send");
  } catch (error) {
    say(form, error instanceof Refused ? error.message : form.dataset.failed, true);
    for (const button of buttons) button.disabled = false;
  }
}

/** Something that the server said no to, in its words. */
class Refused extends Error {}

async function leave(form, files, isSent) {
  say(form, form.dataset.hashing);
  const fields = new FormData(form);
  fields.delete("document");
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
  location.assign(isSent ? `${said.page}?ready=send` : said.page);
}

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** By XMLHttpRequest, since `fetch` tells nothing of how far an upload has come. */
function put({ method, url, headers }, file, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      if (!["content-length", "host"].includes(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
    request.addEventListener("load", () => (request.status < 300 ? resolve() : reject(new Error(`status ${request.status}`))));
    request.addEventListener("error", () => reject(new Error("not reached")));
    request.send(file);
  });
}

function say(form, text, isWrong = false) {
  const status = document.getElementById("compose-status");
  status.textContent = text;
  status.classList.toggle("error", isWrong);
}
