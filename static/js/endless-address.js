// The address of a list that grows: that of the page whose first tile was last scrolled past. Back
// returns to the tile that was opened.
const first = location.href;

/** From which address on a tile is found: that of the page it came with. */
const pageOf = new WeakMap();

const turning = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      // Short pages may be seen two at a time: at the top of the list it is the first one.
      const above = scrollY > 0 && entry.boundingClientRect.top < innerHeight / 2;
      const address = above ? pageOf.get(entry.target) : before(entry.target);
      const isCovered = "quickView" in document.documentElement.dataset;
      if (address && !isCovered) history.replaceState(history.state, "", address);
    }
  },
  { rootMargin: "0px 0px -50% 0px" },
);

function before(item) {
  const one = item.previousElementSibling;
  return one && (pageOf.get(one) ?? first);
}

/** Tiles of the page at `address` have been added. */
export function came(tiles, address) {
  for (const tile of tiles) pageOf.set(tile, address);
  if (tiles[0]) turning.observe(tiles[0]);
}

export function findAgain() {
  const tile = history.state?.tile;
  if (!tile) return;
  const found = document.getElementById(tile);
  openStack(found);
  found?.scrollIntoView({ block: "center" });
  history.replaceState({ ...history.state, tile: undefined }, "");
  history.scrollRestoration = "auto";
}

/** A picture of a series stands behind the tile that leads it. */
function openStack(tile) {
  let one = tile;
  while (one?.classList.contains("wall-more")) one = one.previousElementSibling;
  if (one !== tile) one.querySelector(".stack").open = true;
}

document.addEventListener("click", (event) => {
  const tile = event.target.closest?.(".wall > ul > li[id]");
  if (tile && event.target.closest("a")) {
    history.replaceState({ ...history.state, tile: tile.id }, "", pageOf.get(tile) ?? first);
    history.scrollRestoration = "manual"; // the page that Back loads begins elsewhere
  }
});
