// Comfort only: every page works without. Search as one types, `/` to the box, copy a citation, the address
// on paper.
"use strict";

const typing = (event) =>
  event.target.closest?.("input, select, textarea, [contenteditable]") !== null;

// Where there is room beside the list, what it can be narrowed to lies open.
const unfold = () => {
  if (!matchMedia("(min-width: 56rem)").matches) return;
  for (const one of document.querySelectorAll("details.facet")) one.open = true;
};
unfold();

// «/» goes to the box; j and k, and the arrows with Alt left alone, go through the hits.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
  if (event.key === "/") {
    const box = document.querySelector('[data-keys="/"]');
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  } else if (event.key === "j" || event.key === "k") {
    const links = [...document.querySelectorAll(".hits h3 a, .rows .what a")];
    const at = links.indexOf(document.activeElement);
    const next = links[event.key === "j" ? at + 1 : Math.max(at - 1, 0)];
    next?.focus();
  }
});

// The form's own address is fetched, and what it changes is put in place; the status line tells it.
for (const form of document.querySelectorAll("form[data-live]")) {
  const box = form.querySelector('input[type="search"]');
  let waiting;
  let asking;
  const ask = async () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value.trim() !== "") query.append(name, value.trim());
    }
    const address = query.size > 0 ? `${form.getAttribute("action")}?${query}` : form.getAttribute("action");
    if (address === location.pathname + location.search) return;
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of [form.dataset.live, "status"]) {
        const now = document.getElementById(id);
        const then = page.getElementById(id);
        if (now && then) now.replaceChildren(...then.childNodes);
      }
      unfold();
      document.title = page.title;
      history.replaceState(null, "", address);
    } catch (error) {
      // The form still submits.
      if (error.name !== "AbortError") console.warn(error);
    }
  };
  box?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });
}

// On paper the address says where it all stands.
addEventListener("beforeprint", () => {
  document.body.dataset.address = location.href;
});

// A button beside what can be copied; the words are there to be marked by hand without it.
for (const text of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = text.dataset.copy;
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  told.className = "quiet";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      told.textContent = " Kopiert";
    } catch {
      getSelection().selectAllChildren(text);
      told.textContent = " Merket: kopier med Ctrl+C";
    }
  });
  text.after(button, told);
}
