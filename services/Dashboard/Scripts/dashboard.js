// The scripts of the dashboard. Every page can be read without them.
import "./volcast-chart.js";
import "./volcast-slider.js";
import "./sort.js"; // The script of the reports: it sorts tables by their headings.
import { watch } from "./refresh.js";

document.documentElement.classList.add("scripted");
for (const form of document.querySelectorAll("form[data-submits]"))
  form.addEventListener("change", () => form.requestSubmit());
watch();
