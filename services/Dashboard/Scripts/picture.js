// Saves a drawing as a file. The picture has the colours that the page shows. The policy of the page forbids to load a drawing as
// an image, so the shapes are drawn on a canvas one by one.
const properties = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-weight", "font-family"];

function ground(drawing) {
  return getComputedStyle(drawing.closest(".card") ?? document.body).backgroundColor;
}

function offer(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export function saveSvg(drawing, name) {
  const copy = drawing.cloneNode(true);
  const from = [drawing, ...drawing.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
    const style = getComputedStyle(from[i]);
    for (const property of properties) element.setAttribute(property, style.getPropertyValue(property));
    for (const attribute of ["class", "tabindex", "data-stops", "data-rows"]) element.removeAttribute(attribute);
  });
  copy.querySelectorAll("[visibility]").forEach(element => element.remove());
  const { width, height } = drawing.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [key, value] of Object.entries({ width, height, fill: ground(drawing) })) paper.setAttribute(key, value);
  copy.prepend(paper);
  offer(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }), `${name}.svg`);
}

export function savePng(drawing, name) {
  const { width, height } = drawing.viewBox.baseVal;
  const canvas = document.createElement("canvas");
  const scale = 2;
  [canvas.width, canvas.height] = [width * scale, height * scale];
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = ground(drawing);
  pen.fillRect(0, 0, width, height);
  for (const shape of drawing.querySelectorAll("path, line, rect, circle, text"))
    if (shape.getAttribute("visibility") !== "hidden") draw(pen, shape);
  canvas.toBlob(blob => offer(blob, `${name}.png`), "image/png");
}

function draw(pen, shape) {
  const style = getComputedStyle(shape);
  const value = attribute => Number(shape.getAttribute(attribute) ?? 0);
  pen.globalAlpha = Number(style.opacity);
  if (shape.tagName === "text") {
    pen.fillStyle = style.fill;
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.textAlign = { start: "left", middle: "center", end: "right" }[shape.getAttribute("text-anchor") ?? "start"];
    pen.fillText(shape.textContent, value("x"), value("y"));
    return;
  }
  const outline = new Path2D(shape.tagName === "path" ? shape.getAttribute("d") : undefined);
  if (shape.tagName === "line") {
    outline.moveTo(value("x1"), value("y1"));
    outline.lineTo(value("x2"), value("y2"));
  } else if (shape.tagName === "rect") {
    outline.roundRect(value("x"), value("y"), value("width"), value("height"), value("rx"));
  } else if (shape.tagName === "circle") {
    outline.arc(value("cx"), value("cy"), value("r"), 0, 2 * Math.PI);
  }
  if (style.fill !== "none" && shape.tagName !== "line") {
    pen.fillStyle = style.fill;
    pen.fill(outline);
  }
  if (style.stroke !== "none") {
    pen.strokeStyle = style.stroke;
    pen.lineWidth = parseFloat(style.strokeWidth);
    pen.lineCap = style.strokeLinecap;
    pen.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(",").map(parseFloat));
    pen.stroke(outline);
  }
}
