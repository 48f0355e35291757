// Large files on the page "Check a PDF's signatures": hashed here, put straight into the store, then looked at.
//
// Small files go with the form as they do without this module: one request less, and networks that let people reach
// nothing but this site do not stand in the way.

const form = document.getElementById("verify");
if (form) start(form);

function start(form) {
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button[type=submit]");

  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
  // A file that misses the box must not replace the page.
  for (const type of ["dragover", "drop"]) {
    window.addEventListener(type, (event) => event.preventDefault());
  }

  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file || button.disabled) return;
    if (file.size <= Number(form.dataset.direct)) {
      say(form, form.dataset.checking);
      return; // the browser sends the form
    }
    event.preventDefault();
    if (file.size > Number(form.dataset.longest)) return say(form, form.dataset.tooLarge, true);
    if (!globalThis.crypto?.subtle) return say(form, form.dataset.old, true);
    button.disabled = true;
    try {
      await leave(form, file);
    } catch (error) {
      say(form, error instanceof Refused ? error.message : form.dataset.failed, true);
    } finally {
      button.disabled = false;
    }
  });
  // Back from the result: the browser may show the page as it was left.
  window.addEventListener("pageshow", (event) => {
    button.disabled = false;
    // On a page that has just come, the server's refusal is to stay.
    if (event.persisted) say(form, "");
  });
}

/** Something that the server said no to, in its words. */
class Refused extends Error {}

async function leave(form, file) {
  say(form, form.dataset.hashing);
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const begun = await begin(form, { size: file.size, sha256 });
  say(form, form.dataset.sending);
  await put(begun.put, file, progress(form));
  say(form, form.dataset.checking);
  const left = document.getElementById("verify-left");
  left.elements.upload.value = begun.upload;
  left.elements.name.value = file.name;
  left.submit();
}

async function begin(form, declared) {
  const answer = await fetch(form.dataset.uploads, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(declared),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Refused([said.title, said.detail].filter(Boolean).join(" "));
  return said;
}

/** By XMLHttpRequest, for fetch tells nothing of what has been sent. */
function put({ method, url, headers }, file, progressed) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      // Browsers set these two themselves.
      if (!["content-length", "host"].includes(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", (event) => progressed(event.loaded / file.size));
    request.addEventListener("load", () => (request.status < 300 ? resolve() : reject(new Error("put"))));
    request.addEventListener("error", () => reject(new Error("put")));
    request.send(file);
  });
}

function progress(form) {
  const bar = form.querySelector("progress");
  bar.hidden = false;
  return (part) => {
    bar.value = Math.min(100, Math.floor(part * 100));
  };
}

function say(form, text, isWrong = false) {
  const state = document.getElementById("verify-state");
  state.textContent = text;
  state.className = isWrong ? "notice stop" : "";
  if (isWrong || !text) form.querySelector("progress").hidden = true;
  document.getElementById("refused")?.remove();
}
