// Asks the server for JSON. Never throws: { ok, body, problem }, where `problem` is a sentence.
export async function ask(url, data, { offline, signedOut, keepalive = false }) {
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  const options = { headers, keepalive };
  if (data) {
    options.method = "POST";
    options.body = JSON.stringify(data);
    headers["Content-Type"] = "application/json";
    headers[window.wagtailConfig.CSRF_HEADER_NAME] = window.wagtailConfig.CSRF_TOKEN;
  }
  let problem = offline;
  try {
    const response = await fetch(url, options);
    if (response.status === 403) problem = signedOut;
    const body = await response.json();
    return { ok: response.ok, body, problem: response.ok ? "" : body.problem || problem };
  } catch {
    return { ok: false, body: {}, problem };
  }
}
