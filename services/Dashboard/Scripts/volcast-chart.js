// Hover values, keyboard focus and saving as a picture for a chart that the server has drawn. The values are the rows of the table
// below the chart; data-stops or data-rows of the drawing says where each of them stands. A table of thousands of rows is read from
// data-source when somebody first asks for a value. A chart with data-zoom opens the days over which the pointer is dragged.
import { savePng, saveSvg } from "./picture.js";

const svgSpace = "http://www.w3.org/2000/svg";

customElements.define("volcast-chart", class extends HTMLElement {
  connectedCallback() {
    this.figure = this.querySelector("figure");
    this.values = this.querySelector(".values");
    this.values.addEventListener("toggle", () => this.load());
    this.take();
    this.reading = document.createElement("p");
    this.reading.className = "reading";
    this.reading.setAttribute("aria-live", "polite");
    this.figure.querySelector("figcaption").after(this.reading);
    for (const drawing of this.querySelectorAll("svg[data-stops], svg[data-rows]")) this.follow(drawing);
    this.offer();
  }

  take() {
    this.rows = [...this.values.querySelectorAll("tbody tr")];
    this.headings = [...this.values.querySelectorAll("thead th")].map(heading => heading.textContent);
  }

  load() {
    const source = this.values.dataset.source;
    this.loading ??= source === undefined ? Promise.resolve() : fetch(source).then(async answer => {
      if (!answer.ok) throw new Error(`The values answer with status ${answer.status}.`);
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.values.append(...part.body.children);
      this.take();
      document.dispatchEvent(new Event("volcast-shown"));
    }).catch(error => {
      this.loading = undefined;
      this.reading.textContent = error.message;
    });
    return this.loading;
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
      if (this.rows.length > 0) this.reading.textContent = this.text(at);
      else this.load().then(() => { if (this.rows.length > 0 && at >= 0) this.reading.textContent = this.text(at); });
    };
    const nearest = event => {
      const area = drawing.getBoundingClientRect();
      const value = isHorizontal
        ? (event.clientX - area.left) / area.width * box.width
        : (event.clientY - area.top) / area.height * box.height;
      let found = 0;
      for (let i = 1; i < stops.length; i++)
        if (Math.abs(stops[i] - value) < Math.abs(stops[found] - value)) found = i;
      return found;
    };
    const hide = () => {
      cursor.setAttribute("visibility", "hidden");
      this.reading.textContent = "";
    };
    drawing.addEventListener("pointermove", event => {
      show(nearest(event));
    });
    if (this.dataset.zoom !== undefined) this.zoom(drawing, nearest);
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

  zoom(drawing, nearest) {
    const box = drawing.viewBox.baseVal;
    const least = 12;
    let start;
    const area = document.createElementNS(svgSpace, "rect");
    area.setAttribute("class", "zoom");
    area.setAttribute("visibility", "hidden");
    area.setAttribute("height", box.height);
    drawing.append(area);
    drawing.addEventListener("pointerdown", event => {
      if (event.pointerType === "touch" || event.button !== 0) return;
      start = event;
      drawing.setPointerCapture(event.pointerId);
    });
    drawing.addEventListener("pointermove", event => {
      if (!start) return;
      const shown = drawing.getBoundingClientRect();
      const [from, to] = [start.clientX, event.clientX].sort((a, b) => a - b).map(x => (x - shown.left) / shown.width * box.width);
      area.setAttribute("x", from);
      area.setAttribute("width", to - from);
      area.setAttribute("visibility", "visible");
    });
    drawing.addEventListener("pointerup", async event => {
      const first = start;
      start = undefined;
      area.setAttribute("visibility", "hidden");
      if (!first || Math.abs(event.clientX - first.clientX) < least) return;
      await this.load();
      const [from, to] = [nearest(first), nearest(event)].sort((a, b) => a - b).map(index => this.rows[index].cells[0].textContent);
      const address = new URL(location.href);
      address.searchParams.delete("range");
      address.searchParams.set("from", from);
      address.searchParams.set("to", to);
      location.assign(address);
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
