// The files in what was dropped or chosen, folders opened; each as { file, folder }.
const WANTED = /\.(png|jpe?g|jfif|webp|avif|gif|zip|txt|json)$/i;

export function isWanted({ file }) {
  return WANTED.test(file.name);
}

export function isZip({ file }) {
  return /\.zip$/i.test(file.name);
}

// As the server names what it has already.
export function keyOf({ file, folder }) {
  return `${folder}/${file.name.normalize("NFC")}/${file.size}`;
}

// What is written beside a picture: it can be read only once the picture is there.
export function isSidecar({ file }) {
  return /\.(txt|json)$/i.test(file.name);
}

export function sidecarsLast(items) {
  return [...items].sort((a, b) => isSidecar(a) - isSidecar(b));
}

export function hasFiles(event) {
  return [...event.dataTransfer.types].includes("Files");
}

export function chosenFiles(input) {
  return [...input.files].map((file) => ({ file, folder: folderOf(file.webkitRelativePath) }));
}

function folderOf(path) {
  return (path || "").split("/").slice(0, -1).join("/").normalize("NFC");
}

// Entries must be taken before anything is awaited: the browser forgets them afterwards.
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, folder: "" }));
  const found = await Promise.all(entries.map((entry) => walk(entry, "")));
  return found.flat();
}

async function walk(entry, folder) {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => { entry.file(resolve, reject); });
    return [{ file, folder }];
  }
  const inside = folder ? `${folder}/${entry.name}` : entry.name;
  const children = await readAll(entry.createReader());
  const found = await Promise.all(children.map((child) => walk(child, inside.normalize("NFC"))));
  return found.flat();
}

// A reader gives a hundred entries at a time.
async function readAll(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (!some.length) return all;
    all.push(...some);
  }
}
