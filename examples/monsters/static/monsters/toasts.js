"use strict";

// Messages can be closed, and go by themselves; errors stay. A pointer or the focus on one holds it.
(() => {
  const SECONDS = 10;
  const region = document.getElementById("messages");

  function dress(message) {
    const close = document.createElement("button");
    close.type = "button";
    close.ariaLabel = "Close";
    close.onclick = () => message.remove();
    message.append(close);
    if (message.matches(".message-error")) return;
    setInterval(() => message.matches(":hover, :focus-within") || message.remove(), SECONDS * 1000);
  }

  const dressAll = () => region.querySelectorAll(".message:not(:has(button))").forEach(dress);
  new MutationObserver(dressAll).observe(region, { childList: true });
  dressAll();
})();
