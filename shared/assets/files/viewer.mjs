// The documents of a page, shown in the page by pdf.js, below tabs: in a frame, on phones as a part of the page, or over
// the whole screen.
//
// The server renders links; this makes more of them in every `[data-viewer]`. Where that fails, the links stay.
// Other modules of the page may draw on documents and learn where somebody clicked:
//
//     import { whenReady } from "./viewer.mjs";
//     const viewer = await whenReady();
//     const mark = viewer.place(element, { document: 1, page: 3, x: 120, y: 40, width: 20, height: 20 });
//     mark.move({ x: 125 });
//     mark.remove();
//     await viewer.open(1);                     // the document by its number
//     viewer.goTo(3);                           // the page of the open document, from 1
//     await viewer.pageSize(1, 3);              // { width, height }; opens the document
//     viewer.allRead                            // whether each document was shown to its end
//
// Lengths are millimetres from the upper left corner of the page as it is shown, its rotation and crop box included.
// The element of the viewer dispatches events that bubble, each with a `detail`:
//
//     viewer:open     { document, pages }             its first page is shown
//     viewer:page     { document, page, width, height }   a page was drawn
//     viewer:click    { document, page, x, y }        somebody clicked on a page, not on a mark
//     viewer:read     { document }                    it was shown to its end, now or earlier in this browser tab
//     viewer:allread  {}                              each document was
import { Viewer } from "./viewer/viewer.mjs";

/** The viewers of this page, in its order. */
export const viewers = [];

/** Resolves with the page's first viewer; never where there is none. */
export const whenReady = () => ready;

let tell;
const ready = new Promise(resolve => { tell = resolve; });

for (const element of document.querySelectorAll("[data-viewer]")) {
  const viewer = new Viewer(element);
  viewers.push(viewer);
  viewer.start();
  tell(viewer);
}
