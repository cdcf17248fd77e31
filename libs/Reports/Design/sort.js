// Sorts the rows of a table by a heading; a second press reverses. A dash, which stands for a missing number, stays last.
function makeSortable() {
  document.querySelectorAll("table.sortable:not([data-sorts])").forEach(sortable);
}
function sortable(table) {
  table.setAttribute("data-sorts", "");
  var body = table.tBodies[0];
  var number = function (text) {
    return parseFloat(text.replace(/\u2212/g, "-").replace(/^[^0-9.\-\u221e]*/, "").replace(/,/g, "").replace("\u221e", "1e999"));
  };
  var text = function (row, place) { return row.cells[place].textContent.trim(); };
  Array.from(table.tHead.rows[0].cells).forEach(function (heading, place) {
    if (body.rows.length === 0 || body.querySelector("td.spark:nth-child(" + (place + 1) + ")")) return;
    var button = document.createElement("button");
    button.type = "button";
    button.append.apply(button, Array.from(heading.childNodes));
    heading.append(button);
    button.addEventListener("click", function () {
      var isNumber = heading.classList.contains("number");
      var isUp = heading.ariaSort === "ascending" ? false : heading.ariaSort === "descending" ? true : !isNumber || place === 0;
      Array.from(table.tHead.rows[0].cells).forEach(function (other) { other.removeAttribute("aria-sort"); });
      heading.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      var rows = Array.from(body.rows).map(function (row) { return { row: row, text: text(row, place), value: number(text(row, place)) }; });
      rows.sort(function (a, b) {
        if (a.text === "\u2013" || b.text === "\u2013") return (a.text === "\u2013") - (b.text === "\u2013");
        var order = isNumber ? a.value - b.value : a.text.localeCompare(b.text, "en");
        return isUp ? order : -order;
      });
      rows.forEach(function (entry) { body.append(entry.row); });
    });
  });
}
makeSortable();
// A page tells so that it has changed.
document.addEventListener("volcast-shown", makeSortable);
