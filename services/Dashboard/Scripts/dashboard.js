// The scripts of the dashboard. Every page can be read without them.
import "./volcast-chart.js";
import "./volcast-table.js";
import { watch } from "./refresh.js";

document.documentElement.classList.add("scripted");
for (const form of document.querySelectorAll("form[data-submits]"))
  form.addEventListener("change", () => form.requestSubmit());

// A table that is wider than its place can be scrolled with the keyboard.
const reach = new ResizeObserver(changes => {
  for (const { target } of changes) {
    const isWide = target.scrollWidth > target.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", target.querySelector("caption").textContent]])
      if (isWide) target.setAttribute(name, value);
      else target.removeAttribute(name);
  }
});
for (const table of document.querySelectorAll(".table")) reach.observe(table);
watch();
