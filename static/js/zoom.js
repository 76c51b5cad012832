// A picture enlarged where it lies: by wheel, by fingers (zoom-fingers.js) and by whoever calls.
// It fills its ground and is fitted into it; what is larger can be moved, never out of sight.
import { followFingers } from "./zoom-fingers.js";

const LARGEST = 4;

const between = (least, value, most) => Math.min(Math.max(value, least), most);

export class Zoom {
  #scale = 1;
  #x = 0;
  #y = 0;

  /** `changed` hears whether it is enlarged; `swiped` of "left", "right", "up" or "down";
      `tapped` of a mouse's click beside the picture. */
  constructor(ground, { changed, swiped = () => {}, tapped = () => {} }) {
    Object.assign(this, { ground, changed });
    followFingers(this, { swiped, tapped });
    ground.addEventListener("wheel", (event) => this.#turn(event), { passive: false });
    ground.addEventListener("dragstart", (event) => event.preventDefault());
  }

  get enlarged() {
    return this.#scale > 1.001;
  }

  fit() {
    this.#show(1, 0, 0);
  }

  /** Multiply the scale; what lies at (`x`, `y`) of the ground, its middle by default, stays. */
  by(factor, x = this.ground.clientWidth / 2, y = this.ground.clientHeight / 2) {
    const most = Math.max(LARGEST, 2 / this.drawn().unit);
    const next = between(1, this.#scale * factor, most);
    const grown = next / this.#scale;
    this.#show(next, x - (x - this.#x) * grown, y - (y - this.#y) * grown);
  }

  /** Between fitted and actual size, at least doubled. */
  toggle(x, y) {
    if (this.enlarged) this.fit();
    else this.by(Math.max(2, 1 / this.drawn().unit), x, y);
  }

  pan(dx, dy) {
    this.#show(this.#scale, this.#x + dx, this.#y + dy);
  }

  /** Where the fitted picture lies in its ground; `unit` is how large it draws one of its px. */
  drawn() {
    const { clientWidth, clientHeight } = this.ground;
    const image = this.ground.querySelector("img");
    const across = image?.naturalWidth || image?.width || 1;
    const down = image?.naturalHeight || image?.height || 1;
    const unit = Math.min(clientWidth / across, clientHeight / down) || 1;
    const [width, height] = [across * unit, down * unit];
    return { unit, width, height, left: (clientWidth - width) / 2, top: (clientHeight - height) / 2 };
  }

  #show(scale, x, y) {
    const box = this.drawn();
    this.#scale = scale;
    this.#x = within(x, box.left * scale, box.width * scale, this.ground.clientWidth);
    this.#y = within(y, box.top * scale, box.height * scale, this.ground.clientHeight);
    const image = this.ground.querySelector("img");
    if (image) {
      image.style.transformOrigin = "0 0";
      image.style.transform = this.enlarged
        ? `translate(${this.#x}px, ${this.#y}px) scale(${scale})`
        : "";
    }
    this.changed(this.enlarged);
  }

  #turn(event) {
    event.preventDefault();
    const box = this.ground.getBoundingClientRect();
    // Two fingers on a touchpad arrive as a turning wheel with Ctrl, in smaller numbers.
    const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002));
    this.by(factor, event.clientX - box.left, event.clientY - box.top);
  }
}

/** Where a length that begins at `before` may begin in `room`: centred if it fits, else filling. */
function within(at, before, length, room) {
  if (length <= room) return (room - length) / 2 - before;
  return between(room - length - before, at, -before);
}
