// Shows another state of a page without loading the page again. A link inside data-swaps is read as soon as the pointer or the
// focus reaches it; a click puts its main part in place of this one. Without scripts, or if reading fails, the link is followed.
const keptFor = 10000;
const reading = new Map();

function read(address) {
  if (!reading.has(address)) {
    reading.set(address, fetch(address).then(answer => {
      if (!answer.ok || answer.redirected) throw new Error(`${address} answers with status ${answer.status}.`);
      return answer.text();
    }));
    setTimeout(() => reading.delete(address), keptFor);
  }
  return reading.get(address);
}

async function show(link) {
  const address = link.href;
  const hadFocus = link === document.activeElement;
  const next = new DOMParser().parseFromString(await read(address), "text/html");
  history.pushState(null, "", address);
  document.title = next.title;
  document.querySelector("main").replaceWith(document.adoptNode(next.querySelector("main")));
  document.querySelector(".theme [name=back]").value = location.pathname + location.search;
  document.dispatchEvent(new Event("volcast-shown"));
  if (hadFocus) [...document.querySelectorAll("[data-swaps] a")].find(one => one.href === address)?.focus();
}

export function swaps() {
  const linkOf = event => event.target.closest?.("[data-swaps] a");
  for (const kind of ["pointerover", "focusin"])
    document.addEventListener(kind, event => {
      const link = linkOf(event);
      // A failure is handled when the link is clicked.
      if (link) read(link.href).catch(() => reading.delete(link.href));
    });
  document.addEventListener("click", event => {
    const link = linkOf(event);
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link).catch(() => location.assign(link.href));
  });
  addEventListener("popstate", () => location.reload());
}
