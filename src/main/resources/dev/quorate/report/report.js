'use strict';
(function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const NS = 'http://www.w3.org/2000/svg';
  const LABELS = 230, ROW = 24, TOP = 26, GROUP = 20, BOTTOM = 26;
  const box = document.getElementById('lanes');
  const state = { from: 0, to: data.end, cursor: data.start, width: 0 };
  const fmt = t => (t / 1e6).toFixed(t % 1e6 === 0 ? 0 : 3) + ' s';
  const el = (name, attributes, text) => {
    const e = document.createElementNS(NS, name);
    for (const k in attributes) e.setAttribute(k, attributes[k]);
    if (text !== undefined) e.textContent = text;
    return e;
  };
  const x = t => LABELS + (t - state.from) / (state.to - state.from) * (state.width - LABELS - 12);
  const timeAt = px => state.from + (px - LABELS) / (state.width - LABELS - 12) * (state.to - state.from);
  const clamp = (v, low, high) => Math.max(low, Math.min(high, v));

  function patterns(svg) {
    const defs = el('defs', {});
    data.looks.forEach((look, i) => {
      if (!look.path) return;
      const p = el('pattern', { id: 'look' + i, width: 8, height: 8, patternUnits: 'userSpaceOnUse' });
      p.appendChild(el('rect', { width: 8, height: 8, fill: look.colour }));
      p.appendChild(el('path', { d: look.path, stroke: '#fff', 'stroke-width': 1.6, fill: 'none', 'stroke-linecap': 'round' }));
      defs.appendChild(p);
    });
    svg.appendChild(defs);
  }
  const fill = i => data.looks[i].path ? 'url(#look' + i + ')' : data.looks[i].colour;

  function draw() {
    state.width = Math.max(520, box.clientWidth);
    const shown = document.getElementById('kind').value;
    const lanes = data.lanes.filter(l => shown === 'all' || l.kind === shown);
    let height = TOP, group = null;
    const rows = lanes.map(l => {
      const head = l.group !== group;
      if (head) { group = l.group; height += GROUP; }
      const row = { lane: l, head, y: height };
      height += ROW;
      return row;
    });
    height += BOTTOM;
    const svg = el('svg', { viewBox: '0 0 ' + state.width + ' ' + height, height, role: 'img', 'aria-label': 'Lanes: who was what, when' });
    patterns(svg);
    const clip = el('clipPath', { id: 'plot' });
    clip.appendChild(el('rect', { x: LABELS, y: 0, width: state.width - LABELS - 12, height }));
    svg.querySelector('defs').appendChild(clip);
    axis(svg, height);
    const plot = el('g', { 'clip-path': 'url(#plot)' });
    data.overlaps.forEach(o => {
      if (o.to < state.from || o.from > state.to || !rows.some(r => r.lane.group === o.group)) return;
      const mine = rows.filter(r => r.lane.group === o.group);
      const y = mine[0].y - 2, h = mine[mine.length - 1].y + ROW - y;
      const r = el('rect', { class: 'tint', x: x(o.from), y, width: Math.max(2, x(o.to) - x(o.from)), height: h });
      r.appendChild(el('title', {}, o.words));
      plot.appendChild(r);
      plot.appendChild(el('text', { class: 'tinted', x: clamp(x(o.from), LABELS, state.width - 90), y: y - 4 }, o.label));
    });
    rows.forEach(r => {
      if (r.head) svg.appendChild(el('text', { class: 'group', x: 8, y: r.y - 5 }, r.lane.group));
      svg.appendChild(el('text', { x: 16, y: r.y + 16 }, r.lane.label));
      let last = -10;
      r.lane.segments.forEach(s => {
        if (s[1] < state.from || s[0] > state.to) return;
        const left = x(Math.max(s[0], state.from)), right = x(Math.min(s[1], state.to));
        if (right - left < .4 && left - last < .6) return;
        last = right;
        const rect = el('rect', { x: left, y: r.y + 2, width: Math.max(1, right - left), height: ROW - 5, fill: fill(s[2]) });
        rect.appendChild(el('title', {}, r.lane.label + ': ' + s[3] + ', ' + fmt(s[0]) + ' to ' + fmt(s[1])));
        plot.appendChild(rect);
        if (right - left > s[3].length * 7.6 + 10) {
          const t = el('text', { x: left + 6, y: r.y + 16 }, s[3]);
          const look = data.looks[s[2]];
          t.style.fill = look.dark ? '#fff' : '#222';
          if (look.path) { t.style.stroke = 'rgba(255,255,255,.9)'; t.style.strokeWidth = '3px'; t.style.paintOrder = 'stroke'; }
          plot.appendChild(t);
        }
      });
    });
    data.marks.forEach((m, i) => {
      if (m.at < state.from || m.at > state.to) return;
      const line = el('line', { class: m.ends ? 'ends' : 'fault', x1: x(m.at), x2: x(m.at), y1: 14, y2: height - BOTTOM });
      line.appendChild(el('title', {}, fmt(m.at) + ': ' + m.words));
      plot.appendChild(line);
      plot.appendChild(el('text', { class: 'mark', x: x(m.at) + 3, y: 12 }, String(i + 1)));
    });
    const c = el('line', { class: 'cursor', x1: x(state.cursor), x2: x(state.cursor), y1: 0, y2: height - BOTTOM });
    plot.appendChild(c);
    svg.appendChild(plot);
    box.replaceChildren(svg);
  }

  function axis(svg, height) {
    const span = state.to - state.from, want = span / Math.max(3, (state.width - LABELS) / 90);
    let step = 1000;
    for (const s of [1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 15e6, 3e7, 6e7, 12e7, 3e8, 6e8, 18e8, 36e8, 72e8, 216e8, 864e8]) { step = s; if (s >= want) break; }
    for (let t = Math.ceil(state.from / step) * step; t <= state.to; t += step) {
      svg.appendChild(el('line', { class: 'grid', x1: x(t), x2: x(t), y1: TOP, y2: height - BOTTOM }));
      svg.appendChild(el('text', { class: 'axis', x: x(t), y: height - 8, 'text-anchor': x(t) > state.width - 40 ? 'end' : t === state.from ? 'start' : 'middle' }, (t / 1e6) + ' s'));
    }
  }

  function view() {
    const t = state.cursor, at = [];
    const now = data.intervals.filter(i => i[4] <= t && (t < i[5] || i[6]));
    const of = track => now.filter(i => i[0] === track);
    const list = (is, plain) => is.map(i => i[2] + (i[3] === plain ? '' : ' (' + i[3].replace('@', ', term ') + ')')).join(', ');
    const partitions = new Map();
    of('membership').forEach(m => partitions.set(m[3], (partitions.get(m[3]) || []).concat(m[2])));
    partitions.forEach((hosts, members) => {
      const quorum = of('quorum').some(q => hosts.includes(q[2]) && q[3] === 'quorate');
      const dc = of('dc').map(d => d[2]).filter(h => hosts.includes(h));
      at.push('Cluster Summary' + (partitions.size > 1 ? ', as ' + hosts.join(', ') + ' see it' : '') + ':');
      at.push('  * Current DC: ' + (dc.join(', ') || 'NONE') + ' - partition ' + (quorum ? 'with' : 'WITHOUT') + ' quorum');
      at.push('  * Online: [ ' + members + ' ]');
    });
    const off = of('host').filter(h => h[3] !== 'up');
    if (off.length) at.push('  * really: ' + list(off, ''));
    const by = (track, title, plain) => {
      const subjects = [...new Set(data.intervals.filter(i => i[0] === track).map(i => i[1]))];
      subjects.forEach(s => at.push('  * ' + title + (s ? ' ' + s : '') + ': ' + (list(of(track).filter(i => i[1] === s), plain) || 'nobody')));
    };
    by('resource', 'resource', 'started');
    by('vip', 'VIP', 'holds');
    by('acting', 'leads', 'acting');
    by('etcd', 'etcd', '');
    by('api', 'API', '');
    const cut = of('link').map(l => l[2]);
    if (cut.length) at.push('  * cut: ' + cut.join(', '));
    document.getElementById('view').textContent = at.join('\n');
    document.getElementById('now').textContent = fmt(t);
    const range = document.getElementById('scrub');
    range.value = String(Math.round(t / data.end * 10000));
    range.setAttribute('aria-valuetext', fmt(t));
    events();
  }

  function events() {
    const words = document.getElementById('filter').value.toLowerCase();
    const all = words ? data.events.filter(e => e[2].toLowerCase().includes(words)) : data.events;
    let i = 0, high = all.length;
    while (i < high) { const m = (i + high) >> 1; if (all[m][0] <= state.cursor) i = m + 1; else high = m; }
    const first = Math.max(0, i - 60), rows = document.createDocumentFragment();
    all.slice(first, first + 160).forEach((e, k) => {
      const tr = document.createElement('tr');
      if (first + k === i - 1) tr.className = 'at';
      const td = [fmt(e[0]), e[2], '#' + e[1]].map(text => { const d = document.createElement('td'); d.textContent = text; return d; });
      if (e[3].length || e[4]) {
        const cause = document.createElement('div');
        cause.className = 'cause';
        cause.textContent = (e[3].length ? 'caused by ' + e[3].map(c => '#' + c).join(' ') : '') + (e[4] ? '  as ' + e[4] + ' says' : '');
        td[1].appendChild(cause);
      }
      td.forEach(d => tr.appendChild(d));
      tr.addEventListener('click', () => go(e[0]));
      rows.appendChild(tr);
    });
    const body = document.querySelector('#events tbody');
    body.replaceChildren(rows);
    document.getElementById('count').textContent = all.length + ' events' + (data.left ? ', ' + data.left + ' more are in events.jsonl' : '') + (data.cut ? '; the lanes show the first states only, all are in intervals.csv' : '');
    const mark = body.querySelector('.at');
    if (mark) document.getElementById('events').scrollTop = mark.offsetTop - 120;
  }

  let due = false;
  function refresh() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; draw(); view(); });
  }
  function go(t) {
    state.cursor = clamp(Math.round(t), 0, data.end);
    if (state.cursor < state.from || state.cursor > state.to) {
      const span = state.to - state.from;
      state.from = clamp(state.cursor - span / 2, 0, data.end - span);
      state.to = state.from + span;
    }
    refresh();
  }
  function zoom(factor, centre) {
    const span = clamp((state.to - state.from) * factor, 2000, data.end);
    const share = (centre - state.from) / (state.to - state.from);
    state.from = clamp(centre - share * span, 0, data.end - span);
    state.to = state.from + span;
    refresh();
  }
  function nextEvent(direction) {
    const all = data.events;
    if (direction > 0) { const e = all.find(v => v[0] > state.cursor); if (e) go(e[0]); }
    else { for (let i = all.length - 1; i >= 0; i--) if (all[i][0] < state.cursor) { go(all[i][0]); break; } }
  }

  box.addEventListener('click', e => { box.focus(); go(timeAt(e.clientX - box.getBoundingClientRect().left)); });
  box.addEventListener('mousemove', e => { if (e.buttons === 1) go(timeAt(e.clientX - box.getBoundingClientRect().left)); });
  box.addEventListener('wheel', e => {
    if (!e.ctrlKey && !e.shiftKey) return;
    e.preventDefault();
    zoom(e.deltaY > 0 || e.deltaX > 0 ? 1.25 : .8, timeAt(e.clientX - box.getBoundingClientRect().left));
  }, { passive: false });
  box.addEventListener('keydown', e => {
    const step = (state.to - state.from) / 200;
    const keys = { ArrowLeft: () => go(state.cursor - step), ArrowRight: () => go(state.cursor + step), '+': () => zoom(.6, state.cursor), '=': () => zoom(.6, state.cursor), '-': () => zoom(1.6, state.cursor), '0': () => { state.from = 0; state.to = data.end; refresh(); }, n: () => nextEvent(1), p: () => nextEvent(-1), Home: () => go(0), End: () => go(data.end) };
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
  });
  const press = (id, act) => document.getElementById(id).addEventListener('click', act);
  press('zoom-in', () => zoom(.6, state.cursor));
  press('zoom-out', () => zoom(1.6, state.cursor));
  press('zoom-all', () => { state.from = 0; state.to = data.end; refresh(); });
  press('event-before', () => nextEvent(-1));
  press('event-after', () => nextEvent(1));
  document.getElementById('kind').addEventListener('change', refresh);
  document.getElementById('filter').addEventListener('input', events);
  document.getElementById('scrub').addEventListener('input', e => go(e.target.value / 10000 * data.end));
  document.querySelectorAll('[data-at]').forEach(a => a.addEventListener('click', e => { e.preventDefault(); go(Number(a.dataset.at)); box.scrollIntoView({ block: 'center' }); }));
  window.addEventListener('resize', refresh);
  window.quorate = { go, zoom, data, state };
  document.documentElement.classList.add('ready');
  draw();
  view();
})();
