// A slider below a number of a form. Where it comes to rest, the form is sent, and the page comes back at the same place. If the
// page goes before the slider is at rest, because an earlier value was sent, the next page goes on with the value it left.
const memory = "volcast-slider";
const rest = 350;

customElements.define("volcast-slider", class extends HTMLElement {
  connectedCallback() {
    const number = this.querySelector("input");
    const slider = document.createElement("input");
    slider.type = "range";
    [slider.min, slider.max, slider.step] = [this.dataset.lowest, this.dataset.highest, this.dataset.step];
    slider.value = number.value;
    slider.setAttribute("aria-label", `${this.querySelector("label").textContent.trim()}, slider`);
    let waiting = 0;
    const remember = left =>
      sessionStorage.setItem(memory, JSON.stringify({ name: number.name, top: scrollY, left }));
    const send = () => {
      waiting = 0;
      remember(null);
      number.form.requestSubmit();
    };
    const sendAtRest = () => {
      clearTimeout(waiting);
      waiting = setTimeout(send, rest);
    };
    slider.addEventListener("input", () => { number.value = slider.value; });
    slider.addEventListener("change", sendAtRest);
    number.addEventListener("input", () => { slider.value = number.value; });
    addEventListener("pagehide", () => { if (waiting) remember(slider.value); });
    this.append(slider);
    const kept = comeBack(number.name, slider);
    if (kept?.left) {
      number.value = slider.value = kept.left;
      sendAtRest();
    }
  }
});

// Gives a slider the focus and the page its place, if it was this slider that sent the page or left it.
function comeBack(name, slider) {
  const kept = JSON.parse(sessionStorage.getItem(memory) ?? "null");
  if (kept?.name !== name) return null;
  sessionStorage.removeItem(memory);
  slider.focus({ preventScroll: true });
  scrollTo(0, kept.top);
  return kept;
}
