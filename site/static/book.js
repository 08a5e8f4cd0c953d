// What scrolls sideways can be reached from the keyboard.
function reachable() {
  for (const box of document.querySelectorAll("pre, div.math, .table-wrapper")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
reachable();
addEventListener("resize", reachable);
addEventListener("toggle", reachable, true); // a solution that was unfolded

// The slider of the landing page turns over the pictures that the panel has drawn, and says its words.
const slider = document.querySelector("figure.slider");
if (slider) {
  const [picture, input, words] = ["img", "input", ".words"].map((part) => slider.querySelector(part));
  const said = JSON.parse(slider.querySelector("script").textContent);
  const address = (k) => `first_slider/${String(k).padStart(2, "0")}.webp`;
  const fetchAll = () => said.forEach((_, k) => (new Image().src = address(k)));
  for (const touch of ["pointerenter", "focus"]) input.addEventListener(touch, fetchAll, { once: true });
  input.addEventListener("input", () => {
    const k = Math.round(input.value / input.step);
    picture.src = address(k);
    words.textContent = said[k];
  });
  input.parentElement.hidden = false;
}
