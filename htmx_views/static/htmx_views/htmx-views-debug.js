// Under DEBUG: show what became of each answer, and what the server's contracts say of it.
(() => {
"use strict";
const {url: endpoint} = document.currentScript.dataset;
const on = (name, listener) => document.addEventListener(name, listener, true);

// The panel: in a shadow, where neither htmx nor a style of the page sees it

const host = document.createElement("htmx-views-debug");
const shadow = host.attachShadow({mode: "open"});
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host {position: fixed; right: 8px; bottom: 8px; z-index: 999; max-width: min(44rem, 96vw);}
  details {font: 13px/1.45 system-ui, sans-serif; color: light-dark(#1f2328, #e6edf3);
    background: light-dark(#fff, #161b22); border: 1px solid light-dark(#8c959f, #6e7681);
    border-radius: 8px; box-shadow: 0 4px 16px #0003;}
  summary {padding: 5px 12px; cursor: pointer; border-radius: 8px; font-weight: 600;}
  summary:focus-visible {outline: 2px solid light-dark(#0969da, #79c0ff);}
  summary.bad {background: #b3261e; color: #fff;}
  ol {margin: 0; padding: 0; max-height: 55vh; overflow: auto; list-style: none;}
  li {padding: 8px 12px; border-top: 1px solid light-dark(#d0d7de, #30363d);}
  p {margin: 2px 0;} .what {font-weight: 600;} .rule, .cure {color: light-dark(#57606a, #9da7b1);}
  .bad-one {color: light-dark(#b3261e, #ff9d94);} code {font: 12px/1.4 ui-monospace, monospace; word-break: break-all;}
`);
shadow.adoptedStyleSheets = [sheet];
const make = (tag, text = "", name = "") =>
  Object.assign(document.createElement(tag), {textContent: text, className: name});
const details = make("details");
const summary = make("summary");
const list = make("ol");
details.append(summary, list);
shadow.append(details);

let answers = 0;
let bad = 0;
const count = () => {
  summary.textContent = `htmx_views: answers ${answers}, findings ${bad}`;
  summary.className = bad ? "bad" : "";
};

// Add an entry, the newest first.
const add = (what, rule) => {
  const item = make("li");
  item.append(make("p", what, "what"));
  if (rule) item.append(make("p", rule, "rule"));
  list.prepend(item);
  while (list.children.length > 50) list.lastChild.remove();
  count();
  return item;
};

const say = (item, {id, message, element, cure}) => {
  bad += 1;
  console.warn(`htmx_views ${id}: ${message}.\n${element}\n${cure}`);
  item.append(make("p", `${id}: ${message}.`, "bad-one"));
  if (element) item.append(make("code", element));
  item.append(make("p", cure, "cure"));
  count();
};

// The server's contracts

const html = () => document.documentElement.outerHTML;
const said = new Set();
let isTold = false;

const check = async (item, seen) => {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({page: location.href, after: html(), ...seen}),
  }).catch(() => null);
  if (!response?.ok) {
    item.append(make("p", `The server did not check it (${response?.status ?? "no connection"}).`, "cure"));
    return;
  }
  const {findings, missing} = await response.json();
  if (missing && !isTold) {
    isTold = true;
    console.info(missing);
    item.append(make("p", missing, "cure"));
  }
  for (const finding of findings) {
    const key = JSON.stringify(finding);
    if (!said.has(key)) say(item, finding);
    said.add(key);
  }
};

// Read the page before a swap, with its two elements marked.
const before = (source, target) => {
  const marks = [[source, "source"], [target, "target"]].filter(([elt]) => elt?.isConnected);
  for (const [elt, name] of marks) elt.setAttribute(`data-htmx-views-${name}`, "");
  const text = html();
  for (const [elt, name] of marks) elt.removeAttribute(`data-htmx-views-${name}`);
  return text;
};

const nameOf = (elt) => elt ? elt.tagName.toLowerCase() + (elt.id && `#${elt.id}`) : "nothing";

const finish = (x, outcome) => {
  answers += 1;
  const into = x.target ? ` → ${nameOf(x.target)}` : "";
  const item = add(`${x.method} ${x.url} ${x.status || ""}${into}: ${outcome}`, x.rule);
  if (!x.before) return;
  const {method, url, status, text, sent, headers} = x;
  check(item, {method, url, status, text, sent, headers, before: x.before});
};

const HEADERS = ["Content-Type", "Content-Security-Policy", "HX-Redirect", "HX-Location", "HX-Refresh",
  "HX-Retarget", "HX-Reswap", "HX-Reselect"];
const answered = (x, get) => {
  x.rule = get("HX-Views-Debug");
  x.headers = Object.fromEntries(HEADERS.map((name) => [name, get(name)]).filter(([, value]) => value));
};

// htmx 2

const exchanges = new WeakMap();
const on2 = (name, listener) => on(`htmx:${name}`, ({detail}) => {
  const x = exchanges.get(detail.xhr);
  if (x) listener(detail, x);
});

on("htmx:beforeSend", ({detail: {xhr, requestConfig, target}}) => {
  if (!xhr) return;
  const {verb, path, headers} = requestConfig;
  exchanges.set(xhr, {method: verb.toUpperCase(), url: path, sent: {...headers}, target});
});
on2("beforeSwap", ({xhr, target, requestConfig, serverResponse}, x) => {
  Object.assign(x, {target, text: serverResponse, before: before(requestConfig.elt, target)});
});
on2("afterRequest", ({xhr, requestConfig}, x) => {
  x.status = xhr.status;
  x.url = requestConfig.path;
  answered(x, (name) => xhr.getResponseHeader(name));
});
const end2 = (detail, x) => {
  const {shouldSwap} = x;
  if (!shouldSwap) x.before = null;
  setTimeout(() => finish(x, shouldSwap ? "swapped" : x.failure ?? "left the page alone"), 50);
};
// Whether htmx swaps is known when all listeners have been heard.
document.addEventListener("htmx:beforeSwap", ({detail}) => {
  const x = exchanges.get(detail.xhr);
  if (x) x.shouldSwap = detail.shouldSwap;
});
for (const [name, failure] of [["sendError", "no connection"], ["timeout", "timed out"],
  ["sendAbort", "aborted"], ["swapError", "the swap failed"]])
  on2(name, (detail, x) => { x.failure = failure; });
on2("afterRequest", end2);
on("htmx:targetError", ({detail, target}) => {
  if (!detail.ctx) add(`${nameOf(target)}: no target ${detail.target ?? ""}, nothing was sent`);
});

// htmx 4

const on4 = (name, listener) => on(`htmx:${name}`, ({detail}) => {
  const {ctx} = detail;
  if (!ctx) return;
  if (!exchanges.has(ctx)) exchanges.set(ctx, {});
  listener(ctx, exchanges.get(ctx));
});

// What asks on load has asked before this script runs.
on4("before:response", (ctx, x) => {
  const {method, action, headers} = ctx.request;
  Object.assign(x, {method, url: action, sent: {...headers}, status: ctx.response.status});
  answered(x, (name) => ctx.response.headers.get(name));
});
on4("before:swap", (ctx, x) => {
  const target = typeof ctx.target === "string" ? document.querySelector(ctx.target) : ctx.target;
  Object.assign(x, {target, text: ctx.text, before: before(ctx.sourceElement, target)});
});
on4("finally:request", (ctx, x) => {
  if (ctx.status !== "swapped") x.before = null;
  setTimeout(() => finish(x, ctx.status === "kept" ? "left the page alone" : ctx.status), 50);
});

// The page's own policy is the browser's to hold. An observer hears of what it stopped before this script was there, too.
const stopped = (what, directive) => {
  bad += 1;
  add(`The page's policy stopped ${what}`, `by ${directive}`);
};
if (window.ReportingObserver)
  new ReportingObserver((reports) => {
    for (const {body} of reports) stopped(body.blockedURL, body.effectiveDirective);
  }, {types: ["csp-violation"], buffered: true}).observe();
else on("securitypolicyviolation", ({blockedURI, effectiveDirective}) => stopped(blockedURI, effectiveDirective));

count();
document.documentElement.append(host);
check(add(`GET ${location.pathname}${location.search}: the page`), {url: location.href});
})();
