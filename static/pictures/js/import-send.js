// Sends one file, telling how much has arrived. fetch does not tell, hence XMLHttpRequest.
export function sendFile(url, { file, folder }, { token, offline, tell }) {
  const body = new FormData();
  body.append("folder", folder);
  body.append("file", file, file.name.normalize("NFC"));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    Object.entries(token).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.onprogress = ({ loaded, total }) => tell(total ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(problemOf(request))));
    request.onerror = () => reject(new Error(offline));
    request.send(body);
  });
}

function problemOf(request) {
  try {
    return JSON.parse(request.responseText).problem;
  } catch {
    return "";
  }
}
