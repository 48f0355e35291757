// Keeps a page up to date while the service is at work: "Signing…", and the sender's page about a delay. Without this
// module its reader presses the link that loads it anew: a page that reloads by itself takes the place away from whoever
// reads it slowly (WCAG 2.2.1).

const page = document.querySelector("[data-every]");
if (page) start(page);

function start({ dataset }) {
  let timer;
  // Most seals are made within seconds.
  let wait = 1;

  async function look() {
    clearTimeout(timer);
    // A page in the background is nobody's to read; it looks again as soon as it is seen.
    if (document.hidden) return;
    const now = await load().catch(() => null);
    // Another page stands here by now: opened as any other, so that its title is told and its links work.
    if (now && heading(now) !== heading(document)) return location.reload();
    if (now) update(now);
    again();
  }

  function again() {
    clearTimeout(timer);
    timer = setTimeout(look, wait * 1000);
    wait = Math.min(wait + 1, Number(dataset.every));
  }

  document.addEventListener("visibilitychange", look);
  for (const told of document.querySelectorAll("[data-scripted]")) told.hidden = false;
  again();
}

/** This page as it is now. */
async function load() {
  const answer = await fetch(location.href, { cache: "no-store", credentials: "same-origin" });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

const heading = (page) => page.querySelector("h1")?.textContent;

function update(now) {
  const news = now.querySelectorAll("[data-live]");
  document.querySelectorAll("[data-live]").forEach((part, index) => {
    if (news[index] && news[index].innerHTML !== part.innerHTML) part.innerHTML = news[index].innerHTML;
  });
}
