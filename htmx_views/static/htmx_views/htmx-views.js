// The script of htmx_views
(() => {
if (window.htmxViews) return;

const page = {timeout: 30000, ...document.currentScript.dataset};
let changes, dialog, focused, isOld, left, returnFocus;

const on = addEventListener;
const find = (selector) => document.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const tell = (name, detail) => htmx.trigger(document, "htmx-views:" + name, detail);

// Tokens

const isOwnOrigin = (url) => new URL(url, document.baseURI).origin === location.origin;

const token = () => page.csrfToken || find("[name=csrfmiddlewaretoken]")?.value;

const renew = (token, user) => {
  if (!token || page.user && user !== page.user) return;
  page.csrfToken = token;
  for (const input of all("[name=csrfmiddlewaretoken]")) input.value = token;
};

// What is typed

const isChoice = ({type}) => /box|radio/.test(type);
const fields = ":is(input, textarea, select, option)";

// A list shows its first option.
const isChanged = (elt) => elt.checked !== elt.defaultChecked ||
  (elt.index || elt.closest("[multiple]")) && elt.selected !== elt.defaultSelected ||
  (elt.defaultValue ?? elt.value) !== elt.value && !isChoice(elt);

const isUnsaved = (root) => all(fields, root).some(isChanged);

// Drafts

const drafted = "[data-htmx-views-draft]";

const keyOf = (form) =>
  `htmx-views ${page.user} ${location.pathname} ${form.dataset.htmxViewsDraft}`;
const draftOf = (form) => {
  const data = new FormData(form);
  for (const {name, type} of form) if (/hidden|password|file/.test(type)) data.delete(name);
  return "" + new URLSearchParams(data);
};

const offerDraft = () => {
  const form = all(drafted).find((form) => !notices.has(form) &&
    (sessionStorage[keyOf(form)] ?? draftOf(form)) !== draftOf(form));
  if (form) show(form, "draft", {
    dismiss: () => delete sessionStorage[keyOf(form)],
    restore: () => {
      const draft = new URLSearchParams(sessionStorage[keyOf(form)]);
      for (const elt of form) {
        const values = draft.getAll(elt.name);
        if (elt.options) for (const option of elt.options) option.selected = values.includes(option.value);
        else if (isChoice(elt)) elt.checked = values.includes(elt.value);
        else if (values.length === 1) [elt.value] = values;
        htmx.trigger(elt, "input");
      }
    },
  });
};

on("input", ({target: {form}}) => {
  if (form?.matches(drafted)) sessionStorage[keyOf(form)] = draftOf(form);
});

// Notices

const notices = new Map();

const hide = (key) => {
  notices.get(key)?.remove();
  notices.delete(key);
};

const show = (key, kind, actions, names) => {
  hide(key);
  const before = focused;
  const template = find(`[data-notice="${kind}"]`);
  const notice = template?.content.firstElementChild.cloneNode(true);
  if (!notice) return;
  for (const slot of all("[data-slot]", notice)) slot.textContent = names[slot.dataset.slot];
  for (const button of all("[data-action]", notice)) button.onclick = () => {
    hide(key);
    before?.focus();
    actions[button.dataset.action]?.();
    offerDraft();
  };
  // All around it is inert.
  if (dialog?.isConnected) notice.role = "alert", dialog.append(notice);
  else template.after(notice);
  notices.set(key, notice);
};

// Focus

on("focusin", ({target}) => focused = target);

const pathOf = (elt) => elt.parentElement ? pathOf(elt.parentElement) +
  `>:nth-child(${[...elt.parentElement.children].indexOf(elt) + 1})` : "html";

const keepFocus = () => {
  const elt = focused?.matches(":disabled") ? focused : document.activeElement;
  let path = pathOf(elt);
  return () => {
    if (document.activeElement !== document.body) return;
    let next = elt.isConnected ? elt : elt.name && find(`[name="${elt.name}"]`);
    for (; !next; path = path.replace(/>[^>]*$/, "")) next = find(path);
    next.focus({preventScroll: true});
    if (document.activeElement !== next) next.tabIndex = -1;
    next.focus({preventScroll: true});
  };
};

// Dialogs

const open = ({form, swaps, target, giveFocus}) => {
  if (form || !swaps || !target?.matches("[data-htmx-views-dialog]:not([open])")) return;
  dialog = target;
  returnFocus = giveFocus;
  dialog.showModal();
  history.pushState({htmx: true, dialog: true}, "");
  dialog.onclose = () => {
    target.replaceChildren();
    if (history.state?.dialog) history.back();
  };
};

on("popstate", (event) => {
  left = dialog?.isConnected && dialog;
  dialog = null;
  if (left) {
    event.stopImmediatePropagation();
    left.close();
    document.activeElement.blur();
    returnFocus();
  } else if (isOld && history.state?.htmx) location.reload();
}, true);

on("htmx:before:history:restore", (event) => left && event.preventDefault());

// Requests

const sending = new Set();
const resting = new WeakMap();

const again = ({path, parameters, as, again}, more) => {
  changes = {path, parameters, as, ...more};
  again();
  changes = null;
};

const prepare = (x) => {
  const {elt, headers, parameters, event} = x;
  const isUnsafe = !/get/i.test(x.verb);
  const needed = isUnsafe && isOwnOrigin(x.path);
  const fresh = needed && (x.token || token());
  const form = isUnsafe && /submit/.test(event + elt.type) && elt.closest("form");
  if (form && sending.has(form) && !elt.matches("[hx-sync]") ||
    document.hidden && elt.matches("[data-poll-visible]") ||
    event === "every" && !changes && Date.now() < resting.get(elt)) return false;
  if (isOld && headers["HX-Boosted"] && elt.href && !isUnsaved())
    return location = elt.href, false;
  x.form = form;
  x.draft = form && keyOf(form);
  x.dialog = dialog;
  x.polls = !isUnsafe && elt.matches("[hx-trigger*=every]");
  x.as ??= page.user;
  if (elt.matches("[hx-ptag]")) headers["HX-PTag"] = elt.getAttribute("hx-ptag");
  if (needed && x.as) headers["HX-Views-User"] = x.as;
  if (needed && !fresh) return;
  for (const name in headers) if (name.toUpperCase() === page.csrfHeader) delete headers[name];
  if (fresh) headers[page.csrfHeader] = fresh;
  parameters.delete("csrfmiddlewaretoken");
};

const limit = (elt) => elt.closest("[enctype], [hx-encoding]") ? 0 : page.timeout;

const start = (x) => {
  sending.add(x.form);
  x.target?.setAttribute("aria-busy", true);
};

const answer = (x, status, url, get) => {
  const {elt, target} = x;
  const header = (name) => isOwnOrigin(url) && get(name);
  const isRefused = header("HX-Views") === "refused";
  const user = header("HX-Views-User");
  const fresh = isRefused && header(page.csrfHeader);
  Object.assign(x, {status, header});
  x.asked = elt.getAttribute(`hx-status:${status}`) ??
    elt.getAttribute(`hx-status:${status / 10 | 0}x`) ??
    elt.getAttribute(`hx-status:${status / 100 | 0}xx`);
  x.saved = x.form && status < 400 && !header("HX-Views");
  if (x.saved) delete sessionStorage[x.draft];
  // Before htmx 2 keeps the page
  target?.removeAttribute("aria-busy");
  x.swaps = status < 400 ?
    !x.polls || !target.querySelector(fields + ":focus") && !isUnsaved(target) :
    !isRefused && (status === 422 || x.asked);
  if (isRefused && x.as && user && user !== x.as)
    x.other = {as: user, token: fresh, username: decodeURIComponent(header("HX-Views-Username"))};
  else if (fresh && !x.token) {
    renew(fresh, user);
    x.repeat = {token: fresh};
    return false;
  }
  if (status === 401 && header("HX-Redirect") && isUnsaved()) return x.polls || tell("login-required"), false;
};

const swapping = (x, html) => {
  x.giveFocus = keepFocus();
  if (x.target !== document.body) return;
  const {user} = page;
  [, page.user, page.username] = html.match(/data-user="(.*?)" data-username="(.*?)"/) ?? [];
  // htmx 2 keeps pages
  if (page.user !== user) setTimeout(() => delete sessionStorage["htmx-history-cache"]);
};

const swapped = (x) => {
  x.giveFocus?.();
  open(x);
  offerDraft();
};

const end = (x) => {
  const {elt, status, header, failure, other, swaps} = x;
  sending.delete(x.form);
  x.target?.removeAttribute("aria-busy");
  swapped(x);
  if (x.repeat) return again(x, x.repeat);
  if (!status && !failure) return;
  for (const key of notices.keys()) if (key === elt || !key.isConnected) hide(key);
  if (status < 400 || swaps) {
    if (swaps && header("HX-PTag") && elt.matches("[hx-ptag]"))
      elt.setAttribute("hx-ptag", header("HX-PTag"));
    return x.saved && !header("HX-Redirect") && !header("HX-Refresh") && x.dialog?.close();
  }
  resting.set(elt, Date.now() + 10000);
  if (status === 401 && !dialog && find("[data-login-status]")) return;
  const kind = failure || (other ? "other-user" : find(`[data-notice="${status}"]`) ? `${status}` :
    status < 500 ? "error" : "server-error");
  const retry = () => again(x, other);
  if (tell("failed", {kind, status, source: elt, retry}) && !x.polls)
    show(elt, kind, {retry}, {...other, owner: page.username});
};

on("htmx-views:login-required", () =>
  on("htmx-views:csrf", ({target}) => setTimeout(() => target.focus?.()), {once: true}));

on("htmx-views:csrf", ({detail: {token, user, username, version}}) => {
  page.user ||= user;
  page.username ||= username;
  renew(token, user);
  if (page.version && version && version !== page.version) {
    isOld = page.version = version;
    if (isUnsaved()) show(document.body, "new-version", {reload: () => location.reload()});
  }
});

on("submit", ({target, submitter}) => {
  const url = submitter?.getAttribute("formaction") || target.getAttribute("action");
  target.onformdata = ({formData}) => isOwnOrigin(url || location) || formData.delete("csrfmiddlewaretoken");
}, true);
on("submit", ({defaultPrevented, target}) => {
  if (!defaultPrevented) delete sessionStorage[keyOf(target)];
});

on("visibilitychange", () => document.hidden || tell("visible"), true);
on("pageshow", ({persisted}) => persisted && tell("visible"));

offerDraft();
window.htmxViews = {csrfToken: token};

const exchanges = new WeakMap();

const hook = (key) => (name, listener, capture) => on("htmx:" + name, (event) => {
  const {detail} = event;
  const x = exchanges.get(detail[key]);
  if (x && listener(x, detail, event) === false) event.preventDefault();
}, capture);

const begin = (key, x, event) => {
  exchanges.set(key, x);
  if (prepare(x) === false) event.preventDefault();
};

// django-htmx shows the error.
const keepPage = (event) => find("[data-debug=True]") && event.stopPropagation();

// htmx 2

const on2 = hook("requestConfig");
const issuers = new WeakMap();

on("htmx:confirm", ({detail: {etc, issueRequest}}) => etc && issuers.set(etc, issueRequest));

on("htmx:configRequest", (event) => {
  const {detail} = event;
  if (detail.ctx) return;
  const x = {...detail, event: detail.triggeringEvent?.type ?? "every", ...changes};
  detail.path = x.path;
  detail.parameters = x.parameters;
  detail.timeout ||= limit(detail.elt);
  begin(detail, x, event);
});

on2("beforeSend", (x, {xhr, etc}) => {
  x.again = () => issuers.get(etc)(true);
  xhr.addEventListener("error", () => x.failure = "offline");
  xhr.addEventListener("timeout", () => x.failure = "timeout");
  xhr.addEventListener("loadend", () => end(x));
  start(x);
});

on2("beforeOnLoad", (x, {xhr}, event) => {
  if (xhr.status >= 400) keepPage(event);
  return answer(x, xhr.status, xhr.responseURL, (name) => xhr.getResponseHeader(name));
}, true);

on2("beforeSwap", (x, detail) => {
  const option = (name) => x.asked?.match(name + ":\\s*([^\\s,]+)")?.[1];
  detail.isError &&= !x.swaps;
  detail.shouldSwap = x.swaps && (x.status >= 400 || detail.shouldSwap);
  detail.swapOverride = option("swap") ?? detail.swapOverride;
  detail.target = find(option("target")) ?? detail.target;
  if (detail.shouldSwap) swapping(x, detail.xhr.responseText);
});

on2("afterSwap", swapped);

// htmx 4

const on4 = hook("ctx");

on("htmx:config:request", (event) => {
  const {ctx} = event.detail;
  const {request, ...asked} = ctx;
  const {sourceElement: elt, sourceEvent, target} = asked;
  const {method: verb, action: path, body: parameters, headers} = request;
  const x = {elt, target, verb, path, headers, parameters, event: sourceEvent.type, ...changes};
  if (htmx.config.defaultTimeout === 60000) request.timeout ??= limit(elt);
  x.limit = request.timeout ?? htmx.config.defaultTimeout;
  x.again = () => htmx.ajax(verb, path, {...asked, source: elt, event: sourceEvent, confirm: null});
  Object.assign(request, {action: x.path, body: x.parameters, timeout: 0});
  begin(ctx, x, event);
});

on4("before:request", (x, {ctx}) => {
  start(x);
  if (x.limit) setTimeout(() => ctx.request.abort?.("timeout"), htmx.parseInterval(x.limit));
});

on4("before:response", (x, {ctx}) => {
  const {status, raw, headers} = ctx.response;
  const goesOn = answer(x, status, raw.url, (name) => headers.get(name));
  htmx.config.noSwap = htmx.config.noSwap.filter((code) => !/[45]xx/.test(code));
  // Else it swaps.
  if (!x.swaps) ctx.status = "kept";
  return goesOn;
});

on4("response:error", (x, detail, event) => keepPage(event), true);
on4("before:swap", (x, {ctx}) => swapping(x, ctx.text));
on4("error", (x, {ctx, error}) => {
  x.failure = error === "timeout" ? error :
    ctx.text == null && error.name !== "AbortError" && "offline";
});
on4("finally:request", (x) => setTimeout(end, 0, x));
})();
