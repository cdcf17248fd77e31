// The scripts of the dashboard. Every page can be read without them.
import "./volcast-chart.js";
import "./volcast-slider.js";
import "./sort.js"; // The script of the reports: it sorts tables by their headings.
import { filters } from "./filter.js";
import { watch } from "./refresh.js";
import { swaps } from "./swap.js";

function submits() {
  for (const form of document.querySelectorAll("form[data-submits]"))
    form.onchange = () => form.requestSubmit();
}

document.documentElement.classList.add("scripted");
for (const begin of [submits, filters]) {
  begin();
  document.addEventListener("volcast-shown", begin);
}
swaps();
watch();
