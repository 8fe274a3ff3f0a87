"use strict";

// The settings close when one leaves them.
(() => {
  const settings = document.querySelector(".preferences");
  document.addEventListener("click", ({ target }) => {
    if (!settings.contains(target)) settings.open = false;
  });
  settings.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    settings.open = false;
    settings.querySelector("summary").focus();
  });
})();

// A cookbook page shows its last exchange: what htmx asked, what the server answered.
(() => {
  const live = document.querySelector("[data-live]");
  const panel = document.querySelector("[data-exchange]");
  if (!live || !panel) return;

  const LONGEST = 4000;
  const pageSize = performance.getEntriesByType("navigation")[0].decodedBodySize;

  function bytes(number) {
    return `${number.toLocaleString("en")} bytes`;
  }

  function element(name, text, className) {
    const node = document.createElement(name);
    node.textContent = text;
    if (className) node.className = className;
    return node;
  }

  function headerList(headers) {
    const list = document.createElement("dl");
    for (const [name, value] of headers) list.append(element("dt", name), element("dd", value));
    return list;
  }

  function isTelling(name) {
    return /^(hx-|vary$|location$|content-length$|etag$|cache-control$)/i.test(name);
  }

  function show({ method, path, requestHeaders, status, responseHeaders, body }) {
    const size = new TextEncoder().encode(body).length;
    const text = body.trim().replace(/\n\s*\n/g, "\n");
    const requested = Object.entries(requestHeaders).filter(
      ([name, value]) => /^hx-/i.test(name) && value,
    );
    const answered = responseHeaders.filter(([name]) => isTelling(name));
    const code = element("pre", text.length > LONGEST ? `${text.slice(0, LONGEST)}\n…` : text);
    code.tabIndex = 0;
    code.setAttribute("aria-label", "The body of the answer");
    panel.replaceChildren(
      element("p", `${method.toUpperCase()} ${path}`, "exchange-line"),
      headerList(requested),
      element("p", `${status} · ${bytes(size)}, the page had ${bytes(pageSize)}`, "exchange-line"),
      headerList(answered),
      ...(text ? [code] : []),
    );
  }

  // htmx 2
  document.addEventListener("htmx:beforeOnLoad", ({ target, detail }) => {
    if (!live.contains(target)) return;
    const { xhr, requestConfig, pathInfo } = detail;
    show({
      method: requestConfig.verb,
      path: pathInfo.finalRequestPath,
      requestHeaders: requestConfig.headers,
      status: xhr.status,
      responseHeaders: xhr
        .getAllResponseHeaders()
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(/:\s*(.*)/, 2)),
      body: xhr.responseText,
    });
  });

  // htmx 4
  document.addEventListener("htmx:after:request", ({ target, detail: { ctx } }) => {
    if (!live.contains(target)) return;
    show({
      method: ctx.request.method,
      path: ctx.request.action,
      requestHeaders: ctx.request.headers,
      status: ctx.response.status,
      responseHeaders: [...ctx.response.headers],
      body: ctx.text,
    });
  });
})();
