"use strict";
(() => {
  const page = document.documentElement, SVG = "http://www.w3.org/2000/svg";
  const by = (id) => document.getElementById(id);
  page.classList.add("js");

  // The map: one shape a place, a slider over the days, and what is known of the place pointed at.
  const source = by("data"), map = by("map");
  if (source && map) {
    const data = JSON.parse(source.textContent);
    const slider = by("day"), dayname = by("dayname"), told = by("told"), find = by("place");
    const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
    const dayOf = (date) => { const [y, m, d] = date.split("-"); return `${+d} ${months[m - 1]} ${y}`; };
    const grade = (p) => data.edges.filter((edge) => p >= edge).length;
    const draw = (name, values, parent) => {
      const mark = document.createElementNS(SVG, name);
      for (const key in values) mark.setAttribute(key, values[key]);
      return (parent || map).appendChild(mark);
    };
    const shapes = data.places.map((place, row) => draw("path", {d: place.d, "data-row": row}));
    draw("path", {class: "borders", d: data.borders});
    const gone = data.places.map((place) => {
      if (place.seat) draw("circle", {class: "seat", cx: place.x, cy: place.y, r: 8});
      return place.fell && draw("rect", {class: "gone later", x: place.x - 8, y: place.y - 8, width: 16, height: 16});
    });
    for (const place of data.places) {
      const [dx, dy, anchor] = place.label || [0, place.seat ? 34 : 8, "middle"];
      if (place.label || place.written)
        draw("text", {class: place.label ? "city" : "tile", x: place.x + dx, y: place.y + dy, "text-anchor": anchor}).textContent = place.label ? place.name : place.written;
    }
    for (const one of data.provinces || []) draw("text", {class: "province", x: one.x, y: one.y, "text-anchor": "middle"}).textContent = one.name;
    const ring = draw("path", {class: "ring", d: ""});
    let chosen = -1;
    const tell = () => {
      const frame = +slider.value, chance = data.chance[frame], date = data.dates[frame];
      told.textContent = "";
      if (chosen < 0) {
        told.append(`${dayOf(date)}: ${data.sure_places[frame]} of ${data.places.length} ${data.unit} above ${data.sure} %. Point at one.`);
        return;
      }
      const place = data.places[chosen], bold = document.createElement("b"), p = chance[chosen];
      bold.textContent = place.name;
      told.append(bold, `${place.in && place.in !== place.name ? `, ${place.in}` : ""}: ${p < 1 ? "<1" : p > 99 ? ">99" : p} % on ${dayOf(date)} `);
      const line = draw("svg", {class: "spark", viewBox: "0 0 120 24", width: 120, height: 24, "aria-hidden": "true"}, told);
      const last = data.chance.length - 1 || 1;
      draw("path", {class: "median", d: "M" + data.chance.map((row, k) => `${(120 * k / last).toFixed(1)} ${(23 - 0.22 * row[chosen]).toFixed(1)}`).join("L")}, line);
      draw("line", {class: "asof", x1: 120 * frame / last, x2: 120 * frame / last, y1: 0, y2: 24}, line);
      const said = place.reports.map((id) => data.counts[id]).filter(Boolean);
      told.append(said.length ? ` Reports: ${said.join("; ")}.` : "");
    };
    const paint = () => {
      const frame = +slider.value, date = data.dates[frame];
      data.chance[frame].forEach((p, row) => {
        const k = grade(p);
        shapes[row].setAttribute("class", `m m${k}`);
        shapes[row].setAttribute("fill", `url(#p${k})`);
        if (gone[row]) gone[row].toggleAttribute("hidden", data.places[row].fell > date);
      });
      dayname.textContent = dayOf(date);
      slider.setAttribute("aria-valuetext", dayOf(date));
      tell();
    };
    const choose = (row) => {
      chosen = row;
      ring.setAttribute("d", row < 0 ? "" : data.places[row].d);
      tell();
    };
    const rowAt = (event) => { const row = event.target.getAttribute("data-row"); return row === null ? -1 : +row; };
    map.addEventListener("pointerover", (event) => { if (rowAt(event) >= 0) choose(rowAt(event)); });
    map.addEventListener("click", (event) => choose(rowAt(event)));
    map.addEventListener("pointerleave", () => choose(-1));
    slider.addEventListener("input", paint);
    const names = data.places.map((place) => place.in && place.in !== place.name ? `${place.name}, ${place.in}` : place.name);
    for (const name of names) by("places").appendChild(document.createElement("option")).value = name;
    find.addEventListener("input", () => choose(names.findIndex((name) => name.toLowerCase() === find.value.trim().toLowerCase())));
    paint();
  }

  // Folded parts open when a link leads into them, and all of them for print.
  const open = (id) => {
    const place = id && by(decodeURIComponent(id));
    if (!place || place.closest("#brief")) return;
    const fold = place.querySelector("details");
    if (fold) fold.open = true;
    for (let up = place; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    place.scrollIntoView();
  };
  addEventListener("hashchange", () => open(location.hash.slice(1)));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) open(link.hash.slice(1));
  });
  open(location.hash.slice(1));
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = [...document.querySelectorAll("details:not([open])")];
    for (const one of shut) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of shut) one.open = false; });

  // Tables: cells know their column's name (cards on narrow screens), and columns sort.
  const value = (cell) => {
    const said = cell.textContent.trim(), found = said.replace(/,(?=\d{3})/g, "").replace("−", "-").match(/^[<>]?\s*([-+]?\d*\.?\d+)/);
    const edge = said.startsWith("<") ? -1e-3 : said.startsWith(">") ? 1e-3 : 0;
    return /^\d{4}-\d\d-\d\d/.test(said) || !found ? said : +found[1] + edge;
  };
  const ahead = (a, b) => typeof a === "number" && typeof b === "number" ? a - b
    : typeof a === typeof b ? a.localeCompare(b) : typeof a === "number" ? -1 : 1;
  const tables = [...document.querySelectorAll(".table > table:not(.pairs)")];
  for (const table of tables) {
    const heads = [...table.querySelectorAll("thead th")];
    for (const row of table.querySelectorAll("tbody tr:not(.group)"))
      [...row.children].forEach((cell, k) => { if (heads[k]) cell.dataset.name = heads[k].textContent.trim(); });
    if (table.tBodies.length !== 1 || table.tBodies[0].rows.length < 3) continue;
    heads.forEach((head, k) => {
      const said = head.textContent.trim();
      if (!said) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => (down ? -1 : 1) * ahead(value(a.cells[k]), value(b.cells[k])));
        table.tBodies[0].append(...rows);
      });
    });
  }

  // A table that is wider than its place becomes cards, and every table does on a telephone.
  const narrow = matchMedia("(max-width: 46rem)");
  const fit = () => {
    const boxes = tables.map((table) => table.parentElement);
    for (const box of boxes) box.classList.toggle("stacked", narrow.matches);
    if (narrow.matches) return;
    const wide = boxes.filter((box) => box.scrollWidth > box.clientWidth);
    for (const box of wide) box.classList.add("stacked");
  };
  addEventListener("resize", fit);
  document.addEventListener("toggle", fit, true);
  fit();
})();
