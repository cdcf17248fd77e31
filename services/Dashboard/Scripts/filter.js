// Hides the rows whose name does not contain what is typed. Without scripts the form does the same.
export function filters() {
  for (const field of document.querySelectorAll("input[data-filters]")) {
    const rows = [...document.querySelectorAll(`#${field.dataset.filters} tbody tr`)].map(row => [row, row.cells[0].textContent.toUpperCase()]);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toUpperCase();
      for (const [row, name] of rows) row.hidden = !name.includes(wanted);
    });
  }
}
