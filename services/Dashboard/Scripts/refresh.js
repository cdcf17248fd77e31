// Loads the page again when a session settles, when another version serves, when the API answers again or fails for another
// reason, and when the key of the person is not good any more. A page that lacks an answer ("partial") loads again at its first
// question, so it waits longest: its request may fail for a long time, or the API may have too many of them.
const pauses = { up: 15000, down: 4000, partial: 60000 };

const units = [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]];

// The age of an earlier state grows while it stands on the page.
function grow() {
  const ages = document.querySelectorAll("[data-age]");
  for (const age of ages) {
    const seconds = Number(age.dataset.age) + Math.floor(performance.now() / 1000);
    const [length, unit] = units.find(([least]) => seconds >= least) ?? units.at(-1);
    const count = Math.floor(seconds / length);
    age.textContent = `${count} ${unit}${count === 1 ? "" : "s"}`;
  }
  if (ages.length > 0) setTimeout(grow, 1000);
}

export function watch() {
  grow();
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
      const isRefused = answer.status === 401 || answer.type === "opaqueredirect";
      if (isRefused || (answer.ok && (await answer.text()) !== known && !document.hidden)) {
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
