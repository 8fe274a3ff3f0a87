/*
 * The companion of htmx_views, for htmx 2 and 4: keeps the CSRF tokens and the
 * login status of an open page current, so that nothing typed is lost when a
 * session ends. Its settings are the data-csrf-* attributes of its own tag.
 */
(() => {
  if (window.htmxViews) return;

  const {csrfHeader = "X-CSRFToken", csrfCookie, csrfToken} =
    document.currentScript?.dataset ?? {};
  const field = "csrfmiddlewaretoken";
  let latest = csrfToken;
  let refusedAt = 0;

  const on = (name, listener) => addEventListener(name, listener);
  const tell = (name) =>
    document.dispatchEvent(new Event("htmx-views:" + name, {bubbles: true}));

  // Tokens

  const isOwnOrigin = (url) => {
    try {
      return new URL(url, document.baseURI).origin === location.origin;
    } catch {
      return false;
    }
  };

  const inputs = () =>
    [...document.querySelectorAll(`input[name=${field}]`)].filter((input) =>
      isOwnOrigin(input.form?.getAttribute("action") || location));

  const cookie = () =>
    csrfCookie && document.cookie.split("; ")
      .filter((pair) => pair.startsWith(csrfCookie + "="))
      .pop()?.slice(csrfCookie.length + 1);

  // A login in another tab changes the cookie at once, this page only later.
  const token = () => cookie() || latest || inputs()[0]?.value;

  const renew = (fresh) => {
    latest = fresh;
    for (const input of inputs()) input.value = fresh;
  };

  // Requests: `body` is FormData, or looks like it.

  const needsToken = (method, url) =>
    isOwnOrigin(url) && !/^(get|head|options|trace)$/i.test(method);

  const prepare = (elt, method, url, headers, body) => {
    const ptag = elt.getAttribute("hx-ptag");
    if (ptag) headers["HX-PTag"] = ptag;
    const needed = needsToken(method, url);
    const fresh = needed && token();
    // Where no token is known, the one that the page itself sends may be right.
    if (needed && !fresh) return;
    // Two spellings of one header would merge into one long, wrong value.
    for (const name of Object.keys(headers))
      if (name.toLowerCase() === csrfHeader.toLowerCase()) delete headers[name];
    if (fresh) headers[csrfHeader] = fresh;
    // Django reads the token of a POST's body first, and of no other.
    if (!fresh || /delete/i.test(method)) body?.delete(field);
    else if (body?.has(field)) body.set(field, fresh);
  };

  // The answer to a failed CSRF check has a token to repeat the request with.

  const freshToken = (status, header) => {
    if (status === 403 && header) renew(header);
    return status === 403 && header;
  };

  const withoutToken = (body) => {
    if (body?.delete) body.delete(field);
    return body?.replace ? body.replace(/(^|&)csrfmiddlewaretoken=[^&]*/, "") : body;
  };

  // Answers

  // A button that only fetches what polls would find nothing new, for ever.
  const keepPtag = (elt, ptag) => {
    if (ptag && elt.hasAttribute("hx-ptag")) elt.setAttribute("hx-ptag", ptag);
  };

  // What was typed would be lost on the way to the login page.
  const wouldLose = (status, redirect) =>
    status === 401 && redirect && document.querySelector("[data-login-status]") &&
    [...document.querySelectorAll("form :is(input, textarea)")].some((control) =>
      control.value !== control.defaultValue ||
      control.checked !== control.defaultChecked);

  const stay = (event) => {
    event.preventDefault();
    tell("login-required");
  };

  // htmx 2. With detail.ctx it is htmx 4's compatibility extension.

  // A browser complains where another origin's headers are asked for.
  const headerOf = (xhr, name) =>
    isOwnOrigin(xhr.responseURL) && xhr.getResponseHeader(name);

  on("htmx:configRequest", ({detail}) => {
    const {ctx, elt, verb, path, headers, parameters} = detail;
    if (!ctx) prepare(elt, verb, path || location, headers, {
      has: (name) => parameters[name] != null,
      set: (name, value) => { parameters[name] = value; },
      delete: (name) => { delete parameters[name]; },
    });
  });

  on("htmx:beforeSend", ({detail: {ctx, xhr, requestConfig, pathInfo}}) => {
    if (ctx || !needsToken(requestConfig.verb, pathInfo.finalRequestPath)) return;
    const {onload, send} = xhr;
    let body;
    xhr.send = (data) => send.call(xhr, body = data);
    xhr.onload = (event) => {
      xhr.onload = onload;
      const fresh = freshToken(xhr.status, headerOf(xhr, csrfHeader));
      if (!fresh) return onload.call(xhr, event);
      const headers = {...requestConfig.headers, [csrfHeader]: fresh};
      xhr.open(requestConfig.verb, pathInfo.finalRequestPath);
      for (const name in headers) {
        try {
          xhr.setRequestHeader(name, headers[name]);
        } catch {
          xhr.setRequestHeader(name, encodeURIComponent(headers[name]));
          xhr.setRequestHeader(name + "-URI-AutoEncoded", "true");
        }
      }
      send.call(xhr, withoutToken(body));
    };
  });

  on("htmx:beforeOnLoad", (event) => {
    const {xhr} = event.detail;
    if (xhr && wouldLose(xhr.status, headerOf(xhr, "HX-Redirect"))) stay(event);
  });

  on("htmx:afterRequest", ({detail: {xhr, elt}}) => {
    if (xhr) keepPtag(elt, headerOf(xhr, "HX-PTag"));
  });

  // htmx 4

  on("htmx:config:request", ({detail: {ctx}}) => {
    const {method, action, headers, body} = ctx.request;
    const url = action || document.baseURI;
    prepare(ctx.sourceElement, method, url, headers, body);
    if (!needsToken(method, url)) return;
    const send = ctx.fetch ?? fetch.bind(window);
    ctx.fetch = async (url, options) => {
      const response = await send(url, options);
      const fresh = freshToken(response.status, response.headers.get(csrfHeader));
      if (!fresh) return response;
      options.headers[csrfHeader] = fresh;
      options.body = withoutToken(options.body);
      return send(url, options);
    };
  });

  on("htmx:before:response", (event) => {
    const {status, headers} = event.detail.ctx.response;
    if (wouldLose(status, headers.get("HX-Redirect"))) stay(event);
  });

  on("htmx:after:request", ({detail: {ctx}}) => {
    keepPtag(ctx.sourceElement, ctx.response.headers.get("HX-PTag"));
  });

  // An invalid form comes back with 422, which is to be swapped as any answer is.

  on("htmx:beforeSwap", ({detail}) => {
    if (detail.xhr?.status !== 422) return;
    detail.shouldSwap = true;
    detail.isError = false;
  });

  on("htmx:before:response", ({detail: {ctx}}) => {
    if (ctx.response.status !== 422) return;
    // Under DEBUG the script of django-htmx forbids htmx 4 to swap any 4xx.
    htmx.config.noSwap = htmx.config.noSwap.flatMap((code) => code !== "4xx" ? code :
      Array.from({length: 100}, (_, n) => 400 + n).filter((n) => n !== 422));
  });

  // What polls rests while nobody sees it.

  const rest = (event) => {
    const {elt, ctx} = event.detail;
    if (document.hidden && (ctx?.sourceElement ?? elt).matches("[data-poll-visible]"))
      event.preventDefault();
  };
  on("htmx:beforeRequest", rest);
  on("htmx:before:request", rest);

  // The page

  on("htmx-views:login-required", () => { refusedAt = Date.now(); });

  on("htmx-views:csrf", ({detail, target}) => {
    if (detail.token) renew(detail.token);
    // The status is the answer to a refused request. htmx 2 swaps it only now.
    if (Date.now() - refusedAt < 5000) setTimeout(() => target.focus?.());
    refusedAt = 0;
  });

  // Forms that htmx doesn't send: the token comes, or goes, at the last moment.
  addEventListener("submit", ({target, submitter}) => {
    const fresh = cookie();
    if (fresh) renew(fresh);
    const url = submitter?.getAttribute("formaction") || target.getAttribute("action");
    if (!isOwnOrigin(url || location))
      target.addEventListener("formdata", (event) => event.formData.delete(field), {once: true});
  }, true);

  document.addEventListener("visibilitychange", () =>
    document.hidden || tell("visible"));
  // A page that comes back from the browser's cache is as old as it was left.
  on("pageshow", (event) => event.persisted && tell("visible"));

  window.htmxViews = {csrfToken: token};
})();
