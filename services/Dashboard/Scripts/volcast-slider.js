// A slider below a number of a form. Where it comes to rest, the form is sent, and the page comes back at the same place.
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
    slider.addEventListener("input", () => { number.value = slider.value; });
    slider.addEventListener("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        sessionStorage.setItem(memory, JSON.stringify({ name: number.name, top: scrollY }));
        number.form.requestSubmit();
      }, rest);
    });
    number.addEventListener("input", () => { slider.value = number.value; });
    this.append(slider);
    this.comeBack(number.name, slider);
  }

  comeBack(name, slider) {
    const kept = JSON.parse(sessionStorage.getItem(memory) ?? "null");
    if (kept?.name !== name) return;
    sessionStorage.removeItem(memory);
    slider.focus({ preventScroll: true });
    scrollTo(0, kept.top);
  }
});
