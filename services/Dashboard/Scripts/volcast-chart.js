// Hover values, keyboard focus and saving as a picture for a chart that the server has drawn. The values are the rows of the table
// below the chart; data-stops or data-rows of the drawing says where each of them stands.
import { savePng, saveSvg } from "./picture.js";

const svgSpace = "http://www.w3.org/2000/svg";

customElements.define("volcast-chart", class extends HTMLElement {
  connectedCallback() {
    this.figure = this.querySelector("figure");
    this.rows = [...this.querySelectorAll(".values tbody tr")];
    this.headings = [...this.querySelectorAll(".values thead th")].map(heading => heading.textContent);
    this.reading = document.createElement("p");
    this.reading.className = "reading";
    this.reading.setAttribute("aria-live", "polite");
    this.figure.querySelector("figcaption").after(this.reading);
    for (const drawing of this.querySelectorAll("svg[data-stops], svg[data-rows]")) this.follow(drawing);
    this.offer();
  }

  follow(drawing) {
    const isHorizontal = drawing.hasAttribute("data-stops");
    const stops = (drawing.getAttribute("data-stops") ?? drawing.getAttribute("data-rows")).split(" ").filter(Boolean).map(Number);
    if (stops.length === 0) return;
    const box = drawing.viewBox.baseVal;
    let at = -1;
    const cursor = document.createElementNS(svgSpace, "line");
    cursor.setAttribute("class", "cursor");
    cursor.setAttribute("visibility", "hidden");
    drawing.append(cursor);
    const show = index => {
      at = Math.max(0, Math.min(stops.length - 1, index));
      const place = isHorizontal
        ? { x1: stops[at], x2: stops[at], y1: 0, y2: box.height }
        : { x1: 0, x2: box.width, y1: stops[at], y2: stops[at] };
      for (const [name, value] of Object.entries(place)) cursor.setAttribute(name, value);
      cursor.setAttribute("visibility", isHorizontal ? "visible" : "hidden");
      this.reading.textContent = this.text(at);
    };
    const hide = () => {
      cursor.setAttribute("visibility", "hidden");
      this.reading.textContent = "";
    };
    drawing.addEventListener("pointermove", event => {
      const area = drawing.getBoundingClientRect();
      const value = isHorizontal
        ? (event.clientX - area.left) / area.width * box.width
        : (event.clientY - area.top) / area.height * box.height;
      let nearest = 0;
      for (let i = 1; i < stops.length; i++)
        if (Math.abs(stops[i] - value) < Math.abs(stops[nearest] - value)) nearest = i;
      show(nearest);
    });
    drawing.addEventListener("pointerleave", hide);
    drawing.setAttribute("tabindex", "0");
    drawing.addEventListener("focus", () => { if (drawing.matches(":focus-visible")) show(at < 0 ? stops.length - 1 : at); });
    drawing.addEventListener("blur", hide);
    drawing.addEventListener("keydown", event => {
      const moves = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -stops.length, End: stops.length };
      if (!(event.key in moves)) return;
      event.preventDefault();
      show(at + moves[event.key]);
    });
  }

  text(index) {
    const cells = [...this.rows[index].cells].map(cell => cell.textContent);
    return cells.map((cell, i) => (i === 0 ? cell : `${this.headings[i]} ${cell}`)).filter(part => !part.endsWith(" –")).join(" · ");
  }

  offer() {
    const tools = document.createElement("div");
    tools.className = "tools";
    for (const [name, save] of [["SVG", saveSvg], ["PNG", savePng]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.setAttribute("aria-label", `Save the chart as ${name}`);
      button.addEventListener("click", () => save(this.visible(), this.figure.id.replace("chart-", "")));
      tools.append(button);
    }
    this.figure.append(tools);
  }

  visible() {
    return [...this.querySelectorAll("figure > svg")].find(drawing => drawing.getClientRects().length > 0);
  }
});
