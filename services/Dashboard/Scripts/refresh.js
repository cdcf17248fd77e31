// Loads the page again when a session settles, when another version serves, and when the API answers again. A page that lacks an answer ("partial") loads again
// at its first question, so it waits longest: its request may fail for a long time, or the API may have too many of them.
const pauses = { up: 15000, down: 4000, partial: 60000 };

export function watch() {
  const known = document.querySelector('meta[name="volcast-state"]')?.content;
  if (!known) return;
  const query = new URLSearchParams(location.search);
  const asked = new URLSearchParams();
  for (const name of ["symbol", "horizon"])
    if (query.has(name)) asked.set(name, query.get(name));
  const pause = pauses[known.split("/")[0]];
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
