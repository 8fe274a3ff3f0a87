/*
 * The companion of htmx_views, for htmx 2 and 4: keeps the CSRF tokens and the
 * login status of an open page current, so that nothing typed is lost when a
 * session ends. Settings: the data-csrf-* attributes of this script's tag.
 */
(() => {
  if (window.htmxViews) return;

  const {csrfHeader = "X-CSRFToken", csrfCookie, csrfToken} =
    document.currentScript?.dataset ?? {};
  const field = "csrfmiddlewaretoken";
  let latest = csrfToken;
  let mustFocus = false;

  const isOwnOrigin = (url) => {
    try {
      return new URL(url || location, document.baseURI).origin === location.origin;
    } catch {
      return false;
    }
  };

  const inputs = () =>
    [...document.querySelectorAll(`input[name=${field}]`)].filter((input) =>
      isOwnOrigin(input.form?.getAttribute("action")));

  const cookie = () =>
    csrfCookie && document.cookie.split("; ")
      .filter((pair) => pair.startsWith(csrfCookie + "="))
      .pop()?.slice(csrfCookie.length + 1);

  // Another tab's login changes the cookie at once, and the page's tokens later.
  const token = () => cookie() || latest || inputs()[0]?.value;

  const renew = (fresh) => {
    latest = fresh;
    for (const input of inputs()) input.value = fresh;
  };

  // `body` is htmx 4's FormData, or looks like one.
  const prepare = (elt, method, url, headers, body) => {
    const ptag = elt.getAttribute("hx-ptag");
    if (ptag) headers["HX-PTag"] = ptag;
    const isOwn = isOwnOrigin(url);
    const isUnsafe = !/^(get|head|options|trace)$/i.test(method);
    const fresh = isOwn && isUnsafe && token();
    // Without a token of ours, what the page itself gave the request may be right.
    if (isOwn && isUnsafe && !fresh) return;
    // Two spellings of one header would merge into one long, wrong value.
    for (const name of Object.keys(headers))
      if (name.toLowerCase() === csrfHeader.toLowerCase()) delete headers[name];
    if (fresh) headers[csrfHeader] = fresh;
    if (!fresh || /delete/i.test(method)) body.delete(field);
    else if (body.has(field)) body.set(field, fresh);
  };

  // The answer to a failed CSRF check carries a token to repeat the request with.
  // Django reads the body's token first, so a repeated body goes without.
  const withoutToken = (body) => {
    if (body?.delete) body.delete(field);
    return body?.replace ? body.replace(/(^|&)csrfmiddlewaretoken=[^&]*/, "") : body;
  };

  const on = (name, listener) => addEventListener(name, listener);

  // htmx 2. htmx 4's compatibility extension fires these too, with detail.ctx.
  on("htmx:configRequest", ({detail: d}) => {
    d.ctx || prepare(d.elt, d.verb, d.path, d.headers, {
      has: (name) => d.parameters[name] != null,
      set: (name, value) => { d.parameters[name] = value; },
      delete: (name) => { delete d.parameters[name]; },
    });
  });
  on("htmx:beforeSend", ({detail: {ctx, xhr, requestConfig, pathInfo}}) => {
    if (ctx || !requestConfig.headers[csrfHeader]) return;
    const {onload, send} = xhr;
    let body;
    xhr.send = (data) => send.call(xhr, (body = data));
    xhr.onload = (event) => {
      xhr.onload = onload;
      const fresh = xhr.status === 403 && xhr.getResponseHeader(csrfHeader);
      if (!fresh) return onload.call(xhr, event);
      renew(fresh);
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
  on("htmx:afterRequest", ({detail: {ctx, xhr, elt}}) => {
    ctx || keepPtag(elt, xhr.getResponseHeader("HX-PTag"));
  });

  // htmx 4
  on("htmx:config:request", ({detail: {ctx}}) => {
    const {request, sourceElement} = ctx;
    prepare(sourceElement, request.method, request.action, request.headers, request.body);
    if (!request.headers[csrfHeader]) return;
    const send = ctx.fetch ?? fetch.bind(window);
    ctx.fetch = async (url, options) => {
      const response = await send(url, options);
      const fresh = response.status === 403 && response.headers.get(csrfHeader);
      if (!fresh) return response;
      renew(fresh);
      options.headers[csrfHeader] = fresh;
      options.body = withoutToken(options.body);
      return send(url, options);
    };
  });
  on("htmx:after:request", ({detail: {ctx}}) => {
    keepPtag(ctx.sourceElement, ctx.response.headers.get("HX-PTag"));
  });

  const keepPtag = (elt, ptag) => {
    if (ptag) elt.setAttribute("hx-ptag", ptag);
  };

  on("htmx-views:csrf", ({detail, target}) => {
    if (detail.token) renew(detail.token);
    // htmx 2 swaps after it fired the event.
    if (mustFocus) setTimeout(() => target.focus?.());
    mustFocus = false;
  });
  on("htmx-views:login-required", () => { mustFocus = true; });

  // A form that htmx doesn't send has its token replaced at the last moment.
  addEventListener("submit", () => {
    const fresh = cookie();
    if (fresh) renew(fresh);
  }, true);

  const tellVisible = () => {
    if (!document.hidden) document.dispatchEvent(new Event("htmx-views:visible"));
  };
  document.addEventListener("visibilitychange", tellVisible);
  // A page that comes back from the browser's cache is as old as it was left.
  on("pageshow", (event) => event.persisted && tellVisible());

  window.htmxViews = {csrfToken: token};
})();
