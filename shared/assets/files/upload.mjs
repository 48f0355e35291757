// Files that are too large for a request: hashed here, and put straight into the store.

/** SHA-256 in hexadecimal digits. */
export async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** By XMLHttpRequest, for fetch tells nothing of what has been sent. `progressed` is told the part, up to 1. */
export function put({ method, url, headers }, file, progressed) {
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

/** Takes what is dropped on a form into its field of files; `chosen` is told. */
export function takeDrops(form, input, chosen = () => {}) {
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    chosen();
  });
  // A file that misses the box must not replace the page.
  for (const type of ["dragover", "drop"]) {
    window.addEventListener(type, (event) => event.preventDefault());
  }
}
