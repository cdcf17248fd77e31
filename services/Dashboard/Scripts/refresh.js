// Loads the page again when a session settles, when another version serves, and when the API answers again.
const usual = 15000;
const during = 4000;

export function watch() {
  const known = document.querySelector('meta[name="volcast-state"]')?.content;
  if (!known) return;
  const query = new URLSearchParams(location.search);
  const asked = new URLSearchParams();
  for (const name of ["symbol", "horizon"])
    if (query.has(name)) asked.set(name, query.get(name));
  const pause = known.startsWith("down") ? during : usual;
  setTimeout(async function ask() {
    try {
      const answer = await fetch(`/state?${asked}`, { cache: "no-store", redirect: "manual" });
      if (answer.ok && (await answer.text()) !== known && !document.hidden) {
        location.reload();
        return;
      }
    } catch {
      // The dashboard itself is away: the page stays as it is and asks again.
      document.documentElement.classList.add("away");
    }
    setTimeout(ask, pause);
  }, pause);
}
