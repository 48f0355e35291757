// Large files on the page "Check a PDF's signatures": hashed here, put straight into the store, then looked at.
//
// Small files go with the form as they do without this module: one request less, and networks that let people reach
// nothing but this site do not stand in the way.

import { put, sha256, takeDrops } from "./upload.mjs";

const form = document.getElementById("verify");
if (form) start(form);

function start(form) {
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button[type=submit]");

  takeDrops(form, input);

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
  const begun = await begin(form, { size: file.size, sha256: await sha256(file) });
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
