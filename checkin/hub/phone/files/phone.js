// The figures, as they change. The page is whole without this: it then asks again every 15 seconds.
"use strict";
(() => {
  const QUIET_MS = 25000, STALE_MS = 12000, AGAIN_MS = 3000;
  const address = document.body.dataset.events;
  const lost = document.getElementById("lost");
  let source = null, again = 0, heardAt = Date.now();

  function heard() {
    heardAt = Date.now();
    lost.hidden = true;
    document.body.classList.remove("is-lost");
  }

  function quiet() {
    if (!lost.hidden) return;
    const time = document.querySelector("#footing time");
    document.getElementById("lost-time").textContent = time ? time.textContent : "";
    lost.hidden = false;
    document.body.classList.add("is-lost");
  }

  function show(message) {
    for (const [id, html] of Object.entries(JSON.parse(message.data))) {
      const place = document.getElementById(id);
      if (place) place.innerHTML = html;
    }
    heard();
  }

  // EventSource connects again by itself, but for an answer that is no stream: then whoever may not look on any more is shown the form.
  function knock() {
    const asked = new AbortController();
    fetch(address, { signal: asked.signal, cache: "no-store" }).then((answer) => {
      asked.abort();
      if (answer.status === 401) location.reload();
      else if (answer.ok) listen();
      else later();
    }, later);
  }

  function later() {
    clearTimeout(again);
    again = setTimeout(knock, AGAIN_MS);
  }

  function listen() {
    clearTimeout(again);
    if (source) source.close();
    source = new EventSource(address);
    heardAt = Date.now();
    source.addEventListener("figures", show);
    source.addEventListener("alive", heard);
    source.addEventListener("out", () => location.reload());
    source.onerror = () => {
      quiet();
      if (source.readyState === EventSource.CLOSED) later();
    };
  }

  // A phone that left the network, or slept, is told by nobody.
  setInterval(() => {
    if (Date.now() - heardAt > QUIET_MS) {
      quiet();
      listen();
    }
  }, 5000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - heardAt > STALE_MS) listen();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });
  listen();
})();
