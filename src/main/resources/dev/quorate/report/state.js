'use strict';
/* What the page knows: the run's data, indexed, and the instant that the reader looks at. */
const quorate = (function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const NS = 'http://www.w3.org/2000/svg';
  const state = { from: 0, to: data.end, cursor: data.start, playing: false, speed: 1 };
  const listeners = [];
  const tracks = new Map();

  data.intervals.forEach(i => {
    const subjects = child(tracks, i[0], () => new Map());
    const hosts = child(subjects, i[1], () => new Map());
    child(hosts, i[2], () => []).push(i);
  });

  function child(map, key, make) {
    let found = map.get(key);
    if (found === undefined) map.set(key, found = make());
    return found;
  }

  /** How many elements of a sorted list have a time (by `of`) at or before t. */
  function upTo(list, t, of) {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (of(list[middle]) <= t) low = middle + 1; else high = middle;
    }
    return low;
  }

  /** The state of (track, subject, host) at t, or ''. */
  function at(track, subject, host, t) {
    const list = tracks.get(track)?.get(subject)?.get(host);
    if (!list) return '';
    const i = upTo(list, t, each => each[4]) - 1;
    return i >= 0 && (t < list[i][5] || list[i][6]) ? list[i][3] : '';
  }

  /** [host, state] of a subject at t, sorted by host; only states that are not ''. */
  function states(track, subject, t) {
    const hosts = tracks.get(track)?.get(subject);
    if (!hosts) return [];
    return [...hosts.keys()].map(host => [host, at(track, subject, host, t)]).filter(s => s[1]).sort(byFirst);
  }

  /** When a state of (track, subject, host) was first seen; Infinity when never. */
  const since = (track, subject, host) => tracks.get(track)?.get(subject)?.get(host)?.[0][4] ?? Infinity;

  /** The subjects of a track that were seen up to t, sorted. */
  function subjects(track, t) {
    const all = tracks.get(track);
    if (!all) return [];
    return [...all.keys()].filter(s => [...all.get(s).values()].some(list => list[0][4] <= t)).sort();
  }

  const byFirst = (a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
  const clamp = (v, low, high) => Math.max(low, Math.min(high, v));
  const seconds = t => (t / 1e6).toFixed(t % 1e6 === 0 ? 0 : 3) + ' s';

  /** An element of SVG. */
  function svg(name, attributes, text) {
    const e = document.createElementNS(NS, name);
    for (const k in attributes) e.setAttribute(k, attributes[k]);
    if (text !== undefined) e.textContent = text;
    return e;
  }

  let due = null;
  /** Tell everybody on the next frame; `what` is 'cursor' or 'view' (zoom, size, choice of lanes). */
  function changed(what) {
    if (due === null) {
      due = what;
      requestAnimationFrame(() => { const now = due; due = null; listeners.forEach(l => l(now)); });
    } else if (what === 'view') {
      due = what;
    }
  }

  /** Move the cursor; the lanes follow when it leaves them. */
  function go(t) {
    state.cursor = clamp(Math.round(t), 0, data.end);
    const span = state.to - state.from;
    if (state.cursor < state.from || state.cursor > state.to) {
      state.from = clamp(state.cursor - span / 2, 0, data.end - span);
      state.to = state.from + span;
      changed('view');
    } else {
      changed('cursor');
    }
  }

  function zoom(factor, centre) {
    const span = clamp((state.to - state.from) * factor, Math.min(2000, data.end), data.end);
    const share = (centre - state.from) / (state.to - state.from);
    state.from = clamp(centre - share * span, 0, data.end - span);
    state.to = state.from + span;
    changed('view');
  }

  function show(from, to) {
    const span = clamp(to - from, Math.min(2000, data.end), data.end);
    state.from = clamp(from, 0, data.end - span);
    state.to = state.from + span;
    changed('view');
  }

  return { data, state, at, since, states, subjects, upTo, clamp, seconds, svg, go, zoom, show, changed, listen: l => listeners.push(l) };
})();
