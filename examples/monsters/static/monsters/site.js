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

// A field that was checked alone says so, as it does when the server renders its form.
(() => {
  function mark() {
    for (const errors of document.querySelectorAll(".field-errors[id]")) {
      const control = document.getElementById(errors.id.replace(/_error$/, ""));
      if (!control) continue;
      const others = (control.getAttribute("aria-describedby") ?? "").split(" ");
      const ids = others.filter((id) => id && id !== errors.id);
      if (errors.childElementCount) {
        ids.push(errors.id);
        control.ariaInvalid = "true";
      } else control.removeAttribute("aria-invalid");
      if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
      else control.removeAttribute("aria-describedby");
    }
  }
  document.addEventListener("htmx:afterSettle", mark);
  document.addEventListener("htmx:after:swap", mark);
})();

// One box checks all of its form.
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-check-all]")) return;
  for (const box of target.form.querySelectorAll("[type=checkbox]")) box.checked = target.checked;
});

// Code can be copied.
function addCopy(pre, place) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.onclick = async () => {
    await navigator.clipboard.writeText(pre.textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };
  place.append(button);
}
for (const pre of document.querySelectorAll("details.panel > pre, .install > pre")) addCopy(pre, pre.parentElement);

// A cookbook page shows its last exchange: what htmx asked, what the server answered.
(() => {
  const live = document.querySelector("[data-live]");
  const panel = document.querySelector("[data-exchange]");
  const brief = document.querySelector("[data-exchange-brief]");
  if (!live || !panel) return;

  const LONGEST = 4000;
  const pageSize = performance.getEntriesByType("navigation")[0].decodedBodySize;
  const started = new WeakMap();
  // On a phone it is a bar at the bottom, which opens.
  panel.closest("details").open = matchMedia("(min-width: 72rem)").matches;

  const bytes = (number) => `${number.toLocaleString("en")} bytes`;

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

  const isTelling = (name) => /^(hx-|vary$|location$|content-length$|etag$|cache-control$)/i.test(name);

  // Tags, names of attributes, their values and comments get the classes of Pygments.
  function highlighted(html) {
    const code = document.createElement("code");
    const token = /(<!--[^]*?-->)|(<\/?[\w-]+|\/?>)|([\w:-]+)(?==")|("[^"]*")/g;
    let end = 0;
    for (const match of html.matchAll(token)) {
      code.append(html.slice(end, match.index));
      const className = ["c", "nt", "na", "s"][match.slice(1).findIndex(Boolean)];
      code.append(element("span", match[0], className));
      end = match.index + match[0].length;
    }
    code.append(html.slice(end));
    return code;
  }

  function bodyOf(text) {
    const body = document.createElement("div");
    const pre = element("pre", "", "code");
    pre.append(highlighted(text.length > LONGEST ? `${text.slice(0, LONGEST)}\n…` : text));
    pre.tabIndex = 0;
    pre.setAttribute("aria-label", "The body of the answer");
    body.className = "exchange-body";
    body.append(pre);
    addCopy(pre, body);
    return body;
  }

  function show({ method, path, requestHeaders, status, responseHeaders, body, key }) {
    const size = new TextEncoder().encode(body).length;
    const text = body.trim().replace(/\n\s*\n/g, "\n");
    const duration = Math.round(performance.now() - started.get(key));
    const asked = `${method.toUpperCase()} ${path}`;
    const requested = Object.entries(requestHeaders).filter(
      ([name, value]) => /^hx-/i.test(name) && value,
    );
    brief.textContent = `${asked} · ${status} · ${duration} ms · ${bytes(size)}`;
    panel.replaceChildren(
      element("p", asked, "exchange-line"),
      headerList(requested),
      element("p", `${status} · ${duration} ms · ${bytes(size)}, the page had ${bytes(pageSize)}`, "exchange-line"),
      headerList(responseHeaders.filter(([name]) => isTelling(name))),
      ...(text ? [bodyOf(text)] : []),
    );
  }

  // htmx 2
  document.addEventListener("htmx:beforeSend", ({ detail }) => started.set(detail.xhr, performance.now()));
  document.addEventListener("htmx:beforeOnLoad", ({ target, detail }) => {
    if (!live.contains(target)) return;
    const { xhr, requestConfig, pathInfo } = detail;
    show({
      key: xhr,
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
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => started.set(ctx, performance.now()));
  document.addEventListener("htmx:after:request", ({ target, detail: { ctx } }) => {
    if (!live.contains(target)) return;
    show({
      key: ctx,
      method: ctx.request.method,
      path: ctx.request.action,
      requestHeaders: ctx.request.headers,
      status: ctx.response.status,
      responseHeaders: [...ctx.response.headers],
      body: ctx.text,
    });
  });
})();
