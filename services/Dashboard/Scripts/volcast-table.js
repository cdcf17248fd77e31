// Sorts a table by a click on a heading.
const number = /^[−+<>-]?[\d,]*\.?\d+/;

function key(cell) {
  const text = cell.textContent.trim();
  const found = text.match(number);
  return found && cell.classList.contains("number")
    ? Number(found[0].replace("−", "-").replace(/[,<>+]/g, ""))
    : cell.classList.contains("number") ? null : text;
}

function compare(a, b) {
  if (a === null || b === null) return (a === null) - (b === null);
  return typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0;
}

customElements.define("volcast-table", class extends HTMLElement {
  connectedCallback() {
    for (const heading of this.querySelectorAll("thead th")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => this.sort(heading));
    }
  }

  sort(heading) {
    const descending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of this.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const body = this.querySelector("tbody");
    const rows = [...body.rows].map(row => ({ row, key: key(row.cells[heading.cellIndex]) }));
    rows.sort((a, b) => a.key === null || b.key === null || !descending ? compare(a.key, b.key) : compare(b.key, a.key));
    body.append(...rows.map(one => one.row));
  }
});
